"""Rejects: inputs that did not become articles, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RejectStage = Literal["discover", "read", "extract"]
RejectReason = Literal[
    "not_found",  # the path given does not exist
    "no_permission",  # the file or folder may not be read
    "io_error",  # reading it failed
    "unsupported",  # not a kind of file that a reader exists for
    "too_large",  # more bytes than the settings allow for one article
    "empty",  # no text in it
    "binary",  # bytes that are no text: NULs and control characters
    "undecodable",  # neither UTF-8, UTF-16 with a mark, nor cp1252
    "language",  # not in English
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


def failed_read(source_uri: str, stage: RejectStage, error: OSError) -> Reject:
    """Return the reject for a file or folder that the system would not let us read."""
    reason: RejectReason = "no_permission" if isinstance(error, PermissionError) else "io_error"
    return Reject(source_uri, stage, reason, f"can't be read: {error.strerror}")
