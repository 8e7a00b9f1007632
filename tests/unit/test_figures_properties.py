"""Figures and dates of any text: spans hold, values are ordered, nothing overlaps, cost grows with length only."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from onrecord.extract.atoms import plain_text
from onrecord.extract.dates import find_dates
from onrecord.extract.figures import find_figures
from onrecord.extract.parse import Parsed, parse
from onrecord.text import Article

PIECES = [
    "1", "23", "4,500", "6.7", "½", "one", "two", "twenty", "hundred", "thousand", "million", "a", "half", "third",
    "quarter", "dozens", "and", "of", "to", "from", "between", "in", "per", "percent", "%", "$", "£", "Sh", "US$", "km",
    "m", "bn", "hours", "day", "year-old", "May", "2015", "Monday", "last week", "aged", "people", "rose", "-", "–", ",",
    ".", " ", " ", " ", "(", ")", "\n", "\u00a0", "’s", "st", "th", "e9", "/", ":", "İ", "ß", "😀", "\u202e",
]  # fmt: skip
anything = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
VOCAB = spacy.blank("en").vocab


def unparsed(text: str) -> Parsed:
    """Return a text beside a parse of nothing, so that only the figures' own grammar costs time."""
    return Parsed(Article("test", text), Doc(VOCAB, words=["x"], spaces=[False]))


@settings(max_examples=200, deadline=None)
@given(anything)
def test_any_text(text: str) -> None:
    (parsed,) = parse([Article("test", text)], entities=False)
    figures, dates = find_figures(parsed), find_dates(parsed)
    for figure in figures:
        assert 0 <= figure.char_start < figure.char_end <= len(text)
        assert figure.value_low <= figure.value <= figure.value_high < float("inf")
        assert figure.noun is None or figure.noun in plain_text(text)  # as written, but for the kinds of space
    spans = sorted([(f.char_start, f.char_end) for f in figures] + [(d.char_start, d.char_end) for d in dates])
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.slow
@pytest.mark.parametrize("repeated", ["1", "1,", "11,", "1-", "1–", "1, 1-", "1,1.", "twenty-", "$1-", "1 of a "])
def test_cost_grows_with_length_only(repeated: str) -> None:
    short, long = (_seconds((repeated * size)[:size]) for size in (8_000, 64_000))
    # Eight times the text costs eight times the work; a quadratic grammar would need sixty-four times.
    assert long < 24 * max(short, 0.005)


@pytest.mark.slow
def test_a_megabyte_of_digits_commas_and_dashes() -> None:
    text = ("1234567890,," * 30 + "--" + "1-2,3" * 20) * 2200
    assert len(text) > 1_000_000
    find_figures(unparsed(text))


def _seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        find_figures(unparsed(text))
        best = min(best, time.process_time() - start)
    return best
