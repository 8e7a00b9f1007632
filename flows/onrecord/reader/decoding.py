"""From the network's numbers to spans of pieces.

Under one anchor every piece has log odds of being source, cue or content. A span is a run of pieces that
gains: runs a small loss apart are one span, runs of little gain are none. Thresholds were set on PolNeAR dev.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.reader.pieces import FIRST_LINE_GAP, Ints, Pieces, Window

Floats = npt.NDArray[np.float32]
Place = tuple[int, int]  # pieces, end exclusive

SOURCE, CUE, CONTENT = 1, 2, 3
LEAST_SCORE = 0.35
BRIDGE = {SOURCE: 3.0, CUE: 3.0, CONTENT: 4.0}  # loss up to which two runs are one span
LEAST_GAIN, LEAST_GAIN_ELSEWHERE = 2.0, 24.0  # of a part of the content, in the cue's line and in others
SOURCE_ODDS = 1.0  # given to every piece: a cue has a source more often than not
NEW_NAME = 4.0  # a name next to another of its kind is rare: so much likelier must it be than one long name
MOST_ODDS = 6.0  # one very sure piece must not outweigh its neighbours
KINDS = (
    "person",
    "organization",
    "place",
    "group",
    "",
)  # of the tag pairs B, I after O; the last is not kept


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in pieces of the whole text."""

    anchor: int
    content: tuple[Place, ...]
    cue: Place
    source: Place | None
    score: float


def decode_relations(anchor: Floats, anchors: Ints, roles: Floats, features: Ints, offset: int) -> list[Found]:
    """The attributions of one window that reach LEAST_SCORE, from what went into the network and came out of
    it (frame included); `offset` is the number of the window's first piece in the text."""
    if not len(anchors):
        return []
    likely = _softmax(roles)[:, 1:-1]  # [N, T, 4] without the frame
    bounded = np.clip(likely, 1e-6, 1 - 1e-6)
    odds = np.clip(np.log(bounded / (1 - bounded)), -MOST_ODDS, MOST_ODDS)
    line = np.cumsum(features[1:-1] % 4 >= FIRST_LINE_GAP, dtype=np.int64)
    found = []
    for number, piece in enumerate(anchors):
        first = int(piece) - 1
        if not 0 <= first < likely.shape[1]:
            continue
        content = [
            run
            for run in _runs(odds[number, :, CONTENT], line, CONTENT)
            if run[2] >= (LEAST_GAIN if line[run[0]] == line[first] else LEAST_GAIN_ELSEWHERE)
        ]
        if not content:
            continue
        inside = np.concatenate([likely[number, start:end, CONTENT] for start, end, _ in content])
        score = float(1 / (1 + np.exp(-anchor[piece])) * inside.mean())
        if score < LEAST_SCORE:
            continue
        cues = [run for run in _runs(odds[number, :, CUE], line, CUE) if run[0] <= first < run[1]]
        sources = _runs(odds[number, :, SOURCE] + SOURCE_ODDS, line, SOURCE)
        source = max(sources, key=lambda run: run[2], default=None)
        found.append(
            Found(
                first + offset,
                tuple((start + offset, end + offset) for start, end, _ in content),
                (cues[0][0] + offset, cues[0][1] + offset) if cues else (first + offset, first + offset + 1),
                (source[0] + offset, source[1] + offset) if source else None,
                score,
            )
        )
    return found


def without_rivals(found: Sequence[Found]) -> list[Found]:
    """Of two readings of one cue, or of two that share most of their content, keep the surer; in text
    order."""
    kept: list[Found] = []
    reach: dict[int, list[Found]] = {}  # by blocks of 512 pieces, so that long texts stay linear
    for one in sorted(found, key=lambda f: (-f.score, f.anchor)):
        blocks = {piece // 512 for place in (*one.content, one.cue) for piece in place}
        near = [other for block in blocks for other in reach.get(block, ())]
        if not any(_rivals(one, other) for other in near):
            kept.append(one)
            for block in blocks:
                reach.setdefault(block, []).append(one)
    return sorted(kept, key=lambda f: (f.content, f.anchor))


def decode_entities(text: str, pieces: Pieces, window: Window, logits: Floats) -> list[tuple[int, int, str, float]]:
    """(first piece, end, kind, score) of each name in a window; `logits` [T, tags] without the frame.

    Words are tagged, not pieces: the pieces of a word share the mean of their kinds."""
    starts, ends = pieces.starts[window.first : window.last], pieces.ends[window.first : window.last]
    if not len(starts):
        return []
    attached = [
        bool(a == b and text[a - 1].isalnum() and text[a].isalnum()) if a < len(text) else False
        for a, b in zip(starts[1:].tolist(), ends[:-1].tolist(), strict=True)
    ]
    words = np.flatnonzero(np.concatenate([[True], np.logical_not(attached)]))
    likely = _softmax(logits)
    kinds = np.add.reduceat(np.concatenate([likely[:, :1], likely[:, 1::2] + likely[:, 2::2]], axis=1), words)
    kinds /= np.diff(np.concatenate([words, [len(starts)]]))[:, None]
    best = kinds.argmax(axis=1)
    found: list[tuple[int, int, str, float]] = []
    edges = [*words.tolist(), len(starts)]
    word = 0
    while word < len(words):
        kind, begin = int(best[word]), word
        word += 1
        if kind == 0:
            continue
        while word < len(words) and best[word] == kind:
            piece = words[word]
            if likely[piece, 2 * kind - 1] > NEW_NAME * likely[piece, 2 * kind]:
                break
            word += 1
        if KINDS[kind - 1]:
            score = round(float(kinds[begin:word, kind].mean()), 4)
            found.append((edges[begin] + window.first, edges[word] + window.first, KINDS[kind - 1], score))
    return found


def _runs(odds: Floats, line: Ints, role: int) -> list[tuple[int, int, float]]:
    """(start, end, gain) of the runs of positive odds inside a line, joined where little is lost between."""
    marked = np.zeros(len(odds) + 2, np.int64)
    marked[1:-1] = np.where(odds > 0, line + 1, 0)
    change = np.flatnonzero(np.diff(marked))
    starts, ends = change[marked[change + 1] > 0], change[marked[change] > 0]
    total = np.concatenate([[0.0], np.cumsum(odds, dtype=np.float64)])
    joined: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        before = joined[-1] if joined else (0, 0)
        loss = total[before[1]] - total[start]
        if joined and line[before[0]] == line[start] and loss < BRIDGE[role]:
            joined[-1] = (before[0], end)
        else:
            joined.append((start, end))
    return [(start, end, float(total[end] - total[start])) for start, end in joined]


def _rivals(one: Found, other: Found) -> bool:
    if one.cue[0] < other.cue[1] and other.cue[0] < one.cue[1]:
        return True
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one.content for b in other.content)
    both = sum(end - start for start, end in (*one.content, *other.content)) - shared
    return shared > 0.5 * both


def _softmax(logits: npt.NDArray[Any]) -> Floats:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)
