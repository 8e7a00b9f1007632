"""Numbers with what belongs to them: currency, percent sign, unit, age, "per", and the other end of a range."""

from __future__ import annotations

import re

from onrecord.extract import labels
from onrecord.extract.atoms import exact_product
from onrecord.extract.figures import ages, money, points, races, rates, scales, units
from onrecord.extract.figures.numerals import Number
from onrecord.extract.figures.quantity import Quantity, Source


def read_quantity(source: Source, number: Number) -> Quantity:
    """Return ``number`` with its unit, where it has one."""
    quantity = Quantity(
        number.start, number.end, number.start, number.end, number.value, number.low, number.high, number.form,
        number.in_digits, number.has_scale, number.scale,
    )  # fmt: skip
    quantity.kind = {"cardinal": "count", "vague": "count", "fraction": "fraction", "ordinal": "ordinal",
                     "multiple": "multiple"}[number.form]  # type: ignore[assignment]  # fmt: skip
    if number.form in ("ordinal", "multiple"):
        return quantity
    if _read_age(source, quantity) or _read_percent(source, quantity) or _read_money_before(source, quantity):
        pass
    else:
        _read_scale_suffix(source, quantity, is_money=False)
        if not (_read_percent(source, quantity) or _read_money_after(source, quantity)):
            _read_unit(source, quantity)
        if number.form == "vague" and quantity.is_bare and source.lower.startswith(" of ", quantity.end):
            _read_of_unit(source, quantity)
    _read_points(source, quantity)
    _read_race(source, quantity)
    _read_times(source, quantity)
    _read_per(source, quantity)
    return quantity


# -- ages ---------------------------------------------------------------------------------------------


def _read_age(source: Source, q: Quantity) -> bool:
    if old := ages.match_old(source.lower, q.core_end):
        q.unit, q.unit_start, q.unit_end = old
        q.kind, q.end, q.ucum = "age", q.unit_end, _AGE_UCUM[q.unit]
        return True
    if q.form != "cardinal" or q.has_scale:
        return False
    if not ages.says_age(source.text, source.lower, q.core_start, q.core_end, q.value, q.in_digits):
        return False
    q.unit, q.ucum = "year", "a"
    if ages.has_unit_said(source.lower, q.core_start, q.core_end):
        _read_unit(source, q)
    q.kind = "age"
    return True


_AGE_UCUM = {"year": "a", "month": "mo", "week": "wk", "day": "d"}


# -- percent and money --------------------------------------------------------------------------------


def _read_percent(source: Source, q: Quantity) -> bool:
    match = units.match_percent(source.lower, q.end)
    if match is None and q.form == "fraction" and (glue := _OF_A_UNIT.match(source.lower, q.end)):
        match = units.match_percent(source.lower, glue.end())  # "a quarter of a percentage point"
    if match is None:
        return False
    q.kind, q.unit, q.ucum = "percent", match.unit.name, match.unit.ucum
    q.unit_start, q.unit_end, q.end = match.start, match.end, match.end
    return True


def _read_scale_suffix(source: Source, q: Quantity, is_money: bool) -> None:
    """Read "bn", "m", "k" after digits. Without money only what cannot be a unit: "5m" is metres."""
    if not q.in_digits or q.has_scale or (not is_money and labels.is_label(source.lower, q.core_start)):
        return  # "ward 7B"
    scale = scales.match_scale(source.text, source.lower, q.end, is_money)
    if scale is None:
        return
    factor, q.end = scale
    q.value, q.low, q.high = (exact_product(x, factor) for x in (q.value, q.low, q.high))
    q.core_end = q.end
    q.has_scale, q.scale = True, factor


