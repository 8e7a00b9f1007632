"""Figures as outlets around the world print them: home currencies, exchange rates, cricket, races, local measures."""

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


def read(text: str) -> list[tuple[float, str | None, str | None]]:
    return [(f.value, f.unit, f.per) for f in figures(text)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("Tea growers in Uganda lost Shs900 million.", "UGX", id="the only country named"),
        pytest.param("Traders want Shs900 million back.", "KES", id="no country named"),
        pytest.param("Chile and Chilean ports, and one in Peru, need 900 million pesos.", "CLP", id="named most"),
        pytest.param("Nepal, not India, will pay Rs 900 million.", "INR", id="two countries named alike"),
        pytest.param("In Uganda, as in Kenya, a phone costs $900.", "USD", id="dollars"),
        pytest.param("A road in Namibia will cost $900 million.", "USD", id="dollars abroad"),
        pytest.param("A plot there goes for 52,000/-.", "TZS", id="sign after the number"),
        pytest.param("A plot there goes for 52m/-.", "TZS", id="scale and sign after the number"),
        pytest.param("Cuba pays its teachers 4,000 pesos.", "CUP", id="Cuban peso"),
        pytest.param("A seat costs 60 meticais.", "MZN", id="metical"),
    ],
)
def test_home_currency(text: str, unit: str) -> None:
    assert [(f.kind, f.unit) for f in figures(text)] == [("money", unit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The naira sank to 1,612 to the dollar.", [(1612, "NGN", "dollar")], id="to the dollar"),
        pytest.param("Dealers saw the zloty at 4.31 per euro.", [(4.31, "PLN", "euro")], id="per euro"),
        pytest.param("It traded at 1,612 per dollar.", [(1612, None, "dollar")], id="no currency named"),
        pytest.param("Smoke reached 48 µg/m3 in May.", [(48, "microgram", "cubic metre")], id="concentration"),
    ],
)
def test_rate(text: str, expected: list[tuple[float, str | None, str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Spreads grew to 310 basis points from 275 in June.", [(310, "basis point"), (275, "basis point")], id="from, in basis points"),
        pytest.param("She went from 92 kilograms to 71 in a year.", [(92, "kilogram"), (71, "kilogram")], id="to, in kilograms"),
        pytest.param("The index fell 4% from 275 in June.", [(4, "percent"), (275, None)], id="a change from a level"),
        pytest.param("Waiting grew to 30 days from 12 clinics.", [(30, "day"), (12, None)], id="another noun"),
        pytest.param("They farm six bighas.", [(6, "bigha")], id="local measure"),
        pytest.param("She gained 88 rushing yards.", [(88, "yard")], id="yards in football"),
        pytest.param("The tax raised half a point of GDP.", [(0.5, "percentage point")], id="half a point of output"),
        pytest.param("She swam the 200 metres in 51.8, ahead of Bo.", [(200, "metre"), (51.8, "second")], id="seconds unsaid"),
        pytest.param("He clocked 10.07 on Friday.", [(10.07, "second")], id="clocked"),
        pytest.param("Wheat ran up in May to 51.8, a record.", [(51.8, None)], id="no race"),
    ],
)  # fmt: skip
def test_unit_of_neighbour_or_none(text: str, expected: list[tuple[float, str | None]]) -> None:
    assert [(f.value, f.unit) for f in figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "score"),
    [
        pytest.param("Kent were 88 for 3 when the overs ran out.", (88, 3), id="runs for wickets"),
        pytest.param("The spinner finished with 5 for 31.", (5, 31), id="wickets for runs"),
        pytest.param("The motion fell by 31 votes to 19.", (31, 19), id="votes"),
        pytest.param("She took it by two sets to one.", (2, 1), id="sets in words"),
        pytest.param("It was two-nil by noon.", (2, 0), id="nil"),
        pytest.param("It's one-all in Leith.", (1, 1), id="all"),
        pytest.param("They hung on for a four-three win.", (4, 3), id="won in words"),
    ],
)
def test_score(text: str, score: tuple[float, float]) -> None:
    (figure,) = figures(text)
    assert figure.kind == "score"
    assert (figure.value, figure.value_low + figure.value_high - figure.value) == score


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("He swapped 5 for 31 marbles.", ["count", "count"], id="swapped"),
        pytest.param("The lead went from five goals to two.", ["count", "count"], id="goals less"),
        pytest.param("The bank will shut 40 to 60 branches.", ["range"], id="a range that is cut"),
        pytest.param("Since last year, three more than before have shut.", ["count"], id="number after a comma"),
        pytest.param("Dams measure a quarter of the rain.", ["fraction"], id="fraction after a label"),
        pytest.param("Ten percent goes to roads, a quarter to schools.", ["percent", "fraction"], id="shares"),
        pytest.param("Her son Theo, seven, was out.", ["age"], id="spelled age"),
        pytest.param("A girl of six was hurt.", ["age"], id="age after of"),
        pytest.param("Boys as young as 12 dig there.", ["age"], id="as young as"),
        pytest.param("Ferreira is seventy-one.", ["age"], id="name and is"),
    ],
)
def test_kind(text: str, kinds: list[str]) -> None:
    assert [f.kind for f in figures(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("UPDATE 3-Bank holds rates\n\nThe bank held.", id="version of a wire story"),
        pytest.param("Ministers hold their 3+3 talks soon.", id="format of talks"),
        pytest.param("Built in nineteen fifty-two, it shut in the nineteen-nineties.", id="years in words"),
        pytest.param("We woke one morning to find it gone.", id="one morning"),
        pytest.param("He hit a six off the last ball.", id="a six"),
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(
    ("text", "money"),
    [
        pytest.param(
            "Lusaka sets K2.4 billion aside. A bag is sold at K310 in town.",
            {"K2.4 billion": "ZMW", "K310": "ZMW"},
            id="a letter that is money elsewhere",
        ),
        pytest.param(
            "Port Moresby, Papua New Guinea: K4.5 million went on fees, K250 a term.",
            {"K4.5 million": "PGK", "K250": "PGK"},
            id="of the country named",
        ),
        pytest.param("They climbed K2 and photographed the K310.", {}, id="names"),
        pytest.param("The R1.5 million plant is on the R62.", {"R1.5 million": "ZAR"}, id="a road, beside money"),
    ],
)
def test_a_letter_is_money_where_the_article_has_it_for_money(text: str, money: dict[str, str]) -> None:
    assert {text[f.char_start : f.char_end]: f.unit for f in figures(text) if f.kind == "money"} == money
