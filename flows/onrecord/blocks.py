"""Blocks: what each line of an article is, from the shape of the text alone.

A block is one line; plain-text sources keep a paragraph on one line. The first line is the headline; further
headlines (decks), bylines, datelines, captions and credit lines are told from paragraphs by how they look,
because no markup is left in plain text. Only shapes that paragraphs do not have count: a line in doubt is a
paragraph. Extractors read blocks apart: a name or a quotation never runs from one block into the next, except
a quotation left open at the end of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["headline", "byline", "dateline", "caption", "credit", "paragraph"]

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85\x0b\x0c]*\S[^\r\n\u2028\u2029\x85\x0b\x0c]*")
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_DATE = rf"(?:{_DAY},?\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}),?\s+\d{{4}}"
# A line that is a date and at most a clock time or "Updated".
_DATELINE = re.compile(
    r"(?:(?:Published|Posted|Updated|Last updated)[\s:]*)?"
    rf"{_DATE}(?:[\s,|·–-]+\d{{1,2}}[:.]\d{{2}}.{{0,12}})?\.?",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:(?:Written |Reported |Story |Words )?[Bb]y|BY|Reporting by|Editing by)\s*:?"
    r"(?:[\s,&|]+(?:[A-Z][\w.'’-]*|and|for|in|of|at|the|de|da|van|von|bin|al|el))+"
)
# "(left)", "(In Circle)", "(second from right)": where somebody stands in a picture.
_POSITION = re.compile(
    r"\((?:(?:second|third|fourth|far|from|front|back|top|bottom|in|on|the|and|row|circle[d]?|inset|pictured|above|below|[lrc]"
    r"|left|right|cent(?:re|er)|middle|standing|seated)\b[\s,]*)+\)",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"^(?:(?:File|Stock|Undated|Handout|Composite)\s+(?:photo|picture|image)|(?:A\s+)?photo\s+collage|(?:Photo|Image|Picture|Caption|FILE)\s*[:–—-]"
    r"|Pictured\b)|\b(?:file photo|pictured (?:here|above|left|right)|photo collage)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\W*(?:(?:Photo(?:graph)?s?|Image|Picture|Video|Credit|Source|Courtesy)(?:\s+(?:credit|courtesy|by|of))*"
    r"\s*[:/|]\s*\S.{0,60}"
    r"|©.{0,60}|(?:[A-Z][\w.'’&-]*\s?){1,5}/\s?(?:[A-Z][\w.'’&-]*\s?){1,5}"
    r"|.{0,60}\bGetty Images\b.{0,20})\W*$"
)
_DATE_AT_END = re.compile(rf"\b{_DATE}\.?$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_CAPITALISED = re.compile(r"\b[A-Z\d]\w*")
_LOWER = re.compile(r"\b[a-z]\w{3,}")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the text, without the white space around it. Offsets in code points, end exclusive."""

    kind: BlockKind
    start: int
    end: int


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the non-empty lines of ``text`` in order, each with its kind."""
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        spans.append((start, start + len(line.strip())))
    lines = [text[start:end] for start, end in spans]
    blocks: list[Block] = []
    in_head = True
    for i, (start, end) in enumerate(spans):
        kind = "headline" if i == 0 else _kind(lines, i, in_head)
        in_head = in_head and kind != "paragraph"
        blocks.append(Block(kind, start, end))
    return tuple(blocks)


def _kind(lines: Sequence[str], i: int, in_head: bool) -> BlockKind:
    """Return what line ``i`` is; ``in_head`` says that no paragraph has come before it."""
    line = lines[i]
    if len(line) > 400:
        return "paragraph"
    if _DATELINE.fullmatch(line):
        return "dateline"
    if len(line) < 120 and _BYLINE.fullmatch(line):
        return "byline"
    if len(line) < 90 and _CREDIT.match(line):
        return "credit"
    if _POSITION.search(line) or _PICTURE.search(line) or _repeats_a_neighbour(lines, i):
        return "caption"
    ended = _SENTENCE_END.search(line)
    if not ended and _DATE_AT_END.search(line):
        return "caption"
    if in_head and not ended and len(line) < 160 and _is_title_case(line):
        return "headline"
    return "paragraph"


def _repeats_a_neighbour(lines: Sequence[str], i: int) -> bool:
    """Say whether a short line is nearly the line beside it: a picture's alternative text and its caption."""
    words = set(_WORD.findall(lines[i].lower()))
    if len(words) < 5:
        return False
    for j in (i - 1, i + 1):
        if 0 < j < len(lines) and len(lines[j]) <= 400:
            others = set(_WORD.findall(lines[j].lower()))
            if len(words & others) >= 0.8 * len(words | others):
                return True
    return False


def _is_title_case(line: str) -> bool:
    """Say whether the words of a line are capitalised as in a headline: no long word in lower case."""
    capitalised = len(_CAPITALISED.findall(line))
    return capitalised >= 3 and len(_LOWER.findall(line)) <= 0.2 * capitalised