def _read_money_before(source: Source, q: Quantity) -> bool:
    sign_end = q.core_start - (source.text[q.core_start - 1 : q.core_start] in ("-", "−") and q.value > 0)
    match = money.match_before(source.text, sign_end)
    if match is None:
        return False
    if sign_end < q.core_start:
        q.value, q.low, q.high = -q.value, -q.high, -q.low
    q.start = match.start
    _read_scale_suffix(source, q, is_money=True)
    sign = source.text[match.start : match.end]
    if sign in money.NAME_LIKE and not _letter_is_currency(source, q, match):
        q.start = q.core_start
        return False
    if (
        source.text[match.start - 1 : match.start] in ("-", "−", "–")
        and not source.text[: match.start - 1][-1:].isalnum()
    ):
        q.start -= 1
        q.value, q.low, q.high = -q.value, -q.high, -q.low
    _set_money(source, q, match)
    country = _DOLLARS_OF.match(source.text, q.end)
    if country and match.currency.is_open:  # "$75 U.S. per barrel"
        q.unit, q.is_currency_assumed = _DOLLARS[country[1].replace(".", "")], False
        q.end = country.end()
    after = money.match_after(source.text, source.lower, q.end)
    if after and not after.currency.is_minor and set(after.currency.codes) & set(match.currency.codes):
        q.end = after.end  # "$5 million dollars", "US$5 US dollars"
        if not after.currency.is_open:
            q.unit, q.is_currency_assumed = after.currency.codes[0], False
    return True


_DOLLARS_OF = re.compile(r" (U\.S\.|US|USD|Canadian|Cdn|CAD|AUD|NZD|NZ)(?![\w-])(?! [A-Z])")
_DOLLARS = {
    "US": "USD",
    "USD": "USD",
    "Canadian": "CAD",
    "Cdn": "CAD",
    "CAD": "CAD",
    "AUD": "AUD",
    "NZD": "NZD",
    "NZ": "NZD",
}


def _letter_is_currency(source: Source, q: Quantity, match: money.CurrencyMatch) -> bool:
    """Tell "N500m", "R2 million" from names like N95 and R2."""
    if q.has_scale:
        return True
    digits = source.text[q.core_start : q.core_end]
    name_like_pair = match.end - match.start > 1
    if "," in digits and not name_like_pair:
        return True
    sign = source.text[match.start : match.end]
    is_used = sign in source.home.letters or money.is_home(match.currency, source.home.country)
    return not name_like_pair and is_used and (len(digits) >= 3 or "." in digits)


def _read_money_after(source: Source, q: Quantity) -> bool:
    match = money.match_after(source.text, source.lower, q.end)
    if match is None:
        return False
    word = source.lower[match.start : match.end]
    if not money.is_meant(word, source.lower, q.core_start, match.end, source.home.country, q.has_scale, q.in_digits):
        return False
    if match.currency.is_minor and not (q.in_digits or len(word) > 1):
        return False
    _set_money(source, q, match)
    q.end = match.end
    if word == "grand":
        q.value, q.low, q.high = (exact_product(x, _GRAND) for x in (q.value, q.low, q.high))
        q.has_scale, q.scale = True, _GRAND
    return True


_GRAND = 1000.0


def _set_money(source: Source, q: Quantity, match: money.CurrencyMatch) -> None:
    q.kind = "money"
    q.unit = match.currency.choose(source.home)
    q.is_currency_assumed = match.currency.is_open
    q.unit_start, q.unit_end = match.start, match.end
    if match.currency.is_minor:
        q.is_minor = True
        q.value, q.low, q.high = (exact_product(x, 0.01) for x in (q.value, q.low, q.high))


# -- measures, durations, rates -----------------------------------------------------------------------

_OF_A_UNIT = re.compile(r"[ -](?:of )?(?:an? )?(?=[a-z])")
_INCHES = re.compile(r"(?:[ -]|(?<=['’′]))?(?P<inches>\d{1,2})(?:[ -]?(?:inch(?:es)?|ins?|″|”|\")(?!\w)|(?=[\s,.;)-]))")


def _read_unit(source: Source, q: Quantity) -> bool:
    match = units.match_unit(source.text, source.lower, q.end, q.in_digits)
    if match is None and q.form == "fraction" and (glue := _OF_A_UNIT.match(source.lower, q.end)):
        match = units.match_unit(source.text, source.lower, glue.end(), False)
    if match is None:
        return False
    unit = match.unit
    q.kind = "duration" if unit.dimension == "time" else "measure"
    q.unit, q.ucum, q.per = unit.name, unit.ucum, unit.per
    if unit.per:
        q.kind = "rate"
    q.unit_start, q.unit_end, q.end = match.start, match.end, match.end
    if unit.name == "foot" and (inches := _INCHES.match(source.lower, q.end)) and _is_height(source, q, inches):
        q.value = q.low = q.high = q.value + int(inches["inches"]) / 12
        q.end = inches.end()
    return True


