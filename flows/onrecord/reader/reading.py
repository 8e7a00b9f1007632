"""Texts in, attributions and entities out: onnxruntime and a tokenizer, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord.reader.decoding import Floats, Found, decode_entities, decode_relations, without_rivals
from onrecord.reader.pieces import FIRST_ID, LAST_ID, Pieces, Window, cut_pieces, cut_windows

WINDOW = 208  # pieces, frame left out: the middle of the lengths seen in training
OVERLAP = 64  # pieces read twice where one line is longer than a window
WEIGHTS = Path(__file__).parent / "weights"
_OUTPUTS = ("anchor", "anchors", "roles", "entities")

Span = tuple[int, int]  # code points into the text, end exclusive


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words or thoughts: what (in order, one span for each part), by which cue, from whom.

    `score` in 0..1: how sure the reader is of cue and content."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    score: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A name: `kind` is person, organization, place or group (nations, creeds, parties as adjectives)."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader finds in one text, in order of place; entities do not overlap."""

    attributions: tuple[Attribution, ...]
    entities: tuple[Entity, ...]


class Reader:
    """Reads texts. One instance serves one thread; what it finds in a text depends on that text alone."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, path: Path | None = None, threads: int = 1) -> Reader:
        """Load `reader.onnx` and `tokenizer.json` from a folder, the packaged weights by default.

        Raises FileNotFoundError when one of them is missing."""
        folder = path or WEIGHTS
        for name in ("reader.onnx", "tokenizer.json"):
            if not (folder / name).is_file():
                raise FileNotFoundError(f"the reader needs {name} in {folder}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(folder / "reader.onnx", options, providers=["CPUExecutionProvider"])
        return cls(session, Tokenizer.from_file(str(folder / "tokenizer.json")))

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading for each text. Time grows with the length of the texts, memory with the longest."""
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Reading:
        pieces = cut_pieces(self._tokenizer, text)
        relations: list[Found] = []
        entities: list[Entity] = []
        for window in cut_windows(pieces, WINDOW, OVERLAP):
            found, tags = self._run(pieces, window)
            relations += [relation for relation in found if window.own_first <= relation.anchor < window.own_last]
            for first, last, kind, score in decode_entities(text, pieces, window, tags):
                start, end = int(pieces.starts[first]), int(pieces.ends[last - 1])
                if window.own_first <= first < window.own_last and (not entities or start >= entities[-1].end):
                    entities.append(Entity(start, end, kind, score))
        attributions = [_attribution(text, pieces, relation) for relation in without_rivals(relations)]
        return Reading(tuple(attributions), tuple(entities))

    def _run(self, pieces: Pieces, window: Window) -> tuple[list[Found], Floats]:
        """One window is one run: in a batch, the scale of the activations would depend on the other texts."""
        inside = slice(window.first, window.last)
        ids = np.concatenate([[FIRST_ID], pieces.ids[inside], [LAST_ID]])
        features = np.concatenate([[0], pieces.features[inside], [0]])
        anchor, anchors, roles, tags = self._session.run(_OUTPUTS, {"ids": ids, "features": features})
        return decode_relations(anchor, anchors, roles, features, window.first), tags[1:-1]


def _attribution(text: str, pieces: Pieces, relation: Found) -> Attribution:
    def span(place: Span) -> Span:
        """Whole words: a word that is partly inside is taken in."""
        start, end = int(pieces.starts[place[0]]), int(pieces.ends[place[1] - 1])
        while _inside_word(text, start):
            start -= 1
        while _inside_word(text, end):
            end += 1
        return start, end

    content: list[Span] = []
    for part in map(span, relation.content):
        if content and part[0] < content[-1][1]:  # two parts of one word
            content[-1] = (content[-1][0], part[1])
        else:
            content.append(part)
    source = span(relation.source) if relation.source else None
    return Attribution(tuple(content), span(relation.cue), source, round(relation.score, 4))


def _inside_word(text: str, place: int) -> bool:
    """Whether `place` stands between two letters or digits, or next to a hyphen between such."""
    around = text[max(0, place - 2) : place], text[place : place + 2]
    return any(
        left[-1:].isalnum() and right[:1].isalnum()
        for left, right in (around, (around[0].removesuffix("-"), around[1]), (around[0], around[1].removeprefix("-")))
    )
