"""Rejects: inputs that did not become articles, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RejectStage = Literal["discover", "read", "extract"]
RejectReason = Literal[
    "missing",  # the path given does not exist
    "unreadable",  # the file can't be opened or read
    "unsupported",  # not a kind of file that a reader exists for
    "too_large",  # more bytes than the settings allow for one article
    "empty",  # no text in it
    "binary",  # bytes that are no text: NULs and control characters
    "undecodable",  # neither UTF-8, UTF-16 with a mark, nor cp1252
    "not_english",  # the text is in another language
    "duplicate",  # the same text, character for character, came from another source
    "crashed",  # extraction raised an error
    "timed_out",  # extraction took longer than the settings allow for one article
    "out_of_memory",  # extraction needed more memory than the settings allow
]


@dataclass(frozen=True, slots=True)
class Reject:
    """One input that ended without becoming an article. ``sha256`` and ``n_bytes`` are of the raw input."""

    source_uri: str
    stage: RejectStage
    reason: RejectReason
    detail: str
    sha256: str | None = None
    n_bytes: int | None = None
