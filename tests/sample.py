"""A small release to test with: made-up articles and rows of every table that keep every promise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from onrecord import release
from onrecord.contracts import all_contracts, table_from_rows
from onrecord.release import AuditReport, Publication
from onrecord.text import make_id

Rows = dict[str, list[dict[str, Any]]]

PASSED = AuditReport(checks=(), profile={})


def rows(n_articles: int = 3) -> Rows:
    """Return rows of all tables for ``n_articles`` articles; article i is the same whatever their number."""
    found: Rows = {table: [] for table in all_contracts()}
    for i in range(n_articles):
        _add_article(found, i)
    found["rejects"] = [
        {
            "source_uri": "wire/photo.jpg",
            "stage": "discover",
            "reason": "unsupported",
            "detail": "no reader for *.jpg files",
        }
    ]
    return found


def _add_article(found: Rows, i: int) -> None:
    speaker = f"Amina Odhiambo-Núñez {i}"
    text = (
        f"Dam {i} to reopen 🌊\n\n“We will reopen it,” Governor {speaker} said on 2 May. “It holds {i + 40} m³.”\n"
        "Farmers nearby had waited for months, and many doubted that it would ever be full again."
    )
    article = make_id("art", text)
    actor = make_id("act", "person", speaker)
    published = dt.datetime(2024, 5, 3, 6, i % 60, tzinfo=dt.UTC)

    def span(part: str) -> tuple[int, int]:
        start = text.index(part)
        return start, start + len(part)

    def row(noun: str, part: str) -> dict[str, Any]:
        start, end = span(part)
        return {
            f"{noun}_id": make_id(noun[:3], article, start, end),
            "article_id": article,
            "text": part,
            "char_start": start,
            "char_end": end,
        }

    first, second = span("We will reopen it,"), span(f"It holds {i + 40} m³.")
    quote = row("quote", text[first[0] : second[1]])
    cue, written = span("said"), span(speaker)
    found["articles"].append(
        {
            "article_id": article,
            "source_uri": f"wire/{i}.txt",
            "title": f"Dam {i} to reopen 🌊",
            "published_at": published,
            "text": text,
            "language": "en",
            "n_words": len(text.split()),
            "extractor_version": "1",
        }
    )
    found["quotes"].append(
        quote
        | {
            "kind": "direct",
            "spans": [first, second],
            "cue": "said",
            "cue_start": cue[0],
            "cue_end": cue[1],
            "cue_class": "speech",
            "speaker_text": speaker,
            "speaker_start": written[0],
            "speaker_end": written[1],
            "speaker_name": speaker,
            "speaker_id": actor,
            "speaker_resolution": "named",
            "confidence": 0.9,
        }
    )
    doubt = row("quote", "it would ever be full again")
    found["quotes"].append(
        doubt
        | {
            "kind": "indirect",
            "speaker_text": "many",
            "speaker_start": span("many")[0],
            "speaker_end": span("many")[1],
            "speaker_name": "many",
            "spans": [(doubt["char_start"], doubt["char_end"])],
            "speaker_resolution": "nominal",
            "confidence": 0.2,
        }
    )
    found["figures"].append(
        row("figure", f"{i + 40} m³")
        | {
            "quote_id": quote["quote_id"],
            "kind": "measure",
            "value": i + 40.0,
            "value_low": i + 40.0,
            "value_high": i + 40.0,
            "unit": "cubic metre",
            "unit_text": "m³",
            "modifier": "exact",
            "change": "none",
            "modality": "asserted",
            "claimed_by": actor,
            "claimed_by_name": speaker,
            "is_currency_assumed": False,
            "is_trivial": False,
            "in_headline": False,
        }
    )
    found["dates"].append(row("date", "2 May") | {"iso": "XXXX-05-02", "precision": "day"})
    found["mentions"].append(
        row("mention", speaker)
        | {
            "actor_id": actor,
            "name": speaker,
            "kind": "person",
            "form": "named",
            "role": "Governor",
            "is_metonym": False,
        }
    )
    found["actors"].append(
        {
            "actor_id": actor,
            "name": speaker,
            "kind": "person",
            "role": "Governor",
            "aliases": [],
            "n_articles": 1,
            "n_mentions": 1,
            "n_quotes": 1,
            "first_seen": published,
            "last_seen": published,
        }
    )
    found["roles"].append(
        {
            "actor_id": actor,
            "role": "Governor",
            "first_seen": published,
            "last_seen": published,
            "n_mentions": 1,
        }
    )


def stage(staging: Path, found: Rows) -> None:
    """Write rows as the staged tables."""
    for table in all_contracts():
        path = staging / "release" / f"{table}.parquet"
        release.write_table(table, table_from_rows(table, found[table]), path)


def publish(data: Path, found: Rows) -> Publication:
    """Publish rows as a release, unaudited."""
    with release.open_staging(data) as staging:
        stage(staging, found)
        return release.publish(data, staging, PASSED, versions={"onrecord": "test"}, counts={"inputs": 1})
