"""The first promise: ``articles.text[start:end]`` is exactly the text that a row says it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import Contract, SpanColumns, SpanListColumns, all_contracts

_TEXTS_AT_ONCE = 2_000  # about 10 MB of text; all else is offsets
_MAX_EXAMPLES = 3


@dataclass(slots=True)
class Finding:
    """How one pair of offset columns fares: failed rows are named by their key in ``examples``."""

    table: str
    column: str
    promise: str
    n_checked: int
    n_failed: int = 0
    examples: tuple[str, ...] = ()


def check(folder: Path) -> list[Finding]:
    """Check all span columns that the contracts of the tables in ``folder`` declare."""
    articles = folder / "articles.parquet"
    ids = pq.read_table(articles, columns=["article_id"]).column("article_id")
    found: list[Finding] = []
    columns: list[_Column] = []
    for spec in all_contracts().values():
        for spans in spec.spans:
            column = _Column.read(spec, spans, folder, ids)
            columns.append(column)
            found.append(column.finding)
        found += [_check_list(spec, spans, folder) for spans in spec.span_lists]
    first = 0
    for batch in pq.ParquetFile(articles).iter_batches(_TEXTS_AT_ONCE, columns=["text"]):
        texts = [str(text) for text in batch.column(0).to_pylist()]
        for column in columns:
            column.check(texts, first)
        first += len(texts)
    return found


@dataclass(slots=True)
class _Column:
    """The rows of one pair of offset columns, in the order of their articles."""

    finding: Finding
    articles: np.ndarray[Any, Any]
    starts: pa.Array[Any]
    ends: pa.Array[Any]
    texts: pa.Array[Any]
    keys: pa.Array[Any]
    done: int = field(default=0)

    @classmethod
    def read(cls, spec: Contract, spans: SpanColumns, folder: Path, ids: pa.ChunkedArray[Any]) -> _Column:
        """Read the rows of a table that have the span; those of no article count as failed at once."""
        key = spec.primary_key[0]
        names = [key, "article_id", spans.start, spans.end, spans.text]
        data = pq.read_table(folder / f"{spec.table}.parquet", columns=names)
        absent = [pc.is_null(data.column(name)) for name in (spans.start, spans.end, spans.text)]
        data = data.filter(pc.invert(pc.and_(pc.and_(*absent[:2]), absent[2])))
        where = pc.index_in(data.column("article_id"), value_set=ids).fill_null(-1).to_numpy()
        data = data.take(np.argsort(where, kind="stable"))
        finding = Finding(
            spec.table,
            spans.start,
            f"articles.text[{spans.start}:{spans.end}] is {spans.text}.",
            n_checked=data.num_rows,
            n_failed=int((where < 0).sum()),
        )
        start, end, text, name = (data.column(each).combine_chunks() for each in (*names[2:], key))
        return cls(finding, np.sort(where), start, end, text, name, done=finding.n_failed)

    def check(self, texts: list[str], first: int) -> None:
        """Check the rows of the next ``texts``, the first of which is article number ``first``."""
        begin = self.done
        self.done = end = int(np.searchsorted(self.articles, first + len(texts)))
        rows = zip(
            (self.articles[begin:end] - first).tolist(),
            self.starts[begin:end].to_pylist(),
            self.ends[begin:end].to_pylist(),
            self.texts[begin:end].to_pylist(),
            strict=True,
        )
        failed = [
            i for i, (at, start, stop, text) in enumerate(rows) if not _holds(texts[at], start, stop, text)
        ]
        self.finding.n_failed += len(failed)
        keys = (str(self.keys[begin + i]) for i in failed[:_MAX_EXAMPLES])
        self.finding.examples = (*self.finding.examples, *keys)[:_MAX_EXAMPLES]


def _holds(article: str, start: int | None, end: int | None, text: str | None) -> bool:
    if start is None or end is None:
        return False
    return 0 <= start < end <= len(article) and article[start:end] == text


def _check_list(spec: Contract, names: SpanListColumns, folder: Path) -> Finding:
    """Check that each row's spans follow one another and reach from its start to its end."""
    data = pq.read_table(
        folder / f"{spec.table}.parquet", columns=[spec.primary_key[0], names.spans, names.start, names.end]
    )
    spans = data.column(names.spans).combine_chunks()
    ok = np.asarray(pc.list_value_length(spans)) > 0
    row = np.asarray(pc.list_parent_indices(spans))
    start, end = (np.asarray(column) for column in pc.list_flatten(spans).flatten())
    follows = np.r_[True, (row[1:] != row[:-1]) | (start[1:] >= end[:-1])][: len(row)]
    ok[row[~((start < end) & follows)]] = False
    is_first = np.r_[True, row[1:] != row[:-1]][: len(row)]
    is_last = np.r_[row[1:] != row[:-1], True][-len(row) :] if len(row) else is_first
    ok[row[is_first]] &= start[is_first] == data.column(names.start).to_numpy()[row[is_first]]
    ok[row[is_last]] &= end[is_last] == data.column(names.end).to_numpy()[row[is_last]]
    failed = data.column(0).filter(pa.array(~ok))
    return Finding(
        spec.table,
        names.spans,
        f"{names.spans} follow one another from {names.start} to {names.end}.",
        n_checked=data.num_rows,
        n_failed=len(failed),
        examples=tuple(str(key) for key in failed[:_MAX_EXAMPLES].to_pylist()),
    )
