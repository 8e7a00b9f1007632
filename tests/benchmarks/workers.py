"""Scaling: the same articles with one worker process and with two.

Beside it the machine's own ceiling: the extraction alone, with no flow around it, of one half of the articles after
the other, and of both halves at once in two processes that know nothing of each other. What two such processes gain is
all that two workers could.

Wall times need a machine that does nothing else; of several rounds the shortest counts, and what others used meanwhile
is shown.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import corpus, timed_run
from tests.benchmarks.markdown import table

WORDS = 740  # the mean of the source's articles: real length
_HALVES = (0, 1)


def measure(n_articles: int = 1000, rounds: int = 2) -> dict[str, Any]:
    """Return the costs of each round: of runs with 1 and 2 workers, and of the extraction alone."""
    with TemporaryDirectory() as scratch:
        articles = Path(scratch, "articles")
        characters = corpus.write(articles, n_articles, WORDS)
        measured: dict[str, Any] = {"articles": n_articles, "characters": characters, "rounds": []}
        for _ in range(rounds):
            one = {workers: _run(articles, workers, Path(scratch)) for workers in ("1", "2")}
            apart = [_alone(articles, [half]) for half in _HALVES]
            measured["rounds"].append({"workers": one, "apart": apart, "at once": _alone(articles, _HALVES)})
    return measured


def section(measured: dict[str, Any]) -> str:
    """Return the table of a measurement as Markdown."""
    rounds = measured["rounds"]

    def best(seconds: list[float]) -> float:
        return min(seconds)

    rows = []
    for name, step in (("the whole run", None), ("its extraction", "extract")):
        walls = [best([_wall(one["workers"][workers], step) for one in rounds]) for workers in ("1", "2")]
        rows.append([name, *(f"{wall:.1f}" for wall in walls), f"{walls[0] / walls[1]:.2f}"])
    apart = best([sum(half["wall"] for half in one["apart"]) for one in rounds])
    at_once = best([one["at once"]["wall"] for one in rounds])
    rows.append(
        ["the machine's ceiling: two lone processes", f"{apart:.1f}", f"{at_once:.1f}", f"{apart / at_once:.2f}"]
    )
    cpu = [min(one["workers"][workers]["cpu"] for one in rounds) for workers in ("1", "2")]
    rows.append(["CPU seconds of the whole run", *(f"{seconds:.1f}" for seconds in cpu), ""])
    others = max(one["workers"][workers]["others_cpu"] for one in rounds for workers in ("1", "2"))
    intro = (
        f"{measured['articles']:,} articles of real length ({measured['characters']:,} characters), wall seconds, the best of "
        f"{len(rounds)} rounds. Other processes used at most {others:.1f} CPU s during a run."
    )
    return f"{intro}\n\n" + table(["", "1 worker", "2 workers", "times as fast"], rows)


def _wall(run: dict[str, Any], step: str | None) -> float:
    return float(run["wall"] if step is None else run["steps"]["wall"][step])


def _run(articles: Path, workers: str, scratch: Path) -> dict[str, Any]:
    with TemporaryDirectory(dir=scratch) as data:
        arguments = ["run", str(articles), "--data", data, "--runner", "process", "--workers", workers, "--json"]
        return timed_run.measure(arguments, scratch)


def _alone(articles: Path, halves: tuple[int, ...] | list[int]) -> dict[str, float]:
    """Return the wall and CPU seconds of processes that each extract one half, once all have loaded their models."""
    command = [sys.executable, "-m", "tests.benchmarks.workers", str(articles)]
    started = [
        subprocess.Popen([*command, str(half)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for half in halves
    ]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()
    begun, cpu = time.perf_counter(), 0.0
    for process in started:
        assert process.stdin is not None
        process.stdin.close()
    for process in started:
        assert process.stdout is not None
        cpu += float(process.stdout.read())
    wall = time.perf_counter() - begun
    for process in started:
        process.wait()
    return {"wall": wall, "cpu": cpu}


def _extract_half(articles: Path, half: int) -> None:
    from onrecord.annotate import annotate
    from onrecord.text import Article

    read = [Article(path.name, path.read_text(encoding="utf-8")) for path in sorted(articles.rglob("*.txt"))[half::2]]
    annotate(read[0], "model")
    print("ready", flush=True)
    sys.stdin.read()
    begun = time.process_time()
    for article in read:
        annotate(article, "model")
    print(time.process_time() - begun)


if __name__ == "__main__":
    _extract_half(Path(sys.argv[1]), int(sys.argv[2]))
