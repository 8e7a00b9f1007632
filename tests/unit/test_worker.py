"""An article that crashes, hangs or eats memory costs that article, not its batch."""

import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onrecord import worker
from onrecord.annotate import Annotated
from onrecord.archive.batches import read_batch, write_batches
from onrecord.archive.store import INDEX, Store
from onrecord.contracts import all_contracts
from onrecord.settings import Settings
from onrecord.text import Article

TEXTS = [
    "Minister resigns\n“I have done my part,” Jane Wanjiru said.\n",
    "Dam opens\nThe dam holds 3 million litres.\n",
    "Court sits\nThe court meets on Monday.\n",
]


def part_of(data: Path, texts: list[str] = TEXTS) -> str:
    articles = [Article(f"in/{i}.txt", text) for i, text in enumerate(texts)]
    (part,) = write_batches(articles, Store(data), characters=10**6, extractor_version="1")
    return part


def extracted(data: Path, **settings: Any) -> Path:
    return data / "extracted" / worker.extract_part(part_of(data), Settings(data=data, **settings))


def extracted_apart(data: Path, **settings: Any) -> Path:
    return data / "extracted" / worker.extract_isolated(part_of(data), Settings(data=data, **settings))


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
    out = extracted(tmp_path, reader="spacy")
    for table in ("quotes", "figures", "dates", "mentions", "rejects"):
        assert pq.read_schema(out / f"{table}.parquet").equals(all_contracts()[table].arrow_schema)
    (quote,) = pq.read_table(out / "quotes.parquet").to_pylist()
    assert (quote["text"], quote["speaker_name"]) == ("I have done my part,", "Jane Wanjiru")
    index = pq.read_table(out / "index.parquet")
    assert index.schema.equals(INDEX)
    assert sorted(index.column("n_quotes").to_pylist()) == [0, 0, 1]


def test_a_part_that_is_finished_is_not_extracted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extracted(tmp_path, reader="spacy")
    monkeypatch.setattr(worker, "annotate", annotate_or(lambda: pytest.fail("extracted twice")))
    extracted(tmp_path, reader="spacy")


def test_figures_alone_are_made_anew_beside_the_quotes_that_are_there(tmp_path: Path) -> None:
    """The same rows as when all is extracted, claims included."""
    out = extracted(tmp_path, reader="spacy")
    before = {table: (out / f"{table}.parquet").read_bytes() for table in ("figures", "dates", "quotes", "index")}
    for table in ("figures", "dates", "index"):
        (out / f"{table}.parquet").unlink()
    worker.extract_part(out.name, Settings(data=tmp_path, reader="spacy"), ("figures", "dates"))
    assert before == {table: (out / f"{table}.parquet").read_bytes() for table in before}


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
    out = extracted(tmp_path, article_seconds=0.2)
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
    out = extracted_apart(tmp_path, reader="spacy")
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
    out = extracted_apart(tmp_path, reader="spacy", worker_megabytes=2_000)
    assert rejects_in(out) == [("in/1.txt", "out_of_memory")]


def test_a_worker_that_dies_before_any_article_says_so(tmp_path: Path) -> None:
    part = part_of(tmp_path)
    (tmp_path / "extracted" / part / "articles.parquet").write_bytes(b"no table")
    with pytest.raises(RuntimeError, match="outside of any article"):
        worker.extract_isolated(part, Settings(data=tmp_path))


def test_batches_are_split_by_characters_and_lose_nothing(tmp_path: Path) -> None:
    articles = [Article(f"in/{i}.txt", f"Head {i}\n" + "x" * 900) for i in range(10)]
    store = Store(tmp_path)
    parts = list(write_batches(articles, store, characters=3_000, extractor_version="1"))
    assert [len(list(read_batch(store, part))) for part in parts] == [4, 4, 2]
    assert {a.article_id for part in parts for a in read_batch(store, part)} == {a.article_id for a in articles}
