"""The seed articles' facts, in the published tables, exactly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.gold import news
from tests.gold.shared import needs_gold

SEEDS = {"seed_000", "seed_003"}


@pytest.fixture(scope="module")
def tables(seeds_data: Path) -> dict[str, list[dict[str, Any]]]:
    return {path.stem: pq.read_table(path).to_pylist() for path in (seeds_data / "current").glob("*.parquet")}


@needs_gold
def test_all_required_quotes_with_kind_and_speaker(tables: dict[str, Any]) -> None:
    quotes = news.score(tables, SEEDS)["quotes"]
    assert news.errors(tables, SEEDS).get("wrong speaker", []) == []
    for kind in ("direct", "indirect", "all kinds"):
        assert quotes[kind]["F1"] == 1.0, news.errors(tables, SEEDS)
    for kind in ("direct", "indirect"):
        assert quotes["speaker"][kind]["acc"] == 1.0
    assert quotes["e2e direct+mixed"]["F1"] == 1.0
    assert quotes["not_quotes hit"]["hits"] == 0


@needs_gold
def test_all_required_figures(tables: dict[str, Any]) -> None:
    figures = news.score(tables, SEEDS)["figures"]
    assert figures["e2e+unit"]["F1"] == 1.0, news.errors(tables, SEEDS)
    assert figures["false_on_not_figures"]["hits"] == 0


@needs_gold
def test_all_required_actors(tables: dict[str, Any]) -> None:
    actors = news.score(tables, SEEDS)["actors"]
    both = "person+organization+country"
    assert actors["mentions"][both]["F1"] >= 0.97, news.errors(tables, SEEDS)
    assert actors["actors"][both]["F1"] == 1.0, news.errors(tables, SEEDS)
    assert actors["iso3_acc"]["acc"] == 1.0


def one(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, (wanted, [row["text"] for row in rows])
    return found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "2,500",
            {"value": 2500, "kind": "count", "noun": "security personnel", "modality": "expected", "claimed_by_name": "William Ruto"},
            id="security personnel",
        ),
        pytest.param(
            "40%",
            {"value": 40, "kind": "percent", "unit": "percent", "noun": "capacity", "claimed_by_name": "William Ruto"},
            id="capacity",
        ),
        pytest.param("90-day", {"value": 90, "kind": "duration", "unit": "day", "noun": "review", "modifier": "exact"}, id="review"),
        pytest.param("1000", {"value": 1000, "kind": "count", "noun": "Police", "modality": "planned", "in_headline": True}, id="police"),
        pytest.param(
            "two weeks",
            {"value": 2, "kind": "duration", "unit": "week", "modifier": "at_most", "noun": "deployment", "modality": "planned"},
            id="deployment",
        ),
    ],
)  # fmt: skip
def test_the_facts_of_the_figures(tables: dict[str, Any], text: str, expected: dict[str, Any]) -> None:
    row = one(tables["figures"], text=text)
    assert {name: row[name] for name in expected} == expected


def test_the_claim_of_2500_stands_in_its_quote(tables: dict[str, Any]) -> None:
    figure = one(tables["figures"], text="2,500")
    quote = one(tables["quotes"], quote_id=figure["quote_id"])
    assert (quote["kind"], quote["speaker_name"]) == ("direct", "William Ruto")
    assert quote["text"].startswith("Initially, it was expected that 2,500 security personnel")


def test_no_figure_from_names_and_dates(tables: dict[str, Any]) -> None:
    assert not {"7", "G7", "second", "22", "2025", "23", "2023"} & {row["text"] for row in tables["figures"]}


def test_ruto_is_one_actor(tables: dict[str, Any]) -> None:
    ruto = one(tables["actors"], name="William Ruto")
    assert (ruto["kind"], ruto["role"], ruto["country"]) == ("person", "President", "KEN")
    texts = {row["text"] for row in tables["mentions"] if row["actor_id"] == ruto["actor_id"]}
    assert {"Ruto", "William Ruto", "he", "He"} <= texts


def test_the_ambassador_has_her_office(tables: dict[str, Any]) -> None:
    shea = one(tables["actors"], name="Dorothy Shea")
    assert (shea["role"], shea["country"]) == ("Ambassador to the United Nations", "USA")
