"""Figures said in two parts, in two units or as two ends of a change: which are one, and of what value and unit."""

from __future__ import annotations

import functools

import pytest

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
    ("text", "value", "unit"),
    [
        pytest.param("The ferry takes three hours and 40 minutes.", 220, "minute", id="hours and minutes"),
        pytest.param("The call lasted an hour and ten minutes.", 70, "minute", id="an hour and minutes"),
        pytest.param("He won in 2 minutes 14.5 seconds.", 134.5, "second", id="minutes and seconds"),
        pytest.param("She was jailed for seven years and six months.", 90, "month", id="years and months"),
        pytest.param("They were held for two weeks and three days.", 17, "day", id="weeks and days"),
        pytest.param("The twin weighed 5 pounds, 8 ounces.", 5.5, "pound", id="pounds and ounces"),
        pytest.param("The pup weighed 3lb 4oz at birth.", 3.25, "pound", id="abbreviated"),
        pytest.param("The ash is 72.5 ± 0.3 million years old.", 72500000, "year", id="scale after a tolerance"),
        pytest.param("It emits 3.1 ± 0.2 billion tonnes.", 3100000000, "tonne", id="scale and unit after a tolerance"),
    ],
)
def test_parts_of_one_amount(text: str, value: float, unit: str) -> None:
    assert read(text) == [(value, value, unit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He got two years, six months suspended.", [(2, 2, "year"), (6, 6, "month")], id="suspended"),
        pytest.param("They walked three days and two nights.", [(3, 3, "day"), (2, 2, "night")], id="nights"),
        pytest.param("It took 2 hours and 90 minutes.", [(2, 2, "hour"), (90, 90, "minute")], id="more than an hour"),
        pytest.param("It pays $12 an hour and 20 minutes off.", [(12, 12, "USD"), (20, 20, "minute")], id="a rate"),
    ],
)
def test_two_amounts(text: str, expected: list[tuple[float, float, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Her rent went from $900 to $1,250.", [(900, 900, "USD"), (1250, 1250, "USD")], id="went from"),
        pytest.param("Seats range from $15 to $40.", [(15, 40, "USD")], id="range"),
        pytest.param("Fares could go up by Sh20 to Sh30.", [(20, 30, "KES")], id="could go up by"),
        pytest.param("Fares rose by Sh20 to Sh130.", [(20, 20, "KES"), (130, 130, "KES")], id="rose by, to"),
        pytest.param(
            "Aid may rise from 14.5 to 18-20 billion euros.",
            [(14.5e9, 14.5e9, "EUR"), (18e9, 20e9, "EUR")],
            id="to a range",
        ),
        pytest.param("Repairs take two to four weeks.", [(2, 4, "week")], id="take two to four"),
        pytest.param("It polled people between the ages of 18 and 34.", [(18, 34, "year")], id="between the ages of"),
        pytest.param("Sales are forecast to grow 4% to 6%.", [(4, 6, "percent")], id="forecast to grow"),
    ],
)
def test_two_ends(text: str, expected: list[tuple[float, float, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The repair cost twelve grand.", [(12000, "USD", None)], id="grand"),
        pytest.param("A welder makes 70 grand a year.", [(70000, "USD", "year")], id="grand a year"),
        pytest.param(
            "In England, and all over England, English fans paid 2 grand.", [(2000, "GBP", None)], id="British"
        ),
        pytest.param("The hall has two grand pianos.", [(2, None, None)], id="grand pianos"),
        pytest.param("A grant of ₹2 lakh each was announced.", [(200000, "INR", None)], id="each alone"),
        pytest.param("The ferry costs $7 each way.", [(7, "USD", "way")], id="each way"),
        pytest.param("They get $300 every six months.", [(300, "USD", "six months")], id="every six months"),
        pytest.param("The tower rises 31 stories.", [(31, "storey", None)], id="stories of a tower"),
        pytest.param(
            "A nine-storey block and a two-story annex shut.", [(9, "storey", None), (2, "storey", None)], id="storey"
        ),
        pytest.param("He filed nine stories from there.", [(9, None, None)], id="stories told"),
        pytest.param("The University of Chile will spend 90 million pesos.", [(9e7, "CLP", None)], id="of Chile"),
        pytest.param(
            "Peru's clubs and Cuba's Olympic fund paid Cuba's 70 pesos.", [(70, "CUP", None)], id="possessive"
        ),
        pytest.param("The suspect is 5'8\" and bald.", [(5 + 8 / 12, "foot", None)], id="height"),
        pytest.param(
            "In the poll of voters she is ahead 4 points.", [(4, "percentage point", None)], id="ahead in a poll"
        ),
        pytest.param("A boy of nine holding a kite fell.", [(9, "year", None)], id="age before a participle"),
        pytest.param("Ana Ruiz, 38 — a nurse — was first.", [(38, "year", None)], id="age before a dash"),
    ],
)
def test_unit(text: str, expected: list[tuple[float, str | None, str | None]]) -> None:
    assert [(f.value, f.unit, f.per) for f in figures(text)] == expected
