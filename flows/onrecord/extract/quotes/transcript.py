"""Transcripts and interviews: paragraphs that open with the speaker's name and a colon, without quote marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.blocks import Block
from onrecord.extract.quotes import cues
from onrecord.text import Span

_LABEL = re.compile(
    r"[\"“]?(?P<name>(?:[A-Z][\w.'’-]*)(?:\s[A-Z][\w.'’-]*){0,4})(?:\s\([^()]{1,40}\))?:\s*(?P<speech>[^\s\"“‘'].*?[^\s\"”])[\"”]?"
)
_INNER = re.compile(r"(?P<name>[A-Z][A-Z.'’ -]{2,40}):\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled paragraph: who speaks and what is said."""

    name: Span
    speech: Span
    block: int


def find_lines(text: str, blocks: Sequence[Block]) -> list[Line]:
    """Return the labelled paragraphs of a text that holds a transcript, else none.

    A transcript has two speakers or more and one of them speaks twice, or all its labels are in capitals.
    """
    lines: list[Line] = []
    for index, block in enumerate(blocks):
        match = _LABEL.fullmatch(text, block.start, block.end) if block.kind == "paragraph" else None
        if match is None or cues.is_listed("label", match["name"].split()[0].lower()) or " " not in match["speech"]:
            continue
        lines.append(Line(Span(*match.span("name")), Span(*match.span("speech")), index))
    counts = Counter(text[line.name.start : line.name.end] for line in lines)
    repeated = len(counts) >= 2 and max(counts.values()) >= 2
    capitals = len(lines) >= 2 and all(name.isupper() for name in counts)
    return lines if repeated or capitals else []


def inner_label(text: str, inner: Span) -> Line | None:
    """Return the label that opens a quoted line of a transcript ('"MAYOR: We will."'), in capitals."""
    match = _INNER.match(text, inner.start, inner.end)
    if match is None or match.end() >= inner.end:
        return None
    return Line(Span(*match.span("name")), Span(match.end(), inner.end), -1)
