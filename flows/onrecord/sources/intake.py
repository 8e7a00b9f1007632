"""Intake: from the given sources to batches of articles on disk, with every input accounted for."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

from onrecord import batches
from onrecord.contracts import table_from_rows
from onrecord.progress import tell
from onrecord.settings import Settings
from onrecord.sources.discovery import SourceFile, discover
from onrecord.sources.plain_text import read_plain_text
from onrecord.sources.reject import Reject
from onrecord.text import Article
from onrecord.version import extractor_version


def discover_inputs(settings: Settings, folder: Path) -> Path:
    """List the files of the sources into ``folder/inputs.json``; return that path."""
    files, rejects = discover(settings.sources)
    inputs = folder / "inputs.json"
    listing = {
        "files": [[file.uri, str(file.path.absolute())] for file in files],
        "rejects": [dataclasses.asdict(reject) for reject in rejects],
    }
    inputs.write_text(json.dumps(listing), encoding="utf-8")
    tell("discover", len(files), len(files), f"files to read: {len(files):,}; others: {len(rejects):,}")
    return inputs


def n_inputs(inputs: Path) -> int:
    """Return how many inputs were found: each must end in ``articles`` or ``rejects``."""
    listing = json.loads(inputs.read_text(encoding="utf-8"))
    return len(listing["files"]) + len(listing["rejects"])


def read_inputs(inputs: Path, folder: Path, settings: Settings) -> list[Path]:
    """Read the listed files into batches in ``folder/articles``; the rest goes to ``folder/rejects``."""
    listing = json.loads(inputs.read_text(encoding="utf-8"))
    rejects = [Reject(**reject) for reject in listing["rejects"]]
    files = [SourceFile(uri, Path(path)) for uri, path in listing["files"]]
    for name in ("articles", "rejects"):
        (folder / name).mkdir(exist_ok=True)
    paths = batches.write_batches(
        _articles(files, rejects, settings),
        folder / "articles",
        characters=settings.batch_characters,
        extractor_version=extractor_version(settings.reader, stances=settings.stances),
    )
    pq.write_table(table_from_rows("rejects", rejects), folder / "rejects" / "read.parquet")
    n_articles = len(files) + len(listing["rejects"]) - len(rejects)
    tell("read", len(files), len(files), f"articles: {n_articles:,}; rejects: {len(rejects):,}")
    return paths


def _articles(files: Iterable[SourceFile], rejects: list[Reject], settings: Settings) -> Iterator[Article]:
    """Yield each distinct text once, from its first source; add all else to ``rejects``."""
    first_source: dict[str, str] = {}
    for source in files:
        article = read_plain_text(source, settings.article_bytes)
        if isinstance(article, Reject):
            rejects.append(article)
        elif article.article_id in first_source:
            detail = f"the same text as {first_source[article.article_id]}"
            rejects.append(Reject(source.uri, "read", "duplicate", detail))
        else:
            first_source[article.article_id] = source.uri
            yield article
