"""The audit of a release by table: what passed, what warns, what failed, and what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

from onrecord.report.excerpt import Tables
from onrecord.report.legible import one_line
from onrecord.report.wording import counted

Outcome = Literal["pass", "warn", "fail"]
_EXAMPLE = 120


@dataclass(frozen=True, slots=True)
class Check:
    """One check, held or not; a warning that does not hold does not stop a tables."""

    outcome: Outcome
    name: str
    column: str
    description: str
    seen: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its contract declares it."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class AuditedTable:
    """A table of the release with its checks."""

    name: str
    description: str
    n_rows: int
    n_bytes: int
    columns: list[Column]
    checks: list[Check] = field(default_factory=list)

    def n(self, outcome: Outcome) -> int:
        """Checks with that outcome."""
        return sum(check.outcome == outcome for check in self.checks)


def audited_tables(tables: Tables, audit: Mapping[str, Any]) -> list[AuditedTable]:
    """Return each table of the release with its checks in ``audit``, of the shape of a release's audit.json.

    Checks of a table that the release lacks come under that table's name, with no rows.
    """
    checks: dict[str, list[Check]] = {table: [] for table in tables.names}
    for result in audit["checks"]:
        checks.setdefault(result["table"], []).append(_check(result))
    return [_audited(tables, table, checks[table]) for table in checks]


def _check(result: Mapping[str, Any]) -> Check:
    failed: Outcome = "fail" if result["severity"] == "critical" else "warn"
    seen = f"{result['n_failed']:,} of {counted(result['n_checked'], 'row')} fail" if result["n_failed"] else ""
    examples = "; ".join(one_line(str(example), _EXAMPLE) for example in result["examples"])
    if result["ok"] and result["n_checked"]:
        seen = seen or counted(result["n_checked"], "row") + " checked"
    return Check(
        outcome="pass" if result["ok"] else failed,
        name=result["name"],
        column=result["column"] or "",
        description=result["description"],
        seen=", such as ".join(filter(None, [seen, examples])),
    )


def _audited(tables: Tables, table: str, checks: list[Check]) -> AuditedTable:
    order = {"fail": 0, "warn": 1, "pass": 2}
    checks = sorted(checks, key=lambda check: order[check.outcome])
    if table not in tables.names:
        return AuditedTable(table, "", 0, 0, [], checks)
    schema = tables.schema(table)
    return AuditedTable(
        name=table,
        description=_described(schema.metadata),
        n_rows=tables.count(table),
        n_bytes=tables.n_bytes(table),
        columns=[Column(column.name, _type(column.type), _described(column.metadata)) for column in schema],
        checks=checks,
    )


def _described(metadata: dict[bytes, bytes] | None) -> str:
    return (metadata or {}).get(b"description", b"").decode()


def _type(type_: pa.DataType) -> str:
    if pa.types.is_dictionary(type_):
        return "enum"
    if pa.types.is_list(type_):
        return f"list of {_type(type_.value_type)}"
    return "struct" if pa.types.is_struct(type_) else str(type_)
