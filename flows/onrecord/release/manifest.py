"""The manifest of a release: what is in it, what made it, and what it was made from."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from onrecord.contracts import all_contracts
from onrecord.release import layout
from onrecord.release.errors import DamagedReleaseError

NAME = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file of a table; ``path`` is relative to the release."""

    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a release; ``schema_sha256`` changes when a reader's code might have to."""

    rows: int
    bytes: int
    contract_version: str
    schema_sha256: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of a release. Two releases with one ``content_sha256`` hold the same bytes."""

    release_id: str
    published_at: str
    parent: str | None
    content_sha256: str
    versions: Mapping[str, str]
    counts: Mapping[str, int]
    tables: Mapping[str, Table]
    format: int = _FORMAT

    def write(self, folder: Path) -> None:
        """Write ``manifest.json`` into a release's folder."""
        text = json.dumps(dataclasses.asdict(self), indent=2, ensure_ascii=False)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Read the manifest of a release; raises DamagedReleaseError if there is none or it can't be read."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        data["tables"] = {name: _table(table) for name, table in data["tables"].items()}
        return Manifest(**data)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DamagedReleaseError(
            f"{folder / NAME} can't be read ({error}). Go back to a release that is whole: onrecord rollback."
        ) from error


def describe(folder: Path, carried: Mapping[str, File]) -> dict[str, Table]:
    """Measure the tables in ``folder``, one ``<table>.parquet`` for each contract.

    What is known of files ``carried`` over from another release is taken as it is: they are not read again.
    """
    tables = {}
    for name, spec in all_contracts().items():
        files = []
        for path in layout.paths(folder, name):
            where = path.relative_to(folder).as_posix()
            files.append(carried.get(where) or _measured(path, where))
        sizes = sum(file.rows for file in files), sum(file.bytes for file in files)
        tables[name] = Table(*sizes, spec.version, spec.schema_hash, tuple(files))
    return tables


def _measured(path: Path, where: str) -> File:
    return File(where, pq.read_metadata(path).num_rows, path.stat().st_size, sha256(path))


def content_hash(tables: Mapping[str, Table]) -> str:
    """Return the SHA-256 over the names and hashes of all files."""
    files = sorted((file.path, file.sha256) for table in tables.values() for file in table.files)
    return hashlib.sha256(json.dumps(files).encode()).hexdigest()


def damage(folder: Path) -> list[str]:
    """Return what is wrong with a release's files, one sentence each; none if it is whole."""
    found = []
    for table in read(folder).tables.values():
        for file in table.files:
            path = folder / file.path
            if not path.is_file():
                found.append(f"{path} is missing.")
            elif sha256(path) != file.sha256:
                found.append(f"{path} is not the file that was published.")
    return found


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _table(data: dict[str, Any]) -> Table:
    return Table(**(data | {"files": tuple(File(**file) for file in data["files"])}))
