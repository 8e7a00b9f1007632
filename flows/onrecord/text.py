"""The text model: an article, and the blocks its text is made of.

Offsets everywhere in Onrecord are Unicode code points into ``Article.text``, end exclusive.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.blocks import Block, find_blocks


class Span(NamedTuple):
    """A half-open stretch of an article's text, in code points."""

    start: int
    end: int


def make_id(prefix: str, *parts: object) -> str:
    """Return ``prefix_`` and 16 hex digits of the SHA-256 of the raw values, which must not hold NUL."""
    raw = "\0".join(str(part) for part in parts)
    return f"{prefix}_{hashlib.sha256(raw.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as read from its source; the blocks follow from the text alone."""

    source_uri: str
    text: str
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published_at: dt.datetime | None = None
    language: str = "en"
    article_id: str = field(init=False)
    blocks: tuple[Block, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "article_id", make_id("art", self.text))
        object.__setattr__(self, "blocks", find_blocks(self.text))
