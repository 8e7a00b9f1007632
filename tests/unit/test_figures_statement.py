"""Figures: how they are stated: bounds, change, what they count, and whether they are facts."""

from __future__ import annotations

import pytest

from tests.unit.test_figures import figures, only


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        pytest.param("They sold 40 goats.", "exact", id="exact"),
        pytest.param("They sold about 40 goats.", "approx", id="about"),
        pytest.param("They sold some 40 goats.", "approx", id="some"),
        pytest.param("They sold nearly 40 goats.", "approx", id="nearly"),
        pytest.param("They sold dozens of goats.", "approx", id="open amount"),
        pytest.param("They sold at least 40 goats.", "at_least", id="at least"),
        pytest.param("They sold 40 or more goats.", "at_least", id="or more"),
        pytest.param("They sold 40-plus goats.", "at_least", id="plus"),
        pytest.param("They sold more than 40 goats.", "more_than", id="more than"),
        pytest.param("They sold just over 40 goats.", "more_than", id="just over"),
        pytest.param("They sold up to 40 goats.", "at_most", id="up to"),
        pytest.param("They sold as many as 40 goats.", "at_most", id="as many as"),
        pytest.param("They left within two weeks.", "at_most", id="within"),
        pytest.param("They left within the next two weeks.", "at_most", id="within the next"),
        pytest.param("They sold fewer than 40 goats.", "less_than", id="fewer than"),
        pytest.param("They sold just under 40 goats.", "less_than", id="just under"),
        pytest.param("They ruled for over two years.", "more_than", id="for over"),
        pytest.param("Over two years they sold goats.", "exact", id="over a time"),
        pytest.param("They work under a five-year contract.", "exact", id="under a contract"),
        pytest.param("Dues have gone up to $8,400.", "exact", id="gone up to"),
    ],
)
def test_modifier(text: str, modifier: str) -> None:
    assert only(text).modifier == modifier


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("Milk prices rose 5%.", ["up"], id="rose"),
        pytest.param("Milk prices fell by 5% to $3.", ["down", "down"], id="fell by, to"),
        pytest.param("Milk prices are down nearly 5%.", ["down"], id="down"),
        pytest.param("It was a 5% drop in milk prices.", ["down"], id="noun of change"),
        pytest.param("Milk prices were 5% higher.", ["up"], id="higher"),
        pytest.param("Milk output doubled.", ["up"], id="doubled"),
        pytest.param("Milk output halved.", ["down"], id="halved"),
        pytest.param("They dug up 40 pots.", ["none"], id="particle"),
        pytest.param("They may spend up to $5m.", ["none"], id="up to"),
        pytest.param("They raised $5m for the well.", ["none"], id="money raised"),
        pytest.param("Forty herders lost their goats.", ["none"], id="subject of a loss"),
        pytest.param("Milk output is 5%.", ["none"], id="a level"),
    ],
)
def test_change(text: str, changes: list[str]) -> None:
    assert [f.change for f in figures(text)] == changes


@pytest.mark.parametrize(
    ("text", "noun", "head"),
    [
        pytest.param("They sent 2,500 security personnel.", "security personnel", "personnel", id="counted"),
        pytest.param("UN Votes To Send 1000 Police To Haiti", "Police", "Police", id="headline"),
        pytest.param("It runs at 40% capacity.", "capacity", "capacity", id="percent of a noun"),
        pytest.param("They lost 40% of their goats.", "goats", "goats", id="percent of"),
        pytest.param("Half of the children left.", "children", "children", id="half of"),
        pytest.param("They got a $5 fine.", "fine", "fine", id="money before a noun"),
        pytest.param("A fine of $5 was paid.", "fine", "fine", id="noun of money"),
        pytest.param("Milk prices rose 5%.", "Milk prices", "prices", id="subject"),
        pytest.param("They read a 131-page report.", "page", "page", id="hyphen"),
        pytest.param("A 14-year-old boy fled.", "boy", "boy", id="age"),
        pytest.param("The work took 8 miles (13 km) of wire.", "wire", "wire", id="restated"),
        pytest.param("He got 25 years in prison.", "prison", "prison", id="years in prison"),
        pytest.param("Eight months later it closed.", None, None, id="later"),
    ],
)
def test_noun(text: str, noun: str | None, head: str | None) -> None:
    figure = figures(text)[0]
    assert (figure.noun, figure.noun_head) == (noun, head)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        pytest.param("They sent 500 guards.", "asserted", id="fact"),
        pytest.param("It was expected that 500 guards would be sent.", "expected", id="expected that"),
        pytest.param("Milk output is forecast to reach 500 tonnes.", "expected", id="forecast to"),
        pytest.param("Milk output will rise 5%.", "expected", id="will rise"),
        pytest.param("They plan to send 500 guards.", "planned", id="plan to"),
        pytest.param("They will send 500 guards.", "planned", id="will send"),
        pytest.param("The mission is set to begin within two weeks.", "planned", id="set to"),
        pytest.param("Council Backs Mission To Send 500 Guards", "planned", id="noun with infinitive"),
        pytest.param("If they send 500 guards, it ends.", "conditional", id="if"),
        pytest.param("They could send 500 guards.", "conditional", id="could"),
        pytest.param("They did not send 500 guards.", "negated", id="did not"),
        pytest.param("They failed to send 500 guards.", "negated", id="failed to"),
        pytest.param("They refused to name the owners of 500 goats.", "asserted", id="not what is refused"),
        pytest.param("They will meet the two chiefs.", "asserted", id="definite"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    assert only(text).modality == modality


def test_a_restated_figure_takes_over() -> None:
    points, percent = figures("The index fell 190.5 points, or 0.6%.")
    assert (percent.noun, percent.change) == (points.noun, "down")


def test_a_list_of_counts_shares_its_noun() -> None:
    assert [f.noun for f in figures("Amina has 370 goats and Yusuf has 129.")] == ["goats", "goats"]


def test_trivial_and_headline() -> None:
    headline, trivial = figures("Forty herders flee\nThe two chiefs met.")
    assert (headline.in_headline, headline.is_trivial) == (True, False)
    assert (trivial.in_headline, trivial.is_trivial) == (False, True)
