"""Scores and votes: "3-1", "won 5-4", "84 votes to 51", "one-all", and cricket's "71 for 2" of a side or bowler."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.extract.figures.quantity import Quantity, Source

_SPORT = re.compile(
    r"\b(?:beat\w*|defeat\w*|w[io]n\w*|los[et]\w*|loss\w*|draw\w*|drew|lead\w*|led|victor\w+|scor\w+|ahead"
    r"|trail\w*|up|down"
    r"|level\w*|equali[sz]\w+|thrash\w*|hammer\w*|edg\w+|aggregate|vote[sd]?|voting|ruling|ruled|decision"
    r"|decided|majority"
    r"|match|game|half-time|halftime|full-time|final|semi-final|goal\w*|series|tie|tied|record|shootout"
    r"|penalt\w+|set|sets"
    r"|rout\w*|overcame|downed|crush\w*|upset|held|split|verdict|rejected|approved|passed|upheld|sweep"
    r"|swept|triumph\w*|converted|conversions?|tries|made it|pulled it back|sent off"
    r"|striker|midfielder|keeper|substitute|free-kick|header|kick-off)\b"
)
_NOT_SCORE_NEXT = re.compile(
    r"[ -](?:year|day|week|month|hour|minute|people|per|percent|point\b|mile|metre|meter|inch|formation|bn"
    r"|m\b)|[-–/]\d|[a-z%]"
)
_MAX_SCORE = 250


def read_score(source: Source, one: Quantity, two: Quantity) -> Quantity | None:
    """Return the score two numbers are, or None where they are a range or nothing of the kind."""
    text, lower = source.text, source.lower
    if not (one.is_bare and two.is_bare and one.in_digits and two.in_digits):
        return None
    if one.value != int(one.value) or two.value != int(two.value) or max(one.value, two.value) > _MAX_SCORE:
        return None
    gap = lower[one.end : two.start]
    if _NOT_SCORE_NEXT.match(lower, two.end) or lower[one.start - 1 : one.start] in ("-", "–", "/", "$"):
        return None
    before, after = text[max(0, one.start - 70) : one.start], text[two.end : two.end + 40]
    before = before[max(before.rfind(". "), before.rfind("\n")) + 1 :]
    after = re.split(r"[.\n]", after, maxsplit=1)[0]
    spoken = " to " in gap
    if (
        one.value < two.value
        and re.match(r" (?:[a-z-]{1,24} )?[a-z]+s\b", after)
        and not re.match(r" (?:\w+ )?(?:loss|series|points|votes)\b", after)
    ):
        return None
    if spoken and one.value >= two.value and (_MARGIN_NEXT.match(after) or before.endswith("ratio of ")):
        return _scored(one, two)  # "a 3 to 1 margin"
    about_sport = _SPORT.search(before.lower()) or _SPORT.search(after.lower())
    between_names = re.search(r"[A-Z][\w’'.]+ $", before) and re.match(r" [A-Z]", after)
    if not about_sport and not (between_names and not spoken):
        return None
    if spoken and (
        one.value < two.value
        or not re.search(
            r"(?:vot\w+|rul\w+|decision|split|decided|w[io]n\w*|los[et]\w*|lead\w*|led)\b[^,]{0,30}$", before.lower()
        )
    ):
        return None
    return _scored(one, two)


_MARGIN_NEXT = re.compile(r"[ -](?:margins?|ratio|majority|advantage|vote|split|decision|ruling)\b")
_COUNTED_TO = re.compile(r" (?:votes?|goals?|sets?|frames?|legs?|judges) to ")


def for_and_against(source: Source, one: Quantity, two: Quantity) -> Quantity | None:
    """Return "84 votes to 51", "two sets to one", in digits or words."""
    whole = one.is_bare and two.is_bare and one.value == int(one.value) and two.value == int(two.value)
    if not whole or not _COUNTED_TO.fullmatch(source.lower, one.end, two.start):
        return None
    return None if source.lower.endswith("from ", 0, one.start) else _scored(one, two)  # "from three goals to one"


def _scored(one: Quantity, two: Quantity) -> Quantity:
    low, high = sorted((one.value, two.value))
    return replace(one, end=two.end, core_end=two.core_end, kind="score", low=low, high=high)


# -- cricket ------------------------------------------------------------------------------------------


def for_wickets(source: Source, one: Quantity, two: Quantity) -> Quantity | None:
    """Return "71 for 2", the runs and wickets of a side, or "6 for 43", those of a bowler, in a report of cricket."""
    whole = one.is_bare and two.is_bare and one.in_digits and two.in_digits
    if not whole or one.value != int(one.value) or two.value != int(two.value):
        return None
    if min(one.value, two.value) > _MOST_WICKETS or max(one.value, two.value) > _MOST_RUNS:
        return None
    if not _CRICKET.search(source.lower, max(0, one.start - _REPORT), two.end + _REPORT):
        return None
    ends = _ENDS_SCORE.match(source.lower, two.end) is not None
    return _scored(one, two) if ends else None


_MOST_WICKETS = 20  # of two innings
_MOST_RUNS = 999
_REPORT = 600  # characters around a score in which the game is told
_CRICKET = re.compile(
    r"\b(?:wickets?|innings|overs|cricket(?:er|ers)?|bowl(?:ed|er|ers|ing)|spinners?|lbw|run-?outs?|batsm[ae]n|batters?"
    r"|half-century|crease|declared|unbeaten|powerplay)\b"
)
_ENDS_SCORE = re.compile(r"$|[.,;:)!?\n—–](?!\d)| (?!(?!runs\b|overs\b)[a-z-]{2,24}s\b|people\b|men\b|women\b)[a-z(]")


# -- in words -----------------------------------------------------------------------------------------

_GOALS = ("nil", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ANY = "|".join(_GOALS)
_SPOKEN = re.compile(rf"(?<![\w-])(?P<one>{_ANY})-(?P<to>to-)?(?P<two>{_ANY}|all)(?![\w-])")
_PLAYED_BEFORE = re.compile(
    r"\b(?:w[io]n|wins|winning|los[et]|loses|losing|beat|drew|draw|led|lead|leads|leading|trail\w*|finished|ended|edged|up"
    r"|down)(?: \w+){0,3} $"
)
_PLAYED_AFTER = re.compile(r" (?:win|victory|defeat|loss|draw|lead|up|down|ahead|at half-time|on aggregate)\b")


def find_spoken(source: Source) -> list[Quantity]:
    """Return the scores written in words: "one-all", "two-nil", and "a three-one win"."""
    found = []
    for match in _SPOKEN.finditer(source.lower):
        one = _GOALS.index(match["one"])
        two = one if match["two"] == "all" else _GOALS.index(match["two"])
        start, end = match.span()
        plain = match["two"] in ("all", "nil") or match["one"] == "nil"
        before = _PLAYED_BEFORE.search(source.lower, max(0, start - _NEAR), start)
        if match["to"] and not _MARGIN_NEXT.match(source.lower, end):
            continue
        if match["to"] or plain or (one != two and (before or _PLAYED_AFTER.match(source.lower, end))):
            low, high = float(min(one, two)), float(max(one, two))
            quantity = Quantity(start, end, start, end, float(one), low, high, "cardinal", in_digits=False)
            quantity.kind = "score"
            found.append(quantity)
    return found


_NEAR = 40
