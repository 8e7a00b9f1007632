"""Figures as reporters leave them in prose: a unit said once or not at all, lost spaces, margins, scores, years."""

from __future__ import annotations

import functools

import pytest

from onrecord.extract.dates import find_dates
from onrecord.extract.figures import find_figures
from onrecord.extract.parse import parse
from onrecord.records import Figure
from onrecord.text import Article


@functools.cache
def figures(text: str) -> tuple[Figure, ...]:
    (parsed,) = parse([Article("test", text)], entities=False)
    return tuple(find_figures(parsed))


def read(text: str) -> list[tuple[float, float, str | None]]:
    return [(f.value_low, f.value_high, f.unit) for f in figures(text)]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        pytest.param("Also hurt was a cyclist, 41.", 41, id="closed by a full stop"),
        pytest.param("“Too dear,” says Bell, 52. “Far too dear.”", 52, id="after the speaker"),
        pytest.param("“He is 63!” she laughed.", 63, id="exclamation mark"),
        pytest.param("Her brother is 12, she says.", 12, id="kin"),
        pytest.param("Will I see it? I’ll be 84, she said.", 84, id="to come"),
        pytest.param("Potter who fired for kings dies at 91", 91, id="headline of an obituary"),
    ],
)
def test_age_without_its_unit(text: str, age: float) -> None:
    assert [(f.kind, f.value, f.unit) for f in figures(text)] == [("age", age, "year")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Losses fell by Rs 4-5 crore.", [(4e7, 5e7, "INR")], id="scale of a range in crores"),
        pytest.param("Output fell to 300 tonnes, down from 420 a year earlier.", [(300, 300, "tonne"), (420, 420, "tonne")], id="unit of what it was before"),
        pytest.param("Orders were up 2.4x from May.", [(2.4, 2.4, None)], id="times"),
        pytest.param("“I am sure. Hundred per cent,” he said.", [(100, 100, "percent")], id="bare hundred"),
        pytest.param("“Half my goats are gone,” he said.", [(0.5, 0.5, None)], id="half my"),
        pytest.param("KARACHI: Work on the dam cost Rs400 million.", [(4e8, 4e8, "PKR")], id="currency of the dateline"),
        pytest.param("MANILA, Philippines — Rice rose to P52.50 a kilo.", [(52.5, 52.5, "PHP")], id="peso sign of a letter"),
        pytest.param("It tests a 200-kVA unit.", [(200, 200, "kilovolt-ampere")], id="apparent power"),
        pytest.param("The men of ward 7B slept.", [], id="label with a letter"),
        pytest.param("They came at five in the morning.", [], id="hour"),
        pytest.param("Their fees are counted in billions, he said.", [], id="in bulk"),
        pytest.param("DOI: 10.9999/xy.2025.118", [], id="identifier of a paper"),
    ],
)  # fmt: skip
def test_numbers_as_outlets_write_them(text: str, expected: list[tuple[float, float, str | None]]) -> None:
    assert read(text) == expected


def test_last_of_a_list_is_no_age() -> None:
    assert {f.kind for f in figures("Medals so far: Italy 67, France, 47.")} == {"count"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("The mayor is three points ahead in the poll.", [(3, 3, "percentage point")], id="points of a poll"),
        pytest.param("Voters gave her a five-point lead.", [(5, 5, "percentage point")], id="hyphened lead"),
        pytest.param("The survey is accurate to +/-2 points.", [(2, 2, "percentage point")], id="margin of error"),
        pytest.param("The Hawks took a five-point lead after half-time.", [(5, 5, None)], id="points of a game"),
        pytest.param("Drivers backed it by 71 per cent to 29.", [(71, 71, "percent"), (29, 29, "percent")],
                     id="sides of a vote"),
        pytest.param("The glacier shrank by 11.4 ± 1.2 per cent.", [(11.4, 11.4, "percent")], id="plus-minus sign"),
        pytest.param("It was 8% plus or minus 2 percentage points.", [(8, 8, "percent"), (2, 2, "percentage point")],
                     id="plus or minus"),
        pytest.param("Repairs will last five to six weeks.", [(5, 6, "week")], id="last is a verb"),
        pytest.param("Repairs take five to six weeks.", [(5, 6, "week")], id="no clock time"),
        pytest.param("The clip got 6.2million views.", [(6.2e6, 6.2e6, None)], id="lost space"),
        pytest.param("The pier cost EC$800,000.", [(8e5, 8e5, "XCD")], id="east caribbean dollars"),
        pytest.param("The pier cost BZ$900 in 1990.", [(900, 900, "BZD")], id="belize dollars"),
        pytest.param("It cut its forecast from 5 to 7 per cent to 3 to 5 per cent.",
                     [(5, 7, "percent"), (3, 5, "percent")], id="one range to another"),
        pytest.param("Twenty-one out of 39 herders signed.", [(21, 21, None), (39, 39, None)], id="counts out of counts"),
        pytest.param("They ran for an hour.", [(1, 1, "hour")], id="for an hour"),
        pytest.param("Each got 4 thousand 3 hundred goats.", [(4300, 4300, None)], id="digits with scale words"),
        pytest.param("It weighs one hundred and three quarters.", [(100.75, 100.75, None)], id="hundred and three quarters"),
        pytest.param("The barge rose from 7 metres to 9 metres.", [(7, 7, "metre"), (9, 9, "metre")],
                     id="a change is two figures"),
    ],
)  # fmt: skip
def test_unit_and_ends(text: str, found: list[tuple[float, float, str | None]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "score"),
    [
        pytest.param("Her header made it 3-2 near the end.", (2, 3), id="made it"),
        pytest.param("Their striker was booked at 1-1.", (1, 1), id="at level"),
    ],
)
def test_score_in_prose(text: str, score: tuple[float, float]) -> None:
    assert [(f.kind, f.value_low, f.value_high) for f in figures(text)] == [("score", *score)]


def test_place_fallen_to() -> None:
    assert [(f.kind, f.value) for f in figures("The song fell from 4th to 37th in the chart.")] == [
        ("ordinal", 4), ("ordinal", 37),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Call or message 07700 900123.", id="mobile number"),
        pytest.param("The first 911 call came at noon.", id="emergency number"),
        pytest.param("The glaciers will be gone by 2100, she said.", id="year after 2099"),
        pytest.param("The firm cut its full-year profit forecast.", id="full-year forecast"),
        pytest.param("The plot turns by minute 3.", id="minute as a label"),
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text) == ()


def test_far_year_is_a_date() -> None:
    (parsed,) = parse([Article("test", "Seas may rise by 2150, she said.")], entities=False)
    assert [date.iso for date in find_dates(parsed)] == ["2150"]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        pytest.param("MOORE: About 60 percent.", None, id="speaker label"),
        pytest.param("My old uncle paid $61,000.", None, id="who pays"),
        pytest.param("Jane Roe had 46.1%.", None, id="who holds the votes"),
        pytest.param("The new roof cost $61,000.", "new roof", id="what costs"),
    ],
)
def test_person_is_no_noun(text: str, noun: str | None) -> None:
    assert [figure.noun for figure in figures(text)] == [noun]


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        pytest.param("Under the 5% cap, rents fell.", "exact", id="under a rule"),
        pytest.param("Rents fell to under 5%.", "less_than", id="less than"),
    ],
)
def test_under(text: str, modifier: str) -> None:
    assert [figure.modifier for figure in figures(text)] == [modifier]
