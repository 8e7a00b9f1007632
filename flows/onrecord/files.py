"""Files of a data folder: on this machine's disks, or as objects of a store that fsspec knows, such as S3.

A folder on an object store is a ``UPath``, which does what a ``Path`` does. What it can't do is said here: there
are no links, no locks and no renaming, but an object is put whole or not at all.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

import pyarrow as pa
import pyarrow.parquet as pq


def location(given: str | Path) -> Path:
    """Return a folder on this machine's disks, or at a URL such as ``s3://bucket/news``.

    Raises ValueError where the packages for such a URL are not installed.
    """
    if "://" not in str(given):
        return Path(given)
    try:
        from upath import UPath  # noqa: PLC0415 - an optional extra

        folder = UPath(given)
        folder.fs  # noqa: B018 - imports the package for this kind of store
    except ImportError as error:
        raise ValueError(f"{given} needs packages that are not installed ({error}): install onrecord[s3]") from error
    return cast("Path", folder)


def is_remote(path: Path) -> bool:
    """Whether a path is on an object store."""
    return not isinstance(path, Path)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; on an object store they are where objects are."""
    if not is_remote(folder):
        folder.mkdir(parents=True, exist_ok=True)


def remove_folder(folder: Path) -> None:
    """Remove a folder with all in it, if it is there."""
    if is_remote(folder):
        if folder.exists():
            folder.rmdir()  # of an object store's folder this removes what is in it
    else:
        shutil.rmtree(folder, ignore_errors=True)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file from, to, or within any of the two kinds of place; within an object store it is not moved here."""
    make_folder(target.parent)
    if is_remote(source) and is_remote(target):
        target.fs.cp_file(source.path, target.path)  # type: ignore[attr-defined]
    else:
        with source.open("rb") as data, target.open("wb") as copy:
            shutil.copyfileobj(data, copy, 1_000_000)


@contextlib.contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file to write into; it is at ``path``, whole, once the body ends well, and not at all if it fails."""
    make_folder(path.parent)
    if is_remote(path):
        memory = io.BytesIO()
        yield memory
        path.write_bytes(memory.getvalue())
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_parquet(path: Path, columns: Sequence[str] | None = None, encoded: Sequence[str] = ()) -> pa.Table:
    """Return the table in one Parquet file, or some of its columns; never columns from the names of its folders.

    Strings of columns that are to be ``encoded`` come with the dictionary that the file has them with.
    """
    wanted = list(columns) if columns is not None else None
    if is_remote(path):
        with path.open("rb") as file:
            return pq.ParquetFile(file, read_dictionary=list(encoded)).read(wanted)
    with pq.ParquetFile(path, read_dictionary=list(encoded)) as parquet:
        return parquet.read(wanted)


def read_schema(path: Path) -> pa.Schema:
    """Return the schema of a Parquet file."""
    with path.open("rb") as file:
        return pq.read_schema(file)


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a table that only Onrecord reads; a reader finds the whole file or none."""
    with whole(path) as file:
        pq.write_table(table, file, compression="zstd")
