"""Resolution on disk: the batches' parts in, the same parts with the archive's actors out.

What the worker wrote has actors that are known within one article; here they get the id and name that they
have across all articles, and articles learn which earlier one they repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import contract, table_from_rows
from onrecord.progress import tell
from onrecord.release import write_table
from onrecord.resolve.across import Archive, resolve_archive
from onrecord.resolve.duplicates import Text, find_duplicates

_NAMES = {"speaker_id": "speaker_name", "claimed_by": "claimed_by_name", "actor_id": "name"}


def resolve_parts(batches: Sequence[Path], parts: Sequence[Path], staging: Path) -> Path:
    """Resolve the articles of ``batches`` with the ``parts`` extracted from them; return the results' folder.

    It holds ``<table>/<batch>.parquet`` for every table of the release. Raises ContractError where a row does
    not fit its table.
    """
    resolved = staging / "resolved"
    archive = resolve_archive(row for part in parts for row in pq.read_table(part / "actors.parquet").to_pylist())
    _write(resolved, "actors", "all", table_from_rows("actors", archive.actors))
    _write(resolved, "roles", "all", table_from_rows("roles", archive.roles))
    _write(resolved, "rejects", "read", pq.read_table(staging / "rejects" / "read.parquet"))
    names = {row["actor_id"]: row["name"] for row in archive.actors}
    duplicate_of = find_duplicates(
        Text(*row.values())
        for batch, part in zip(batches, parts, strict=True)
        for row in _extracted(batch, part).select(["article_id", "published_at", "text"]).to_pylist()
    )
    for batch, part in zip(batches, parts, strict=True):
        articles = _extracted(batch, part)
        ids = _strings(articles, "article_id")
        _write(resolved, "articles", batch.stem, _replaced(articles, "duplicate_of", map(duplicate_of.get, ids)))
        for table in ("quotes", "figures", "dates", "mentions"):
            found = _with_actors(pq.read_table(part / f"{table}.parquet"), table, archive, names)
            _write(resolved, table, batch.stem, found)
        _write(resolved, "rejects", batch.stem, pq.read_table(part / "rejects.parquet"))
    tell("resolve", len(batches), len(batches), f"actors: {len(archive.actors):,}")
    return resolved


def _extracted(batch: Path, part: Path) -> pa.Table:
    """Return the articles of a batch without those whose extraction failed."""
    articles = pq.read_table(batch)
    failed = pq.read_table(part / "rejects.parquet").column("source_uri").combine_chunks()
    return articles.filter(pc.invert(pc.is_in(articles.column("source_uri"), value_set=failed)))


def _with_actors(found: pa.Table, table: str, archive: Archive, names: dict[str, str]) -> pa.Table:
    """Return rows with the archive's ids and names in place of the article's."""
    for column in [ref.column for ref in contract(table).references if ref.to_table == "actors"]:
        pairs = zip(_strings(found, "article_id"), found.column(column).to_pylist(), strict=True)
        ids = [actor_id and archive.actor_id(article_id, actor_id) for article_id, actor_id in pairs]
        known = found.column(_NAMES[column]).to_pylist()  # a speaker who is no actor keeps the name as written
        named = [names[actor_id] if actor_id else name for actor_id, name in zip(ids, known, strict=True)]
        found = _replaced(_replaced(found, column, ids), _NAMES[column], named)
    return found


def _strings(table: pa.Table, column: str) -> list[str]:
    return [str(value) for value in table.column(column).to_pylist()]


def _replaced(table: pa.Table, column: str, values: Iterable[str | None]) -> pa.Table:
    at = table.schema.get_field_index(column)
    array = pa.chunked_array([pa.array(list(values), pa.string())])
    return table.set_column(at, table.schema.field(at), array)


def _write(resolved: Path, table: str, part: str, rows: pa.Table) -> None:
    folder = resolved / table
    folder.mkdir(parents=True, exist_ok=True)
    write_table(table, rows, folder / f"{part}.parquet")
