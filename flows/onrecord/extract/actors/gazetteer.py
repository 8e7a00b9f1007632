"""Names known beforehand: countries, places, organisations and leaders, found as sequences of words.

The lists are ``seeds/reference/{countries,places,organizations,groups,leaders}.csv``. A name is looked up as written;
only lines without any case of their own (all capitals, or none) are looked up folded.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord import reference
from onrecord.extract.actors.names import Word, fold, person_key, word_set, words
from onrecord.records import ActorKind


@dataclass(frozen=True, slots=True)
class Known:
    """A known actor under one of its names. ``via`` says how the name means it."""

    name: str
    kind: ActorKind
    country: str | None  # ISO 3166-1 alpha-3
    wikidata_id: str | None = None
    via: str = "name"  # name | demonym | capital


class Hit(NamedTuple):
    """A known name in a list of words: words ``first`` to ``last``, both included."""

    first: int
    last: int
    known: Known


# Words that are names only when written as names: in a line of capitals they are mostly the plain word.
_PLAIN_WORDS = word_set("us who it ice un au may can fed cia isis is guardian labour apple amazon congress independent")


def find_known(line: Sequence[Word], *, caseless: bool = False) -> list[Hit]:
    """Return the longest known names in the words of one line, from left to right, none overlapping."""
    index = _folded_index() if caseless else _index()
    hits: list[Hit] = []
    i = 0
    while i < len(line):
        candidates = index.get(fold(line[i].text) if caseless else line[i].text)
        found = candidates and _longest(line, i, candidates, caseless)
        if found:
            hits.append(found)
            i = found.last + 1
        else:
            i += 1
    return hits


@functools.lru_cache(maxsize=50_000)
def lookup(name: str) -> Known | None:
    """Return what a whole name is known as, a leading "the" left out."""
    sequence = tuple(word.text for word in words(name))
    if sequence and sequence[0].lower() == "the":
        sequence = sequence[1:]
    if not sequence:
        return None
    for key, known in _index().get(sequence[0], ()):
        if key == sequence:
            return known
    return None


def lookup_caseless(name: str) -> Known | None:
    """Return what a whole name is known as, however it is cased where it has no case of its own."""
    known = lookup(name)
    if known is None and (name.isupper() or name.islower()) and len(name) > 3:
        return lookup(name.title())
    return known


@functools.cache
def country(iso3: str) -> Known | None:
    """Return the country of an ISO 3166-1 alpha-3 code."""
    row = next((row for row in reference.load("countries") if row["iso3"] == iso3 and not row["status"]), None)
    return Known(row["name"], "country", iso3, row["wikidata_id"] or None) if row else None


@dataclass(frozen=True, slots=True)
class Leader:
    """Who held an office from ``since`` until ``until`` (ISO dates; empty: still)."""

    name: str
    role: str
    country: str | None
    organization: str | None
    since: str
    until: str
    wikidata_id: str | None

    def held_on(self, date: str | None) -> bool:
        """Tell whether the term covers an ISO date; without a date every term does."""
        return date is None or (self.since <= date and (not self.until or date <= self.until))


@functools.cache
def leaders() -> dict[str, tuple[Leader, ...]]:
    """Return the leaders by each folded word that alone can stand for their name: "ruto", "kim" of "Kim Jong-un"."""
    found: dict[str, list[Leader]] = {}
    for row in reference.load("leaders"):
        leader = Leader(
            row["name"], row["role"], row["country"] or None, row["organization"] or None,
            row["since"], row["until"], row["wikidata_id"] or None,
        )  # fmt: skip
        key = [word for word in person_key(leader.name) if word not in ("jr", "sr")]
        for word in {key[0], key[-1]} if leader.country in ("CHN", "PRK", "KOR", "TWN", "RWA") else {key[-1]}:
            found.setdefault(word, []).append(leader)
    return {word: tuple(rows) for word, rows in found.items()}


_UN = "United Nations "  # its agencies are called by its initials too: "UN Population Fund"
_Index = dict[str, tuple[tuple[tuple[str, ...], Known], ...]]


@functools.cache
def _index() -> _Index:
    return _by_first_word((tuple(word.text for word in words(name)), known) for name, known in _names())


@functools.cache
def _folded_index() -> _Index:
    pairs = ((tuple(fold(word.text) for word in words(name)), known) for name, known in _names())
    return _by_first_word((key, known) for key, known in pairs if not (len(key) == 1 and key[0] in _PLAIN_WORDS))


def _by_first_word(pairs: Iterable[tuple[tuple[str, ...], Known]]) -> _Index:
    index: dict[str, dict[tuple[str, ...], Known]] = {}
    for key, known in pairs:
        index.setdefault(key[0], {}).setdefault(key, known)
    return {first: tuple(sorted(keys.items(), key=lambda item: -len(item[0]))) for first, keys in index.items()}


def _names() -> Iterator[tuple[str, Known]]:
    for row in reference.load("countries"):
        qid = row["wikidata_id"] or None
        known = Known(row["name"], "country", row["iso3"], qid)
        yield from ((name, known) for name in _all_names(row))
        demonym = Known(row["name"], "country", row["iso3"], qid, "demonym")
        yield from ((name, demonym) for name in _split(row["demonyms"]))
        for capital in _split(row["capitals"]):
            name, *spellings = capital.split("=")
            if name != row["name"]:
                known = Known(name, "place", row["iso3"], None, "capital")
                yield from ((spelling, known) for spelling in (name, *spellings))
    for row in reference.load("organizations"):
        known = Known(row["name"], "organization", row["country"] or None, row["wikidata_id"] or None)
        yield from ((name, known) for name in _all_names(row))
    for row in reference.load("groups"):
        yield from ((name, Known(row["name"], "group", None)) for name in _all_names(row))
    for row in reference.load("places"):
        known = Known(row["name"], "place", row["country"] or None)
        yield from ((name, known) for name in _all_names(row))


def _all_names(row: dict[str, str]) -> list[str]:
    names = [row["name"], *_split(row["aliases"])]
    of_un = {name.partition(_UN)[2] for name in names if name.startswith(_UN)}
    return [*names, *(f"{short} {rest}" for rest in sorted(of_un) for short in ("UN", "U.N."))]


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _longest(
    line: Sequence[Word], i: int, candidates: Sequence[tuple[tuple[str, ...], Known]], caseless: bool
) -> Hit | None:
    for key, known in candidates:
        if i + len(key) > len(line):
            continue
        if all(_same(line[i + k].text, part, caseless) for k, part in enumerate(key) if k):
            return Hit(i, i + len(key) - 1, known)
    return None


def _same(word: str, part: str, caseless: bool) -> bool:
    return (fold(word) if caseless else word.replace("’", "'")) == part.replace("’", "'")
