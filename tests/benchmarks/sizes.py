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
_ABOUT = """Peak RSS is the largest sum over all processes of the run, pages they share counted for each. Written is all that
they passed to write(), with Prefect's database. The audit's share is of the wall time. Others' CPU is what all else on the
machine used meanwhile: where it is much, wall times say little. Allowed at 100,000 articles: 1.10 times the cost of an
article at 1,000, 4 GB, and 5% for the audit."""
_ABOUT_LATER = f"""The same archives again with {NEW} new articles (allowed: 1/200 of the full run and 10 s), and once more
with nothing new:"""
_ABOUT_STEPS = """The full run by step, in wall seconds and in CPU seconds of the run's own process (the first step has
starting and imports in it; extraction is in the workers):"""


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
    return "\n\n".join([_ABOUT, _full(kept), _ABOUT_LATER, _later(kept), _ABOUT_STEPS, _steps(kept)])


def per_article(one: dict[str, Any]) -> float:
    """Return the wall milliseconds of a full run for each article."""
    return float(one["full"]["wall"]) / one["articles"] * 1000


def audit_share(run: dict[str, Any]) -> float:
    """Return the share of the audit in a run's wall time."""
    return float(run["steps"]["wall"].get("audit", 0.0)) / float(run["wall"])


def _full(kept: list[dict[str, Any]]) -> str:
    columns = ["articles", "words each", "wall s", "CPU s", "ms wall per article", "of that at the smallest",
               "peak RSS", "release", "data folder", "written", "audit's share", "others' CPU s"]  # fmt: skip
    rows = []
    for one in kept:
        full = one["full"]
        smallest = next(other for other in kept if other["words"] == one["words"])
        rows.append([
            *_name(one), f"{full['wall']:,.1f}", f"{full['cpu']:,.1f}", f"{per_article(one):.1f}",
            f"{per_article(one) / per_article(smallest):.2f}", megabytes(full["peak_rss"]), megabytes(full["release_bytes"]),
            megabytes(full["data_bytes"]), megabytes(full["written"]), f"{audit_share(full):.1%}", f"{full['others_cpu']:,.0f}",
        ])  # fmt: skip
    return table(columns, rows)


def _later(kept: list[dict[str, Any]]) -> str:
    columns = ["articles", "words each", "run", "wall s", "allowed", "CPU s", "peak RSS", "written", "others' CPU s"]
    rows = []
    for one in kept:
        for name in RUNS[1:]:
            run = one[name]
            allowed = f"{one['full']['wall'] / 200 + 10:.1f}" if name == "incremental" else ""
            rows.append([
                *_name(one), name, f"{run['wall']:.1f}", allowed, f"{run['cpu']:.1f}", megabytes(run["peak_rss"]),
                megabytes(run["written"]), f"{run['others_cpu']:,.0f}",
            ])  # fmt: skip
    return table(columns, rows)


def _steps(kept: list[dict[str, Any]]) -> str:
    columns = list(dict.fromkeys(step for one in kept for step in one["full"]["steps"]["wall"]))
    rows = []
    for one in kept:
        for kind, seconds in one["full"]["steps"].items():
            rows.append([*_name(one), kind, *(f"{seconds.get(step, 0.0):,.1f}" for step in columns)])
    return table(["articles", "words each", "seconds", *columns], rows)


def _name(one: dict[str, Any]) -> list[str]:
    return [f"{one['articles']:,}", str(one["words"])]


def _on_disk(data: Path) -> dict[str, int]:
    """Return the bytes of the current release, and of the whole data folder with each hard-linked file once."""
    files = {stat.st_ino: stat.st_size for stat in map(os.lstat, filter(Path.is_file, data.rglob("*")))}
    manifest = json.loads((data / "current" / "manifest.json").read_text(encoding="utf-8"))
    return {
        "release_bytes": sum(one["bytes"] for one in manifest["tables"].values()),
        "data_bytes": sum(files.values()),
    }
