"""Publish: a staged, audited release becomes ``data/releases/<id>`` and, by one swap, ``data/current``."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from onrecord.files import copy_file, is_remote, make_folder
from onrecord.release import manifest
from onrecord.release.catalogue import Release, current, point_to, releases
from onrecord.release.checks import NAME as AUDIT
from onrecord.release.checks import AuditReport
from onrecord.release.errors import AuditFailedError, DamagedReleaseError, NoReleaseError
from onrecord.release.manifest import NAME as MANIFEST
from onrecord.release.manifest import File, Manifest
from onrecord.release.storage import explained, publishing, sync, sync_tree


@dataclass(frozen=True, slots=True)
class Publication:
    """The release that is current now, and whether it has just become so."""

    release: Release
    is_new: bool


def publish(
    data: Path,
    staging: Path,
    report: AuditReport,
    *,
    versions: Mapping[str, str],
    counts: Mapping[str, int],
    carried: Mapping[str, File] = MappingProxyType({}),
) -> Publication:
    """Publish the staged tables as the current release.

    ``versions`` says what made them (code, extractor, model) and ``counts`` what went in and came out; both go into
    the manifest, as does what is known of files ``carried`` over, by path. Publishes nothing if the current release
    holds the same bytes; takes up an older release that does. Whatever fails, at any point, ``current`` is the last
    release or the new one, whole.

    Raises AuditFailedError if a critical check failed, BusyError if another process publishes, StorageError
    if the disk refuses.
    """
    if not report.ok:
        raise AuditFailedError(
            f"{len(report.failures('critical'))} critical checks failed, so nothing was published:\n"
            f"{report.summary()}\nThe tables are in {staging / 'release'}. The last release is as it was."
        )
    with explained("Publishing", data):
        make_folder(data / "releases")
        with publishing(data):
            parent = _last(data)
            tables = manifest.describe(staging / "release", carried)
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
                release = _move(data, staging / "release", made, report, parent)
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


def _move(data: Path, folder: Path, made: Manifest, report: AuditReport, last: Release | None) -> Release:
    """Give the staged folder its manifest and its place; it lasts before anything points to it."""
    report.write(folder)
    made.write(folder)
    release = Release(data / "releases" / made.release_id)
    if is_remote(data):
        _upload(folder, release, made, last)
    else:
        sync_tree(folder)
        folder.rename(release.path)
        sync(release.path.parent)
    return release


def _upload(folder: Path, release: Release, made: Manifest, last: Release | None) -> None:
    """Put a release's files into an object store, the manifest last: before it is there they are no release."""
    before = _files(last) if last else {}
    for file in (file for table in made.tables.values() for file in table.files):
        source = last.path if last is not None and before.get(file.path) == file else folder  # the nearer one
        copy_file(source / file.path, release.path / file.path)
    for name in (AUDIT, MANIFEST):
        copy_file(folder / name, release.path / name)


def _files(release: Release) -> Mapping[str, File]:
    try:
        return release.files()
    except DamagedReleaseError:
        return {}


def _list_rejects(data: Path, release: Release) -> None:
    """Put the rejects of the release where people look for them: ``data/rejects/<id>.parquet``."""
    link = data / "rejects" / f"{release.id}.parquet"
    make_folder(link.parent)
    link.unlink(missing_ok=True)
    try:
        os.link(release.table("rejects"), link)
    except (OSError, TypeError):  # a place without hard links
        copy_file(release.table("rejects"), link)
