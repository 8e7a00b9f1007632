"""Figures: what is read as a quantity, with which value, unit and kind, and what is not."""

from __future__ import annotations

import functools

import pytest

from onrecord.extract.figures import find_figures
from onrecord.extract.parse import parse
from onrecord.records import Figure
from onrecord.text import Article


@functools.cache
def figures(text: str, country: str | None = None) -> tuple[Figure, ...]:
    (parsed,) = parse([Article("test", text)], entities=False)
    return tuple(find_figures(parsed, country))


def only(text: str, country: str | None = None) -> Figure:
    (figure,) = figures(text, country)
    return figure


def written(text: str) -> list[str]:
    return [text[f.char_start : f.char_end] for f in figures(text)]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        pytest.param("The fund lent farmers 3,500 goats.", "3,500", 3500, id="separator"),
        pytest.param("The survey covered 12,34,567 voters.", "12,34,567", 1234567, id="indian separators"),
        pytest.param("The city has 40 000 street lamps.", "40 000", 40000, id="space as separator"),
        pytest.param("Some two and a half million hens were culled.", "two and a half million", 2.5e6, id="and a half"),
        pytest.param("A million and a half hens were culled.", "A million and a half", 1.5e6, id="scale, then half"),
        pytest.param("One hundred and twenty-three goats died.", "One hundred and twenty-three", 123, id="words"),
        pytest.param("Five million two hundred thousand hens died.", "Five million two hundred thousand", 5.2e6,
                     id="two scales"),
        pytest.param("The state has 3 lakh teachers.", "3 lakh", 300_000, id="lakh"),
        pytest.param("Officials counted 2.5 crore ballots.", "2.5 crore", 25e6, id="crore"),
        pytest.param("The site has 5bn users.", "5bn", 5e9, id="suffix"),
        pytest.param("The line carried 61.6m passengers.", "61.6m", 61.6e6, id="m for million"),
        pytest.param("Half a dozen bakers closed.", "Half a dozen", 6, id="half a dozen"),
        pytest.param("Two dozen bakers closed.", "Two dozen", 24, id="two dozen"),
        pytest.param("A quarter of a million hens were culled.", "A quarter of a million", 250_000, id="part of a scale"),
        pytest.param("The station counted 34.2 billion litres.", "34.2 billion litres", 34_200_000_000, id="no float noise"),
    ],
)  # fmt: skip
def test_value(text: str, span: str, value: float) -> None:
    figure = only(text)
    assert (text[figure.char_start : figure.char_end], figure.value) == (span, value)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        pytest.param("A third of the herd is lost.", 1 / 3, "fraction", id="a third of"),
        pytest.param("Two-thirds of the herd is lost.", 2 / 3, "fraction", id="two-thirds"),
        pytest.param("One in five herders moved.", 0.2, "fraction", id="one in five"),
        pytest.param("Four out of ten herders moved.", 0.4, "fraction", id="four out of ten"),
        pytest.param("More than half of the herders moved.", 0.5, "fraction", id="half of"),
        pytest.param("Milk output doubled.", 2, "multiple", id="doubled"),
        pytest.param("Milk output saw a threefold rise.", 3, "multiple", id="threefold"),
        pytest.param("Milk costs three times the usual price.", 3, "multiple", id="three times the"),
        pytest.param("She finished 12th in the marathon.", 12, "ordinal", id="digit ordinal"),
    ],
)
def test_parts_and_multiples(text: str, value: float, kind: str) -> None:
    figure = only(text)
    assert (figure.value, figure.kind) == (pytest.approx(value), kind)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "kind"),
    [
        pytest.param("The rain will last 10-15 days.", 10, 15, "day", "duration", id="dash"),
        pytest.param("Between 10 and 15 herders fled.", 10, 15, None, "range", id="between"),
        pytest.param("Losses are put at $5-10 billion.", 5e9, 10e9, "USD", "money", id="scale carried left"),
        pytest.param("The toll ranges from 5 to 7 percent.", 5, 7, "percent", "percent", id="unit carried left"),
        pytest.param("They need an 8- to 16-metre mast.", 8, 16, "metre", "measure", id="suspended hyphen"),
        pytest.param("Two or three herders fled.", 2, 3, None, "range", id="two or three"),
        pytest.param("Tens of thousands of herders fled.", 10_000, 100_000, None, "count", id="tens of thousands"),
        pytest.param("Several hundred herders fled.", 200, 1000, None, "count", id="several hundred"),
        pytest.param("Shares fell from $89 to $93 billion.", 89e9, 93e9, "USD", "money", id="a fall cannot end higher"),
    ],
)
def test_ranges(text: str, low: float, high: float, unit: str | None, kind: str) -> None:
    figure = only(text)
    assert (figure.value_low, figure.value_high, figure.unit, figure.kind) == (low, high, unit, kind)


