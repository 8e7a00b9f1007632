"""The difference of two releases: rows added, removed and changed, by primary key."""

import pyarrow.parquet as pq
import pytest

from onrecord import release
from tests import sample


def compared(data, before: sample.Rows, after: sample.Rows) -> release.Diff:
    old = sample.publish(data, before).release
    return release.diff(old, sample.publish(data, after).release)


def test_a_release_does_not_differ_from_itself(tmp_path):
    found = sample.publish(tmp_path, sample.rows(3)).release
    assert release.diff(found, found).tables == {}


def test_new_articles_add_rows_everywhere(tmp_path):
    found = compared(tmp_path, sample.rows(2), sample.rows(5))
    counts = found.counts()
    assert set(counts) == {"actors", "articles", "dates", "figures", "mentions", "quotes", "roles"}
    assert counts["quotes"] == {
        "added": 6,
        "removed": 0,
        "changed": 0,
        "changed_columns": {},
        "new_columns": [],
        "dropped_columns": [],
    }
    assert set(found.tables["articles"].added.column("source_uri").to_pylist()) == {
        "wire/2.txt",
        "wire/3.txt",
        "wire/4.txt",
    }


def test_withdrawn_articles_remove_rows(tmp_path):
    found = compared(tmp_path, sample.rows(5), sample.rows(4))
    assert {name: table.removed.num_rows for name, table in found.tables.items()} == {
        "actors": 1, "articles": 1, "dates": 1, "figures": 1, "mentions": 1, "quotes": 2, "roles": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "values"),
    [
        pytest.param("quotes", {"speaker_name": "Governor Odhiambo"}, id="value to value"),
        pytest.param("quotes", {"speaker_name": None}, id="value to null"),
        pytest.param("figures", {"noun": "water"}, id="null to value"),
        pytest.param("quotes", {"kind": "mixed"}, id="enum"),
        pytest.param("quotes", {"confidence": 0.5}, id="number"),
        pytest.param("quotes", {"cue_start": 1}, id="nullable integer"),
        pytest.param("quotes", {"spans": [(0, 3)]}, id="spans"),
        pytest.param("actors", {"aliases": ["Amina"]}, id="list"),
        pytest.param("figures", {"is_trivial": True, "in_headline": True}, id="two columns at once"),
        pytest.param("roles", {"n_mentions": 4}, id="composite key with nulls"),
        pytest.param("rejects", {"detail": "no reader"}, id="composite key with an enum"),
    ],
)
def test_a_changed_row_says_which_columns(table, values, tmp_path):
    after = sample.rows(3)
    after[table][0].update(values)
    found = compared(tmp_path, sample.rows(3), after)
    assert list(found.tables) == [table]
    changed = found.tables[table]
    assert (changed.added.num_rows, changed.removed.num_rows, changed.changed.num_rows) == (0, 0, 1)
    assert changed.changed_columns == dict.fromkeys(values, 1)


def test_a_role_in_another_country_is_another_row(tmp_path):
    after = sample.rows(2)
    after["roles"][0]["country"] = "KEN"
    counts = compared(tmp_path, sample.rows(2), after).counts()["roles"]
    assert (counts["added"], counts["removed"], counts["changed"]) == (1, 1, 0)


def test_columns_that_a_new_contract_adds_are_named(tmp_path):
    old = sample.publish(tmp_path, sample.rows(2)).release
    new = sample.publish(tmp_path, sample.rows(3)).release
    table = pq.read_table(old.table("dates"))
    pq.write_table(table.drop_columns(["resolved"]), old.table("dates"))
    pq.write_table(table.append_column("calendar", table.column("iso")), new.table("dates"))
    dates = release.diff(old, new).tables["dates"]
    assert dates.new_columns == ("resolved", "calendar")
    assert (dates.added.num_rows, dates.changed.num_rows) == (0, 0)
