"""Intake: from the given sources to articles, reading only files that are new or have changed since the last run.

The list of inputs is a Parquet file with a row an input: its uri, where it lies, its state on disk (size and
times), and how it ended: as the article of a content id, or as a reject. A file whose state is as it was in the
last list ends as it did then and is not opened; all others are read, and their content decides.
"""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from onrecord.archive import batches
from onrecord.archive.store import Store, content_id
from onrecord.files import read_parquet, write_parquet
from onrecord.progress import tell
from onrecord.settings import Settings
from onrecord.sources.discovery import SourceFile, discover
from onrecord.sources.plain_text import read_plain_text
from onrecord.sources.reject import Reject
from onrecord.text import Article
from onrecord.version import sources_version

_REJECT = ("stage", "reason", "detail", "sha256", "n_bytes")
_STATE = {"size": "st_size", "modified_ns": "st_mtime_ns", "changed_ns": "st_ctime_ns"}
_COLUMNS: dict[str, pa.DataType] = {
    "source_uri": pa.string(),
    "path": pa.string(),
    **{name: pa.int64() for name in _STATE},
    "content_id": pa.string(),
    "article_id": pa.string(),
    **{name: pa.int64() if name == "n_bytes" else pa.string() for name in _REJECT},
}
INPUTS = pa.schema(_COLUMNS)
"""An input has a content id and an article id, or a reason to be rejected; neither while it is still to be read."""

_PASSING = ["no_permission", "io_error", "too_large"]  # reasons that do not lie in the file's content
_BATCHES_PER_WORKER = 4  # so that all workers are busy nearly to the end
_SMALLEST_BATCH = 100_000  # characters; a few seconds' work, beside which a task costs nothing
_SETTLED = 2_000_000_000  # ns: a file changed later than this before it was read may change again unseen
_Row = dict[str, Any]


def discover_inputs(settings: Settings, folder: Path) -> Path:
    """List the files of the sources in ``folder/inputs.parquet``, with what is known of them from the last run."""
    files, rejects = discover(settings.sources)
    last = last_inputs(Store(settings.data))
    found = _as_before(_found(files), last if _is_current(last) else INPUTS.empty_table())
    others = [{"source_uri": reject.source_uri, **_reject(reject)} for reject in rejects]
    inputs = folder / "inputs.parquet"
    write_parquet(pa.concat_tables([found, pa.Table.from_pylist(others, INPUTS)]).sort_by("source_uri"), inputs)
    tell("discover", len(files), len(files), f"files: {len(files):,}; others: {len(rejects):,}")
    return inputs


