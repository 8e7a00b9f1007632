"""One amount said in two units: "two hours and 15 minutes", "five years, three months", "7lb 4oz"."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.extract.figures.quantity import Quantity, Source


def join_parts(source: Source, one: Quantity, two: Quantity) -> Quantity | None:
    """Return the whole of two neighbours of which the second is a part of one unit of the first, else None.

    Time is given in the smaller unit, in which it is a whole number; weights, like heights, in the larger.
    """
    number = _PARTS.get((one.unit, two.unit))
    if number is None or one.per or two.per or one.form != "cardinal" or two.form != "cardinal":
        return None
    if one.low != one.high or two.low != two.high or one.value % 1 or one.value < 1 or not 0 < two.value < number:
        return None
    if not _GAP.fullmatch(source.lower, one.end, two.start) or _STANDS_ALONE.match(source.lower, two.end):
        return None
    before = source.lower[max(0, one.start - _REACH) : one.start]
    if _IN_LIST.search(before) or (one.unit == "year" and not _LASTS.search(before)):
        return None
    if two.kind == "measure":
        value = one.value + two.value / number
        return replace(one, end=two.end, value=value, low=value, high=value)
    value = one.value * number + two.value
    return replace(
        two, start=one.start, core_start=one.core_start, in_digits=one.in_digits, value=value, low=value, high=value
    )


_PARTS: dict[tuple[str | None, str | None], int] = {
    ("year", "month"): 12, ("week", "day"): 7, ("day", "hour"): 24, ("day", "minute"): 24 * 60,
    ("hour", "minute"): 60, ("hour", "second"): 3600, ("minute", "second"): 60,
    ("stone", "pound"): 14, ("pound", "ounce"): 16,
}  # fmt: skip
_GAP = re.compile(r" ?,? (?:and )?|")
_REACH = 24
# In a longer list, "two years, three months, five days and six hours", some are no exact part of others.
_IN_LIST = re.compile(r"\b(?:year|month|week|day)s?,? (?:and )?$")
_LASTS = re.compile(
    r"\b(?:for|to|of|after|in|within|over|under|about|around|nearly|almost|exactly|than|least|most|only|just|at|by|aged?"
    r"|last(?:s|ed|ing)?|serv(?:e|es|ed|ing)|spen[dt]|spent|took|takes?|taken|is|was|were|be|been|got|received|given"
    r"|a further|an additional|another) $|^$|[\n(,] ?$"
)
_STANDS_ALONE = re.compile(
    r" (?:suspended|of (?:which|that|it|them)\b)"
    r"|,? (?:and )?(?:an? |\d+ |[a-z]{3,9} )(?:day|week)s?\b"
)
