"""Predictions in the shape that the project's gold scorers read."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.reader import Reader

_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "group": "NORP"}


def write_quotes(reader: Reader, gold: Path, predictions: Path) -> None:
    """Read every text of a PolNeAR folder as it is; one JSON line an attribution."""
    with predictions.open("w", encoding="utf-8") as file:
        for path in sorted((gold / "text").glob("*.txt")):
            text = path.open(encoding="utf-8", newline="").read()
            for found in reader.read([text])[0].attributions:
                record = {
                    "doc_id": path.stem,
                    "content": found.content,
                    "speaker": [found.source] if found.source else [],
                    "cue": [found.cue] if found.cue else [],
                    "score": found.score,
                }
                file.write(json.dumps(record) + "\n")


def write_entities(reader: Reader, gold: Path, predictions: Path) -> None:
    """Read every text of a JSONL file; one JSON line a text."""
    with gold.open(encoding="utf-8") as lines, predictions.open("w", encoding="utf-8") as file:
        for line in lines:
            record = json.loads(line)
            mentions = [
                {"start": e.start, "end": e.end, "type": _TYPES[e.kind]}
                for e in reader.read([record["text"]])[0].entities
            ]
            file.write(json.dumps({"id": record["id"], "mentions": mentions}) + "\n")
