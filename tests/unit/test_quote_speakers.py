"""Whose words a quote is: the speaker's span as written, and how it is known."""

from __future__ import annotations

import pytest

from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_quotes
from onrecord.text import Article

HEADLINE = "Council meets\n"


def speakers(text: str) -> list[tuple[str | None, str]]:
    article = Article("test", HEADLINE + text)
    (parsed,) = parse([article], entities=False)
    return [
        (article.text[q.speaker.start : q.speaker.end] if q.speaker else None, q.speaker_resolution)
        for q in find_quotes(parsed)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“It is over,” said Mayor Jane Roe.", ("Mayor Jane Roe", "named"), id="title and name"),
        pytest.param("“It is over,” Roe, who resigned in May, said.", ("Roe", "named"), id="relative clause outside"),
        pytest.param(
            "“It is over,” Jane Roe, a spokeswoman for the port, said.", ("Jane Roe", "named"), id="apposition outside"
        ),
        pytest.param(
            "The port's director, John Doe, said the harbour would close.",
            ("The port's director, John Doe", "named"),
            id="name after a description inside",
        ),
        pytest.param(
            "“It is over,” said Special Agent in Charge Jane Roe of the Leeds Field Office.",
            ("Special Agent in Charge Jane Roe", "named"),
            id="office with a preposition",
        ),
        pytest.param(
            "The head of the Harbour Trust Jane Roe told Sky News the port was safe.",
            ("The head of the Harbour Trust Jane Roe", "named"),
            id="name at the end",
        ),
        pytest.param("“It is over,” the statement noted.", ("the statement", "nominal"), id="a document speaks"),
        pytest.param(
            "“It is over,” a senior official at the port said.",
            ("a senior official at the port", "nominal"),
            id="unnamed source",
        ),
        pytest.param("“It is over,” she said.", ("she", "pronoun"), id="pronoun"),
        pytest.param(
            "One attendee, who like others spoke on condition of anonymity, said the port was unsafe.",
            ("One attendee", "nominal"),
            id="subject cut off by an aside",
        ),
        pytest.param(
            "The harbour will close, according to the ministry.", ("the ministry", "nominal"), id="according to"
        ),
        pytest.param(
            "The harbour will close, said Jane Roe of the port authority.",
            ("Jane Roe", "named"),
            id="inverted, indirect",
        ),
        pytest.param("A plan dubbed “the big one” by critics has failed.", ("critics", "nominal"), id="agent"),
        pytest.param(
            "Roe was cheered; Doe’s reply was: “It is over.”", ("Doe’s reply", "named"), id="after a semicolon"
        ),
        pytest.param(
            "Roe, 36, who co-founded the firm in 2017, had told investors that the port was safe.",
            ("Roe", "named"),
            id="auxiliary after an aside",
        ),
        pytest.param(
            "Opening the case at Leeds Crown Court, Jane Roe KC, prosecuting, said the port was unsafe.",
            ("Jane Roe KC", "named"),
            id="sentence that opens with a participle",
        ),
        pytest.param("“It is over,” The Daily quoted her as saying.", ("her", "pronoun"), id="whom a paper quotes"),
        pytest.param(
            "“The pier is shut to all,” the notice, a copy of which was seen by reporters, read.",
            ("the notice", "nominal"),
            id="an aside on copies",
        ),
        pytest.param(
            "At one point calling the plan “a joke that nobody gets”, Roe drew cheers.",
            ("Roe", "named"),
            id="a time is no speaker",
        ),
        pytest.param(
            "The organizer of a pro-harbour rally said the port was safe.",
            ("The organizer of a pro-harbour rally", "nominal"),
            id="hyphen inside",
        ),
        pytest.param(
            "“It is over and we lost,” Jane Roe, executive director of the lobby Fair Ports, posted on X.",
            ("Jane Roe", "named"),
            id="an aside before a verb",
        ),
        pytest.param("Said Roe: “It is over.”", ("Roe", "named"), id="verb first"),
        pytest.param(
            "LONDON (AFP) – Jane Roe said on Friday that the harbour would close.", ("Jane Roe", "named"), id="dateline"
        ),
        pytest.param("“It is over.” — Jane Roe, mayor of Leeds", ("Jane Roe", "named"), id="signature with an office"),
        pytest.param("Club captain Jane Roe: “We never stopped.”", ("Club captain Jane Roe", "named"), id="label"),
        pytest.param("@janeroe: “We never stopped.”", ("@janeroe", "named"), id="handle"),
        pytest.param("Police said the man had been released.", ("Police", "nominal"), id="bare plural"),
        pytest.param(
            "The harbour, which Roe said was unsafe, has closed.", ("Roe", "named"), id="report in a relative clause"
        ),
        pytest.param("“It is over,”\u00a0Jane\u00a0Roe\u00a0said.", ("Jane\u00a0Roe", "named"), id="no-break spaces"),
    ],
)
def test_speaker(text: str, expected: tuple[str, str]) -> None:
    assert speakers(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“It is over,” Roe said.\n“We lost.”", [("Roe", "named"), ("Roe", "implicit")], id="next paragraph"
        ),
        pytest.param(
            "“It is over,” Roe said.\nHer neighbour, retiree John Doe, 71, was calmer. “We will wait.”",
            [("Roe", "named"), ("retiree John Doe", "implicit")],
            id="name beside the subject before",
        ),
        pytest.param(
            "“It is over,” Roe said.\nPhoto: Jane Roe in May\n“We lost.”",
            [("Roe", "named"), ("Roe", "implicit")],
            id="over a caption",
        ),
        pytest.param(
            "“It is over,” Roe said.\nDoe shook his head. “We won.”",
            [("Roe", "named"), ("Doe", "implicit")],
            id="who acted last",
        ),
        pytest.param("Roe made a short statement:\n“It is over.”", [("Roe", "implicit")], id="paragraph with a colon"),
        pytest.param("“It is over.”", [(None, "unknown")], id="nobody"),
        pytest.param(
            "Roe said the port was safe. “It always was.”",
            [("Roe", "named"), ("Roe", "implicit")],
            id="after an indirect report",
        ),
        pytest.param(
            "BBC: Is it over?\nRoe: It is over, and he told me “never again”.\nBBC: What next?",
            [("BBC", "named"), ("Roe", "named"), ("BBC", "named")],
            id="interview",
        ),
        pytest.param(
            "“ROE: It is over.\n“DOE: It is not.”", [("ROE", "named"), ("DOE", "named")], id="quoted transcript"
        ),
        pytest.param(
            "CNN reported that Roe confirmed the port would close.",
            [("CNN", "named")],  # who reports answers for the whole clause, as the gold has it
            id="second hand",
        ),
    ],
)
def test_speakers_in_turn(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert speakers(text) == expected
