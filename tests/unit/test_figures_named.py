"""Numbers that name a law, a record, a telephone or an hour are no figures; what looks like them is."""

from __future__ import annotations

import functools

import pytest

from onrecord.extract.dates import find_dates
from onrecord.extract.figures import find_figures
from onrecord.extract.parse import Parsed, parse
from onrecord.text import Article


@functools.cache
def parsed(text: str) -> Parsed:
    (one,) = parse([Article("test", text)], entities=False)
    return one


def figures(text: str) -> list[str]:
    return [text[f.char_start : f.char_end] for f in find_figures(parsed(text))]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Reyes is charged under 21 U.S.C. § 846.", id="code"),
        pytest.param("The counts rest on 26 USC 7201 and 31 U.S.C. § 5324(a)(3).", id="codes"),
        pytest.param("The clinic broke 45 C.F.R. Part 164.", id="regulations"),
        pytest.param("The court followed 384 U.S. 436.", id="court reports"),
        pytest.param("He cited Public Law 117-58.", id="public law"),
        pytest.param("RELEASE 27-113\n\nThe probe is on its way.", id="line of a release"),
        pytest.param("The agency's order, 24-0117, is final.", id="part with a zero"),
        pytest.param("The jaw, catalogued as MUSM-VP 3051, is small.", id="catalogue"),
        pytest.param("A Dash 8-400 and an ATR 42-500 were parked.", id="turboprops"),
        pytest.param("The older 757-200 and 767-300 stay.", id="jets"),
        pytest.param("A pipe burst at 214 East 31st Street.", id="numbered street"),
        pytest.param("It dug out a 1997 story on him.", id="a year's story"),
        pytest.param("Salaries there run to six figures.", id="six figures"),
    ],
)
def test_a_law_or_record_is_no_figure(text: str) -> None:
    assert figures(text) == []


def test_a_section_of_a_code_is_no_year() -> None:
    assert [date.iso for date in find_dates(parsed("They sued under 42 USC 1983 in May."))] == ["XXXX-05"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Farmers can call 1551 for advice.", id="call"),
        pytest.param("She called 911 and 112 for help.", id="called two"),
        pytest.param("If you smell gas, dial 1906 or 1916.", id="dial, one or the other"),
        pytest.param("The desk can be reached at 1070.", id="reached at"),
        pytest.param("Anyone who saw it should call police on 105.", id="call police on"),
        pytest.param("Text FLOOD to 80888 to give.", id="text"),
        pytest.param("The toll-free number is 116 117.", id="toll-free number"),
    ],
)
def test_a_telephone_is_no_figure(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It hailed at 3 in the afternoon.", id="in the afternoon"),
        pytest.param("Sirens began around 4 this morning.", id="this morning"),
        pytest.param("Doors shut just after six on Friday evening.", id="words"),
        pytest.param("Bring it by 8 tomorrow.", id="tomorrow"),
        pytest.param("Stalls open from 7 to 11 a.m. every day.", id="from and to"),
        pytest.param("The alarm went off at 2:15 a.m. By 3, the roof was gone.", id="the next hour"),
    ],
)
def test_an_hour_is_no_figure(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The airline called 300 passengers back.", ["300"], id="called passengers"),
        pytest.param("Prosecutors will call 150 to testify.", ["150"], id="called to testify"),
        pytest.param("Police were called on 214 nights.", ["214 nights"], id="called on nights"),
        pytest.param("It fell by 6 on Monday, to 41.", ["6", "41"], id="fell by"),
        pytest.param("The toll stood at 9 on Sunday.", ["9"], id="a toll"),
        pytest.param("About 7 tomorrow will be seen.", ["7"], id="how many tomorrow"),
        pytest.param("About 40 this morning were hurt.", ["40"], id="too many for an hour"),
        pytest.param("It will release 26-41 prisoners.", ["26-41"], id="release of prisoners"),
        pytest.param("One man in the queue fainted.", ["One"], id="one man"),
        pytest.param("“It shook,” said one woman.", [], id="one woman who speaks"),
    ],
)
def test_what_looks_like_one_is_a_figure(text: str, expected: list[str]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        pytest.param("Members backed it by a 4 to 1 margin.", (1, 4), id="margin"),
        pytest.param("The court upheld it by a two-to-one vote.", (1, 2), id="in words"),
        pytest.param("Nurses outnumber doctors by a ratio of 5 to 1.", (1, 5), id="ratio"),
    ],
)
def test_a_margin_is_a_score(text: str, votes: tuple[float, float]) -> None:
    assert [(f.kind, f.value_low, f.value_high) for f in find_figures(parsed(text))] == [("score", *votes)]


def test_the_lower_part_is_no_fall() -> None:
    (share,) = find_figures(parsed("The lower 80 percent would pay more."))
    assert share.change == "none"
