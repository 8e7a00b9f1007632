"""Which actors of single articles are one: names in blocks, joined in disjoint groups.

Names are first sorted into blocks (people by surname and given name, bodies by their folded name), so that the
cost grows with the number of names, not with its square. Only the partition counts, not the order of joining.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from onrecord import reference
from onrecord.extract.actors.names import bare_key, fold, name_key, person_key, same_person
from onrecord.resolve.across.sightings import Ints, Locals, Sightings, distinct_pairs, listed
from onrecord.text import make_id

Key = tuple[str, ...]


class Partition:
    """Locals, by their places, in disjoint groups (union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def add(self) -> None:
        """Add one, in a group of its own."""
        self._parent.append(len(self._parent))

    def find(self, one: int) -> int:
        """Return the least member of a group, its root."""
        parent = self._parent
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first

    def roots(self) -> Ints:
        """Return the root of each."""
        roots = np.array(self._parent, np.int64)
        while not np.array_equal(roots, higher := roots[roots]):
            roots = higher
        return roots


class Names:
    """The keys by which the names of locals are compared: people's surname last, bodies without "the"."""

    def __init__(self, known: Locals) -> None:
        self.keys: list[Key] = [
            person_key(name) if kind == "person" else _body_key(name)
            for kind, name in zip(known.kinds, known.names, strict=True)
        ]
        is_person = np.array([kind == "person" for kind in known.kinds], bool)
        n_words = np.array([len(key) for key in self.keys], np.int64)
        self.is_bare = is_person & (n_words == 1)
        """Whether a local is a person known by one word."""
        self.is_full = is_person & (n_words > 1)


def merged(seen: Sightings) -> tuple[Partition, Names]:
    """Merge the locals of all articles; see ``across`` for what is merged.

    Adds to ``seen.locals`` the names that ``actor_aliases.csv`` gives and no article has.
    """
    groups = Partition(len(seen.locals))
    _apply_corrections(groups, seen.locals)
    names = Names(seen.locals)
    _merge_people(groups, seen, names)
    _merge_bodies(groups, seen, names.keys)
    return groups, names


def _body_key(name: str) -> Key:
    key = name_key(name)
    return key[1:] if len(key) > 1 and key[0] == "the" else key


def _apply_corrections(groups: Partition, known: Locals) -> None:
    """Join what ``actor_aliases.csv`` says is one; the name it gives is then one of the group's."""
    corrections = reference.load("actor_aliases")
    by_name: dict[tuple[str, Key], list[int]] = {(row["kind"], name_key(row["alias"])): [] for row in corrections}
    kinds = {row["kind"] for row in corrections}
    for local, (kind, name) in enumerate(zip(known.kinds, known.names, strict=True)):
        if kind in kinds and (found := by_name.get((kind, name_key(name)))) is not None:
            found.append(local)
    places = {actor_id: local for local, actor_id in enumerate(known.ids)} if corrections else {}
    for row in corrections:
        told = row["kind"], row["name"], row["country"] or None
        for local in by_name[(row["kind"], name_key(row["alias"]))]:
            if not row["country"] or known.countries[local] in {row["country"], None}:
                actor_id = make_id("act", row["kind"], row["name"], row["country"])
                if actor_id not in places:
                    places[actor_id] = len(known)
                    known.append(actor_id, *told)
                    groups.add()
                groups.join(local, places[actor_id])


def _merge_people(groups: Partition, seen: Sightings, names: Names) -> None:
    same: dict[Key, list[int]] = defaultdict(list)
    for local in np.flatnonzero(names.is_full).tolist():
        same[names.keys[local]].append(local)
    for alike in same.values():
        _join_by_country(groups, seen.locals, alike)
    roles = _Roles(seen)
    for key, longer in _longer_forms(same):
        if all(same_person(one, other) for one, other in itertools.combinations(longer, 2)):
            for one, other in itertools.product(same[key], itertools.chain(*(same[form] for form in longer))):
                if _share_context(seen.locals, roles, one, other):
                    groups.join(one, other)


def _longer_forms(keys: dict[Key, list[int]]) -> Iterator[tuple[Key, list[Key]]]:
    """Yield each full name with the other forms of at least its length that can be the same person's.

    These end with the same word, and begin with the same word or its initial; no others are compared.
    """
    by_surname: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_surname[key[-1]].append(key)
    for block in by_surname.values():
        if len(block) > 1:
            yield from _longer_in_block(block)


def _longer_in_block(block: Sequence[Key]) -> Iterator[tuple[Key, list[Key]]]:
    by_first: dict[str, list[Key]] = defaultdict(list)
    by_letter: dict[str, list[Key]] = defaultdict(list)
    for key in block:
        first = bare_key(key)[0]
        by_first[first].append(key)
        by_letter[first[0]].append(key)
    for first, forms in by_first.items():
        near = by_letter[first] if len(first) == 1 else forms + by_first.get(first[0], [])
        for key in forms:
            longer = [form for form in near if len(form) >= len(key) and form != key and same_person(key, form)]
            if longer:
                yield key, longer


class _Roles:
    """The roles articles give to a local, folded."""

    def __init__(self, seen: Sightings) -> None:
        folded = [fold(role) for role in listed(seen.role.values)]
        places = {role: place for place, role in enumerate(dict.fromkeys(folded))}
        is_known = seen.has_role
        of_value = np.array([places[role] for role in folded], np.int64)
        self._local, self._code = distinct_pairs(seen.local[is_known], of_value[seen.role.codes[is_known]])

    def of(self, local: int) -> set[int]:
        first, last = np.searchsorted(self._local, [local, local + 1])
        return set(self._code[first:last].tolist())


def _share_context(known: Locals, roles: _Roles, one: int, other: int) -> bool:
    """Tell whether two names have context in common: a country, or where one has none, a role."""
    country, others = known.countries[one], known.countries[other]
    if country and others:
        return country == others
    return not roles.of(one).isdisjoint(roles.of(other))


def _join_by_country(groups: Partition, known: Locals, same: Sequence[int]) -> None:
    """Join a name's local without country to the one with, where there is one alone."""
    if len(same) == 1:
        return
    by_country: dict[str | None, list[int]] = defaultdict(list)
    for local in same:
        by_country[known.countries[local]].append(local)
    for alike in by_country.values():
        for local in alike[1:]:
            groups.join(alike[0], local)
    without = by_country.pop(None, [])
    if without and len(by_country) == 1:
        groups.join(without[0], next(iter(by_country.values()))[0])


def _merge_bodies(groups: Partition, seen: Sightings, keys: Sequence[Key]) -> None:
    known = seen.locals
    blocks: dict[tuple[str, Key], list[int]] = defaultdict(list)
    for local, kind in enumerate(known.kinds):
        if kind != "person":
            blocks[(kind, keys[local])].append(local)
    for same in blocks.values():
        _join_by_country(groups, known, same)
    long_forms = _long_forms(seen, keys)
    short = [
        local
        for local, name in enumerate(known.names)
        if name in long_forms and known.kinds[local] == "organization" and len(keys[local]) == 1
    ]
    for local in sorted(short, key=lambda local: known.ids[local]):  # what is one by now depends on the order
        fits = long_forms[known.names[local]]
        one = len({groups.find(fit) for fit in fits}) == 1
        if one and all(known.countries[local] in {None, known.countries[fit]} for fit in fits):
            groups.join(local, fits[0])


def _long_forms(seen: Sightings, keys: Sequence[Key]) -> dict[str, list[int]]:
    """Return the organisations that articles call by each acronym."""
    is_acronym = np.array([alias.isupper() and 1 < len(alias) < 9 for alias in listed(seen.alias.values)], np.bool_)
    pairs = is_acronym[seen.alias.code]
    found: dict[str, list[int]] = defaultdict(list)
    acronyms = listed(seen.alias.values.take(seen.alias.code[pairs]))
    for local, alias in zip(seen.alias.local[pairs].tolist(), acronyms, strict=True):
        if seen.locals.kinds[local] == "organization" and len(keys[local]) > 1:
            found[alias].append(local)
    return found
