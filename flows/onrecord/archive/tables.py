"""The tables of a release: rows that are as they were are taken over from the last one, the others are made.

A file all of whose rows are as they were is taken over by hard link; in one that has changed, the rows of new and
changed articles are put among the others.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onrecord import release
from onrecord.archive.former import Former
from onrecord.archive.plan import n_rows
from onrecord.archive.resolved import PLANNED, Resolved
from onrecord.archive.store import TABLES, Store, strings
from onrecord.contracts import Contract, ContractError, all_contracts, conform
from onrecord.progress import tell
from onrecord.release import File, Release

_ROWS_AT_ONCE = 1_000_000
_TEXTS_AT_ONCE = 50_000
_FEW = 0.1  # where more of a file's articles are new or have changed, it is made anew
_NO_ARTICLES = pa.array([], pa.string())
_NAMES = {"speaker_id": "speaker_name", "claimed_by": "claimed_by_name", "actor_id": "name"}


@dataclass(frozen=True, slots=True)
class Staged:
    """How the files of single articles' rows came to be, by their paths in the release."""

    fresh: Mapping[str, Sequence[str] | None]
    """The articles whose rows were made, not taken over from the last release: none, some, or (None) all."""
    carried: Mapping[str, File]
    """The files that were taken over as they were."""

    def write(self, path: Path) -> None:
        """Write this down for the steps that follow."""
        path.write_text(json.dumps(dataclasses.asdict(self)), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Staged:
        """Return what was written down."""
        given = json.loads(path.read_text(encoding="utf-8"))
        return cls(given["fresh"], {where: File(**file) for where, file in given["carried"].items()})


def stage_tables(resolved: Path, store: Store, staging: Path, last: Release | None) -> Staged:
    """Put the files of all tables of single articles into ``staging/release``."""
    now = Resolved.load(resolved)
    former = Former.find(last, store, now)
    fresh: dict[str, Sequence[str] | None] = {}
    carried: dict[str, File] = {}
    for table in ("articles", *TABLES):
        spec = all_contracts()[table]
        before = former.files(spec) if former else {}
        for path, here in now.files(spec).items():
            was = before.get(path)
            is_kept = pc.is_in(here.column("article_id"), value_set=was.unchanged if was else _NO_ARTICLES)
            changed = here.filter(pc.invert(is_kept))
            is_same = was is not None and not len(changed) and len(was.articles) == len(here)
            few = is_same or len(changed) <= _FEW * len(here)
            if was is None or not few or not (is_same or was.is_as_published()):
                fresh[path] = None
                _gather(staging, path, spec, _rows(spec, store, here, now))
            elif not is_same:
                fresh[path] = strings(changed, "article_id")
                rows = conform(
                    table, pa.concat_tables([spec.arrow_schema.empty_table(), *_rows(spec, store, changed, now)])
                )
                _gather(staging, path, spec, was.rows(here.column("article_id").filter(is_kept), rows))
            else:
                fresh[path], carried[path] = [], was.file
                release.carry(was.path, staging, path)
    n_files = len(fresh) + len(all_contracts().keys() - {"articles", *TABLES})
    tell("stage", n_files, n_files, f"files: {n_files:,}, {len(carried):,} of them as they were")
    return Staged(fresh, carried)


def _gather(staging: Path, path: str, spec: Contract, pieces: Iterator[pa.Table]) -> None:
    try:
        release.gather(staging, path, spec.table, pieces)
    except ContractError as error:
        advice = "If an older version of the extractor read the article, extract it again: onrecord backfill."
        raise ContractError(f"{error} {advice}") from error


def _rows(spec: Contract, store: Store, articles: pa.Table, resolved: Resolved) -> Iterator[pa.Table]:
    """Yield the rows of articles in the order of their ids, so many at a time that memory stays bounded."""
    actors = resolved.actors_of(articles)
    for few in _ranges(spec, articles):
        if len(few):
            rows = store.rows(spec.table, few)
            known = [name for name in rows.column_names if name in spec.arrow_schema.names]
            rows = _with_actors(spec, rows.select(known), actors)
            for column in PLANNED.get(spec.table, ()):
                at = pc.index_in(rows.column("article_id"), value_set=few.column("article_id"))
                rows = _replaced(rows, column, few.column(column).take(at))
            yield rows


def _ranges(spec: Contract, plan: pa.Table) -> Iterator[pa.Table]:
    at_once = _ROWS_AT_ONCE if spec.table in TABLES else _TEXTS_AT_ONCE
    passed = np.cumsum(n_rows(plan, spec.table)) // at_once
    cuts = (np.flatnonzero(np.diff(passed)) + 1).tolist()
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
