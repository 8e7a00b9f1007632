"""Rows in words, and charts in lengths."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.report.charts import WIDTH, Bar, bar_chart
from onrecord.report.wording import counted, figure_status, figure_value, number, quoted, size


def figure(value: float, kind: str = "count", **more: Any) -> dict[str, Any]:
    return {"value": value, "value_low": value, "value_high": value, "kind": kind, "unit": None} | more


@pytest.mark.parametrize(
    ("row", "words"),
    [
        pytest.param(figure(2500), "2,500", id="count"),
        pytest.param(figure(40, "percent", unit="percent"), "40%", id="percent"),
        pytest.param(figure(5e9, "money", unit="USD"), "USD 5,000,000,000", id="money"),
        pytest.param(figure(2, "duration", unit="week", modifier="at_most"), "at most 2 weeks", id="duration"),
        pytest.param(figure(1, "duration", unit="century"), "1 century", id="one"),
        pytest.param(figure(3, "duration", unit="century"), "3 centuries", id="irregular"),
        pytest.param(figure(4, "duration", unit="day"), "4 days", id="vowel before y"),
        pytest.param(figure(15, "range", value_low=10.0, value_high=20.0), "10–20", id="range"),
        pytest.param(figure(2, "score", value_low=2.0, value_high=1.0), "2–1", id="score"),
        pytest.param(figure(90, "rate", unit="kilometre", per="hour"), "90 kilometre per hour", id="rate"),
        pytest.param(figure(1 / 3, "fraction", modifier="approx"), "about 0.3333", id="fraction"),
    ],
)
def test_figure_value(row: dict[str, Any], words: str) -> None:
    assert figure_value(row) == words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        pytest.param({"modality": "asserted", "change": "none"}, "", id="asserted"),
        pytest.param({"modality": "negated", "change": "none"}, "negated", id="negated"),
        pytest.param({"modality": "asserted", "is_currency_assumed": True}, "currency assumed", id="currency"),
        pytest.param({"modality": "planned", "change": "down"}, "planned, falling", id="both"),
    ],
)
def test_figure_status(row: dict[str, Any], words: str) -> None:
    assert figure_status(row) == words


def test_quoted_leaves_out_what_breaks_a_quotation() -> None:
    spans = [{"start": 10, "end": 14}, {"start": 27, "end": 32}]
    assert quoted({"char_start": 10, "text": "Yes,” she said. “Do it!", "spans": spans}) == "Yes, … Do it"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param(None, "–", id="none"),
        pytest.param(0.0, "0", id="zero"),
        pytest.param(-1234.5, "-1,234.5", id="negative"),
        pytest.param(7e15, "7e+15", id="past exact floats"),
        pytest.param(float("inf"), "inf", id="infinite"),
    ],
)
def test_number(value: float | None, words: str) -> None:
    assert number(value) == words


def test_counted_and_size() -> None:
    assert (counted(1, "quote"), counted(1204, "quote")) == ("1 quote", "1,204 quotes")
    assert (size(980), size(1_234_567)) == ("1.0 kB", "1.2 MB")


@pytest.mark.parametrize(
    ("longest", "top", "step"),
    [
        pytest.param(0, 1, 1, id="nothing"),
        pytest.param(4, 4, 1, id="few"),
        pytest.param(12, 12, 2, id="a dozen"),
        pytest.param(37, 40, 10, id="tens"),
        pytest.param(4_321, 5_000, 1_000, id="thousands"),
    ],
)
def test_axis_ends_on_a_round_number_past_the_longest_bar(longest: int, top: int, step: int) -> None:
    chart = bar_chart("c", "C", [Bar("x", [longest])], nouns="xs", kinds=["k"])
    ticks = [tick for tick, _ in chart.ticks]
    assert (ticks[-1], ticks[1] - ticks[0]) == (top, step)
    assert chart.rows[0].end <= WIDTH


def test_parts_of_a_bar_add_up() -> None:
    (row,) = bar_chart("c", "C", [Bar("x", [3, 0, 1])], nouns="xs", kinds=["a", "b", "c"]).rows
    assert [part.kind for part in row.parts] == ["a", "c"]
    assert row.parts[0].width == pytest.approx(3 * row.parts[1].width, abs=0.2)
    assert row.parts[1].x + row.parts[1].width == pytest.approx(row.end, abs=0.2)
