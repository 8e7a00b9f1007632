"""One ``onrecord`` command in a process of its own, with the time of each of its steps.

    python -m tests.benchmarks.timed_run STEPS.json run FOLDER --data D --json

What the run tells of its progress ends a step; the time since it was last heard of is that step's. Written are, by
step, the wall seconds and the CPU seconds of this one process: workers and a temporary server are in the cost of the
whole command alone. What comes after the last step is ``end``.
"""

from __future__ import annotations

import collections
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import processes


def measure(arguments: Sequence[str], scratch: Path, *, server: str | None = None) -> dict[str, Any]:
    """Run ``onrecord`` with the arguments, ``--json`` among them; return its cost, ``steps``, and counts of rows.

    ``server`` is the URL of a Prefect API to use; by default the run starts a temporary one. Prefect's own folder is
    kept in ``scratch``, so that no run meets what a user's Prefect holds.
    """
    steps = scratch / "steps.json"
    env = os.environ | {"PREFECT_HOME": str(scratch / "prefect")}
    env.pop("PREFECT_API_URL", None)
    if server is not None:
        env["PREFECT_API_URL"] = server
    cost = processes.measure([sys.executable, "-m", "tests.benchmarks.timed_run", str(steps), *arguments], env=env)
    return {
        "wall": cost.wall,
        "cpu": cost.cpu,
        "others_cpu": cost.others_cpu,
        "peak_rss": cost.peak_rss,
        "written": cost.written,
        "steps": json.loads(steps.read_text(encoding="utf-8")),
        "counts": json.loads(cost.output)["counts"],
    }


def main() -> None:
    """Run the command line and write its steps."""
    from onrecord import progress
    from onrecord.cli import app

    wall: collections.Counter[str] = collections.Counter()
    cpu: collections.Counter[str] = collections.Counter()
    last = time.perf_counter(), 0.0

    def ended(step: str) -> None:
        nonlocal last
        now = time.perf_counter(), time.process_time()
        wall[step] += now[0] - last[0]
        cpu[step] += now[1] - last[1]
        last = now

    def heard(told: progress.Progress) -> None:
        ended(told.step)

    with progress.listening(heard):
        code = app(sys.argv[2:], standalone_mode=False)
    ended("end")
    Path(sys.argv[1]).write_text(json.dumps({"wall": wall, "cpu": cpu}), encoding="utf-8")
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
