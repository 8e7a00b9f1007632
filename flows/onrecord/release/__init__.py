"""Releases: staged, audited, published by one atomic swap, compared, gone back to, let go of.

    with open_staging(data) as staging:
        gather(staging, "quotes.parquet", "quotes", rows)   rows -> staging/release/quotes.parquet
        report = audit(staging, previous=...)             every promise of the contracts
        publish(data, staging, report, versions=..., counts=...)

Readers see ``data/current``: always one whole, audited release.
"""

from onrecord.release.audit import audit
from onrecord.release.catalogue import Release, current, find, releases
from onrecord.release.checks import AuditReport, Check
from onrecord.release.diff import Diff, TableDiff, diff
from onrecord.release.errors import (
    AuditFailedError,
    BusyError,
    DamagedReleaseError,
    NoReleaseError,
    ReleaseError,
    StorageError,
)
from onrecord.release.manifest import File, Manifest
from onrecord.release.publish import Publication, publish
from onrecord.release.retention import prune, rollback
from onrecord.release.stage import carry, gather, open_staging, turn, write_table

__all__ = [
    "AuditFailedError",
    "AuditReport",
    "BusyError",
    "Check",
    "DamagedReleaseError",
    "Diff",
    "File",
    "Manifest",
    "NoReleaseError",
    "Publication",
    "Release",
    "ReleaseError",
    "StorageError",
    "TableDiff",
    "audit",
    "carry",
    "current",
    "diff",
    "find",
    "gather",
    "open_staging",
    "prune",
    "publish",
    "releases",
    "rollback",
    "turn",
    "write_table",
]
