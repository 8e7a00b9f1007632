"""Speakers whose name follows the words that introduce them, and those who have none: from whole sentences."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from onrecord.annotate import annotate
from onrecord.extract.actors import find_mentions
from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_quotes
from onrecord.reader import Entity, Reading
from onrecord.resolve.within import resolve_article
from onrecord.text import Article

PEOPLE = ("Ama Boateng", "Boateng", "Kofi Mensah", "Mensah", "Lena Fisk", "Fisk")


def speakers(text: str) -> list[str | None]:
    """Return who speaks each quote, the people found wherever they are named."""
    whole = "Council meets\n" + text
    (parsed,) = parse([Article("test", whole)], entities=False)
    found: dict[int, Entity] = {}
    for name in PEOPLE:
        for match in re.finditer(rf"\b{name}\b", whole):
            if not any(entity.start <= match.start() < entity.end for entity in found.values()):
                found[match.start()] = Entity(*match.span(), "person", 0.9)
    mentions = find_mentions(parsed, Reading((), tuple(found[start] for start in sorted(found))))
    quotes = find_quotes(parsed)
    resolve_article(parsed, mentions, quotes, [])
    return [quote.speaker_name for quote in quotes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The Assistant Director of the Port Authority in the county, Dr (Mrs) Ama Boateng, told reporters that the quay had sunk.",
            ["Ama Boateng"],
            id="name after a long title",
        ),
        pytest.param(
            "District Police Officer (DPO) Kofi Mensah said the road was open.", ["Kofi Mensah"], id="abbreviated title"
        ),
        pytest.param(
            "District Police Officer (DPO) Kofi Mensah said the road was open. “Drive slowly,” the DPO added.",
            ["Kofi Mensah", "Kofi Mensah"],
            id="the abbreviation alone",
        ),
        pytest.param(
            "Her solicitor, Advocate Kofi Mensah, said the road was open. “Drive slowly,” the solicitor added.",
            ["Kofi Mensah", "Kofi Mensah"],
            id="description taken up",
        ),
        pytest.param(
            "Its secretary-general, Lena Fisk, said the road was open.", ["Lena Fisk"], id="hyphen in the title"
        ),
        pytest.param(
            "The firm, whose founder Kofi Mensah died, said the road was open.", ["firm"], id="not a relative clause's"
        ),
    ],
)  # fmt: skip
def test_name_after_its_introduction(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Minister Lena Fisk left.\nA ministry official said the deal was dead.\n“Nobody called,” the official said.",
            ["ministry official", "ministry official"],
            id="the official",
        ),
        pytest.param(
            "Kofi Mensah left.\nA source close to the talks said the deal was dead.\n“Nobody called,” the official said.",
            ["source", "source"],
            id="a source is the official",
        ),
        pytest.param(
            "Kofi Mensah left.\nA senior port official in Tema said the crane was broken.\n“Nobody called,” the port official said.",
            ["senior port official in Tema", "senior port official in Tema"],
            id="the noun before a place",
        ),
        pytest.param(
            "Kofi Mensah left.\nA board memo to staff disputes that. It says the crane was broken.",
            ["board memo"],
            id="it, of a document",
        ),
        pytest.param(
            "“It ends tonight,” Lena Fisk said.\nA Tema trader was blunter. “They are all losing,” the trader said.",
            ["Lena Fisk", "Tema trader"],
            id="brought without speaking",
        ),
        pytest.param(
            "Lena Fisk thanked the crew in a letter. “You rowed for all of us,” it read.",
            ["letter"],
            id="it, of what is read",
        ),
        pytest.param(
            "Lena Fisk said the shots were blanks.\nA trader, who asked to be identified only as Mensah, said he fled.\n“I ran,” he said.",
            ["Lena Fisk", "Mensah", "Mensah"],
            id="a name given for him",
        ),
        pytest.param(
            "Kofi Mensah left.\nAnother driver, who gave no name, said the road was shut.\n“Nobody called,” he said.",
            ["driver", "driver"],
            id="he, a paragraph on",
        ),
        pytest.param(
            "The bank is for sale, two people said.\nNothing is signed, they said.",
            ["two people", "two people"],
            id="they",
        ),
        pytest.param(
            "The bank is for sale, two people said.\nKofi Mensah said it was not.\nNothing is signed, they said.",
            ["two people", "Kofi Mensah", None],
            id="not they after somebody with a name",
        ),
    ],
)
def test_speakers_without_a_name_are_taken_up(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“We lost,” said Lena Fisk.\nMeanwhile, captain of the Accra side Kofi Mensah said rain had helped. Crowds cheered. He said the pitch was wet.",
            "Kofi Mensah",
            id="named after his title",
        ),
        pytest.param(
            "“We lost,” Kofi Mensah said.\nHe said that the keeper was ill, and that captain Ama Boateng would play.",
            "Kofi Mensah",
            id="nobody named later",
        ),
        pytest.param(
            "Lena Fisk runs the inn.\nShe said trade was slow.\n“Nobody came,” the 52-year-old added.",
            "Lena Fisk",
            id="by age, after a pronoun",
        ),
        pytest.param(
            "Trustee Lena Fisk said trade was slow.\n“Nobody came,” the Hillside South MP added.",
            "Lena Fisk",
            id="who adds, by an office not told before",
        ),
        pytest.param(
            "Lena Fisk said the gift had made her father a “presenting sponsor”.\n“He paid for it,” she wrote.",
            "Lena Fisk",
            id="not her father",
        ),
        pytest.param(
            "Lena Fisk won.\n“Nobody came,” the 22-year-old Dubliner said.", "Lena Fisk", id="by age and home"
        ),
    ],
)
def test_the_last_quote_is_theirs(text: str, expected: str) -> None:
    assert speakers(text)[-1] == expected


@pytest.mark.parametrize("reader", ["model", "spacy"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Acme co-founder Lena Fisk said that she would return.", "Lena Fisk", id="word cut at a hyphen"),
        pytest.param(
            "Acme co-founder and CEO Lena Fisk, who will report to Ama Boateng, wrote in a memo that she had turned down three offers.",
            "Lena Fisk",
            id="an aside names another",
        ),
        pytest.param(
            "And Tailors Union of Kenya president Lena Fisk has said that pay will not rise.",
            "Lena Fisk",
            id="body with a preposition before the title",
        ),
        pytest.param(
            "Fishers Association of Ghana chairman Kofi Mensah said prices would fall.",
            "Kofi Mensah",
            id="words end inside the body's name",
        ),
        pytest.param(
            "The bill’s sponsor, Senator Lena Fisk, Republican of Ohio, said in an interview that letters had moved her.",
            "Lena Fisk",
            id="party and state after the name",
        ),
    ],
)
def test_the_speaker_is_who_the_title_leads_to(text: str, expected: str, reader: Literal["model", "spacy"]) -> None:
    annotated = annotate(Article("test", "Council meets\n" + text), reader)
    assert [quote.speaker_name for quote in annotated.quotes] == [expected]


@pytest.mark.parametrize("reader", ["model", "spacy"])
def test_who_asks_is_not_she_who_answers(reader: Literal["model", "spacy"]) -> None:
    text = (
        "Results\nChief executive Lena Fisk spoke to investors. Asked by a reporter whether that meant job cuts, she said it "
        "was too early to say.\n“We like the people,” she said.\n"
    )
    assert annotate(Article("test", text), reader).quotes[-1].speaker_name == "Lena Fisk"


def test_no_union_of_states_is_the_company() -> None:
    text = (
        "Deal\nZenith Labs agreed on Monday to buy Orbit Metals.\nThe deal needs approval from regulators in the U.S., the "
        "European Union and China, and the company said it expects to close it in May.\n"
    )
    assert annotate(Article("test", text), "model").quotes[-1].speaker_name != "European Union"
