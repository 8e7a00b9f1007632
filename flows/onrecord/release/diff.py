"""Diff: the rows that were added, removed or changed from one release to another, by primary key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onrecord.contracts import all_contracts
from onrecord.release.catalogue import Release
from onrecord.release.storage import explained


@dataclass(frozen=True, slots=True)
class TableDiff:
    """What changed in one table; the rows themselves are Arrow tables."""

    added: pa.Table
    removed: pa.Table
    changed: pa.Table
    """The rows as they are in the newer release."""
    changed_columns: Mapping[str, int]
    """In how many of the changed rows each column differs."""
    new_columns: tuple[str, ...] = ()
    dropped_columns: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the table is the same in both releases."""
        rows = self.added.num_rows + self.removed.num_rows + self.changed.num_rows
        return not rows and not self.new_columns and not self.dropped_columns


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed from release ``old`` to release ``new``; tables that are the same are left out."""

    old: str
    new: str
    tables: Mapping[str, TableDiff]

    def counts(self) -> dict[str, dict[str, Any]]:
        """Return the numbers of rows added, removed and changed, JSON-ready."""
        return {
            name: {
                "added": table.added.num_rows,
                "removed": table.removed.num_rows,
                "changed": table.changed.num_rows,
                "changed_columns": dict(table.changed_columns),
                "new_columns": list(table.new_columns),
                "dropped_columns": list(table.dropped_columns),
            }
            for name, table in self.tables.items()
        }


def diff(old: Release, new: Release) -> Diff:
    """Compare two releases table by table; tables whose files are the same bytes are not read."""
    tables = {}
    with explained("Comparing releases", new.path):
        for name, spec in all_contracts().items():
            if _hashes(old, name) == _hashes(new, name):
                continue
            before, after = _read(old, name), _read(new, name)
            if before is None and after is not None:
                before = after.slice(0, 0)
            if after is None and before is not None:
                after = before.slice(0, 0)
            if before is None or after is None:
                continue
            found = _table_diff(before, after, spec.primary_key)
            if not found.is_empty:
                tables[name] = found
    return Diff(old.id, new.id, tables)


def _hashes(release: Release, table: str) -> list[str]:
    entry = release.manifest.tables.get(table)
    return [file.sha256 for file in entry.files] if entry else []


def _read(release: Release, table: str) -> pa.Table | None:
    return release.read(table) if table in release.manifest.tables else None


def _table_diff(before: pa.Table, after: pa.Table, key: Sequence[str]) -> TableDiff:
    keys_before, keys_after = _keys(before, key), _keys(after, key)
    at = pc.index_in(keys_after, value_set=keys_before)
    in_both = pc.is_valid(at)
    removed = before.filter(pc.invert(pc.is_in(keys_before, value_set=keys_after)))
    kept, was = after.filter(in_both), before.take(at.drop_null())
    differs = np.zeros(kept.num_rows, dtype=bool)
    changed_columns = {}
    for name in (name for name in after.column_names if name in before.column_names):
        unequal = _unequal(was.column(name), kept.column(name))
        if unequal.any():
            changed_columns[name] = int(unequal.sum())
            differs |= unequal
    return TableDiff(
        added=after.filter(pc.invert(in_both)),
        removed=removed,
        changed=kept.filter(pa.array(differs)),
        changed_columns=changed_columns,
        new_columns=tuple(name for name in after.column_names if name not in before.column_names),
        dropped_columns=tuple(name for name in before.column_names if name not in after.column_names),
    )


def _keys(data: pa.Table, key: Sequence[str]) -> pa.ChunkedArray[Any]:
    """Return one string per row; parts of a key are joined by a character that no text has."""
    parts = [data.column(name).cast(pa.string()) for name in key]
    if len(parts) == 1:
        return parts[0]
    joined: pa.ChunkedArray[Any] = pc.binary_join_element_wise(  # type: ignore[call-overload]
        *parts, "\0", null_handling="replace", null_replacement="\0"
    )
    return joined


def _unequal(before: pa.ChunkedArray[Any], after: pa.ChunkedArray[Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if before.equals(after):
        return np.zeros(len(after), dtype=bool)
    if pa.types.is_nested(after.type):
        pairs = zip(before.to_pylist(), after.to_pylist(), strict=True)
        return np.fromiter((a != b for a, b in pairs), dtype=bool, count=len(after))
    if pa.types.is_dictionary(after.type) or before.type != after.type:
        return _unequal(before.cast(pa.string()), after.cast(pa.string()))
    same = np.asarray(pc.equal(before, after).fill_null(False))  # a null equals nothing, so far
    both_null = np.asarray(pc.and_(pc.is_null(before), pc.is_null(after)))
    unequal: np.ndarray[Any, np.dtype[np.bool_]] = ~(same | both_null)
    return unequal
