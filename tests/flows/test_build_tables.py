"""The main job: published whole or not at all, every input accounted for, the same bytes from every runner."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from build_tables import build_tables
from onrecord import release, worker
from onrecord.annotate import Annotated
from onrecord.contracts import all_contracts
from onrecord.release import AuditFailedError
from onrecord.settings import Settings
from onrecord.text import Article
from tests.conftest import SEEDS

pytestmark = pytest.mark.usefixtures("prefect_server")

STORY = "Dam opens in Kisumu\n“It holds 3 million litres,” Governor Amina Odhiambo said on Monday.\n"


def digests(data: Path) -> dict[str, str]:
    folder = data / "current"
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def rejects(data: Path) -> dict[str, str]:
    return {row["source_uri"]: row["reason"] for row in pq.read_table(data / "current" / "rejects.parquet").to_pylist()}


def test_every_file_has_the_contracts_schema(seeds_data: Path) -> None:
    for table, contract in all_contracts().items():
        assert pq.read_schema(seeds_data / "current" / f"{table}.parquet").equals(
            contract.arrow_schema, check_metadata=True
        )


def test_every_span_is_the_text_it_was_read_from(seeds_data: Path) -> None:
    current = seeds_data / "current"
    texts = {row["article_id"]: row["text"] for row in pq.read_table(current / "articles.parquet").to_pylist()}
    for table in ("quotes", "figures", "dates", "mentions"):
        rows = pq.read_table(current / f"{table}.parquet").to_pylist()
        assert rows
        for row in rows:
            assert texts[row["article_id"]][row["char_start"] : row["char_end"]] == row["text"]


def test_a_second_run_publishes_nothing_new(seeds_data: Path) -> None:
    publication = build_tables(Settings(sources=[SEEDS], data=seeds_data))
    assert publication is not None
    assert not publication.is_new
    assert len(release.releases(seeds_data)) == 1


def test_a_dry_run_publishes_nothing(tmp_path: Path) -> None:
    assert build_tables(Settings(sources=[SEEDS], data=tmp_path / "data", dry_run=True)) is None
    assert release.current(tmp_path / "data") is None


def test_the_page_of_the_release_is_written(seeds_data: Path) -> None:
    current = release.find(seeds_data, "current")
    page = (seeds_data / "reports" / current.id / "index.html").read_text(encoding="utf-8")
    assert "2,500" in page


@pytest.mark.slow
def test_all_runners_and_batch_sizes_give_the_same_bytes(seeds_data: Path, tmp_path: Path) -> None:
    runs = {
        "one process, small batches": {"runner": "sequential", "batch_characters": 1},
        "pool": {"runner": "process", "batch_characters": 1, "workers": 2},
        "dask": {"runner": "dask", "batch_characters": 1, "workers": 2},
    }
    expected = digests(seeds_data)
    for name, options in runs.items():
        data = tmp_path / name
        build_tables(Settings(sources=[SEEDS], data=data, **options))
        assert digests(data) == expected, name


def test_every_input_ends_in_articles_or_rejects(tmp_path: Path) -> None:
    folder = tmp_path / "in put é"
    folder.mkdir()
    (folder / "story.txt").write_text(STORY)
    (folder / "again.txt").write_text(STORY)
    (folder / "empty.txt").write_text("")
    (folder / "nul.txt").write_bytes(b"a\0b")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    build_tables(Settings(sources=[folder], data=tmp_path / "data"))
    articles = pq.read_table(tmp_path / "data" / "current" / "articles.parquet").column("source_uri").to_pylist()
    assert articles == ["in put é/again.txt"]
    assert rejects(tmp_path / "data") == {
        "in put é/story.txt": "duplicate",
        "in put é/empty.txt": "empty",
        "in put é/nul.txt": "binary",
        "in put é/photo.jpg": "unsupported",
    }


def test_nothing_but_rejects_is_no_release(seeds_data: Path, tmp_path: Path) -> None:
    """The last release stays, and the message says which promise was broken."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "nul.txt").write_bytes(b"a\0b")
    before = digests(seeds_data)
    with pytest.raises(AuditFailedError, match="at least one article"):
        build_tables(Settings(sources=[tmp_path / "in"], data=seeds_data))
    assert digests(seeds_data) == before


def test_an_article_that_crashes_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = worker.annotate

    def crash(article: Article, reader: str, **switches: bool) -> Annotated:
        if "Kisumu" in article.text:
            raise ValueError("no such river")
        return keep(article, reader, **switches)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "annotate", crash)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY)
    (tmp_path / "in" / "b.txt").write_text(STORY.replace("Kisumu", "Nakuru"))
    build_tables(Settings(sources=[tmp_path / "in"], data=tmp_path / "data"))
    (row,) = pq.read_table(tmp_path / "data" / "current" / "rejects.parquet").to_pylist()
    assert (row["source_uri"], row["reason"], row["detail"]) == (
        "in/a.txt",
        "crashed",
        "ValueError: no such river",
    )


@pytest.mark.slow
def test_a_dying_pool_worker_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool breaks; its batches are run again in isolation, and all but the deadly article are read."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, onrecord.annotate as a\n"
        "keep = a.annotate\n"
        "def annotate(article, reader, **switches):\n"
        "    if 'Kisumu' in article.text:\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return keep(article, reader, **switches)\n"
        "a.annotate = annotate\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "in").mkdir()
    for i, place in enumerate(["Nakuru", "Kisumu", "Eldoret", "Malindi"]):
        (tmp_path / "in" / f"{i}.txt").write_text(STORY.replace("Kisumu", place))
    build_tables(Settings(sources=[tmp_path / "in"], data=tmp_path / "data", batch_characters=150, workers=2))
    assert rejects(tmp_path / "data") == {"in/1.txt": "crashed"}
    assert pq.read_table(tmp_path / "data" / "current" / "articles.parquet").num_rows == 3
