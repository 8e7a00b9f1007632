"""The plan of a release: which articles it holds, where each was read, and which part of the store each is in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from onrecord.archive.store import TABLES, Store, strings
from onrecord.files import read_parquet, write_parquet
from onrecord.sources import intake
from onrecord.version import release_version


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release is made of.

    ``articles`` has a row an article, sorted by id, with the columns of ``store.INDEX``, ``part`` and
    ``source_uri``; ``inputs`` the list of inputs that it follows from.
    """

    articles: pa.Table
    inputs: pa.Table

    @property
    def read(self) -> pa.Table:
        """The articles without those whose extraction failed."""
        return self.articles.filter(pc.invert(self.articles.column("is_rejected")))

    def made_from(self) -> str:
        """Return a digest of all that the release follows from: as long as it is the same, there is nothing new."""
        columns = ["article_id", "content_id", "extractor_version", "source_uri", "is_rejected"]
        rejects = "\n".join(map(repr, intake.rejects(self.inputs)))
        return digest(self.articles.select(columns), rejects, release_version())

    def n_outdated(self, extractor_version: str) -> int:
        """Return how many articles were extracted by another version, in whole or in part."""
        return len(self.articles) - strings(self.articles, "extractor_version").count(extractor_version)

    def write(self, folder: Path) -> None:
        """Write the plan into a folder, for the steps that follow."""
        write_parquet(self.articles, folder / "plan.parquet")
        write_parquet(self.inputs, folder / "inputs.parquet")

    @classmethod
    def load(cls, folder: Path) -> Plan:
        """Return the plan that was written into a folder."""
        return cls(read_parquet(folder / "plan.parquet"), read_parquet(folder / "inputs.parquet"))


def make_plan(store: Store, extractor_version: str) -> Plan:
    """Return the plan of a release of the last list of inputs."""
    inputs = intake.last_inputs(store)
    articles = intake.articles(inputs)
    index = store.best(extractor_version)
    at = pc.index_in(articles.column("content_id"), value_set=index.column("content_id"))
    uris = articles.column("source_uri").filter(pc.is_valid(at))
    found = index.take(at.drop_null()).append_column("source_uri", uris)
    return Plan(found.sort_by("article_id").combine_chunks(), inputs)


def remove_withdrawn(data: Path) -> int:
    """Remove parts of the store none of whose articles the last list of inputs holds; return their number."""
    store = Store(data)
    wanted = intake.articles(intake.last_inputs(store)).column("content_id")
    index = store.index(["content_id"])
    kept = index.filter(pc.is_in(index.column("content_id"), value_set=wanted))
    gone = set(strings(index, "part")) - set(strings(kept, "part"))
    store.remove(gone)
    return len(gone)


def n_rows(articles: pa.Table, table: str) -> npt.NDArray[np.int64]:
    """Return how many rows of a table each article of a plan has."""
    if table not in TABLES:
        return np.ones(len(articles), np.int64)
    return np.asarray(pc.coalesce(articles.column(f"n_{table}"), pa.scalar(0, pa.int64())))


def digest(*values: pa.Table | str) -> str:
    """Return the SHA-256 of tables and strings; of a table its values count, not how it is chunked."""
    found = hashlib.sha256()
    for value in values:
        if isinstance(value, str):
            found.update(value.encode() + b"\0")
            continue
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, value.schema) as stream:
            stream.write_table(value.combine_chunks())
        found.update(sink.getvalue())
    return found.hexdigest()
