"""Staging: where a run puts its tables together, out of readers' sight, before audit and publication.

data/staging/<run>/            one folder per run, removed when the run ends well
    parts/                     what workers write, in any layout
    release/<table>.parquet    the tables; this folder becomes the release
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.contracts import conform, contract, table_from_rows
from onrecord.release.errors import BusyError
from onrecord.release.storage import explained, locked

# Readers skip and parallelise by row group; a group of 32,768 articles is about 100 MB in memory.
_ROW_GROUP = 32_768


@contextlib.contextmanager
def open_staging(data: Path) -> Iterator[Path]:
    """Yield a new staging folder, removed at the end unless an error ended the run.

    What a failed or killed run left behind stays to be looked at until the next run starts. Raises
    StorageError if the data folder can't be written.
    """
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
            (staging / "parts").mkdir(parents=True)
            (staging / "release").mkdir()
            stack.enter_context(locked(staging / ".lock", "Another run uses this staging folder"))
        yield staging
        shutil.rmtree(staging, ignore_errors=True)


def gather(staging: Path, table: str, parts: Iterable[Path]) -> Path:
    """Put Parquet parts of a table together into its file of the release; no parts make an empty table.

    The bytes depend on the rows alone: not on how they were split into parts, nor on the order of those.
    Raises ContractError if a part does not fit the contract, StorageError if the disk refuses.
    """
    with explained(f"Gathering {table}", staging):
        pieces = [pq.read_table(part) for part in parts]
        data = conform(table, pa.concat_tables(pieces)) if pieces else table_from_rows(table, [])
        path = staging / "release" / f"{table}.parquet"
        write_table(table, data, path)
    return path


def write_table(table: str, data: pa.Table, path: Path) -> None:
    """Write a table as Parquet: the same rows give the same bytes, and a file is there whole or not at all.

    ``data`` is as ``conform`` returns it: the contract's schema and order. Workers may write their parts so.
    """
    if not data.schema.equals(contract(table).arrow_schema, check_metadata=True):
        raise ValueError(
            f"The schema to write is not that of {table}: pass what conform or table_from_rows returns."
        )
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with explained(f"Writing {table}", path):
        try:
            # Page boundaries follow chunk boundaries, so a table is written as one chunk.
            pq.write_table(
                data.combine_chunks(),
                unfinished,
                compression="zstd",
                row_group_size=_ROW_GROUP,
                version="2.6",
            )
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def _remove_abandoned(home: Path) -> None:
    """Remove the staging folders of runs that have ended: their locks are free."""
    for folder in home.iterdir():
        if folder.is_dir():
            with contextlib.suppress(BusyError), locked(folder / ".lock", "A run is going on"):
                shutil.rmtree(folder, ignore_errors=True)