def test_a_change_has_two_ends() -> None:
    before, after = figures("Milk prices rose from 5 to 7 percent.")
    assert (before.value, before.unit, after.value, after.unit) == (5, "percent", 7, "percent")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param("Leopards beat Sharks 3-1 in Mombasa.", (3, 1), id="beat"),
        pytest.param("Sharks lost 1 – 2 to Leopards.", (1, 2), id="lost, spaced dash"),
        pytest.param("The court ruled 6-3 against the tax.", (6, 3), id="votes of a court"),
    ],
)
def test_scores(text: str, ends: tuple[float, float]) -> None:
    figure = only(text)
    assert figure.kind == "score"
    assert (figure.value, figure.value_low + figure.value_high - figure.value) == ends


@pytest.mark.parametrize(
    ("text", "value", "unit", "is_assumed"),
    [
        pytest.param("The pier cost US$4.5 million.", 4.5e6, "USD", False, id="US$"),
        pytest.param("The pier cost A$4.5m.", 4.5e6, "AUD", False, id="A$"),
        pytest.param("The pier cost Sh2.5 billion.", 2.5e9, "KES", True, id="Sh"),
        pytest.param("The pier cost Ksh 300m.", 3e8, "KES", False, id="Ksh"),
        pytest.param("The pier cost KES 1,200.", 1200, "KES", False, id="code"),
        pytest.param("The pier cost €1.2bn.", 1.2e9, "EUR", False, id="euro sign"),
        pytest.param("The pier cost 20 million pounds.", 2e7, "GBP", True, id="millions of pounds"),
        pytest.param("The pier cost Rs 1,15,189 crore.", 1_151_890_000_000, "INR", True, id="rupees in crore"),
        pytest.param("The pier cost N77,000.", 77_000, "NGN", False, id="naira"),
        pytest.param("The pier cost 300 Kenyan shillings.", 300, "KES", False, id="words"),
        pytest.param("A mango costs 19 cents.", 0.19, "USD", True, id="cents are hundredths"),
        pytest.param("A mango costs 68p.", 0.68, "GBP", False, id="pence are hundredths"),
        pytest.param("The pier cost tens of millions of dollars.", 55e6, "USD", True, id="open amount of dollars"),
        pytest.param("The pier cost $75 U.S. last week.", 75, "USD", False, id="dollars of a country"),
    ],
)
def test_money(text: str, value: float, unit: str, is_assumed: bool) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.unit, figure.is_currency_assumed) == ("money", value, unit, is_assumed)


def test_country_decides_a_bare_sign() -> None:
    assert only("The pier cost $5m.", "AUS").unit == "AUD"
    assert only("The pier cost Sh5m.", "UGA").unit == "UGX"
    assert only("The pier cost $5m.", "KEN").unit == "USD"


def test_the_article_tells_its_country() -> None:
    text = (
        "Ugandan farmers met in Kampala on the price of milk. Uganda exports little of it, "
        "said a Ugandan trader who paid Sh5m."
    )
    assert [f.unit for f in figures(text)] == ["UGX"]


@pytest.mark.parametrize(
    ("text", "value", "unit", "ucum", "kind"),
    [
        pytest.param("The well is 30 metres deep.", 30, "metre", "m", "measure", id="metres"),
        pytest.param("The 240,000 square-foot shed burned.", 240_000, "square foot", "[sft_i]", "measure", id="square-foot"),
        pytest.param("A 50kg bag burst.", 50, "kilogram", "kg", "measure", id="glued symbol"),
        pytest.param("It was -10C at dawn.", -10, "degree Celsius", "Cel", "measure", id="below zero"),
        pytest.param("The girl, who is 4ft 6in tall, ran.", 4.5, "foot", "[ft_i]", "measure", id="feet and inches"),
        pytest.param("He lost 25 pounds on the diet.", 25, "pound", "[lb_av]", "measure", id="pounds of weight"),
        pytest.param("The dam holds 1.5 billion cubic metres.", 1.5e9, "cubic metre", "m3", "measure", id="cubic"),
        pytest.param("Inflation is 7.9 per cent.", 7.9, "percent", "%", "percent", id="per cent"),
        pytest.param("The rate rose 25 basis points.", 25, "basis point", "[bp]", "percent", id="basis points"),
        pytest.param("A 90-day truce began.", 90, "day", "d", "duration", id="90-day"),
        pytest.param("The work took twenty working days.", 20, "day", "d", "duration", id="working days"),
        pytest.param("The work took an hour and a half.", 1.5, "hour", "h", "duration", id="an hour and a half"),
        pytest.param("The work took half an hour.", 0.5, "hour", "h", "duration", id="half an hour"),
        pytest.param("The work took 5½ years.", 5.5, "year", "a", "duration", id="vulgar fraction"),
        pytest.param("The work took nearly a decade.", 1, "decade", "10.a", "duration", id="nearly a decade"),
    ],
)  # fmt: skip
def test_units(text: str, value: float, unit: str, ucum: str, kind: str) -> None:
    figure = only(text)
    assert (figure.value, figure.unit, figure.unit_ucum, figure.kind) == (pytest.approx(value), unit, ucum, kind)


