"""``docs/benchmarks.md`` and its charts, made from all kept measurements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks import chart, results, sizes, speed, whole_run, workers
from tests.benchmarks.markdown import table

PAGE = results.DOCS / "benchmarks.md"
_FLOORS = Path(__file__).resolve().parents[1] / "gold" / "floors.json"
_INTRO = """# Benchmarks

Written by `make bench`; not by hand. Each table says when, where and on which commit it was measured. Measurements are
kept in `docs/benchmarks/*.json`, so that the long ones need not be made again to show them:

    python -m tests.benchmarks            # accuracy, speed, workers, seeds and 1,000 articles: half an hour
    python -m tests.benchmarks sizes --articles 1000 10000 100000    # hours on two cores
    python -m tests.benchmarks sizes --articles 1000 --words 740     # articles of real length
    python -m tests.benchmarks page       # only write this page anew

Wall times want a machine that does nothing else."""
_ARCHIVE = """The articles are made of those of PolNeAR's train split, kept beside the project, by these edits
(`tests/benchmarks/corpus.py`): each is two stretches of whole paragraphs from two different texts, paired anew in each pass
over the texts, so that two articles have at most one stretch in common; from the second pass on some surnames get new
endings ("Smithberg"), ever fewer, and numbers another last digit; headline, byline and dateline are made, with publication
dates over 24 months. Among 20,000 such articles one is found to be a duplicate of another."""


def write() -> Path:
    """Write the page and its charts from what is kept; return the page's path."""
    PAGE.write_text("\n\n".join(_sections()) + "\n", encoding="utf-8")
    return PAGE


def _sections() -> Iterator[str]:
    yield _INTRO
    for part, title, section in (("speed", "Speed of the extraction", speed.section),
                                 ("workers", "Two workers", workers.section),
                                 ("seeds", "A run on the seeds", whole_run.section)):  # fmt: skip
        for kept in results.load(part).values():
            yield f"## {title}\n\n{_stamped(kept['stamp'])}"
            if part == "speed":
                yield _chart("speed", "CPU time for 1,000 words, in one process", _speed_bars(kept["measured"]))
            yield section(kept["measured"])
    of_sizes = list(results.load("sizes").values())
    if of_sizes:
        yield f"## Cost by size of the archive\n\n{_ARCHIVE}"
        yield "\n".join(
            f"- {kept['measured']['articles']:,} articles: {_stamped(kept['stamp'])}" for kept in _by_size(of_sizes)
        )
        yield _chart("sizes", "Time for an article, by size of the archive", _size_bars(of_sizes))
        yield sizes.section([kept["measured"] for kept in of_sizes])
    yield f"## Accuracy\n\nThe floors that `make gate` holds: what was measured when they were set, in per cent.\n\n{_floors()}"


def _stamped(stamp: dict[str, str]) -> str:
    return f"{stamp['date']}, commit {stamp['commit']}, {stamp['machine']}."


def _by_size(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(kept, key=lambda one: (one["measured"]["words"], one["measured"]["articles"]))


def _chart(name: str, title: str, drawn: str) -> str:
    (results.FOLDER / f"{name}.svg").write_text(drawn, encoding="utf-8")
    return f"![{title}](benchmarks/{name}.svg)"


def _speed_bars(measured: dict[str, Any]) -> str:
    rows = [(name, [1000 * s]) for name, s in speed.per_1000_words(measured).items() if not name.startswith("–")]
    return chart.bars("CPU time for 1,000 words, in one process", "milliseconds; shorter is faster", rows)


def _size_bars(kept: list[dict[str, Any]]) -> str:
    rows = []
    for one in _by_size(kept):
        measured = one["measured"]
        wall = measured["full"]["steps"]["wall"]
        of_article = [1000 * wall.get(step, 0.0) / measured["articles"] for step in ("extract", "audit")]
        name = f"{measured['articles']:,} articles of {measured['words']} words"
        rows.append((name, [*of_article, sizes.per_article(measured) - sum(of_article)]))
    title = "Time for an article, by size of the archive"
    return chart.bars(title, "wall milliseconds for an article", rows, ("extraction", "audit", "all else"))


def _floors() -> str:
    floors = json.loads(_FLOORS.read_text(encoding="utf-8"))["floors"]
    rows = [[gold_set, name, f"{value:.1f}"] for gold_set, values in floors.items() for name, value in values.items()]
    return table(["set", "measure", "floor"], rows)
