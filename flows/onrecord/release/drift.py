"""Drift: does a table still look like that of the last release? Sizes, nulls and shares of kinds, compared.

A table that lost half its rows per article, or a column that is suddenly empty, is more often a broken source
or a new version's mistake than news. People decide: drift warns, it stops nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.contracts import Column, Contract, all_contracts
from onrecord.release import layout

# Below 200 rows shares jump by chance alone: there, one tenth is three standard errors.
_MIN_ROWS = 200
_MAX_SHIFT = 0.1
_MAX_RATIO = 2.0

Profile = dict[str, dict[str, Any]]


def profile(folder: Path) -> Profile:
    """Return for each table in ``folder`` its rows, and the share of each column's nulls and enum's values.

    Shape: ``{table: {"rows": int, "shares": {"cue is null": 0.1, "kind is direct": 0.5, ...}}}``.
    """
    return {name: _table(spec, layout.paths(folder, name)) for name, spec in all_contracts().items()}


def changes(before: Mapping[str, Any], now: Mapping[str, Any], table: str) -> Iterator[str]:
    """Yield what changed in a table from one profile to the next by more than chance explains, in words."""
    old, new = before.get(table), now[table]
    if old is None:
        return
    if table == "articles" and new["rows"] * _MAX_RATIO < old["rows"] >= _MIN_ROWS:
        yield f"{new['rows']:,} rows, {old['rows']:,} in the last release"
    if min(old["rows"], new["rows"]) < _MIN_ROWS:
        return
    then, today = (each[table]["rows"] / max(each["articles"]["rows"], 1) for each in (before, now))
    if not 1 / _MAX_RATIO <= today / then <= _MAX_RATIO:
        yield f"{today:.2f} rows per article, {then:.2f} in the last release"
    for what in sorted(old["shares"].keys() & new["shares"].keys()):
        share, was = new["shares"][what], old["shares"][what]
        if abs(share - was) > _MAX_SHIFT:
            yield f"{what} in {share:.0%} of rows, {was:.0%} in the last release"


def _table(spec: Contract, paths: list[Path]) -> dict[str, Any]:
    counted: Counter[str] = Counter()
    rows = 0
    for path in paths:
        with pq.ParquetFile(path) as file:
            rows += file.metadata.num_rows
            for column in spec.columns:
                # The footer counts the nulls of a plain column; only enums have to be read.
                if column.values:
                    counted.update(_counts(column, file.read([column.name]).column(0)))
                elif column.nullable:
                    counted[f"{column.name} is null"] += _n_nulls(file, column.name)
    names = [name for column in spec.columns for name in _names(column)]
    return {"rows": rows, "shares": {name: counted[name] / rows for name in names} if rows else {}}


def _names(column: Column) -> list[str]:
    null = [f"{column.name} is null"] if column.nullable else []
    return null + [f"{column.name} is {value}" for value in column.values]


def _counts(column: Column, data: pa.ChunkedArray[Any]) -> dict[str, int]:
    found = [data.null_count] if column.nullable else []
    whole: Any = data.combine_chunks()
    codes = np.asarray(whole.indices.drop_null())  # of a dictionary that is the contract's list
    counts = np.bincount(codes, minlength=len(column.values)).tolist()
    return dict(zip(_names(column), found + counts, strict=True))


def _n_nulls(file: pq.ParquetFile, column: str) -> int:
    groups = [file.metadata.row_group(i) for i in range(file.num_row_groups)]
    chunks = [group.column(i) for group in groups for i in range(group.num_columns)]
    counts = [chunk.statistics for chunk in chunks if chunk.path_in_schema == column]
    return sum(count.null_count or 0 for count in counts if count is not None)
