"""The reference lists people edit: ``seeds/reference/*.csv``, read once per process.

Each file opens with ``#`` lines that say where its rows come from; then a header row, then the rows.
"""

from __future__ import annotations

import csv
import functools
from importlib import resources
from pathlib import Path


@functools.cache
def load(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``seeds/reference/<name>.csv``; every value is a stripped string, "" where empty."""
    lines = [line for line in path(name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple({key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(lines))


def path(name: str) -> Path:
    """Return the file of a reference list: the checkout's if there is one, else the one in the package."""
    checkout = Path(__file__).parents[2] / "seeds" / "reference" / f"{name}.csv"
    if checkout.is_file():
        return checkout
    return Path(str(resources.files("onrecord"))) / "_seeds" / "reference" / f"{name}.csv"
