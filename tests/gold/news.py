"""Whole articles: the tables' rows in the shape of the scorer of ``gold/news``, and what it says of them."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord import rows
from onrecord.annotate import annotate
from onrecord.text import Article
from tests.gold.shared import GOLD

Row = Mapping[str, Any]
Tables = Mapping[str, Iterable[Row]]


def measure(reader: str) -> dict[str, dict[str, float]]:
    """Return percentages, and counts of errors, of the whole extraction on the nine articles."""
    found: dict[str, list[Row]] = {
        table: [] for table in ("articles", "quotes", "figures", "mentions", "actors")
    }
    for doc_id, text in texts().items():
        annotated = annotate(Article(doc_id, text), reader)  # type: ignore[arg-type]
        found["articles"].append({"article_id": annotated.article.article_id, "text": text})
        found["quotes"] += rows.quote_rows(annotated)
        found["figures"] += rows.figure_rows(annotated)
        found["mentions"] += rows.mention_rows(annotated)
        found["actors"] += rows.local_actor_rows([annotated])
    result = score(found)
    quotes, figures, actors = result["quotes"], result["figures"], result["actors"]
    both = "person+organization+country"
    measures = {
        "quote+speaker F1 direct+mixed": quotes["e2e direct+mixed"]["F1"],
        "quote+speaker F1 indirect": _with_speaker(quotes, "indirect"),
        "speaker accuracy direct": quotes["speaker"]["direct"]["acc"],
        "speaker full name direct": quotes["speaker"]["direct"]["full"],
        "figure span+value F1": figures["e2e (span+value)"]["F1"],
        "figure +unit F1": figures["e2e+unit"]["F1"],
        "mention F1": actors["mentions"][both]["F1"],
        "actor F1": actors["actors"][both]["F1"],
        "ISO accuracy": actors["iso3_acc"]["acc"],
    }
    counts = {
        "from not_quotes": quotes["not_quotes hit"]["hits"],
        "false on not_figures": figures["false_on_not_figures"]["hits"],
    }
    return {f"news, reader {reader}": {name: 100 * value for name, value in measures.items()} | counts}


def score(tables: Tables, only: set[str] | None = None) -> dict[str, Any]:
    """Return what the scorer says of rows of the tables; articles are told by their text."""
    result, _ = scorer().evaluate(scorer().load_gold(only), predictions(tables))
    return result  # type: ignore[no-any-return]


def errors(tables: Tables, only: set[str] | None = None) -> dict[str, list[Any]]:
    """Return the scorer's lists of errors."""
    return scorer().evaluate(scorer().load_gold(only), predictions(tables))[1]  # type: ignore[no-any-return]


def predictions(tables: Tables) -> dict[str, dict[str, Any]]:
    """Return rows of the tables as the scorer's predictions, by gold document."""
    ids = {text: doc_id for doc_id, text in texts().items()}
    docs = {row["article_id"]: ids[row["text"]] for row in tables["articles"] if row["text"] in ids}
    predicted: dict[str, dict[str, Any]] = {
        doc: {"quotes": [], "figures": [], "actors": []} for doc in docs.values()
    }
    for row in tables["quotes"]:
        spans = [[span["start"], span["end"]] for span in row["spans"]]
        quote = {"spans": spans, "kind": row["kind"], "speaker": row["speaker_name"]}
        predicted[docs[row["article_id"]]]["quotes"].append(quote)
    for row in tables["figures"]:
        predicted[docs[row["article_id"]]]["figures"].append(figure(row))
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


def figure(row: Row) -> dict[str, Any]:
    """Return a row of figures as the scorer reads it: ranges and scores have two values."""
    two = row["kind"] in {"range", "score"}
    value = [row["value_low"], row["value_high"]] if two else row["value"]
    return {"start": row["char_start"], "end": row["char_end"], "value": value, "unit": row["unit"]}


@functools.cache
def texts() -> dict[str, str]:
    """Return the gold articles' texts by document."""
    paths = sorted((GOLD / "news" / "texts").glob("*.txt"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


@functools.cache
def scorer() -> ModuleType:
    """Return the scorer of whole articles as a module."""
    return load_module(GOLD / "news" / "score.py")


def load_module(path: Path) -> ModuleType:
    """Return a script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _with_speaker(quotes: Mapping[str, Any], kind: str) -> float:
    """Return the end-to-end F1 of a kind: found and with the right speaker."""
    right = quotes[kind]["tp"] * (quotes["speaker"][kind]["acc"] or 0.0)
    return 2 * right / (quotes[kind]["pred"] + quotes[kind]["gold"])  # type: ignore[no-any-return]
