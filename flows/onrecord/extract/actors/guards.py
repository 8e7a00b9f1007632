"""What keeps names from being read where there are none: treaties called by a place, storms, words of another language.

Each is a candidate of kind "event" or "none": no actor itself, it only hides others.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from onrecord import reference
from onrecord.extract.actors.gazetteer import find_known
from onrecord.extract.actors.lines import Candidate, Line
from onrecord.extract.actors.names import Word, fold, is_capitalised, is_given_name

_GUARD_WEIGHT = 1.0
_STORM = re.compile(r"\b(?:Hurricanes?|Typhoon|Cyclone|Storm)\s+[A-Z][a-z]+\b")
_OPEN = frozenset({"“", '"', "‘", "«"})
_CLOSE = frozenset({"”", '"', "’", "»"})
_SENTENCE_ENDS = frozenset({".", "!", "?", "…"})
_FEWEST = 3  # words by which a language can be told
_MOST_BETWEEN = 5  # words between the place and the treaty: "Great Lakes | Water Quality | Agreement"


def treaties(line: Line) -> Iterator[Candidate]:
    """Yield treaties from the place they are called by: "Kampala Convention", "Treaty of Lisbon"."""
    for i, word in enumerate(line.words):
        if word.text not in _words("treaty"):
            continue
        first = i
        while first and i - first <= _MOST_BETWEEN and is_capitalised(line.words[first - 1].text):
            first -= 1
        before = next((hit for hit in find_known(line.words[first:i]) if hit.known.kind == "place"), None)
        if before is not None:
            yield Candidate(line.words[first + before.first].start, word.end, "event", _GUARD_WEIGHT)
        if i + 2 < len(line.words) and line.words[i + 1].text == "of":
            after = next((hit for hit in find_known(line.words[i + 2 : i + 6]) if hit.first == 0), None)
            if after is not None and after.known.kind == "place":
                yield Candidate(word.start, line.words[i + 2 + after.last].end, "event", _GUARD_WEIGHT)


def storms(text: str, line: Line) -> Iterator[Candidate]:
    """Yield storms, whose names are no people: "Hurricane Zelda"."""
    for found in _STORM.finditer(text, line.start, line.end):
        yield Candidate(*found.span(), "none", _GUARD_WEIGHT)


def foreign(line: Line) -> Iterator[Candidate]:
    """Yield the opening words of quoted sentences that are not English: "“Hatujui kesho,” she said."

    A sentence of English holds one of its small words, or a capital inside. What is known elsewhere stays.
    """
    for sentence in _quoted_sentences(line.words):
        plain = [word for word in sentence if word.text[0].isalpha()]
        if not plain or not is_capitalised(plain[0].text) or is_given_name(plain[0].text):
            continue
        small = {fold(word.text) for word in plain}
        if len(plain) >= _FEWEST and not small & _words("english") and not any(map(_is_contraction, plain)):
            run = next((k for k, word in enumerate(plain) if k and is_capitalised(word.text)), len(plain))
            yield Candidate(plain[0].start, plain[run - 1].end, "none", _GUARD_WEIGHT)


def _quoted_sentences(line: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the sentences inside quotation marks, without the marks."""
    sentence: list[Word] = []
    inside = False
    for word in line:
        if inside and word.text in _CLOSE:
            inside = False
        elif word.text in _OPEN:
            inside, sentence = True, []
            continue
        elif inside and word.text not in _SENTENCE_ENDS:
            sentence.append(word)
            continue
        if sentence:
            yield sentence
        sentence = []


def _is_contraction(word: Word) -> bool:
    return "'" in word.text or "’" in word.text


@functools.cache
def _words(cls: str) -> frozenset[str]:
    return frozenset(row["word"] for row in reference.load("guard_words") if row["class"] == cls)
