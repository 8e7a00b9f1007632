"""Dates: as precise as stated, in ISO 8601 or EDTF, and what they mean on the day of publication."""

from __future__ import annotations

import datetime as dt

import pytest

from onrecord.extract.dates import find_dates
from onrecord.extract.parse import parse
from onrecord.records import DateMention
from onrecord.text import Article

WEDNESDAY = dt.datetime(2025, 9, 24, 8, tzinfo=dt.UTC)


def dates(text: str, published_at: dt.datetime | None = None) -> list[DateMention]:
    (parsed,) = parse([Article("test", text, published_at=published_at)], entities=False)
    return find_dates(parsed)


@pytest.mark.parametrize(
    ("text", "span", "iso", "precision"),
    [
        pytest.param("It opened on Monday, May 4, 2015.", "Monday, May 4, 2015", "2015-05-04", "day", id="American"),
        pytest.param("It opened on 4 May 2015.", "4 May 2015", "2015-05-04", "day", id="British"),
        pytest.param("It opened on the 4th of May, 2015.", "the 4th of May, 2015", "2015-05-04", "day", id="ordinal"),
        pytest.param("It opened on Sept. 9.", "Sept. 9", "XXXX-09-09", "day", id="no year"),
        pytest.param("It runs May 4-9, 2015.", "May 4-9, 2015", "2015-05-04/2015-05-09", "day", id="days"),
        pytest.param("It ran from May 4 to 9, 2015.", "May 4 to 9, 2015", "2015-05-04/2015-05-09", "day", id="from and to"),
        pytest.param("It runs May 4 through 9.", "May 4 through 9", "XXXX-05-04/XXXX-05-09", "day", id="through"),
        pytest.param("It ran on May 4 and 5.", "May 4 and 5", "XXXX-05-04/XXXX-05-05", "day", id="two days"),
        pytest.param("Ten rose from May 4 to 9 percent.", "May 4", "XXXX-05-04", "day", id="to a percentage"),
        pytest.param("On May 4 and 5 people fell.", "May 4", "XXXX-05-04", "day", id="and people"),
        pytest.param("It opened on 2015-05-04.", "2015-05-04", "2015-05-04", "day", id="ISO"),
        pytest.param("It opened on 31/12/2015.", "31/12/2015", "2015-12-31", "day", id="numeric"),
        pytest.param("It opened on 4/5/2015.", "4/5/2015", "2015-XX-XX", "year", id="numeric, either way round"),
        pytest.param("It opened in May 2015.", "May 2015", "2015-05", "month", id="month"),
        pytest.param("It opened in April.", "April", "XXXX-04", "month", id="bare month"),
        pytest.param("It opened in 2015.", "2015", "2015", "year", id="year"),
        pytest.param("The 2015 floods hit it.", "2015", "2015", "year", id="year of a noun"),
        pytest.param("It ran in 2013-14.", "2013-14", "2013/2014", "year", id="years"),
        pytest.param("It opened in the 1990s.", "the 1990s", "199X", "decade", id="decade"),
        pytest.param("It is a 19th-century mill.", "19th-century", "18XX", "century", id="century"),
        pytest.param("It opened in spring 2015.", "spring 2015", "2015-21", "season", id="season"),
        pytest.param("It grew in the third quarter of 2015.", "the third quarter of 2015", "2015-35", "quarter",
                     id="quarter"),
        pytest.param("It opened on Monday.", "Monday", "XXXX-WXX-1", "day", id="weekday"),
        pytest.param("It opened last week.", "last week", "XXXX-WXX", "week", id="last week"),
    ],
)  # fmt: skip
def test_date(text: str, span: str, iso: str, precision: str) -> None:
    (date,) = dates(text)
    assert (text[date.char_start : date.char_end], date.iso, date.precision) == (span, iso, precision)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("April Jones may march in the rain.", id="names and verbs"),
        pytest.param("About 2000 people marched.", id="people"),
        pytest.param("It cost 1,999 pounds.", id="amount"),
        pytest.param("Resolution 1973 was passed.", id="label"),
        pytest.param("The fine is $2015.", id="money"),
        pytest.param("It was 30 February.", id="no such day"),
    ],
)
def test_no_date(text: str) -> None:
    assert [d for d in dates(text) if d.precision in ("day", "year", "month") and d.iso != "XXXX-02"] == []


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        pytest.param("It opened on Monday.", "2025-09-22", id="the last Monday"),
        pytest.param("It opened on Wednesday.", "2025-09-24", id="the day itself"),
        pytest.param("It opened last Wednesday.", "2025-09-17", id="last Wednesday"),
        pytest.param("It will open on Monday.", "2025-09-29", id="the next Monday"),
        pytest.param("It opened yesterday.", "2025-09-23", id="yesterday"),
        pytest.param("It opened last week.", "2025-W38", id="last week"),
        pytest.param("It opened this month.", "2025-09", id="this month"),
        pytest.param("It opened last year.", "2024", id="last year"),
        pytest.param("It opened in April.", "2025-04", id="the nearest April"),
        pytest.param("It opens in January.", "2026-01", id="the nearest January"),
        pytest.param("It opened on December 30.", "2025-12-30", id="the nearest day"),
        pytest.param("It opened in 2015.", "2015", id="complete as it stands"),
    ],
)
def test_resolved(text: str, resolved: str) -> None:
    (date,) = dates(text, WEDNESDAY)
    assert date.resolved == resolved


def test_nothing_is_resolved_without_a_day_of_publication() -> None:
    assert [d.resolved for d in dates("It opened on Monday.")] == [None]


def test_a_line_that_is_a_date_is_the_day_of_publication() -> None:
    found = dates("Mill opens\nThursday, May 7, 2015\nThe mill opened on Monday.")
    assert found[-1].resolved == "2015-05-04"
