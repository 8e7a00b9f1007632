"""Duplicates: articles whose text is nearly that of an earlier one, such as agency copy in two papers.

MinHash signatures over word shingles and banding find the candidates (Broder 1997, "On the resemblance and
containment of documents"; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3); the
Jaccard similarity of the shingles themselves decides. Cost is linear in the articles.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SIMILAR = 0.8  # share of shingles in common from which two texts are one story
_SHINGLE = 5  # words
_BANDS, _ROWS = 16, 4  # a pair with 0.8 in common meets in a band with probability 0.9998
_WORD = re.compile(r"\w+")
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)

_random = np.random.default_rng(20_261_122)  # fixed: signatures must not change from run to run
_FACTORS = _random.integers(1, 2**63, size=(_BANDS * _ROWS, 1), dtype=np.uint64) | np.uint64(1)
_OFFSETS = _random.integers(0, 2**63, size=(_BANDS * _ROWS, 1), dtype=np.uint64)
_POWERS = _random.integers(1, 2**63, size=_SHINGLE, dtype=np.uint64) | np.uint64(1)


class Text(NamedTuple):
    """What is compared of an article."""

    article_id: str
    published_at: dt.datetime | None
    text: str


def find_duplicates(texts: Iterable[Text]) -> dict[str, str]:
    """Return, for each article that nearly repeats an earlier one, the id of that one.

    Earlier is by date of publication, undated last, then by id; so the answer does not depend on the order in
    which articles are given. What is itself a duplicate is nobody's original.
    """
    originals: dict[str, npt.NDArray[np.uint64]] = {}
    meeting: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    duplicate_of: dict[str, str] = {}
    for text in sorted(texts, key=lambda text: (text.published_at or _LAST, text.article_id)):
        shingles = _shingles(text.text)
        bands = _bands(shingles)
        met = {original for band in bands for original in meeting[band]}
        likeness, original = max(((_jaccard(shingles, originals[o]), o) for o in sorted(met)), default=(0.0, ""))
        if likeness >= SIMILAR:
            duplicate_of[text.article_id] = original
        else:
            originals[text.article_id] = shingles
            for band in bands:
                meeting[band].append(text.article_id)
    return duplicate_of


def _shingles(text: str) -> npt.NDArray[np.uint64]:
    """Return the distinct hashes of all runs of five words; of all words as one run where there are fewer."""
    words = _WORD.findall(text.casefold())
    words += [""] * (_SHINGLE - len(words))
    hashes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(hashes, _SHINGLE)
    return np.unique((windows * _POWERS).sum(axis=1, dtype=np.uint64))


def _bands(shingles: npt.NDArray[np.uint64]) -> list[tuple[int, bytes]]:
    # Multiply and shift: the high bits of a product with an odd factor are a good hash of the whole.
    signature = ((shingles * _FACTORS + _OFFSETS) >> np.uint64(20)).min(axis=1)
    return [(i, row.tobytes()) for i, row in enumerate(signature.reshape(_BANDS, _ROWS))]


def _jaccard(left: npt.NDArray[np.uint64], right: npt.NDArray[np.uint64]) -> float:
    common = np.intersect1d(left, right, assume_unique=True).size
    return float(common / (left.size + right.size - common))
