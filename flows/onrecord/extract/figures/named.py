"""Numbers that only name: laws and records by their number, telephones, and clock times without "a.m." or "p.m."."""

from __future__ import annotations

import re
from collections.abc import Iterator


def find_named(lower: str) -> Iterator[tuple[int, int]]:
    """Return the stretches of a text whose numbers refer to a law, a record, a telephone or an hour."""
    for pattern in (_AFTER_DIGIT, _AFTER_WORD):
        for match in pattern.finditer(lower):
            yield match.span()


def is_named(text: str, start: int, end: int) -> bool:
    """Tell whether the number ``text[start:end]`` is that of a collection's piece, or the hour after another."""
    if end - start > 2:
        return _COLLECTION.search(text, max(0, start - 24), start) is not None and _ENDS.match(text, end) is not None
    return (
        text.startswith(",", end)
        and int(text[start:end]) <= _HOURS
        and _HOUR_BEFORE.search(text, max(0, start - 120), start) is not None
    )


# -- laws and records ---------------------------------------------------------------------------------

# "18 U.S.C. § 371", "28 C.F.R. Part 35", "410 U.S. 113": the number before the code is the volume's.
_LAW = (
    r"\d{1,3} (?:u\.? ?s\.? ?c\b\.?(?:a\.)?|c\.? ?f\.? ?r\b\.?|fed\. reg\.|(?:u\.s\.|f\.[234]d|stat\.) (?=\d))"
    r"(?: ?(?:§+|sections?|sec\.|parts?|chapters?|ch\.))?(?: ?\d[\w.-]*(?:\(\w{1,4}\))*)?"
)
# A second part that begins with a zero ends no range: "release 26-041".
_AFTER_DIGIT = re.compile(rf"(?=\d)(?<![\w.,$€£-])(?:{_LAW}|\d{{2,4}}-0\d{{1,5}}\b(?![-:/]))")
_PUBLIC_LAW = r"pub(?:lic|\.) l(?:aw|\.)(?: no\.)? ?\d+[-–]\d+"
_LINE_OF_RECORD = r"release|reference|ref|notice|bulletin|advisory|circular"
_RECORD = rf"(?:{_LINE_OF_RECORD})[ :.]*(?:no\.? ?)?\d[\d/-]*(?=\n)"
# "MNHN-PV 2291": a museum's letters and the number in its catalogue
_COLLECTION = re.compile(r"(?<![\w.-])(?:[A-Z]{2,6}[-.])+[A-Z]{1,5} $")
_ENDS = re.compile(r"[.,;:)\n](?!\d)| (?:and|at|from|has|in|is|was)\b|$")

# -- telephones ---------------------------------------------------------------------------------------

_DIGITS = r"(?:\d{3}(?: \d{3,4}){1,3}|\d{3,6})(?![\d,]*[\d%])"
_NUMBER = rf"{_DIGITS}(?:,? (?:or|and) {_DIGITS})?"
_NOT_ROUND = r"(?!\d*[05]0\b(?! (?:or|and)))"  # "will call 150 to testify"
_CALLED = (
    rf"(?:call(?:s|ed|ing)?|phoned?|ring|dial(?:s|l?ed|l?ing)?) (?:on |toll[- ]free )?{_NOT_ROUND}{_NUMBER}"
    r"(?=$|[.,;:!?)\n”\"]| (?:to|for|if|immediately|toll|free|now|at|from|in an emergency)\b)"
)
_LINE = r"(?:help-?lines?|hot-?lines?|toll[- ]free|crisis line|emergency (?:number|line)|short ?code)"
_REACHED = r"(?:reached|contacted|contact(?: [a-z]+){0,3}|call(?: [a-z]+){1,3}|text(?:ing)? [\w’'\"“”]+|whatsapp|sms)"
_COUNTED_NEXT = r"(?! (?:[a-z-]{2,24} )?(?!(?:as|is|was|this|his|its)\b)(?:[a-z-]{2,24}s|people|men|women|children)\b)"
_TELEPHONE = (
    rf"(?:{_LINE}(?: (?:number|line|hotline|helpline))?(?: is| on| at)?:?|{_REACHED} (?:on|at|to|via))"
    rf" {_NUMBER}{_COUNTED_NEXT}"
)

# -- clock times --------------------------------------------------------------------------------------

_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CLOCK = rf"(?:(?:1[0-2]|[1-9])(?:[:.][0-5]\d)?|{_WORDS})"
_PART = r"(?:early |late )?(?:morning|afternoon|evening|night)"
_THAT = r"(?:this|that|yesterday|tomorrow|the next|the following|(?:on )?[a-z]{3,6}day)"
# "at 2 in the night", "just after six on Friday evening", "by 7 tomorrow"
_HOUR = (
    r"(?:at|around|about|until|till|since|before|after|past) (?:about |around |exactly |just (?:after|before) )?"
    rf"{_CLOCK}(?= (?:in the {_PART}|{_THAT} {_PART}|sharp)\b)"
    rf"|(?:at|until|till|before|after) {_CLOCK}(?= (?:tonight|tomorrow)\b)"
    rf"|by {_CLOCK}(?= (?:in the {_PART}|tonight|tomorrow|sharp)\b)"
)
# "from 6 to 9 p.m.", "between 2 and 4 pm"
_FROM_HOUR = (
    r"(?:from|between|at|around) (?:1[0-2]|[1-9])(?:[:.]\d\d)? ?(?:to|and|until|till|or|-|–) ?"
    r"(?=\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b)"
)
_AFTER_WORD = re.compile(
    rf"\b(?=[abcdefhnprstuw])(?:{_HOUR}|{_FROM_HOUR}|{_CALLED}|{_TELEPHONE}|{_PUBLIC_LAW}|(?<![^\n]){_RECORD})"
)
# "I called at 3:40 a.m. At 6, nobody had come."
_HOUR_BEFORE = re.compile(r"(?:\d ?[ap]\.m\.|\d ?[ap]m\b|o[’']clock)[^\n]{0,100} (?:At|By) (?:about |around )?$")
_HOURS = 12
