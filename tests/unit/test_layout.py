"""Which files a table has: one below a million rows, then parts by month that later articles leave as they are."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from onrecord.contracts import contract
from onrecord.release import layout
from onrecord.text import make_id

QUOTES = replace(contract("quotes"), part_rows=100)


def articles(*months, n_rows=10, per_month=10):
    return [
        layout.Article(
            make_id("art", month, i), dt.datetime.fromisoformat(f"{month}-03T00:00Z") if month else None, n_rows
        )
        for month in months
        for i in range(per_month)
    ]


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(layout, "ONE_FILE", 150)


def shape(found):
    return {file.path.partition("/")[2]: len(file.articles) for file in found}


def test_below_a_million_rows_a_table_is_one_file():
    found = articles(*[f"2024-{m:02}" for m in range(1, 13)])
    assert layout.files(QUOTES, found) == [("quotes.parquet", list(range(120)))]


def test_a_table_that_is_read_from_no_single_articles_is_one_file(small):
    assert shape(layout.files(contract("actors"), articles("2024-01", "2024-02"))) == {"": 20}


def test_months_are_packed_until_a_part_is_full(small):
    found = articles("2024-01") + articles("2024-02", per_month=4) + articles("2024-03", per_month=7)
    assert shape(layout.files(QUOTES, found)) == {
        "from_month=2024-01/0.parquet": 10,
        "from_month=2024-02/0.parquet": 11,
    }


def test_a_large_month_is_cut_into_parts_of_like_size_and_the_undated_stand_apart(small):
    found = articles("2024-01", per_month=2) + articles("2024-02", per_month=100) + articles("", per_month=3)
    made = shape(layout.files(QUOTES, found))
    assert made["from_month=2024-01/0.parquet"] == 2
    assert made["from_month=undated/0.parquet"] == 3
    cut = [n for path, n in made.items() if "2024-02" in path]
    assert len(cut) == 3
    assert min(cut) > 20


def test_every_article_is_in_one_file(small):
    found = articles("2024-01", "2024-02", "", "2023-07", per_month=77)
    files = layout.files(QUOTES, found)
    assert sorted(i for file in files for i in file.articles) == list(range(len(found)))


def test_new_articles_change_the_newest_part_alone(small):
    """Parts of months before the new one hold the same articles, whatever is added after them."""
    before = articles("2024-01", "2024-02", "2024-03", per_month=7)
    after = before + articles("2024-04", "2024-05", per_month=7)
    old, new = (layout.files(QUOTES, found) for found in (before, after))
    assert old[0] == new[0]
    assert [file.path for file in new] == [
        "quotes.parquet/from_month=2024-01/0.parquet",
        "quotes.parquet/from_month=2024-03/0.parquet",
        "quotes.parquet/from_month=2024-05/0.parquet",
    ]


def test_the_order_of_articles_does_not_matter(small):
    found = articles("2024-01", "2024-02", "", per_month=30)
    ids = {file.path: {found[i].article_id for i in file.articles} for file in layout.files(QUOTES, found)}
    turned = found[::-1]
    assert ids == {file.path: {turned[i].article_id for i in file.articles} for file in layout.files(QUOTES, turned)}


def test_a_folder_of_parts_reads_as_one_table(tmp_path):
    for month in ("2024-01", "undated"):
        folder = tmp_path / "dates.parquet" / f"from_month={month}"
        folder.mkdir(parents=True)
        pd.DataFrame({"date_id": [month]}).to_parquet(folder / "0.parquet")
    assert layout.read(tmp_path, "dates").to_pydict() == {"date_id": ["2024-01", "undated"]}
    read = pd.read_parquet(tmp_path / "dates.parquet")
    assert read.to_dict("list") == {"date_id": ["2024-01", "undated"], "from_month": ["2024-01", "undated"]}
