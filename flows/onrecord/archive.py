"""Resolution on disk: the batches' parts in, the same parts with the archive's actors out.

What the worker wrote has actors that are known within one article; here they get the id and name that they
have across all articles, and articles learn which earlier one they repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import contract
from onrecord.progress import tell
from onrecord.release import write_table
from onrecord.resolve.across import Archive, resolve_archive
from onrecord.resolve.duplicates import bands, find_duplicates
from onrecord.resolve.sightings import LOCAL_ACTORS

_NAMES = {"speaker_id": "speaker_name", "claimed_by": "claimed_by_name", "actor_id": "name"}


def resolve_parts(batches: Sequence[Path], parts: Sequence[Path], staging: Path) -> Path:
    """Resolve the articles of ``batches`` with the ``parts`` extracted from them; return the results' folder.

    It holds ``<table>/<batch>.parquet`` for every table of the release. Raises ContractError where a row does
    not fit its table.
    """
    resolved = staging / "resolved"
    local_actors = [pq.read_table(part / "actors.parquet") for part in parts]
    archive = resolve_archive(pa.concat_tables([LOCAL_ACTORS.empty_table(), *local_actors]))
    for table, found in {"actors": archive.actors, "roles": archive.roles, "merged_actors": archive.merged}.items():
        _write(resolved, table, "all", found)
    _write(resolved, "rejects", "read", pq.read_table(staging / "rejects" / "read.parquet"))
    duplicate_of = _duplicates(_extracted(batch, part) for batch, part in zip(batches, parts, strict=True))
    for batch, part in zip(batches, parts, strict=True):
        articles = _extracted(batch, part)
        ids: list[Any] = articles.column("article_id").to_pylist()
        repeats = pa.chunked_array([[duplicate_of.get(article_id) for article_id in ids]], pa.string())
        _write(resolved, "articles", batch.stem, _replaced(articles, "duplicate_of", repeats))
        for table in ("quotes", "figures", "dates", "mentions"):
            found = _with_actors(pq.read_table(part / f"{table}.parquet"), table, archive)
            _write(resolved, table, batch.stem, found)
        _write(resolved, "rejects", batch.stem, pq.read_table(part / "rejects.parquet"))
    tell("resolve", len(batches), len(batches), f"actors: {archive.actors.num_rows:,}")
    return resolved


def _extracted(batch: Path, part: Path) -> pa.Table:
    """Return the articles of a batch without those whose extraction failed."""
    articles = pq.read_table(batch)
    failed = pq.read_table(part / "rejects.parquet").column("source_uri").combine_chunks()
    return articles.filter(pc.invert(pc.is_in(articles.column("source_uri"), value_set=failed)))


def _duplicates(batches: Iterable[pa.Table]) -> dict[str, str]:
    times, hashes = pa.timestamp("us", tz="UTC"), pa.list_(pa.uint64())
    columns: dict[str, pa.DataType] = {"article_id": pa.string(), "published_at": times, "bands": hashes}
    texts: dict[str, str] = {}
    rows = []
    for batch in batches:
        for row in batch.select(["article_id", "published_at", "text"]).to_pylist():
            texts[row["article_id"]] = text = row.pop("text")
            rows.append(row | {"bands": bands(text)})
    return find_duplicates(
        pa.Table.from_pylist(rows, pa.schema(columns)), lambda ids: ((key, texts[key]) for key in ids)
    )


def _with_actors(found: pa.Table, table: str, archive: Archive) -> pa.Table:
    """Return rows with the archive's ids and names in place of the article's."""
    for column in [ref.column for ref in contract(table).references if ref.to_table == "actors"]:
        ids, names = archive.resolve(found.column("article_id"), found.column(column))
        known = found.column(_NAMES[column])  # a speaker who is no actor keeps the name as written
        found = _replaced(_replaced(found, column, ids), _NAMES[column], pc.coalesce(names, known))
    return found


def _replaced(table: pa.Table, column: str, values: pa.ChunkedArray[Any]) -> pa.Table:
    at = table.schema.get_field_index(column)
    return table.set_column(at, table.schema.field(at), values)


def _write(resolved: Path, table: str, part: str, rows: pa.Table) -> None:
    folder = resolved / table
    folder.mkdir(parents=True, exist_ok=True)
    write_table(table, rows, folder / f"{part}.parquet")
