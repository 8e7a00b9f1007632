"""Points after a number: of a stock index, or percentage points said short; points won in a game are no unit."""

from __future__ import annotations

import re

from onrecord.extract.figures.units import PERCENTAGE_POINT, Unit, UnitMatch

INDEX_POINT = Unit("point", None, "index")


def match_points(lower: str, start: int, end: int, value: float, in_digits: bool) -> UnitMatch | None:
    """Return the points that follow the number ``lower[start:end]``, where they are a unit."""
    match = _POINTS.match(lower, end)
    if match is None:
        return None
    if value < _ALL and (_OF_OUTPUT.match(lower, match.end()) or _is_of_poll(lower, start, match.end())):
        return UnitMatch(PERCENTAGE_POINT, match.start() + 1, match.end())
    has_decimals = value > _ALL and value % 1 > 0
    about_index = has_decimals or value >= _ONLY_INDEX or _INDEX.search(lower, max(0, start - 80), start)
    return UnitMatch(INDEX_POINT, match.start() + 1, match.end()) if in_digits and about_index else None


_ALL = 100  # no lead in a poll is larger
_ONLY_INDEX = 1000  # no game is won by as many
_POINTS = re.compile(r"(?:[ -]points?| (?:of )?a point)\b")
_OF_OUTPUT = re.compile(r" of (?:gdp|gross domestic product|national income|(?:economic )?growth|output|inflation)\b")
_INDEX = re.compile(
    r"\b(?:index|indices|shares?|stocks?|dow|nasdaq|ftse|s&p|s p|nikkei|dax|cac|hang seng|sensex|nifty"
    r"|kospi|bourse|stoxx|e-minis|futures)\b"
)


def _is_of_poll(lower: str, start: int, end: int) -> bool:
    """Tell percentage points said short, "a five-point lead" in a poll, from points won in a game."""
    if _OF_ERROR.search(lower, max(0, start - 40), start):
        return True
    if not (_LEADS_AFTER.match(lower, end) or _MOVED_BEFORE.search(lower, max(0, start - 24), start)):
        return False
    near = lower[max(0, start - _NEARBY) : end + _NEARBY]
    return _POLLED.search(near) is not None and _PLAYED.search(near) is None


_NEARBY = 200
_OF_ERROR = re.compile(r"(?:[+±][/-]*|plus or minus |margin of error (?:of|is|was) (?:about |around )?)-?$")
_LEADS_AFTER = re.compile(
    r"[- ](?:lead|ahead|behind|clear|advantage|deficit|gap|swing|margin|drop|dip|gain|rise|bounce|higher|lower|up|down"
    r"|in front|adrift|since|from|(?:in|on) (?:the|its|a) [a-z ]{0,20}polls?)\b"
)
_MOVED_BEFORE = re.compile(
    r"\b(?:up|down|ahead|lead (?:of|was|is)|rose|risen|fell|fallen|dropped|slipped|gained|climbed"
    r"|by)(?: by)?(?: about| around)? $"
)
_POLLED = re.compile(
    r"\b(?:polls?|polling|pollsters?|voters|approval|favou?rability|popularity|support among|margin of error)\b"
)
_PLAYED = re.compile(
    r"\b(?:league|half-time|halftime|fixtures?|play-?offs?|striker|title race|rebounds|kick-off|coach)\b"
)
