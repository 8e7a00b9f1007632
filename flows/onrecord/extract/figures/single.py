"""One unit said with an article instead of a number: "nearly a decade", "an hour and a half", "a full year".

"A year" by itself is mostly no figure ("$5 a year", "a year ago"), so only those that are bounded, stretched
or said to last are read.
"""

from __future__ import annotations

import re

from onrecord.extract.figures import units
from onrecord.extract.figures.quantity import Quantity, Source

_TIMES = "minute|hour|day|week|fortnight|month|year|decade|century|millennium"
_LENGTHS = "mile|kilometre|kilometer|metre|meter|acre|hectare|tonne|ton|litre|liter|gallon"
_REPORTED = "profits?|results?|forecasts?|guidance|earnings|revenues?|outlook|sales|targets?|loss(?:es)?|estimates?"
_ENDS = r"[.,;:!?)]|$|\n| (?:in|at|on|before|after|while|until|now|with|because|by|but|since|under|without|from)\b"
# "an hour and 20 minutes": the parts are joined to it afterwards
_AND_NUMBER = r",? (?:and )?(?:\d{1,2}|[a-z]{3,9}(?:-[a-z]{3,5})?)"
_SINGLE = re.compile(
    rf"(?<![\w-])(?:"
    rf"(?P<with_part>(?<!half )an? (?P<u7>minute(?={_AND_NUMBER} seconds)|hour(?={_AND_NUMBER} minutes)"
    rf"|year(?={_AND_NUMBER} months)))\b"
    rf"|(?P<half>(?:an?|past|last|next|this) (?P<u1>{_TIMES}|{_LENGTHS}) and (?:a )?(?P<part>half|quarter))\b"
    rf"|(?:more than|less than|well over|just over|just under|nearly|almost|about|around|roughly"
    rf"|approximately|up to|at least|at most"
    rf"|over|under|only|barely|within) (?P<one>an? (?P<u2>{_TIMES}|mile|kilometre|kilometer))\b"
    rf"(?![- ]old)(?!-long (?!wait|delay))(?! (?:and|or) (?:a |an )?(?:half|quarter|two"
    rf"|so\b))(?![’'])(?! (?:of|when|in which|that|where|like|for|as)\b)"
    rf"|(?<=for )(?P<lasting>an? (?P<u6>hour|day|week|fortnight|month|year|decade|century))\b(?={_ENDS})"
    rf"|(?<!and )(?P<prison>an? (?P<u3>{_TIMES})(?= (?:in (?:prison|jail|custody|detention)|behind bars)\b))"
    rf"|(?P<whole>(?<!every )(?<!each )(?<!per )(?:a |an |the )?"
    rf"(?:full|whole|entire)(?: |-(?=\w+(?:[.,;)]|$)))(?P<u4>{_TIMES})\b"
    rf"(?!-| (?:{_REPORTED})\b)|another (?P<u5>{_TIMES}"
    rf"|mile)\b)"
    r")"
)
_PARTS = {"half": 1.5, "quarter": 1.25}


def find_single(source: Source) -> list[Quantity]:
    """Return the quantities of one unit, or one and a half, that are written with an article."""
    found = []
    for match in _SINGLE.finditer(source.lower):
        kind = match.lastgroup or ""
        kind = next(name for name in ("with_part", "half", "one", "lasting", "prison", "whole") if match[name])
        start, end = match.span(kind)
        word = match["u1"] or match["u2"] or match["u3"] or match["u4"] or match["u5"] or match["u6"] or match["u7"]
        unit_start = source.lower.index(word, start)
        if source.lower.startswith(("past", "last", "next", "this"), start):
            start = unit_start
        unit = units.by_word(word)
        value = _PARTS[match["part"]] if match["part"] else 1.0
        quantity = Quantity(start, end, start, end, value, value, value, "cardinal", in_digits=False)
        quantity.kind = "duration" if unit.dimension == "time" else "measure"
        quantity.unit, quantity.ucum = unit.name, unit.ucum
        quantity.unit_start, quantity.unit_end = unit_start, unit_start + len(word)
        found.append(quantity)
    return found