_TIMES_AS = re.compile(
    r" times (?:(?:as|more|less|higher|lower|larger|bigger|greater|faster|smaller|longer|worse|better"
    r"|cheaper|stronger|richer|heavier|over)\b"
    r"|(?:the|its|their|that|what|his|her|our|those|last|this) )"
)


def _read_times(source: Source, q: Quantity) -> None:
    """Read "three times the average" as a factor; "three times" alone counts occasions."""
    if q.kind == "count" and q.form == "cardinal" and q.is_bare and _TIMES_AS.match(source.lower, q.end):
        q.kind = "multiple"
        q.end += len(" times")


def _read_of_unit(source: Source, q: Quantity) -> None:
    """Read the unit of an open amount: "tens of millions of dollars", "hundreds of miles"."""
    end = q.end
    q.end += len(" of")
    if not (_read_money_after(source, q) or _read_unit(source, q)):
        q.end = end


def _read_points(source: Source, q: Quantity) -> None:
    """Read points of a stock index or a poll; points won in a game are counted like other things."""
    if not q.is_bare or q.kind not in ("count", "range", "fraction"):
        return
    match = points.match_points(source.lower, q.start, q.end, q.value, q.in_digits)
    if match is None:
        return
    q.kind = "percent" if match.unit is units.PERCENTAGE_POINT else "measure"
    q.unit, q.ucum = match.unit.name, match.unit.ucum
    q.unit_start, q.unit_end, q.end = match.start, match.end, match.end


def _read_race(source: Source, q: Quantity) -> None:
    if q.kind != "count" or not q.is_bare:
        return
    if unit := races.match_race(source.lower, q.start, q.end):
        q.kind, q.unit, q.ucum = "duration", unit.name, unit.ucum


def _is_height(source: Source, q: Quantity, inches: re.Match[str]) -> bool:
    return q.low == q.high and int(inches["inches"]) < 12 and "\n" not in source.text[q.end : inches.end()]


_NOUN_THEN_PERIOD = re.compile(
    r"(?:[ -](?!and\b|or\b|to\b|in\b|on\b|of\b|at\b|for\b|per\b|an?\b)[a-z][a-z-]{1,24}){1,2}(?=[ -](?:an?"
    r"|per|each|every)[ -])"
)
_PERIODS = {
    "second",
    "minute",
    "hour",
    "day",
    "night",
    "week",
    "weekend",
    "month",
    "quarter",
    "season",
    "year",
    "game",
    "match",
}


def _read_exchange(source: Source, q: Quantity) -> bool:
    """Read what a currency costs in another, "the cedi slid to 12.4 to the dollar": the unit stands before."""
    if not (q.is_bare and q.in_digits and q.kind == "count"):
        return False
    found = rates.match_exchange(source.lower, q.core_start, q.end)
    if found is None:
        return False
    word, q.per, q.end = found
    currency = money.by_word(word)
    q.kind, q.unit, q.is_currency_assumed = "rate", currency.choose(source.home), currency.is_open
    return True


def _read_per(source: Source, q: Quantity) -> None:
    if q.per or q.kind in ("age", "fraction", "ordinal", "multiple") or _read_exchange(source, q):
        return
    if per := rates.match_per(source.lower, q.end):
        name, end = per
        if q.kind == "count" and name not in _PERIODS and not source.lower.startswith((" per ", " for every "), q.end):
            return
        q.per, q.end = name, end
        q.kind = q.kind if q.kind == "percent" else "rate"
    elif q.kind == "count" and (noun := _NOUN_THEN_PERIOD.match(source.lower, q.end)):
        per = rates.match_per(source.lower, noun.end())
        if per and per[0] in _PERIODS:
            q.per, q.kind = per[0], "rate"
