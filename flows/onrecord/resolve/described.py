"""Whom a description stands for: "the president", "the 41-year-old", "the Spaniard", "the ministry", "the group"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extract.actors.gazetteer import lookup
from onrecord.extract.actors.names import Word, fold, name_key, word_set, words
from onrecord.extract.actors.offices import honorific_ending
from onrecord.resolve.antecedents import View
from onrecord.resolve.cast import Cast, Member, Point
from onrecord.resolve.descriptions import Description, read_description
from onrecord.text import Span

_BRIDGED = word_set(
    "state government deputy minister parliament region monarch arts sport civil expert health business"
)
_LOOSE = word_set("head witness")  # what anybody may be besides: "the boss"
_ANY_BODY = word_set(
    "group organisation organization company firm newspaper paper network agency outlet charity broadcaster publication"
    " magazine"
)
_TRADING = word_set("company firm newspaper paper network outlet broadcaster publication magazine")
_TITLE_REACH = 60  # characters from an office to the name it stands before: "US Ambassador | to the UN Dorothy Shea"
_REST_OF_TITLE = re.compile(r"\s+(?:to|of|for)\s+(?:the\s+)?(?:[A-Z][\w.'’&-]*\s+)+")
# "the 41-year-old", "the 33-year-old Queenslander", "the mother-of-four"
_AGED = re.compile(r"[Tt]he (?:\d+-year-old(?: [A-Z]\w+)?|(?:mum|mother|dad|father|grand\w+)-of-\w+)\b")
_BY_NAME = re.compile(r",\s+(?P<title>(?:[A-Z][\w’']*\.?\s+){0,2})")  # "the chairman, | Hon. | Jane Roe, said"


class Described:
    """The people and bodies of an article by descriptions of them."""

    def __init__(self, text: str, cast: Cast, view: View) -> None:
        self._text = text
        self._cast = cast
        self._view = view

    def person(self, span: Span) -> Member | None:
        """Return the person a description stands for: "the president", "the Kenyan leader", "the UN spokesman"."""
        phrase = words(self._text, span.start, span.end)
        if not phrase:
            return None
        ahead = self._cast.named_in(Span(span.end, span.end + _TITLE_REACH))
        titled = next((p for p in ahead if p.start > span.end and p.member.kind == "person"), None)
        if titled and (_REST_OF_TITLE.fullmatch(self._text, span.end, titled.start) or self._by_name(span, titled)):
            return titled.member
        told = _AGED.match(self._text, phrase[0].start)  # the words may end inside: "the mother | -of-four"
        if (told and told.end() >= span.end) or _is_one_by_origin(phrase):
            return self._view.subject_before(span.start) or self._view.speaker_before(span.start)
        description = read_description(phrase)
        if description is None:
            return None
        seen = self._cast.seen_before(span.start, "person")
        fitting = [m for m in seen if description.fits(m)] or [m for m in seen if description.leads(m)]
        if not fitting:
            return self._bridged(span.start, description)
        if not description.bodies and description.office.cls != "parliament":  # "the president" heads no society
            fitting = [m for m in fitting if not m.role_organization] or fitting
        fitting = [m for m in fitting if description.is_exact(m)] or fitting
        return fitting[-1] if description.countries else self._view.nearest(fitting, span.start)

    def _by_name(self, span: Span, point: Point) -> bool:
        """Tell whether the name of who is described follows between commas."""
        comma = self._text.rfind(",", span.start, span.end)  # the words may end inside the title: ", Hon"
        found = _BY_NAME.fullmatch(self._text, comma if comma > 0 else span.end, point.start)
        if found is None or self._text[point.end : point.end + 1] != ",":
            return False
        title = words(found["title"])
        return not title or honorific_ending(title, len(title) - 1) == len(title)

    def _bridged(self, place: int, description: Description) -> Member | None:
        """Return the person an office is first said of by a description: "Rachel Reeves refused. The chancellor said".

        Only the subject just before, whose office is not known yet, or was another then ("the former …").
        """
        office = description.office
        loose = office.role in _LOOSE
        member = self._view.subject_before(place) if loose or office.cls in _BRIDGED else None
        if member is None or description.countries or description.bodies:
            return None
        fits = office.gender in {"", member.gender} or not member.gender
        return member if fits and (loose or description.is_former or not member.roles) else None

    def body(self, span: Span) -> Member | None:
        """Return the body a description stands for: "the ministry", "the newspaper", "the group"."""
        phrase = words(self._text, span.start, span.end)
        if len(phrase) != 2 or fold(phrase[0].text) not in {"the", "this"}:
            return None
        noun = fold(phrase[1].text)
        near = self._cast.seen_before(span.start, "organization")
        named = [m for m in near if noun in name_key(m.name)]
        if named:
            return self._view.nearest(named, span.start)
        if noun not in _ANY_BODY:
            return None
        others = [m for m in near if noun in _TRADING and _is_international(m.name)]
        return self._view.body(span.start, "organization", without=others)


def _is_one_by_origin(phrase: Sequence[Word]) -> bool:
    """Tell whether words are one person by country: "the Spaniard", not "the Spanish"."""
    if len(phrase) != 2 or fold(phrase[0].text) != "the":
        return False
    known = lookup(phrase[1].text)
    return known is not None and known.via == "demonym" and not phrase[1].text.endswith(("s", "ese", "sh", "ch"))


def _is_international(name: str) -> bool:
    """Tell whether a name is that of an organisation of several countries, such as the European Union."""
    known = lookup(name)
    return known is not None and known.kind == "organization" and known.country is None
