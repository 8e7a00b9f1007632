"""Capitals that stand for governments: "Washington's funding", "ties between Nairobi and Ottawa".

A capital is a government when it acts or owns what governments own; after a preposition of place it is a place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extract.gazetteer import lookup
from onrecord.extract.parse import Parsed
from onrecord.records import Mention

_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|to|from|near|outside|inside|around|across|through|via|into|of|downtown|central|off|leaving|visit(?:ed|ing|s)?|toward|towards"
    r"|reached?|left|city|town|capital,?)\s+$",
    re.IGNORECASE,
)
_DEALINGS = re.compile(
    r"\b(?:talks?|ties|relations?|relationships?|partnerships?|cooperation|agreements?|deals?|disputes?|tensions?|trade|treat(?:y|ies)"
    r"|pressure|support|sanctions|conflict|alliance|war|row|rift|diplomacy)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\s*['’]s\s+(?:\w+\s+){0,2}?(?:funding|contribution|support|decision|policy|policies|position|stance|government|foreign|nuclear|military|allies|ally|ties"
    r"|relations|claim|claims|offer|demand|demands|refusal|willingness|efforts?|role|response|move|plan|plans|sanctions|interests?|ambassador|envoy"
    r"|commitment|approach|pressure|insistence|leaders?|leadership|diplomats?|aid|troops|army|influence|ambitions?)\b"
)
_ACTS = re.compile(
    r"\s+(?:has|have|had|will|would|could|should|must|may|might|also|is|was)?\s*(?:not\s+)?"
    r"(?:said|says|warned|warns|accused|accuses|denied|denies|announced|announces|called|calls|condemned|condemns|rejected|rejects|insists|insisted|wants|wanted"
    r"|agreed|agrees|imposed|imposes|backs|backed|supports|supported|considers|considered|sees|urged|urges|vowed|vows|argues|argued|believes|fears|hopes|hoped|pledged"
    r"|refused|refuses|signed|recalled|expelled|threatened|demanded|demands|sought|seeks|sent|suspended|offered|blamed|blames|maintains|responded|declared"
    r"|criticised|criticized|welcomed|welcomes|opposes|opposed|ordered|retaliated|claims|claimed|accepted|trying|seeking|pushing|planning|ready|willing)\b"
)
_BETWEEN = re.compile(r"\b(?:between|with|against|by)\s+(?:[A-Z]\w+(?:\s+[A-Z]\w+)?\s+and\s+)?$")


def mark_metonyms(parsed: Parsed, mentions: Sequence[Mention]) -> None:
    """Set ``is_metonym`` on the mentions of capitals that stand for their country's government."""
    text = parsed.article.text
    for mention in mentions:
        if mention.kind != "place":
            continue
        known = lookup(text[mention.char_start : mention.char_end])
        if known is not None and known.via == "capital":
            mention.is_metonym = _governs(text, mention.char_start, mention.char_end)


def _governs(text: str, start: int, end: int) -> bool:
    line = text.rfind("\n", 0, start) + 1
    sentence = max(line, text.rfind(". ", line, start) + 1)
    before, after = text[sentence:start], text[end : end + 80]
    if _OWNED.match(after):
        return True
    if _PLACE_BEFORE.search(before):
        return False
    between = _BETWEEN.search(before)
    if (between or re.match(r"\s+and\s+[A-Z]", after)) and _DEALINGS.search(before):
        return True
    return bool(_ACTS.match(after))
