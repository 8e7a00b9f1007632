"""A whole warm run on the seeds, split: which step takes which CPU seconds.

Run as a module, it does one run in this process and prints the split as JSON; ``measure`` starts it several times.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
STEPS = {
    "read": "read",
    "extract": "extract",
    "resolve": "write",
    "stage": "write",
    "audit": "audit",
    "publish": "write",
    "report": "report",
}


def measure(rounds: int = 3) -> Table:
    """Return a table of the CPU seconds of a run with no Prefect server set up, by step; medians of ``rounds``."""
    splits = [_one_run() for _ in range(rounds + 1)][1:]  # the first fills caches and Prefect's database
    table = Table("step", "CPU s", title=f"A warm run on the seeds: median of {rounds}", title_justify="left")
    for step in splits[0]:
        table.add_row(step, f"{statistics.median(split[step] for split in splits):.2f}")
    return table


def _one_run() -> dict[str, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as data:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.whole_run", data],
            cwd=ROOT, check=True, capture_output=True, text=True,
            env=os.environ | {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120"},
        )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    split: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    total = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # What is no time of the run's own process is that of the temporary server it started, and of leaving.
    return split | {"server": total - sum(split.values()), "total": total}


def _split(data: Path) -> dict[str, float]:
    from build_tables import build_tables
    from onrecord import annotate, progress
    from onrecord.settings import Settings

    split = {"start and import": time.process_time(), "flow": 0.0, "parse": 0.0}
    split |= dict.fromkeys(STEPS.values(), 0.0)
    bare_parse = annotate.parse

    def timed_parse(*args, **kwargs):  # type: ignore[no-untyped-def]
        begun = time.process_time()
        parsed = list(bare_parse(*args, **kwargs))
        split["parse"] += time.process_time() - begun
        return parsed

    annotate.parse = timed_parse  # type: ignore[assignment]
    last = time.process_time()

    def on_progress(told: progress.Progress) -> None:
        nonlocal last
        now = time.process_time()
        split[STEPS.get(told.step, "flow")] += now - last
        last = now

    with progress.listening(on_progress):
        build_tables(Settings(data=data))
    split["extract"] -= split["parse"]
    split["flow"] += time.process_time() - last
    return split


if __name__ == "__main__":
    print(json.dumps(_split(Path(sys.argv[1]))))
