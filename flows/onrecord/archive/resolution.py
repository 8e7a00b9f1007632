"""Resolution on disk: what the workers know of each article's actors and text in, the archive's actors out.

What a worker wrote has actors that are known within one article; here they get the id and name that they have
across all articles, and articles learn which earlier one they repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.archive.plan import Plan
from onrecord.archive.resolved import Resolved
from onrecord.archive.store import Store, strings
from onrecord.contracts import table_from_rows
from onrecord.files import read_parquet
from onrecord.progress import tell
from onrecord.release import Release, write_table
from onrecord.resolve.across import resolve_archive
from onrecord.resolve.across.sightings import LOCAL_ACTORS
from onrecord.resolve.duplicates import find_duplicates
from onrecord.sources import Reject, intake


def resolve(plan: Plan, store: Store, staging: Path, last: Release | None) -> Path:
    """Resolve the articles of a plan into ``staging``, and return the folder of what its other tables need.

    ``staging/release`` gets the tables that have no rows of single articles, ``staging/resolved`` the resolved
    articles. Raises ContractError where a row does not fit its table.
    """
    read = plan.read
    strings_there = [field.name for field in LOCAL_ACTORS if pa.types.is_string(field.type)]
    local = store.rows("actors", read, encoded=strings_there) if len(read) else LOCAL_ACTORS.empty_table()
    archive = resolve_archive(local)
    made = {"actors": archive.actors, "roles": archive.roles, "merged_actors": archive.merged}
    rejects = [*intake.rejects(plan.inputs), *_failed(store, plan.articles)]
    for table, rows in (made | {"rejects": table_from_rows("rejects", rejects)}).items():
        write_table(table, rows, staging / "release" / f"{table}.parquet")

    resolved = staging / "resolved"
    resolved.mkdir(exist_ok=True)
    before = Resolved.articles_of_last(store, last)
    duplicates = find_duplicates(read, lambda ids: _texts(store, read, ids), before)
    for name in duplicates.column_names:
        read = read.append_column(name, duplicates.column(name))
    Resolved(read.drop_columns("bands"), archive.meant).write(resolved)
    tell("resolve", len(read), len(read), f"actors: {len(archive.actors):,}")
    return resolved


def _texts(store: Store, plan: pa.Table, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    wanted = plan.filter(pc.is_in(plan.column("article_id"), value_set=pa.array(ids, pa.string())))
    for rows in store.pieces("articles", wanted, ["article_id", "text"]):
        yield from zip(strings(rows, "article_id"), strings(rows, "text"), strict=True)


def _failed(store: Store, plan: pa.Table) -> Iterable[Reject]:
    """Yield the rejects of extraction, under the uri at which the article is read now."""
    failed = plan.filter(plan.column("is_rejected"))
    if not len(failed):
        return
    uris = dict(zip(strings(failed, "article_id"), strings(failed, "source_uri"), strict=True))
    was = store.rows("articles", failed, ["article_id", "source_uri"])
    now = {old: uris[one] for one, old in zip(strings(was, "article_id"), strings(was, "source_uri"), strict=True)}
    for part in sorted(set(strings(failed, "part"))):
        for row in read_parquet(store.path(part, "rejects")).to_pylist():
            if row["source_uri"] in now:
                yield Reject(**row | {"source_uri": now[row["source_uri"]]})
