"""Audit: every promise of the contracts, checked on the staged tables before anyone can read them.

Critical checks decide whether a release is published; warnings are reported. The expectations are those of
the contracts, run by Great Expectations; what it can't see on pandas is checked by us: schemas, references
between tables, offsets into the texts, inputs that went missing, drift against the last release.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import Contract, all_contracts, expectation_suite
from onrecord.contracts.declaration import Severity
from onrecord.release import drift, offsets
from onrecord.release.errors import DamagedReleaseError
from onrecord.release.storage import explained

if TYPE_CHECKING:
    import pandas as pd

NAME = "audit.json"


@dataclass(frozen=True, slots=True)
class Check:
    """One check and how it went: ``n_failed`` of ``n_checked`` rows fail, ``examples`` are a few of them."""

    table: str
    column: str | None
    name: str
    description: str
    severity: Severity
    ok: bool
    n_checked: int = 0
    n_failed: int = 0
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.table}.{self.column}" if self.column else self.table
        counted = f" {self.n_failed:,} of {self.n_checked:,} rows fail" if self.n_failed else ""
        examples = f", such as {'; '.join(self.examples)}" if self.examples else ""
        return f"{where}: {self.name} ({self.description}){counted}{examples}"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All checks of one audit, and the shape of the tables, which the next audit compares its own with."""

    checks: tuple[Check, ...]
    profile: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether every critical check holds."""
        return not self.failures("critical")

    def failures(self, severity: Severity) -> list[Check]:
        """Return the failed checks of one severity."""
        return [check for check in self.checks if not check.ok and check.severity == severity]

    def summary(self) -> str:
        """Return what failed, one line each, critical first; one line if nothing did."""
        failed = self.failures("critical") + self.failures("warning")
        lines = [f"{check.severity}: {check}" for check in failed]
        return "\n".join(lines) or f"All {len(self.checks)} checks hold."

    def write(self, folder: Path) -> None:
        """Write ``audit.json`` into a release's folder."""
        text = json.dumps(dataclasses.asdict(self), indent=2, ensure_ascii=False)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> AuditReport:
        """Read the audit of a release; raises DamagedReleaseError if there is none or it can't be read."""
        try:
            data = json.loads((folder / NAME).read_text(encoding="utf-8"))
            checks = [Check(**(check | {"examples": tuple(check["examples"])})) for check in data["checks"]]
            return cls(tuple(checks), data["profile"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DamagedReleaseError(f"{folder / NAME} can't be read ({error}).") from error


def audit(staging: Path, previous: Path | None = None, n_inputs: int | None = None) -> AuditReport:
    """Check the tables in ``staging/release``; ``previous`` is the last release's folder, to see drift.

    ``n_inputs`` is how many inputs the run found: each must be a row of ``articles`` or ``rejects``.
    """
    folder = staging / "release"
    with explained("Auditing", folder):
        checks = [_schema_check(spec, folder) for spec in all_contracts().values()]
        if not all(check.ok for check in checks):
            return AuditReport(tuple(checks), {})
        profile = drift.profile(folder)
        checks += _expectation_checks(folder)
        checks += _reference_checks(folder)
        checks += _offset_checks(folder)
        if n_inputs is not None:
            checks.append(_nothing_lost(profile, n_inputs))
        if previous is not None:
            checks += _drift_checks(previous, profile)
    return AuditReport(tuple(checks), profile)


def _schema_check(spec: Contract, folder: Path) -> Check:
    path = folder / f"{spec.table}.parquet"
    examples: tuple[str, ...] = ()
    if not path.exists():
        examples = (f"{path} is missing",)
    elif not pq.read_schema(path).equals(spec.arrow_schema, check_metadata=True):
        examples = (f"{path} has another schema than contract {spec.version}",)
    return Check(
        spec.table,
        None,
        "schema",
        "The file has the contract's schema.",
        "critical",
        not examples,
        examples=examples,
    )


def _expectation_checks(folder: Path) -> Iterator[Check]:
    import great_expectations as gx  # noqa: PLC0415 - 3 CPU seconds, paid only here
    from great_expectations.data_context.types.base import (  # noqa: PLC0415
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    source = gx.get_context(mode="ephemeral", project_config=config).data_sources.add_pandas("staging")
    for spec in all_contracts().values():
        batches = source.add_dataframe_asset(spec.table).add_batch_definition_whole_dataframe("all")
        frame = _frame(spec, folder / f"{spec.table}.parquet")
        batch = batches.get_batch({"dataframe": frame})
        # SUMMARY keeps counts and a few examples; more costs minutes when many rows fail.
        results = batch.validate(expectation_suite(spec), result_format="SUMMARY")
        yield from (_expectation_check(spec, result.to_json_dict()) for result in results.results)


def _frame(spec: Contract, path: Path) -> pd.DataFrame:
    """Read the columns that the expectations name; of a list they need no more than its length."""
    named = {name for rule in spec.rules for name in rule.columns}
    data = pq.read_table(path, columns=[column.name for column in spec.columns if column.name in named])
    for i, field in enumerate(data.schema):
        if pa.types.is_list(field.type):
            data = data.set_column(i, field.name, pc.list_value_length(data.column(i)))
    return data.to_pandas()


def _expectation_check(spec: Contract, result: dict[str, Any]) -> Check:
    config, outcome = result["expectation_config"], result["result"]
    kwargs = config["kwargs"]
    examples = tuple(str(value)[:80] for value in outcome.get("partial_unexpected_list", ())[:3])
    if not result["success"] and not outcome:
        examples = (f"the check itself failed: {str(result['exception_info'])[:300]}",)
    return Check(
        table=spec.table,
        column=kwargs.get("column") or kwargs.get("column_A"),
        name=config["type"],
        description=config.get("description") or "",
        severity=config["severity"],
        ok=result["success"],
        n_checked=outcome.get("element_count", 0),
        n_failed=outcome.get("unexpected_count", 0),
        examples=examples,
    )


def _reference_checks(folder: Path) -> Iterator[Check]:
    for spec in all_contracts().values():
        for ref in spec.references:
            values = _column(folder, spec.table, ref.column)
            targets = pc.unique(_column(folder, ref.to_table, ref.to_column))
            missing = values.filter(
                pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, value_set=targets)))
            )
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


def _offset_checks(folder: Path) -> Iterator[Check]:
    for finding in offsets.check(folder):
        yield Check(
            finding.table,
            finding.column,
            "offsets",
            finding.promise,
            "critical",
            ok=not finding.n_failed,
            n_checked=finding.n_checked,
            n_failed=finding.n_failed,
            examples=finding.examples,
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
    return pq.read_table(folder / f"{table}.parquet", columns=[column]).column(column)
