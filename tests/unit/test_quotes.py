"""Quotes of an article: kinds, spans and cues; what must make no row; properties that hold for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from onrecord.extract.parse import Parsed, parse
from onrecord.extract.quotes import find_quotes
from onrecord.reader.reading import Attribution, Reading
from onrecord.records import Quote
from onrecord.text import Article, Span

HEADLINE = "Council meets\n"


def quotes(text: str) -> list[Quote]:
    (parsed,) = parse([Article("test", HEADLINE + text)], entities=False)
    return find_quotes(parsed)


def written(text: str, span: Span | None) -> str | None:
    return (HEADLINE + text)[span.start : span.end] if span is not None else None


def rows(text: str) -> list[tuple[str, str, str | None]]:
    """Kind, spans joined by " / ", and cue of each quote."""
    return [(q.kind, " / ".join(written(text, s) or "" for s in q.spans), written(text, q.cue)) for q in quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“We will rebuild,” the mayor said.", [("direct", "We will rebuild,", "said")], id="attribution after"
        ),
        pytest.param(
            "“We will rebuild,” said Mayor Jane Roe.", [("direct", "We will rebuild,", "said")], id="inverted"
        ),
        pytest.param("Roe said: “We will rebuild.”", [("direct", "We will rebuild.", "said")], id="after a colon"),
        pytest.param(
            "Roe told the BBC, “We will rebuild.”", [("direct", "We will rebuild.", "told")], id="after a comma"
        ),
        pytest.param(
            "“If they think so,” Roe said, “they are wrong.”",
            [("direct", "If they think so, / they are wrong.", "said")],
            id="broken in a sentence",
        ),
        pytest.param(
            "“We are ready,” Roe said on Monday. “We will not wait.”",
            [("direct", "We are ready, / We will not wait.", "said")],
            id="broken between sentences",
        ),
        pytest.param(
            "“We are ready,” Roe said. “We are not,” Doe replied.",
            [("direct", "We are ready,", "said"), ("direct", "We are not,", "replied")],
            id="two speakers in a paragraph",
        ),
        pytest.param(
            "“We are ready,” Roe said, adding: “We will not wait.”",
            [("direct", "We are ready,", "said"), ("direct", "We will not wait.", "adding")],
            id="second cue of its own",
        ),
        pytest.param(
            "“We are ready,” Roe said. “This is the day.\n“We will not wait.”",
            [("direct", "We are ready, / This is the day. / We will not wait.", "said")],
            id="open paragraph",
        ),
        pytest.param(
            "“We are ready,” Roe said.\n“We will not wait.”",
            [("direct", "We are ready,", "said"), ("direct", "We will not wait.", None)],
            id="new paragraph without attribution",
        ),
        pytest.param(
            "‘It isn’t over,’ Roe said. ‘The workers’ homes are gone.’",
            [("direct", "It isn’t over, / The workers’ homes are gone.", "said")],
            id="British single marks",
        ),
        pytest.param("“Nobody was hurt,” he shrugged.", [("direct", "Nobody was hurt,", "shrugged")], id="any verb"),
        pytest.param("“Why now?” asked Roe.", [("direct", "Why now?", "asked")], id="question"),
        pytest.param("“It never works.” — Jane Roe", [("direct", "It never works.", None)], id="signature"),
        pytest.param("“It never works.”\n- Jane Roe.", [("direct", "It never works.", None)], id="signature below"),
    ],
)
def test_direct_quotes(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Roe said the plan was “a joke” and should go.",
            [("mixed", "the plan was “a joke” and should go", "said")],
            id="fragment in a reported clause",
        ),
        pytest.param("Roe called the plan “a joke”.", [("mixed", "the plan “a joke”", "called")], id="called"),
        pytest.param(
            "The mayor accused ministers of “playing with lives”.",
            [("mixed", "ministers of “playing with lives”", "accused")],
            id="accused of",
        ),
        pytest.param(
            "The harbour “will never be the same,” Roe said on Friday.",
            [("mixed", "The harbour “will never be the same,”", "said")],
            id="sentence that ends quoted",
        ),
        pytest.param(
            "The order, he said, was “illegal” and “immoral.”",
            [("mixed", "The order / was “illegal” and “immoral.”", "said")],
            id="attribution inside",
        ),
        pytest.param(
            "Rents are falling, Roe noted, and “nobody moves any more.”",
            [("mixed", "Rents are falling / and “nobody moves any more.”", "noted")],
            id="attribution between a clause and marks",
        ),
        pytest.param(
            "The letter says “the harbour will close in May”.",
            [("mixed", "the harbour will close in May", "says")],
            id="whole clause quoted",
        ),
    ],
)
def test_mixed_quotes(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Roe said the harbour would close in May.",
            [("indirect", "the harbour would close in May", "said")],
            id="bare clause",
        ),
        pytest.param(
            "Roe told reporters on Monday that the harbour would close and that ferries would stop.",
            [("indirect", "the harbour would close and that ferries would stop", "told")],
            id="two clauses with that",
        ),
        pytest.param(
            "The harbour will close, the ministry announced.",
            [("indirect", "The harbour will close", "announced")],
            id="preposed",
        ),
        pytest.param(
            "The storm killed ten people, officials said, and destroyed 300 homes.",
            [("indirect", "The storm killed ten people / and destroyed 300 homes", "said")],
            id="attribution between commas",
        ),
        pytest.param(
            "According to the ministry, the harbour will close.",
            [("indirect", "the harbour will close", "According to")],
            id="according to, first",
        ),
        pytest.param(
            "The harbour will close in May, according to the ministry.",
            [("indirect", "The harbour will close in May", "according to")],
            id="according to, last",
        ),
        pytest.param(
            "Roe pointed out that the harbour had closed before.",
            [("indirect", "the harbour had closed before", "pointed out")],
            id="particle",
        ),
        pytest.param(
            "Roe said the harbour would close, adding that ferries would stop.",
            [("indirect", "the harbour would close", "said"), ("indirect", "ferries would stop", "adding")],
            id="second report in the tail",
        ),
        pytest.param(
            "Roe said the scheme, known locally as “galloper”, had closed.",
            [("indirect", "the scheme, known locally as “galloper”, had closed", "said")],
            id="a term in marks",
        ),
        pytest.param(
            "Roe told the hearing that the so-called “green lane” was shut.",
            [("indirect", "the so-called “green lane” was shut", "told")],
            id="so-called, told to a hearing",
        ),
        pytest.param(
            "The council owns 40 pumps, 12 of which, she said, had never worked.",
            [("indirect", "12 of which / had never worked", "said")],
            id="some of several",
        ),
        pytest.param(
            "I have paid back, she told me, exactly ninety pounds since May.",
            [("indirect", "I have paid back / exactly ninety pounds since May", "told")],
            id="broken by words with a hearer",
        ),
        pytest.param(
            "A local weekly had reported, citing neighbours, that the owner fled with the rent.",
            [("indirect", "the owner fled with the rent", "reported")],
            id="aside on the source",
        ),
        pytest.param(
            "The chief sought to assure residents that her crew was working.",
            [("indirect", "her crew was working", "assure")],
            id="sought to say",
        ),
        pytest.param(
            "The team found that one lake in nine had dried up.",
            [("indirect", "one lake in nine had dried up", "found")],
            id="researchers find",
        ),
        pytest.param(
            "The paper reported that the ship had left, and quoted its captain, Jane Roe, as saying it would return.",
            [("indirect", "the ship had left", "reported"), ("indirect", "it would return", "saying")],
            id="and quoted as saying",
        ),
        pytest.param(
            "Two drivers were hurt on the bridge, the union said, describing it as “a trap that nobody mends”.",
            [
                ("indirect", "Two drivers were hurt on the bridge", "said"),
                ("mixed", "it as “a trap that nobody mends”", "describing"),
            ],
            id="second report with marks in the tail",
        ),
    ],
)
def test_indirect_quotes(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "cue_class"),
    [
        pytest.param("Roe said the harbour would close.", "speech", id="speech"),
        pytest.param("Roe believes the harbour will close.", "thought", id="thought"),
        pytest.param("Roe urged the owners to close the harbour.", "directive", id="directive"),
        pytest.param("Roe called on the owners to close the harbour.", "directive", id="called on"),
    ],
)
def test_cue_class(text: str, cue_class: str) -> None:
    assert [q.cue_class for q in quotes(text)] == [cue_class]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The “smart” meters and the 'legacy' lines will go.", id="scare quotes"),
        pytest.param("He played the lead in “The Long Way Home” and “Kes”.", id="titles"),
        pytest.param("A man known as “the Fox” was held.", id="nickname"),
        pytest.param("The act defines a harbour as “any place where ships may lie at anchor”.", id="statute"),
        pytest.param("Workers' pay and the owners' profits rose.", id="apostrophes"),
        pytest.param("Roe did not say whether the harbour would close.", id="left unsaid"),
        pytest.param("Voters who said the economy mattered most were few.", id="those who said"),
        pytest.param("It goes without saying that the harbour is old.", id="goes without saying"),
        pytest.param("Asked whether he would go, Roe left the room.", id="asked of somebody"),
        pytest.param("Building went on according to plan.", id="according to plan"),
        pytest.param(
            "The act requires sellers to disclose “all material terms of the deal”.", id="what a law requires"
        ),
        pytest.param("Roe held a sign that read “No More Ferries.”", id="written on a thing"),
        pytest.param("The plan by Acme calls for two piers of up to nine metres.", id="what a plan holds"),
        pytest.param("They met under the theme: “Clean rivers, strong towns and a better life”.", id="theme"),
    ],
)
def test_no_quote(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        pytest.param("She said the hall was empty and asked whether anybody had come.", ["the hall was empty", "whether anybody had come"], id="and whether"),
        pytest.param("Roe, who has farmed there since 1987, said the dyke broke at noon.", ["the dyke broke at noon"], id="after an aside"),
        pytest.param("A report by the trust found checks had been missed on Sundays.", ["checks had been missed on Sundays"], id="subject taken for an object"),
        pytest.param("A growing group of owners is warning leadership that it will not vote for a spending deal.", ["it will not vote for a spending deal"], id="hung on the hearer"),
        pytest.param("Roe said the hall was empty, while the union warned the roof could fall.", ["the hall was empty", "the roof could fall"], id="while another says"),
        pytest.param("The clerk said that Roe had told him the hall was empty.", ["Roe had told him the hall was empty"], id="a report inside a report"),
        pytest.param("According to The Herald, Roe said the hall was empty.", ["Roe said the hall was empty", "the hall was empty"], id="a report that another relays"),
        pytest.param("They owe for 40 pumps which, members said, existed only on paper.", ["existed only on paper"], id="relative clause"),
    ],
)  # fmt: skip
def test_each_report_has_its_own_clause(text: str, reported: list[str]) -> None:
    assert [span for _, span, _ in rows(text)] == reported


def test_scare_quotes_in_a_headline_make_no_row() -> None:
    (parsed,) = parse([Article("test", "Reports: 'streamlined' rules for harbours\nThe rules change.")], entities=False)
    assert find_quotes(parsed) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“We will go, Roe said. “It is over.”", id="closing mark"),
        pytest.param("We will go,” Roe said. “It is over.”", id="opening mark"),
    ],
)
def test_a_lost_mark_is_made_up_for(text: str) -> None:
    assert rows(text) == [("direct", "We will go, / It is over.", "said")]


def test_marks_that_lost_their_space_are_read() -> None:
    assert rows("“It is over,”Roe said.") == [("direct", "It is over,", "said")]


WORDS = [
    "Roe", "she", "the mayor", "said", "told", "that", "adding", "according to", "urged", "called", "it", "a sham",
    "will close", ",", ".", "?", ":", '"', "“", "”", "'", "‘", "’", "\n", "- ", "(", ")", "…", "и", "😀", "\u200b",
]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from(["", " "]))
def test_spans_are_inside_and_in_order_and_no_speaker_quotes_himself(words: list[str], space: str) -> None:
    check(space.join(words))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    check(text)


@st.composite
def readings(draw: st.DrawFn, size: int) -> Reading:
    """Draw what a reader could say of a text: any spans, in order within an attribution."""
    place = st.integers(0, size)

    def span() -> tuple[int, int]:
        first, last = sorted((draw(place), draw(place)))
        return first, last

    attributions = []
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(place) for _ in range(4))
        content = ((cuts[0], cuts[1]), (cuts[2], cuts[3]))[: draw(st.integers(1, 2))]
        cue, source = draw(st.sampled_from([None, span()])), draw(st.sampled_from([None, span()]))
        attributions.append(Attribution(content, cue, source, draw(st.floats(0, 1))))
    return Reading(tuple(attributions), ())


@settings(max_examples=50, deadline=None)
@given(st.data(), st.lists(st.sampled_from(WORDS), min_size=5, max_size=40))
def test_whatever_the_reader_proposes_the_same_holds(data: st.DataObject, words: list[str]) -> None:
    text = " ".join(words)
    check(text, data.draw(readings(len(text))))


def check(text: str, reading: Reading | None = None) -> None:
    (parsed,) = parse([Article("test", text)], entities=False)
    starts = []
    for quote in find_quotes(parsed, reading, stances=True):
        starts.append(quote.char_start)
        end = 0
        for span in quote.spans:
            assert end <= span.start < span.end <= len(text)
            end = span.end
        if quote.speaker is not None:
            assert text[quote.speaker.start : quote.speaker.end].strip()
            assert not any(s.start < quote.speaker.end and quote.speaker.start < s.end for s in quote.spans)
        assert (quote.speaker is None) == (quote.speaker_resolution == "unknown")
        assert 0 <= quote.confidence <= 1
    assert starts == sorted(starts)


def test_stances_are_kept_only_where_asked_for() -> None:
    text = "Council meets\nMayor Jane Roe backs the plan for a new bridge."
    (parsed,) = parse([Article("test", text)], entities=False)
    content, cue, source = (text.index("the plan"), len(text) - 1), text.index("backs"), text.index("Mayor")
    reading = Reading((Attribution((content,), (cue, cue + 5), (source, cue - 1), 0.9),), ())
    assert find_quotes(parsed, reading) == []
    (stance,) = find_quotes(parsed, reading, stances=True)
    assert (stance.cue_class, stance.spans) == ("thought", (Span(*content),))


def test_what_a_speaker_is_asked_is_no_quote() -> None:
    text = "Council meets\nAsked whether she would stay, Jane Roe left the hall."
    (parsed,) = parse([Article("test", text)], entities=False)
    content, cue = (text.index("whether"), text.index(", Jane")), text.index("Asked")
    assert find_quotes(parsed, Reading((Attribution((content,), (cue, cue + 5), None, 0.9),), ())) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        pytest.param('"Yes," he said. ', id="quotes"),
        pytest.param('"', id="marks alone"),
        pytest.param("' ‘", id="single marks alone"),
        pytest.param("he said ", id="one endless sentence"),
        pytest.param('he said "no" and ', id="fragments in one sentence"),
        pytest.param("“Open.\n", id="open paragraphs"),
    ],
)
def test_time_is_linear_in_the_text(unit: str) -> None:
    parsed = [flat(unit * (size // len(unit))) for size in (25_000, 200_000)]
    times = []
    for one in parsed:
        start = time.process_time()
        find_quotes(one)
        times.append(time.process_time() - start)
    assert times[1] < 8 * 3 * max(times[0], 0.02)


def flat(text: str) -> Parsed:
    """Return a text cut at spaces and marks, every token below the one before: the deepest tree there is."""
    article = Article("test", text)
    words, spaces = [], []
    for piece in text.replace('"', ' " ').split():
        words.append(piece)
        spaces.append(False)
    (real,) = parse([Article("test", "He said it.")], entities=False)
    tokens = _tokens(text)
    doc = Doc(
        real.doc.vocab,
        words=[word for word, _ in tokens],
        spaces=[space for _, space in tokens],
        tags=["VBD" if word == "said" else "PRP" if word == "he" else "NN" for word, _ in tokens],
        deps=["nsubj" if word == "he" else "ccomp" for word, _ in tokens],
        heads=[max(0, i - 1) for i in range(len(tokens))],
    )
    assert doc.text == text
    return Parsed(article, doc)


def _tokens(text: str) -> list[tuple[str, bool]]:
    tokens: list[tuple[str, bool]] = []
    word = ""
    for char in text:
        if char == " " and word:
            tokens.append((word, True))
            word = ""
        elif char.isalnum():
            word += char
        else:
            if word:
                tokens.append((word, False))
            tokens.append((char, False))
            word = ""
    return [*tokens, (word, False)] if word else tokens
