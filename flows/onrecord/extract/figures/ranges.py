"""Two numbers that are one figure: ranges ("10-15 days", "between $5 million and $10 million") and scores ("3-1")."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.extract.figures import modifiers
from onrecord.extract.figures.quantities import Quantity, Source

_DASH = re.compile(r" ?[-–—−~] ?")
_TO = re.compile(r" (?:to|up to|through) (?:about |around |nearly |almost )?|-to-")
_AND = re.compile(r" and (?:about |around |nearly |almost |up to )?")
_PLUS_MINUS = re.compile(r" ?(?:±|\+/[-–−]) ?")
_OR = re.compile(r" or |-or-")
_SUSPENDED_TO = re.compile(r"- to ")
_SUSPENDED = re.compile(r"-?,? (?:and|or|to) ")
_BETWEEN = re.compile(r"\bbetween (?:about |around |roughly |an estimated )?$")
_FROM = re.compile(
    r"\bfrom (?:about |around |roughly |an average of |a |the |nearly |just |as low as |as little as )?$"
)
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


def join(source: Source, quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantities with ranges and scores joined, and units said once carried to their neighbour."""
    joined: list[Quantity] = []
    for quantity in quantities:
        if joined and (both := _join(source, joined[-1], quantity)):
            joined[-1] = both
        else:
            if joined:
                _carry(source, joined[-1], quantity)
                _carry_age(source, joined[-1], quantity)
                _carry_percent(source, joined[-1], quantity)
                _carry_measure(source, joined[-1], quantity)
            joined.append(quantity)
    return joined


def _join(source: Source, one: Quantity, two: Quantity) -> Quantity | None:
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
    if one.kind == "percent" and two.is_bare and gap == " to " and _is_vote(source, one, two):
        return None
    if _PLUS_MINUS.fullmatch(gap) and one.in_digits and two.in_digits:  # "11.4 ± 1.2 per cent"
        main = two if two.unit else one
        return replace(
            main, start=one.start, end=two.end, core_start=one.core_start, value=one.value, low=one.low, high=one.high
        )
    if _DASH.fullmatch(gap):
        return _score(source, one, two) or _dashed(source, one, two)
    before = lower[max(0, one.start - 90) : one.start]
    if _AND.fullmatch(gap):
        return _range(one, two) if _BETWEEN.search(before) else None
    if _OR.fullmatch(gap):
        close = two.value <= 2 * one.value or two.value - one.value == 1
        return _range(one, two) if close and one.unit in (None, two.unit) and one.form == two.form else None
    if _SUSPENDED_TO.fullmatch(gap) and two.unit:  # "an 8- to 16-metre telescope"
        return _range(one, two)
    if _TO.fullmatch(gap):
        if score := _score(source, one, two):
            return score
        if _changes(before, one, two) and not _TO.match(lower, two.end):
            _carry_scale(one, two)
            return None
        return _range(one, two)
    return None


def _is_vote(source: Source, one: Quantity, two: Quantity) -> bool:
    """Tell "by 71 per cent to 29", the two sides of a vote, from "fell by 3 per cent to 29"."""
    lower = source.lower
    clause = lower[max(0, one.start - 60) : one.start]
    clause = clause[max(clause.rfind(c) for c in ".;:\n") + 1 :]
    return (
        two.in_digits
        and two.form == "cardinal"
        and one.value + two.value <= _ALL
        and clause.endswith(" by ")
        and not modifiers.directions(clause)
        and re.match(r"[.,;:)\n]|$| (?:on|in|at|with|after|when)\b", lower[two.end : two.end + 8]) is not None
    )


_ALL = 100  # percent


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


def _changes(before: str, one: Quantity, two: Quantity) -> bool:
    """Tell "rose from 5 to 7" and "gained 10 sen to RM31" from ranges: both ends are figures of their own."""
    clause = before[max(before.rfind(". "), before.rfind("\n"), before.rfind(";")) + 1 :]
    if start := _FROM.search(clause):
        directions = modifiers.directions(clause[max(0, start.start() - 60) : start.start()])
        high = two.value / _scale_of(two) if two.has_scale and not one.has_scale else two.value
        against = "down" if one.value < high else "up"
        # "down from the $89 to $93 billion forecast" can only be a range
        return bool(directions) and directions != {against}
    return bool(modifiers.directions(clause[-24:])) and (one.unit is not None or two.unit is None)


