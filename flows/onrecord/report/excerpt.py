"""What of a release a page shows in full: the newest articles' texts, with their rows, up to a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from onrecord.files import is_remote

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep the page usable, and its file under about 20 MB whatever the articles hold."""

    articles: int = 50
    characters: int = 600_000
    rows: int = 10_000


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One article's text up to ``end``, and the rows read from that part, in the order of the text."""

    article: Row
    end: int
    quotes: list[Row]
    figures: list[Row]
    dates: list[Row]
    mentions: list[Row]

    @property
    def text(self) -> str:
        """The text that is shown."""
        return str(self.article["text"])[: self.end]

    @property
    def is_cut(self) -> bool:
        """Whether the article goes on after what is shown."""
        return self.end < len(self.article["text"])


class Tables:
    """The Parquet tables of one release folder: each a file, or a folder of files."""

    def __init__(self, folder: Path) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.parquet"))}
        self._data = {name: _dataset(path) for name, path in self._paths.items()}

    @property
    def names(self) -> list[str]:
        """The tables there are."""
        return list(self._paths)

    def schema(self, table: str) -> pa.Schema:
        """Columns of a table, with the contract's descriptions in the fields' metadata."""
        return self._data[table].schema

    def count(self, table: str) -> int:
        """Rows of a table; 0 where the release has no such table."""
        return self._data[table].count_rows() if table in self._data else 0

    def n_bytes(self, table: str) -> int:
        """Size of a table's files."""
        path = self._paths[table]
        return sum(file.stat().st_size for file in (path.rglob("*.parquet") if path.is_dir() else [path]))

    def read(self, table: str, columns: Sequence[str], where: pc.Expression | None = None) -> pa.Table:
        """Read columns of a table, enums as strings; an empty table where the release has none such."""
        if table not in self._data:
            return pa.table({column: pa.array([], pa.string()) for column in columns})
        return _decoded(self._data[table].to_table(columns=list(columns), filter=where))

    def rows(self, table: str, column: str, values: Sequence[str]) -> list[Row]:
        """Read the rows whose ``column`` is one of ``values``, whole; none where there is no such table."""
        if table not in self._data:
            return []
        where = pc.field(column).isin(pa.array(values, pa.string()))
        rows: list[Row] = self.read(table, self.schema(table).names, where).to_pylist()
        return rows


def _dataset(path: Path) -> ds.Dataset:
    where: Any = path
    remote = {"source": where.path, "filesystem": where.fs} if is_remote(path) else {"source": where}
    found: ds.Dataset = ds.dataset(**remote, format="parquet")
    return found


def choose(tables: Tables, limits: Limits) -> list[Excerpt]:
    """Return the articles to show: the newest first, undated ones in the order of their sources, copies last.

    One article gets at most a third of the characters and rows there are, so that a monster hides no others.
    """
    ids = _in_order(tables)[: limits.articles]
    articles = {row["article_id"]: row for row in tables.rows("articles", "article_id", ids)}
    children = {
        table: _by_article(tables.rows(table, "article_id", ids))
        for table in ("quotes", "figures", "dates", "mentions")
    }
    excerpts = []
    characters, rows = limits.characters, limits.rows
    for article_id in ids:
        own = {table: children[table].get(article_id, []) for table in children}
        article = articles[article_id]
        end = min(len(article["text"]), characters, -(-limits.characters // 3))
        starts = sorted(row["char_start"] for table in own.values() for row in table)
        allowed = min(rows, -(-limits.rows // 3))
        if len(starts) > allowed:
            end = min(end, starts[allowed])
        if end <= 0 < len(article["text"]):
            break
        shown = {table: [row for row in own[table] if _fits(row, end)] for table in own}
        excerpts.append(Excerpt(article, end, **shown))
        characters -= end
        rows -= sum(len(table) for table in shown.values())
    return excerpts


def _in_order(tables: Tables) -> list[str]:
    articles = tables.read("articles", ["article_id", "published_at", "source_uri", "duplicate_of"])
    published: Any = articles.column("published_at").cast(pa.int64())
    articles = articles.append_column("is_copy", pc.is_valid(articles.column("duplicate_of")))
    articles = articles.append_column("published", published.fill_null(0))
    articles = articles.sort_by(
        [
            ("is_copy", "ascending"),
            ("published", "descending"),
            ("source_uri", "ascending"),
            ("article_id", "ascending"),
        ]
    )
    ids: list[Any] = articles.column("article_id").to_pylist()
    return ids


def _by_article(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["char_start"], row["char_end"])):
        grouped.setdefault(row["article_id"], []).append(row)
    return grouped


def _fits(row: Row, end: int) -> bool:
    spans = row.get("spans", [{"start": row["char_start"], "end": row["char_end"]}])
    return bool(spans) and all(0 <= span["start"] < span["end"] <= end for span in spans)


def _decoded(table: pa.Table) -> pa.Table:
    for i, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            column = table.column(i).cast(field.type.value_type)
            table = table.set_column(i, field.with_type(field.type.value_type), column)
    return table
