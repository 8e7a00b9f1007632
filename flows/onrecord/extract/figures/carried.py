"""Units said once and meant twice: "7- or 8-inch", "5 and 7 percent", "248 basis points from 231", "aged 22 and 19"."""

from __future__ import annotations

import re

from onrecord.extract.figures import modifiers
from onrecord.extract.figures.quantity import Quantity, Source

_SUSPENDED = re.compile(r"-?,? (?:and|or|to) ")
FROM = re.compile(r"\bfrom (?:about |around |roughly |an average of |a |the |nearly |just |as low as |as little as )?$")


def carry_units(source: Source, one: Quantity, two: Quantity) -> None:
    """Give the unit of one of two neighbours to the other, where it was said once for both."""
    _carry(source, one, two)
    _carry_age(source, one, two)
    _carry_percent(source, one, two)
    _carry_measure(source, one, two)
    _carry_change(source, one, two)


def scale_of(q: Quantity) -> float:
    """Return what a number is multiplied by: of "$93 billion" a billion."""
    if q.scale > 1:
        return q.scale
    factor = 1.0
    while q.value / (factor * 1000) >= 1:
        factor *= 1000
    return factor


def _carry(source: Source, one: Quantity, two: Quantity) -> None:
    """Give ``one`` the unit of ``two``: "7- or 8-inch", "5 and 7 percent", "from 5 to 7 percent"."""
    if not (one.is_bare and one.form == "cardinal" and two.unit and two.form == "cardinal" and one.kind == "count"):
        return
    gap = source.lower[one.end : two.start]
    if len(gap) > 8 or not _SUSPENDED.fullmatch(gap):
        return
    after_unit = two.unit_start is not None and two.unit_start >= two.core_end
    suspended = gap.startswith("-")
    change = FROM.search(source.lower, max(0, one.start - 20), one.start)
    symbolic = after_unit and (two.kind == "percent" or (two.kind == "measure" and two.in_digits and one.in_digits))
    if not after_unit or not (suspended or change or symbolic):
        return
    if two.has_scale and not one.has_scale and one.in_digits:
        one.value *= (factor := scale_of(two))
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


def _carry_change(source: Source, one: Quantity, two: Quantity) -> None:
    """Give both ends of a change one unit: "widened to 248 basis points from 231", "from 208 pounds to 193"."""
    if two.kind != "count" or not two.is_bare or {one.form, two.form} != {"cardinal"}:
        return
    is_after = one.unit_start is not None and one.unit_start >= one.core_end
    if one.kind not in _MEASURING or not is_after or not (one.in_digits and two.in_digits):
        return
    if one.low != one.high or two.low != two.high or not one.value / _FAR < two.value < one.value * _FAR:
        return
    lower = source.lower
    came = _LEVEL.search(lower, max(0, one.start - 30), one.start) and _CAME_FROM.fullmatch(lower, one.end, two.start)
    went = FROM.search(lower, max(0, one.start - 30), one.start) and _WENT_TO.fullmatch(lower, one.end, two.start)
    if (came or went) and _ENDS.match(lower, two.end) and not one.is_minor:
        two.kind, two.unit, two.ucum, two.per = one.kind, one.unit, one.ucum, one.per
        two.is_currency_assumed = one.is_currency_assumed


_MEASURING = {"measure", "percent", "money", "duration", "rate"}
_FAR = 20  # times as much is no change of the same measure
_NEARLY = "(?:about |around |nearly |almost |just |only |roughly )?"
_LEVEL = re.compile(rf"\b(?:to|at|of|was|were|is|are|stood at|totalled|averaged) {_NEARLY}$")
_CAME_FROM = re.compile(rf",? (?:up |down )?(?:from|compared with|compared to|against|versus) {_NEARLY}")
_WENT_TO = re.compile(rf"(?: [a-z]{{1,16}}){{0,3}}(?: (?:19|20)\d\d)? to {_NEARLY}")
_ENDS = re.compile(
    r"$|[.,;:)!?\n](?!\d)| (?:a|an|after|and|as|before|but|by|during|for|from|in|last|on|over|since|the|this|when"
    r"|while)\b"
)


def _carry_percent(source: Source, one: Quantity, two: Quantity) -> None:
    """Give the other side of a vote its unit: "by 71 per cent to 29"."""
    is_pair = one.kind == "percent" and two.is_bare and source.lower[one.end : two.start] == " to "
    if is_pair and is_vote(source, one, two):
        two.kind, two.unit, two.ucum = one.kind, one.unit, one.ucum


def _carry_age(source: Source, one: Quantity, two: Quantity) -> None:
    """Read the second of two ages: "the brothers John and Brian Meza, 22 and 19, were"."""
    if one.kind == "age" and two.is_bare and two.kind == "count" and two.in_digits and 0 < two.value < 120:
        said = source.lower.endswith(("aged ", "ages "), 0, one.start)
        if source.lower[one.end : two.start] in (" and ", ", ") and (
            said or re.match(r"[,.)]", source.lower[two.end : two.end + 1])
        ):
            two.kind, two.unit, two.ucum = "age", one.unit, one.ucum


def is_vote(source: Source, one: Quantity, two: Quantity) -> bool:
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
