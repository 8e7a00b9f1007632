"""A Dask cluster whose scheduler and workers are processes of their own; one worker is killed in the middle of a run."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_tables import build_tables
from onrecord import release
from onrecord.settings import Settings
from tests.flows.test_incremental import STORIES, digests

pytest.importorskip("distributed", reason="needs the extra `dask`")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    log = (tmp_path / "cluster.log").open("wb")
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str) -> subprocess.Popen[bytes]:
        order = [sys.executable, "-m", "dask", *command, "--no-dashboard"]
        process = subprocess.Popen(order, stdout=log, stderr=subprocess.STDOUT, cwd=tmp_path)
        started.append(process)
        return process

    listing = tmp_path / "scheduler.json"
    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(listing))
    until = time.monotonic() + 60
    while not listing.exists() and time.monotonic() < until:
        time.sleep(0.1)
    alone = ["--scheduler-file", str(listing), "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"]
    workers = [start("worker", *alone) for _ in range(2)]
    import json

    yield json.loads(listing.read_text())["address"], workers
    for process in reversed(started):
        process.kill()
        process.wait()


def test_a_worker_killed_in_the_middle_of_a_run_costs_nothing(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(12):
        (folder / f"{i:02}.txt").write_text(STORIES[i % 4].replace("May", f"May 20{i + 10} and not in"))
    data = tmp_path / "data"
    killed = threading.Event()

    def kill_one() -> None:
        while not list((data / "extracted").glob("*/index.parquet")):
            time.sleep(0.02)
        workers[0].send_signal(signal.SIGKILL)
        killed.set()

    threading.Thread(target=kill_one, daemon=True).start()
    settings = Settings(sources=[folder], data=data, reader="spacy", runner="dask", address=address, batch_characters=1)
    publication = build_tables(settings)
    assert killed.is_set()
    assert workers[0].poll() == -signal.SIGKILL
    assert publication is not None
    assert publication.release.manifest.counts["articles"] == 12
    assert publication.release.manifest.counts["rejects"] == 0
    build_tables(Settings(sources=[folder], data=tmp_path / "here", reader="spacy", runner="sequential"))
    assert digests(data) == digests(tmp_path / "here")
    assert release.current(data) is not None
