"""A whole warm run on the seeds, and one with nothing new: which step takes which CPU seconds."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import timed_run
from tests.benchmarks.markdown import table

SERVERS = ("no Prefect server set up", "a Prefect server is running")
RUNS = ("first run", "nothing new")


def measure(rounds: int = 3) -> dict[str, Any]:
    """Return the costs of ``rounds`` pairs of runs (the first, and one with nothing new), without and with a server."""
    measured: dict[str, Any] = {}
    with TemporaryDirectory() as scratch:
        measured[SERVERS[0]] = _rounds(rounds, Path(scratch), None)
        with _running_server(Path(scratch, "server")) as url:
            measured[SERVERS[1]] = _rounds(rounds, Path(scratch), url)
    return measured


def section(measured: dict[str, Any]) -> str:
    """Return the table of a measurement as Markdown."""
    kinds = [(server, name) for server in SERVERS for name in RUNS]
    runs = {kind: [pair[kind[1]] for pair in measured[kind[0]]] for kind in kinds}
    steps = list(dict.fromkeys(step for found in runs.values() for run in found for step in run["steps"]["cpu"]))
    rows = []
    for step in steps:
        cells = [statistics.median(run["steps"]["cpu"].get(step, 0.0) for run in runs[kind]) for kind in kinds]
        rows.append([step, *(f"{seconds:.2f}" for seconds in cells)])
    for name, seconds_of in _TOTALS.items():
        rows.append([name, *(f"{statistics.median(map(seconds_of, runs[kind])):.2f}" for kind in kinds)])
    n_rounds = len(measured[SERVERS[0]])
    intro = (
        f"`onrecord run` on the two seeds, CPU seconds, medians of {n_rounds} rounds after one that does not count. The first step "
        "has starting and imports in it; the temporary server's time is among the other processes'."
    )
    return f"{intro}\n\n" + table(["step", *(f"{name}; {server}" for server, name in kinds)], rows)


_TOTALS = {
    "other processes": lambda run: run["cpu"] - sum(run["steps"]["cpu"].values()),
    "total CPU s": lambda run: run["cpu"],
    "total wall s": lambda run: run["wall"],
}


def _rounds(rounds: int, scratch: Path, server: str | None) -> list[dict[str, Any]]:
    pairs = []
    for _ in range(rounds + 1):
        with TemporaryDirectory(dir=scratch) as data:
            arguments = ["run", "--data", data, "--json"]
            pairs.append({name: timed_run.measure(arguments, scratch, server=server) for name in RUNS})
    return pairs[1:]  # the first fills caches and makes Prefect's database


@contextmanager
def _running_server(home: Path) -> Iterator[str]:
    """Serve Prefect's API, as ``prefect server start`` does, until the body ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    env = os.environ | {"PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(f"{url}/health", process)
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("Prefect's server did not start")
