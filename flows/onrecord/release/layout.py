"""Layout: the files of a table. One below a million rows; beyond, parts by month of publication.

    quotes.parquet                                        a file, or a folder of that name with
    quotes.parquet/from_month=2025-01/0.parquet           the articles of January and, where these are few, the
                                                          months that follow, up to the next part's

A table's contract says how many rows fill a part, about 50 MB; a part has at most five times as many. Which part
an article is in depends on the dates and numbers of rows of all articles, not on the runs that brought them; new
articles change the newest part alone. Readers of Parquet folders find the column ``from_month`` beside those of the
contract; ``undated`` comes last.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import Contract
from onrecord.files import read_parquet

ONE_FILE = 1_000_000
"""Rows below which a table is one file."""

_ID = "article_id"
_UNDATED = "undated"
_LARGEST = 4  # a month with so many times the rows that fill a part is cut by article


Numbers = npt.NDArray[np.int64]


class File(NamedTuple):
    """A file of a table: its path in the release, and the numbers of the articles whose rows it holds."""

    path: str
    articles: Numbers


def paths(folder: Path, table: str) -> list[Path]:
    """Return the files that a table has in a release's folder, in order; none where it has none."""
    path = folder / f"{table}.parquet"
    return sorted(path.rglob("*.parquet")) if path.is_dir() else [path] if path.exists() else []


def read(folder: Path, table: str, columns: Sequence[str] | None = None) -> pa.Table:
    """Return a table of a release, or some of its columns: those of its contract alone."""
    found = paths(folder, table)
    if not found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder / f"{table}.parquet"))
    return pa.concat_tables(read_parquet(path, columns) for path in found)


def pieces(path: Path, columns: Sequence[str], articles: Sequence[str] | None, n_bytes: int) -> Iterator[pa.Table]:
    """Yield the rows of a file, or those of some of its articles, in pieces of about so many bytes; no empty ones."""
    if articles is not None and not articles:
        return
    wanted = None if articles is None else pa.array(articles, pa.string())
    waiting: list[pa.Table] = []
    with path.open("rb") as data, pq.ParquetFile(data) as file:
        for i in range(file.num_row_groups):
            rows = file.read_row_group(i, list(columns) if wanted is None else [*columns, _ID])
            if wanted is not None:
                rows = rows.filter(pc.is_in(rows.column(_ID), value_set=wanted)).select(list(columns))
            waiting.append(rows)
            if sum(piece.nbytes for piece in waiting) >= n_bytes:
                yield pa.concat_tables(waiting)
                waiting = []
    if sum(map(len, waiting)):
        yield pa.concat_tables(waiting)


def files(table: Contract, articles: pa.Table, n_rows: Numbers) -> list[File]:
    """Return the files of a table that is read from articles, given by ``article_id`` and ``published_at``.

    ``n_rows`` says how many rows of the table are read from each.
    """
    name = f"{table.table}.parquet"
    if table.part_rows is None or n_rows.sum() < ONE_FILE:
        return [File(name, np.arange(len(articles)))]
    dates: pa.ChunkedArray[Any] = articles.column("published_at")
    month = np.asarray(pc.strftime(dates, format="%Y-%m").fill_null(_UNDATED))
    months, of_each = np.unique(month, return_inverse=True)
    sizes = dict(zip(months.tolist(), np.bincount(of_each, n_rows).astype(int).tolist(), strict=True))
    ids = articles.column("article_id")
    found = []
    for packed in _packed(sizes, table.part_rows):
        here = np.flatnonzero(np.isin(of_each, np.searchsorted(months, packed)))
        n_parts = -(-sum(sizes[one] for one in packed) // (_LARGEST * table.part_rows)) or 1
        # Ids are hashes: their leading digits cut a month into parts of nearly the same size.
        leading = [int(str(article_id)[4:8], 16) for article_id in ids.take(here).to_pylist()]
        part = np.array(leading, np.int64) * n_parts >> 16
        found += [File(f"{name}/from_month={packed[0]}/{i}.parquet", here[part == i]) for i in range(n_parts)]
    return found


def _packed(sizes: Mapping[str, int], part_rows: int) -> Iterator[list[str]]:
    """Yield months that make a part together: as many as fill it, a large month and the undated apart."""
    packed: list[str] = []
    for month, size in sizes.items():
        if packed and (size > _LARGEST * part_rows or month == _UNDATED):
            yield packed
            packed = []
        packed.append(month)
        if sum(sizes[one] for one in packed) >= part_rows:
            yield packed
            packed = []
    if packed:
        yield packed
