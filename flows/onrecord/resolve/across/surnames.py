"""Bare surnames: which one person of the archive an article means that knows a person by one word alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from onrecord.resolve.across.merging import Names
from onrecord.resolve.across.naming import Groups
from onrecord.resolve.across.sightings import UNDATED, Ints, Sightings, distinct_pairs

_NEAR = 365 * 86_400_000_000  # microseconds that two articles may lie apart to speak of one surname as one person
_ALWAYS = np.iinfo(np.int64).max


def placed_surnames(seen: Sightings, names: Names, groups: Groups) -> Ints:
    """Return for each sighting the group of the one person it can be, or -1.

    Only sightings of a person by one word are placed. One person it can be: of that surname, of no other country,
    and in the archive within a year of the article.
    """
    placed = np.full(len(seen), -1, np.int64)
    rows = np.flatnonzero(names.is_bare[seen.local])
    bare, row_bare = np.unique(seen.local[rows].astype(np.int64), return_inverse=True)
    if not bare.size:
        return placed
    fits = _fits(seen, names, groups, bare)
    start, end = _terms(seen, names, groups)
    placed[rows] = _only_near(fits, start[fits.group], end[fits.group], row_bare, seen.date[rows])
    return placed


@dataclass(frozen=True, slots=True)
class _Fits:
    """Pairs of a bare name, by its place among those, and the group of a person it can be."""

    bare: Ints
    group: Ints


def _fits(seen: Sightings, names: Names, groups: Groups, bare: Ints) -> _Fits:
    """Pair bare names with the people who have the surname and no other country."""
    known = seen.locals
    full = np.flatnonzero(names.is_full)
    surnames = {names.keys[local][0]: place for place, local in enumerate(bare.tolist())}
    surname_of_bare = np.array([surnames[names.keys[local][0]] for local in bare.tolist()], np.int64)
    surname_of_full = np.array([surnames.get(names.keys[local][-1], -1) for local in full.tolist()], np.int64)
    full, surname_of_full = full[surname_of_full >= 0], surname_of_full[surname_of_full >= 0]
    surname, group = distinct_pairs(surname_of_full, groups.root[full])
    first = np.searchsorted(surname, surname_of_bare, "left")
    n_fits = np.searchsorted(surname, surname_of_bare, "right") - first
    place = np.repeat(np.arange(len(bare)), n_fits)
    pair = np.arange(n_fits.sum()) - np.repeat(np.cumsum(n_fits) - n_fits, n_fits) + np.repeat(first, n_fits)
    codes = {country: code for code, country in enumerate(dict.fromkeys([None, *known.countries]))}
    country = np.array([codes[country] for country in known.countries], np.int64)
    stated = np.unique(groups.root * len(codes) + country)
    told = country[bare[place]]
    agrees = (told == 0) | np.isin(group[pair] * len(codes), stated) | np.isin(group[pair] * len(codes) + told, stated)
    return _Fits(place[agrees], group[pair][agrees])


def _terms(seen: Sightings, names: Names, groups: Groups) -> tuple[Ints, Ints]:
    """Return by group from when to when a surname can mean the person; always, where no article has a date."""
    rows = np.flatnonzero(names.is_full[seen.local] & (seen.date != UNDATED))
    group, date = groups.root[seen.local[rows]], seen.date[rows]
    start = np.full(len(groups.root), _ALWAYS, np.int64)
    end = np.full(len(groups.root), UNDATED, np.int64)
    np.minimum.at(start, group, date)
    np.maximum.at(end, group, date)
    is_dated = end != UNDATED
    return np.where(is_dated, start - _NEAR, UNDATED), np.where(is_dated, end + _NEAR, _ALWAYS)


def _only_near(fits: _Fits, start: Ints, end: Ints, bare: Ints, date: Ints) -> Ints:
    """Return for each bare name and date the one group whose term holds the date, -1 if none or several do.

    As many terms hold a date as have begun less those that have ended; where that is one, the difference of the
    sums of their groups is that group. Both are read off running sums over the terms in order.
    """
    until = np.where(date == UNDATED, _ALWAYS, date)
    times = np.unique(np.concatenate([start, end, until, date]))

    def running(event: Ints, time: Ints, side: Literal["left", "right"]) -> tuple[Ints, Ints]:
        key = fits.bare * len(times) + np.searchsorted(times, event)
        order = np.argsort(key)
        sums = np.concatenate([[0], np.cumsum(fits.group[order])])
        first = np.searchsorted(key[order], bare * len(times), "left")
        last = np.searchsorted(key[order], bare * len(times) + np.searchsorted(times, time), side)
        return last - first, sums[last] - sums[first]

    n_begun, begun = running(start, until, "right")
    n_ended, ended = running(end, date, "left")
    return np.where(n_begun - n_ended == 1, begun - ended, -1)
