"""Which mentions of organisations, countries, places and groups in one article are one actor."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.extract.actors.acronyms import SMALL_WORDS, find_acronyms
from onrecord.extract.actors.contexts import company_endings
from onrecord.extract.actors.gazetteer import Known, country, lookup, lookup_caseless
from onrecord.extract.actors.lines import closing_words
from onrecord.extract.actors.names import fold, word_set, words
from onrecord.extract.parse import Parsed
from onrecord.records import ActorKind, Mention

_KIND_WORD = re.compile(r"(?<=\w)\s+(?:party|group|movement|militia|newspaper|magazine|coalition|company)$")
_COMPANY_WORDS = word_set(
    "inc inc. corp corp. ltd ltd. plc llc co co. company group holdings limited news agency media ag sa gmbh nv bank"
)


@dataclass(slots=True, eq=False)
class Body:
    """An organisation, country, place or group of one article."""

    kind: ActorKind
    name: str
    country: str | None = None
    wikidata_id: str | None = None
    mentions: list[Mention] = field(default_factory=list)


def find_bodies(parsed: Parsed, mentions: Sequence[Mention]) -> list[Body]:
    """Group the mentions that are not of people, each body under its long or official name."""
    text = parsed.article.text
    bodies: dict[tuple[str, ...], Body] = {}
    rest = [mention for mention in mentions if mention.kind != "person"]
    long_forms = _long_forms(text, rest)
    surfaces = {mention.char_start: text[mention.char_start : mention.char_end] for mention in rest}
    names = sorted({surface for m, surface in ((m, surfaces[m.char_start]) for m in rest)}, key=lambda s: (-len(s), s))
    short_forms = _short_forms(text, rest, surfaces)
    american = _is_american(rest, surfaces)
    for mention in rest:
        surface = surfaces[mention.char_start]
        known = _known(surface, mention, american)
        if known is None and surface in {"North", "South"}:
            known = _half(surface, rest, surfaces)
        if known is None:
            full = long_forms.get(surface) or surface
            if full == surface and mention.kind == "organization":
                full = short_forms.get(surface) or _expanded(surface, names)
            known = lookup(full) if full != surface else None
            if known is None:
                name = " ".join(_KIND_WORD.sub("", full).split())
                cased = not (name.islower() or (mention.kind == "place" and name.isupper() and len(name) > 4))
                name = name if cased else name.title()
                body = bodies.setdefault((mention.kind, *_folded(name)), Body(mention.kind, name))
                body.mentions.append(mention)
                continue
        if mention.is_metonym and known.country:
            known = country(known.country) or known
        body = bodies.setdefault(
            (known.kind, *_folded(known.name)), Body(known.kind, known.name, known.country, known.wikidata_id)
        )
        body.mentions.append(mention)
    return list(bodies.values())


def _known(surface: str, mention: Mention, american: bool) -> Known | None:
    known = lookup_caseless(surface) or lookup(_KIND_WORD.sub("", surface))
    if known is None or (known.kind == "place") != (mention.kind == "place"):
        return known if known and known.kind == "country" else None
    if known.name == "Georgia" and american:
        return None
    return known


def _half(surface: str, mentions: Sequence[Mention], surfaces: dict[int, str]) -> Known | None:
    """Return the country "the North" is short for where the article names it: North Korea."""
    known = (lookup(surfaces[m.char_start]) for m in mentions if m.kind == "country")
    fits = {k.name: k for k in known if k and k.name.startswith(f"{surface} ") and k.via == "name"}
    return fits.popitem()[1] if len(fits) == 1 else None


def _is_american(mentions: Sequence[Mention], surfaces: dict[int, str]) -> bool:
    """Tell whether the article names another state of the US: then "Georgia" is one too."""
    known = [lookup(surfaces[m.char_start]) for m in mentions if m.kind == "place"]
    return any(k.country == "USA" and k.via == "name" for k in known if k)


def _long_forms(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Return the long form of each acronym the text defines, and of each mention that holds one."""
    found: dict[str, str] = {}
    for acronym in find_acronyms(text):
        long_form = f"{text[slice(*acronym.long)]} {acronym.noun.capitalize()}".strip()
        found[text[slice(*acronym.short)]] = found[text[slice(*acronym.long)]] = long_form
        for mention in mentions:
            if mention.char_start <= acronym.long.start and acronym.short.end <= mention.char_end:
                found[text[mention.char_start : mention.char_end]] = long_form
    return found


