"""The directory of an archive: from an article and its actor's id to the actor of the archive, many at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from onrecord.resolve.across.naming import Groups
from onrecord.resolve.across.sightings import Ints, Sightings, chunked

_DIGITS = np.zeros(256, np.uint8)
_DIGITS[np.frombuffer(b"0123456789abcdef", np.uint8)] = np.arange(16)


class Directory:
    """Whom articles mean: a group each, but for the bare surnames that are placed article by article."""

    def __init__(self, seen: Sightings, groups: Groups, placed: Ints) -> None:
        self._numbers = _numbers(chunked(seen.actor_ids))
        self._group = groups.root
        self._ids = pa.array(groups.ids, pa.string())
        self._names = pa.array(groups.names, pa.string())
        rows = np.flatnonzero(placed >= 0)
        articles = seen.article.values.take(seen.article.codes[rows]).to_pylist()
        locals_placed = seen.local[rows].tolist()
        self._placed = dict(zip(zip(articles, locals_placed, strict=True), placed[rows].tolist(), strict=True))
        self._is_placed = np.zeros(len(self._group), bool)
        self._is_placed[locals_placed] = True

    def find(
        self, article_ids: pa.ChunkedArray[Any], actor_ids: pa.ChunkedArray[Any]
    ) -> tuple[pa.ChunkedArray[Any], pa.ChunkedArray[Any]]:
        """Return id and name in the archive of each article's actor, null where ``actor_ids`` is null.

        Raises ValueError at an actor that no article has.
        """
        is_given = actor_ids.is_valid()
        asked = actor_ids.filter(is_given)
        numbers = _numbers(asked)
        local = np.searchsorted(self._numbers, numbers)
        is_unknown = np.append(self._numbers, 0)[local] != numbers
        if is_unknown.any():
            raise ValueError(f"No article has the actor {asked[int(is_unknown.argmax())]}.")
        group = self._group[local]
        rows = np.flatnonzero(self._is_placed[local])
        articles = article_ids.filter(is_given).take(rows).to_pylist()
        group[rows] = [
            self._placed.get((article, actor), own)
            for article, actor, own in zip(articles, local[rows].tolist(), group[rows].tolist(), strict=True)
        ]
        at = np.full(len(actor_ids), -1, np.int64)
        at[np.asarray(is_given)] = group
        found = pa.array(at, pa.int64(), mask=at < 0)
        return chunked(self._ids.take(found)), chunked(self._names.take(found))


def _numbers(actor_ids: pa.ChunkedArray[Any]) -> npt.NDArray[np.uint64]:
    """Return ids, ``act_`` and 16 hex digits, as numbers: they sort alike, and are found without a hash table.

    Raises ArrowInvalid where one is of another length.
    """
    fixed: list[Any] = [chunk.cast(pa.binary()).cast(pa.binary(20)) for chunk in actor_ids.chunks]
    letters = [np.frombuffer(c.buffers()[1], np.uint8)[c.offset * 20 :][: len(c) * 20] for c in fixed if len(c)]
    digits = _DIGITS[np.concatenate([np.zeros(0, np.uint8), *letters]).reshape(-1, 20)[:, 4:]]
    numbers: npt.NDArray[np.uint64] = (digits[:, ::2] << 4 | digits[:, 1::2]).view(">u8").ravel().astype(np.uint64)
    return numbers
