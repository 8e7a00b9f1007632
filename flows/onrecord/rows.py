"""Annotated articles -> rows of the tables: ids, and the text that each span covers.

Which columns there are is the contracts' to say; a row has what its record has, plus what can only be known
here, beside the text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from onrecord.records import Quote, innermost_quotes
from onrecord.text import Article, Span, make_id

if TYPE_CHECKING:
    from onrecord.annotate import Annotated

Row = dict[str, Any]


def article_row(article: Article, extractor_version: str) -> Row:
    """Return the row of ``articles``; ``duplicate_of`` is known only beside the other articles."""
    row = {field.name: getattr(article, field.name) for field in dataclasses.fields(article)}
    del row["blocks"]
    return row | {"n_words": len(article.text.split()), "extractor_version": extractor_version}


def quote_rows(annotated: Annotated) -> Iterator[Row]:
    """Yield the rows of ``quotes``."""
    text = annotated.article.text
    for quote in annotated.quotes:
        row = _spanned(annotated, quote, "quote", (quote.char_start, quote.char_end))
        row["spans"] = [span._asdict() for span in quote.spans]
        row["char_start"], row["char_end"] = quote.char_start, quote.char_end
        cue, speaker = row.pop("cue"), row.pop("speaker")
        row["cue"], row["cue_start"], row["cue_end"] = _cut(text, cue)
        row["speaker_text"], row["speaker_start"], row["speaker_end"] = _cut(text, speaker)
        yield row


def quote_from_row(row: Row) -> Quote:
    """Return the quote that a row of ``quotes`` was made of."""

    def span(name: str) -> Span | None:
        return None if row[f"{name}_start"] is None else Span(row[f"{name}_start"], row[f"{name}_end"])

    names = {field.name for field in dataclasses.fields(Quote)} & row.keys()
    spans = tuple(Span(**each) for each in row["spans"])
    return Quote(
        **{name: row[name] for name in names} | {"spans": spans, "cue": span("cue"), "speaker": span("speaker")}
    )


def figure_rows(annotated: Annotated) -> Iterator[Row]:
    """Yield the rows of ``figures``."""
    holder = _quote_ids(annotated)
    for figure in annotated.figures:
        yield _spanned(annotated, figure, "figure") | {"quote_id": holder(figure.char_start, figure.char_end)}


def date_rows(annotated: Annotated) -> Iterator[Row]:
    """Yield the rows of ``dates``."""
    for date in annotated.dates:
        yield _spanned(annotated, date, "date")


def mention_rows(annotated: Annotated) -> Iterator[Row]:
    """Yield the rows of ``mentions``."""
    holder = _quote_ids(annotated)
    for mention in annotated.mentions:
        yield _spanned(annotated, mention, "mention") | {"quote_id": holder(mention.char_start, mention.char_end)}


def local_actor_rows(annotated: Iterable[Annotated]) -> Iterator[Row]:
    """Yield one row per article and actor: what resolution across articles works on."""
    for one in annotated:
        where = {"article_id": one.article.article_id, "published_at": one.article.published_at}
        for actor in one.actors:
            yield where | dataclasses.asdict(actor)


def quote_id(annotated: Annotated, quote: Quote) -> str:
    """Return the id of a quote: from its article, kind and place."""
    return make_id("quo", annotated.article.article_id, quote.kind, quote.char_start, quote.char_end)


def _spanned(annotated: Annotated, record: Any, noun: str, span: tuple[int, int] | None = None) -> Row:
    """Return a record's fields with its id, article and text."""
    start, end = span or (record.char_start, record.char_end)
    row = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    article = annotated.article
    kind = getattr(record, "kind", "")
    return row | {
        f"{noun}_id": make_id(noun[:3], article.article_id, kind, start, end),
        "article_id": article.article_id,
        "text": article.text[start:end],
    }


def _cut(text: str, span: Span | None) -> tuple[str | None, int | None, int | None]:
    return (None, None, None) if span is None else (text[span.start : span.end], span.start, span.end)


def _quote_ids(annotated: Annotated) -> Callable[[int, int], str | None]:
    """Return a function from a stretch of text to the id of the innermost quote that holds it."""
    innermost = innermost_quotes(annotated.quotes)

    def holder(start: int, end: int) -> str | None:
        quote = innermost(start, end)
        return None if quote is None else quote_id(annotated, quote)

    return holder
