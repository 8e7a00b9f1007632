"""Run after run over sources that change: only what is new is extracted, and the release is that of one whole run."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from build_tables import backfill, build_tables
from onrecord import annotate, release, worker
from onrecord.archive import tables
from onrecord.archive.former import FormerFile
from onrecord.archive.store import Store
from onrecord.release import Publication, layout, stage
from onrecord.settings import Settings

pytestmark = pytest.mark.usefixtures("prefect_server")

STORIES = [
    f"{name} opens dam in {place}\nPublished {day} May 2024\n"
    f"“It holds {n} million litres,” Governor {name} said on Monday. President William Ruto praised the work.\n"
    f"The county of {place} had waited for {n} years, and farmers there doubted that it would ever come.\n"
    for n, (name, place, day) in enumerate(
        [
            ("Amina Odhiambo", "Kisumu", 3),
            ("Peter Mwangi", "Nakuru", 4),
            ("Jane Cherono", "Eldoret", 5),
            ("Hassan Ali", "Malindi", 6),
        ],
        start=2,
    )
]


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The headlines of the articles that are extracted, as they are."""
    seen: list[str] = []
    keep = worker.annotate
    monkeypatch.setattr(
        worker, "annotate", lambda article, *a, **k: (seen.append(article.title), keep(article, *a, **k))[1]
    )
    return seen


def write(folder: Path, *numbers: int) -> Path:
    folder.mkdir(exist_ok=True)
    for i in numbers:
        (folder / f"{i}.txt").write_text(STORIES[i])
    return folder


def run(folder: Path, data: Path, **settings: object) -> Publication:
    publication = build_tables(Settings(sources=[folder], data=data, reader="spacy", runner="sequential", **settings))
    assert publication is not None
    return publication


