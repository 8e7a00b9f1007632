"""Passages -> tensors: pieces, and the label of every piece under every layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.reader.pieces import FIRST_ID, LAST_ID, Ints, Pieces, cut_pieces
from onrecord.reader.training.augmentation import vary
from onrecord.reader.training.corpora import Passage, Spans, cut_passages
from onrecord.reader.training.network import ENTITY_TAGS, ROLES
from onrecord.reader.training.settings import Settings

NOT_ANNOTATED = -100


@dataclass(frozen=True, slots=True)
class Example:
    """One window of T pieces, frame included; labels are NOT_ANNOTATED where the corpus says nothing."""

    ids: Ints
    features: Ints
    anchors: Ints  # [N] the first piece of each cue, and last some pieces that are none
    anchor: Ints  # [T] 1 on anchors, else 0
    roles: Ints  # [N, T]
    entities: Ints  # [T]


@dataclass(frozen=True, slots=True)
class Batch:
    """B examples padded to the longest; `anchors` int [N, 2] are (example, piece)."""

    ids: Tensor
    features: Tensor
    real: Tensor
    anchors: Tensor
    anchor: Tensor
    roles: Tensor
    entities: Tensor


def load_tokenizer(folder: Path) -> Tokenizer:
    """The pretrained tokenizer, made to take texts of any length."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def epoch_of_batches(
    documents: Sequence[list[Passage]], tokenizer: Tokenizer, settings: Settings, epoch: int
) -> list[Batch]:
    """One pass over the documents: cut and varied anew, grouped by length, in random order."""
    random = Random(f"{settings.seed} {epoch}")  # noqa: S311 (augmentation, not secrets)
    examples = list(_examples(documents, tokenizer, settings, random))
    common = _common_anchors(examples)
    examples = [_with_false_anchors(example, common, random) for example in examples]
    random.shuffle(examples)
    batches = []
    for first in range(0, len(examples), 50 * settings.batch):
        near = sorted(examples[first : first + 50 * settings.batch], key=lambda example: len(example.ids))
        batches += [collate(near[i : i + settings.batch]) for i in range(0, len(near), settings.batch)]
    random.shuffle(batches)
    return batches


def label(passage: Passage, pieces: Pieces) -> Example:
    """Frame the pieces of a passage and label them."""
    size = len(pieces) + 2

    def covered(spans: Spans) -> Ints:
        inside = [np.flatnonzero((pieces.ends > start) & (pieces.starts < end)) + 1 for start, end in spans]
        return np.concatenate(inside) if inside else np.zeros(0, np.int64)

    anchors, roles = [], []
    for relation in passage.relations or ():
        cue = covered(relation.cue)
        if len(cue):
            row = np.zeros(size, np.int64)
            row[covered(relation.content)] = ROLES.index("content")
            row[covered(relation.source)] = ROLES.index("source")
            row[cue] = ROLES.index("cue")
            anchors.append(cue[0])
            roles.append(row)
    anchor = np.full(size, NOT_ANNOTATED if passage.relations is None else 0, np.int64)
    anchor[anchors] = 1
    entities = np.full(size, NOT_ANNOTATED if passage.entities is None else 0, np.int64)
    for start, end, kind in passage.entities or ():
        inside = covered(((start, end),))
        entities[inside] = ENTITY_TAGS.index(f"I-{kind}")
        entities[inside[:1]] = ENTITY_TAGS.index(f"B-{kind}")
    ids = np.concatenate([[FIRST_ID], pieces.ids, [LAST_ID]])
    features = np.concatenate([[0], pieces.features, [0]])
    return Example(
        ids,
        features,
        np.array(anchors, np.int64),
        anchor,
        np.array(roles, np.int64).reshape(-1, size),
        entities,
    )


def collate(examples: Sequence[Example]) -> Batch:
    """Pad and stack."""
    longest = max(len(example.ids) for example in examples)

    def stack(rows: Sequence[Ints], padding: int) -> Tensor:
        return torch.from_numpy(
            np.stack([np.pad(row, (0, longest - len(row)), constant_values=padding) for row in rows])
        )

    ids = stack([example.ids for example in examples], 0)
    places = [(number, piece) for number, example in enumerate(examples) for piece in example.anchors]
    role_rows = [row for example in examples for row in example.roles]
    return Batch(
        ids=ids,
        features=stack([example.features for example in examples], 0),
        real=ids != 0,
        anchors=torch.tensor(places, dtype=torch.long).reshape(-1, 2),
        anchor=stack([example.anchor for example in examples], NOT_ANNOTATED),
        roles=stack(role_rows, NOT_ANNOTATED) if role_rows else torch.zeros((0, longest), dtype=torch.long),
        entities=stack([example.entities for example in examples], NOT_ANNOTATED),
    )


def _examples(
    documents: Sequence[list[Passage]], tokenizer: Tokenizer, settings: Settings, random: Random
) -> Iterator[Example]:
    for annotated in documents:
        for passage in cut_passages(random.choice(annotated), settings.window, settings.shortest_window, random):
            varied = vary(passage, random)
            pieces = cut_pieces(tokenizer, varied.text)
            if len(pieces) > settings.longest:
                continue  # a single paragraph longer than any window
            if len(pieces) > 3:
                yield label(varied, pieces)


def _common_anchors(examples: Sequence[Example]) -> frozenset[int]:
    """Pieces that begin a cue at least three times in this epoch ("said", "according", "wants")."""
    seen = Counter(int(piece) for example in examples for piece in example.ids[example.anchors])
    return frozenset(piece for piece, times in seen.items() if times >= 3)


def _with_false_anchors(example: Example, common: frozenset[int], random: Random) -> Example:
    """Add words that elsewhere are cues but not here, with every piece outside: a second look at the
    anchor."""
    if example.anchor[0] == NOT_ANNOTATED:
        return example
    false = [i for i, piece in enumerate(example.ids.tolist()) if piece in common and example.anchor[i] == 0]
    chosen = random.sample(false, min(len(false), 2 + len(example.anchors) // 2))
    return Example(
        example.ids,
        example.features,
        np.concatenate([example.anchors, np.array(chosen, np.int64)]),
        example.anchor,
        np.concatenate([example.roles, np.zeros((len(chosen), len(example.ids)), np.int64)]),
        example.entities,
    )
