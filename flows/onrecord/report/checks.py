"""The audit of a release by table: what passed, what warns, what failed, and what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

from onrecord.report.excerpt import Release
from onrecord.report.legible import one_line

Outcome = Literal["pass", "warn", "fail"]
_SEEN = 300


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation, met or not; a warning that is not met does not stop a release."""

    outcome: Outcome
    expectation: str
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


def audited_tables(release: Release, audit: Mapping[str, Any]) -> list[AuditedTable]:
    """Return each table of the release with its checks in ``audit``, of the shape ``page.write_report`` takes.

    Checks of a table that the release lacks come under that table's name, with no rows.
    """
    checks: dict[str, list[Check]] = {table: [] for table in release.tables}
    for result in audit["checks"]:
        checks.setdefault(result["table"], []).append(_check(result))
    return [_audited(release, table, checks[table]) for table in checks]


def _check(result: Mapping[str, Any]) -> Check:
    failed: Outcome = "fail" if result["severity"] == "critical" else "warn"
    seen = result.get("observed")
    unexpected = result.get("unexpected_count")
    words = [] if seen is None else [f"observed {one_line(str(seen), _SEEN)}"]
    words += [f"{unexpected:,} unexpected"] if unexpected else []
    return Check(
        outcome="pass" if result["success"] else failed,
        expectation=result["expectation"],
        column=result.get("column") or "",
        description=one_line(result.get("description") or "", _SEEN),
        seen="; ".join(words),
    )


def _audited(release: Release, table: str, checks: list[Check]) -> AuditedTable:
    order = {"fail": 0, "warn": 1, "pass": 2}
    checks = sorted(checks, key=lambda check: order[check.outcome])
    if table not in release.tables:
        return AuditedTable(table, "", 0, 0, [], checks)
    schema = release.schema(table)
    return AuditedTable(
        name=table,
        description=_described(schema.metadata),
        n_rows=release.count(table),
        n_bytes=release.n_bytes(table),
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
