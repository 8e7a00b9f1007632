"""Ids that actors had when the archive knew less, or could have had: each leads to the actor of today.

They are not remembered from run to run but enumerated, so that the same articles give the same rows. An actor is
a group of names, with and without countries; where only a part of it was known, its id was made of one of these
names and one of these countries, or none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from onrecord.resolve.across.naming import Groups
from onrecord.resolve.across.sightings import Codes, Ints, Locals, distinct_pairs
from onrecord.text import make_id


def former_ids(known: Locals, groups: Groups, local: Codes, actor: Ints) -> dict[str, int]:
    """Return the ids that are not in use, each with the group of the actor it leads to.

    ``local`` and ``actor`` give for each sighting its local and the group it counts for. An id made of what two
    actors are called leads to neither, unless articles gave it to one of them.
    """
    successor = _successors(groups, local, actor)
    claimed: dict[str, int] = {}
    for actor_id, heir in _could_have_been(known, groups, successor):
        if claimed.setdefault(actor_id, heir) != heir:
            claimed[actor_id] = -1
    for group in np.flatnonzero(successor == np.arange(len(successor))).tolist():
        claimed.pop(groups.ids[group], None)
    for actor_id, heir in zip(known.ids, successor[groups.root].tolist(), strict=True):
        if heir >= 0 and actor_id != groups.ids[heir]:
            claimed[actor_id] = heir
        else:
            claimed.pop(actor_id, None)
    return {actor_id: heir for actor_id, heir in claimed.items() if heir >= 0}


def _successors(groups: Groups, local: Codes, actor: Ints) -> Ints:
    """Return for each group the one whose actor stands for it: itself, or where all its sightings went, or -1.

    A bare surname is a group with no sightings of its own once all of them are placed.
    """
    heirs = np.full(len(groups.root), -1, np.int64)
    group, went_to = distinct_pairs(groups.root[local], actor)
    n_heirs = np.bincount(group, minlength=len(heirs))
    only = n_heirs[group] == 1
    heirs[group[only]] = went_to[only]
    heirs[actor] = actor
    return heirs


def _could_have_been(known: Locals, groups: Groups, successor: Ints) -> Iterator[tuple[str, int]]:
    """Yield every id a part of a group could have had, but those of its members as they are."""
    for group in np.flatnonzero(successor >= 0).tolist():
        kind, heir = known.kinds[group], int(successor[group])
        members = groups.several.get(group)
        if members is None:
            if known.countries[group]:
                yield make_id("act", kind, known.names[group], ""), heir
            continue
        names = {known.names[local] for local in members}
        countries = {known.countries[local] or "" for local in members} | {""}
        for name, country in itertools.product(names, countries):
            yield make_id("act", kind, name, country), heir
