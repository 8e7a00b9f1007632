"""Acronyms defined in the text: "Kenya Revenue Authority (KRA)", after Schwartz and Hearst (2003)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onrecord.extract.actors.lines import Line
from onrecord.extract.actors.names import fold, word_set, words
from onrecord.extract.actors.offices import is_officer
from onrecord.text import Span

SMALL_WORDS = word_set("of the and for in on to & de du la")
_DEFINED = re.compile(r"[(\[]([A-Z][A-Za-z&.-]{1,9})[)\]]")
_NOUN_AFTER = re.compile(r"\s+(mission|force|programme|program)\b")


class Acronym(NamedTuple):
    """An acronym in brackets and the words it stands for; ``noun`` follows the brackets: "(MSS) mission"."""

    short: Span
    long: Span
    noun: str


def find_acronyms(text: str, start: int = 0, end: int | None = None) -> Iterator[Acronym]:
    """Yield the acronyms a stretch of text defines: each letter begins one of the words before, in order."""
    for match in _DEFINED.finditer(text, start, len(text) if end is None else end):
        long_form = _long_form(text, match.start(), match.group(1))
        if long_form is not None:
            noun = _NOUN_AFTER.match(text, match.end())
            yield Acronym(Span(*match.span(1)), long_form, noun.group(1) if noun else "")


def office_acronyms(text: str, lines: Iterable[Line]) -> frozenset[str]:
    """Return the acronyms of offices, which are no actors: "RC" after "Regional Commissioner (RC)"."""
    return frozenset(
        text[acronym.short.start : acronym.short.end]
        for line in lines
        for acronym in find_acronyms(text, line.start, line.end)
        if is_officer(line.words[slice(*line.index(*acronym.long))])
    )


def _long_form(text: str, end: int, acronym: str) -> Span | None:
    letters = [c.lower() for c in acronym if c.isalnum()]
    line_start = max(text.rfind("\n", 0, end), end - 120, -1) + 1
    before = [word for word in words(text, line_start, end) if word.text[0].isalnum() or word.text == "-"]
    k = len(letters) - 1
    first = None
    for word in reversed(before[-(2 * len(letters) + 3) :]):
        if k < 0:
            break
        if fold(word.text)[:1] == letters[k]:
            k -= 1
            first = word
        elif fold(word.text) not in SMALL_WORDS and not word.text[0].isupper():
            return None
    if k >= 0 or first is None or not first.text[0].isupper() or len(letters) < 2:
        return None
    return Span(first.start, before[-1].end)
