"""The reader's proposals: what is mended in them before they count, and what makes no row."""

from __future__ import annotations

import pytest

from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_quotes
from onrecord.reader.reading import Attribution, Reading
from onrecord.text import Article

HEADLINE = "Council meets\n"


def found(text: str, content: str, cue: str, source: str | None) -> list[tuple[str, str | None]]:
    """Return the words and the speaker of each quote, where the reader proposes one attribution."""
    whole = HEADLINE + text
    start = whole.index(content)
    cue_start = whole.index(cue)
    source_start = whole.index(source) if source else 0
    span = (source_start, source_start + len(source)) if source else None
    reading = Reading(
        (Attribution(((start, start + len(content)),), (cue_start, cue_start + len(cue)), span, 0.9),), ()
    )
    (parsed,) = parse([Article("test", whole)], entities=False)
    return [
        (
            " / ".join(whole[s.start : s.end] for s in quote.spans),
            whole[quote.speaker.start : quote.speaker.end] if quote.speaker else None,
        )
        for quote in find_quotes(parsed, reading)
    ]


def test_whom_another_quotes_speaks() -> None:
    text = "The Leeds Post quoted Jane Roe as saying that the bridge was unsafe."
    proposed = "Jane Roe as saying that the bridge was unsafe"
    assert found(text, proposed, "quoted", "The Leeds Post") == [("the bridge was unsafe", "Jane Roe")]


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        pytest.param(
            "He did not say how much was lost.", "how much was lost", "did not say", "He", id="what was not said"
        ),
        pytest.param(
            "They spoke, asking not to be named for fear of reprisals.",
            "not to be named for fear of reprisals", "asking", "They", id="anonymity asked for",
        ),
        pytest.param(
            "Anyone who saw it is asked to call the police.", "to call the police", "is asked", None, id="asked by nobody"
        ),
    ],
)  # fmt: skip
def test_nobody_is_quoted(text: str, content: str, cue: str, source: str | None) -> None:
    assert found(text, content, cue, source) == []


def test_a_report_runs_on_into_the_clause_the_reader_begins() -> None:
    text = "The mayor said each lamp can cost from $90 to $200 at a shop, but it will take the town a year to replace them."
    proposed = "each lamp can cost from $90 to $200 at a shop, but it will"
    ((words, _),) = found(text, proposed, "said", "The mayor")
    assert words.endswith("replace them")
