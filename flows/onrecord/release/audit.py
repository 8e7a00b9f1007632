"""Audit: every promise of the contracts, checked on the staged tables before anyone can read them.

Critical checks decide whether a release is published; warnings are reported. The expectations are those of
the contracts, run by Great Expectations; what it can't see on pandas is checked by us: schemas, references
between tables, offsets into the texts, inputs that went missing, drift against the last release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import Contract, all_contracts
from onrecord.release import drift, expectations, layout, offsets
from onrecord.release.checks import AuditReport, Check, Fresh
from onrecord.release.errors import DamagedReleaseError
from onrecord.release.storage import explained


def audit(
    staging: Path, previous: Path | None = None, n_inputs: int | None = None, fresh: Fresh = MappingProxyType({})
) -> AuditReport:
    """Check the tables in ``staging/release``; ``previous`` is the last release's folder, to see drift.

    ``n_inputs`` is how many inputs the run found: each must be a row of ``articles`` or ``rejects``. ``fresh`` says of
    files, by path, which articles' rows were not taken over from the last release: where some were, their rows were
    checked one by one when they were made, so that here only their keys and references are.
    """
    folder = staging / "release"
    with explained("Auditing", folder):
        checks = [_schema_check(spec, folder) for spec in all_contracts().values()]
        if not all(check.ok for check in checks):
            return AuditReport(tuple(checks), {})
        profile = drift.profile(folder)
        checks += expectations.check(folder, fresh)
        checks += _reference_checks(folder)
        checks += offsets.check(folder, fresh)
        if n_inputs is not None:
            checks.append(_nothing_lost(profile, n_inputs))
        if previous is not None:
            checks += _drift_checks(previous, profile)
    return AuditReport(tuple(checks), profile)


def _schema_check(spec: Contract, folder: Path) -> Check:
    paths = layout.paths(folder, spec.table)
    examples = tuple(
        f"{path} has another schema than contract {spec.version}"
        for path in paths
        if not pq.read_schema(path).equals(spec.arrow_schema, check_metadata=True)
    )
    if not paths:
        examples = (f"{folder / spec.table}.parquet is missing",)
    return Check(
        spec.table,
        None,
        "schema",
        "The table's files have the contract's schema.",
        "critical",
        not examples,
        examples=examples,
    )


def _reference_checks(folder: Path) -> Iterator[Check]:
    for spec in all_contracts().values():
        for ref in spec.references:
            values = _column(folder, spec.table, ref.column)
            targets = pc.unique(_column(folder, ref.to_table, ref.to_column))
            missing = values.filter(pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, value_set=targets))))
            yield Check(
                spec.table,
                ref.column,
                "reference",
                f"Every value is one of {ref.to_table}.{ref.to_column}.",
                "critical",
                ok=not missing,
                n_checked=len(values) - values.null_count,
                n_failed=len(missing),
                examples=tuple(str(value) for value in missing[:3].to_pylist()),
            )


def _nothing_lost(profile: Mapping[str, Any], n_inputs: int) -> Check:
    n_found = profile["articles"]["rows"] + profile["rejects"]["rows"]
    return Check(
        "rejects",
        None,
        "nothing lost",
        "Every input is a row of articles or of rejects.",
        "critical",
        ok=n_found == n_inputs,
        n_checked=n_inputs,
        n_failed=abs(n_inputs - n_found),
        examples=() if n_found == n_inputs else (f"{n_inputs:,} inputs, {n_found:,} rows",),
    )


def _drift_checks(previous: Path, now: drift.Profile) -> Iterator[Check]:
    try:
        before = AuditReport.read(previous).profile
    except DamagedReleaseError as error:  # no reason to hold back the next release
        yield _drift_check("articles", (f"not compared: {error}",))
        return
    for table in all_contracts():
        yield _drift_check(table, tuple(drift.changes(before, now, table)))


def _drift_check(table: str, changes: tuple[str, ...]) -> Check:
    description = "The table looks like that of the last release."
    return Check(table, None, "drift", description, "warning", ok=not changes, examples=changes)


def _column(folder: Path, table: str, column: str) -> pa.ChunkedArray[Any]:
    return layout.read(folder, table, [column]).column(column)
