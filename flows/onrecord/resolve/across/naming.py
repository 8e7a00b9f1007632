"""What a group of locals is called: its name, its country, and the id that follows from both.

The name is the shortest full form, so that it stays the same however many articles say more; the country is the
one most articles give.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord import reference
from onrecord.extract.actors.gazetteer import lookup
from onrecord.extract.actors.names import name_key
from onrecord.resolve.across.merging import Partition
from onrecord.resolve.across.sightings import Ints, Locals
from onrecord.text import make_id


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of locals and what they are called; a group is told by its root, the place of its first local."""

    root: Ints
    """The group of each local."""
    several: dict[int, list[int]]
    """The members of the groups that have more than one, in order."""
    ids: list[str]
    """By place, as ``names`` and ``countries``; what stands at places that are no root means nothing."""
    names: list[str]
    countries: list[str | None]


def named_groups(partition: Partition, known: Locals, n_seen: Ints) -> Groups:
    """Return the groups under their names; ``n_seen`` says how many sightings each local has.

    Groups that come to one id are joined: of one kind, name and country there is one actor.
    """
    while True:
        groups = _named(partition, known, n_seen.tolist())
        clashes = list(_clashes(groups, known))
        if not clashes:
            return groups
        for one, other in clashes:
            partition.join(one, other)


def _named(partition: Partition, known: Locals, n_seen: Sequence[int]) -> Groups:
    root = partition.roots()
    several: dict[int, list[int]] = defaultdict(list)
    for local in np.flatnonzero(np.bincount(root, minlength=len(root))[root] > 1).tolist():
        several[int(root[local])].append(local)
    ids, names, countries = list(known.ids), list(known.names), list(known.countries)
    corrected = {(row["kind"], row["name"]) for row in reference.load("actor_aliases")}
    for group, members in several.items():
        kind = known.kinds[group]
        called = {known.names[local] for local in members}
        names[group] = _name(kind, called, {name for name in called if (kind, name) in corrected})
        countries[group] = _country((known.countries[local], n_seen[local]) for local in members)
        ids[group] = make_id("act", kind, names[group], countries[group] or "")
    return Groups(root, several, ids, names, countries)


def _name(kind: str, names: set[str], corrected: set[str]) -> str:
    """Return the canonical name: as corrected, as listed, or the shortest full form with its accents and case."""
    names = corrected or {name for name in names if _is_listed(name, kind)} or names
    if kind != "person":
        return max(names, key=lambda name: (len(name_key(name)), name))
    names = {name for name in names if len(name_key(name)) > 1} or names
    names = {name for name in names if all(len(word) > 1 for word in name_key(name))} or names
    return max(names, key=lambda name: (-len(name_key(name)), name))


def _is_listed(name: str, kind: str) -> bool:
    known = lookup(name)
    return known is not None and known.name == name and known.kind == kind


def _country(stated: Iterable[tuple[str | None, int]]) -> str | None:
    counts: Counter[str] = Counter()
    for country, n_seen in stated:
        if country:
            counts[country] += n_seen
    return max(counts, key=lambda country: (counts[country], country)) if counts else None


def _clashes(groups: Groups, known: Locals) -> Iterable[tuple[int, int]]:
    """Yield pairs of places of which one has, or its group has been given, the id that the other's group was given."""
    given: dict[str, int] = {}
    for group in groups.several:
        other = given.setdefault(groups.ids[group], group)
        if other != group:
            yield group, other
    for local, actor_id in enumerate(known.ids):
        group = given.get(actor_id, -1)
        if group >= 0 and groups.root[local] != group:
            yield local, group
