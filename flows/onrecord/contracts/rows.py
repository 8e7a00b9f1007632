"""Rows -> the Arrow table a contract declares: its columns, types, enums and order of rows, or an error."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.contracts.declaration import Column, Contract, ContractError
from onrecord.contracts.odcs import contract


def table_from_rows(table: str, rows: Iterable[Any]) -> pa.Table:
    """Return rows (mappings, or objects with the columns as attributes) as the contract's table, sorted.

    A nullable column may be left out. Raises ContractError where a required column is missing or null, a
    column is unknown, a value has another type, or an enum's value is not in its list.
    """
    spec = contract(table)
    rows = list(rows)
    if rows and isinstance(rows[0], Mapping):
        _check_names(spec, {name for row in rows for name in row})
    arrays = [_array(table, column, _values(table, column, rows)) for column in spec.columns]
    return conform(table, pa.table(arrays, names=spec.arrow_schema.names))


def conform(table: str, data: pa.Table) -> pa.Table:
    """Return an Arrow table with the contract's schema, enum dictionaries and order of rows.

    The same rows give the same table, however they were split, ordered or encoded. Raises ContractError as
    ``table_from_rows`` does.
    """
    spec = contract(table)
    _check_names(spec, set(data.column_names))
    plain = []
    for column in spec.columns:
        given = column.name in data.column_names
        values = data.column(column.name) if given else pa.chunked_array([pa.nulls(data.num_rows)])
        if values.null_count and not column.nullable:
            raise ContractError(
                f"{table}.{column.name} is required, but null in {values.null_count:,} of {data.num_rows:,} rows."
            )
        try:
            plain.append(values.cast(_plain_type(column)))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise ContractError(f"{table}.{column.name}: {error}") from error
    ordered = pa.table(plain, names=spec.arrow_schema.names)
    ordered = ordered.sort_by([(name, "ascending") for name in spec.sorted_by]).combine_chunks()
    arrays = [_encoded(table, column, ordered.column(column.name)) for column in spec.columns]
    return pa.Table.from_arrays(arrays, schema=spec.arrow_schema)


def _check_names(spec: Contract, names: set[str]) -> None:
    unknown = names - {column.name for column in spec.columns}
    if unknown:
        raise ContractError(
            f"{spec.table} has no column {', '.join(sorted(unknown))}; "
            f"columns are declared in schemas/{spec.table}.odcs.yaml."
        )


def _values(table: str, column: Column, rows: list[Any]) -> list[Any]:
    name = column.name
    mappings = bool(rows) and isinstance(rows[0], Mapping)
    if column.nullable:
        return [row.get(name) for row in rows] if mappings else [getattr(row, name, None) for row in rows]
    try:
        return list(map(operator.itemgetter(name) if mappings else operator.attrgetter(name), rows))
    except (KeyError, AttributeError):
        raise ContractError(f"{table}: a row has no {name}, which is required.") from None


def _array(table: str, column: Column, values: list[Any]) -> pa.Array[Any]:
    try:
        return pa.array(values, _plain_type(column))
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, OverflowError) as error:
        raise ContractError(f"{table}.{column.name} takes {column.type}: {error}") from error


def _plain_type(column: Column) -> pa.DataType:
    return pa.string() if column.values else column.type


def _encoded(table: str, column: Column, values: pa.ChunkedArray[Any]) -> pa.Array[Any]:
    """Encode an enum by the contract's list, so that all files share one dictionary in one order."""
    whole = values.combine_chunks()
    if not column.values:
        return whole
    dictionary = pa.array(column.values, pa.string())
    codes = pc.index_in(whole, value_set=dictionary)
    unknown = pc.unique(whole.filter(pc.and_(pc.is_null(codes), pc.is_valid(whole)))).to_pylist()
    if unknown:
        named = ", ".join(map(repr, unknown))
        raise ContractError(f"{table}.{column.name}: {named} is not one of {', '.join(column.values)}.")
    return pa.DictionaryArray.from_arrays(codes, dictionary)
