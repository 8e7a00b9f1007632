"""How a text is cut into pieces and windows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from onrecord.reader.pieces import Pieces, cut_pieces, cut_windows
from onrecord.reader.reading import OVERLAP, WEIGHTS, WINDOW

OTHER, LOWER, TITLE, UPPER, MIXED, DIGIT, MARK = range(0, 28, 4)
ATTACHED, SPACE, LINE, BLANK = range(4)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("go Home", [LOWER + ATTACHED, TITLE + SPACE], id="title case after a space"),
        pytest.param("UN\nA", [UPPER + ATTACHED, TITLE + LINE], id="capitals, then a new line"),
        pytest.param("the\n\n  2", [LOWER + ATTACHED, DIGIT + BLANK], id="digit after a blank line"),
        pytest.param("“no”", [MARK + ATTACHED, LOWER + ATTACHED, MARK + ATTACHED], id="marks without space"),
        pytest.param('a "b', [LOWER + ATTACHED, MARK + SPACE, LOWER + ATTACHED], id="straight mark opening"),
        pytest.param("a.", [LOWER + ATTACHED, OTHER + ATTACHED], id="full stop"),
    ],
)
def test_features_keep_what_the_vocabulary_loses(tokenizer: Tokenizer, text: str, expected: list[int]) -> None:
    assert cut_pieces(tokenizer, text).features.tolist() == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\n ", id="only space"),
        pytest.param("lone \ud800 surrogate", id="lone surrogate"),
        pytest.param("Zoë said “Ça va 😀” to Ömer", id="beyond ASCII and beyond 16 bits"),
    ],
)
def test_offsets_are_code_points(tokenizer: Tokenizer, text: str) -> None:
    pieces = cut_pieces(tokenizer, text)
    words = [text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]
    assert "".join(words) == "".join(text.split()) or "\ud800" in text


@given(
    lines=st.lists(st.integers(1, 700), min_size=0, max_size=30),
    size=st.integers(20, 254),
)
def test_windows_cover_every_piece_once(lines: list[int], size: int) -> None:
    pieces = _pieces(lines)
    overlap = size // 3
    windows = cut_windows(pieces, size, overlap)
    owned = [piece for w in windows for piece in range(w.own_first, w.own_last)]
    assert owned == list(range(len(pieces)))
    assert all(0 < w.last - w.first <= size for w in windows)
    assert all(w.first <= w.own_first < w.own_last <= w.last for w in windows)


def test_short_lines_are_never_cut() -> None:
    windows = cut_windows(_pieces([200, 200, 30, 20, 240]), 254, OVERLAP)
    assert [(w.first, w.last) for w in windows] == [(0, 200), (200, 450), (450, 690)]


def test_a_long_line_is_read_with_overlap() -> None:
    windows = cut_windows(_pieces([600]), WINDOW, OVERLAP)
    assert all(left.last - right.first == OVERLAP for left, right in pairwise(windows))


def _pieces(lines: list[int]) -> Pieces:
    """Pieces of lines of the given lengths; only the line breaks matter."""
    features = np.array([LINE if i == 0 else SPACE for n in lines for i in range(n)], np.int64)
    zeros = np.zeros_like(features)
    return Pieces(zeros, features, zeros, zeros)
