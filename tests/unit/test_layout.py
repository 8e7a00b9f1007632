"""Which files a table has: one below a million rows, then parts by month that later articles leave as they are."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from onrecord.contracts import contract
from onrecord.release import layout
from onrecord.text import make_id

QUOTES = replace(contract("quotes"), part_rows=100)


def articles(*months, per_month=10):
    rows = [
        {
            "article_id": make_id("art", month, i),
            "published_at": dt.datetime.fromisoformat(f"{month}-03T00:00Z") if month else None,
        }
        for month in months
        for i in range(per_month)
    ]
    return pa.Table.from_pylist(
        rows, pa.schema([("article_id", pa.string()), ("published_at", pa.timestamp("us", "UTC"))])
    )


def files(found, table=QUOTES, n_rows=10):
    return [(path, numbers.tolist()) for path, numbers in layout.files(table, found, np.full(len(found), n_rows))]


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(layout, "ONE_FILE", 150)


def shape(found):
    return {path.partition("/")[2]: len(numbers) for path, numbers in found}


def test_below_a_million_rows_a_table_is_one_file():
    found = articles(*[f"2024-{m:02}" for m in range(1, 13)])
    assert files(found) == [("quotes.parquet", list(range(120)))]


def test_a_table_that_is_read_from_no_single_articles_is_one_file(small):
    assert shape(files(articles("2024-01", "2024-02"), contract("actors"))) == {"": 20}


def test_months_are_packed_until_a_part_is_full(small):
    found = pa.concat_tables([articles("2024-01"), articles("2024-02", per_month=4), articles("2024-03", per_month=7)])
    assert shape(files(found)) == {
        "from_month=2024-01/0.parquet": 10,
        "from_month=2024-02/0.parquet": 11,
    }


def test_a_large_month_is_cut_into_parts_of_like_size_and_the_undated_stand_apart(small):
    found = pa.concat_tables(
        [articles("2024-01", per_month=2), articles("2024-02", per_month=100), articles("", per_month=3)]
    )
    made = shape(files(found))
    assert made["from_month=2024-01/0.parquet"] == 2
    assert made["from_month=undated/0.parquet"] == 3
    cut = [n for path, n in made.items() if "2024-02" in path]
    assert len(cut) == 3
    assert min(cut) > 20


def test_every_article_is_in_one_file(small):
    found = articles("2024-01", "2024-02", "", "2023-07", per_month=77)
    assert sorted(i for _, numbers in files(found) for i in numbers) == list(range(len(found)))


def test_new_articles_change_the_newest_part_alone(small):
    """Parts of months before the new one hold the same articles, whatever is added after them."""
    before = articles("2024-01", "2024-02", "2024-03", per_month=7)
    after = pa.concat_tables([before, articles("2024-04", "2024-05", per_month=7)])
    old, new = files(before), files(after)
    assert old[0] == new[0]
    assert [path for path, _ in new] == [
        "quotes.parquet/from_month=2024-01/0.parquet",
        "quotes.parquet/from_month=2024-03/0.parquet",
        "quotes.parquet/from_month=2024-05/0.parquet",
    ]


def test_the_order_of_articles_does_not_matter(small):
    found = articles("2024-01", "2024-02", "", per_month=30)
    turned = found.take(list(range(len(found)))[::-1])
    ids, turned_ids = (
        {path: set(rows.column("article_id").take(numbers).to_pylist()) for path, numbers in files(rows)}
        for rows in (found, turned)
    )
    assert ids == turned_ids


def test_a_folder_of_parts_reads_as_one_table(tmp_path):
    for month in ("2024-01", "undated"):
        folder = tmp_path / "dates.parquet" / f"from_month={month}"
        folder.mkdir(parents=True)
        pd.DataFrame({"date_id": [month]}).to_parquet(folder / "0.parquet")
    assert layout.read(tmp_path, "dates").to_pydict() == {"date_id": ["2024-01", "undated"]}
    read = pd.read_parquet(tmp_path / "dates.parquet")
    assert read.to_dict("list") == {"date_id": ["2024-01", "undated"], "from_month": ["2024-01", "undated"]}
