"""The quality gate: measured accuracy on the gold must not fall below the floors kept in ``floors.json``.

    python -m tests.gold.gate            measure, print, fail where a floor is not reached
    python -m tests.gold.gate --raise    also lift the floors that were passed to what was measured
    python -m tests.gold.gate --lower    also lower the floors that were not reached (say why in the commit)

Floors hold for one state of the gold: its digest is pinned beside them, and other gold needs ``--lower``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.gold import actors, figures, news, quotes
from tests.gold.shared import GOLD, MISSING

Measures = dict[str, dict[str, float]]
FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.05  # of a percentage point: floors are kept to one decimal


def main(arguments: list[str] | None = None) -> int:
    """Run the gate; return the exit code: 0 all floors reached or no gold here, 1 some not, 2 other gold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--lower", action="store_true")
    options = parser.parse_args(arguments)
    if not GOLD.is_dir():
        print(f"gate skipped: {MISSING}")
        return 0
    pinned = json.loads(FLOORS.read_text()) if FLOORS.exists() else {"gold_sha256": "", "floors": {}}
    digest = gold_digest()
    if digest != pinned["gold_sha256"] and not options.lower:
        print("The gold is not the one the floors were measured on. Look at what changed, then run with --lower.")
        return 2
    measured = {}
    for reader in ("model", "spacy"):
        for folder in news.SETS:
            measured |= news.measure(reader, folder)
    measured |= figures.measure() | quotes.measure() | actors.measure()
    missed = report(measured, pinned["floors"])
    if options.lift or options.lower:
        floors = settle(measured, pinned["floors"], lower=options.lower)
        FLOORS.write_text(json.dumps({"gold_sha256": digest, "floors": floors}, indent=1, sort_keys=True) + "\n")
    return 1 if missed and not options.lower else 0


def gold_digest() -> str:
    """Return one SHA-256 over the names and bytes of all gold files, those written for the project included.

    Files with hidden names and byte code are none: they come and go with who reads the folder.
    """
    digest = hashlib.sha256()
    for folder in (GOLD, news.WRITTEN):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in (".md", ".pyc") and not path.name.startswith("."):
                name = path.relative_to(folder).as_posix()
                digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def report(measured: Measures, floors: Measures) -> int:
    """Print what was measured beside its floor; return how many floors were not reached."""
    table = Table("set", "measure", "measured", "floor", title="Accuracy on the gold", title_justify="left")
    missed = 0
    for gold_set in sorted(measured.keys() | floors.keys()):
        names = measured.get(gold_set, {}) | floors.get(gold_set, {})
        for name in names:
            value, floor = measured.get(gold_set, {}).get(name), floors.get(gold_set, {}).get(name)
            below = floor is not None and (value is None or is_below(name, value, floor))
            missed += below
            shown = "not measured" if value is None else f"{value:.1f}"
            table.add_row(
                gold_set,
                name,
                f"[red]{shown}[/]" if below else shown,
                "" if floor is None else f"{floor:.1f}",
            )
    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(table)
    console.print(f"{missed} floors not reached" if missed else "all floors reached")
    return missed


def is_below(name: str, value: float, floor: float) -> bool:
    """Say whether a measure misses its floor; of what is counted as wrong, less is better."""
    return value > floor + SLACK if is_error(name) else value < floor - SLACK


def is_error(name: str) -> bool:
    """Say whether a measure counts errors."""
    return name.startswith(("false", "intrusions", "from not_quotes"))


def settle(measured: Measures, floors: Measures, *, lower: bool) -> Measures:
    """Return new floors: lifted to what was measured, and lowered to it only where asked."""
    settled: Measures = {}
    for gold_set, values in measured.items():
        for name, value in values.items():
            rounded = math.ceil(value * 10) / 10 if is_error(name) else math.floor(value * 10) / 10
            floor = floors.get(gold_set, {}).get(name)
            keep = floor is not None and not lower and is_below(name, rounded, floor)
            settled.setdefault(gold_set, {})[name] = floor if keep else rounded  # type: ignore[assignment]
    return settled


if __name__ == "__main__":
    sys.exit(main())
