"""Speakers without a name: "a palace official", "the people", and the words that take them up again.

Someone introduced as "a resident" is "he" or "the resident" until somebody with a name speaks; several are "they".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from onrecord.extract.actors.names import word_set, words
from onrecord.resolve.antecedents import View
from onrecord.resolve.introductions import noun_words
from onrecord.text import Span

_ANYBODY = word_set("source person insider")  # "a source at the ministry" is "the official" then
_SOURCES = word_set("source official person insider diplomat aide officer executive employee")
_ONE = ("A ", "An ", "a ", "an ", "Another ", "another ")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class _Spoke(Generic[S]):
    start: int
    nouns: list[str]
    speaker: S


class Unnamed(Generic[S]):
    """Who spoke last of those without a name."""

    def __init__(self, text: str, view: View) -> None:
        self._text = text
        self._view = view
        self._one: _Spoke[S] | None = None
        self._several: _Spoke[S] | None = None

    def note(self, span: Span, name: str, speaker: S, is_plural: bool) -> None:
        """Note who spoke, by the words as written and the name read off them."""
        if self._text.endswith("by ", 0, span.start):  # "Asked by a reporter whether ..., she said": of whom it asks
            return
        spoke = _Spoke(span.start, noun_words(words(name)), speaker)
        if is_plural:
            self._several = spoke
        elif self._text.startswith(_ONE, span.start):
            self._one = spoke

    def forget(self) -> None:
        """Note that somebody with a name spoke."""
        self._one = self._several = None

    def taken_up(self, surface: str, place: int) -> S | None:
        """Return whom a pronoun or definite description takes up: "he", "they", "the official"."""
        if surface in {"he", "she"}:
            return self._one.speaker if self._one and self._view.follows(self._one.start, place) else None
        if surface == "they":
            near = self._several is not None and self._view.is_near(self._several.start, place)
            return self._several.speaker if self._several is not None and near else None
        return self._one.speaker if self._one and _takes_up(surface, self._one.nouns) else None


def _takes_up(surface: str, nouns: list[str]) -> bool:
    """Tell whether a definite description is of one who was introduced by these words: "the (senior) official"."""
    first, *described = surface.split() or [""]
    if first != "the" or not described or not nouns:
        return False
    same = described[-1] == nouns[-1] or (nouns[-1] in _ANYBODY and described[-1] in _SOURCES)
    return same and set(described[:-1]) <= set(nouns[:-1])
