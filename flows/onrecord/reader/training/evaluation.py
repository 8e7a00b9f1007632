"""Accuracy and speed of a reader, and their table in the model card.

Accuracy comes from the project's gold scorers (`score_quotes.py`, `score_actors.py`), which read predictions
from JSON lines and stand beside the gold data.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.reader import Reader
from onrecord.reader.training.corpora import sound_records

_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "group": "NORP"}
_BEGIN, _END = "<!-- measured: written by the training flow -->", "<!-- end of measured -->"
ENTITY_SETS = ("worldwide_dev", "conllpp_2020_modern")


def evaluate(weights: Path, gold: Path, scorers: Path) -> dict[str, Any]:
    """Read PolNeAR dev and two sets of entities with the reader in `weights`; the scorers' figures by set,
    and `pieces_per_second` of one CPU."""
    reader = Reader.load(weights)
    with tempfile.TemporaryDirectory() as name:
        predictions = Path(name) / "predictions.jsonl"
        began = time.process_time()
        texts = write_quotes(reader, gold / "polnear" / "dev", predictions)
        seconds = time.process_time() - began
        figures = {"polnear dev": _score(scorers / "score_quotes.py", gold / "polnear" / "dev", predictions, "--json")}
        for entities in ENTITY_SETS:
            sound = Path(name) / "gold.jsonl"
            write_entities(reader, gold / "actors" / f"{entities}.jsonl", predictions, sound)
            figures[entities] = _score(scorers / "score_actors.py", sound, predictions, "--json", "/dev/stdout")
    return {**figures, "characters_per_second": round(sum(map(len, texts)) / seconds)}


def write_quotes(reader: Reader, gold: Path, predictions: Path) -> list[str]:
    """Read every text of a PolNeAR folder as it is; one JSON line an attribution. Gives back the texts."""
    paths = sorted((gold / "text").glob("*.txt"))
    texts = [path.open(encoding="utf-8", newline="").read() for path in paths]
    with predictions.open("w", encoding="utf-8") as file:
        for path, reading in zip(paths, reader.read(texts), strict=True):
            for found in reading.attributions:
                record = {
                    "doc_id": path.stem,
                    "content": found.content,
                    "speaker": [found.source] if found.source else [],
                    "cue": [found.cue] if found.cue else [],
                    "score": found.score,
                }
                file.write(json.dumps(record) + "\n")
    return texts


def write_entities(reader: Reader, gold: Path, predictions: Path, sound: Path) -> None:
    """Read every text of a JSONL file; one JSON line a text. `sound` gets the gold records that were read."""
    with predictions.open("w", encoding="utf-8") as file, sound.open("w", encoding="utf-8") as copy:
        for record in sound_records(gold):
            mentions = [
                {"start": e.start, "end": e.end, "type": _TYPES[e.kind]}
                for e in reader.read([record["text"]])[0].entities
            ]
            file.write(json.dumps({"id": record["id"], "mentions": mentions}) + "\n")
            copy.write(json.dumps(record) + "\n")


def write_figures(card: Path, figures: dict[str, Any]) -> None:
    """Put the figures in the place the card keeps for them."""
    text = card.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not end:
        raise ValueError(f"{card} has no place for measured figures ({_BEGIN} ... {_END})")
    table = "\n".join(_table(figures))
    card.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}", encoding="utf-8")


def _table(figures: dict[str, Any]) -> Iterator[str]:
    quotes = figures["polnear dev"]
    yield "| PolNeAR dev, F1 | direct | mixed | indirect | all |"
    yield "|---|---|---|---|---|"
    for title, key in (
        ("quote and speaker, half of the words", "e2e"),
        ("quote, half of the words", "match@0.5"),
        ("quote, every word", "match@exact"),
    ):
        cells = (f"{100 * quotes[key][kind][2]:.1f}" for kind in ("direct", "mixed", "indirect", "all"))
        yield f"| {title} | {' | '.join(cells)} |"
    cells = (f"{100 * quotes['speaker_acc'][kind]:.1f}" for kind in ("direct", "mixed", "indirect", "all"))
    yield f"| speaker of a found quote, % | {' | '.join(cells)} |"
    yield ""
    yield "| entities, exact span and kind, F1 | person | organization | place | all |"
    yield "|---|---|---|---|---|"
    for entities in ENTITY_SETS:
        cells = (f"{figures[entities]['exact'][kind]['F1']:.1f}" for kind in ("PER", "ORG", "LOC", "micro"))
        yield f"| {entities} | {' | '.join(cells)} |"


def _score(scorer: Path, gold: Path, predictions: Path, *options: str) -> Any:
    command = [sys.executable, str(scorer), str(gold), str(predictions), *options]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 (our own scorer)
    return json.JSONDecoder().raw_decode(output)[0]
