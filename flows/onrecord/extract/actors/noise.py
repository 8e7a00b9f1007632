"""Entities of a model that are no names: a letter, a title, a minister's portfolio, a feast, a plain word."""

from __future__ import annotations

import functools
import re

from onrecord import reference
from onrecord.extract.actors.gazetteer import lookup
from onrecord.extract.actors.lines import Line, closing_words, is_title, plain_names, spelled
from onrecord.extract.actors.names import Word, fold, is_capitalised, is_given_name, word_set
from onrecord.extract.actors.offices import modifiers, office_at, portfolios
from onrecord.extract.dates.calendar import WEEKDAYS
from onrecord.records import ActorKind

_NO_NAME = re.compile(r"[RDI]-[A-Z]\w*\.?|[A-Z]{2,4}s$")  # "Sen. Jane Roe (R-Ohio)", "MPs"
_ROAD = re.compile(r"(?:[A-Z]{1,2}|US)[ -]?\d{1,4}[A-Z]?|(?:Route|Highway|Interstate) \d+")  # "A104", "I-95"
_ROADS = word_set("Road Route Highway Motorway Interstate")
_ALONE = word_set("Parliament Cabinet Judiciary Senate Congress Treasury")  # closing words that are names by themselves


def is_noise(line: Line, piece: list[Word], kind: ActorKind) -> bool:
    """Tell whether an entity is no name: a letter, a title, a minister's portfolio, a feast, known names joined."""
    name = spelled(piece)
    if len(name) < 2 or name.isdigit() or name in plain_names() or _NO_NAME.match(name):
        return True
    if lookup(name) is not None:
        return False
    if (kind == "place" and _ROAD.fullmatch(name)) or _is_bracketed_charge(line, piece):
        return True
    if len(piece) == 1 and _is_plain_word(line, piece):
        return True
    party = lookup(piece[-1].text) if len(piece) > 1 else None
    if party is not None and party.name in {"Republicans", "Democrats"} and not piece[-1].text.endswith("s"):
        return True  # "the South Carolina Republican" is a person
    if not line.is_caseless and not any(is_capitalised(word.text) for word in piece):
        return True
    if len(piece) == 2 and piece[0].text == "Group" and len(piece[1].text) == 1:
        return True
    a, b = line.index(piece[0].start, piece[-1].end)
    if is_numbered_road(line, b):
        return True
    for k in range(max(0, a - 3), a + 1):  # inside an office: "Prime Cabinet | Secretary"
        office = office_at(line.words, k)
        if office and office[1] > 1 and k + office[1] >= b:
            return True
    charges = portfolios() | {"cabinet", ",", "&"}
    if any(fold(word.text) not in charges for word in piece):
        return False
    before = line.words[a - 2] if a > 1 and fold(line.words[a - 1].text) in {"of", "for"} else None
    return bool((b < len(line.words) and office_at(line.words, b)) or (before and is_title(before.text)))


def is_numbered_road(line: Line, b: int) -> bool:
    """Tell whether the words before word ``b`` are a road with a number: "County Road | 9"."""
    return b < len(line.words) and line.words[b].text.isdigit() and line.words[b - 1].text in _ROADS


def _is_plain_word(line: Line, piece: list[Word]) -> bool:
    """Tell whether one unknown word is no name: it opens a sentence, is a title, a currency, known names joined."""
    name = piece[0].text
    parts = name.split("-")
    if piece[0].start in line.common and not is_given_name(name):
        return True
    if name in closing_words() and name not in _ALONE:
        return True
    if (
        is_title(name)
        or fold(name) in WEEKDAYS
        or name in _currency_codes()
        or (len(parts) > 1 and all(lookup(part) for part in parts))
    ):
        return True
    return fold(name) in modifiers() and _before_office(line, piece)  # "Acting | US Attorney"


def _before_office(line: Line, piece: list[Word]) -> bool:
    _, b = line.index(piece[0].start, piece[-1].end)
    return any(office_at(line.words, k) for k in range(b, min(b + 3, len(line.words))))


def _is_bracketed_charge(line: Line, piece: list[Word]) -> bool:
    """Tell whether a name is an officer's charge: "Chief Secretary (Revenue and | Relief)". Initials are the office."""
    a, b = line.index(piece[0].start, piece[-1].end)
    opened = next((k for k in range(a - 1, max(a - 6, 0), -1) if line.words[k].text in {"(", ")"}), 0)
    closed = b < len(line.words) and line.words[b].text in {")", ",", "and", "&"}
    is_open = opened > 0 and line.words[opened].text == "(" and not piece[-1].text.isupper()
    return closed and is_open and is_title(line.words[opened - 1].text) and line.words[opened - 1].text[0].isupper()


@functools.cache
def _currency_codes() -> frozenset[str]:
    """Return the ISO codes of currencies, and what stands before a dollar sign: "CHF", "EC" of "EC$"."""
    rows = reference.load("currencies")
    signs = {sign.removesuffix("$") for row in rows for sign in row["before"].split("|") if sign.endswith("$")}
    return frozenset(row["code"] for row in rows) | {sign for sign in signs if sign.isalpha() and lookup(sign) is None}
