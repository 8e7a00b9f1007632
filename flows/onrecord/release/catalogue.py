"""The releases of a data folder, and which of them is the current one.

data/releases/<id>/      tables, manifest.json, audit.json; never changed once there
data/current             a symbolic link to one of them; where there are no links, a file or object that names it
"""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from onrecord.files import is_remote, read_schema
from onrecord.release import layout, manifest
from onrecord.release.errors import NoReleaseError
from onrecord.release.manifest import File, Manifest
from onrecord.release.storage import explained, sync


@dataclass(frozen=True)
class Release:
    """One published release."""

    path: Path

    @property
    def id(self) -> str:
        """Time of publication and start of the content's hash: ids sort by time."""
        return self.path.name

    @functools.cached_property
    def manifest(self) -> Manifest:
        """What is in the release; raises DamagedReleaseError if that can't be read."""
        return manifest.read(self.path)

    def table(self, name: str) -> Path:
        """Return the path of a table: a Parquet file, or a folder of them."""
        return self.path / f"{name}.parquet"

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table, or some of its columns."""
        with explained(f"Reading {table}", self.path):
            return layout.read(self.path, table, columns)

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        with explained(f"Reading {table}", self.path):
            return read_schema(layout.paths(self.path, table)[0]).names

    def files(self) -> dict[str, File]:
        """Return what the manifest says of each file of the tables, by its path."""
        return {file.path: file for table in self.manifest.tables.values() for file in table.files}


def current(data: Path) -> Release | None:
    """Return the current release, or None if nothing was published yet."""
    pointer = data / "current"
    if pointer.is_symlink():
        target = str(pointer.readlink())
    elif pointer.is_file():
        target = pointer.read_text(encoding="utf-8").strip()
    else:
        return None
    release = Release(data / target)
    if not release.path.is_dir():
        raise NoReleaseError(f"{pointer} names {target}, which is not there. Choose another: onrecord rollback.")
    return release


def releases(data: Path) -> list[Release]:
    """Return all whole releases, oldest first."""
    home = data / "releases"
    folders = sorted(home.iterdir(), key=lambda path: path.name) if home.is_dir() else []
    return [Release(path) for path in folders if not path.name.startswith(".") and (path / manifest.NAME).is_file()]


def find(data: Path, release_id: str) -> Release:
    """Return a release by its id, the unique start of one, or the word ``current``; raises NoReleaseError."""
    if release_id == "current":
        if (release := current(data)) is None:
            raise NoReleaseError(f"Nothing was published in {data} yet. Start with: onrecord run.")
        return release
    found = [release for release in releases(data) if release.id.startswith(release_id)]
    exact = [release for release in found if release.id == release_id]
    if len(exact or found) != 1:
        known = ", ".join(release.id for release in releases(data)) or "none"
        what = f"No release in {data} is" if not found else f"More than one release in {data} starts with"
        raise NoReleaseError(f"{what} {release_id!r}; there are: {known}.")
    return (exact or found)[0]


def point_to(data: Path, release: Release) -> None:
    """Make ``release`` the current one, at once for every reader."""
    target = Path("releases", release.id)
    if is_remote(data):
        with explained("Pointing to the release", data / "current"):
            (data / "current").write_text(f"{target.as_posix()}\n", encoding="utf-8")
        return
    unfinished = data / f".current-{os.getpid()}"
    with explained("Pointing to the release", data / "current"):
        unfinished.unlink(missing_ok=True)
        try:
            unfinished.symlink_to(target, target_is_directory=True)
        except (OSError, NotImplementedError):  # a file system or user without symbolic links
            unfinished.write_text(f"{target.as_posix()}\n", encoding="utf-8")
            sync(unfinished)
        try:
            unfinished.replace(data / "current")
        finally:
            unfinished.unlink(missing_ok=True)
        sync(data)
