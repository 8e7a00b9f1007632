"""The cost of an archive by its size: a run over N articles, one more with 100 new ones, and one with nothing new.

Articles are those of ``corpus``: short by default, since 100,000 of real length take hours on two cores. Each size is a
fresh archive with a data folder of its own, in the folder for temporary files (``TMPDIR``; about 2 GB at 100,000).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import corpus, timed_run
from tests.benchmarks.markdown import megabytes, table

NEW = 100  # articles of the incremental run
RUNS = ("full", "incremental", "nothing new")


def measure(n_articles: int, words: int) -> dict[str, Any]:
    """Return the cost of the three runs over an archive of ``n_articles`` articles of ``words`` words."""
    with TemporaryDirectory() as scratch:
        articles, data = Path(scratch, "articles"), Path(scratch, "data")
        per_day = n_articles / corpus.DAYS
        measured: dict[str, Any] = {
            "articles": n_articles,
            "words": words,
            "characters": corpus.write(articles, n_articles, words, per_day=per_day),
        }
        for name in RUNS:
            if name == "incremental":
                corpus.write(articles, NEW, words, first=n_articles, per_day=per_day)
            arguments = ["run", str(articles), "--data", str(data), "--json"]
            measured[name] = timed_run.measure(arguments, Path(scratch)) | _on_disk(data)
        return measured


def section(kept: list[dict[str, Any]]) -> str:
    """Return the tables of measurements of several sizes as Markdown."""
    kept = sorted(kept, key=lambda one: (one["words"], one["articles"]))
    columns = ["articles", "words each", "wall s", "CPU s", "ms wall per article", "of that at the smallest",
               "peak RSS", "release", "data folder", "written", "audit's share"]  # fmt: skip
    rows = []
    for one in kept:
        full = one["full"]
        smallest = next(other for other in kept if other["words"] == one["words"])
        rows.append([
            f"{one['articles']:,}", str(one["words"]), f"{full['wall']:,.1f}", f"{full['cpu']:,.1f}", f"{per_article(one):.1f}",
            f"{per_article(one) / per_article(smallest):.2f}", megabytes(full["peak_rss"]), megabytes(full["release_bytes"]),
            megabytes(full["data_bytes"]), megabytes(full["written"]), f"{audit_share(full):.1%}",
        ])  # fmt: skip
    later_columns = ["articles", "words each", "run", "wall s", "CPU s", "peak RSS", "written", "allowed wall s"]
    later = [
        [f"{one['articles']:,}", str(one["words"]), name, f"{one[name]['wall']:.1f}", f"{one[name]['cpu']:.1f}",
         megabytes(one[name]["peak_rss"]), megabytes(one[name]["written"]),
         f"{one['full']['wall'] / 200 + 10:.1f}" if name == "incremental" else ""]
        for one in kept for name in RUNS[1:]
    ]  # fmt: skip
    intro = (
        "Peak RSS is the largest sum over all processes of the run, pages they share counted for each. Written is all that they "
        "passed to write(), with Prefect's database. The audit's share is of the wall time."
    )
    steps = sorted({step for one in kept for step in one["full"]["steps"]["wall"]}, key=_place(kept))
    step_rows = [
        [
            f"{one['articles']:,}",
            str(one["words"]),
            *(f"{one['full']['steps']['wall'].get(step, 0):,.1f}" for step in steps),
        ]
        for one in kept
    ]
    return "\n\n".join([
        intro,
        table(columns, rows),
        f"The same archives again with {NEW} new articles, and once more with nothing new (allowed: 1/200 of the full run "
        "and 10 s):",
        table(later_columns, later),
        "Wall seconds of the full run by step (the first has starting and imports in it):",
        table(["articles", "words each", *steps], step_rows),
    ])  # fmt: skip


def per_article(one: dict[str, Any]) -> float:
    """Return the wall milliseconds of a full run for each article."""
    return float(one["full"]["wall"]) / one["articles"] * 1000


def audit_share(run: dict[str, Any]) -> float:
    """Return the share of the audit in a run's wall time."""
    return float(run["steps"]["wall"].get("audit", 0.0)) / float(run["wall"])


def _place(kept: list[dict[str, Any]]) -> Any:
    order = [step for one in kept for step in one["full"]["steps"]["wall"]]
    return order.index


def _on_disk(data: Path) -> dict[str, int]:
    """Return the bytes of the current release, and of the whole data folder with each hard-linked file once."""
    files = {stat.st_ino: stat.st_size for stat in map(os.lstat, filter(Path.is_file, data.rglob("*")))}
    manifest = json.loads((data / "current" / "manifest.json").read_text(encoding="utf-8"))
    return {
        "release_bytes": sum(one["bytes"] for one in manifest["tables"].values()),
        "data_bytes": sum(files.values()),
    }
