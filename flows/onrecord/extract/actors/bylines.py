"""Whom bylines and credits name: "By MARY O'DOWD and Ravi Nair", "From Ama Boateng, Tamale", "REUTERS / Jane Roe"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.extract.actors.entities import pieces
from onrecord.extract.actors.gazetteer import lookup_caseless
from onrecord.extract.actors.lines import WIRE_WORDS, Candidate, Line, closing_words, is_title, spelled
from onrecord.extract.actors.names import PARTICLES, Word, fold, is_capitalised, is_given_name, word_set
from onrecord.records import ActorKind

_BYLINE_WEIGHT = 2.0  # what stands after "By" decides against any guess
_CREDIT_WEIGHT = 0.4
_OPENERS = word_set("by from")
_STOPS = word_set("in for with at of , | / ( - – — : ;")
_NO_NAME = word_set(
    "our staff special news web online the a correspondent reporter reporters desk editor agency agencies"
)
_LONGEST_LINE = 12  # words
_MOST_WORDS = 4  # of a name


def bylined(line: Line) -> Iterator[Candidate]:
    """Yield the people in a byline. "From X, Place" is one too where it stands alone in a short line."""
    if not line.words or fold(line.words[0].text) not in _OPENERS or len(line.words) > _LONGEST_LINE:
        return
    is_from = fold(line.words[0].text) == "from" and any(word.text == "," for word in line.words)
    if line.kind != "byline" and (not is_from or line.words[-1].text in {".", ":", "?", "!", ","}):
        return
    name: list[Word] = []
    for word in [*line.words[1:], Word(",", line.end, line.end)]:
        low = fold(word.text)
        if low not in _STOPS and low not in {"and", "&"}:
            name.append(word)
            continue
        if not _is_name(name):
            return
        yield Candidate(name[0].start, name[-1].end, "person", _BYLINE_WEIGHT)
        if low in _STOPS:
            return
        name = []


def _is_name(name: Sequence[Word]) -> bool:
    if not 1 < len(name) <= _MOST_WORDS or lookup_caseless(spelled(name)) is not None:
        return False
    plain = [word.text for word in name if fold(word.text) not in PARTICLES]
    endings = {word.casefold() for word in closing_words()} | WIRE_WORDS | _NO_NAME
    return all(text[0].isupper() and fold(text) not in endings and not is_title(text) for text in plain)


def credited(line: Line) -> Iterator[Candidate]:
    """Yield the names in a credit line: "Haiti Times/United Nations", "REUTERS / Jane Roe"."""
    if line.kind != "credit" or not any(word.text == "/" for word in line.words):
        return
    parts = [piece for piece in pieces(line.words, "place") if all(is_capitalised(word.text) for word in piece)]
    for piece in parts:
        is_name = 1 < len(piece) < 4 and piece[-1].text not in closing_words()
        agency = any(other is not piece and len(other) == 1 for other in parts)
        kind: ActorKind = "person" if is_name and (agency or is_given_name(piece[0].text)) else "organization"
        if len(piece) < 5:
            yield Candidate(piece[0].start, piece[-1].end, kind, _CREDIT_WEIGHT)
