"""A contract: one table's columns, keys, references, spans and rules."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

Severity = Literal["critical", "warning"]


class ContractError(Exception):
    """A contract file, or data offered for a table, is not as the contracts say; the message names where."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Arrow type, whether it may be null, what it means, in which unit."""

    name: str
    type: pa.DataType
    nullable: bool
    description: str
    unit: str | None = None
    values: tuple[str, ...] = ()
    """The closed list of an enum column, in the contract's order; empty for other columns."""

    @property
    def arrow_field(self) -> pa.Field[Any]:
        """The column as Arrow field, with description and unit as metadata."""
        metadata = {"description": self.description} | ({"unit": self.unit} if self.unit else {})
        return pa.field(self.name, self.type, self.nullable, metadata)


@dataclass(frozen=True, slots=True)
class Reference:
    """Every non-null value of ``column`` is a value of ``to_column`` in table ``to_table``."""

    column: str
    to_table: str
    to_column: str


@dataclass(frozen=True, slots=True)
class SpanColumns:
    """``articles.text[start:end]`` is ``text``; all three null where the text does not have it."""

    start: str
    end: str
    text: str


@dataclass(frozen=True, slots=True)
class SpanListColumns:
    """Column ``spans``: spans in order, apart from each other, from the row's ``start`` to its ``end``."""

    spans: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One Great Expectations expectation of the table."""

    type: str
    kwargs: Mapping[str, Any]
    severity: Severity
    description: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns the rule is about."""
        single = (self.kwargs[key] for key in ("column", "column_A", "column_B") if key in self.kwargs)
        return (*single, *self.kwargs.get("column_list", ()))


@dataclass(frozen=True)
class Contract:
    """One table's contract."""

    table: str
    version: str
    description: str
    purpose: str
    usage: str
    limitations: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    sorted_by: tuple[str, ...]
    part_rows: int | None = None
    """Rows from which a part of the table is full, about 50 MB; for tables with rows of single articles alone."""
    references: tuple[Reference, ...] = ()
    spans: tuple[SpanColumns, ...] = ()
    span_lists: tuple[SpanListColumns, ...] = ()
    rules: tuple[Rule, ...] = field(default=(), repr=False)

    @property
    def grain(self) -> str:
        """The first sentence of the description: what one row is."""
        return self.description.split(". ", 1)[0].rstrip(".") + "."

    def column(self, name: str) -> Column:
        """Return a column by name; raises KeyError."""
        return self._columns_by_name[name]

    @functools.cached_property
    def arrow_schema(self) -> pa.Schema:
        """The schema of the table's Parquet files, metadata included."""
        metadata: dict[bytes | str, bytes | str] = {
            "description": self.description,
            "onrecord.contract": f"{self.table} {self.version}",
            "pandas": json.dumps(_pandas_metadata(self.columns), sort_keys=True),
        }
        return pa.schema([column.arrow_field for column in self.columns], metadata)

    @functools.cached_property
    def schema_hash(self) -> str:
        """SHA-256 of names, types and nullability in order: what a reader's code depends on."""
        shape = [(column.name, str(column.type), column.nullable) for column in self.columns]
        return hashlib.sha256(json.dumps(shape).encode()).hexdigest()

    @functools.cached_property
    def _columns_by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def _pandas_metadata(columns: tuple[Column, ...]) -> dict[str, Any]:
    """Make ``pandas.read_parquet`` read nullable integers as Int64, not as floats with NaN.

    This is the note that pandas itself writes into Parquet files; other readers skip it.
    """
    nullable_integers = [column for column in columns if column.nullable and pa.types.is_integer(column.type)]
    return {
        "columns": [
            {
                "name": column.name,
                "field_name": column.name,
                "pandas_type": "int64",
                "numpy_type": "Int64",
                "metadata": None,
            }
            for column in nullable_integers
        ],
        "column_indexes": [],
        "index_columns": [],
        "pandas_version": "3.0.0",
    }
