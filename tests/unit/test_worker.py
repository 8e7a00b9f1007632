"""An article that crashes, hangs or eats memory costs that article, not its batch."""

import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from onrecord import worker
from onrecord.annotate import Annotated
from onrecord.batches import read_batch, write_batches
from onrecord.contracts import all_contracts
from onrecord.settings import Settings
from onrecord.text import Article

TEXTS = [
    "Minister resigns\n“I have done my part,” Jane Wanjiru said.\n",
    "Dam opens\nThe dam holds 3 million litres.\n",
    "Court sits\nThe court meets on Monday.\n",
]


def batch_of(folder: Path, texts: list[str] = TEXTS) -> Path:
    articles = [Article(f"in/{i}.txt", text) for i, text in enumerate(texts)]
    (batch,) = write_batches(articles, folder, characters=10**6, extractor_version="1")
    return batch


def rejects_in(out: Path) -> list[tuple[str, str]]:
    rows = pq.read_table(out / "rejects.parquet").to_pylist()
    return [(row["source_uri"], row["reason"]) for row in rows]


def annotate_or(failure):  # type: ignore[no-untyped-def]
    def annotate(article: Article, reader: str, **switches: bool) -> Annotated:
        if article.text.startswith("Dam"):
            failure()
        return Annotated(article, [], [], [], [], [])

    return annotate


def test_parts_have_the_contracts_schemas(tmp_path: Path) -> None:
    out = worker.extract_batch(batch_of(tmp_path), tmp_path / "out", Settings(reader="spacy"))
    for table in ("quotes", "figures", "dates", "mentions", "rejects"):
        assert pq.read_schema(out / f"{table}.parquet").equals(all_contracts()[table].arrow_schema)
    (quote,) = pq.read_table(out / "quotes.parquet").to_pylist()
    assert (quote["text"], quote["speaker_name"]) == ("I have done my part,", "Jane Wanjiru")


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        pytest.param(lambda: 1 / 0, "crashed", id="error"),
        pytest.param(lambda: time.sleep(30), "timed_out", id="hang"),
        pytest.param(lambda: (_ for _ in ()).throw(MemoryError), "out_of_memory", id="memory"),
    ],
)
def test_a_failure_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure, reason: str) -> None:  # type: ignore[no-untyped-def]
    def fail() -> None:
        result = failure()
        if hasattr(result, "__next__"):
            next(result)

    monkeypatch.setattr(worker, "annotate", annotate_or(fail))
    out = worker.extract_batch(batch_of(tmp_path), tmp_path / "out", Settings(article_seconds=0.2))
    assert rejects_in(out) == [("in/1.txt", reason)]


def test_a_death_of_the_process_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The article that killed the process is named by the file it left, and left out of the next try."""
    killer = tmp_path / "sitecustomize.py"
    killer.write_text(
        "import os, onrecord.annotate as a\n"
        "keep = a.annotate\n"
        "def annotate(article, reader, **switches):\n"
        "    if article.text.startswith('Dam'):\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return keep(article, reader, **switches)\n"
        "a.annotate = annotate\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    out = worker.extract_isolated(batch_of(tmp_path), tmp_path / "out", Settings(reader="spacy"))
    assert rejects_in(out) == [("in/1.txt", "crashed")]
    assert pq.read_table(out / "quotes.parquet").num_rows == 1


def test_too_much_memory_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killer = tmp_path / "sitecustomize.py"
    killer.write_text(
        "import onrecord.annotate as a\n"
        "keep = a.annotate\n"
        "def annotate(article, reader, **switches):\n"
        "    hog = bytearray(6_000_000_000) if article.text.startswith('Dam') else None\n"
        "    return keep(article, reader, **switches)\n"
        "a.annotate = annotate\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    out = worker.extract_isolated(
        batch_of(tmp_path), tmp_path / "out", Settings(reader="spacy", worker_megabytes=2_000)
    )
    assert rejects_in(out) == [("in/1.txt", "out_of_memory")]


def test_a_worker_that_dies_before_any_article_says_so(tmp_path: Path) -> None:
    (tmp_path / "bad.parquet").write_bytes(b"no table")
    with pytest.raises(RuntimeError, match="outside of any article"):
        worker.extract_isolated(tmp_path / "bad.parquet", tmp_path / "out", Settings())


def test_batches_are_split_by_characters_and_lose_nothing(tmp_path: Path) -> None:
    articles = [Article(f"in/{i}.txt", f"Head {i}\n" + "x" * 900) for i in range(10)]
    paths = write_batches(articles, tmp_path, characters=3_000, extractor_version="1")
    assert [len(list(read_batch(path))) for path in paths] == [4, 4, 2]
    assert {a.article_id for path in paths for a in read_batch(path)} == {a.article_id for a in articles}
