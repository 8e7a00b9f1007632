"""Staging: where a run puts its tables together, out of readers' sight, before audit and publication.

data/staging/<run>/            one folder per run, removed when the run ends well
    parts/                     what workers write, in any layout
    release/<table>.parquet    the tables; this folder becomes the release
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import conform, contract, table_from_rows
from onrecord.release.errors import BusyError
from onrecord.release.storage import explained, locked

# Readers skip and parallelise by row group; a group of 32,768 articles is about 100 MB in memory.
_ROW_GROUP = 32_768
_BYTES_AT_ONCE = 128_000_000


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
    Memory is bounded, however large the table. Raises ContractError if a part does not fit the contract,
    StorageError if the disk refuses.
    """
    path = staging / "release" / f"{table}.parquet"
    with explained(f"Gathering {table}", staging):
        _write(table, _in_order(table, list(parts)), path)
    return path


def write_table(table: str, data: pa.Table, path: Path) -> None:
    """Write a table as Parquet: the same rows give the same bytes, and a file is there whole or not at all.

    ``data`` is as ``conform`` returns it: the contract's schema and order. Workers write their parts so.
    """
    if not data.schema.equals(contract(table).arrow_schema, check_metadata=True):
        raise ValueError(f"The schema is not that of {table}: pass what conform or table_from_rows returns.")
    with explained(f"Writing {table}", path):
        _write(table, [data], path)


def _in_order(table: str, parts: list[Path]) -> Iterator[pa.Table]:
    """Yield the rows of all parts in the contract's order, one range of the leading sort key at a time."""
    key = contract(table).sorted_by[0]
    n_rows, n_bytes = _size(parts)
    if not n_rows:
        yield table_from_rows(table, [])
        return
    n_ranges = 1 + n_bytes // _BYTES_AT_ONCE
    starts: set[str] = set()
    if n_ranges > 1:
        keys = pq.read_table(parts, columns=[key], partitioning=None).column(key).combine_chunks().sort()
        starts = {str(keys[n_rows * i // n_ranges]) for i in range(1, n_ranges)}
    for start, end in itertools.pairwise([None, *sorted(starts), None]):
        within = pc.scalar(True)
        if start is not None:
            within &= pc.field(key) >= start
        if end is not None:
            within &= pc.field(key) < end
        # Folders named a=b on the way to the data folder are no columns.
        yield conform(table, pq.read_table(parts, filters=within, partitioning=None))


def _size(parts: list[Path]) -> tuple[int, int]:
    """Return the rows and the uncompressed bytes of Parquet files."""
    n_rows = n_bytes = 0
    for part in parts:
        metadata = pq.read_metadata(part)
        n_rows += metadata.num_rows
        n_bytes += sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    return n_rows, n_bytes


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
