"""Who is introduced by words that end before the name: "Superintendent of Police (SP) | Jane Roe said".

The noun phrase that a verb takes for its subject often stops at a bracket or comma, and the name follows it. The
words and the abbreviation that introduced somebody then stand for that person: "the SP", "the deputy director".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from onrecord.extract.actors.acronyms import find_acronyms
from onrecord.extract.actors.names import Word, fold, word_set, words
from onrecord.extract.actors.offices import honorific_ending, office_at
from onrecord.resolve.cast import Cast, Member, Point
from onrecord.text import Span

_REACH = 150  # characters from a description to the verb it is subject of
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RELATIVE = frozenset({"WP", "WP$", "WDT", "WRB"})
_ADVERBS = frozenset({"RB", "RBR", ",", "_SP"})
_DETERMINERS = word_set("the a an this that his her their its our my one another")
_BREAKS = word_set(", ( of for at in on from with to who")
_HONORIFICS = re.compile(r"(?:[A-Z][\w’']*\.?\s+|\([A-Z][a-z]+\.?\)\s+){0,3}$")  # "Dr (Mrs) | Jane Roe"
_BESIDE = re.compile(r"\),?\s+(?:[A-Z][\w’']*\.?\s+){0,2}")  # "(SP) | Jane Roe", "(RC), Colonel | Jane Roe"
_REST_OF_TITLE = re.compile(r"[-\w’']* (?:[-\w’'.&]+ ){0,8}")  # "Acme co|-founder and CEO | Jane Roe"
# "A trader, | who asked to be identified only as | Jane", "a man | surnamed | Roe"
_CALLED = re.compile(
    r",?\s(?:\w+\s){0,5}?(?:identified|named|known|called|surnamed|introduced|(?:gave|giving)\s(?:his|her|their)\s(?:\w+\s)?name)"
    r"\s(?:\w+\s){0,3}?"
)
# after a name: ", Republican of Ohio,", ", who had been there,"
_ASIDE = re.compile(r",\s[^,;:“”\"\n]{2,90},(?=\s)")


class Introductions:
    """The people of an article by the words that introduced them."""

    def __init__(self, text: str, doc: Doc, cast: Cast) -> None:
        self._text = text
        self._doc = doc
        self._cast = cast
        self._by_words: dict[str, set[Member]] = {}
        self._by_abbreviation = dict(self._abbreviated())

    def _abbreviated(self) -> list[tuple[str, Member]]:
        """Return whose office each abbreviation stands for: "Regional Commissioner (RC), Colonel Jane Roe"."""
        found = []
        for acronym in find_acronyms(self._text):
            title = words(self._text, acronym.long.start, acronym.long.end)
            if not any(office_at(title, i) for i in range(len(title))):
                continue
            ahead = self._cast.named_in(Span(acronym.short.end, acronym.short.end + 40))
            for point in ahead:
                gap = self._text[acronym.short.end : point.start]
                if point.member.kind == "person" and _BESIDE.fullmatch(gap):
                    found.append((self._text[slice(*acronym.short)], point.member))
                    break
        return found

    def abbreviated(self, surface: str) -> Member | None:
        """Return the person an abbreviated office stands for: "the SP"."""
        return self._by_abbreviation.get(surface.removeprefix("The ").removeprefix("the "))

    def named_after(self, span: Span, verb: int) -> Point | None:
        """Return where the one person is named whom the words introduce and the verb at a place follows."""
        if not 0 < verb - span.end <= _REACH or self.is_plural(span):
            return None
        after = self._cast.named_in(Span(span.end, verb))
        people = [p for p in after if p.member.kind == "person" and p.start >= span.end]
        if not people:
            return None
        point = people[0]
        gap = self._text[span.end : point.start]
        if _CALLED.fullmatch(gap) and len(people) == 1:
            return point
        apart = _HONORIFICS.sub("", gap).rstrip()
        in_title = bool(self._cast.role_at(point)) and _REST_OF_TITLE.fullmatch(gap) is not None
        if not in_title and (not apart.endswith((",", ")")) or "," in apart[:-1]):
            return None
        if any(mark in gap for mark in '"“”‘;:\n'):
            return None
        if any(token.tag_ in _FINITE | _RELATIVE for token in self._tokens(span.end, point.start)):
            return None
        aside = _ASIDE.match(self._text, point.end, verb)
        end = aside.end() if aside else point.end
        alone = all(other.end <= end for other in people[1:])
        return point if alone and self._leads_to_verb(end, verb) else None

    def _leads_to_verb(self, start: int, verb: int) -> bool:
        """Tell whether the first word after a name is its verb: ", told", " also said", ", was quoted as saying"."""
        rest = self._text[start:verb]
        if "," in rest.lstrip(",") or "\n" in rest:
            return False
        first = next((t for t in self._tokens(start, verb) if t.tag_ not in _ADVERBS), None)
        return first is None or first.tag_ in _FINITE

    def is_plural(self, span: Span) -> bool:
        """Tell whether a description is headed by a plural: "two people"."""
        words_for = self._doc.char_span(span.start, span.end, alignment_mode="expand")
        return words_for is not None and words_for.root.tag_ in {"NNS", "NNPS"}

    def _tokens(self, start: int, end: int) -> Sequence[Token]:
        found = self._doc.char_span(start, end, alignment_mode="contract") if start < end else None
        return list(found) if found is not None else []

    def note(self, span: Span, member: Member) -> None:
        """Note the words before a name, or up to it, as those for its person: "Her lawyer, | Advocate Jane Roe"."""
        for key in _keys(noun_words(words(self._text, span.start, span.end))):
            self._by_words.setdefault(key, set()).add(member)

    def known_as(self, span: Span) -> Member | None:
        """Return the one person introduced by the words of a definite description: "the deputy director"."""
        phrase = words(self._text, span.start, span.end)
        if len(phrase) < 2 or fold(phrase[0].text) != "the":
            return None
        known = self._by_words.get(" ".join(fold(word.text) for word in phrase[1:]), set())
        return next(iter(known)) if len(known) == 1 else None


def noun_words(phrase: Sequence[Word]) -> list[str]:
    """Return the words of a description up to its noun: "deputy director" of "The deputy director of the service"."""
    while phrase and fold(phrase[0].text) in _DETERMINERS:
        phrase = phrase[1:]
    end = next((k for k, word in enumerate(phrase) if word.text.lower() in _BREAKS), len(phrase))
    while end and honorific_ending(phrase[:end], end - 1):
        end -= 1
    return [fold(word.text) for word in phrase[:end]]


def _keys(line: Sequence[str]) -> list[str]:
    """Return the ends of a description by which it may be taken up: "deputy director", "director"."""
    return [" ".join(line[k:]) for k in range(max(0, len(line) - 3), len(line))]
