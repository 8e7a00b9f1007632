"""The worker: a part of the store with articles in, its tables out. An article that fails costs that article alone.

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
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Literal

import pyarrow as pa

from onrecord.annotate import Annotated, annotate, annotate_numbers
from onrecord.archive.batches import read_batch
from onrecord.archive.store import Store
from onrecord.contracts import table_from_rows
from onrecord.files import read_parquet, write_parquet
from onrecord.records import Quote
from onrecord.resolve.across.sightings import LOCAL_ACTORS
from onrecord.rows import date_rows, figure_rows, local_actor_rows, mention_rows, quote_from_row, quote_rows
from onrecord.settings import Settings
from onrecord.sources import Reject, RejectReason
from onrecord.text import Article

_ROWS = {"quotes": quote_rows, "figures": figure_rows, "dates": date_rows, "mentions": mention_rows}


def load_models(reader: Literal["model", "spacy"]) -> None:
    """Load what extraction needs; called once in each process of a pool."""
    annotate(Article("", "A line."), reader)


def extract_part(part: str, settings: Settings, tables: Sequence[str] = ()) -> str:
    """Extract the articles of a part of the store, and finish it; return its name.

    With ``tables`` only these are made, and the others are there already; see ``archive.backfill``.
    """
    _extract(part, settings, tables, {})
    return part


def extract_isolated(part: str, settings: Settings, tables: Sequence[str] = ()) -> str:
    """Do as ``extract_part``, in a process of its own that may die: each death rejects one article."""
    lost: dict[str, RejectReason] = {}
    with tempfile.TemporaryDirectory() as folder:
        at_file = Path(folder, "at")
        while True:
            at_file.write_text("", encoding="utf-8")
            order = json.dumps([part, settings.model_dump(mode="json"), tables, lost, str(at_file)])
            done = subprocess.run(
                [sys.executable, "-m", "onrecord.worker"],
                input=order,
                text=True,
                check=False,
                capture_output=True,
            )
            if done.returncode == 0:
                return part
            at = at_file.read_text(encoding="utf-8")
            if not at or at in lost:
                raise RuntimeError(f"The worker died on {part} outside of any article:\n{done.stderr[-2000:]}")
            timed_out = "Timeout" in done.stderr[:2000]
            lost[at] = "timed_out" if timed_out else "crashed"


def _extract(
    part: str, settings: Settings, tables: Sequence[str], lost: dict[str, RejectReason], at: Path | None = None
) -> None:
    """Extract a part without the articles in ``lost``; ``at`` is told the article that is being read."""
    store = Store(settings.data)
    if store.is_finished(part):
        return  # a run beside this one, or this one before it was stopped, has done it
    annotated: list[Annotated] = []
    rejects = _known_rejects(store, part) if tables else []
    gone = {reject.source_uri for reject in rejects}
    quotes = _known_quotes(store, part) if tables else {}

    def reject(article: Article, reason: RejectReason, detail: str) -> None:
        rejects.append(Reject(article.source_uri, "extract", reason, detail))

    for article in read_batch(store, part):
        if article.source_uri in gone:
            continue
        if article.article_id in lost:
            reject(article, lost[article.article_id], "the process that extracted it ended at this article")
            continue
        if at is not None:
            at.write_text(article.article_id, encoding="utf-8")
        try:
            with _time_limit(settings.article_seconds):
                if tables:
                    annotated.append(annotate_numbers(article, quotes[article.article_id]))
                else:
                    annotated.append(annotate(article, settings.reader, stances=settings.stances))
        except TimeoutError:
            reject(article, "timed_out", f"more than {settings.article_seconds:g} s (setting article_seconds)")
        except MemoryError:
            reject(article, "out_of_memory", f"more than {settings.worker_megabytes:,} MB (setting worker_megabytes)")
        except Exception as error:  # noqa: BLE001 - the promise: any failure costs this article, and is kept
            reject(article, "crashed", f"{type(error).__name__}: {error}")
    _write(store, part, tables, annotated, rejects)


def _write(store: Store, part: str, tables: Sequence[str], annotated: list[Annotated], rejects: list[Reject]) -> None:
    for table in tables or _ROWS:
        rows = _ROWS[table]
        found = table_from_rows(table, [row for article in annotated for row in rows(article)])
        write_parquet(found, store.path(part, table))
    write_parquet(table_from_rows("rejects", rejects), store.path(part, "rejects"))
    if not tables:
        # The articles' own actors are no table of a release: resolution across articles makes that from them.
        actors = pa.Table.from_pylist(list(local_actor_rows(annotated)), LOCAL_ACTORS)
        write_parquet(actors, store.path(part, "actors"))
    store.finish(part)


def _known_rejects(store: Store, part: str) -> list[Reject]:
    return [Reject(**row) for row in read_parquet(store.path(part, "rejects")).to_pylist()]


def _known_quotes(store: Store, part: str) -> dict[str, list[Quote]]:
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for row in read_parquet(store.path(part, "quotes")).to_pylist():
        quotes[row["article_id"]].append(quote_from_row(row))
    return quotes


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
    part, given, tables, lost, at = json.load(sys.stdin)
    settings = Settings(**given)
    allowed = settings.worker_megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))
    _extract(part, settings, tables, lost, Path(at))


if __name__ == "__main__":
    _main()
