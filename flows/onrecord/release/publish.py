"""Publish: a staged, audited release becomes ``data/releases/<id>`` and, by one swap, ``data/current``."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from onrecord.release import manifest
from onrecord.release.catalogue import Release, current, point_to, releases
from onrecord.release.checks import AuditReport
from onrecord.release.errors import AuditFailedError, DamagedReleaseError, NoReleaseError
from onrecord.release.manifest import Manifest
from onrecord.release.storage import explained, locked, sync, sync_tree

PATIENCE = 60.0
"""Seconds to wait for another process that publishes; it needs less than one, but for very large releases."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The release that is current now, and whether it has just become so."""

    release: Release
    is_new: bool


def publish(
    data: Path, staging: Path, report: AuditReport, *, versions: Mapping[str, str], counts: Mapping[str, int]
) -> Publication:
    """Publish the staged tables as the current release.

    ``versions`` says what made them (code, extractor, model) and ``counts`` what went in and came out;
    both go into the manifest. Publishes nothing if the current release holds the same bytes; takes up an
    older release that does. Whatever fails, at any point, ``current`` is the last release or the new one,
    whole.

    Raises AuditFailedError if a critical check failed, BusyError if another process publishes, StorageError
    if the disk refuses.
    """
    if not report.ok:
        raise AuditFailedError(
            f"{len(report.failures('critical'))} critical checks failed, so nothing was published:\n"
            f"{report.summary()}\nThe tables are in {staging / 'release'}. The last release is as it was."
        )
    home = data / "releases"
    with explained("Publishing", data):
        home.mkdir(parents=True, exist_ok=True)
        with locked(home / ".lock", "Another run is publishing to this data folder", PATIENCE):
            parent = _last(data)
            tables = manifest.describe(staging / "release")
            content = manifest.content_hash(tables)
            same = [release for release in releases(data) if _content(release) == content]
            if parent in same:
                return Publication(parent, is_new=False)
            if same:
                release = same[-1]
            else:
                now = dt.datetime.now(dt.UTC)
                made = Manifest(
                    # Milliseconds: releases made within one second still sort by time.
                    release_id=f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z-{content[:8]}",
                    published_at=now.isoformat(timespec="seconds"),
                    parent=parent.id if parent else None,
                    content_sha256=content,
                    versions=dict(versions),
                    counts=dict(counts),
                    tables=tables,
                )
                release = _move(data, staging / "release", made, report)
            _list_rejects(data, release)
            point_to(data, release)
    return Publication(release, is_new=True)


def _last(data: Path) -> Release | None:
    try:
        return current(data)
    except NoReleaseError:  # it was removed by hand; that is no reason not to publish
        return None


def _content(release: Release) -> str | None:
    try:
        return release.manifest.content_sha256
    except DamagedReleaseError:
        return None


def _move(data: Path, folder: Path, made: Manifest, report: AuditReport) -> Release:
    """Give the staged folder its manifest and its place; it lasts before anything points to it."""
    report.write(folder)
    made.write(folder)
    sync_tree(folder)
    release = Release(data / "releases" / made.release_id)
    folder.rename(release.path)
    sync(release.path.parent)
    return release


def _list_rejects(data: Path, release: Release) -> None:
    """Put the rejects of the release where people look for them: ``data/rejects/<id>.parquet``."""
    rejects = data / "rejects"
    rejects.mkdir(exist_ok=True)
    link = rejects / f"{release.id}.parquet"
    link.unlink(missing_ok=True)
    try:
        os.link(release.table("rejects"), link)
    except OSError:  # a file system without hard links
        link.write_bytes(release.table("rejects").read_bytes())
