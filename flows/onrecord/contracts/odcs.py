"""Contract files: Open Data Contract Standard 3.1, https://bitol-io.github.io/open-data-contract-standard.

What the standard has no word for stands in its ``customProperties``: ``sortedBy``, ``partRows``, ``spans`` and
``spanLists`` of a table, ``unit`` of a column.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import yaml
from open_data_contract_standard.model import (
    DataQuality,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)

from onrecord.contracts.declaration import (
    Column,
    Contract,
    ContractError,
    Reference,
    Rule,
    Severity,
    SpanColumns,
    SpanListColumns,
)

_IN_SET = "expect_column_values_to_be_in_set"

_ENUM = "dictionary<string>"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PRIMITIVES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "timestamp[us, UTC]": pa.timestamp("us", tz="UTC"),
    _ENUM: pa.dictionary(pa.int32(), pa.string()),
}


@functools.cache
def contract(table: str) -> Contract:
    """Return the contract of a table; raises ContractError if there is none or its file is wrong."""
    path = folder() / f"{table}.odcs.yaml"
    if not path.is_file():
        known = ", ".join(all_contracts())
        raise ContractError(f"There is no table {table!r}; the tables are {known}.")
    return read(path)


@functools.cache
def all_contracts() -> Mapping[str, Contract]:
    """Return all contracts by table name, in alphabetical order."""
    names = sorted(path.name.removesuffix(".odcs.yaml") for path in folder().glob("*.odcs.yaml"))
    return {name: contract(name) for name in names}


def read(path: Path) -> Contract:
    """Read one ODCS file; raises ContractError with the file's name."""
    try:
        # As its from_file, which reads YAML in Python alone: 0.3 s in each process for our contracts.
        return _contract(OpenDataContractStandard(**yaml.load(path.read_text(encoding="utf-8"), _Loader)))  # noqa: S506
    except (KeyError, TypeError, ValueError, LookupError) as error:
        raise ContractError(f"{path.name}: {error}") from error


def folder() -> Path:
    """Return the folder of the contracts: the checkout's if there is one, else the one in the package."""
    checkout = Path(__file__).parents[3] / "schemas"
    if checkout.is_dir():
        return checkout
    return Path(str(resources.files("onrecord"))) / "_schemas"


def _contract(odcs: OpenDataContractStandard) -> Contract:
    schema = (odcs.schema_ or [])[0]
    properties = schema.properties or []
    keys = sorted(
        (prop.primaryKeyPosition or 0, _required(prop.name, "name")) for prop in properties if prop.primaryKey
    )
    about = odcs.description
    return Contract(
        table=_required(schema.name, "schema.name"),
        version=_required(odcs.version, "version"),
        description=_required(schema.description, "schema.description"),
        purpose=(about.purpose if about else None) or "",
        usage=(about.usage if about else None) or "",
        limitations=(about.limitations if about else None) or "",
        columns=tuple(_column(prop) for prop in properties),
        primary_key=tuple(name for _, name in keys),
        sorted_by=tuple(_custom(schema, "sortedBy") or ()),
        part_rows=_custom(schema, "partRows"),
        references=tuple(_references(properties)),
        spans=tuple(SpanColumns(**item) for item in _custom(schema, "spans") or ()),
        span_lists=tuple(SpanListColumns(**item) for item in _custom(schema, "spanLists") or ()),
        rules=tuple(_rules(schema, properties)),
    )


def _column(prop: SchemaProperty) -> Column:
    name = _required(prop.name, "name")
    values: tuple[str, ...] = ()
    if prop.physicalType == _ENUM:
        sets = [kwargs["value_set"] for kind, kwargs in map(_implementation, prop.quality or ()) if kind == _IN_SET]
        if not sets:
            raise ValueError(f"{name} is a {_ENUM} without an {_IN_SET} rule that lists its values")
        values = tuple(sets[0])
    return Column(
        name=name,
        type=_arrow_type(prop),
        nullable=not prop.required,
        description=_required(prop.description, f"{name}.description"),
        unit=_custom(prop, "unit"),
        values=values,
    )


def _arrow_type(prop: SchemaProperty) -> pa.DataType:
    if prop.logicalType == "array" and prop.items is not None:
        return pa.list_(pa.field("element", _arrow_type(prop.items), nullable=not prop.items.required))
    if prop.logicalType == "object":
        return pa.struct(
            [pa.field(_required(p.name, "name"), _arrow_type(p), not p.required) for p in prop.properties or ()]
        )
    try:
        return _PRIMITIVES[prop.physicalType or ""]
    except KeyError:
        known = ", ".join(_PRIMITIVES)
        raise ValueError(f"physicalType {prop.physicalType!r} of {prop.name} is none of {known}") from None


def _references(properties: list[SchemaProperty]) -> list[Reference]:
    found = []
    for prop in properties:
        for relationship in prop.relationships or ():
            to_table, to_column = str(relationship.to).split(".")
            found.append(Reference(_required(prop.name, "name"), to_table, to_column))
    return found


def _rules(schema: SchemaObject, properties: list[SchemaProperty]) -> list[Rule]:
    """What ``required`` and ``primaryKey`` mean, then the declared rules in the order of the file."""
    keys = [_required(prop.name, "name") for prop in properties if prop.primaryKey]
    unique = "The primary key is unique."
    if len(keys) == 1:
        rules = [Rule("expect_column_values_to_be_unique", {"column": keys[0]}, "critical", unique)]
    else:
        # Two rows with the same nulls in their key are the same key.
        of_all = {"column_list": keys, "ignore_row_if": "never"}
        rules = [Rule("expect_compound_columns_to_be_unique", of_all, "critical", unique)]
    for prop in properties:
        here = {"column": prop.name}
        if prop.required:
            rules.append(Rule("expect_column_values_to_not_be_null", here, "critical", "Required."))
        rules += [_rule(quality, here) for quality in prop.quality or ()]
    return rules + [_rule(quality, {}) for quality in schema.quality or ()]


def _rule(quality: DataQuality, column: dict[str, Any]) -> Rule:
    kind, kwargs = _implementation(quality)
    if quality.severity not in {"critical", "warning"}:
        raise ValueError(f"severity {quality.severity!r} of {kind} is neither critical nor warning")
    return Rule(kind, column | kwargs, cast(Severity, quality.severity), _required(quality.description, "description"))


def _implementation(quality: DataQuality) -> tuple[str, dict[str, Any]]:
    if quality.engine != "greatExpectations" or not isinstance(quality.implementation, dict):
        raise ValueError(f"the rule {quality.description!r} has no Great Expectations implementation")
    return quality.implementation["type"], quality.implementation.get("kwargs", {})


def _custom(element: SchemaObject | SchemaProperty, name: str) -> Any:
    return next((item.value for item in element.customProperties or () if item.property == name), None)


def _required(value: str | None, what: str) -> str:
    if not value:
        raise ValueError(f"{what} is missing")
    return value
