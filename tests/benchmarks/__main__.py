"""Benchmarks: accuracy, speed beside the bare parse and peers, scaling, and what archives of all sizes cost.

    python -m tests.benchmarks                                       all parts, small sizes
    python -m tests.benchmarks speed workers                         some parts
    python -m tests.benchmarks sizes --articles 1000 10000 100000    one part, other sizes
    python -m tests.benchmarks page                                  only write the page from what is kept

What is measured is kept in ``docs/benchmarks``, and ``docs/benchmarks.md`` is written from all that is kept.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

# One thread in each process: the yardstick is work done, not cores used. Set before numpy is imported anywhere.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from tests.benchmarks import page, results, sizes, speed, whole_run, workers

PARTS = ("accuracy", "speed", "workers", "seeds", "sizes", "page")


def main() -> None:
    """Measure the parts asked for, print and keep each, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all by default")
    parser.add_argument("--articles", type=int, nargs="+", default=[1000], help="sizes of the archives of part sizes")
    parser.add_argument("--words", type=int, default=120, help="length of their articles")
    parser.add_argument("--workers-articles", type=int, default=1000, help="articles of part workers")
    parser.add_argument("--speed-articles", type=int, default=40, help="articles of part speed")
    parser.add_argument("--rounds", type=int, default=3, help="how often speed, workers and seeds are measured")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    measures: dict[str, Callable[[], None]] = {
        "accuracy": _accuracy,
        "speed": lambda: _keep("speed", "latest", speed.measure(given.speed_articles, given.rounds), speed.section),
        "workers": lambda: _keep(
            "workers", "latest", workers.measure(given.workers_articles, given.rounds), workers.section
        ),
        "seeds": lambda: _keep("seeds", "latest", whole_run.measure(given.rounds), whole_run.section),
        "sizes": lambda: _sizes(given.articles, given.words),
        "page": lambda: None,
    }
    for part in given.parts or PARTS:
        measures[part]()
    print(f"Written: {page.write().relative_to(results.ROOT)}")


def _accuracy() -> None:
    from tests.gold import gate

    gate.main([])


def _sizes(counts: list[int], words: int) -> None:
    for n_articles in counts:
        _keep("sizes", f"{n_articles:07}x{words}", sizes.measure(n_articles, words), lambda one: sizes.section([one]))


def _keep(part: str, key: str, measured: dict[str, object], section: Callable[[dict[str, object]], str]) -> None:
    print(f"\n{section(measured)}", flush=True)
    results.save(part, key, measured)


if __name__ == "__main__":
    main()
