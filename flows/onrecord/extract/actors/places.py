"""Places told by where they stand: datelines, "of Halbrook, Ohio", "Northern District of X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extract.actors.gazetteer import find_known, lookup, lookup_caseless
from onrecord.extract.actors.lines import Candidate, Line, closing_words
from onrecord.extract.actors.names import word_set
from onrecord.extract.actors.offices import office_ending

_PLACE_WEIGHT = 2.0  # what the words around a place say decides against any guess
_CAPITALS = re.compile(
    r"(?P<city>[A-Z]{3,}(?:[ -][A-Z]{2,}){0,2})"
    r"(?:(?P<more>(?:,(?: [A-Z][\w.]+){1,2})?(?: \([^()\n]{2,20}\))?(?:, ?(?:[A-Z][a-z]+\.? )?\d{1,2})?)"
    r" ?(?:[—–―:]|--?\s)|, [A-Z][a-z])"
)
# Agence France-Presse sets the town in small letters: "Liege (Belgium) (AFP) –"
_TOWN = re.compile(
    r"(?P<city>[A-Z]\w+(?:[ -][A-Z]\w+){0,2}) \((?P<country>[A-Z][A-Za-z. ]+)\)(?: \([A-Z]{2,9}\))? ?[–—-]"
)
_DISTRICT = re.compile(r"\b(?:Northern|Southern|Eastern|Western|Middle|Central) District of (?:[A-Z]\w+ ){0,2}[A-Z]\w+")
_MEMBER = re.compile(r"(?:\(|, )[RDI]-(?P<home>[A-Z](?:[a-z]+|\.[A-Z])\.?(?: [A-Z][a-z]+)?)(?=[),])")
_LOCATIVE = word_set("in of from near at outside to")
_CALENDAR = word_set(
    "January February March April May June July August September October November December"
    " Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
_LONGEST_TOWN = 2  # words


def datelined(text: str, line: Line) -> Iterator[Candidate]:
    """Yield the city a report opens with: "LAGOS, Nov. 24 — The bank". One not listed needs an agency or a date."""
    found = _CAPITALS.match(text, line.start, line.end) if line.kind in {"paragraph", "dateline"} else None
    town = _TOWN.match(text, line.start, line.end) if found is None else None
    country = lookup(town["country"]) if town else None
    if town and country is not None and country.kind == "country":
        yield Candidate(*town.span("city"), "place", _PLACE_WEIGHT)
    if found and not line.is_caseless:
        known = lookup_caseless(found["city"])
        if known is None and found["more"]:
            yield Candidate(*found.span("city"), "place", _PLACE_WEIGHT)
        elif known is not None and known.kind in {"place", "country"}:
            yield Candidate(*found.span("city"), known.kind, _PLACE_WEIGHT)


def districts(text: str, line: Line) -> Iterator[Candidate]:
    """Yield the districts of courts and where members are from: "Southern District of Ohio", "Sen. Roe (R-S.C.)"."""
    for found in _DISTRICT.finditer(text, line.start, line.end):
        yield Candidate(*found.span(), "place", _PLACE_WEIGHT)
    for found in _MEMBER.finditer(text, line.start, line.end):
        known = lookup(found["home"])
        if known is not None and known.kind == "place":
            yield Candidate(*found.span("home"), "place", _PLACE_WEIGHT)


def located(line: Line) -> Iterator[Candidate]:
    """Yield towns with the state or country they lie in: "in Halbrook, Ohio,"."""
    for hit in find_known(line.words):
        comma = hit.first - 1
        if hit.known.kind not in {"place", "country"} or hit.known.via != "name" or line.words[comma].text != ",":
            continue
        after = line.words[hit.last + 1].text if hit.last + 1 < len(line.words) else "."
        first = comma
        while first > 0 and comma - first < _LONGEST_TOWN + 1 and _may_be_town(line.words[first - 1].text):
            first -= 1
        if not 0 < comma - first <= _LONGEST_TOWN or first == 0 or after[0].isalnum() or after in {"'s", "’s", "-"}:
            continue
        name = " ".join(word.text for word in line.words[first:comma])
        officer = first > 1 and office_ending(line.words, first - 2)
        if line.words[first - 1].text in _LOCATIVE and not officer and lookup(name) is None:
            yield Candidate(line.words[first].start, line.words[comma - 1].end, "place", _PLACE_WEIGHT)


def _may_be_town(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and word not in closing_words() and word not in _CALENDAR
