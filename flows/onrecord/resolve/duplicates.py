"""Duplicates: articles whose text is nearly that of an earlier one, such as agency copy in two papers.

MinHash signatures over word shingles and banding find the candidates (Broder 1997, "On the resemblance and
containment of documents"; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3); the
Jaccard similarity of the shingles themselves decides. Bands are computed once for each article and kept; texts are
looked at again only where two articles have two bands in common: one alone is more often a paragraph that both
quote, and there are ten times as many of these.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Texts = Callable[[Sequence[str]], Iterable[tuple[str, str]]]

SIMILAR = 0.8  # share of shingles in common from which two texts are one story
N_BANDS = 16
_ROWS = 4  # a pair with 0.8 in common meets in two of 16 bands of 4 rows with probability 0.997
_PAIRS = tuple(itertools.combinations(range(N_BANDS), 2))
_SHINGLE = 5  # words
_SHINGLES_AT_ONCE = 4_096  # times 64 hashes of 8 bytes: what fits a processor's cache
_TEXTS_AT_ONCE = 4_096  # whose shingles are in memory, 6 kB for 700 words
_WORD = re.compile(r"\w+")

_random = np.random.default_rng(20_261_122)  # fixed: signatures must not change from run to run
_FACTORS = _random.integers(1, 2**63, size=(N_BANDS * _ROWS, 1), dtype=np.uint64) | np.uint64(1)
_OFFSETS = _random.integers(0, 2**63, size=(N_BANDS * _ROWS, 1), dtype=np.uint64)
_POWERS = _random.integers(1, 2**63, size=_SHINGLE, dtype=np.uint64) | np.uint64(1)
_MIXERS = _random.integers(1, 2**63, size=_ROWS, dtype=np.uint64) | np.uint64(1)

Hashes = npt.NDArray[np.uint64]


def bands(text: str) -> list[int]:
    """Return 16 hashes of 64 bits; two texts with four shingles in five in common have one in the same place."""
    shingles = _shingles(text)
    # Multiply and shift: the high bits of a product with an odd factor are a good hash of the whole.
    parts = (
        ((shingles[start : start + _SHINGLES_AT_ONCE] * _FACTORS + _OFFSETS) >> np.uint64(20)).min(axis=1)
        for start in range(0, len(shingles), _SHINGLES_AT_ONCE)
    )
    signature = np.minimum.reduce(list(parts))
    found: list[int] = (signature.reshape(N_BANDS, _ROWS) * _MIXERS).sum(axis=1, dtype=np.uint64).tolist()
    return found


def find_duplicates(articles: pa.Table, texts: Texts, before: pa.Table | None = None) -> pa.Table:
    """Return for each article, in their order, ``duplicate_of`` and ``story``.

    ``duplicate_of`` is the id of the earlier article that it nearly repeats. Earlier is by date of publication,
    undated last, then by id; so the answer does not depend on the order of articles. What is itself a duplicate is
    nobody's original. ``story`` is the id of the first of the articles that may be of one story.

    ``articles``: article_id, content_id, published_at (null: unknown) and bands. ``texts`` yields id and text of each
    article asked for, in any order. ``before`` are articles with what was found of them: stories that have neither
    won nor lost one since are not looked at again. Memory is bounded: texts are asked for some thousands at a time,
    and those of earlier originals again where they are met later.
    """
    ids, buckets, stories = _candidates(articles)
    known = _known(ids, stories, articles, before) if before is not None else {}
    duplicate_of = {article_id: original for article_id, original in known.items() if original is not None}
    open_ = [i for i, article_id in enumerate(ids) if article_id not in known]
    ids, buckets = [ids[i] for i in open_], [buckets[i] for i in open_]
    originals: dict[int, list[int]] = defaultdict(list)  # by bucket
    for start in range(0, len(ids), _TEXTS_AT_ONCE):
        chunk = range(start, min(start + _TEXTS_AT_ONCE, len(ids)))
        shingles = {article_id: _shingles(text) for article_id, text in texts([ids[i] for i in chunk])}
        likest = _likest_before(chunk, ids, buckets, originals, shingles, texts)
        for i in chunk:
            met = {ids[o] for bucket in buckets[i] for o in originals[bucket] if o >= start}
            here = ((_jaccard(shingles[ids[i]], shingles[o]), o) for o in met)
            likeness, original = max(here, default=(0.0, ""))
            likeness, original = max((likeness, original), likest.get(i, (0.0, "")))
            if likeness >= SIMILAR:
                duplicate_of[ids[i]] = original
                continue
            for bucket in buckets[i]:
                originals[bucket].append(i)
    found = (pa.array(map(of_each.get, _strings(articles)), pa.string()) for of_each in (duplicate_of, stories))
    return pa.Table.from_arrays(list(found), ["duplicate_of", "story"])


def _known(
    ids: Sequence[str], stories: Mapping[str, str], articles: pa.Table, before: pa.Table
) -> dict[str, str | None]:
    """Return what was found before of the articles of stories that are as they were."""
    same = pc.is_in(before.column("content_id"), value_set=articles.column("content_id"))
    then, gone = before.filter(same), before.filter(pc.invert(same))
    was = dict(zip(_strings(then), then.column("duplicate_of").to_pylist(), strict=True))
    was_in = dict(zip(_strings(then), then.column("story").to_pylist(), strict=True))
    lost = set(gone.column("story").to_pylist())
    changed = {stories[one] for one in ids if one not in was or was_in[one] in lost}
    return {one: was[one] for one in ids if stories[one] not in changed}


def _likest_before(
    chunk: range,
    ids: Sequence[str],
    buckets: Sequence[Sequence[int]],
    originals: Mapping[int, Sequence[int]],
    shingles: Mapping[str, Hashes],
    texts: Texts,
) -> dict[int, tuple[float, str]]:
    """Return for articles of a chunk that meet originals before it the likeness and id of the likest."""
    meeting: dict[str, set[int]] = defaultdict(set)
    for i in chunk:
        for original in {original for bucket in buckets[i] for original in originals.get(bucket, ())}:
            meeting[ids[original]].add(i)
    likest: dict[int, tuple[float, str]] = {}
    for original_id, text in texts(sorted(meeting)) if meeting else ():
        compared = _shingles(text)
        for i in meeting[original_id]:
            likest[i] = max(likest.get(i, (0.0, "")), (_jaccard(shingles[ids[i]], compared), original_id))
    return likest


def _candidates(articles: pa.Table) -> tuple[list[str], list[list[int]], dict[str, str]]:
    """Return the articles that have two bands in common with another, and by number those pairs of bands of each.

    They are in order of time, but articles that may be of one story follow one another; last, the first of each's
    story.
    """
    band = pc.list_flatten(articles.column("bands")).to_numpy().reshape(articles.num_rows, N_BANDS)
    rows = np.flatnonzero((_buckets(band) >= 0).sum(axis=1) > 1)
    pair = np.stack([band[rows, i] * _MIXERS[0] + band[rows, j] * _MIXERS[1] for i, j in _PAIRS], axis=1)
    bucket = np.full((len(band), len(_PAIRS)), -1, np.int64)
    bucket[rows] = _buckets(pair)
    rows = np.flatnonzero((bucket >= 0).any(axis=1))
    dated = articles.select(["published_at", "article_id"]).take(rows)
    # null_placement is the default, at the end: undated articles come last
    keys: Any = [("published_at", "ascending"), ("article_id", "ascending")]
    in_time = np.asarray(pc.sort_indices(dated, sort_keys=keys))
    first = _stories(bucket[rows[in_time]])
    order = np.argsort(first, kind="stable")
    met = [[bucket for bucket in row if bucket >= 0] for row in bucket[rows[in_time[order]]].tolist()]
    by_time = _strings(dated.take(in_time))
    ids = [by_time[i] for i in order]
    return ids, met, dict(zip(ids, (by_time[i] for i in first[order]), strict=True))


def _buckets(band: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return for each article and hash the number of the bucket it shares with others, -1 where it shares none."""
    bucket = np.full(band.shape, -1, np.int64)
    n_places = band.shape[1]
    for place in range(n_places):
        order = np.argsort(band[:, place])
        starts = np.append(True, np.diff(band[order, place]) != 0)[: len(order)]
        number = np.cumsum(starts) - 1
        is_shared = np.bincount(number, minlength=1)[number] > 1
        bucket[order[is_shared], place] = number[is_shared] * n_places + place
    return bucket


def _stories(bucket: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return for each article the first of all that hang together with it by buckets."""
    article, place = np.nonzero(bucket >= 0)
    _, shared = np.unique(bucket[article, place], return_inverse=True)
    story = np.arange(len(bucket))
    while True:
        first = np.full(shared.max(initial=-1) + 1, len(bucket))
        np.minimum.at(first, shared, story[article])
        earlier = story.copy()
        np.minimum.at(earlier, article, first[shared])
        earlier = earlier[earlier]
        if np.array_equal(earlier, story):
            return story
        story = earlier


def _shingles(text: str) -> Hashes:
    """Return the distinct hashes of all runs of five words; of all words as one run where there are fewer."""
    words = _WORD.findall(text.casefold())
    words += [""] * (_SHINGLE - len(words))
    hashes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(hashes, _SHINGLE)
    return np.unique((windows * _POWERS).sum(axis=1, dtype=np.uint64))


def _jaccard(left: Hashes, right: Hashes) -> float:
    common = np.intersect1d(left, right, assume_unique=True).size
    return float(common / (left.size + right.size - common))


def _strings(articles: pa.Table) -> list[str]:
    return [str(article_id) for article_id in articles.column("article_id").to_pylist()]
