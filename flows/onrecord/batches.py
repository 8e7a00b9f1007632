"""Batches: the articles of one task, as a Parquet file of the articles table; what travels is its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.contracts import table_from_rows
from onrecord.rows import article_row
from onrecord.text import Article


def write_batches(articles: Iterable[Article], folder: Path, *, characters: int, extractor_version: str) -> list[Path]:
    """Write articles into files of about ``characters`` characters of text; return the files in order."""
    paths: list[Path] = []
    for batch in _split(articles, characters):
        path = folder / f"{len(paths):06}.parquet"
        rows = [article_row(article, extractor_version) for article in batch]
        pq.write_table(table_from_rows("articles", rows), path)
        paths.append(path)
    return paths


def read_batch(path: Path) -> Iterator[Article]:
    """Yield the articles of a batch, longest first: a worker's largest need of memory shows at once."""
    columns = ["source_uri", "text", "outlet", "title", "byline", "published_at", "language"]
    table: pa.Table = pq.read_table(path, columns=columns)
    for row in sorted(table.to_pylist(), key=lambda row: -len(row["text"])):
        yield Article(**row)


def _split(articles: Iterable[Article], characters: int) -> Iterator[list[Article]]:
    batch: list[Article] = []
    filled = 0
    for article in articles:
        batch.append(article)
        filled += len(article.text)
        if filled >= characters:
            yield batch
            batch, filled = [], 0
    if batch:
        yield batch
