"""Sightings: the actors of single articles, as workers write them, read into columns of numbers.

An archive has a few million sightings and far fewer distinct actors, so what is true of a sighting stands in
arrays, and only what is told by its name becomes Python objects, once for each kind, name and country.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]

_FIELDS: list[pa.Field[Any]] = [
    pa.field("article_id", pa.string(), nullable=False),
    pa.field("published_at", pa.timestamp("us", tz="UTC")),
    pa.field("actor_id", pa.string(), nullable=False),
    pa.field("name", pa.string(), nullable=False),
    pa.field("kind", pa.string(), nullable=False),
    pa.field("role", pa.string()),
    pa.field("role_organization", pa.string()),
    pa.field("country", pa.string()),
    pa.field("wikidata_id", pa.string()),
    pa.field("aliases", pa.list_(pa.string())),
    pa.field("n_mentions", pa.int64(), nullable=False),
    pa.field("n_quotes", pa.int64(), nullable=False),
]
LOCAL_ACTORS = pa.schema(_FIELDS)
"""One row per article and actor of it: what a worker knows of actors. ``actor_id`` is of kind, name and country."""

_STRINGS = pa.dictionary(pa.int32(), pa.string())
_ENCODED = pa.schema([field.with_type(_STRINGS) if pa.types.is_string(field.type) else field for field in LOCAL_ACTORS])

UNDATED = np.iinfo(np.int64).min
"""Stands for no date among dates in microseconds since 1970."""


@dataclass(slots=True)
class Locals:
    """What articles call actors: one kind, name and country each. The first ones are in order of id."""

    ids: list[str]
    kinds: list[str]
    names: list[str]
    countries: list[str | None]

    def append(self, actor_id: str, kind: str, name: str, country: str | None) -> None:
        """Add one that no article has."""
        self.ids.append(actor_id)
        self.kinds.append(kind)
        self.names.append(name)
        self.countries.append(country)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Coded:
    """Strings as numbers: ``values`` are the distinct ones, sorted, and codes their places; -1 is null."""

    codes: Codes
    values: pa.Array[Any]


class Sightings:
    """The rows of ``LOCAL_ACTORS``, in any order; all arrays are one number per row.

    Strings may come with a dictionary, as Parquet files have them: then they need no numbers of ours.
    """

    def __init__(self, rows: pa.Table) -> None:
        rows = rows.select(LOCAL_ACTORS.names).cast(_ENCODED).unify_dictionaries()
        actor = coded(rows.column("actor_id"))
        self.local = actor.codes
        """The place in ``locals``."""
        self.actor_ids = actor.values
        """The ids of the locals that articles have."""
        self.locals = _locals(rows, actor)
        self.article = coded(rows.column("article_id"))
        self.date = _integers(rows.column("published_at").cast(pa.int64()), UNDATED)
        self.n_mentions = _integers(rows.column("n_mentions"), 0)
        self.n_quotes = _integers(rows.column("n_quotes"), 0)
        # What is not known is the empty string here: it comes first.
        self.role = coded(_known(rows.column("role")))
        self.has_role = np.asarray(pc.not_equal(_known(rows.column("role")), pa.scalar("")))
        self.organization = coded(_known(rows.column("role_organization")))
        self.wikidata = coded(rows.column("wikidata_id"))
        self.alias = _aliases(rows, self.local)

    def __len__(self) -> int:
        return len(self.local)


@dataclass(frozen=True, slots=True)
class Aliases:
    """The distinct pairs of a local and another name of it, in order of both."""

    local: Ints
    code: Ints
    values: pa.Array[Any]


def coded(strings: pa.ChunkedArray[Any]) -> Coded:
    """Return strings, with a dictionary or without, as numbers that sort as they do."""
    encoded: Any = strings.dictionary_encode().unify_dictionaries()
    if not encoded.num_chunks:
        return Coded(np.zeros(0, np.int32), pa.array([], pa.string()))
    values = encoded.chunk(0).dictionary
    codes = np.concatenate([np.asarray(chunk.indices.fill_null(-1)) for chunk in encoded.chunks])
    is_there = np.zeros(len(values) + 1, bool)  # the last is that of null
    is_there[codes] = True
    order = np.asarray(pc.sort_indices(values))
    order = order[is_there[order]]  # a dictionary may hold more: its rows were filtered
    rank = np.full(len(values) + 1, -1, np.int32)
    rank[order] = np.arange(len(order))
    return Coded(rank[codes], values.take(pa.array(order)))


def listed(strings: pa.Array[Any] | pa.ChunkedArray[Any]) -> list[str]:
    """Return strings, none of them null, as a list."""
    values: list[Any] = strings.to_pylist()
    return values


def chunked(*strings: pa.Array[Any]) -> pa.ChunkedArray[Any]:
    """Return arrays of strings as one column."""
    return pa.chunked_array(strings, pa.string())


def distinct_pairs(one: Ints | Codes, other: Ints | Codes) -> tuple[Ints, Ints]:
    """Return the distinct pairs of two columns of codes, sorted."""
    width = int(other.max(initial=0)) + 1
    pairs = np.sort(one.astype(np.int64) * width + other)  # np.unique hashes first, which takes three times as long
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
    return pairs // width, pairs % width


def _locals(rows: pa.Table, actor: Coded) -> Locals:
    first = np.zeros(len(actor.values), np.int64)
    first[actor.codes[::-1]] = np.arange(rows.num_rows)[::-1]
    told: list[list[Any]] = [rows.column(name).take(first).to_pylist() for name in ("kind", "name", "country")]
    return Locals(listed(actor.values), *told)


def _aliases(rows: pa.Table, local: Codes) -> Aliases:
    lists: Any = rows.column("aliases")
    aliases = coded(pc.list_flatten(lists))
    owner, code = distinct_pairs(np.repeat(local, _integers(pc.list_value_length(lists), 0)), aliases.codes)
    return Aliases(owner, code, aliases.values)


def _known(strings: Any) -> pa.ChunkedArray[Any]:
    known: pa.ChunkedArray[Any] = strings.fill_null("")
    return known


def _integers(column: Any, null: int) -> Ints:
    numbers: Ints = column.fill_null(null).to_numpy().astype(np.int64, copy=False)
    return numbers
