"""The store: ``data/extracted/``, where the results of extraction stay, so that a run extracts only what is new.

data/extracted/<part>/
    articles.parquet                                    the articles as they were read
    quotes, figures, dates, mentions, rejects.parquet   what was found in them
    actors.parquet                                      who is in them, each article on its own
    index.parquet                                       a row an article; written last, so that a part is whole or none
data/extracted/inputs.parquet                           the files of the last run's sources; see ``sources.intake``
data/extracted/last/                                    what the last release was made of: what is new is seen by it
    articles, actors.parquet                            as they were resolved
    release.json                                        which release it is; written last

A part's name follows from what is in it. Parts are never changed: runs that go on at the same time, on one
machine or many, can only write the same bytes.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.files import copy_file, read_parquet, remove_folder, whole, write_parquet
from onrecord.resolve.duplicates import bands
from onrecord.text import Article, make_id

TABLES = ("quotes", "figures", "dates", "mentions")
"""Tables with rows of single articles, ``articles`` itself aside; the others are made of all articles together."""

_COLUMNS: dict[str, pa.DataType] = {
    "content_id": pa.string(),
    "article_id": pa.string(),
    "published_at": pa.timestamp("us", "UTC"),
    "extractor_version": pa.string(),
    "is_rejected": pa.bool_(),  # its extraction failed: it is a row of the part's rejects
    **{f"n_{table}": pa.int64() for table in TABLES},
    "bands": pa.list_(pa.uint64()),
}
INDEX = pa.schema(_COLUMNS)
_ABANDONED = 2 * 86_400.0  # seconds after which an unfinished part is nobody's work any more


def content_id(article: Article | Mapping[str, Any]) -> str:
    """Return an id of all that is known of an article, but for where it was read: what extraction depends on.

    ``article`` may be its row of the table ``articles`` too.
    """
    get = article.__getitem__ if isinstance(article, Mapping) else functools.partial(getattr, article)
    return make_id("con", *map(get, ("text", "outlet", "title", "byline", "published_at", "language")))


def part_name(extractor_version: str, content_ids: Iterable[str]) -> str:
    """Return the name of the part that holds these articles as that extractor reads them."""
    return make_id("part", extractor_version, *sorted(content_ids))


@dataclass(frozen=True, slots=True)
class LastMade:
    """What the last release was made of: a digest of the plan, and the version of what makes releases."""

    release_id: str
    made_from: str
    release_version: str


class Store:
    """The parts of a data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "extracted"

    @property
    def inputs(self) -> Path:
        """The list of the last run's files."""
        return self.folder / "inputs.parquet"

    def last(self, release_id: str) -> LastMade | None:
        """Return what a release was made of, if it is the last that was made."""
        try:
            note = (self.folder / "last" / "release.json").read_text(encoding="utf-8")
            last = LastMade(**json.loads(note))
        except (OSError, ValueError, TypeError):  # none, or damaged: all is made again
            return None
        return last if last.release_id == release_id else None

    @property
    def last_resolved(self) -> Path:
        """The folder of the articles and actors of the last release."""
        return self.folder / "last"

    def remember(self, last: LastMade, resolved: Path) -> None:
        """Keep what a release was made of."""
        note = self.folder / "last" / "release.json"
        note.unlink(missing_ok=True)
        for path in resolved.iterdir():
            copy_file(path, note.parent / path.name)
        with whole(note) as file:
            file.write(json.dumps(dataclasses.asdict(last)).encode())

    def path(self, part: str, table: str) -> Path:
        """Return the file of a table of a part."""
        return self.folder / part / f"{table}.parquet"

    def is_finished(self, part: str) -> bool:
        """Whether a part was extracted to its end."""
        return self.path(part, "index").exists()

    def index(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the rows of all finished parts' indexes, or some columns of them, and the name of the part of each."""
        found = []
        for part in self._parts():
            if self.is_finished(part):
                rows = read_parquet(self.path(part, "index"), columns)
                found.append(rows.append_column("part", pa.repeat(pa.scalar(part), len(rows))))
        names = [*(columns or INDEX.names), "part"]
        return pa.concat_tables([INDEX.append(pa.field("part", pa.string())).empty_table().select(names), *found])

    def best(self, extractor_version: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the index with one row a content id; all of its columns, or some with version and content id.

        Of several extractions of one article the one by ``extractor_version`` is taken, then one that it had a share
        in, then the latest by version.
        """
        index = self.index(columns)
        version = index.column("extractor_version")
        ranked = (
            index.append_column("is_now", pc.equal(version, pa.scalar(extractor_version)))
            .append_column("is_partly_now", pc.match_substring(version, extractor_version))
            .sort_by(
                [
                    ("content_id", "ascending"),
                    ("is_now", "descending"),
                    ("is_partly_now", "descending"),
                    ("extractor_version", "descending"),
                    ("part", "ascending"),
                ]
            )
            .select(index.column_names)
            .append_column("row", pa.array(range(len(index)), pa.int64()))
        )
        first = ranked.group_by("content_id").aggregate([("row", "min")]).column("row_min").sort()
        return ranked.take(first).drop_columns("row").combine_chunks()

    def rows(
        self, table: str, articles: pa.Table, columns: Sequence[str] | None = None, encoded: Sequence[str] = ()
    ) -> pa.Table:
        """Return a table's rows for articles that are given as rows of the index.

        A column that an older part does not have is null in its rows. ``encoded`` is as in ``read_parquet``.
        """
        return pa.concat_tables(self.pieces(table, articles, columns, encoded), promote_options="default")

    def pieces(
        self, table: str, articles: pa.Table, columns: Sequence[str] | None = None, encoded: Sequence[str] = ()
    ) -> Iterator[pa.Table]:
        """Yield a table's rows for articles that are given as rows of the index, part by part."""
        by_part = articles.select(["part", "article_id"]).group_by("part").aggregate([("article_id", "list")])
        for part, ids in zip(by_part.column("part"), by_part.column("article_id_list"), strict=True):
            rows = read_parquet(self.path(part.as_py(), table), columns, encoded)
            yield rows.filter(pc.is_in(rows.column("article_id"), value_set=ids.values))

    def finish(self, part: str) -> None:
        """Write the index of a part whose tables are written; from here on runs take rows from it."""
        rejected = set(strings(read_parquet(self.path(part, "rejects"), ["source_uri"]), "source_uri"))
        counts = {table: self._count(part, table) for table in TABLES}
        rows = [
            {
                "content_id": content_id(article),
                "article_id": article["article_id"],
                "published_at": article["published_at"],
                "extractor_version": article["extractor_version"],
                "is_rejected": article["source_uri"] in rejected,
                "bands": bands(article["text"]),
            }
            | {f"n_{table}": counts[table][article["article_id"]] for table in TABLES}
            for article in read_parquet(self.path(part, "articles")).to_pylist()
        ]
        write_parquet(pa.Table.from_pylist(rows, INDEX), self.path(part, "index"))

    def _count(self, part: str, table: str) -> Counter[str]:
        return Counter(strings(read_parquet(self.path(part, table), ["article_id"]), "article_id"))

    def remove_superseded(self, extractor_version: str) -> None:
        """Remove parts all of whose articles are in parts that are taken before them."""
        taken = strings(self.best(extractor_version, ["content_id", "extractor_version"]), "part")
        self.remove(set(strings(self.index(["content_id"]), "part")) - set(taken))

    def remove(self, parts: Iterable[str]) -> None:
        """Remove parts that no release will be made from, and what runs that were killed left unfinished."""
        for part in parts:
            self.path(part, "index").unlink(missing_ok=True)  # from here on it is a part no more
            remove_folder(self.folder / part)
        for part in self._parts():
            begun = self.path(part, "articles")
            if not self.is_finished(part) and begun.exists() and time.time() - begun.stat().st_mtime > _ABANDONED:
                remove_folder(self.folder / part)

    def _parts(self) -> Iterator[str]:
        if self.folder.is_dir():
            yield from sorted(path.name for path in self.folder.iterdir() if path.name.startswith("part_"))


def strings(table: pa.Table, column: str) -> list[str]:
    """Return a column of strings without nulls."""
    return [str(value) for value in table.column(column).to_pylist()]
