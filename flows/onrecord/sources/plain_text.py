"""Plain-text articles: bytes to text, and what the text itself says of title, byline and date.

Headline first, then captions, credit lines and paragraphs, one a line. UTF-8 with or without a mark, UTF-16
with one, and cp1252 where it is not UTF-8; CRLF and CR line ends become LF, so that offsets do not depend on
where a file was saved.
"""

from __future__ import annotations

import codecs
import datetime as dt
import functools
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from dateutil import parser as date_parser

from onrecord.sources.discovery import SourceFile
from onrecord.sources.reject import Reject, RejectReason, failed_read
from onrecord.text import Article

if TYPE_CHECKING:
    from collections.abc import Callable

# C0 controls that no text holds: all but tab, line feed, vertical tab, form feed and carriage return.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_NEWLINES = re.compile(r"\r\n?")
_ENOUGH_TO_TELL_LANGUAGE = 200  # characters; below this the detector guesses
_TELLS_LANGUAGE = 1_000  # characters; more of them change no answer and cost as much as all else that is read
_MIDNIGHT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # what a date without a clock time is completed from
_PUBLISHED = re.compile(r"^(?:published|posted|updated|last updated)[\s:]*", re.IGNORECASE)


def read_plain_text(source: SourceFile, article_bytes: int) -> Article | Reject:
    """Return the article in ``source``, or a reject that says why there is none."""
    try:
        path = Path(source.path)
        n_bytes = path.stat().st_size
        if n_bytes > article_bytes:
            detail = f"{n_bytes:,} bytes; an article may have {article_bytes:,} (setting article_bytes)"
            return Reject(source.uri, "read", "too_large", detail, n_bytes=n_bytes)
        raw = path.read_bytes()
    except OSError as error:
        return failed_read(source.uri, "read", error)

    def reject(reason: RejectReason, detail: str) -> Reject:
        return Reject(source.uri, "read", reason, detail, hashlib.sha256(raw).hexdigest(), len(raw))

    try:
        text = _NEWLINES.sub("\n", _decode(raw))
    except UnicodeDecodeError as error:
        return reject("undecodable", f"neither UTF-8 nor cp1252: byte {raw[error.start]:#04x} at {error.start}")
    if not text.strip():
        return reject("empty", "no text in the file")
    controls = len(_CONTROLS.findall(text))
    if controls:
        return reject("binary", f"{controls:,} control characters such as NUL; text holds none")
    if len(text) >= _ENOUGH_TO_TELL_LANGUAGE and (language := _language()(text[:_TELLS_LANGUAGE])) != "en":
        return reject("language", f"the text reads as language '{language}'; English is read")
    return _article(source.uri, text)


def _decode(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def _article(uri: str, text: str) -> Article:
    article = Article(source_uri=uri, text=text)
    first = {block.kind: text[block.start : block.end] for block in reversed(article.blocks)}
    return Article(
        source_uri=uri,
        text=text,
        title=first["headline"],
        byline=first.get("byline"),
        published_at=_published_at(first.get("dateline")),
    )


def _published_at(dateline: str | None) -> dt.datetime | None:
    if dateline is None:
        return None
    try:
        stated: dt.datetime = date_parser.parse(_PUBLISHED.sub("", dateline), default=_MIDNIGHT)
    except (ValueError, OverflowError):
        return None  # a line that looks like a date and is none ("30 February 2020") dates nothing
    return stated.astimezone(dt.UTC)


@functools.cache
def _language() -> Callable[[str], str]:
    import py3langid  # noqa: PLC0415 - its model takes half a CPU second, and a run with nothing new needs none

    return lambda text: str(py3langid.classify(text)[0])
