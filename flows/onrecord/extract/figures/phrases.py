"""Noun phrases of the parse, and which tokens are figures themselves."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from onrecord import reference
from onrecord.extract.figures.quantity import Quantity

NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}
ADJECTIVE_TAGS = {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "AFX"}


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase without its number and determiner, and its head word."""

    start: int
    end: int
    head: str


class Tokens:
    """The tokens of a parse by character offset, and which of them are figures themselves."""

    def __init__(self, doc: Doc, quantities: Iterable[Quantity]) -> None:
        self.doc = doc
        self._starts: list[int] = doc.to_array("IDX").tolist()
        self.figures: set[int] = set()
        for quantity in quantities:
            self.figures.update(token.i for token in self.inside(quantity.start, quantity.end))

    def at(self, position: int) -> Token | None:
        """Return the token that holds the character at ``position``."""
        i = bisect_right(self._starts, position) - 1
        return self.doc[i] if i >= 0 else None

    def inside(self, start: int, end: int) -> list[Token]:
        """Return the tokens that touch the characters from ``start`` to ``end``, white space left out."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1)
        return [self.doc[i] for i in range(max(0, first), last) if not self.doc[i].is_space]


def phrase(tokens: Tokens, head: Token, figure_end: int) -> Noun:
    """Return the phrase of ``head`` from its first adjective or compound part after the figure."""
    doc = head.doc
    start = head
    i = head.i - 1
    while i >= 0 and doc[i].idx >= figure_end:
        token = doc[i]
        part = token.tag_ in NOUN_TAGS or token.tag_ in ADJECTIVE_TAGS
        if not part or token.i in tokens.figures or token.lower_ in ("more", "other", "such", "many", "much", "same"):
            break
        start, i = token, i - 1
    while start.i < head.i and (start.tag_ == "HYPH" or start.lower_ in _DIMENSIONS):
        start = doc[start.i + 1]
    return _noun(start, head)


_DIMENSIONS = {"deep", "long", "wide", "high", "tall", "thick", "strong", "old"}


def full_phrase(tokens: Tokens, head: Token) -> Noun:
    """Return the phrase of ``head`` from its first adjective or compound part."""
    left = head
    for child in head.lefts:
        if child.dep_ in ("compound", "amod", "nmod") and child.i not in tokens.figures and child.tag_ != "CD":
            left = child.left_edge if child.left_edge.tag_ in NOUN_TAGS | ADJECTIVE_TAGS else child
            break
    return _noun(left, head)


def _noun(start: Token, head: Token) -> Noun:
    """Return the phrase from ``start`` to ``head``, hyphenated parts of the head taken in ("e-minis")."""
    end = head.idx + len(head.text)
    doc = head.doc
    last = head.i
    while (
        last + 2 < len(doc)
        and doc[last + 1].text == "-"
        and doc[last + 2].text.isalpha()
        and doc[last].whitespace_ == ""
    ):
        if doc[last + 1].whitespace_:
            break
        last += 2
    if last > head.i:
        return Noun(start.idx, doc[last].idx + len(doc[last].text), doc[last].text)
    return Noun(start.idx, end, head.text)


def is_noun(tokens: Tokens, token: Token) -> bool:
    """Tell whether a token is a noun that may be counted or measured."""
    if not token.text[:1].isalpha() or is_speaker_label(token):
        return False
    return (token.tag_ in NOUN_TAGS or token.tag_ == "VBG") and token.i not in tokens.figures and not is_empty(token)


def is_speaker_label(token: Token) -> bool:
    """Tell the "MINTO" of "MINTO: About 60 percent", who speaks and is not counted."""
    doc = token.doc
    return token.text.isupper() and token.i + 1 < len(doc) and doc[token.i + 1].text == ":"


def is_empty(token: Token) -> bool:
    """Tell nouns that only say when, how much or of what rank ("quarter", "record", "Monday")."""
    lower = token.lower_
    return lower in words("name") or (lower == token.text and lower in words("empty"))


@functools.cache
def words(role: str) -> frozenset[str]:
    """Return the words of one role of ``seeds/reference/measure_words.csv``."""
    return frozenset(row["word"] for row in reference.load("measure_words") if row["role"] == role)
