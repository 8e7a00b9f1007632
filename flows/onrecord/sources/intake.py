"""Intake: from the given sources to articles, reading only files that are new or have changed since the last run.

The list of inputs is a Parquet file with a row an input: its uri, where it lies, its state on disk (size and
times), and how it ended: as the article of a content id, or as a reject. A file whose state is as it was in the
last list ends as it did then and is not opened; all others are read, and their content decides.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.archive import batches
from onrecord.archive.store import Store, content_id, strings
from onrecord.files import read_parquet, write_parquet
from onrecord.progress import tell
from onrecord.settings import Settings
from onrecord.sources.discovery import SourceFile, discover
from onrecord.sources.plain_text import read_plain_text
from onrecord.sources.reject import Reject
from onrecord.text import Article
from onrecord.version import sources_version

_REJECT = ("stage", "reason", "detail", "sha256", "n_bytes")
_STATE = ("size", "modified_ns", "changed_ns")
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

_PASSING = {"no_permission", "io_error", "too_large"}  # reasons that do not lie in the file's content
_BATCHES_PER_WORKER = 4  # so that all workers are busy nearly to the end
_SMALLEST_BATCH = 100_000  # characters; a few seconds' work, beside which a task costs nothing
_SETTLED = 2_000_000_000  # ns: a file changed later than this before it was read may change again unseen
_Row = dict[str, Any]


def discover_inputs(settings: Settings, folder: Path) -> Path:
    """List the files of the sources in ``folder/inputs.parquet``, with what is known of them from the last run."""
    files, rejects = discover(settings.sources)
    last = last_inputs(Store(settings.data))
    before = {row["source_uri"]: row for row in last.to_pylist()} if _is_current(last) else {}
    rows = [_as_before(before.get(file.uri), _state(file)) for file in files]
    rows += [{"source_uri": reject.source_uri, **_reject(reject)} for reject in rejects]
    inputs = folder / "inputs.parquet"
    write_parquet(pa.Table.from_pylist(sorted(rows, key=lambda row: str(row["source_uri"])), INPUTS), inputs)
    tell("discover", len(files), len(files), f"files: {len(files):,}; others: {len(rejects):,}")
    return inputs


def read_inputs(inputs: Path, settings: Settings) -> Iterator[str]:
    """Read the inputs that must be into parts of the store; yield the name of each part once it is there.

    When all are read, the list with how each ended is that of the last run.
    """
    store = Store(settings.data)
    rows = read_parquet(inputs).to_pylist()
    extracted = set(strings(store.index(["content_id"]), "content_id"))
    unread = [row for row in rows if _is_unread(row, extracted)]
    n_bytes = sum(row["size"] or 0 for row in unread)
    few = max(_SMALLEST_BATCH, n_bytes // (_BATCHES_PER_WORKER * settings.workers))
    yield from batches.write_batches(
        _new_articles(unread, extracted, settings),
        store,
        characters=min(settings.batch_characters, few),
        extractor_version=settings.extractor_version,
    )
    metadata = {"sources_version": sources_version()}
    write_parquet(pa.Table.from_pylist(rows, INPUTS.with_metadata(metadata)), store.inputs)


def last_inputs(store: Store) -> pa.Table:
    """Return the list of inputs of the last run, sorted by uri; an empty one before the first."""
    return read_parquet(store.inputs) if store.inputs.exists() else INPUTS.empty_table()


def _is_current(inputs: pa.Table) -> bool:
    """Whether the same code read the inputs as would read them now."""
    return (inputs.schema.metadata or {}).get(b"sources_version") == sources_version().encode()


def _is_unread(row: _Row, extracted: set[str]) -> bool:
    """Whether an input must be read: its outcome is not known or may be another now, or its extraction is gone."""
    if row["content_id"]:
        return row["content_id"] not in extracted
    return row["path"] is not None and (row["reason"] is None or row["reason"] in _PASSING)


def _new_articles(unread: list[_Row], extracted: set[str], settings: Settings) -> Iterator[Article]:
    """Read inputs, note in each row how it ended, and yield each new text once, from its first source."""
    n_rejects = n_new = 0
    seen = set(extracted)
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
    found = []
    first_source: dict[str, str] = {}
    for row in inputs.to_pylist():
        uri = row["source_uri"]
        if row["reason"]:
            found.append(Reject(uri, *(row[name] for name in _REJECT)))
        elif (first := first_source.setdefault(row["article_id"], uri)) != uri:
            found.append(Reject(uri, "read", "duplicate", f"the same text as {first}"))
    return found


def articles(inputs: pa.Table) -> pa.Table:
    """Return source_uri, content_id and article_id of the inputs that are articles of the release, each text once."""
    read = inputs.filter(pc.is_valid(inputs.column("content_id"))).select(["source_uri", "content_id", "article_id"])
    first = read.append_column("row", pa.array(range(len(read)), pa.int64())).group_by("article_id")
    return read.take(first.aggregate([("row", "min")]).column("row_min").sort())


def _state(file: SourceFile) -> _Row:
    row: _Row = {"source_uri": file.uri, "path": os.path.abspath(file.path)}  # noqa: PTH100 - see discovery
    if file.state is not None:
        row |= {
            "size": file.state.st_size,
            "modified_ns": file.state.st_mtime_ns,
            "changed_ns": file.state.st_ctime_ns,
        }
    return row


def _as_before(before: _Row | None, now: _Row) -> _Row:
    """Return a file's row, with how it ended in the last run if it is as it was then."""
    if before is not None and "size" in now and all(before[name] == now[name] for name in _STATE):
        return before | now
    return now


def _reject(reject: Reject) -> _Row:
    row = dataclasses.asdict(reject)
    return {name: row[name] for name in _REJECT} | {"content_id": None, "article_id": None}
