"""The training corpora as passages: a few whole paragraphs with what is annotated in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

Spans = tuple[tuple[int, int], ...]
_SPAN_LINE = re.compile(r"^(T\d+)\t\S+ ([\d ;]+)\t")
_EVENT_LINE = re.compile(r"^E\d+\t\S+:T\d+")
_PARAGRAPH = re.compile(r"[^\n]+")
_KINDS = {
    "PER": "PER",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
    "MISC": "MISC",
}
CHARACTERS_PER_PIECE = 4.3  # measured on both corpora, rounded down


@dataclass(frozen=True, slots=True)
class Relation:
    """One attribution; code-point spans."""

    content: Spans
    cue: Spans
    source: Spans


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its annotations; None where a corpus does not annotate the layer."""

    text: str
    relations: tuple[Relation, ...] | None
    entities: tuple[tuple[int, int, str], ...] | None  # start, end, one of PER ORG LOC NORP MISC


def quote_corpus(folder: Path) -> list[list[Passage]]:
    """PolNeAR (brat standoff): one list a document, with one whole-document passage for each annotator."""
    documents: dict[str, list[Passage]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        text = (folder / "text" / f"{name}.txt").open(encoding="utf-8", newline="").read()
        relations = tuple(_relations(path.read_text(encoding="utf-8")))
        documents.setdefault(name, []).append(Passage(text, relations, None))
    return list(documents.values())


def entity_corpus(paths: Sequence[Path]) -> list[list[Passage]]:
    """JSONL of {text, mentions: [{start, end, surface, type, nested?}]}; names inside names are left out.

    CoNLL has no label for nationalities and creeds: its MISC mentions whose words are NORP in another file
    become NORP."""
    records = [record for path in paths for record in sound_records(path)]
    mentions = (mention for record in records for mention in record["mentions"])
    groups = {mention["surface"].lower() for mention in mentions if mention["type"] == "NORP"}

    def entities(record: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
        for mention in record["mentions"]:
            if mention["type"] in _KINDS and not mention.get("nested"):
                group = mention["type"] == "MISC" and mention["surface"].lower() in groups
                yield mention["start"], mention["end"], "NORP" if group else _KINDS[mention["type"]]

    return [[Passage(record["text"], None, tuple(entities(record)))] for record in records]


def sound_records(path: Path) -> Iterator[dict[str, Any]]:
    """The records whose mentions stand where they say; five of Worldwide's have lost a part of their text."""
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        text = record["text"]
        if all(text[mention["start"] : mention["end"]] == mention["surface"] for mention in record["mentions"]):
            yield record


def cut_passages(document: Passage, longest: int, shortest: int, random: Random) -> Iterator[Passage]:
    """Whole paragraphs, as many as fit a length drawn anew for each passage (in word pieces, estimated)."""
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(document.text)]
    first = 0
    while first < len(paragraphs):
        room = random.uniform(shortest, longest) * CHARACTERS_PER_PIECE
        last = first + 1
        while last < len(paragraphs) and paragraphs[last][1] - paragraphs[first][0] <= room:
            last += 1
        yield _part(document, paragraphs[first][0], paragraphs[last - 1][1])
        first = last


def _part(document: Passage, start: int, end: int) -> Passage:
    def inside(spans: Spans) -> Spans:
        return tuple((s - start, e - start) for s, e in spans if start <= s and e <= end)

    relations = entities = None
    if document.relations is not None:
        cut = (Relation(inside(r.content), inside(r.cue), inside(r.source)) for r in document.relations)
        relations = tuple(r for r in cut if r.cue and r.content)
    if document.entities is not None:
        entities = tuple((s - start, e - start, kind) for s, e, kind in document.entities if start <= s and e <= end)
    return Passage(document.text[start:end], relations, entities)


def _relations(annotations: str) -> Iterator[Relation]:
    spans: dict[str, Spans] = {}
    events = []
    for line in annotations.split("\n"):
        if match := _SPAN_LINE.match(line):
            spans[match[1]] = tuple((int(s), int(e)) for s, e in (part.split() for part in match[2].split(";")))
        elif _EVENT_LINE.match(line):
            events.append([argument.split(":") for argument in line.split("\t")[1].split()])
    for event in events:
        found: dict[str, Spans] = {"Content": (), "Cue": (), "Source": ()}
        for label, target in event:
            role = label.rstrip("0123456789")
            if role in found and target in spans:
                found[role] = tuple(sorted(found[role] + spans[target]))
        if found["Content"] and found["Cue"]:
            yield Relation(found["Content"], found["Cue"], found["Source"])
