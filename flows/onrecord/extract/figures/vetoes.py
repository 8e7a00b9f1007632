"""What looks like a number and is no quantity: clock times, phone numbers, names, labels, idioms, years."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from itertools import pairwise

from onrecord import reference
from onrecord.extract import labels
from onrecord.extract.atoms import trie_pattern
from onrecord.extract.figures.named import find_named, is_named
from onrecord.extract.figures.phrases import Noun, Tokens
from onrecord.extract.figures.quantity import Quantity, Source

_HOUR_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
# "in nineteen forty-six", "the nineteen-eighties", "in twenty twenty-six"
_SPELLED_YEARS = (
    r"(?:(?:seven|eigh|nine)teen[ -](?:hundreds|oh[ -]\w+|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:ies"
    rf"|y(?:[ -](?:{_HOUR_WORDS}))?))|twenty[ -](?:twenty(?:[ -](?:{_HOUR_WORDS}))?"
    r"|(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)))\b"
    r"(?![ -](?:percent|per cent|thousand|million|[a-z]{3,8}ths))"
)
# Grouped by how they begin, so that most characters of a text are dismissed at once.
_DIGIT_SPANS = re.compile(
    r"(?=[\d(+\[])(?:"
    r"(?<!\w)\d{1,2}(?:[:.]\d{2})?(?: ?[-–] ?\d{1,2}(?:[:.]\d{2})?)? ?(?:[ap]\.m\.?|[ap]m\b)"
    r"|(?<![\d.])\d{1,2}:\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?!\d)"
    r"|(?<!\w)\d{3,4} ?(?:hrs|gmt|utc|est|edt|bst|local time)\b|(?<!\w)\d{1,2}[h:]\d{2}\b"
    r"|(?<!\w)[012]?\d\.[0-5]\d (?:gmt|bst|hrs)\b|(?<!\w)\d{1,2} o[’']clock\b"
    r"|(?<![\w.])\+?\(?\d{2,4}\)?[-.]\d{3,4}[-.]\d{3,4}\b|(?<![\w.])(?:\+?\(?\d{2,4}\)?"
    r"|0\d{2,4}) \d{3,4}[- ]\d{4}\b"
    r"|(?<!\w)10\.\d{4,9}/\S+"  # the identifier of a paper
    r"|(?<!\w)0\d{2,4} \d{3,4} \d{3,4}\b|(?<!\w)0\d{3,4} \d{6}\b"
    r"|\+\d[\d -]{6,20}\d|(?<!\w)1-8\d\d-[\w-]+|(?<![\w,.])\d{3}-\d{4}\b"
    r"|(?<!\w)\d+(?:\.\d+){2,}\b|(?<!\w)7[0-8]7-(?:\d00|[89]|10)\b|(?<!\w)\d+(?:[-–/]\d+){2,}\b|\[\d+\]"
    r"|(?<![\w.])\d\+\d(?![\w.])"  # "2+2 talks", "the 5+1 format"
    r"|(?<!\w)(?:24/7|9/11|7/7|50[-/]50|20/20|401\(k\)|10-[kq])(?!\w)"
    r"|(?<![\d.])\d{1,2} ?[x×] ?\d{1,4}\b(?!\^?[-−+]\d)|(?<!\d)\d{5}(?:-\d{4})? (?:zip|area code))"
)
_WORD_SPANS = re.compile(
    rf"\b(?:(?:{_HOUR_WORDS}) (?:o[’']clock|in the (?:morning|afternoon|evening)|at night)\b|"
    rf"(?:half|quarter|\d+|five|ten|twenty) (?:past"
    rf"|to) (?:{_HOUR_WORDS})\b"
    r"(?! (?:(?!is\b|was\b|as\b|this\b)[a-z-]{1,24}s\b|people|men|women|children|percent|per\b"
    r"|million|billion|thousand|hundred))"
    r"|fifty-fifty\b|(?:dial(?:l?ed|s|ling)?|call(?:ed|s|ing)?|r[au]ng|phoned?) (?:999|911|112|000)\b"
    r"|(?:999|911|112|000) (?:calls?|callers?|operators?|dispatch(?:ers?)?|recordings?)\b"
    rf"|(?:top|bottom|big|last|final) (?!\w+ (?:to|or) (?:\d|{_HOUR_WORDS}))"
    r"(?:two|three|four|five|six|eight|ten|3|4|5|6|10)\b"
    r"(?! [a-z-]{1,24}(?:s|men|women|people)\b)(?![-\w])"
    rf"|{_SPELLED_YEARS}"
    r"|(?:https?://|www\.)\S+)"
)
_ADDRESSES = re.compile(r"(?<!\S)[\w.+-]+@[\w-]+\.\w+|(?<!\w)[@#]\w+")


class Vetoes:
    """The vetoes of one text: ``spans`` are dates and other stretches no figure may touch."""

    def __init__(self, source: Source, dates: list[tuple[int, int]]) -> None:
        self.source = source
        patterns = [_DIGIT_SPANS, _WORD_SPANS, _idioms()]
        if "@" in source.lower or "#" in source.lower:
            patterns.append(_ADDRESSES)
        found = [match.span() for pattern in patterns for match in pattern.finditer(source.lower)]
        found += find_named(source.lower)
        found += _numbered_lines(source.text)
        found += [match.span("count") for match in _UPDATE.finditer(source.text)]
        self._spans = sorted(set(found) | set(dates))
        self._starts = [start for start, _ in self._spans]
        self._reach: list[int] = []
        for _, end in self._spans:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def blocks(self, start: int, end: int) -> bool:
        """Tell whether a span touches one of the stretches."""
        i = bisect_right(self._starts, end - 1)
        return i > 0 and self._reach[i - 1] > start

    def rejects(self, q: Quantity) -> bool:
        """Tell whether what stands around a quantity makes it none."""
        return _is_glued(self.source, q) or (q.is_bare and _is_name(self.source, q))


def names_number(tokens: Tokens, q: Quantity, noun: Noun | None, in_list: bool) -> bool:
    """Tell "Galaxy Note 20 Ultra", "Planet 9" from "In Nairobi 12 people": the number ends a proper name.

    ``in_list`` says that counts stand before it in the sentence: "Labour has 412 seats, the Conservatives 121".
    """
    if not q.is_bare or not q.in_digits or q.form != "cardinal" or q.has_scale or q.kind != "count":
        return False
    token = tokens.at(q.start)
    if (
        token is None
        or token.i == 0
        or token.is_sent_start
        or (token.idx, len(token.text)) != (q.start, q.end - q.start)
    ):
        return False
    before = tokens.doc[token.i - 1]
    if before.tag_ not in ("NNP", "NNPS") or not before.text[:1].isupper() or "," in token.text or "." in token.text:
        return False
    if noun is None or noun.start < q.start:
        return not in_list
    counted = tokens.at(noun.end - 1)
    return counted is not None and counted.tag_ not in ("NNS", "NNPS") and counted.lower_ not in _COLLECTIVE


_COLLECTIVE = {
    "police",
    "people",
    "personnel",
    "staff",
    "cattle",
    "troops",
    "officers",
    "women",
    "men",
    "children",
    "others",
    "dead",
    "aircraft",
}


# How a wire numbers the versions of a story: "UPDATE 2-Bank raises rates"
_UPDATE = re.compile(
    r"^(?:UPDATE|WRAPUP|CORRECTED|REFILE|RPT|EXCLUSIVE)(?:-UPDATE)? (?P<count>\d{1,2})(?=-)", re.MULTILINE
)
_LINE_NUMBER = re.compile(r"^ *\(?(\d{1,3})[.):]?(?= +\S)", re.MULTILINE)


def _numbered_lines(text: str) -> list[tuple[int, int]]:
    """Return the numbers that count the lines of a list: two or more lines with numbers one apart."""
    numbers = [(int(match[1]), match.span()) for match in _LINE_NUMBER.finditer(text)]
    listed: set[tuple[int, int]] = set()
    for (one, span), (two, next_span) in pairwise(numbers):
        if two == one + 1 or two == one - 1:
            listed |= {span, next_span}
    return sorted(listed)


@functools.cache
def _idioms() -> re.Pattern[str]:
    phrases = sorted({row["phrase"] for row in reference.load("number_idioms")})
    return re.compile(rf"(?<![\w-]){trie_pattern(phrases).replace(re.escape(' '), '[ -]')}(?!\w)")


_GLUE_BEFORE = re.compile(r"(?:[^\W\d]|_|[\w)][-/.:+*'’^]|[a-z]−|#|@|№|\d,|=)$")
_MAY_PRECEDE = re.compile(r"(?<![a-z])(?:minus|sub|plus|nearly|almost|all|an|a|this|that|and|to|or|of|by)-$")
_GLUE_AFTER = re.compile(r"(?:[^\W\d_]|_|\d|@)")
_HYPHEN_AFTER = re.compile(r"[-](?:[A-Z]|\d)")
_DECADE_AFTER = re.compile(r"['’]?s\b")
_ADDRESS = re.compile(
    r" (?:(?:North|South|East|West|N|S|E|W)\.? )?(?:(?:[A-Z][\w’'.-]+|\d{1,3}(?:st|nd|rd|th)) ){0,3}(?:Street|St|Avenue"
    r"|Ave|Road|Rd|Lane|Ln|Drive|Boulevard|Blvd|Place"
    r"|Square|Crescent|Terrace|Highway|Hwy|Parkway|Mews)\b"
)
_LIST_ITEM = re.compile(r"(?:^|\n) *\(?$")
_ALL_ZERO = re.compile(r"0\d")


def _is_glued(source: Source, q: Quantity) -> bool:
    text = source.text
    if q.start < q.core_start and q.kind in ("money", "rate"):
        glued = False
    else:
        before = text[max(0, q.start - 12) : q.start]
        glued = _GLUE_BEFORE.search(before) is not None and _MAY_PRECEDE.search(before.lower()) is None
        if glued and not q.in_digits and before[-1:] in "’'":
            glued = False
    if glued:
        return True
    if q.end == q.core_end and (q.is_bare or q.kind == "money"):
        after = text[q.end : q.end + 3]
        if _GLUE_AFTER.match(after) and q.form != "multiple" and not after.startswith("°"):
            return True
        if q.in_digits and (_DECADE_AFTER.match(after) or (_HYPHEN_AFTER.match(after) and q.kind != "money")):
            return not _in_headline_case(text, q.end)
    return False


def _in_headline_case(text: str, position: int) -> bool:
    """Tell "5-Year Plan" in a title-case line from a name such as 7-Eleven: a unit-like word of letters follows."""
    return (
        re.match(r"-[A-Z][a-z]+\b", text[position : position + 20]) is not None and text[position + 1 :][:6] != "Eleven"
    )


def _is_name(source: Source, q: Quantity) -> bool:
    text, lower = source.text, source.lower
    digits = text[q.core_start : q.core_end]
    if q.form == "ordinal" or q.has_scale or q.kind == "score":
        return False
    if labels.is_label(lower, q.start) and not ("," in digits or ("." in digits and q.value > 10)):
        # but "they measure a quarter of it", "since last year, three more than"
        return q.in_digits or not (q.form == "fraction" or lower.endswith(", ", 0, q.start))
    if not q.in_digits:
        return _is_capitalised_name(text, q)
    if digits.isdigit() and is_named(text, q.start, q.end):
        return True
    if _ALL_ZERO.match(digits) or (digits.isdigit() and len(digits) >= 8):
        return True
    if _ADDRESS.match(text, q.end) and "," not in digits:
        return True
    if (
        _LIST_ITEM.search(text, max(0, q.start - 6), q.start)
        and re.match(r"[.)](?: |$)", text[q.end : q.end + 2])
        and q.value < 100
    ):
        return True
    return text.startswith(")", q.end) and text[q.start - 1 : q.start] == "(" and digits.isdigit() and q.value < 10


def _is_capitalised_name(text: str, q: Quantity) -> bool:
    """Tell "the Big Five", "Seven Sisters", "Ocean's Eleven": a number word with a capital inside a sentence."""
    word = text[q.start : q.end]
    if not word[:1].isupper() or word.isupper():
        return False
    before = text[max(0, q.start - 40) : q.start]
    if re.search(r"(?:^|[.!?:;\n“\"'‘(—–-])\s*$", before):
        return False
    return (
        re.search(r"\b[A-Z][\w’']*(?: of)? $", before) is not None
        or re.match(r" [A-Z]", text[q.end : q.end + 2]) is not None
    )
