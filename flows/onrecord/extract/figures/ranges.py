"""Two numbers that are one figure: ranges ("10-15 days", "between $5 million and $10 million") and scores ("3-1")."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.extract.atoms import exact_product
from onrecord.extract.figures import modifiers, scores
from onrecord.extract.figures.carried import FROM, carry_units, is_vote, scale_of
from onrecord.extract.figures.compound import join_parts
from onrecord.extract.figures.quantity import Quantity, Source

_DASH = re.compile(r" ?[-–—−~] ?")
_TO = re.compile(r" (?:to|up to|through) (?:about |around |nearly |almost )?|-to-")
_AND = re.compile(r" and (?:about |around |nearly |almost |up to )?")
_PLUS_MINUS = re.compile(r" ?(?:±|\+/[-–−]) ?")
_OR = re.compile(r" or |-or-")
_SUSPENDED_TO = re.compile(r"- to ")
_BETWEEN = re.compile(r"\bbetween (?:about |around |roughly |an estimated |the ages of |ages )?$")


def join(source: Source, quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantities with ranges and scores joined, and units said once carried to their neighbour."""
    joined: list[Quantity] = []
    for quantity in quantities:
        if joined and (both := _join(source, joined[-1], quantity)):
            joined[-1] = both
            if len(joined) > 1:
                carry_units(source, joined[-2], both)
        else:
            if joined:
                carry_units(source, joined[-1], quantity)
            joined.append(quantity)
    return joined


def _join(source: Source, one: Quantity, two: Quantity) -> Quantity | None:
    if whole := join_parts(source, one, two):
        return whole
    if not _may_join(one, two):
        return None
    lower = source.lower
    gap = lower[one.end : two.start]
    if gap in (" ", " and ", ", ") and (
        _is_change_of(one, two) or _is_change_unsaid(source, one, two, gap)
    ):  # "20 dollars and 43 cents"
        value = one.value + (two.value if two.is_minor else two.value / 100)
        return replace(one, end=two.end, value=value, low=value, high=value)
    if len(gap) > 14:
        return None
    if score := scores.for_and_against(source, one, two):
        return score
    if one.kind == "percent" and two.is_bare and gap == " to " and is_vote(source, one, two):
        return None
    if gap == " for ":
        return scores.for_wickets(source, one, two)
    if _PLUS_MINUS.fullmatch(gap) and one.in_digits and two.in_digits:  # "11.4 ± 1.2 per cent"
        main = two if two.unit else one
        value = exact_product(one.value, two.scale) if two.has_scale and not one.has_scale else one.value
        return replace(
            main, start=one.start, end=two.end, core_start=one.core_start, value=value, low=value, high=value
        )
    if _DASH.fullmatch(gap):
        return scores.read_score(source, one, two) or _dashed(source, one, two)
    return _worded(source, one, two, gap)


def _worded(source: Source, one: Quantity, two: Quantity, gap: str) -> Quantity | None:
    """Join what words stand between: "between 5 and 7", "5 or 6", "5 to 7"."""
    lower = source.lower
    before = lower[max(0, one.start - 90) : one.start]
    if _AND.fullmatch(gap):
        return _range(one, two) if _BETWEEN.search(before) else None
    if _OR.fullmatch(gap):
        close = two.value <= 2 * one.value or two.value - one.value == 1
        return _range(one, two) if close and one.unit in (None, two.unit) and one.form == two.form else None
    if _SUSPENDED_TO.fullmatch(gap) and two.unit:  # "an 8- to 16-metre telescope"
        return _range(one, two)
    if _TO.fullmatch(gap):
        if score := scores.read_score(source, one, two):
            return score
        if _changes(lower, before, one, two) and not _TO.match(lower, two.end):
            _carry_scale(one, two)
            return None
        return _range(one, two)
    return None


def _is_change_of(one: Quantity, two: Quantity) -> bool:
    """Tell whether ``two`` are the cents of ``one``."""
    if one.kind != "money" or two.kind != "money" or one.has_scale or two.low != two.high:
        return False
    return two.is_minor and not one.is_minor and one.value == int(one.value)


def _is_change_unsaid(source: Source, one: Quantity, two: Quantity, gap: str) -> bool:
    """Tell "two pounds fifty", where "pence" goes without saying."""
    if one.kind != "money" or one.unit_start is None or one.unit_start < one.core_end or one.has_scale or one.is_minor:
        return False
    ends = re.match(r"$|[.,;:!?)\n](?!\d)", source.text[two.end : two.end + 2]) is not None
    return (
        gap != ", "
        and two.is_bare
        and two.form == "cardinal"
        and 0 < two.value < 100
        and ends
        and one.value == int(one.value)
    )


