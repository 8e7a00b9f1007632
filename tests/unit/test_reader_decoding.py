"""From log odds to spans."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from onrecord.reader.decoding import Found, decode_entities, decode_relations, without_rivals
from onrecord.reader.pieces import Pieces, Window

ROLE = {".": 0, "s": 1, "q": 2, "c": 3}
LINE_GAP = 2


@pytest.mark.parametrize(
    ("roles", "source", "cue", "content"),
    [
        pytest.param("ssqccc.", (0, 2), (2, 3), ((3, 6),), id="plain"),
        pytest.param("ccc.qss", (5, 7), (4, 5), ((0, 3),), id="content first"),
        pytest.param("ccc.sqcccc", (4, 5), (5, 6), ((0, 3), (6, 10)), id="a quote in two parts"),
        pytest.param("..qccc", None, (2, 3), ((3, 6),), id="no source"),
        pytest.param("sqccc|c..", (0, 1), (1, 2), ((2, 5),), id="a stray word of the next line"),
        pytest.param("sq|ccccc|ccccc", (0, 1), (1, 2), ((2, 7), (7, 12)), id="a quote of two paragraphs"),
    ],
)
def test_roles_become_spans(
    roles: str, source: tuple[int, int] | None, cue: tuple[int, int], content: tuple[tuple[int, int], ...]
) -> None:
    (found,) = decode_relations(*_outputs(roles), 0)
    assert (found.source, found.cue, found.content) == (source, cue, content)


def test_a_weak_gap_does_not_cut_a_span() -> None:
    anchor, anchors, logits, features = _outputs("sssqcccccc")
    logits[0, 1 + 1] = [0.6, 0.4, 0.0, 0.0]  # the middle word of the source is doubtful
    logits[0, 1 + 6] = [1.0, 0.0, 0.0, 0.9]  # so is one of the content
    (found,) = decode_relations(anchor, anchors, logits, features, 0)
    assert found.source == (0, 3)
    assert found.content == ((4, 10),)


def test_an_anchor_without_content_is_nothing() -> None:
    assert decode_relations(*_outputs("ssq..."), 0) == []


def test_an_unlikely_anchor_is_nothing() -> None:
    anchor, anchors, logits, features = _outputs("ssqccc")
    assert decode_relations(anchor - 12, anchors, logits, features, 0) == []


def test_the_offset_is_added() -> None:
    (found,) = decode_relations(*_outputs("sqcc"), 100)
    assert (found.anchor, found.content) == (101, ((102, 104),))


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        pytest.param(((4, 9), (2, 4), 0.9), ((4, 9), (3, 4), 0.5), 1, id="one cue read twice"),
        pytest.param(((4, 20), (2, 3), 0.9), ((5, 20), (40, 41), 0.5), 1, id="one content read twice"),
        pytest.param(((4, 20), (2, 3), 0.9), ((8, 14), (6, 7), 0.5), 2, id="a content inside a content"),
    ],
)
def test_rivals(one: tuple, other: tuple, kept: int) -> None:
    found = [Found(cue[0], (content,), cue, None, score) for content, cue, score in (one, other)]
    assert len(without_rivals(found)) == kept
    assert without_rivals(found) == without_rivals(found[::-1])


def test_pieces_of_a_word_share_one_kind() -> None:
    text = "Kerubo met Otieno"
    starts, ends = np.array([0, 3, 7, 11, 14]), np.array([3, 6, 10, 14, 17])
    pieces = Pieces(starts * 0, starts * 0, starts, ends)
    logits = np.zeros((5, 11), np.float32)
    logits[:, 0] = 1
    logits[0, 1] = 5  # B-PER
    logits[1, 2] = 3  # I-PER
    logits[3, 1] = 5
    logits[4, 0] = 1.5  # the second half alone would be no name
    found = decode_entities(text, pieces, Window(0, 5, 0, 5), logits)
    assert [(first, last, kind) for first, last, kind, _ in found] == [(0, 2, "person"), (3, 5, "person")]


def _outputs(roles: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What the network would say if it were sure, and the features it was given.

    The anchor is the first cue piece; a bar stands for a line break."""
    features = [LINE_GAP if before == "|" else 0 for before, role in pairwise(f" {roles}") if role != "|"]
    roles = roles.replace("|", "")
    logits = np.zeros((1, len(roles) + 2, 4), np.float32)
    logits[:, :, 0] = 6
    for place, role in enumerate(roles, start=1):
        logits[0, place, 0] = 0
        logits[0, place, ROLE[role]] = 6
    anchor = np.full(len(roles) + 2, -8, np.float32)
    anchors = np.array([roles.index("q") + 1])
    anchor[anchors] = 6
    return anchor, anchors, logits, np.array([0, *features, 0])
