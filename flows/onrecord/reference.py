"""The reference lists people edit: ``seeds/reference/*.csv``, read once per process.

Each file opens with ``#`` lines that say where its rows come from; then a header row, then the rows.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path


@functools.cache
def load(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``seeds/reference/<name>.csv``; every value is a stripped string, "" where empty."""
    text = (folder() / f"{name}.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple({key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(lines))


def folder() -> Path:
    """Return the folder of the lists: the checkout's, or the copy that an installed package carries."""
    checkout = Path(__file__).parents[2] / "seeds" / "reference"
    return checkout if checkout.is_dir() else Path(__file__).parent / "_seeds" / "reference"
