"""What was measured, kept as JSON in ``docs/benchmarks``: long measurements need not be made again to show them.

One file for each part, ``{key: {"stamp": …, "measured": …}}``; a measurement replaces only the one of its key.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import onrecord

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FOLDER = DOCS / "benchmarks"


def save(part: str, key: str, measured: dict[str, Any]) -> None:
    """Keep a measurement, stamped with the date, machine and commit."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = load(part) | {key: {"stamp": stamp(), "measured": measured}}
    text = json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False)
    (FOLDER / f"{part}.json").write_text(text + "\n", encoding="utf-8")


def load(part: str) -> dict[str, dict[str, Any]]:
    """Return all kept measurements of a part, by key; none if it was never measured."""
    path = FOLDER / f"{part}.json"
    kept: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return kept


def stamp() -> dict[str, str]:
    """Return when, where and of which commit a measurement is."""
    return {"date": dt.datetime.now(dt.UTC).date().isoformat(), "machine": _machine(), "commit": _commit()}


def _machine() -> str:
    models = [line.partition(":")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{(models or [platform.machine()])[0].strip()}, {cores} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def _commit() -> str:
    """Return the commit of the package that is measured, which may be another checkout than the benchmarks'."""
    measured = Path(onrecord.__file__).parent

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=measured, capture_output=True, text=True, check=False).stdout.strip()

    changed = " with changes" if git("status", "--porcelain", "--", ":/flows", ":/seeds", ":/schemas") else ""
    return git("rev-parse", "--short", "HEAD") + changed
