"""Going back to an earlier release, and letting go of old ones."""

from __future__ import annotations

import contextlib
from pathlib import Path

from onrecord.files import remove_folder
from onrecord.release.catalogue import Release, current, find, point_to, releases
from onrecord.release.errors import NoReleaseError
from onrecord.release.storage import explained, publishing, remove_tree


def rollback(data: Path, to: str | None = None) -> Release:
    """Make release ``to`` current (an id or its start), or the one before the current; return it."""
    with explained("Rolling back", data), _lock(data):
        release = find(data, to) if to is not None else _before_current(data)
        point_to(data, release)
    return release


def prune(data: Path, keep: int) -> list[str]:
    """Remove all but the newest ``keep`` releases, with their rejects and reports; return the ids removed.

    The current release stays, however old.
    """
    if keep < 1:
        raise ValueError("keep must be at least 1")
    with explained("Removing old releases", data), _lock(data):
        now = current(data)
        removed = [release for release in releases(data)[:-keep] if now is None or release.id != now.id]
        for release in removed:
            remove_tree(release.path)
            (data / "rejects" / f"{release.id}.parquet").unlink(missing_ok=True)
            remove_folder(data / "reports" / release.id)
        for leftover in (data / "releases").glob(".removed-*"):  # of a removal that was cut off
            remove_folder(leftover)
    return [release.id for release in removed]


def _before_current(data: Path) -> Release:
    try:
        now = current(data)
    except NoReleaseError:  # it was removed by hand: the newest that is left is the one before it
        now = None
    earlier = [release for release in releases(data) if now is None or release.id < now.id]
    if not earlier:
        raise NoReleaseError(f"{data} has no release before {now.id if now else 'the current one'}.")
    return earlier[-1]


def _lock(data: Path) -> contextlib.AbstractContextManager[None]:
    if not (data / "releases").is_dir():
        raise NoReleaseError(f"Nothing was published in {data} yet. Start with: onrecord run.")
    return publishing(data)
