"""Checks: what an audit found, in memory and as ``audit.json`` beside the tables."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.contracts.declaration import Severity
from onrecord.release.errors import DamagedReleaseError

NAME = "audit.json"

Fresh = Mapping[str, Sequence[str] | None]
"""By path of a file, the articles whose rows have not been audited yet: none, some, or (None, or no entry) all."""


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