def _range(one: Quantity, two: Quantity) -> Quantity | None:
    low, high = one.value, two.value
    if two.has_scale and not one.has_scale and one.in_digits == two.in_digits:  # "$5-10 billion"
        factor = _scale_of(two)
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
        factor = _scale_of(two)
        if 0 < one.value < 1000:
            one.value = one.low = one.high = one.value * factor
            one.has_scale = True


def _scale_of(q: Quantity) -> float:
    if q.scale > 1:
        return q.scale
    factor = 1.0
    while q.value / (factor * 1000) >= 1:
        factor *= 1000
    return factor


# -- scores -------------------------------------------------------------------------------------------


def _score(source: Source, one: Quantity, two: Quantity) -> Quantity | None:
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
    return replace(
        one,
        end=two.end,
        core_end=two.core_end,
        kind="score",
        low=min(one.value, two.value),
        high=max(one.value, two.value),
    )


# -- a unit said once ---------------------------------------------------------------------------------


def _carry(source: Source, one: Quantity, two: Quantity) -> None:
    """Give ``one`` the unit of ``two``: "7- or 8-inch", "5 and 7 percent", "from 5 to 7 percent"."""
    if not (one.is_bare and one.form == "cardinal" and two.unit and two.form == "cardinal" and one.kind == "count"):
        return
    gap = source.lower[one.end : two.start]
    if len(gap) > 8 or not _SUSPENDED.fullmatch(gap):
        return
    after_unit = two.unit_start is not None and two.unit_start >= two.core_end
    suspended = gap.startswith("-")
    change = _FROM.search(source.lower, max(0, one.start - 20), one.start)
    symbolic = after_unit and (two.kind == "percent" or (two.kind == "measure" and two.in_digits and one.in_digits))
    if not after_unit or not (suspended or change or symbolic):
        return
    if two.has_scale and not one.has_scale and one.in_digits:
        one.value *= (factor := _scale_of(two))
        one.low, one.high = one.low * factor, one.high * factor
    one.kind, one.unit, one.ucum, one.is_currency_assumed = two.kind, two.unit, two.ucum, two.is_currency_assumed
    one.unit_start, one.unit_end = two.unit_start, two.unit_end
    if two.kind == "rate":
        one.per = two.per


def _carry_measure(source: Source, one: Quantity, two: Quantity) -> None:
    """Give what a measure has changed from its unit: "118,000 hectares, up from 94,500"."""
    if one.kind != "measure" or two.form != "cardinal" or not (two.is_bare and one.in_digits and two.in_digits):
        return
    if _UP_FROM.fullmatch(source.lower, one.end, two.start) and not _NOUN_NEXT.match(source.lower, two.end):
        two.kind, two.unit, two.ucum = one.kind, one.unit, one.ucum


_UP_FROM = re.compile(r"(?: [a-z]{1,12})?,? (?:up|down|compared with|compared to) (?:from )?(?:about |nearly |just )?")
_NOUN_NEXT = re.compile(r" (?!a |an |in |on |the |last |this |at |and |when |before )[a-z]")


def _carry_percent(source: Source, one: Quantity, two: Quantity) -> None:
    """Give the other side of a vote its unit: "by 71 per cent to 29"."""
    is_pair = one.kind == "percent" and two.is_bare and source.lower[one.end : two.start] == " to "
    if is_pair and _is_vote(source, one, two):
        two.kind, two.unit, two.ucum = one.kind, one.unit, one.ucum


def _carry_age(source: Source, one: Quantity, two: Quantity) -> None:
    """Read the second of two ages: "the brothers John and Brian Meza, 22 and 19, were"."""
    if one.kind == "age" and two.is_bare and two.kind == "count" and two.in_digits and 0 < two.value < 120:
        said = source.lower.endswith(("aged ", "ages "), 0, one.start)
        if source.lower[one.end : two.start] in (" and ", ", ") and (
            said or re.match(r"[,.)]", source.lower[two.end : two.end + 1])
        ):
            two.kind, two.unit, two.ucum = "age", one.unit, one.ucum
