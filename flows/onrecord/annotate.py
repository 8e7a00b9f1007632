"""Annotation: one article in, all its records out. The one place where the extractors meet."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from onrecord.extract.actors import find_mentions
from onrecord.extract.dates import find_dates
from onrecord.extract.figures import find_figures
from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_quotes
from onrecord.resolve.within import claim, resolve_article

if TYPE_CHECKING:
    from onrecord.reader import Reader
    from onrecord.records import Actor, DateMention, Figure, Mention, Quote
    from onrecord.text import Article


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with what was found in it; actors are those of this article alone."""

    article: Article
    quotes: list[Quote]
    figures: list[Figure]
    dates: list[DateMention]
    mentions: list[Mention]
    actors: list[Actor]


def annotate(article: Article, reader: Literal["model", "spacy"], *, stances: bool = False) -> Annotated:
    """Return the records of ``article``; the result depends on its text and date and these switches alone."""
    reading = reader_model().read([article.text])[0] if reader == "model" else None
    (parsed,) = parse([article], entities=reading is None)
    mentions = find_mentions(parsed, reading)
    quotes = find_quotes(parsed, reading, stances=stances)
    dates = find_dates(parsed)
    figures = find_figures(parsed, dates=dates)
    actors = resolve_article(parsed, mentions, quotes, figures)
    return Annotated(article, quotes, figures, dates, mentions, actors)


def annotate_numbers(article: Article, quotes: list[Quote]) -> Annotated:
    """Return the figures and dates of an article alone, the figures claimed by the speakers of its known quotes."""
    (parsed,) = parse([article], entities=False)
    dates = find_dates(parsed)
    figures = find_figures(parsed, dates=dates)
    claim(quotes, figures)
    return Annotated(article, quotes, figures, dates, [], [])


@functools.cache
def reader_model() -> Reader:
    """Return the reader model, loaded once per process."""
    from onrecord.reader import Reader  # noqa: PLC0415 - onnxruntime is loaded only where the model is used

    return Reader.load()
