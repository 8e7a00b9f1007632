"""Rows -> the Arrow table a contract declares: its columns, types, enums and order of rows, or an error."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.contracts.declaration import Column, Contract, ContractError, contract


def table_from_rows(table: str, rows: Iterable[Any]) -> pa.Table:
    """Return rows (mappings, or objects with the columns as attributes) as the contract's table, sorted.

    A nullable column may be left out of a mapping. Raises ContractError where a column is missing or unknown,
    a required value is null, a value has another type, or an enum's value is not in its list.
    """
    spec = contract(table)
    rows = list(rows)
    mappings = bool(rows) and isinstance(rows[0], Mapping)
    if mappings:
        _check_names(spec, {name for row in rows for name in row})
    read: Callable[[str], Callable[[Any], Any]] = operator.itemgetter if mappings else operator.attrgetter
    arrays = []
    for column in spec.columns:
        try:
            values = list(map(read(column.name), rows))
        except KeyError:
            if not column.nullable:
                raise ContractError(f"{table}: a row has no {column.name}, which is required.") from None
            values = [row.get(column.name) for row in rows]
        except AttributeError as error:
            raise ContractError(f"{table}: {error}.") from error
        arrays.append(_array(table, column, values))
    return conform(table, pa.table(arrays, names=[column.name for column in spec.columns]))


def conform(table: str, data: pa.Table) -> pa.Table:
    """Return an Arrow table with the contract's schema, enum dictionaries and order of rows.

    The same rows give the same table, however they were split, ordered or encoded. Raises ContractError as
    ``table_from_rows`` does.
    """
    spec = contract(table)
    _check_names(spec, set(data.column_names))
    arrays = []
    for column in spec.columns:
        if column.name in data.column_names:
            values = data.column(column.name).combine_chunks()
        else:
            values = pa.nulls(data.num_rows).cast(_plain_type(column))
        if values.null_count and not column.nullable:
            raise ContractError(
                f"{table}.{column.name} is required, "
                f"but null in {values.null_count:,} of {data.num_rows:,} rows."
            )
        try:
            arrays.append(_enum(column, values) if column.values else values.cast(column.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
            raise ContractError(f"{table}.{column.name}: {error}") from error
    conformed = pa.Table.from_arrays(arrays, schema=spec.arrow_schema)
    return conformed.sort_by([(name, "ascending") for name in spec.sorted_by])


def _check_names(spec: Contract, names: set[str]) -> None:
    unknown = names - {column.name for column in spec.columns}
    if unknown:
        raise ContractError(
            f"{spec.table} has no column {', '.join(sorted(unknown))}; "
            f"columns are declared in schemas/{spec.table}.odcs.yaml."
        )


def _array(table: str, column: Column, values: list[Any]) -> pa.Array[Any]:
    try:
        return pa.array(values, _plain_type(column))
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, OverflowError) as error:
        raise ContractError(f"{table}.{column.name} takes {column.type}: {error}") from error


def _plain_type(column: Column) -> pa.DataType:
    return pa.string() if column.values else column.type


def _enum(column: Column, values: pa.Array[Any]) -> pa.Array[Any]:
    """Encode by the contract's list, so that all files share one dictionary in one order."""
    plain = values.cast(pa.string())
    dictionary = pa.array(column.values, pa.string())
    codes = pc.index_in(plain, value_set=dictionary)
    unknown = pc.unique(plain.filter(pc.and_(pc.is_null(codes), pc.is_valid(plain)))).to_pylist()
    if unknown:
        raise ValueError(f"{', '.join(map(repr, unknown))} is not one of {', '.join(column.values)}")
    return pa.DictionaryArray.from_arrays(codes, dictionary)
