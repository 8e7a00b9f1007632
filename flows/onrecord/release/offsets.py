"""The first promise: ``articles.text[start:end]`` is exactly the text that a row says it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import Contract, SpanColumns, SpanListColumns, all_contracts
from onrecord.release import layout
from onrecord.release.checks import Check, Fresh

_TEXTS_AT_ONCE = 2_000  # about 10 MB of text
_BYTES_AT_ONCE = 128_000_000
_N_EXAMPLES = 3

_Files = Mapping[Path, Sequence[str] | None]  # with the articles that are fresh


def check(folder: Path, fresh: Fresh) -> Iterator[Check]:
    """Yield a check for each pair of offset columns, and each list of spans, that the contracts declare.

    Rows of articles that are not ``fresh`` were compared with the same texts before.
    """
    articles = layout.paths(folder, "articles")
    ids = layout.read(folder, "articles", ["article_id"]).column("article_id")
    for spec in all_contracts().values():
        paths = {path: fresh.get(path.relative_to(folder).as_posix()) for path in layout.paths(folder, spec.table)}
        columns = [_Offsets.read(spec, spans, paths, ids) for spans in spec.spans]
        if columns:
            _compare(columns, articles)
        yield from (column.check(spec) for column in columns)
        yield from (_check_list(spec, spans, paths) for spans in spec.span_lists)


@dataclass(slots=True)
class _Offsets:
    """The rows of a table that have a span, in the order of their articles; ``failed`` are row numbers."""

    columns: SpanColumns
    articles: np.ndarray[Any, Any]
    starts: pa.ChunkedArray[Any]
    ends: pa.ChunkedArray[Any]
    texts: pa.ChunkedArray[Any]
    keys: pa.ChunkedArray[Any]
    failed: list[int]

    @classmethod
    def read(cls, spec: Contract, spans: SpanColumns, paths: _Files, ids: pa.ChunkedArray[Any]) -> _Offsets:
        """Read a table's rows with any of start, end and text; those of no article have failed already."""
        names = ["article_id", spans.start, spans.end, spans.text, spec.primary_key[0]]
        data = _read(spec, paths, names)
        start, end, text = (pc.is_valid(data.column(name)) for name in names[1:4])
        data = data.filter(pc.or_(pc.or_(start, end), text))
        articles = np.asarray(pc.index_in(data.column("article_id"), value_set=ids).fill_null(-1))
        if np.any(articles[1:] < articles[:-1]):  # rows are sorted by article, but for those that have none
            order = np.argsort(articles, kind="stable")
            data, articles = data.take(order), articles[order]
        starts, ends, texts, keys = (data.column(name) for name in names[1:])
        return cls(spans, articles, starts, ends, texts, keys, failed=list(range(int(np.sum(articles < 0)))))

    def compare(self, texts: Sequence[str | None], first: int) -> None:
        """Compare the rows of articles ``first`` and on with those articles' texts, which need be there for them."""
        begin, end = np.searchsorted(self.articles, (first, first + len(texts)))
        here = slice(begin, end)
        rows = zip(
            (self.articles[here] - first).tolist(),
            self.starts[here].to_pylist(),
            self.ends[here].to_pylist(),
            self.texts[here].to_pylist(),
            strict=True,
        )
        self.failed += [i for i, (at, *row) in enumerate(rows, start=int(begin)) if not _holds(texts[at], *row)]

    def check(self, spec: Contract) -> Check:
        """Return the check of what was compared; failed rows are named by their key."""
        names = self.columns
        return Check(
            table=spec.table,
            column=names.start,
            name="offsets",
            description=f"articles.text[{names.start}:{names.end}] is {names.text}.",
            severity="critical",
            ok=not self.failed,
            n_checked=len(self.articles),
            n_failed=len(self.failed),
            examples=tuple(map(str, self.keys.take(pa.array(self.failed[:_N_EXAMPLES], pa.int64())).to_pylist())),
        )


def _read(spec: Contract, paths: _Files, columns: list[str]) -> pa.Table:
    pieces = (piece for path, fresh in paths.items() for piece in layout.pieces(path, columns, fresh, _BYTES_AT_ONCE))
    return pa.concat_tables([spec.arrow_schema.empty_table().select(columns), *pieces])


def _compare(columns: list[_Offsets], articles: list[Path]) -> None:
    """Go through the texts of the rows' articles once, a bounded number at a time."""
    wanted = np.unique(np.concatenate([column.articles for column in columns]))
    first = 0
    for path in articles:
        with path.open("rb") as data, pq.ParquetFile(data) as file:
            for batch in file.iter_batches(_TEXTS_AT_ONCE, columns=["text"]):
                begin, end = np.searchsorted(wanted, (first, first + len(batch)))
                here = wanted[begin:end] - first
                texts: list[str | None] = [None] * len(batch)
                for at, text in zip(here.tolist(), batch.column(0).take(pa.array(here)).to_pylist(), strict=True):
                    texts[at] = text
                for column in columns:
                    column.compare(texts, first)
                first += len(batch)


def _holds(article: str | None, start: int | None, end: int | None, text: str | None) -> bool:
    if article is None or start is None or end is None:
        return False
    return 0 <= start < end <= len(article) and article[start:end] == text


def _check_list(spec: Contract, names: SpanListColumns, paths: _Files) -> Check:
    """Check that each row's spans follow one another and reach from its start to its end."""
    data = _read(spec, paths, [spec.primary_key[0], names.spans, names.start, names.end])
    spans = data.column(names.spans).combine_chunks()
    ok = np.asarray(pc.list_value_length(spans)) > 0
    row = np.asarray(pc.list_parent_indices(spans))
    start, end = (np.asarray(column) for column in pc.list_flatten(spans).flatten())
    is_first = np.r_[True, row[1:] != row[:-1]][: len(row)]
    is_last = np.r_[row[1:] != row[:-1], True][-len(row) :] if len(row) else is_first
    follows = is_first | np.r_[True, start[1:] >= end[:-1]][: len(row)]
    ok[row[~((start < end) & follows)]] = False
    ok[row[is_first]] &= start[is_first] == np.asarray(data.column(names.start))[row[is_first]]
    ok[row[is_last]] &= end[is_last] == np.asarray(data.column(names.end))[row[is_last]]
    failed = data.column(0).filter(pa.array(~ok))
    return Check(
        table=spec.table,
        column=names.spans,
        name="offsets",
        description=f"{names.spans} follow one another from {names.start} to {names.end}.",
        severity="critical",
        ok=not len(failed),
        n_checked=len(data),
        n_failed=len(failed),
        examples=tuple(map(str, failed[:_N_EXAMPLES].to_pylist())),
    )
