"""How well actors are found, named and told to speak, on gold/news and gold/actors, by the shared scorers."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from onrecord import reference
from onrecord.extract.actors import find_mentions
from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_quotes
from onrecord.reader import Reader, Reading
from onrecord.records import Actor, Mention, Quote
from onrecord.resolve.across import resolve_archive
from onrecord.resolve.across.sightings import LOCAL_ACTORS
from onrecord.resolve.within import resolve_article
from onrecord.text import Article, Span
from tests.gold.shared import GOLD, SCORERS, load_scorer

Scores = dict[str, float]
_TYPES = {"person": "PER", "organization": "ORG", "country": "GPE", "place": "LOC", "group": "NORP"}
_ANAPHORS = re.compile(r"\b(?:he|she|his|her|him|hers)\b", re.IGNORECASE)
_COUNTED = "person+organization+country"


def measure(*, model: bool = True) -> dict[str, Scores]:
    """Return percentages by gold set, with the reader model's entities or with spaCy's."""
    reader = Reader.load() if model else None
    return {
        "actors news": _news(reader),
        "actors worldwide_dev": _named("worldwide_dev", reader),
        "actors conllpp_2020_modern": _named("conllpp_2020_modern", reader),
        "actors gum_news": _gum(reader),
        "actors seeds": _seeds(reader),
    }


def _news(reader: Reader | None) -> Scores:
    """Mentions and actors, and who speaks the quotes of the gold."""
    scorer = load_scorer(GOLD / "news" / "score.py")
    predicted: dict[str, Any] = {}
    for path in sorted((GOLD / "news" / "texts").glob("*.txt")):
        quotes = _gold_quotes(path.stem)
        actors, mentions = _resolved(_text(path), reader, quotes)
        predicted[path.stem] = {
            "quotes": [{"spans": q.spans, "kind": q.kind, "speaker": q.speaker_name} for q in quotes],
            "figures": [],
            "actors": [_news_actor(actor, mentions) for actor in actors],
        }
    result, _ = scorer.evaluate(scorer.load_gold(), predicted)
    return {
        "mention F1": 100 * result["actors"]["mentions"][_COUNTED]["F1"],
        "actor F1": 100 * result["actors"]["actors"][_COUNTED]["F1"],
        "ISO": 100 * result["actors"]["iso3_acc"]["acc"],
        "speaker of gold quotes": 100 * result["quotes"]["speaker"]["direct+mixed"]["acc"],
    }


def _news_actor(actor: Actor, mentions: Sequence[Mention]) -> dict[str, Any]:
    named = [m for m in mentions if m.actor_id == actor.actor_id and m.form == "named"]
    return {
        "canonical": actor.name,
        "type": actor.kind,
        "iso3": actor.country if actor.kind == "country" else None,
        "mentions": [{"start": m.char_start, "end": m.char_end} for m in named],
    }


def _named(name: str, reader: Reader | None) -> Scores:
    """Exact spans and types of named mentions."""
    scorer = load_scorer(SCORERS / "score_actors.py")
    gold = _gold(name)
    predicted = {}
    for key, document in gold.items():
        (parsed,) = parse([Article("", document["text"])], entities=reader is None)
        mentions = find_mentions(parsed, _reading(reader, document["text"]))
        predicted[key] = {"id": key, "mentions": [_scored(mention) for mention in mentions]}
    exact = scorer.score(gold, predicted)["exact"]
    return {f"exact F1 {kind}": exact[kind]["F1"] for kind in ("PER", "ORG", "LOC", "micro")}


def _gum(reader: Reader | None) -> Scores:
    """Overlap with noun phrases, and whom "he" and "she" stand for: each is asked as if it spoke."""
    scorer = load_scorer(SCORERS / "score_actors.py")
    gold = _gold("gum_news")
    predicted = {}
    for key, document in gold.items():
        text = document["text"]
        (parsed,) = parse([Article("", text)], entities=reader is None)
        reading = _reading(reader, text)
        mentions = find_mentions(parsed, reading)
        asked = [Span(*match.span()) for match in _ANAPHORS.finditer(text)]
        quotes = [Quote("indirect", (span,), speaker=span, speaker_resolution="pronoun") for span in asked]
        quotes += find_quotes(parsed, reading)
        resolve_article(parsed, mentions, sorted(quotes, key=lambda quote: quote.char_start), [])
        predicted[key] = {"id": key, "mentions": [_scored(mention) for mention in mentions]}
    result = scorer.score(gold, predicted)
    return {
        "overlap F1": result["overlap"]["micro"]["F1"],
        "he/she": _share(result["antecedent"]["pronoun_he_she"]),
    }


def _seeds(reader: Reader | None) -> Scores:
    """Both seeds as an archive: aliases across articles, roles, sources of quotes, countries."""
    scorer = load_scorer(SCORERS / "score_actors.py")
    gold = _gold("seeds")
    found = {}
    for key, document in gold.items():
        quotes = _gold_quotes(f"seed_{key[:3]}")
        found[key] = _resolved(document["text"], reader, quotes)
    rows = [
        dataclasses.asdict(actor) | {"article_id": key, "published_at": None}
        for key, (actors, _) in found.items()
        for actor in actors
    ]
    archive = resolve_archive(pa.Table.from_pylist(rows, LOCAL_ACTORS))
    iso2 = {row["iso3"]: row["iso2"] for row in reference.load("countries")}
    actors_by_id = {row["actor_id"]: row for row in archive.actors.to_pylist()}
    predicted = {}
    for key, (_, mentions) in found.items():
        scored = []
        asked = pa.chunked_array([[mention.actor_id for mention in mentions]], pa.string())
        actor_ids, _ = archive.resolve(pa.chunked_array([[key] * len(mentions)], pa.string()), asked)
        for mention, actor_id in zip(mentions, actor_ids.to_pylist(), strict=True):
            actor = actors_by_id[actor_id]
            scored.append(
                _scored(mention)
                | {"entity": actor["actor_id"], "country_iso2": iso2.get(actor["country"] or "")}
                | {"role": mention.role, "qid": actor["wikidata_id"]}
            )
        predicted[key] = {"id": key, "mentions": scored}
    result = scorer.score(gold, predicted)
    return {
        "quote-source anaphors": _share(result["antecedent"]["quote_source_anaphor"]),
        "roles": _share(result["role"]),
        "alias pairs": result["cross_doc"]["alias_pairs"]["F1"],
        "ISO of places": _share(result["iso"]["geo"]),
        "Wikidata ids right": result["qid"]["P"],
    }


def _resolved(text: str, reader: Reader | None, quotes: list[Quote]) -> tuple[list[Actor], list[Mention]]:
    (parsed,) = parse([Article("", text)], entities=reader is None)
    mentions = find_mentions(parsed, _reading(reader, text))
    actors = resolve_article(parsed, mentions, quotes, [])
    return actors, mentions


def _reading(reader: Reader | None, text: str) -> Reading | None:
    return reader.read([text])[0] if reader else None


def _scored(mention: Mention) -> dict[str, Any]:
    return {
        "start": mention.char_start,
        "end": mention.char_end,
        "type": _TYPES[mention.kind],
        "form": mention.form,
        "entity": mention.actor_id,
    }


def _gold(name: str) -> dict[str, Any]:
    lines = (GOLD / "actors" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    documents = {document["id"]: document for document in map(json.loads, lines)}
    for document in documents.values():  # one document's last mentions lie behind the end of its text
        document["mentions"] = [m for m in document["mentions"] if m["end"] <= len(document["text"])]
    return documents


def _gold_quotes(document: str) -> list[Quote]:
    gold = json.loads((GOLD / "news" / "gold" / f"{document}.json").read_text(encoding="utf-8"))
    quotes = []
    before: Span | None = None
    for quote in sorted(gold["quotes"], key=lambda quote: quote["start"]):
        surface = quote["speaker_surface"]
        speaker = Span(surface["start"], surface["end"]) if surface else None
        if speaker is None and quote["resolution"] == "implicit":
            speaker = before
        spans = tuple(Span(*span) for span in quote["spans"])
        quotes.append(Quote(quote["kind"], spans, speaker=speaker, speaker_resolution=quote["resolution"]))
        before = speaker
    return quotes


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _share(counted: str) -> float:
    """Return "22/24 (found 23)" as a percentage."""
    right, total = re.findall(r"\d+", counted)[:2]
    return 100 * int(right) / int(total)
