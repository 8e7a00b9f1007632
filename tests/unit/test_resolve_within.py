"""One article's actors: one name each, and who speaks."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.actors import find_mentions
from onrecord.extract.figures import find_figures
from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_quotes
from onrecord.reader import Entity, Reading
from onrecord.records import Actor, Figure, Mention, Quote
from onrecord.resolve.within import resolve_article
from onrecord.text import Article, Span

HEADLINE = "Council meets\n"


Given = tuple[str, str]  # a name and its kind, as the model found it wherever it stands


def resolved(
    text: str, *given: Given, asked: str | None = None, date: str | None = None
) -> tuple[list[Actor], Quote, list[Mention]]:
    """Resolve an article; ``asked`` are the words beside its one quote, where they stand last."""
    whole = HEADLINE + text
    published = dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC) if date else None
    (parsed,) = parse([Article("test", whole, published_at=published)], entities=False)
    found: list[Entity] = []
    for name, kind in sorted(given, key=lambda one: -len(one[0])):
        for match in re.finditer(rf"\b{re.escape(name)}\b", whole):
            if not any(entity.start <= match.start() < entity.end for entity in found):
                found.append(Entity(*match.span(), kind, 0.9))
    mentions = find_mentions(parsed, Reading((), tuple(sorted(found, key=lambda entity: entity.start))))
    start = whole.rindex(asked) if asked else 0
    speaker = Span(start, start + len(asked)) if asked else None
    quote = Quote("indirect", (Span(len(whole) - 1, len(whole)),), speaker=speaker)
    return resolve_article(parsed, mentions, [quote], []), quote, mentions


def people(*names: str) -> list[Given]:
    return [(word, "person") for name in names for word in (name, name.split()[-1])]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param("Joy Atieno spoke. Atieno left.", ["Joy Atieno"], {"Joy Atieno": 2}, id="surname"),
        pytest.param("Anwar Ismail spoke. Anwar left.", ["Anwar Ismail", "Anwar"], {"Anwar Ismail": 2}, id="first word"),
        pytest.param("Paul Otieno Were spoke. Paul Were left.", ["Paul Otieno Were", "Paul Were"], {"Paul Otieno Were": 2}, id="middle name"),
        pytest.param("Ann Mwangi met Bob Mwangi.", ["Ann Mwangi", "Bob Mwangi"], {"Ann Mwangi": 1, "Bob Mwangi": 1}, id="one surname, two people"),
        pytest.param("Bill Kerubo spoke. Mrs Kerubo left.", ["Bill Kerubo", "Kerubo"], {"Bill Kerubo": 1, "Kerubo": 1}, id="not his wife"),
        pytest.param("Ann Mwangi met Bob Mwangi. Ms Mwangi left.", ["Ann Mwangi", "Bob Mwangi"], {"Ann Mwangi": 2, "Bob Mwangi": 1}, id="honorific decides"),
        pytest.param("Volo Zelensky spoke. Zelenskiy left.", ["Volo Zelensky", "Zelenskiy"], {"Volo Zelensky": 2}, id="two spellings"),
        pytest.param("John Lee Ka-chiu met Starry Lee Wai-king. Ms Lee left.", ["John Lee Ka-chiu", "Starry Lee Wai-king", "Lee"], {"John Lee Ka-chiu": 1, "Starry Lee Wai-king": 2}, id="surname first"),
    ],
)  # fmt: skip
def test_people_have_one_name_each(text, names, expected):
    actors, _, _ = resolved(text, *people(*names))
    assert {actor.name: actor.n_mentions for actor in actors if actor.kind == "person"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The US and America agreed.", ("United States", "country", "USA", 2), id="country"),
        pytest.param("Kenyan troops left Kenya.", ("Kenya", "country", "KEN", 2), id="demonym"),
        pytest.param("Washington's funding for the United States mission ended.", ("United States", "country", "USA", 2), id="capital as government"),
        pytest.param("They met in Nairobi.", ("Nairobi", "place", "KEN", 1), id="capital as place"),
        pytest.param("UNGA is the UN General Assembly.", ("United Nations General Assembly", "organization", None, 2), id="listed body"),
        pytest.param("The Lake Basin Authority (LBA) met. LBA agreed.", ("Lake Basin Authority", "organization", None, 3), id="acronym"),
        pytest.param("North Korea fired. The North then stopped.", ("North Korea", "country", "PRK", 2), id="the North"),
    ],
)  # fmt: skip
def test_bodies_and_countries_have_one_name_each(text, expected):
    actors, _, _ = resolved(text)
    assert [(a.name, a.kind, a.country, a.n_mentions) for a in actors] == [expected]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param("Orvane Power Works (Orpo) paid. Orpo fell.", ["Orvane Power Works", "Orpo"], ["Orvane Power Works"], id="in brackets"),
        pytest.param("Lake Union (Ziwani) met. Ziwani fell.", ["Lake Union", "Ziwani"], ["Lake Union"], id="in its own language"),
        pytest.param("Orvane Urban Builders paid. Orvane fell.", ["Orvane Urban Builders", "Orvane"], ["Orvane Urban Builders"], id="its first word"),
        pytest.param("Orvane Athletic won. Athletic rose.", ["Orvane Athletic", "Athletic"], ["Orvane Athletic"], id="its last word"),
        pytest.param("Orvane paid. Orvane Web Works fell.", ["Orvane Web Works", "Orvane"], ["Orvane", "Orvane Web Works"], id="a division named later"),
        pytest.param("Orvane Kenya paid. Orvane fell.", ["Orvane Kenya", "Orvane"], ["Orvane Kenya", "Orvane"], id="a chapter"),
        pytest.param("Orvane Web met Orvane Air. Orvane fell.", ["Orvane Web", "Orvane Air", "Orvane"], ["Orvane Web", "Orvane Air", "Orvane"], id="of two"),
        pytest.param("Orvane Works (Reuters) paid.", ["Orvane Works", "Reuters"], ["Orvane Works", "Reuters"], id="another in brackets"),
    ],
)  # fmt: skip
def test_short_names_of_bodies(text, names, expected):
    actors, _, _ = resolved(text, *((name, "organization") for name in names))
    assert [actor.name for actor in actors] == expected


def test_lines_without_case_still_name_people_and_countries():
    actors, _, _ = resolved(
        "french president emmanuel macron met ruto in paris.", ("emmanuel macron", "person"), ("ruto", "person")
    )
    assert [(a.name, a.country) for a in actors] == [
        ("France", "FRA"), ("Emmanuel Macron", "FRA"), ("Ruto", None), ("Paris", "FRA"),
    ]  # fmt: skip


def test_a_leaders_surname_gets_the_full_name_of_the_term():
    actors, _, _ = resolved("President Ruto spoke.", ("Ruto", "person"), date="2024-05-01")
    assert [(a.name, a.role, a.country) for a in actors] == [("William Ruto", "President", "KEN")]
    actors, _, _ = resolved("President Ruto spoke.", ("Ruto", "person"), date="2019-05-01")
    assert [a.name for a in actors] == ["Ruto"]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("Joy Atieno met Peter Low. Then she said it.", "she", "Joy Atieno", id="she"),
        pytest.param("Joy Atieno met Peter Low. Then he said it.", "he", "Peter Low", id="he"),
        pytest.param("Nobody came. Then he said it.", "he", None, id="nobody to mean"),
        pytest.param("Senator Joy Atieno met Peter Low. It failed, the senator said.", "the senator", "Joy Atieno", id="office"),
        pytest.param("Kenyan President Peter Low met Joy Atieno. The Kenyan leader said so.", "The Kenyan leader", "Peter Low", id="leader of a country"),
        pytest.param("Peter Low refused to rule it out. The chancellor said so.", "The chancellor", "Peter Low", id="the subject just named"),
        pytest.param("Peter Low waited. Low's spokesman said so.", "Low's spokesman", "Low spokesman", id="somebody's spokesman"),
        pytest.param("Peter Low waited. A spokeswoman for Joy Atieno said so.", "A spokeswoman for Joy Atieno", "spokeswoman for Joy Atieno", id="for somebody"),
        pytest.param("Here Low campaign manager Joy Atieno said so.", "Low campaign manager Joy Atieno", "Joy Atieno", id="name after description"),
        pytest.param("Here Peter Low and Joy Atieno said so.", "Peter Low and Joy Atieno", "Peter Low and Joy Atieno", id="two speak as one"),
        pytest.param("Oxfam and Joy Atieno waited. Two aid groups like Oxfam said so.", "Two aid groups like Oxfam", "Two aid groups like Oxfam", id="like"),
        pytest.param("The letter said so.", "The letter", "letter", id="document"),
        pytest.param("Peter Low's administration said so.", "Peter Low's administration", "Peter Low administration", id="administration"),
        pytest.param("The UN spokesman said so.", "The UN spokesman", "UN spokesman", id="a body's spokesman"),
        pytest.param("The UN waited. It said so.", "It", "United Nations", id="it"),
        pytest.param("Peter Low, director of Oxfam, left. In 2020 his deputy said so.", "his deputy", "Peter Low deputy", id="his"),
        pytest.param("The Low campaign and other groups said so.", "The Low campaign and other groups", "Low campaign and other groups", id="a campaign is not the candidate"),
        pytest.param("Justice Joy Atieno sat. It failed, the judge said.", "the judge", "Joy Atieno", id="judge"),
        pytest.param("Joy Atieno won. It was hard, said the 25-year-old.", "the 25-year-old", "Joy Atieno", id="by age"),
        pytest.param("The UN met US Ambassador to Oxfam Joy Atieno, who said so.", "US Ambassador", "Joy Atieno", id="title cut short"),
        pytest.param("Low's spokesman left. The spokesman said so.", "The spokesman", "spokesman", id="nobody's spokesman before"),
        pytest.param("Rep. Peter Low met Joy Atieno. The Ohio Republican said so.", "The Ohio Republican", "Peter Low", id="party and state"),
        pytest.param("Peter Low waited. A spokesman for the minister said no. Then he said it.", "he", "spokesman for the minister", id="somebody without a name"),
        pytest.param("Peter Low paid. His deputy, Bo Atieno, smiled. Then he said it.", "he", "Bo Atieno", id="apposition to a subject"),
        pytest.param("Joy Atieno met Mary Low. Mary Low left. Then she said of Low it failed.", "she", "Joy Atieno", id="not whom the clause names"),
        pytest.param("Peter Low smiled. It failed, the Spaniard said.", "the Spaniard", "Peter Low", id="by country"),
        pytest.param("Joy Atieno smiled. It failed, the mum-of-two said.", "the mum-of-two", "Joy Atieno", id="by children"),
        pytest.param("Joy Atieno felt referee Peter Low erred. It failed, said the Orvane boss.", "the Orvane boss", "Joy Atieno", id="boss"),
        pytest.param("The union leader, Hon. Joy Atieno, said so.", "The union leader", "Joy Atieno", id="named between commas"),
        pytest.param("Opening the case in court, Peter Low said so.", "Opening the case in court", "Peter Low", id="a verb is nobody"),
        pytest.param("Speaking at Orvane Hall, Peter Low said so.", "Orvane Hall", "Peter Low", id="a place is nobody"),
        pytest.param("Here lead author Joy Atieno said so.", "lead author Joy Atieno", "Joy Atieno", id="no verb"),
        pytest.param("Joy Atieno swept. It failed, said the housewife.", "the housewife", "Joy Atieno", id="occupation of the subject just named"),
        pytest.param("Judge Joy Atieno sat. Clerk Mary Low read. The judge was calm. Then she said it.", "she", "Joy Atieno", id="subject without a name"),
        pytest.param("Joy Atieno rose. She sat.\nFor Mary Low, 37, food is far.\nThen she said it.", "she", "Mary Low", id="just introduced"),
        pytest.param("Special Agent in Charge Joy Atieno said so.", "Special Agent in Charge Joy Atieno", "Joy Atieno", id="in the title"),
    ],
)  # fmt: skip
def test_who_speaks(text, words, expected):
    _, quote, _ = resolved(text, *people("Joy Atieno", "Peter Low", "Mary Low", "Bo Atieno"), asked=words)
    assert quote.speaker_name == expected


def test_a_description_that_speaks_is_a_mention():
    _, quote, mentions = resolved(
        "Senator Joy Atieno left. It failed, the senator said.", *people("Joy Atieno"), asked="the senator"
    )
    added = [mention for mention in mentions if mention.form != "named"]
    assert [(m.form, m.name) for m in added] == [("nominal", "Joy Atieno")]
    assert added[0].actor_id == quote.speaker_id


def test_the_innermost_quote_claims_a_figure():
    text = "Joy Atieno said 40 percent was lost."
    whole = HEADLINE + text
    (parsed,) = parse([Article("test", whole)], entities=False)
    at = whole.index("Joy")
    mentions = find_mentions(parsed, Reading((), (Entity(at, at + 10, "person", 0.9),)))
    quote = Quote("indirect", (Span(whole.index("40"), len(whole) - 1),), speaker=Span(at, at + 10))
    start = whole.index("40")
    figure = Figure(start, start + 10, "percent", 40, 40, 40)
    resolve_article(parsed, mentions, [quote], [figure])
    assert (figure.claimed_by, figure.claimed_by_name) == (quote.speaker_id, "Joy Atieno")


pieces = st.sampled_from(
    [
        "President",
        "Ruto",
        "Kenya's",
        "said",
        "“We",
        "won,”",
        "“",
        "”",
        "'",
        "(UN)",
        "/",
        "&",
        ",",
        ".",
        ":",
        "she",
        "he",
        "He",
        "said.",
        "U.S.",
        "of",
        "the",
        "and",
        "Dr",
        "Mrs",
        "it",
        "told\n",
        "Washington's",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.lists(pieces, max_size=30).map(" ".join), st.text(max_size=60)))
def test_any_text_resolves_to_actors_its_mentions_know(text):
    (parsed,) = parse([Article("test", text)])
    mentions, quotes, figures = find_mentions(parsed), find_quotes(parsed), find_figures(parsed)
    actors = resolve_article(parsed, mentions, quotes, figures)
    ids = {actor.actor_id for actor in actors}
    assert len(ids) == len(actors)
    assert all(mention.actor_id in ids for mention in mentions)
    assert all(quote.speaker_id is None or quote.speaker_id in ids for quote in quotes)
    assert all(0 <= m.char_start < m.char_end <= len(text) for m in mentions)
