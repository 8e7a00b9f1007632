"""Onrecord: news text to Parquet tables of quotes, figures and actors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.frames import Frames


def load(data: str | Path = "data", release: str = "current") -> Frames:
    """Return the tables of one release as pandas frames: ``load("data").quotes``.

    ``release`` is ``current``, an id, or the start of one; if there is none such,
    ``onrecord.release.NoReleaseError`` is raised.
    """
    from onrecord import frames  # noqa: PLC0415 - importing onrecord loads neither pandas nor pyarrow

    return frames.load(data, release)
