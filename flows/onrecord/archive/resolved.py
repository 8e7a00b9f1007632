"""Resolved articles: what the tables of a release follow from, beside the parts of the store.

That of the last release is kept, so that the next can tell which articles' rows are as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.archive.plan import n_rows
from onrecord.archive.store import Store
from onrecord.contracts import Contract
from onrecord.files import read_parquet, write_parquet
from onrecord.release import Release, layout
from onrecord.version import release_version

PLANNED: Mapping[str, Sequence[str]] = {"articles": ("source_uri", "duplicate_of")}
"""Columns that are known better here than in the parts of the store, by table."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The articles of a release and who is in each.

    ``articles`` has the columns of a plan but for ``bands``, ``duplicate_of`` and ``story`` (``resolve.duplicates``),
    sorted by id, without those that failed; ``actors`` a row for each actor of each article: article_id, local_id (as
    the worker wrote it), actor_id and name.
    """

    articles: pa.Table
    actors: pa.Table

    def write(self, folder: Path) -> None:
        """Write this into a folder."""
        write_parquet(self.articles, folder / "articles.parquet")
        write_parquet(self.actors, folder / "actors.parquet")

    @classmethod
    def load(cls, folder: Path) -> Resolved:
        """Return what was written into a folder."""
        return cls(read_parquet(folder / "articles.parquet"), read_parquet(folder / "actors.parquet"))

    @classmethod
    def of_last(cls, store: Store, last: Release | None) -> Resolved | None:
        """Return what the last release was made of, if the store knows it and it was made by this version."""
        articles = cls.articles_of_last(store, last)
        actors = _of_last(store, last, "actors")
        return cls(articles, actors) if articles is not None and actors is not None else None

    @staticmethod
    def articles_of_last(store: Store, last: Release | None) -> pa.Table | None:
        """Return the articles alone of what the last release was made of."""
        return _of_last(store, last, "articles")

    def files(self, spec: Contract) -> dict[str, pa.Table]:
        """Return the articles of each of a table's files, by its path in the release."""
        found = layout.files(spec, self.articles, n_rows(self.articles, spec.table))
        return {path: self.articles.take(numbers) for path, numbers in found}

    def actors_of(self, articles: pa.Table) -> pa.Table:
        """Return the actors of some of the articles."""
        return self.actors.filter(pc.is_in(self.actors.column("article_id"), value_set=articles.column("article_id")))

    def unchanged_since(self, before: Resolved) -> Unchanged:
        """Return which articles' rows follow from the same as before."""
        same = self._same(before)
        return Unchanged(self._same(before, PLANNED["articles"]), same, self._with_same_actors(before, same))

    def _same(self, before: Resolved, columns: Sequence[str] = ()) -> pa.Array[Any]:
        columns = ["article_id", "content_id", "extractor_version", *columns]
        found = pc.is_in(_keys(self.articles, columns), value_set=_keys(before.articles, columns))
        return self.articles.filter(found).column("article_id").combine_chunks()

    def _with_same_actors(self, before: Resolved, articles: pa.Array[Any]) -> pa.Array[Any]:
        """Return those of the articles, which are the same as before, whose actors have the same ids and names too."""
        now, then = (
            resolved.actors.filter(pc.is_in(resolved.actors.column("article_id"), value_set=articles))
            for resolved in (self, before)
        )
        local = ["article_id", "local_id"]
        if not now.select(local).equals(then.select(local)):  # not of the same parts: a store that was meddled with
            return articles.slice(0, 0)
        differ: list[Any] = [
            pc.not_equal(pc.coalesce(now.column(name), pa.scalar("")), pc.coalesce(then.column(name), pa.scalar("")))
            for name in ("actor_id", "name")
        ]
        renamed = now.filter(pc.or_(*differ)).column("article_id")
        return articles.filter(pc.invert(pc.is_in(articles, value_set=renamed)))


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Ids of articles whose rows are as they were: of the table itself, and of tables without and with actors."""

    articles: pa.Array[Any]
    without_actors: pa.Array[Any]
    with_actors: pa.Array[Any]

    def of(self, spec: Contract) -> pa.Array[Any]:
        """Return those of a table."""
        if spec.table == "articles":
            return self.articles
        refers = any(reference.to_table == "actors" for reference in spec.references)
        return self.with_actors if refers else self.without_actors


def _of_last(store: Store, last: Release | None, table: str) -> pa.Table | None:
    made = store.last(last.id) if last else None
    if made is None or made.release_version != release_version():
        return None
    try:
        return read_parquet(store.last_resolved / f"{table}.parquet")
    except (OSError, ValueError, KeyError):  # gone or damaged: all is made again
        return None


def _keys(rows: pa.Table, columns: Sequence[str]) -> pa.ChunkedArray[Any]:
    values = [rows.column(name) for name in columns]
    keys: pa.ChunkedArray[Any] = pc.binary_join_element_wise(*values, "\0", null_handling="replace")  # type: ignore[call-overload]
    return keys
