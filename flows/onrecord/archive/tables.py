"""The tables of a release: a file whose rows are as they were is carried over by hard link, the others are written."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from onrecord import release
from onrecord.archive.plan import digest, n_rows
from onrecord.archive.store import TABLES, Store, strings
from onrecord.contracts import Contract, ContractError, all_contracts
from onrecord.files import read_parquet
from onrecord.progress import tell
from onrecord.release import DamagedReleaseError, Release, layout
from onrecord.version import release_version

_ROWS_AT_ONCE = 1_000_000
_TEXTS_AT_ONCE = 50_000
_NAMES = {"speaker_id": "speaker_name", "claimed_by": "claimed_by_name", "actor_id": "name"}
_PLANNED = {"articles": ("source_uri", "duplicate_of")}  # columns that the plan knows better than the parts


@dataclass(frozen=True, slots=True)
class Staged:
    """The files of single articles' rows, by their paths in the release, with a digest of what each was made of."""

    made_from: Mapping[str, str]
    carried: Sequence[str]
    """Those that were taken over from the last release as they were."""

    def write(self, path: Path) -> None:
        """Write this down for the steps that follow."""
        path.write_text(json.dumps(dataclasses.asdict(self)), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Staged:
        """Return what was written down."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def stage_tables(resolved: Path, store: Store, staging: Path, last: Release | None) -> Staged:
    """Put the files of all tables of single articles into ``staging/release``.

    A file is linked from the last release if that has one by its path made of the same.
    """
    plan = read_parquet(resolved / "articles.parquet")
    actors = read_parquet(resolved / "actors.parquet")
    before = _made_from(last) if last else {}
    made: dict[str, str] = {}
    carried: list[str] = []
    for table in ("articles", *TABLES):
        spec = all_contracts()[table]
        known = zip(
            strings(plan, "article_id"), plan.column("published_at").to_pylist(), n_rows(plan, table), strict=True
        )
        for path, articles in layout.files(spec, [layout.Article(*article) for article in known]):
            here = plan.take(pa.array(articles, pa.int64()))
            named = actors.filter(pc.is_in(actors.column("article_id"), value_set=here.column("article_id")))
            made[path] = _digest(spec, here, named)
            if before.get(path) == made[path] and last is not None:
                release.carry(last, path, staging)
                carried.append(path)
            else:
                _gather(staging, path, spec, _rows(spec, store, here, named))
    n_files = len(made) + len(all_contracts().keys() - {"articles", *TABLES})
    tell("stage", n_files, n_files, f"files: {n_files:,}, {len(carried):,} of them as they were")
    return Staged(made, carried)


def _made_from(last: Release) -> dict[str, str]:
    try:
        return last.made_from()
    except DamagedReleaseError:  # no reason to hold back the next release
        return {}


def _digest(spec: Contract, plan: pa.Table, actors: pa.Table) -> str:
    """Return a digest of all that a file's bytes follow from."""
    columns = ["content_id", "extractor_version", *_PLANNED.get(spec.table, ())]
    refers = any(reference.to_table == "actors" for reference in spec.references)
    return digest(release_version(), plan.select(columns), *([actors] if refers else []))


def _gather(staging: Path, path: str, spec: Contract, pieces: Iterator[pa.Table]) -> None:
    try:
        release.gather(staging, path, spec.table, pieces)
    except ContractError as error:
        advice = "If an older version of the extractor read the article, extract it again: onrecord backfill."
        raise ContractError(f"{error} {advice}") from error


def _rows(spec: Contract, store: Store, plan: pa.Table, actors: pa.Table) -> Iterator[pa.Table]:
    """Yield the rows of a file in the order of article ids, so many at a time that memory stays bounded."""
    for few in _ranges(spec, plan):
        if len(few):
            rows = store.rows(spec.table, few)
            known = [name for name in rows.column_names if name in spec.arrow_schema.names]
            rows = _with_actors(spec, rows.select(known), actors)
            for column in _PLANNED.get(spec.table, ()):
                at = pc.index_in(rows.column("article_id"), value_set=few.column("article_id"))
                rows = _replaced(rows, column, few.column(column).take(at))
            yield rows


def _ranges(spec: Contract, plan: pa.Table) -> Iterator[pa.Table]:
    at_once = _ROWS_AT_ONCE if spec.table in TABLES else _TEXTS_AT_ONCE
    passed = list(itertools.accumulate(n_rows(plan, spec.table)))
    cuts = [i for i in range(1, len(passed)) if passed[i] // at_once > passed[i - 1] // at_once]
    for start, end in itertools.pairwise([0, *cuts, len(plan)]):
        yield plan.slice(start, end - start)


def _with_actors(spec: Contract, rows: pa.Table, actors: pa.Table) -> pa.Table:
    """Return rows with the archive's ids and names in place of the article's."""
    for column in [ref.column for ref in spec.references if ref.to_table == "actors"]:
        at = pc.index_in(_keys(rows, column), value_set=_keys(actors, "local_id"))
        # A speaker who is no actor keeps the name as written.
        names = pc.coalesce(actors.column("name").take(at), rows.column(_NAMES[column]))
        rows = _replaced(_replaced(rows, column, actors.column("actor_id").take(at)), _NAMES[column], names)
    return rows


def _keys(rows: pa.Table, column: str) -> pa.ChunkedArray[Any]:
    keys: pa.ChunkedArray[Any] = pc.binary_join_element_wise(rows.column("article_id"), rows.column(column), " ")  # type: ignore[call-overload]
    return keys


def _replaced(table: pa.Table, column: str, values: pa.ChunkedArray[Any]) -> pa.Table:
    at = table.schema.get_field_index(column)
    return table.set_column(at, table.schema.field(at), values)
