"""Staging: where a run puts its tables together, out of readers' sight, before audit and publication.

data/staging/<run>/            one folder per run, removed when the run ends well
    release/<table>.parquet    the tables; this folder becomes the release
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.contracts import conform, contract
from onrecord.files import copy_file, is_remote, make_folder
from onrecord.release.errors import BusyError
from onrecord.release.storage import explained, locked

# Readers skip and parallelise by row group; a group of 32,768 articles is about 100 MB in memory.
_ROW_GROUP = 32_768


@contextlib.contextmanager
def open_staging(data: Path) -> Iterator[Path]:
    """Yield a new staging folder, removed at the end unless an error ended the run.

    What a failed or killed run left behind stays to be looked at until the next run starts. The staging folder of
    a data folder on an object store is a temporary one on this machine. Raises StorageError if the data folder
    can't be written.
    """
    if is_remote(data):
        with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
            Path(folder, "release").mkdir()
            yield Path(folder)
        return
    with explained("Making a staging folder", data):
        home = data / "staging"
        home.mkdir(parents=True, exist_ok=True)
        started = dt.datetime.now(dt.UTC)
        staging = home / f"{started:%Y%m%dT%H%M%SZ}-{os.getpid()}"
    with contextlib.ExitStack() as stack:
        with (
            explained("Making a staging folder", staging),
            locked(home / ".lock", "Another run starts", 60.0),
        ):
            _remove_abandoned(home)
            (staging / "release").mkdir(parents=True)
            stack.enter_context(locked(staging / ".lock", "Another run uses this staging folder"))
        yield staging
        shutil.rmtree(staging, ignore_errors=True)


@contextlib.contextmanager
def turn(data: Path) -> Iterator[None]:
    """Hold the right to make the next release: of runs beside each other, each sees what the one before it made.

    Raises BusyError after an hour of waiting. On an object store there are no locks: see to it that one run at a time
    publishes there, as the deployment's limit does.
    """
    if is_remote(data):
        yield
        return
    with locked(data / "staging" / ".turn", "Another run is making a release", 3_600.0):
        yield


def gather(staging: Path, path: str, table: str, pieces: Iterable[pa.Table]) -> Path:
    """Put rows of a table together into the file ``path`` of the release; no pieces make an empty file.

    Pieces come in the order of the table's leading sort key, each with all rows of its range of it, in any order;
    so memory is bounded, however large the table. The bytes depend on the rows alone, not on where they were cut.
    Raises ContractError if a piece does not fit the contract, StorageError if the disk refuses.
    """
    target = staging / "release" / path
    with explained(f"Gathering {path}", target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(table, (conform(table, piece) for piece in pieces), target)
    return target


def carry(source: Path, staging: Path, path: str) -> None:
    """Take a file of another release over as it is: as a hard link, or as a copy where there are none."""
    target = staging / "release" / path
    with explained(f"Carrying {path} over", target):
        make_folder(target.parent)
        try:
            os.link(source, target)
        except (OSError, TypeError):  # no links there, or a path that is none of this machine's
            copy_file(source, target)


def write_table(table: str, data: pa.Table, path: Path) -> None:
    """Write a table as Parquet: the same rows give the same bytes, and a file is there whole or not at all.

    ``data`` is as ``conform`` returns it: the contract's schema and order. Workers write their parts so.
    """
    if not data.schema.equals(contract(table).arrow_schema, check_metadata=True):
        raise ValueError(f"The schema is not that of {table}: pass what conform or table_from_rows returns.")
    with explained(f"Writing {table}", path):
        _write(table, [data], path)


def _write(table: str, pieces: Iterable[pa.Table], path: Path) -> None:
    """Write tables, one after the other, as one file; its row groups do not show where they were cut."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    schema = contract(table).arrow_schema
    try:
        with pq.ParquetWriter(unfinished, schema, compression="zstd", version="2.6") as writer:
            waiting = schema.empty_table()
            for piece in pieces:
                waiting = pa.concat_tables([waiting, piece])
                while waiting.num_rows >= _ROW_GROUP:
                    # Page boundaries follow chunk boundaries, so a row group is written as one chunk.
                    writer.write_table(waiting.slice(0, _ROW_GROUP).combine_chunks())
                    waiting = waiting.slice(_ROW_GROUP)
            if waiting.num_rows:
                writer.write_table(waiting.combine_chunks())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _remove_abandoned(home: Path) -> None:
    """Remove the staging folders of runs that have ended: their locks are free."""
    for folder in home.iterdir():
        if folder.is_dir():
            with contextlib.suppress(BusyError), locked(folder / ".lock", "A run is going on"):
                shutil.rmtree(folder, ignore_errors=True)
