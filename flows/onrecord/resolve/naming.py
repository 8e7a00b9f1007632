"""Whom the words for a speaker name: "Trump's lawyer Jane Roe", "the UN", "Roe and Doe", but not "a UN spokesman"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extract.actors.gazetteer import lookup
from onrecord.extract.actors.names import word_set, words
from onrecord.extract.actors.offices import office_ending
from onrecord.resolve.cast import Cast, Member, Point
from onrecord.text import Span

_PREPOSITIONS = word_set("of for from to with by at in on like including as against behind")
_WORD_AFTER = re.compile(r"\s([a-z]\w*)")
_AFTER_NAME = word_set(
    "and or of from in at on for with who which that as himself herself also alone both have has had jr"
)
_POSSESSED = re.compile(r"['’](?:s\b|(?=\s))")
_JOINS = re.compile(r",?\s*(?:and|&)\s|,\s(?=[^,]*$)")  # between two names that speak together


class Names:
    """The names in an article's words for speakers."""

    def __init__(self, text: str, cast: Cast) -> None:
        self._text = text
        self._cast = cast

    def named(self, span: Span) -> list[Member]:
        """Return whom the words name: people not possessed or reached by a preposition, else bodies standing alone."""
        points = self._cast.named_in(span)
        free = [point for point in points if not self.depends(span, point, points)]
        heads: list[Point] = []
        for point in free:
            if point.member.kind != "person":
                continue
            between = self._text[heads[-1].end : point.start] if heads else ""
            if not heads or _JOINS.match(between):
                heads.append(point)
            elif "," not in between and "(" not in between:
                heads[-1] = point  # "Huckabee campaign spokesman | Hogan Gidley"
        if not heads:
            free = [p for p in free if p.member.kind != "person" and not self._is_one_of(p)]
            heads = [point for point in free if self._closes(span, point, points)]
            heads = heads[:1] if "," in self._text[span.start : span.end] else heads
        return list(dict.fromkeys(point.member for point in heads))

    def _is_one_of(self, point: Point) -> bool:
        """Tell whether a word means one of a people or party, not the whole: "the Kenyan", "the Ohio Republican"."""
        known = lookup(self._text[point.start : point.end])
        many = self._text[point.start : point.end].endswith(("s", "ese", "sh", "ch"))
        return known is not None and (known.via == "demonym" or known.kind == "group") and not many

    def depends(self, span: Span, point: Point, points: Sequence[Point]) -> bool:
        """Tell whether a name belongs to another head: "Trump's lawyer", "a spokesman for Oxfam and UNICEF"."""
        possessed = _POSSESSED.match(self._text, point.end) if point.end < span.end else None
        if possessed is not None and possessed.end() < span.end:  # "Trump's", all of it, is Trump
            return True
        if point.member.kind == "person":
            noun = _WORD_AFTER.match(self._text, point.end, span.end)
            if noun and noun.group(1) not in _AFTER_NAME:
                return True  # "the Clinton campaign"
        before = words(self._text, span.start, point.start)
        title = office_ending(before, len(before) - 1) if before else None
        for word in reversed(before[: title[1]] if title else before):  # "Special Agent in Charge | Robert Lasky"
            low = word.text.lower()
            if any(p.start <= word.start < p.end for p in points):  # "Teachers Union of Kenya president | Jane Roe"
                continue
            if low in {",", "who"} and point.member.kind == "person":
                return False
            if low in _PREPOSITIONS:
                # "Ambassador to the UN Dorothy Shea": the preposition takes the name right before.
                beside = (p for p in points if word.end <= p.start and p.end < point.start)
                return not any(self._text[p.end : point.start].isspace() for p in beside)
        return False

    def _closes(self, span: Span, point: Point, points: Sequence[Point]) -> bool:
        """Tell whether nothing but an aside or another name follows: "the UN", not "the UN spokesman"."""
        rest = self._text[point.end : span.end].lstrip()
        if not rest or rest[0] in ",(–—" or rest.startswith(("who ", "which ", "in ")):
            return True
        joined = re.match(r"(?:and|&)\s+(?:the\s+)?", rest)
        if joined is None:
            return False
        start = span.end - len(rest) + joined.end()
        following = next((p for p in points if p.start == start), None)
        return following is not None and self._closes(span, following, points)