def read_inputs(inputs: Path, settings: Settings) -> Iterator[str]:
    """Read the inputs that must be into parts of the store; yield the name of each part once it is there.

    When all are read, the list with how each ended is that of the last run.
    """
    store = Store(settings.data)
    listed = read_parquet(inputs)
    extracted = store.index(["content_id"]).column("content_id")
    is_unread = _is_unread(listed, extracted)
    unread = listed.filter(is_unread).to_pylist()
    n_bytes = sum(row["size"] or 0 for row in unread)
    few = max(_SMALLEST_BATCH, n_bytes // (_BATCHES_PER_WORKER * settings.workers))
    yield from batches.write_batches(
        _new_articles(unread, extracted, settings),
        store,
        characters=min(settings.batch_characters, few),
        extractor_version=settings.extractor_version,
    )
    metadata = {"sources_version": sources_version()}
    ended = _replaced(listed, is_unread, pa.Table.from_pylist(unread, INPUTS))
    write_parquet(ended.replace_schema_metadata(metadata), store.inputs)


def last_inputs(store: Store) -> pa.Table:
    """Return the list of inputs of the last run, sorted by uri; an empty one before the first."""
    return read_parquet(store.inputs) if store.inputs.exists() else INPUTS.empty_table()


def _is_current(inputs: pa.Table) -> bool:
    """Whether the same code read the inputs as would read them now."""
    return (inputs.schema.metadata or {}).get(b"sources_version") == sources_version().encode()


def _is_unread(inputs: pa.Table, extracted: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    """Whether each input must be read: its outcome is not known or may be another now, or its extraction is gone."""
    content, reason = inputs.column("content_id"), inputs.column("reason")
    may_differ = pc.or_(pc.is_null(reason), pc.is_in(reason, value_set=pa.array(_PASSING)))
    is_open = pc.and_(pc.is_valid(inputs.column("path")), may_differ)
    is_gone = pc.invert(pc.is_in(content, value_set=extracted))
    unread: pa.ChunkedArray[Any] = pc.if_else(pc.is_valid(content), is_gone, is_open)
    return unread


def _replaced(rows: pa.Table, where: pa.ChunkedArray[Any], by: pa.Table) -> pa.Table:
    """Return rows with others in the places that a mask marks."""
    columns: list[Any] = [
        pc.replace_with_mask(column.combine_chunks(), where.combine_chunks(), new.combine_chunks())
        for column, new in zip(rows.columns, by.columns, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=rows.schema)


def _new_articles(unread: list[_Row], extracted: pa.ChunkedArray[Any], settings: Settings) -> Iterator[Article]:
    """Read inputs, note in each row how it ended, and yield each new text once, from its first source."""
    n_rejects = n_new = 0
    seen = set(extracted.to_pylist()) if unread else set[str]()
    for done, row in enumerate(unread, start=1):
        read_at = time.time_ns()
        article = read_plain_text(SourceFile(row["source_uri"], row["path"]), settings.article_bytes)
        if isinstance(article, Reject):
            row.update(_reject(article))
            n_rejects += 1
        else:
            row.update(dict.fromkeys(_REJECT), content_id=content_id(article), article_id=article.article_id)
            if row["content_id"] not in seen:
                seen.add(row["content_id"])
                n_new += 1
                yield article
        if row["changed_ns"] and read_at - max(row["modified_ns"], row["changed_ns"]) < _SETTLED:
            row["changed_ns"] = 0  # it could change once more within the clock's grain: read it again next time
        tell("read", done, len(unread))
    tell("read", len(unread), len(unread), f"files read: {len(unread):,}; new texts: {n_new:,}; rejects: {n_rejects:,}")


def rejects(inputs: pa.Table) -> list[Reject]:
    """Return the rejects among the inputs; of sources with one text all but the first by uri are duplicates."""
    first = _first_with_text(inputs)
    is_other = np.asarray(pc.is_valid(inputs.column("reason"))) | ((first >= 0) & (first < np.arange(len(inputs))))
    found = []
    others = inputs.append_column("first", inputs.column("source_uri").take(np.maximum(first, 0)))
    for row in others.filter(is_other).to_pylist():
        if row["reason"]:
            found.append(Reject(row["source_uri"], *(row[name] for name in _REJECT)))
        else:
            found.append(Reject(row["source_uri"], "read", "duplicate", f"the same text as {row['first']}"))
    return found


def articles(inputs: pa.Table) -> pa.Table:
    """Return source_uri, content_id and article_id of the inputs that are articles of the release, each text once."""
    is_first = _first_with_text(inputs) == np.arange(len(inputs))
    return inputs.filter(is_first).select(["source_uri", "content_id", "article_id"])


def _first_with_text(inputs: pa.Table) -> npt.NDArray[np.int64]:
    """Return for each input the place of the first one with its text, -1 for those without."""
    ids = inputs.column("article_id")
    return np.asarray(pc.index_in(ids, value_set=ids, skip_nulls=True).fill_null(-1), np.int64)


def _found(files: list[SourceFile]) -> pa.Table:
    """Return the rows of files of which no more is known than where they lie and their state."""
    known: dict[str, Any] = {
        "source_uri": [file.uri for file in files],
        "path": [file.path for file in files],
        **{name: [getattr(file.state, attribute, None) for file in files] for name, attribute in _STATE.items()},
    }
    nothing = pa.nulls(len(files))
    columns = [pa.array(known[name], kind) if name in known else nothing.cast(kind) for name, kind in _COLUMNS.items()]
    return pa.Table.from_arrays(columns, schema=INPUTS)


def _as_before(found: pa.Table, last: pa.Table) -> pa.Table:
    """Return the rows of files, with how each ended in the last run if it is as it was then."""
    before = last.take(pc.index_in(found.column("source_uri"), value_set=last.column("source_uri")))
    same = [pc.equal(found.column(name), before.column(name)) for name in _STATE]
    is_same = functools.reduce(pc.and_, same)
    columns = [
        column if name in {"source_uri", "path", *_STATE} else pc.if_else(is_same, then, pa.scalar(None, column.type))
        for name, column, then in zip(found.column_names, found.columns, before.columns, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=INPUTS)


def _reject(reject: Reject) -> _Row:
    row = dataclasses.asdict(reject)
    return {name: row[name] for name in _REJECT} | {"content_id": None, "article_id": None}