def _may_join(one: Quantity, two: Quantity) -> bool:
    joinable = {"cardinal", "fraction", "vague"}
    if one.form not in joinable or two.form not in joinable or one.low != one.high or two.low != two.high:
        return False
    if one.kind == "age" or two.kind == "age":
        return one.unit == two.unit or one.unit is None or two.unit is None
    return one.unit is None or two.unit is None or one.unit == two.unit


def _dashed(source: Source, one: Quantity, two: Quantity) -> Quantity | None:
    gap = source.text[one.end : two.start]
    if "—" in gap or (
        " " in gap and "—" not in gap and gap.strip(" ") == "-" and one.is_bare and two.is_bare and one.value < 100
    ):
        return None
    return _range(one, two) if one.in_digits == two.in_digits else None


def _changes(lower: str, before: str, one: Quantity, two: Quantity) -> bool:
    """Tell "rose from 5 to 7" and "gained 10 sen to RM31" from ranges: both ends are figures of their own."""
    clause = before[max(before.rfind(". "), before.rfind("\n"), before.rfind(";")) + 1 :]
    if start := FROM.search(clause):
        directions = modifiers.directions(clause[max(0, start.start() - 60) : start.start()])
        high = two.value / scale_of(two) if two.has_scale and not one.has_scale else two.value
        against = "down" if one.value < high else "up"
        # "down from the $89 to $93 billion forecast" can only be a range
        moved = one.unit == two.unit and one.unit is not None and _MOVED.search(clause, 0, start.start()) is not None
        return bool(directions and directions != {against}) or moved
    if one.is_bare and two.is_bare and one.value < two.value and _COUNTS.match(lower, two.end):
        return False  # "will cut 600 to 700 jobs"
    near = one.unit == two.unit and one.value < two.value <= _NEAR * one.value
    if near and (expected := _MAY_MOVE.search(clause)) and (expected["by"] or one.kind == "percent"):
        return False  # "may go up by Sh4 to Sh6", "is likely to rise 3% to 5%"
    return bool(modifiers.directions(clause[-24:])) and (one.unit is not None or two.unit is None)


# Verbs of change that give no direction: "The rent went from $875 to $1,340."
_MOVED = re.compile(r"\b(?:went|gone|going|moved|changed|shifted|swung|switched|turned)(?: [a-z]{2,12})? $")
_MAY_MOVE = re.compile(
    r"\b(?:will|would|could|may|might|can|should|must|to|expects?|expected|forecasts?|likely)"
    r"(?: [a-z’'-]+){0,6}?(?P<by> by)?(?: about| around)? $"
)
_NEAR = 3  # times as much at the most, for two ends of what is only expected
_COUNTS = re.compile(
    r" (?:[a-z-]{2,24} )?(?!(?:was|is|has|as|this|its|his|points)\b)[a-z]{2,24}s\b"
    r"| (?:people|men|women|children|staff)\b"
)


def _range(one: Quantity, two: Quantity) -> Quantity | None:
    low, high = one.value, two.value
    if two.has_scale and not one.has_scale and one.in_digits == two.in_digits:  # "$5-10 billion"
        factor = scale_of(two)
        if low < factor and low * factor < high * 1000:
            low *= factor
    if not low < high or (one.kind == "score") or (low > 0 and high / low > 1000):
        if not (low < 0 and high < 0):  # "-18 °C to -34 °C"
            return None
        low, high = high, low
    main = two if two.unit else one
    kind = main.kind if main.unit or main.per else "range"
    if kind == "fraction":
        kind = "range"
    return replace(
        main, start=one.start, end=two.end, core_start=one.core_start, core_end=two.core_end, low=low, high=high,
        value=(low + high) / 2, kind=kind, has_scale=one.has_scale or two.has_scale,
        is_currency_assumed=one.is_currency_assumed or two.is_currency_assumed,
    )  # fmt: skip


def _carry_scale(one: Quantity, two: Quantity) -> None:
    """Give ``one`` the scale only said once: "up from $89 to $93 billion"."""
    if two.has_scale and not one.has_scale and one.in_digits and one.kind == two.kind and one.low == one.high:
        factor = scale_of(two)
        if 0 < one.value < 1000:
            one.value = one.low = one.high = one.value * factor
            one.has_scale = True
