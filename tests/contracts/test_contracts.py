"""The contract files are valid ODCS and say all that the tables need."""

import dataclasses
import json
import types
import typing

import jsonschema
import pyarrow as pa
import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from onrecord import contracts, records
from onrecord.contracts import dictionary, odcs
from onrecord.sources import Reject
from onrecord.text import Article, Span

TABLES = ["actors", "articles", "dates", "figures", "mentions", "merged_actors", "quotes", "rejects", "roles"]
FILES = sorted(odcs.folder().glob("*.odcs.yaml"))
SPECS = list(contracts.all_contracts().values())


def test_every_table_of_the_design_has_a_contract():
    assert list(contracts.all_contracts()) == TABLES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_valid_odcs_3_1(path):
    schema = json.loads(OpenDataContractStandard.json_schema())
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert data["apiVersion"] == "v3.1.0"
    jsonschema.validate(data, schema)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.table)
def test_description_opens_with_the_grain(spec):
    assert spec.grain.startswith("One row per ")


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.table)
def test_keys_sort_order_references_and_spans_name_columns_that_exist(spec):
    names = {column.name for column in spec.columns}
    assert spec.primary_key
    assert spec.sorted_by
    assert {*spec.primary_key, *spec.sorted_by} <= names
    assert set(spec.primary_key) <= set(spec.sorted_by), "rows that differ only in their key need one order"
    for reference in spec.references:
        assert reference.column in names
        assert contracts.contract(reference.to_table).primary_key == (reference.to_column,)
    for span in spec.spans:
        assert {span.start, span.end, span.text} <= names
    for spans in spec.span_lists:
        assert {spans.spans, spans.start, spans.end} <= names
    for rule in spec.rules:
        assert rule.columns or rule.type.startswith("expect_table_")
        assert set(rule.columns) <= names


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.table)
def test_logical_and_physical_types_agree(spec):
    physical = {
        "string": ["string", "dictionary<string>"],
        "integer": ["int64"],
        "number": ["float64"],
        "boolean": ["bool"],
        "timestamp": ["timestamp[us, UTC]"],
        "array": ["list<string>", "list<struct<start, end>>"],
    }
    data = yaml.safe_load((FILES[0].parent / f"{spec.table}.odcs.yaml").read_text(encoding="utf-8"))
    for column in data["schema"][0]["properties"]:
        assert column["physicalType"] in physical[column["logicalType"]], column["name"]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.table)
def test_arrow_schema_carries_descriptions_units_and_nullability(spec):
    assert spec.arrow_schema.names == [column.name for column in spec.columns]
    for column in spec.columns:
        field = spec.arrow_schema.field(column.name)
        assert field.metadata[b"description"].decode() == column.description
        assert field.nullable == column.nullable
        assert field.metadata.get(b"unit", b"").decode() == (column.unit or "")


def test_every_offset_states_its_unit():
    offsets = [c for spec in SPECS for c in spec.columns if c.name.endswith(("_start", "_end"))]
    assert offsets
    assert {column.unit for column in offsets} == {"code points"}


def test_schema_hash_follows_the_shape_not_the_words():
    spec = contracts.contract("dates")
    reworded = _with_columns(spec, description="Other words.")
    loosened = _with_columns(spec, nullable=True)
    assert reworded.schema_hash == spec.schema_hash
    assert loosened.schema_hash != spec.schema_hash


def _with_columns(spec, **changes):
    columns = tuple(dataclasses.replace(column, **changes) for column in spec.columns)
    return dataclasses.replace(spec, columns=columns)


@pytest.mark.parametrize(
    ("record", "table"),
    [
        pytest.param(records.Quote, "quotes", id="quotes"),
        pytest.param(records.Figure, "figures", id="figures"),
        pytest.param(records.DateMention, "dates", id="dates"),
        pytest.param(records.Mention, "mentions", id="mentions"),
        pytest.param(records.Actor, "actors", id="actors"),
        pytest.param(Article, "articles", id="articles"),
        pytest.param(Reject, "rejects", id="rejects"),
    ],
)
def test_records_fill_columns_of_their_contract(record, table):
    columns = {column.name: column for column in contracts.contract(table).columns}
    for name, hint in typing.get_type_hints(record).items():
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        if name == "blocks":
            continue  # follow from the text, no column
        if Span in options:
            assert {f"{name}_start", f"{name}_end"} <= columns.keys()
            continue
        column = columns[name]
        for option in options:
            if option is type(None):
                assert column.nullable, name
            elif typing.get_origin(option) is typing.Literal:
                assert typing.get_args(option) == column.values, name
            elif option in {str, int, float, bool}:
                assert pa.scalar(option(1), pa.string() if option is str else None).type == column.type, name


def test_unknown_table_names_the_known_ones():
    with pytest.raises(contracts.ContractError, match="no table 'quote'; the tables are actors, articles"):
        contracts.contract("quote")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("physicalType: int64", "physicalType: int17", "int17", id="unknown type"),
        pytest.param("severity: critical", "severity: grave", "grave", id="unknown severity"),
        pytest.param("engine: greatExpectations", "engine: soda", "Great Expectations", id="other engine"),
        pytest.param("description: Where the date starts in articles.text.", "", "missing", id="undescribed"),
    ],
)
def test_a_wrong_contract_is_refused_by_name(tmp_path, old, new, message):
    text = (FILES[0].parent / "dates.odcs.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "dates.odcs.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(contracts.ContractError, match=rf"dates\.odcs\.yaml: .*{message}"):
        odcs.read(path)


def test_dictionary_describes_every_column():
    page = dictionary.markdown()
    data = dictionary.tables()
    for spec in SPECS:
        assert f"## {spec.table}\n" in page
        assert [column["name"] for column in data[spec.table]["columns"]] == [c.name for c in spec.columns]
        assert all(column.description in page for column in spec.columns)
    assert json.loads(json.dumps(data)) == data
    assert data["quotes"]["columns"][1]["references"] == "articles.article_id"


def test_the_page_beside_the_contracts_is_up_to_date():
    page = FILES[0].with_name("README.md").read_text(encoding="utf-8")
    assert page.strip() == dictionary.markdown().strip(), "run: onrecord dictionary > schemas/README.md"
