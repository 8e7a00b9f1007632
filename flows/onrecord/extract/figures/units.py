"""Units of measure beside a number: canonical name, UCUM code, and the "per" of a rate.

The units themselves are rows of ``seeds/reference/units.csv``.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from onrecord import reference


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the contract names it. ``per`` is set for units that are rates by themselves (mph)."""

    name: str
    ucum: str | None
    dimension: str
    per: str | None = None


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit found after a number. ``end`` is exclusive; ``start`` is where the unit itself begins."""

    unit: Unit
    start: int
    end: int


PERCENT = Unit("percent", "%", "percent")
PERCENTAGE_POINT = Unit("percentage point", "%", "percent")
BASIS_POINT = Unit("basis point", "[bp]", "percent")

_PERCENT = re.compile(
    r"[ -]?(?:(?P<point>(?:percentage|percent|per[ -]cent|%)[- ]points?\b|pp\b|ppts?\b)"
    r"|(?P<basis>basis[ -]points?\b|bps\b)"
    r"|(?P<percent>%|percent\b|percents\b|per[ -]cent\b|percentage\b(?! point)|pct\b|pc\b))"
)
# Words that may stand between a number and its unit of time: "twenty working days", "three straight years".
_BEFORE_TIME = (
    r"(?:(?:working|business|calendar|consecutive|straight|successive|full|whole|solid|long|short|more"
    r"|further|extra"
    r"|additional|other|previous|past|school|trading|non-consecutive|back-to-back|entire|different|separate"
    r"|gruelling|grueling) )?"
)
# What yards are gained by in American football, "517 rushing yards".
_BEFORE_YARDS = r"(?:(?:rushing|passing|receiving|all-purpose|return|scrimmage|penalty|total|net) )?"
_SPACE = r"(?: | ?[-] ?)?"


def match_percent(lower: str, position: int) -> UnitMatch | None:
    """Return the percent sign or words at ``position``, white space before them allowed."""
    match = _PERCENT.match(lower, position)
    if match is None:
        return None
    unit = PERCENTAGE_POINT if match["point"] else BASIS_POINT if match["basis"] else PERCENT
    return UnitMatch(unit, match.start(match.lastgroup or 0), match.end())


def match_unit(text: str, lower: str, position: int, in_digits: bool) -> UnitMatch | None:
    """Return the unit that follows a number which ends at ``position``.

    Words are read in any case; abbreviations with their case and only after digits.
    """
    spelled, symbols = _patterns()
    if match := spelled.match(lower, position):
        if match["unit"] == "stone" and text[match.start("unit")].isupper():
            return None
        if match["unit"] in ("story", "stories") and not _is_of_building(lower, match):
            return None
        return UnitMatch(_unit_of(match["unit"]), match.start("unit"), match.end())
    if in_digits and _HEIGHT.match(text, position) and text[position - 2 : position - 1] in _BEFORE_HEIGHT:
        return UnitMatch(_by_symbol()["ft"], position, position + 1)
    if in_digits and (match := symbols.match(text, position)):
        symbol = match["symbol"]
        glued = match.start("symbol") == position
        if symbol in ("in", "ins") and not _INCH_AFTER.match(lower, match.end()):
            return None
        if symbol == '"' and _in_quotes(text, position):
            return None  # the end of a quotation
        if symbol == "s" and "." not in text[max(0, position - 4) : position]:
            return None  # "the 60s", "2010s"
        if glued or symbol not in _ONLY_GLUED:
            return UnitMatch(_by_symbol()[symbol], match.start("symbol"), match.end())
    return None


_HEIGHT = re.compile(r"['’′](?=(?:\d|1[01])(?:[\"”″]|['’]{2}| tall\b))")  # 6'3", after one digit
_BEFORE_HEIGHT = ("", " ", "(", "\n")
_ONLY_GLUED = {"s", "st", "ac", "ct", "mb"}


def _in_quotes(text: str, position: int) -> bool:
    """Tell whether a straight quote at ``position`` closes a quotation opened in the same line."""
    begin = max(0, position - 600)
    return text.count('"', max(begin, text.rfind("\n", begin, position) + 1), position) % 2 == 1


def _is_of_building(lower: str, match: re.Match[str]) -> bool:
    """Tell "seven stories tall", "a 12-story hotel" from stories that are told."""
    if match["unit"] == "story":
        return lower[match.start("unit") - 1] == "-"
    return (
        _HEIGHT_AFTER.match(lower, match.end()) is not None
        or _BUILDING.search(lower, max(0, match.start() - _NEARBY), match.end() + _NEARBY) is not None
    )


_NEARBY = 40
_HEIGHT_AFTER = re.compile(
    r" (?:tall|high|above|below|up|down|underground|of (?:offices|flats|apartments|parking|glass|concrete))\b"
)
_BUILDING = re.compile(
    r"\b(?:buildings?|towers?|skyscrapers?|high-rises?|hotels?|apartments?|condos?|condominiums?|floors|roof|facade"
    r"|warehouses?|garages?|height|zoning)\b"
)
_INCH_AFTER = re.compile(r" (?:thick|long|wide|tall|high|deep|across|diameter|x|by)\b|\.?$|\. |\.?[,;)\n]|-")


def by_word(word: str) -> Unit:
    """Return the unit a spelled form ("miles") stands for; KeyError where there is none."""
    return _by_word()[word]


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = sorted(_by_word(), key=len, reverse=True)
    time_words = sorted((w for w in words if _by_word()[w].dimension == "time"), key=len, reverse=True)
    other_words = [w for w in words if w not in set(time_words)]
    before = rf"{_BEFORE_TIME}(?=(?:{_any(time_words)})(?!\w))|{_BEFORE_YARDS}(?=yards?\b)"
    pattern = rf"{_SPACE}(?:{before}|(?=(?:{_any(other_words)})(?!\w)))"
    unit = rf"(?P<unit>{_any(words)})(?!\w)(?!['’](?!\W))"
    symbols = sorted(_by_symbol(), key=len, reverse=True)
    symbol = rf" ?-?(?P<symbol>{_any(symbols)})(?![\w²³])"
    return re.compile(pattern + unit), re.compile(symbol)


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in words)


@functools.cache
def _by_word() -> dict[str, Unit]:
    return {word: unit for unit, words, _ in _units() for word in words}


def _unit_of(word: str) -> Unit:
    return _by_word().get(word) or _by_word()[word.replace("-", " ")]  # "square-foot"


@functools.cache
def _by_symbol() -> dict[str, Unit]:
    return {symbol: unit for unit, _, symbols in _units() for symbol in symbols}


@functools.cache
def _units() -> tuple[tuple[Unit, list[str], list[str]], ...]:
    rows = []
    for row in reference.load("units"):
        unit = Unit(row["unit"], row["ucum"] or None, row["dimension"], row["per"] or None)
        rows.append((unit, _cells(row["words"]), _cells(row["symbols"])))
    return tuple(rows)


def _cells(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]
