"""The benchmark's archive: the same for everyone, without duplicates, dated, and of the length asked for."""

from __future__ import annotations

import datetime as dt
import statistics
from itertools import combinations
from pathlib import Path

import pytest

from onrecord.sources.discovery import SourceFile
from onrecord.sources.plain_text import read_plain_text
from onrecord.text import Article
from tests.benchmarks import corpus
from tests.gold.shared import needs_gold

pytestmark = needs_gold
N = 300


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    corpus.write(folder, N, 120)
    return folder


def read(folder: Path) -> list[Article]:
    found = [read_plain_text(SourceFile(path.name, str(path)), 1_000_000) for path in sorted(folder.rglob("*.txt"))]
    return [article for article in found if isinstance(article, Article)]


def shingles(article: Article) -> set[tuple[str, ...]]:
    words = article.text.casefold().split()
    return set(zip(*(words[i:] for i in range(5)), strict=False))


def jaccard(left: set, right: set) -> float:
    return len(left & right) / len(left | right)


def test_every_file_reads_as_an_article_with_title_byline_and_date(archive):
    articles = read(archive)
    assert len(articles) == N
    assert all(article.title and article.byline and article.published_at for article in articles)


def test_dates_ascend_over_24_months(archive):
    dates = [article.published_at for article in read(archive)]
    assert dates == sorted(dates)
    assert dates[0].date() == dt.date(2024, 1, 1)
    assert dates[-1].date() > dt.date(2025, 12, 1)


def test_articles_have_about_the_length_asked_for(archive):
    assert 100 < statistics.mean(len(article.text.split()) for article in read(archive)) < 160


def test_passes_over_the_texts_make_new_articles_not_duplicates(tmp_path):
    n_stretches = len(corpus._stretches(120))
    for turn in range(4):
        corpus.write(tmp_path, 50, 120, first=turn * n_stretches, per_day=50)
    articles = read(tmp_path)
    assert len({article.article_id for article in articles}) == 200
    assert max(jaccard(*pair) for pair in combinations(map(shingles, articles), 2)) < 0.8


def test_an_archive_is_gone_on_with_as_if_written_at_once(archive, tmp_path):
    corpus.write(tmp_path, N - 20, 120, per_day=N / corpus.DAYS)
    corpus.write(tmp_path, 20, 120, first=N - 20, per_day=N / corpus.DAYS)
    assert {article.article_id for article in read(tmp_path)} == {article.article_id for article in read(archive)}


def test_later_passes_bring_new_names_and_numbers():
    paragraph = f"Bill {min(corpus._surnames())} met Ann Doe."
    assert corpus._edited(paragraph, 0) == paragraph
    assert corpus._edited(paragraph, 1) != paragraph
    assert corpus._edited("Of 1,237 voters in 2016, 12 left.", 1) == "Of 1,238 voters in 2016, 13 left."