def digests(data: Path) -> dict[str, str]:
    current = release.find(data, "current").path
    files = sorted(path for path in current.rglob("*.parquet") if path.is_file())
    return {str(path.relative_to(current)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_new_article_alone_is_extracted_and_the_release_is_that_of_one_run(
    tmp_path: Path, extracted: list[str]
) -> None:
    run(write(tmp_path / "in", 0, 1), tmp_path / "a")
    run(write(tmp_path / "in", 2), tmp_path / "a")
    assert len(extracted) == 3
    run(tmp_path / "in", tmp_path / "b")
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert len(release.releases(tmp_path / "a")) == 2


def test_with_nothing_new_nothing_is_read_or_published(tmp_path: Path, extracted: list[str]) -> None:
    first = run(write(tmp_path / "in", 0, 1), tmp_path / "data")
    again = run(tmp_path / "in", tmp_path / "data")
    assert (len(extracted), again.is_new, again.release.id) == (2, False, first.release.id)


def test_a_touched_file_is_read_but_not_extracted(tmp_path: Path, extracted: list[str]) -> None:
    """The content decides, not the time of a file."""
    run(write(tmp_path / "in", 0), tmp_path / "data")
    os.utime(tmp_path / "in" / "0.txt")
    assert not run(tmp_path / "in", tmp_path / "data").is_new
    assert len(extracted) == 1


def test_a_changed_article_takes_the_place_of_the_old(tmp_path: Path, extracted: list[str]) -> None:
    old = run(write(tmp_path / "in", 0, 1), tmp_path / "data").release
    (tmp_path / "in" / "1.txt").write_text(STORIES[1].replace("million", "billion"))
    new = run(tmp_path / "in", tmp_path / "data").release
    counts = release.diff(old, new).counts()["articles"]
    assert (counts["added"], counts["removed"], len(extracted)) == (1, 1, 3)


def test_a_withdrawn_article_leaves_and_comes_back_without_extraction(tmp_path: Path, extracted: list[str]) -> None:
    old = run(write(tmp_path / "in", 0, 1), tmp_path / "data").release
    (tmp_path / "in" / "1.txt").unlink()
    new = run(tmp_path / "in", tmp_path / "data").release
    assert (
        release.diff(old, new).counts()["articles"] | {"removed": 1, "added": 0}
        == release.diff(old, new).counts()["articles"]
    )
    run(write(tmp_path / "in", 1), tmp_path / "data")
    assert release.find(tmp_path / "data", "current").id == old.id
    assert len(extracted) == 2


def test_a_damaged_release_does_not_stop_the_next(tmp_path: Path, extracted: list[str]) -> None:
    old = run(write(tmp_path / "in", 0), tmp_path / "data").release
    (old.path / "manifest.json").write_text("{}")
    assert run(write(tmp_path / "in", 1), tmp_path / "data").is_new
    assert len(extracted) == 2


def test_a_renamed_file_keeps_its_extraction(tmp_path: Path, extracted: list[str]) -> None:
    run(write(tmp_path / "in", 0), tmp_path / "data")
    (tmp_path / "in" / "0.txt").rename(tmp_path / "in" / "moved.txt")
    moved = run(tmp_path / "in", tmp_path / "data").release
    assert moved.read("articles").column("source_uri").to_pylist() == ["in/moved.txt"]
    assert len(extracted) == 1


def test_a_reject_is_not_tried_again_and_stays_a_reject(tmp_path: Path) -> None:
    write(tmp_path / "in", 0)
    (tmp_path / "in" / "empty.txt").write_text("")
    (tmp_path / "in" / "copy.txt").write_text(STORIES[0])
    run(tmp_path / "in", tmp_path / "data")
    second = run(write(tmp_path / "in", 1), tmp_path / "data").release
    rejects = {row["source_uri"]: row["reason"] for row in second.read("rejects").to_pylist()}
    assert rejects == {"in/copy.txt": "duplicate", "in/empty.txt": "empty"}


def test_an_article_that_failed_is_a_reject_in_every_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = worker.annotate

    def crash(article, *args, **kwargs):  # type: ignore[no-untyped-def]
        if "Kisumu" in article.text:
            raise ValueError("no such river")
        return keep(article, *args, **kwargs)

    monkeypatch.setattr(worker, "annotate", crash)
    run(write(tmp_path / "in", 0, 1), tmp_path / "data")
    (tmp_path / "in" / "0.txt").rename(tmp_path / "in" / "5.txt")
    second = run(write(tmp_path / "in", 2), tmp_path / "data").release
    assert [row["source_uri"] for row in second.read("rejects").to_pylist()] == ["in/5.txt"]


def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path, extracted: list[str]) -> None:
    """Batches that were finished before the run broke off are not extracted again."""
    write(tmp_path / "in", 0, 1, 2, 3)
    keep = worker.extract_part
    done: list[str] = []

    def break_off(part, *args):  # type: ignore[no-untyped-def]
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(part)
        return keep(part, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "extract_part", break_off)
        with pytest.raises(BaseException):  # noqa: B017, PT011 - as Prefect wraps it
            run(tmp_path / "in", tmp_path / "data", batch_characters=1)
    assert len(extracted) == 2
    run(tmp_path / "in", tmp_path / "data", batch_characters=1)
    assert len(extracted) == 4


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables in parts by month, as with millions of rows."""
    monkeypatch.setattr(layout, "ONE_FILE", 1)


def test_parts_that_are_as_they_were_are_hard_links(
    tmp_path: Path, small_files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    months = ["January", "February", "March", "April"]
    for i, month in enumerate(months):
        (folder / f"{i}.txt").write_text(STORIES[i].replace(" May ", f" {month} "))
    contracts = {name: replace(spec, part_rows=spec.part_rows and 1) for name, spec in tables.all_contracts().items()}
    monkeypatch.setattr(tables, "all_contracts", lambda: contracts)
    old = run(folder, tmp_path / "data").release
    (folder / "4.txt").write_text(STORIES[0].replace(" May ", " June ").replace("Kisumu", "Lamu"))
    new = run(folder, tmp_path / "data").release
    figures = {path.parent.name: path for path in layout.paths(new.path, "figures")}
    assert sorted(figures) == [f"from_month=2024-{i:02}" for i in (1, 2, 3, 4, 6)]
    for month in (1, 2, 3, 4):
        name = f"figures.parquet/from_month=2024-{month:02}/0.parquet"
        assert (new.path / name).samefile(old.path / name)
    # The same as in one run, but that the files are the run's own.
    run(folder, tmp_path / "whole")
    assert digests(tmp_path / "data") == digests(tmp_path / "whole")


@pytest.mark.parametrize("n_rows", [1, 1_000], ids="row groups of {}".format)
def test_rows_taken_over_are_the_bytes_of_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_rows: int) -> None:
    """Articles that came, changed, were renamed and withdrawn, put among the rows of the last release."""
    monkeypatch.setattr(tables, "_FEW", 1.0)
    monkeypatch.setattr(stage, "_ROW_GROUP", n_rows)
    taken: list[object] = []
    keep = FormerFile.rows
    monkeypatch.setattr(FormerFile, "rows", lambda *args: (taken.append(args), keep(*args))[1])
    folder = write(tmp_path / "in", 0, 1, 2)
    (folder / "copy.txt").write_text(STORIES[2] + "Correction to follow.\n")
    run(folder, tmp_path / "data")
    write(folder, 3)
    (folder / "0.txt").unlink()
    (folder / "1.txt").write_text(STORIES[1].replace("Peter Mwangi", "Peter Kamau Mwangi"))
    (folder / "2.txt").rename(folder / "5.txt")
    new = run(folder, tmp_path / "data").release
    assert len(taken) == len(("articles", "quotes", "figures", "dates", "mentions"))
    assert new.read("articles", ["duplicate_of"]).column(0).null_count == len(new.read("articles")) - 1
    run(folder, tmp_path / "whole")
    assert digests(tmp_path / "data") == digests(tmp_path / "whole")


def test_rows_of_a_file_that_is_not_as_published_are_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_FEW", 1.0)
    old = run(write(tmp_path / "in", 0, 1), tmp_path / "data").release
    quotes = bytearray(old.table("quotes").read_bytes())
    quotes[len(quotes) // 3] ^= 1
    old.table("quotes").write_bytes(quotes)
    old.table("dates").write_bytes(b"not what it was")
    old.table("figures").unlink()
    run(write(tmp_path / "in", 2), tmp_path / "data")
    run(tmp_path / "in", tmp_path / "whole")
    assert digests(tmp_path / "data") == digests(tmp_path / "whole")


@pytest.mark.parametrize("name", ["release.json", "articles.parquet", "actors.parquet"])
def test_what_is_kept_of_the_last_release_may_be_damaged(tmp_path: Path, name: str) -> None:
    run(write(tmp_path / "in", 0), tmp_path / "data")
    (tmp_path / "data" / "extracted" / "last" / name).write_bytes(b"")
    assert run(write(tmp_path / "in", 1), tmp_path / "data").is_new


def test_a_backfill_extracts_again_what_another_version_read(
    tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    run(write(tmp_path / "in", 0, 1), data)
    expected = digests(data)
    monkeypatch.setattr("onrecord.settings.extractor_version", lambda reader, *, stances: "2")
    run(write(tmp_path / "in", 2), data)
    versions = release.find(data, "current").read("articles").column("extractor_version").to_pylist()
    assert sorted(version == "2" for version in versions) == [False, False, True]
    shutil.rmtree(tmp_path / "in")  # the sources are not needed
    settings = Settings(data=data, reader="spacy", runner="sequential")
    assert backfill(settings).is_new
    assert len(extracted) == 5
    current = release.find(data, "current")
    assert set(current.read("articles").column("extractor_version").to_pylist()) == {"2"}
    assert len(set(Store(data).index().column("part").to_pylist())) == 2
    assert not backfill(settings).is_new
    assert digests(data)["quotes.parquet"] != expected["quotes.parquet"]


def test_a_backfill_of_one_table_leaves_the_others_as_they_are(
    tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    old = run(write(tmp_path / "in", 0, 1), data).release
    monkeypatch.setattr("onrecord.settings.extractor_version", lambda reader, *, stances: "2")
    keep = annotate.find_figures
    monkeypatch.setattr(annotate, "find_figures", lambda *args, **kwargs: keep(*args, **kwargs)[:1])
    settings = Settings(data=data, reader="spacy", runner="sequential")
    new = backfill(settings, None, ("figures",)).release
    assert len(extracted) == 2
    counts = release.diff(old, new).counts()
    assert set(counts) == {"articles", "figures"}
    assert counts["articles"]["changed_columns"] == {"extractor_version": 2}
    assert len(new.read("figures")) == 2 < len(old.read("figures"))
    versions = set(new.read("articles").column("extractor_version").to_pylist())
    assert all(version.endswith("; figures 2") for version in versions)
    assert not backfill(settings, None, ("figures",)).is_new


def test_a_backfill_since_a_day_leaves_older_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    run(write(tmp_path / "in", 0, 3), data)
    monkeypatch.setattr("onrecord.settings.extractor_version", lambda reader, *, stances: "2")
    settings = Settings(data=data, reader="spacy", runner="sequential")
    new = backfill(settings, dt.datetime(2024, 5, 5, tzinfo=dt.UTC)).release
    rows = new.read("articles", ["published_at", "extractor_version"]).to_pylist()
    assert {row["published_at"].day: row["extractor_version"] == "2" for row in rows} == {3: False, 6: True}


def test_a_correction_of_names_is_taken_up_without_extraction(
    tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    run(write(tmp_path / "in", 0), data)
    monkeypatch.setattr("onrecord.archive.plan.release_version", lambda: "corrected")
    run(tmp_path / "in", data)
    assert len(extracted) == 1


def test_a_run_that_makes_the_same_bytes_of_something_else_is_nothing_new_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an update of the code that changes no result: put together once, and not again."""
    data = tmp_path / "data"
    first = run(write(tmp_path / "in", 0), data)
    monkeypatch.setattr("onrecord.archive.plan.release_version", lambda: "updated")
    again = run(tmp_path / "in", data)
    assert (again.is_new, again.release.id) == (False, first.release.id)
    monkeypatch.setattr("build_tables.stage_tables", lambda *args: pytest.fail("put together again"))
    assert not run(tmp_path / "in", data).is_new