@pytest.mark.parametrize(
    ("text", "value", "unit", "per"),
    [
        pytest.param("Fuel costs Sh179.30 a litre.", 179.3, "KES", "litre", id="money a litre"),
        pytest.param("Gusts reached 155mph.", 155, "mile", "hour", id="mph"),
        pytest.param("The field yields 1.5m barrels per day.", 1.5e6, "barrel", "day", id="barrels per day"),
        pytest.param("Guards earn $15 an hour.", 15, "USD", "hour", id="an hour"),
        pytest.param("The clinic sees 300 patients a day.", 300, None, "day", id="counted things a day"),
    ],
)
def test_rates(text: str, value: float, unit: str | None, per: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.unit, figure.per) == ("rate", value, unit, per)


def test_a_year_ago_is_no_rate() -> None:
    assert only("Sales reached $5m a year ago.").per is None


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        pytest.param("A 14-year-old boy fled.", [14], id="year-old"),
        pytest.param("Amina Yusuf, 34, fled.", [34], id="apposition"),
        pytest.param("The girls, aged 5 and 7, fled.", [5, 7], id="aged"),
        pytest.param("The brothers Ali and Omar Noor, 22 and 19, fled.", [22, 19], id="two in apposition"),
        pytest.param("He was 19 when he fled.", [19], id="was ... when"),
        pytest.param("Voters under 45 stayed away.", [45], id="under"),
    ],
)
def test_ages(text: str, ages: list[float]) -> None:
    found = figures(text)
    assert [(f.kind, f.value, f.unit) for f in found] == [("age", age, "year") for age in ages]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It opened on Monday, 4 May 2015.", id="date"),
        pytest.param("The 2014 protests began in 2013.", id="bare years"),
        pytest.param("Milk was cheaper in the 1990s.", id="decade"),
        pytest.param("It opened at 3:45 p.m. and shut at 22:30.", id="clock times"),
        pytest.param("Call +254 20 555 0199 or 202-555-0143.", id="phone numbers"),
        pytest.param("An F-16 followed an A380 past the G7 tents.", id="glued names"),
        pytest.param("COVID-19 closed the S&P 500 pit.", id="names with numbers"),
        pytest.param("Article 5 and Sections 6, 7 and 8 apply.", id="label nouns"),
        pytest.param("Flight KQ 101 left Gate 22.", id="flight"),
        pytest.param("Resolution 2699 was passed on Channel 4.", id="resolution"),
        pytest.param("The new Windows 10 sells.", id="product"),
        pytest.param("He sells second-hand lorries.", id="second-hand"),
        pytest.param("One of the herders fled.", id="one of"),
        pytest.param("The new one is better, and no one minds.", id="pronoun one"),
        pytest.param("Day one went well at Number 10.", id="day one"),
        pytest.param("Sharks led in the first half and the second half.", id="halves of a match"),
        pytest.param("It is a double standard.", id="double standard"),
        pytest.param("He dialled 999 twice.", id="emergency number"),
        pytest.param("In his 40s he moved to 10 Harbour Street.", id="decade of age, address"),
        pytest.param("Milk is a 19th-century drink.", id="century"),
        pytest.param("1. Milk\n2. Goats\n3. Hens", id="numbered lines"),
    ],
)
def test_no_figures(text: str) -> None:
    assert written(text) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("About 2000 people marched in 2019.", ["2000"], id="people, not a year"),
        pytest.param("Labour has 412 seats, the Greens 121 and the Whigs 72.", ["412", "121", "72"], id="a list of counts"),
        pytest.param("Two F-16 jets passed.", ["Two"], id="a count of named things"),
        pytest.param("He gave $3 billion and 2,500 lorries.", ["$3 billion", "2,500"], id="money and count"),
        pytest.param("The 10km race raised £2m.", ["10km", "£2m"], id="metres or millions"),
    ],
)  # fmt: skip
def test_spans(text: str, spans: list[str]) -> None:
    assert written(text) == spans
