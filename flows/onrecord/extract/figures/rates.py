"""The denominator of a rate: "a litre", "per day", "/kg"."""

from __future__ import annotations

import re

# What "a" or "an" makes a rate of; after "per", "each", "every" or a slash any noun will do.
_PERIODS = "second|minute|hour|day|night|week|weekend|fortnight|month|quarter|season|year|annum|game|match|shift"
_MEASURES = (
    "barrel|litre|liter|gallon|pint|bottle|share|unit|head|person|kilo|kilogram|kilogramme|kg|pound|lb"
    "|tonne|ton|ounce"
    "|gram|acre|hectare|mile|kilometre|kilometer|metre|meter|bushel|piece|pop|ticket|bag|crate|tray|loaf"
    "|plate|dose"
    "|word|bird|household|family|student|pupil|worker|employee|child|vehicle|car|seat|visit|trip|ride"
    "|minute|download"
    "|therm|kilowatt-hour|megawatt-hour|page|copy|packet|pack|sheet|box|cup"
)
_PER = re.compile(
    r"(?:[ -]?(?:per|/)[ -]?| (?:each|every)"
    r" (?!for|of|to|in|on|at|from|by|with|and|or|as|was|were|is)(?=\w+[.,;)\s]|$))"
    r"(?P<any>(?:\d[\d,]{0,12}(?: \w+)?)|(?:square|cubic|metric|british) [a-z]+|[a-z][a-z-]{0,24}[a-z]²?"
    r"|h\b|s\b|l\b|m²|m2|g\b)"
    rf"|[ -](?:a|an)[ -](?P<listed>(?:square (?:foot|metre|meter|mile)|(?:{_PERIODS})(?! (?:ago|earlier"
    rf"|before|later|on year|old))|{_MEASURES}))\b"
    r"| (?P<adverb>annually|daily|weekly|monthly|yearly|hourly)\b(?=[.,;)]| (?:in|to|on|for|by|and|from"
    r"|since|over)\b)"
)
_PER_NAMES = {
    "annually": "year", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "hourly": "hour",
    "annum": "year", "h": "hour", "hr": "hour", "s": "second", "sec": "second", "min": "minute", "l": "litre",
    "liter": "litre", "kilo": "kilogram", "kilogramme": "kilogram", "kg": "kilogram", "lb": "pound", "g": "gram",
    "meter": "metre", "kilometer": "kilometre", "km": "kilometre", "m²": "square metre", "m2": "square metre",
    "month": "month", "yr": "year", "wk": "week", "cent": "", "mile": "mile", "sqft": "square foot", "oz": "ounce",
    "square meter": "square metre", "cubic meter": "cubic metre", "bbl": "barrel", "gal": "gallon", "mmbtu":
    "million british thermal units", "square inche": "square inch",
}  # fmt: skip


def match_per(lower: str, position: int) -> tuple[str, int] | None:
    """Return the denominator of a rate at ``position`` ("a litre", "per day", "/kg") and where it ends."""
    match = _PER.match(lower, position)
    if match is None:
        return None
    name = match["any"] or match["listed"] or match["adverb"]
    name = _PER_NAMES.get(name, name)
    if not name:
        return None
    return name, match.end()
