"""A text as the reader sees it: word pieces with their place and their typography, cut into windows.

The encoder's vocabulary is uncased and knows no white space. What it loses (capitals, line breaks, on which
side of a quotation mark the space stands) comes back as one small number per piece, its feature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

FIRST_ID, LAST_ID = 101, 102  # [CLS] and [SEP], which frame a window
# A feature is 4 * shape + gap. Shapes: other, lower, Title, UPPER, miXed, digits, quotation mark.
# Gaps before the piece: none, space, line break, blank line.
N_FEATURES, FIRST_MARK_FEATURE, FIRST_LINE_GAP = 28, 24, 2
MARKS = '"“”„‟«»'
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """T word pieces: vocabulary ids, features, and code-point offsets into the text; int64 [T] each."""

    ids: Ints
    features: Ints
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.ids)


class Window(NamedTuple):
    """Pieces [first, last) go through the encoder together; what begins in [own_first, own_last) is kept."""

    first: int
    last: int
    own_first: int
    own_last: int


def cut_pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    """Tokenize a whole text. The tokenizer must neither truncate nor pad."""
    encoding = tokenizer.encode(_LONE_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    ids = np.array(encoding.ids, np.int64)
    offsets = np.array(encoding.offsets, np.int64).reshape(-1, 2)
    starts, ends = offsets[:, 0], offsets[:, 1]
    return Pieces(ids, _features(text, starts, ends), starts, ends)


def cut_windows(pieces: Pieces, size: int, overlap: int) -> list[Window]:
    """Pack whole lines into windows of at most `size` pieces.

    Only a line longer than a window is cut, with `overlap` pieces read twice; each half of an overlap then
    belongs to the window in which it stands farther from the edge."""
    breaks = np.flatnonzero(pieces.features % 4 >= FIRST_LINE_GAP)
    edges = [0, *(int(b) for b in breaks if b > 0), len(pieces)]
    windows: list[Window] = []
    first = 0
    for begin, end in pairwise(edges):
        if end - first > size and begin > first:
            windows.append(Window(first, begin, first, begin))
            first = begin
        own = first
        while end - first > size:
            cut = first + size
            windows.append(Window(first, cut, own, cut - overlap // 2))
            own, first = cut - overlap // 2, cut - overlap
        if own != first:  # the rest of a long line stands alone: its first pieces belong to the window before
            windows.append(Window(first, end, own, end))
            first = end
    if first < len(pieces):
        windows.append(Window(first, len(pieces), first, len(pieces)))
    return windows


def _features(text: str, starts: Ints, ends: Ints) -> Ints:
    points, place = np.unique(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), return_inverse=True)
    letters = [chr(point) for point in points]

    def counts(kind: list[bool]) -> Ints:
        """How many characters of a kind stand before each offset."""
        total = np.zeros(len(text) + 1, np.int64)
        np.cumsum(np.array(kind, bool)[place], out=total[1:])
        return total

    upper, lower = counts([c.isupper() for c in letters]), counts([c.islower() for c in letters])
    digit, lines = counts([c.isdigit() for c in letters]), counts([c == "\n" for c in letters])
    mark = counts([c in MARKS for c in letters])
    first_upper = upper[np.minimum(starts + 1, ends)] > upper[starts]
    ups, lows = upper[ends] - upper[starts], lower[ends] - lower[starts]
    shape = np.select(
        [
            mark[ends] > mark[starts],
            first_upper & (ups == 1),
            (ups > 0) & (lows == 0),
            ups > 0,
            lows > 0,
            digit[ends] > digit[starts],
        ],
        [6, 2, 3, 4, 1, 5],
        0,
    )
    before = np.concatenate([[0], ends[:-1]]) if len(ends) else ends
    newlines = lines[starts] - lines[before]
    gap = np.select([newlines > 1, newlines == 1, starts > before], [3, 2, 1], 0)
    return np.asarray(4 * shape + gap, np.int64)
