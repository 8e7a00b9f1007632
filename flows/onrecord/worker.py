"""The worker: a batch of articles in, Parquet parts out. An article that fails costs that article alone.

An error, or more time or memory than the settings allow, makes the article a reject. What kills the whole
process (a fault in native code, a hang in it, the system's memory guard) is met by ``extract_isolated``: the
batch is run again in a process of its own, and again without the article at which that process died.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import multiprocessing
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.annotate import Annotated, annotate
from onrecord.batches import read_batch
from onrecord.contracts import table_from_rows
from onrecord.resolve.sightings import LOCAL_ACTORS
from onrecord.rows import date_rows, figure_rows, local_actor_rows, mention_rows, quote_rows
from onrecord.settings import Settings
from onrecord.sources import Reject, RejectReason
from onrecord.text import Article

_ROWS = {"quotes": quote_rows, "figures": figure_rows, "dates": date_rows, "mentions": mention_rows}
_AT = "at"  # file that names the article being read, so that a death can be laid at its door


def extract_batch(batch: Path, out: Path, settings: Settings) -> Path:
    """Extract the articles of ``batch`` into ``out/<table>.parquet``, one file a table; return ``out``."""
    return _extract(batch, out, settings, {})


def extract_isolated(batch: Path, out: Path, settings: Settings) -> Path:
    """Do as ``extract_batch``, in a process of its own that may die: each death rejects one article."""
    lost: dict[str, RejectReason] = {}
    out.mkdir(parents=True, exist_ok=True)
    while True:
        (out / _AT).unlink(missing_ok=True)
        order = json.dumps([str(batch), str(out), settings.model_dump(mode="json"), lost])
        done = subprocess.run(
            [sys.executable, "-m", "onrecord.worker"],
            input=order,
            text=True,
            check=False,
            capture_output=True,
        )
        if done.returncode == 0:
            return out
        at = (out / _AT).read_text(encoding="utf-8") if (out / _AT).exists() else ""
        if not at or at in lost:
            raise RuntimeError(f"The worker died on {batch} outside of any article:\n{done.stderr[-2000:]}")
        timed_out = "Timeout" in done.stderr[:2000]
        lost[at] = "timed_out" if timed_out else "crashed"


def _extract(batch: Path, out: Path, settings: Settings, lost: dict[str, RejectReason]) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    annotated: list[Annotated] = []
    rejects: list[Reject] = []
    for article in read_batch(batch):
        if article.article_id in lost:
            detail = "the process that extracted it ended at this article"
            rejects.append(_reject(article, lost[article.article_id], detail))
            continue
        (out / _AT).write_text(article.article_id, encoding="utf-8")
        try:
            with _time_limit(settings.article_seconds):
                annotated.append(annotate(article, settings.reader, stances=settings.stances))
        except TimeoutError:
            detail = f"more than {settings.article_seconds:g} s (setting article_seconds)"
            rejects.append(_reject(article, "timed_out", detail))
        except MemoryError:
            detail = f"more than {settings.worker_megabytes:,} MB (setting worker_megabytes)"
            rejects.append(_reject(article, "out_of_memory", detail))
        except Exception as error:  # noqa: BLE001 - the promise: any failure costs this article, and is kept
            rejects.append(_reject(article, "crashed", f"{type(error).__name__}: {error}"))
    _write(annotated, rejects, out)
    return out


def _write(annotated: list[Annotated], rejects: list[Reject], out: Path) -> None:
    for table, rows in _ROWS.items():
        part = table_from_rows(table, [row for article in annotated for row in rows(article)])
        pq.write_table(part, out / f"{table}.parquet")
    pq.write_table(table_from_rows("rejects", rejects), out / "rejects.parquet")
    # The articles' own actors are no table of a release: resolution across articles makes that from them.
    local_actors = pa.Table.from_pylist(list(local_actor_rows(annotated)), LOCAL_ACTORS)
    pq.write_table(local_actors, out / "actors.parquet")
    (out / _AT).unlink(missing_ok=True)


def _reject(article: Article, reason: RejectReason, detail: str) -> Reject:
    return Reject(article.source_uri, "extract", reason, detail)


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError when the body takes longer; end a worker process that can't be reached so."""
    is_worker = multiprocessing.parent_process() is not None or __name__ == "__main__"
    if is_worker:
        faulthandler.dump_traceback_later(seconds * 1.5 + 5, exit=True)
    reachable = threading.current_thread() is threading.main_thread()
    if reachable:
        before = signal.signal(signal.SIGALRM, _ran_out)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        if reachable:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        if is_worker:
            faulthandler.cancel_dump_traceback_later()


def _ran_out(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError


def _main() -> None:
    batch, out, settings, lost = json.load(sys.stdin)
    limits = Settings(**settings)
    allowed = limits.worker_megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))
    _extract(Path(batch), Path(out), limits, lost)


if __name__ == "__main__":
    _main()
