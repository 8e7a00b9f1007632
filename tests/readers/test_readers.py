"""The published files read well in the tools that people use, with nothing of ours, and through ``load``."""

import subprocess
import sys

import duckdb
import pandas as pd
import polars as pl
import pytest

import onrecord
from onrecord import release
from onrecord.contracts import all_contracts, contract
from tests import sample

N_ARTICLES = 4


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    sample.publish(folder, sample.rows(N_ARTICLES))
    return folder


PANDAS_TYPES = {
    "string": "str",
    "int64": "int64",
    "double": "float64",
    "bool": "bool",
    "timestamp[us, tz=UTC]": "datetime64[us, UTC]",
}


class TestPandas:
    @pytest.mark.parametrize("table", all_contracts())
    def test_columns_have_types_an_analyst_expects(self, data, table):
        frame = pd.read_parquet(data / "current" / f"{table}.parquet")
        for column in contract(table).columns:
            expected = "category" if column.values else PANDAS_TYPES.get(str(column.type), "object")
            if column.nullable and expected == "int64":
                expected = "Int64"
            assert str(frame[column.name].dtype) == expected, column.name
        assert isinstance(frame.index, pd.RangeIndex)

    def test_offsets_cut_the_text(self, data):
        quotes = pd.read_parquet(data / "current" / "quotes.parquet")
        articles = pd.read_parquet(data / "current" / "articles.parquet").set_index("article_id")
        for quote in quotes.itertuples():
            text = articles.text[quote.article_id]
            assert text[quote.char_start : quote.char_end] == quote.text
            assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_text

    def test_an_absent_cue_is_null_and_the_others_stay_integers(self, data):
        quotes = pd.read_parquet(data / "current" / "quotes.parquet")
        assert quotes.cue_start.isna().sum() == N_ARTICLES
        assert all(isinstance(start, int) for start in quotes.cue_start.dropna().tolist())

    def test_a_closed_list_keeps_its_values_and_their_order(self, data):
        quotes = pd.read_parquet(data / "current" / "quotes.parquet")
        assert quotes.kind.value_counts().to_dict() == {"direct": 4, "indirect": 4, "mixed": 0}


class TestDuckDB:
    def test_who_said_which_number(self, data):
        found = duckdb.sql(f"""
            select q.speaker_name, f.value, f.unit
            from '{data}/current/figures.parquet' f join '{data}/current/quotes.parquet' q using (quote_id)
            order by f.value
        """).fetchall()
        assert found == [(f"Amina Odhiambo-Núñez {i}", 40.0 + i, "cubic metre") for i in range(N_ARTICLES)]

    def test_spans_and_nulls(self, data):
        ((spans, cue),) = duckdb.sql(f"""
            select len(spans), cue_start from '{data}/current/quotes.parquet' where kind = 'indirect' limit 1
        """).fetchall()
        assert (spans, cue) == (1, None)


class TestPolars:
    @pytest.mark.parametrize("table", all_contracts())
    def test_columns_have_types_an_analyst_expects(self, data, table):
        frame = pl.read_parquet(data / "current" / f"{table}.parquet")
        types = {"int64": pl.Int64, "double": pl.Float64, "bool": pl.Boolean, "string": pl.String}
        for column in contract(table).columns:
            found = frame.schema[column.name]
            if column.values:
                assert isinstance(found, pl.Categorical | pl.Enum), column.name
            elif str(column.type) in types:
                assert found == types[str(column.type)], column.name
            elif str(column.type).startswith("timestamp"):
                assert found == pl.Datetime("us", "UTC"), column.name
            else:
                assert isinstance(found, pl.List), column.name

    def test_who_said_which_number(self, data):
        figures = pl.scan_parquet(data / "current" / "figures.parquet")
        quotes = pl.scan_parquet(data / "current" / "quotes.parquet")
        found = figures.join(quotes, on="quote_id").select("speaker_name", "value").sort("value").collect().rows()
        assert found == [(f"Amina Odhiambo-Núñez {i}", 40.0 + i) for i in range(N_ARTICLES)]


class TestLoad:
    def test_frames_are_those_of_the_current_release(self, data):
        frames = onrecord.load(data)
        assert frames.release == release.current(data)
        assert frames.tables == list(all_contracts())
        pd.testing.assert_frame_equal(frames.quotes, pd.read_parquet(data / "current" / "quotes.parquet"))
        assert frames.quotes is frames.quotes, "read once"
        assert "quotes" in dir(frames)
        assert f"quotes {2 * N_ARTICLES}" in repr(frames)

    @pytest.mark.parametrize("table", all_contracts())
    def test_frames_say_what_they_are(self, data, table):
        frame = getattr(onrecord.load(data), table)
        spec = contract(table)
        assert frame.attrs["table"] == table
        assert frame.attrs["release"] == release.current(data).id
        assert frame.attrs["description"] == spec.description
        assert frame.attrs["columns"] == {column.name: column.description for column in spec.columns}
        assert frame.attrs["units"] == {column.name: column.unit for column in spec.columns if column.unit}

    def test_all_frames_are_of_one_release(self, tmp_path):
        sample.publish(tmp_path, sample.rows(2))
        frames = onrecord.load(tmp_path)
        assert len(frames.articles) == 2
        sample.publish(tmp_path, sample.rows(3))
        assert len(frames.figures) == 2
        assert len(onrecord.load(tmp_path).figures) == 3

    def test_an_older_release(self, tmp_path):
        first = sample.publish(tmp_path, sample.rows(2)).release
        sample.publish(tmp_path, sample.rows(3))
        assert len(onrecord.load(tmp_path, first.id).articles) == 2

    def test_what_is_not_there_is_named(self, data, tmp_path):
        with pytest.raises(release.NoReleaseError, match=r"Nothing was published in .* yet. Start with: onrecord run"):
            onrecord.load(tmp_path)
        with pytest.raises(release.NoReleaseError, match=r"No release in .* is 'x'; there are: 2"):
            onrecord.load(data, "x")
        with pytest.raises(AttributeError, match="no table 'quote' in release"):
            onrecord.load(data).quote  # noqa: B018

    def test_a_release_removed_meanwhile_is_explained(self, tmp_path):
        found = sample.publish(tmp_path, sample.rows(1)).release
        frames = onrecord.load(tmp_path)
        assert frames.tables
        found.table("quotes").unlink()
        with pytest.raises(release.StorageError, match="Reading quotes failed"):
            frames.quotes  # noqa: B018


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("onrecord", {"pandas", "pyarrow", "great_expectations", "prefect", "pydantic"}),
        ("onrecord.contracts", {"pandas", "great_expectations", "prefect"}),
        ("onrecord.release", {"pandas", "great_expectations", "prefect"}),
    ],
)
def test_importing_is_light(module, heavy):
    script = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert heavy & set(loaded.split()) == set()
