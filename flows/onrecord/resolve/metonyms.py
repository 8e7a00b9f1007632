"""Capitals that stand for governments: "Washington's funding", "ties between Nairobi and Ottawa".

A capital is a government when it acts or owns what governments own; after a preposition of place it is a place.
The words are ``seeds/reference/metonym_words.csv``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from onrecord import reference
from onrecord.extract.actors.gazetteer import lookup
from onrecord.extract.parse import Parsed
from onrecord.records import Mention

_BETWEEN = re.compile(r"\b(?:between|with|against|by)\s+(?:[A-Z]\w+(?:\s+[A-Z]\w+)?\s+and\s+)?$")
_AND_ANOTHER = re.compile(r"\s+and\s+[A-Z]")


def mark_metonyms(parsed: Parsed, mentions: Sequence[Mention]) -> None:
    """Set ``is_metonym`` on the mentions of capitals that stand for their country's government."""
    text = parsed.article.text
    for mention in mentions:
        if mention.kind == "place":
            known = lookup(text[mention.char_start : mention.char_end])
            mention.is_metonym = (
                known is not None and known.via == "capital" and _governs(text, mention.char_start, mention.char_end)
            )


def _governs(text: str, start: int, end: int) -> bool:
    line = text.rfind("\n", 0, start) + 1
    sentence = max(line, text.rfind(". ", line, start) + 1)
    before = text[sentence:start]
    if _owns().match(text, end):
        return True
    if _locative().search(before):
        return False
    dealt = bool(_BETWEEN.search(before) or _AND_ANOTHER.match(text, end))
    return (dealt and bool(_dealing().search(before))) or bool(_acts().match(text, end))


@functools.cache
def _owns() -> re.Pattern[str]:
    return re.compile(rf"\s*['’]s\s+(?:\w+\s+){{0,2}}?(?:{_words('owned')})\b")


@functools.cache
def _acts() -> re.Pattern[str]:
    auxiliaries = "has|have|had|will|could|should|must|may|might|also|is|was"
    return re.compile(rf"\s+(?:would\b|(?:(?:{auxiliaries})\s+)?(?:not\s+)?(?:{_words('act')})\b)")


@functools.cache
def _dealing() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('dealing')})\b", re.IGNORECASE)


@functools.cache
def _locative() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('place')}),?\s+$", re.IGNORECASE)


def _words(cls: str) -> str:
    return "|".join(row["word"] for row in reference.load("metonym_words") if row["class"] == cls)
