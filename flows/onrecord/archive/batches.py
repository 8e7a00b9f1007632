"""Batches: articles in, parts of the store out that wait for their worker; what travels is their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from onrecord.archive.store import Store, content_id, part_name
from onrecord.contracts import table_from_rows
from onrecord.files import read_parquet, write_parquet
from onrecord.rows import article_row
from onrecord.text import Article


def write_batches(
    articles: Iterable[Article], store: Store, *, characters: int, extractor_version: str
) -> Iterator[str]:
    """Write articles into parts of about ``characters`` characters of text; yield the name of each once it is there."""
    for batch in _split(articles, characters):
        part = part_name(extractor_version, map(content_id, batch))
        rows = table_from_rows("articles", [article_row(one, extractor_version) for one in batch])
        write_parquet(rows, store.path(part, "articles"))
        yield part


def read_batch(store: Store, part: str) -> Iterator[Article]:
    """Yield the articles of a part, longest first: a worker's largest need of memory shows at once."""
    table = read_parquet(store.path(part, "articles"))
    for row in sorted(table.to_pylist(), key=lambda row: (-len(row["text"]), row["article_id"])):
        yield article_from_row(row)


def articles_of(table: pa.Table) -> Iterator[Article]:
    """Yield the articles in rows of the table ``articles``."""
    for row in table.to_pylist():
        yield article_from_row(row)


def article_from_row(row: dict[str, object]) -> Article:
    """Return the article that a row of ``articles`` was made of."""
    names = ("source_uri", "text", "outlet", "title", "byline", "published_at", "language")
    return Article(**{name: row[name] for name in names})  # type: ignore[arg-type]


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
