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

import datetime as dt
import errno
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from onrecord.contracts import Contract
from onrecord.files import read_parquet

ONE_FILE = 1_000_000
"""Rows below which a table is one file."""

_UNDATED = "undated"
_LARGEST = 4  # a month with so many times the rows that fill a part is cut by article


class Article(NamedTuple):
    """What the layout needs to know of an article: how many rows of the table are read from it."""

    article_id: str
    published_at: dt.datetime | None
    n_rows: int


class File(NamedTuple):
    """A file of a table: its path in the release, and the numbers of the articles whose rows it holds."""

    path: str
    articles: list[int]


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


def files(table: Contract, articles: Sequence[Article]) -> list[File]:
    """Return the files of a table that is read from these articles."""
    name = f"{table.table}.parquet"
    if table.part_rows is None or sum(article.n_rows for article in articles) < ONE_FILE:
        return [File(name, list(range(len(articles))))]
    by_month: dict[str, list[int]] = defaultdict(list)
    for i, article in enumerate(articles):
        by_month[f"{article.published_at:%Y-%m}" if article.published_at else _UNDATED].append(i)
    sizes = {month: sum(articles[i].n_rows for i in by_month[month]) for month in sorted(by_month)}
    found = []
    for months in _packed(sizes, table.part_rows):
        n_parts = -(-sum(sizes[month] for month in months) // (_LARGEST * table.part_rows)) or 1
        cut: list[list[int]] = [[] for _ in range(n_parts)]
        for i in sorted(i for month in months for i in by_month[month]):
            # Ids are hashes: their leading digits cut a month into parts of nearly the same size.
            cut[int(articles[i].article_id[4:8], 16) * n_parts >> 16].append(i)
        found += [File(f"{name}/from_month={months[0]}/{i}.parquet", part) for i, part in enumerate(cut)]
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
