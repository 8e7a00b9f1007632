"""Rows become tables of their contract, or an error that names the column."""

import datetime as dt
import random
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.contracts import ContractError, all_contracts, conform, contract, table_from_rows
from onrecord.text import Span

DATE = {
    "date_id": "dat_0000000000000001",
    "article_id": "art_0000000000000001",
    "text": "2 May",
    "char_start": 3,
    "char_end": 8,
    "iso": "XXXX-05-02",
    "precision": "day",
}
QUOTE = {
    "quote_id": "quo_0000000000000001",
    "article_id": "art_0000000000000001",
    "kind": "direct",
    "text": "We will",
    "char_start": 1,
    "char_end": 8,
    "spans": (Span(1, 3), Span(5, 8)),
    "speaker_resolution": "unknown",
    "confidence": 0.5,
}


@pytest.mark.parametrize("table", all_contracts())
def test_no_rows_make_an_empty_table(table):
    empty = table_from_rows(table, [])
    assert empty.num_rows == 0
    assert empty.schema.equals(contract(table).arrow_schema, check_metadata=True)


def test_mappings_and_objects_give_the_same_table():
    @dataclass
    class Row:
        date_id: str
        article_id: str
        text: str
        char_start: int
        char_end: int
        iso: str
        precision: str

    assert table_from_rows("dates", [Row(**DATE)]) == table_from_rows("dates", [DATE])


def test_spans_enums_and_left_out_columns():
    row = table_from_rows("quotes", [QUOTE]).to_pylist()[0]
    assert row["spans"] == [{"start": 1, "end": 3}, {"start": 5, "end": 8}]
    assert row["kind"] == "direct"
    assert row["cue_start"] is None
    assert row["cue_class"] is None


def test_times_are_kept_in_utc():
    east = dt.timezone(dt.timedelta(hours=3))
    role = {
        "actor_id": "act_0000000000000001",
        "role": "Governor",
        "n_mentions": 1,
        "first_seen": dt.datetime(2024, 5, 2, 1, 30, tzinfo=east),
    }
    (row,) = table_from_rows("roles", [role]).to_pylist()
    assert row["first_seen"] == dt.datetime(2024, 5, 1, 22, 30, tzinfo=dt.UTC)


def test_the_order_of_rows_does_not_matter():
    rows = [DATE | {"date_id": f"dat_{i:016x}", "char_start": i % 3} for i in range(20)]
    shuffled = random.Random(1).sample(rows, len(rows))
    assert table_from_rows("dates", shuffled) == table_from_rows("dates", rows)


def test_enums_are_encoded_by_the_contract_not_by_what_occurs():
    only_indirect = table_from_rows("quotes", [QUOTE | {"kind": "indirect"}])
    dictionary = only_indirect.column("kind").chunk(0).dictionary
    assert tuple(dictionary.to_pylist()) == contract("quotes").column("kind").values


@pytest.mark.parametrize("table", all_contracts())
def test_what_is_written_and_read_has_the_schema_of_the_contract(table, tmp_path):
    pq.write_table(table_from_rows(table, []), tmp_path / "t.parquet")
    schema = contract(table).arrow_schema
    assert pq.read_schema(tmp_path / "t.parquet").equals(schema, check_metadata=True)
    assert conform(table, pq.read_table(tmp_path / "t.parquet")).schema.equals(schema, check_metadata=True)


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        pytest.param("dates", DATE | {"text": None}, "dates.text is required", id="required null"),
        pytest.param("dates", DATE | {"day": 2}, "dates has no column day", id="unknown column"),
        pytest.param("dates", {"date_id": "x"}, "no article_id, which is required", id="missing column"),
        pytest.param("dates", DATE | {"char_start": "3"}, "dates.char_start takes int64", id="wrong type"),
        pytest.param("dates", DATE | {"char_start": 2**70}, "dates.char_start takes int64", id="too large"),
        pytest.param("dates", DATE | {"text": "\ud800"}, "dates.text takes string", id="lone surrogate"),
        pytest.param("dates", object(), "dates: a row has no date_id, which is required", id="missing attribute"),
        pytest.param("quotes", QUOTE | {"kind": "loud"}, "'loud' is not one of direct, mixed", id="enum"),
    ],
)
def test_what_does_not_fit_is_refused(table, row, message):
    with pytest.raises(ContractError, match=message):
        table_from_rows(table, [row])


def test_conform_takes_other_encodings_of_the_same_values():
    expected = table_from_rows("quotes", [QUOTE])
    plain = expected.set_column(2, "kind", expected.column("kind").cast(pa.string()))
    other = expected.set_column(2, "kind", expected.column("kind").cast(pa.string()).dictionary_encode())
    narrow = expected.set_column(4, "char_start", expected.column("char_start").cast(pa.int32()))
    reordered = expected.select(expected.column_names[::-1])
    for table in (plain, other, narrow, reordered):
        assert conform("quotes", table).equals(expected, check_metadata=True)
