"""The day a date means, counted from the day an article was published."""

from __future__ import annotations

import datetime as dt
import re

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_FUTURE = re.compile(r"\b(?:will|next|upcoming|scheduled|due|ahead of|set to|expected to|tomorrow|to be held)\b")
_SENTENCE = 160  # how far to look back for a sign of the future
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}


def resolve(iso: str, lower: str, start: int, end: int, published: dt.date | None) -> str | None:
    """Return the date meant by ``iso``, or None where it cannot be told.

    ``lower[start:end]`` are the words. Full dates mean themselves. A bare weekday is the last one up to
    the day of publication, or the next one where the sentence speaks of the future; a bare month or
    day of the year is the one nearest to publication.
    """
    if "X" not in iso or re.fullmatch(r"\d+X+", iso):
        return iso
    if published is None:
        return None
    words = lower[start:end]
    shift = -1 if words.startswith("last") else 1 if words.startswith("next") else 0
    if weekday := re.fullmatch(r"XXXX-WXX-(\d)", iso):
        return _weekday(int(weekday[1]) - 1, shift, words, _speaks_of_future(lower, start), published)
    if iso == "XXXX-XX-XX":
        day = {"yesterday": -1, "tomorrow": 1}.get(words, 0)
        return (published + dt.timedelta(day)).isoformat()
    if iso == "XXXX-WXX":
        return _week(published + dt.timedelta(7 * shift))
    if iso.startswith("XXXX-WXX"):
        monday = published - dt.timedelta(published.weekday()) + dt.timedelta(7 * shift)
        return f"{monday + dt.timedelta(5)}/{monday + dt.timedelta(6)}"
    if iso == "XXXX-XX":
        month = published.year * 12 + published.month - 1 + shift
        return f"{month // 12}-{month % 12 + 1:02}"
    if iso == "XXXX":
        return str(published.year + shift)
    return _nearest(iso, shift, published)


def _weekday(day: int, shift: int, words: str, future: bool, published: dt.date) -> str:
    back = (published.weekday() - day) % 7
    if words.startswith("this") or (shift == 0 and future):
        ahead = (day - published.weekday()) % 7
        return (published + dt.timedelta(ahead)).isoformat()
    if shift > 0:
        return (published + dt.timedelta((day - published.weekday()) % 7 or 7)).isoformat()
    if shift < 0:
        back = back or 7
    return (published - dt.timedelta(back)).isoformat()


def _speaks_of_future(lower: str, start: int) -> bool:
    before = lower[max(0, start - _SENTENCE) : start]
    sentence = max(before.rfind(". "), before.rfind("\n"), before.rfind("; "))
    return _FUTURE.search(before, sentence + 1) is not None


def _week(day: dt.date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _nearest(iso: str, shift: int, published: dt.date) -> str | None:
    """Choose the year of ``XXXX-04``, ``XXXX-04-10``, ``XXXX-22`` or an interval of such days."""
    parts = re.match(r"XXXX-(\d\d)(?:-(\d\d))?", iso)
    if parts is None:
        return None
    month = _SEASON_START.get(int(parts[1]), int(parts[1]))
    distances = {}
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            # a month is as near as its nearest day
            day = dt.date(year, month, int(parts[2] or (1 if year >= published.year else 28)))
        except ValueError:  # 29 February
            continue
        away = (day - published).days
        if (shift < 0 and away >= 0) or (shift > 0 and away <= 0):
            continue
        distances[year] = abs(away)
    if not distances:
        return None
    year = min(distances, key=lambda y: (distances[y], y))
    return iso.replace("XXXX", str(year))
