"""Drift: does a table still look like that of the last release? Sizes, nulls and shares of kinds, compared.

A table that lost half its rows per article, or a column that is suddenly empty, is more often a broken source
or a new version's mistake than news. People decide: drift warns, it stops nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import Contract, all_contracts

# Below 200 rows shares jump by chance alone: there, one tenth is three standard errors.
_MIN_ROWS = 200
_MAX_SHIFT = 0.1
_MAX_RATIO = 2.0

Profile = dict[str, dict[str, Any]]


def profile(folder: Path) -> Profile:
    """Return for each table in ``folder`` its rows, and the share of each column's nulls and enum's values.

    Shape: ``{table: {"rows": int, "shares": {"cue is null": 0.1, "kind is direct": 0.5, ...}}}``.
    """
    return {name: _table(spec, folder / f"{name}.parquet") for name, spec in all_contracts().items()}


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


def _table(spec: Contract, path: Path) -> dict[str, Any]:
    rows = pq.read_metadata(path).num_rows
    shares = {}
    for column in spec.columns:
        if not (column.nullable or column.values) or not rows:
            continue
        data = pq.read_table(path, columns=[column.name]).column(0)
        if column.nullable:
            shares[f"{column.name} is null"] = data.null_count / rows
        if column.values:
            plain = data.cast(pa.string())
            for value in column.values:
                share = len(plain.filter(pc.equal(plain, pa.scalar(value)))) / rows
                shares[f"{column.name} is {value}"] = share
    return {"rows": rows, "shares": shares}
