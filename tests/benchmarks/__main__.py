"""All benchmarks in one run: speed beside the bare parse, the cost of a whole run, accuracy on the gold."""

from __future__ import annotations

import os
import platform
from pathlib import Path

# One thread: the yardstick is work done, not cores used. Set before numpy is imported anywhere.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from rich.console import Console

from tests.benchmarks import speed, whole_run
from tests.gold import gate
from tests.gold.shared import GOLD


def main() -> None:
    """Print all tables."""
    console = Console(width=110)
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    console.print(speed.measure(_texts()))
    console.print(whole_run.measure())
    gate.main([])


def _texts() -> list[str]:
    """Return news texts to time: those of the gold where it is, else the seeds many times."""
    gold = sorted((GOLD / "polnear" / "dev" / "text").glob("*.txt"))
    paths = gold or sorted(Path("seeds/articles").glob("*.txt")) * 20
    return [path.read_text(encoding="utf-8") for path in paths]


if __name__ == "__main__":
    main()
