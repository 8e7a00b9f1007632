"""Whole articles: the tables' rows in the shape of the scorer of ``gold/news``, and what it says of them.

Seven sets have that shape: the nine articles of the gold, which the rules were made with, and those in ``written`` and
its folders ``second`` to ``sixth``, each written and annotated before anything was measured on it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

from onrecord import rows
from onrecord.annotate import annotate
from onrecord.text import Article
from tests.gold import figures
from tests.gold.shared import GOLD, load_scorer

Row = Mapping[str, Any]
Tables = Mapping[str, Iterable[Row]]


NEWS = GOLD / "news"
WRITTEN = Path(__file__).parent / "written"
SETS = (NEWS, WRITTEN, WRITTEN / "second", WRITTEN / "third", WRITTEN / "fourth", WRITTEN / "fifth", WRITTEN / "sixth")


def measure(reader: Literal["model", "spacy"], folder: Path = NEWS) -> dict[str, dict[str, float]]:
    """Return percentages, and counts of errors, of the whole extraction on the articles of a folder."""
    found: dict[str, list[Row]] = {table: [] for table in ("articles", "quotes", "figures", "mentions", "actors")}
    for doc_id, text in texts(folder).items():
        annotated = annotate(Article(doc_id, text), reader)
        found["articles"].append({"article_id": annotated.article.article_id, "text": text})
        found["quotes"] += rows.quote_rows(annotated)
        found["figures"] += rows.figure_rows(annotated)
        found["mentions"] += rows.mention_rows(annotated)
        found["actors"] += rows.local_actor_rows([annotated])
    result = score(found, folder=folder)
    quotes, counted, actors = result["quotes"], result["figures"], result["actors"]
    both = "person+organization+country"
    measures = {
        "quote+speaker F1 direct+mixed": quotes["e2e direct+mixed"]["F1"],
        "quote+speaker F1 indirect": _with_speaker(quotes, "indirect"),
        "speaker accuracy direct": quotes["speaker"]["direct"]["acc"],
        "speaker full name direct": quotes["speaker"]["direct"]["full"],
        "figure span+value F1": counted["e2e (span+value)"]["F1"],
        "figure +unit F1": counted["e2e+unit"]["F1"],
        "mention F1": actors["mentions"][both]["F1"],
        "actor F1": actors["actors"][both]["F1"],
        "ISO accuracy": actors["iso3_acc"]["acc"],
    }
    counts = {
        "from not_quotes": quotes["not_quotes hit"]["hits"],
        "false on not_figures": counted["false_on_not_figures"]["hits"],
    }
    return {f"{folder.name}, reader {reader}": {name: 100 * value for name, value in measures.items()} | counts}


def score(tables: Tables, only: set[str] | None = None, folder: Path = NEWS) -> dict[str, Any]:
    """Return what the scorer says of rows of the tables; articles are told by their text."""
    return scored(tables, only, folder)[0]


def errors(tables: Tables, only: set[str] | None = None, folder: Path = NEWS) -> dict[str, list[Any]]:
    """Return the scorer's lists of errors."""
    return scored(tables, only, folder)[1]


def scored(tables: Tables, only: set[str] | None, folder: Path) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Return the scorer's measures and its lists of errors."""
    scorer = load_scorer(NEWS / "score.py")
    scorer.HERE = str(folder)  # texts and gold are read from there
    return scorer.evaluate(scorer.load_gold(only), predictions(tables, folder))  # type: ignore[no-any-return]


def predictions(tables: Tables, folder: Path = NEWS) -> dict[str, dict[str, Any]]:
    """Return rows of the tables as the scorer's predictions, by gold document."""
    ids = {text: doc_id for doc_id, text in texts(folder).items()}
    docs = {row["article_id"]: ids[row["text"]] for row in tables["articles"] if row["text"] in ids}
    predicted: dict[str, dict[str, Any]] = {doc: {"quotes": [], "figures": [], "actors": []} for doc in docs.values()}
    for row in tables["quotes"]:
        spans = [[span["start"], span["end"]] for span in row["spans"]]
        quote = {"spans": spans, "kind": row["kind"], "speaker": row["speaker_name"]}
        predicted[docs[row["article_id"]]]["quotes"].append(quote)
    for row in tables["figures"]:
        predicted[docs[row["article_id"]]]["figures"].append(figures.prediction(SimpleNamespace(**row)))
    actors = {row["actor_id"]: row for row in tables["actors"]}
    mentions: dict[tuple[str, str], list[Row]] = {}
    for row in tables["mentions"]:
        if row["form"] == "named" and row["actor_id"] is not None:
            mentions.setdefault((row["article_id"], row["actor_id"]), []).append(row)
    for (article_id, actor_id), named in mentions.items():
        actor = actors[actor_id]
        iso3 = actor["country"] if actor["kind"] == "country" else None
        spans = [{"start": row["char_start"], "end": row["char_end"]} for row in named]
        entry = {"canonical": actor["name"], "type": actor["kind"], "iso3": iso3, "mentions": spans}
        predicted[docs[article_id]]["actors"].append(entry)
    return predicted


@functools.cache
def texts(folder: Path = NEWS) -> dict[str, str]:
    """Return the articles' texts by document."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "texts").glob("*.txt"))}


def _with_speaker(quotes: Mapping[str, Any], kind: str) -> float:
    """Return the end-to-end F1 of a kind: found and with the right speaker."""
    right = quotes[kind]["tp"] * (quotes["speaker"][kind]["acc"] or 0.0)
    return 2 * right / (quotes[kind]["pred"] + quotes[kind]["gold"])  # type: ignore[no-any-return]
