"""The denominator of a rate: "a litre", "per day", "/kg"."""

from __future__ import annotations

import re

from onrecord.extract.figures import money

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
_NO_NOUN = "(?!(?:for|of|to|in|on|at|from|by|with|and|or|as|was|were|is|one|single|other|few|so)\\b)"
# "each" also stands alone, "Rs 500 each had been paid"; only some nouns make a rate of it.
_EACH = (
    f"(?:{_PERIODS}|{_MEASURES}|way|time|man|woman|victim|farmer|customer|player|resident|passenger|voter|teacher"
    "|member)"
)
_PER = re.compile(
    rf"(?:[ -]?(?:per|/)[ -]?| every {_NO_NOUN}(?=\w+[.,;)\s]|$)| each (?={_EACH}\b))"
    r"(?P<any>(?:(?:\d[\d,]{0,12}|two|three|four|five|six|ten|twelve)(?: \w+)?)"
    r"|(?:square|cubic|metric|british) [a-z]+|[a-z][a-z-]{0,24}[a-z]²?"
    r"|h\b|s\b|l\b|m²|m2|m³|m3|g\b)"
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
    "m³": "cubic metre", "m3": "cubic metre", "dl": "decilitre",
    "month": "month", "yr": "year", "wk": "week", "cent": "", "mile": "mile", "sqft": "square foot", "oz": "ounce",
    "square meter": "square metre", "cubic meter": "cubic metre", "bbl": "barrel", "gal": "gallon", "mmbtu":
    "million british thermal units", "square inche": "square inch",
}  # fmt: skip


_TO_THE = re.compile(
    r" (?:per|to the|against the|versus the|to one|to a) (?:u\.?s\.? |us )?"
    r"(?P<foreign>dollar|euro|pound|greenback)\b(?!-)"
)
_REACH = 160  # characters of the sentence before an exchange rate in which the currency stands


def match_exchange(lower: str, start: int, end: int) -> tuple[str, str, int] | None:
    """Return the currency of an exchange rate, "the naira fell to 1,530 to the dollar", the foreign one and its end."""
    rate = _TO_THE.match(lower, end)
    if rate is None:
        return None
    said = lower[max(0, start - _REACH) : start]
    said = said[max(said.rfind(stop) for stop in (". ", "; ", "\n")) + 1 :]
    named = [match["word"] for match in money.words_in(said)]
    foreign = "dollar" if rate["foreign"] == "greenback" else rate["foreign"]
    own = [word for word in named if not word.startswith(foreign)]
    return (own[-1], foreign, rate.end()) if own else None


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
