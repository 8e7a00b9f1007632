"""Every file ends as an article or as a reject with its reason."""

import os
from pathlib import Path

import pytest

from onrecord.sources import Reject, SourceFile, discover, read_plain_text
from onrecord.text import Article

STORY = "Minister resigns over water bill\n\nThe minister said on Monday that she would leave the government. " * 3


def read(path: Path, article_bytes: int = 5_000_000) -> Article | Reject:
    return read_plain_text(SourceFile(path.name, str(path)), article_bytes)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("Café row\n“We won,” she said.".encode(), "Café row\n“We won,” she said.", id="utf-8"),
        pytest.param("Café row\nOne.".encode("utf-8-sig"), "Café row\nOne.", id="utf-8 with a mark"),
        pytest.param("Café row\nOne.".encode("utf-16"), "Café row\nOne.", id="utf-16 with a mark"),
        pytest.param("Café row\n“One.”".encode("cp1252"), "Café row\n“One.”", id="cp1252"),
        pytest.param(b"Head\r\n\r\nOne.\rTwo.\n", "Head\n\nOne.\nTwo.\n", id="line ends"),
    ],
)
def test_bytes_become_text(tmp_path: Path, raw: bytes, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    article = read(tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert article.text == text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param(b" \n\t\n", "empty", id="white space"),
        pytest.param(b"Head\x00line\nText.", "binary", id="NUL"),
        pytest.param(bytes(range(256)), "undecodable", id="all bytes"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "binary", id="picture"),
        pytest.param(b"Head \x81\x8d line", "undecodable", id="not even cp1252"),
        pytest.param(b"Rais alisema kwamba polisi wa Kenya wataenda Haiti wiki ijayo. " * 5, "language", id="Swahili"),
        pytest.param(b"x" * 6_000_000, "too_large", id="one long line"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_a_reject_with_its_reason(tmp_path: Path, raw: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    reject = read(tmp_path / "a.txt")
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.n_bytes) == (reason, len(raw))
    assert reject.detail


def test_a_file_that_vanished_is_a_reject(tmp_path: Path) -> None:
    reject = read(tmp_path / "gone.txt")
    assert isinstance(reject, Reject)
    assert reject.reason == "io_error"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
def test_a_file_we_may_not_read_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.txt").chmod(0)
    reject = read(tmp_path / "a.txt")
    assert isinstance(reject, Reject)
    assert reject.reason == "no_permission"


def test_title_byline_and_date_are_read_from_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Minister resigns\nBy Jane Wanjiru\nTuesday, June 19, 2018\n\n" + STORY, encoding="utf-8"
    )
    article = read(tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.byline) == ("Minister resigns", "By Jane Wanjiru")
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2018-06-19T00:00:00+00:00"


def test_a_date_that_is_none_dates_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Minister resigns\nFebruary 30, 2018\n\n" + STORY)
    article = read(tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert article.published_at is None


def test_folders_are_searched_to_the_bottom_in_one_order(tmp_path: Path) -> None:
    folder = tmp_path / "wire copy é"
    (folder / "b").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("z.txt", "b/a b.txt", ".git/config", ".hidden.txt", "picture.png"):
        (folder / name).write_text(STORY)
    files, rejects = discover([folder])
    assert [file.uri for file in files] == ["wire copy é/b/a b.txt", "wire copy é/z.txt"]
    assert [(r.source_uri, r.reason) for r in rejects] == [("wire copy é/picture.png", "unsupported")]


def test_what_is_no_file_is_a_reject(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    _, rejects = discover([tmp_path / "pipe.txt", tmp_path / "link.txt", tmp_path / "none.txt"])
    assert [r.reason for r in rejects] == ["unsupported", "not_found", "not_found"]


def test_sources_of_one_name_keep_their_files_apart(tmp_path: Path) -> None:
    for outlet in ("star", "nation"):
        (tmp_path / outlet / "articles").mkdir(parents=True)
        (tmp_path / outlet / "articles" / "1.txt").write_text(outlet)
    files, _ = discover([tmp_path / "star" / "articles", tmp_path / "nation" / "articles"])
    assert [file.uri for file in files] == ["nation/articles/1.txt", "star/articles/1.txt"]


def test_uris_do_not_depend_on_how_the_folder_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY)
    monkeypatch.chdir(tmp_path)
    uris = {discover([path])[0][0].uri for path in (Path("in"), Path("in/"), tmp_path / "in", Path("./in"))}
    assert uris == {"in/a.txt"}
