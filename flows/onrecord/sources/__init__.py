"""Readers: a file becomes an ``Article`` or a ``Reject`` with a reason; nothing is lost between the two."""

from onrecord.sources.discovery import SourceFile, discover
from onrecord.sources.plain_text import read_plain_text
from onrecord.sources.reject import Reject, RejectReason, RejectStage

__all__ = ["Reject", "RejectReason", "RejectStage", "SourceFile", "discover", "read_plain_text"]
