"""The former release: which of its rows will be in the next as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.archive.resolved import Resolved, Unchanged
from onrecord.archive.store import Store, strings
from onrecord.contracts import Contract
from onrecord.release import DamagedReleaseError, File, Release
from onrecord.release.manifest import sha256


@dataclass(frozen=True, slots=True)
class FormerFile:
    """A file of the former release: where it is, what its manifest says of it, and its articles by id."""

    path: Path
    file: File
    articles: pa.Array[Any]
    unchanged: pa.Array[Any]
    """Those of the articles whose rows are as they will be in the next release."""

    def is_as_published(self) -> bool:
        """Whether its bytes are those that were audited: rows taken from it are not audited again."""
        return sha256(self.path) == self.file.sha256

    def rows(self, kept: pa.ChunkedArray[Any], fresh: pa.Table) -> Iterator[pa.Table]:
        """Yield the rows of the articles kept, and fresh rows of others among them, in the order of articles."""
        ids = strings(fresh, "article_id")
        gone = self.articles.filter(pc.invert(pc.is_in(self.articles, value_set=kept)))  # few; those kept are many
        done = 0
        with self.path.open("rb") as data, pq.ParquetFile(data) as file:
            for i in range(file.num_row_groups):
                group = file.read_row_group(i)
                last = group.column("article_id")[-1].as_py()
                end = next((n for n in range(done, len(ids)) if ids[n] > last), len(ids))
                rows = group.filter(pc.invert(pc.is_in(group.column("article_id"), value_set=gone)))
                yield pa.concat_tables([rows, fresh.slice(done, end - done)])
                done = end
        yield fresh.slice(done)


@dataclass(frozen=True, slots=True)
class Former:
    """The former release, what it was made of, and which articles have not changed since."""

    release: Release
    described: Mapping[str, File]
    resolved: Resolved
    unchanged: Unchanged

    @classmethod
    def find(cls, last: Release | None, store: Store, now: Resolved) -> Former | None:
        """Return the last release if it can be built upon: it is whole, and what it was made of is known."""
        resolved = Resolved.of_last(store, last)
        if last is None or resolved is None:
            return None
        try:
            described = last.files()
        except DamagedReleaseError:  # no reason to hold back the next release
            return None
        return cls(last, described, resolved, now.unchanged_since(resolved))

    def files(self, spec: Contract) -> dict[str, FormerFile]:
        """Return the files of a table by their path in the release; those that are not as they were published aside."""
        unchanged = self.unchanged.of(spec)
        found = {}
        for where, articles in self.resolved.files(spec).items():
            path, file = self.release.path / where, self.described.get(where)
            if file is not None and path.exists() and path.stat().st_size == file.bytes:
                ids = articles.column("article_id").combine_chunks()
                kept = ids.filter(pc.is_in(ids, value_set=unchanged))
                found[where] = FormerFile(path, file, ids, kept)
        return found
