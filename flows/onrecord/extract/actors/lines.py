"""Lines and candidates: what the search for actors passes between its parts."""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord import reference
from onrecord.extract.actors.gazetteer import Known
from onrecord.extract.actors.names import Word, fold, honorifics, words
from onrecord.extract.actors.offices import offices
from onrecord.extract.parse import Parsed
from onrecord.records import ActorKind

# "none" and "event" are no actors: they only keep others from their place, "event" known names too.
Kind = Literal["person", "organization", "country", "place", "group", "none", "event"]


# Words of a news agency's last line, which run into the reporters' names.
WIRE_WORDS = frozenset({"editing", "writing", "reporting", "additional"})
_SENTENCE_ENDS = frozenset({".", "!", "?", "”", '"', ")"})
_BEFORE_OPENERS = _SENTENCE_ENDS | {"“", "‘", ":", "—", "–", "-", "/", "(", "•", "*"}
_TITLE_CASE = 0.75  # share of long words with a capital, from which capitals say nothing


@dataclass(slots=True)
class Candidate:
    """A stretch of text that may be a mention; ``weight`` says how sure its source is, 0 to 1."""

    start: int
    end: int
    kind: Kind
    weight: float
    known: Known | None = None

    @property
    def is_actor(self) -> bool:
        """Whether this is a mention, not a guard."""
        return self.kind not in {"none", "event"}


@dataclass(slots=True)
class Line:
    """A block with its words.

    ``is_display``: its capitals say nothing (a headline in title case); ``is_caseless``: it has no case at all.
    ``proper`` and ``first`` are the places of words tagged as proper nouns, and of sentences' first words; ``common``
    are the first words that the article elsewhere writes small, and nowhere else with a capital.
    """

    kind: str
    start: int
    end: int
    words: list[Word]
    is_display: bool
    is_caseless: bool
    proper: frozenset[int]
    first: frozenset[int]
    common: frozenset[int]
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [word.start for word in self.words]
        self.ends = [word.end for word in self.words]

    def index(self, start: int, end: int) -> tuple[int, int]:
        """Return the first word of a stretch of characters and the one after its last."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def is_plain_start(self, word: Word) -> bool:
        """Tell whether a word owes its capital to its place at the start of a sentence."""
        return word.start in self.first and word.start not in self.proper


def read_lines(parsed: Parsed) -> list[Line]:
    """Return the lines of an article in order."""
    proper = frozenset(token.idx for token in parsed.doc if token.tag_ in {"NNP", "NNPS"})
    first = frozenset(token.idx for token in parsed.doc if token.is_sent_start)
    lines = []
    for block in parsed.article.blocks:
        line = words(parsed.article.text, block.start, block.end)
        letters = [word.text for word in line if word.text[0].isalpha() and len(word.text) > 1]
        upper = sum(word.isupper() for word in letters)
        lower = sum(word.islower() for word in letters)
        long = [word for word in letters if len(word) > 3]
        capitalised = sum(word[0].isupper() for word in long)
        caseless = len(letters) >= 3 and (upper >= 0.8 * len(letters) or lower == len(letters))
        title_case = len(long) >= 4 and capitalised >= _TITLE_CASE * len(long)
        if block.kind not in {"headline", "caption", "credit"}:  # a heading inside the story
            title_case = title_case and line[-1].text not in _SENTENCE_ENDS
        display = caseless or title_case
        lines.append(Line(block.kind, block.start, block.end, line, display, caseless, proper, first, frozenset()))
    _mark_common(lines)
    return lines


def _mark_common(lines: Sequence[Line]) -> None:
    """Tell the words that owe their capital to their place alone: "Miners met" beside "the miners"."""
    small: set[str] = set()
    capitalised: set[str] = set()
    openers: list[tuple[Line, Word]] = []
    for line in lines:
        if line.is_display:
            continue
        before = ""
        for word in line.words:
            if word.text[0].islower():
                small.add(word.text)
            elif word.text[0].isupper():
                if not before or before in _BEFORE_OPENERS or word.start in line.first:
                    openers.append((line, word))
                else:
                    capitalised.add(word.text)
            before = word.text
    for line, word in openers:
        if word.text not in capitalised and word.text.lower() in small:
            line.common |= {word.start}


@functools.cache
def closing_words() -> dict[str, ActorKind]:
    """Return the words that end names of bodies and places ("Authority", "Stadium")."""
    return _body_words("last", "any")


@functools.cache
def opening_words() -> dict[str, ActorKind]:
    """Return the words before "of" that open such names ("Ministry of …")."""
    return _body_words("first", "any")


@functools.cache
def front_words() -> dict[str, ActorKind]:
    """Return the words that stand before what they name: "Radio X", "Mount X"."""
    return _body_words("front")


def closing_kind(name: Sequence[Word]) -> ActorKind | None:
    """Return the kind a name's last words tell, two before one: "… Police District" is no place."""
    pair = closing_words().get(spelled(name[-2:])) if len(name) > 1 else None
    return pair or closing_words().get(name[-1].text)


def _body_words(*positions: str) -> dict[str, ActorKind]:
    rows = [row for row in reference.load("organization_words") if row["position"] in positions]
    kinds: dict[str, ActorKind] = {"organization": "organization", "place": "place"}
    return {row["word"]: kinds[row["kind"]] for row in rows if row["kind"] in kinds}


@functools.cache
def guard_words() -> dict[str, Kind]:
    """Return the words that end names of events, laws, prizes and works."""
    rows = [row for row in reference.load("organization_words") if row["position"] == "last"]
    kinds: dict[str, Kind] = {"none": "none", "event": "event"}
    return {row["word"]: kinds[row["kind"]] for row in rows if row["kind"] in kinds}


@functools.cache
def plain_names() -> frozenset[str]:
    """Return names that are no actors: faiths, feasts, diseases, acronyms of things."""
    return frozenset(row["word"] for row in reference.load("organization_words") if row["position"] == "whole")


def is_title(word: str) -> bool:
    """Tell whether a word alone is an office or a word of address."""
    return (fold(word),) in offices() or (fold(word),) in honorifics().before


def spelled(piece: Sequence[Word]) -> str:
    """Return the words of a name with single spaces."""
    return " ".join(word.text for word in piece)
