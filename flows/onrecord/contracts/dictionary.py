"""The data dictionary: what tables and columns mean, as Markdown for people and as plain data for scripts."""

from __future__ import annotations

from typing import Any

from onrecord.contracts.declaration import Column, Contract
from onrecord.contracts.odcs import all_contracts


def markdown() -> str:
    """Return the data dictionary of all tables as one Markdown page."""
    page = [
        "# Data dictionary",
        "",
        "Rendered from the contracts in `schemas/`; `onrecord dictionary` prints it.",
    ]
    for spec in all_contracts().values():
        page += ["", f"## {spec.table}", "", spec.description, "", *_about(spec), ""]
        page += ["| column | type | null | meaning |", "|---|---|---|---|"]
        page += [_row(spec, column) for column in spec.columns]
    return "\n".join(page) + "\n"


def tables() -> dict[str, Any]:
    """Return the data dictionary as JSON-ready data: table -> description, keys, columns."""
    return {
        spec.table: {
            "version": spec.version,
            "description": spec.description,
            "primary_key": list(spec.primary_key),
            "sorted_by": list(spec.sorted_by),
            "schema_sha256": spec.schema_hash,
            "columns": [
                {
                    "name": column.name,
                    "type": _type(column),
                    "nullable": column.nullable,
                    "description": column.description,
                    "unit": column.unit,
                    "values": list(column.values),
                    "references": _target(spec, column),
                }
                for column in spec.columns
            ],
        }
        for spec in all_contracts().values()
    }


def _about(spec: Contract) -> list[str]:
    lines = [f"*{text}*  " for text in (spec.purpose, spec.usage, spec.limitations) if text]
    keys = ", ".join(f"`{name}`" for name in spec.primary_key)
    order = ", ".join(f"`{name}`" for name in spec.sorted_by)
    return [*lines, f"Contract {spec.version}. Key: {keys}. Sorted by: {order}."]


def _row(spec: Contract, column: Column) -> str:
    meaning = column.description
    if column.values:
        meaning += " One of " + ", ".join(f"`{value}`" for value in column.values) + "."
    if column.unit:
        meaning += f" Unit: {column.unit}."
    if target := _target(spec, column):
        meaning += f" References `{target}`."
    cells = (f"`{column.name}`", f"`{_type(column)}`", "yes" if column.nullable else "", meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _target(spec: Contract, column: Column) -> str | None:
    targets = (f"{ref.to_table}.{ref.to_column}" for ref in spec.references if ref.column == column.name)
    return next(targets, None)


def _type(column: Column) -> str:
    return "enum" if column.values else str(column.type).replace(" not null", "").replace("element: ", "")
