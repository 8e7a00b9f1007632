"""Seconds that reports of races leave unsaid: "She ran the last lap in 25.9", "clocking 10.98"."""

from __future__ import annotations

import re

from onrecord.extract.figures.units import Unit, by_word


def match_race(lower: str, start: int, end: int) -> Unit | None:
    """Return seconds where the bare decimal ``lower[start:end]`` is what somebody ran or swam in."""
    if _DECIMAL.fullmatch(lower, start, end) is None or _ENDS.match(lower, end) is None:
        return None
    if _CLOCKED.search(lower, max(0, start - 24), start):
        return by_word("seconds")
    clause = lower[max(0, start - _REACH) : start]
    clause = clause[max(clause.rfind(stop) for stop in (". ", "; ", "\n", "? ")) + 1 :]
    return by_word("seconds") if _RAN_IN.search(clause) and _DISTANCE.search(clause) else None


_REACH = 80
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}")
_CLOCKED = re.compile(r"\b(?:clock(?:ed|s|ing)|timed at) (?:a |an )?(?:personal best |season[’']s best )?(?:of )?$")
_RAN_IN = re.compile(
    r"\b(?:ran|runs?|running|swam|swims?|swimming|sprint\w*|skated|covered|w[io]n)\b.* in (?:just |a time of )?$"
)
_DISTANCE = re.compile(
    r"\b(?:(?:50|60|100|110|200|300|400|800)(?:m|-met\w+| met\w+)?|laps?|hurdles|dash|freestyle|final)\b"
)
_ENDS = re.compile(r"$|[.,;:)!?”\"\n](?!\d)| (?:to|and|at|for|on|from|ahead|behind|with|in)\b")
