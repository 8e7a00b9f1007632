"""The tables of actors and of their roles, counted from sightings that have found their actor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onrecord.contracts import conform
from onrecord.resolve.across.naming import Groups
from onrecord.resolve.across.sightings import UNDATED, Ints, Sightings, chunked, coded, distinct_pairs

_NEVER = np.iinfo(np.int64).max


def actor_tables(seen: Sightings, groups: Groups, actor: Ints) -> tuple[pa.Table, pa.Table]:
    """Return the tables ``actors`` and ``roles``; ``actor`` has the group that each sighting counts for."""
    is_actor = np.zeros(len(groups.root), bool)
    is_actor[actor] = True
    roots = np.flatnonzero(is_actor)
    place_of_root = np.cumsum(is_actor) - 1
    place = place_of_root[actor]  # from here on an actor is its place among all actors
    ids = _strings([groups.ids[root] for root in roots.tolist()])
    names = _strings([groups.names[root] for root in roots.tolist()])
    stating, held, roles = _roles_held(seen)
    date = seen.date[stating]
    latest = _greatest(place[stating], np.where(date == UNDATED, 0, date), held)  # undated is as old as 1970
    role = np.full(len(roots), -1, np.int64)
    role[place[stating][latest]] = held[latest]
    first, last = _first_and_last(place, seen.date, len(roots))
    actors: dict[str, Any] = {
        "actor_id": ids,
        "name": names,
        "kind": _strings([seen.locals.kinds[root] for root in roots.tolist()]),
        "role": _taken(roles.column("role"), role),
        "role_organization": _taken(roles.column("organization"), role),
        "country": _strings([groups.countries[root] for root in roots.tolist()]),
        "wikidata_id": _wikidata_ids(seen, groups.root[seen.local], roots),
        "aliases": _aliases(seen, np.where(is_actor, place_of_root, -1)[groups.root], place, names),
        "n_articles": np.bincount(distinct_pairs(place, seen.article.codes)[0], minlength=len(roots)),
        "n_mentions": _sums(place, seen.n_mentions, len(roots)),
        "n_quotes": _sums(place, seen.n_quotes, len(roots)),
        "first_seen": first,
        "last_seen": last,
    }
    pairs, pair = np.unique(place[stating] * max(roles.num_rows, 1) + held, return_inverse=True)
    first, last = _first_and_last(pair, date, len(pairs))
    held_by: dict[str, Any] = {
        "actor_id": ids.take(pairs // max(roles.num_rows, 1)),
        **{name: roles.column(name).take(pairs % max(roles.num_rows, 1)) for name in roles.column_names},
        "first_seen": first,
        "last_seen": last,
        "n_mentions": _sums(pair, seen.n_mentions[stating], len(pairs)),
    }
    return conform("actors", pa.table(actors)), conform("roles", pa.table(held_by))


def _roles_held(seen: Sightings) -> tuple[Ints, Ints, pa.Table]:
    """Return the sightings that state a role, the number of each one's role, and the roles by number, sorted.

    A role is told with its organisation and country; those come first that have none.
    """
    countries = coded(chunked(_strings(seen.locals.countries).fill_null("")))
    stating = np.flatnonzero(seen.has_role)
    parts = {
        "role": (seen.role.codes[stating], seen.role.values),
        "organization": (seen.organization.codes[stating], seen.organization.values),
        "country": (countries.codes[seen.local[stating]], countries.values),
    }
    number = np.zeros(len(stating), np.int64)
    for codes, values in parts.values():
        number = number * (len(values) + 1) + codes
    _, example, held = np.unique(number, return_index=True, return_inverse=True)
    told: dict[str, Any] = {name: values.take(codes[example]) for name, (codes, values) in parts.items()}
    return stating, held, pa.table({name: pc.if_else(pc.equal(v, pa.scalar("")), None, v) for name, v in told.items()})


def _wikidata_ids(seen: Sightings, group: Ints, roots: Ints) -> Any:
    """Return for each actor the item most sightings of its names give."""
    known = seen.wikidata.codes >= 0
    width = len(seen.wikidata.values) + 1
    pairs, counts = np.unique(group[known] * width + seen.wikidata.codes[known], return_counts=True)
    most = _greatest(pairs // width, counts, pairs % width)
    item = np.full(len(seen.locals), -1, np.int64)
    item[pairs[most] // width] = pairs[most] % width
    return _taken(seen.wikidata.values, item[roots])


def _aliases(seen: Sightings, place_of_local: Ints, place: Ints, names: pa.Array[Any]) -> pa.Array[Any]:
    """Return for each actor all that its locals are called, and the bare surnames placed with it, sorted."""
    actor, local = distinct_pairs(place, seen.local)
    spelled = coded(chunked(seen.alias.values, _strings(seen.locals.names), names))
    of_alias, of_local, of_actor = np.split(
        spelled.codes, np.cumsum([len(seen.alias.values), len(seen.locals)]).tolist()
    )
    owner = place_of_local[seen.alias.local]
    actor, name = distinct_pairs(
        np.concatenate([owner[owner >= 0], actor]),
        np.concatenate([of_alias[seen.alias.code[owner >= 0]], of_local[local]]),
    )
    is_other = name != of_actor[actor]
    ends = np.cumsum(np.bincount(actor[is_other], minlength=len(names)))
    offsets = pa.array(np.concatenate([[0], ends]), pa.int32())
    return pa.ListArray.from_arrays(offsets, spelled.values.take(name[is_other]))


def _first_and_last(place: Ints, date: Ints, n_places: int) -> tuple[pa.Array[Any], pa.Array[Any]]:
    first = np.full(n_places, _NEVER, np.int64)
    last = np.full(n_places, UNDATED, np.int64)
    is_dated = date != UNDATED
    np.minimum.at(first, place[is_dated], date[is_dated])
    np.maximum.at(last, place[is_dated], date[is_dated])
    return _times(first, last == UNDATED), _times(last, last == UNDATED)


def _times(microseconds: Ints, is_null: Any) -> pa.Array[Any]:
    return pa.array(microseconds, pa.int64(), mask=is_null).cast(pa.timestamp("us", tz="UTC"))


def _sums(place: Ints, counts: Ints, n_places: int) -> Ints:
    sums = np.zeros(n_places, np.int64)
    np.add.at(sums, place, counts)
    return sums


def _greatest(group: Ints, *order: Ints) -> Ints:
    """Return of each group the row that is greatest by ``order``."""
    rows = np.lexsort((*reversed(order), group))
    is_last = np.append(np.diff(group[rows]) != 0, True) if len(rows) else np.zeros(0, bool)
    greatest: Ints = rows[is_last]
    return greatest


def _taken(values: Any, codes: Ints) -> Any:
    """Return the values of codes, null for -1."""
    return values.take(pa.array(codes, pa.int64(), mask=codes < 0))


def _strings(values: list[str] | list[str | None]) -> pa.Array[Any]:
    return pa.array(values, pa.string())