def _short_forms(text: str, mentions: Sequence[Mention], surfaces: dict[int, str]) -> dict[str, str]:
    """Return the long name of each body the article calls shortly: "Acme Power Works (Acpo)", "Acme" for "Acme Tools".

    The long name must stand first, headlines apart: a body named before its division is not short for it.
    """
    bodies = [mention for mention in mentions if mention.kind == "organization"]
    found: dict[str, str] = {}
    for long, short in itertools.pairwise(bodies):
        if text[long.char_end : short.char_start] == " (" and text[short.char_end : short.char_end + 1] == ")":
            surface, name = surfaces[short.char_start], surfaces[long.char_start]
            if lookup(surface) is None and (" " not in surface or name.startswith(surface)):
                found.setdefault(surface, name)
    story = text.find("\n")
    first: dict[str, int] = {}
    first_in_story: dict[str, int] = {}
    for mention in bodies:
        surface = surfaces[mention.char_start]
        first.setdefault(surface, mention.char_start)
        if mention.char_start > story:
            first_in_story.setdefault(surface, mention.char_start)
    for surface in first.keys() - found.keys():
        named_before = {name for name, start in first.items() if start < first_in_story.get(surface, len(text))}
        longer = _lengthened(surface, named_before)
        if longer is not None:
            found[surface] = longer
    return found


def _lengthened(short: str, names: Iterable[str]) -> str | None:
    """Return the one name that a short one begins, or ends where it has two words. "Acme Kenya" is a chapter."""
    key = _folded(short)
    if lookup(short) is not None or short.rsplit(maxsplit=1)[-1].removesuffix("s") in closing_words():
        return None
    fits: dict[tuple[str, ...], str] = {}
    for name in sorted(names):
        other = _folded(name)
        rest = other[len(key) :] if other[: len(key)] == key else other[:1] if other[1:] == key else ()
        if rest and lookup(name) is None and not any(lookup(word.title()) for word in rest):
            fits[other] = name
    return fits.popitem()[1] if len(fits) == 1 else None


def _expanded(surface: str, names: Sequence[str]) -> str:
    """Return the longer name in the article a short one stands for: its initials, or its first words."""
    if surface.isupper() and 2 <= len(surface) <= 7:
        fits = [name for name in names if len(name) > len(surface) and surface in _initials(name)]
        if len(fits) == 1:
            return fits[0]
    key = _folded(surface)
    listed = _listed_tail(surface)
    if listed is not None:
        return listed
    fits = []
    first = [name for name in names if len(key) == 1 < len(_folded(name)) and _folded(name)[0] == key[0]]
    if len({_folded(name) for name in first}) == 1 and _folded(first[0])[-1] in company_endings():
        return first[0]  # "Acme" for "Acme Servicing LLC"
    for name in names:
        other = _folded(name)
        if len(other) > len(key):
            rest = other[len(key) :]
            if other[: len(key)] == key and all(word in _COMPANY_WORDS for word in rest):
                fits.append(name)
            front = lookup(" ".join(word.text for word in words(name)[: len(other) - len(key)]))
            if other[-len(key) :] == key and len(key) > 1 and front is not None and front.kind == "country":
                fits.append(name)
    return fits[0] if fits else surface


def _listed_tail(surface: str) -> str | None:
    """Return the listed body behind its own country's name: "United Kingdom Home Office" -> "Home Office"."""
    parts = surface.split()
    for k in range(1, min(4, len(parts))):
        front, rest = lookup(" ".join(parts[:k])), lookup(" ".join(parts[k:]))
        if front and rest and front.kind == "country" and rest.kind == "organization" and front.country == rest.country:
            return rest.name
    return None


def _initials(name: str) -> set[str]:
    parts = [word.text for word in words(name) if word.text[0].isalnum()]
    return {
        "".join(part[0] for part in parts).upper(),
        "".join(part[0] for part in parts if part.lower() not in SMALL_WORDS).upper(),
    }


@functools.lru_cache(maxsize=50_000)
def _folded(name: str) -> tuple[str, ...]:
    key = tuple(fold(word.text) for word in words(name) if word.text[0].isalnum())
    return key[1:] if len(key) > 1 and key[0] == "the" else key or (name,)
