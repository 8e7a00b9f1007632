"""Outdated articles: those that another version of the extractor read, as parts of the store to be extracted again.

Texts come from the store, not from the sources. A part that was finished, by a backfill that was stopped or a run
beside this one, is not stale any more: a backfill goes on where it ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.archive.plan import make_plan
from onrecord.archive.store import TABLES, Store, part_name, strings
from onrecord.contracts import table_from_rows
from onrecord.files import read_parquet, write_parquet
from onrecord.progress import tell
from onrecord.settings import Settings

Table = Literal["figures", "dates"]
"""Tables that can be made anew without the others: no other is made from them."""


def copy_outdated(settings: Settings, since: dt.datetime | None, tables: Sequence[Table]) -> Iterator[str]:
    """Copy the outdated articles of the last list of inputs; yield the name of each part that is to be extracted."""
    store, version = Store(settings.data), settings.extractor_version
    found = find_outdated(make_plan(store, version).articles, version, since, tables)
    tell("read", len(found), len(found), f"articles to be extracted again: {len(found):,}")
    yield from write_outdated(store, found, version, characters=settings.batch_characters, tables=tables)


def find_outdated(
    plan: pa.Table, extractor_version: str, since: dt.datetime | None = None, tables: Sequence[str] = ()
) -> pa.Table:
    """Return the articles of a plan that another version read; those published before ``since`` are left out.

    With ``tables`` only these count. Undated articles are as old as can be.
    """
    versions = plan.column("extractor_version")
    current = [name for name in set(strings(plan, "extractor_version")) if _is_current(name, extractor_version, tables)]
    outdated = plan.filter(pc.invert(pc.is_in(versions, value_set=pa.array(current, pa.string()))))
    if since is not None:
        dates = outdated.column("published_at")
        outdated = outdated.filter(pc.greater_equal(dates, pa.scalar(since, dates.type)))  # drops undated ones too
    return outdated


def write_outdated(
    store: Store, outdated: pa.Table, extractor_version: str, *, characters: int, tables: Sequence[str] = ()
) -> Iterator[str]:
    """Write the articles of a plan into parts of about ``characters`` characters of text; yield each part's name.

    With ``tables`` the parts take all other tables over from the parts that the plan names.
    """
    for articles in _batches(store, outdated, characters):
        versions = [
            _partly(old, extractor_version, tables) if tables else extractor_version
            for old in strings(articles, "extractor_version")
        ]
        here = outdated.filter(pc.is_in(outdated.column("article_id"), value_set=articles.column("article_id")))
        part = part_name(" ".join(sorted(set(versions))), strings(here, "content_id"))
        if tables:
            _take_over(store, part, here, [table for table in (*TABLES, "actors") if table not in tables])
        at = articles.schema.get_field_index("extractor_version")
        renewed = articles.set_column(at, articles.schema.field(at), pa.array(versions))
        write_parquet(renewed, store.path(part, "articles"))
        yield part


def _batches(store: Store, outdated: pa.Table, characters: int) -> Iterator[pa.Table]:
    """Yield rows of ``articles``, so many that their texts fill a batch."""
    waiting: list[pa.Table] = []
    filled = 0
    for part in sorted(set(strings(outdated, "part"))):
        articles = store.rows("articles", outdated.filter(pc.equal(outdated.column("part"), pa.scalar(part))))
        for i, length in enumerate(pc.utf8_length(articles.column("text")).to_pylist()):
            waiting.append(articles.slice(i, 1))
            filled += length
            if filled >= characters:
                yield pa.concat_tables(waiting).combine_chunks()
                waiting, filled = [], 0
    if waiting:
        yield pa.concat_tables(waiting).combine_chunks()


def _take_over(store: Store, part: str, plan: pa.Table, tables: Sequence[str]) -> None:
    for table in tables:
        write_parquet(store.rows(table, plan), store.path(part, table))
    uris = set(strings(store.rows("articles", plan, ["article_id", "source_uri"]), "source_uri"))
    old_parts = sorted(set(strings(plan, "part")))
    rejects = [row for old in old_parts for row in read_parquet(store.path(old, "rejects")).to_pylist()]
    kept = table_from_rows("rejects", [row for row in rejects if row["source_uri"] in uris])
    write_parquet(kept, store.path(part, "rejects"))


def _is_current(version: str, now: str, tables: Sequence[str]) -> bool:
    if version == now:
        return True
    partly = _by_table(version)
    return bool(tables) and all(partly.get(table) == now for table in tables)


def _partly(version: str, now: str, tables: Sequence[str]) -> str:
    """Return the version of an article of which only some tables are made by the version of now."""
    base = version.split("; ", 1)[0]
    partly = _by_table(version) | dict.fromkeys(tables, now)
    return "; ".join([base, *(f"{table} {partly[table]}" for table in sorted(partly))])


def _by_table(version: str) -> dict[str, str]:
    entries = (entry.partition(" ") for entry in version.split("; ")[1:])
    return {table: made_by for table, _, made_by in entries}
