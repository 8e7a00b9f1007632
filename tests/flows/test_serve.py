"""`onrecord serve` with no server set up: it schedules, runs, publishes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_a_served_run_publishes_on_schedule(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Dam opens\n“It holds 3 million litres,” Governor Amina Odhiambo said.\n")
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    command = [
        Path(sys.executable).parent / "onrecord",
        "serve",
        tmp_path / "story.txt",
        "--cron",
        "* * * * *",
        "--data",
        tmp_path / "data",
    ]
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        command,
        env=environment | {"PREFECT_HOME": str(tmp_path / "prefect")},
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 150
        while not (tmp_path / "data" / "current").exists() and time.monotonic() < until and process.poll() is None:
            time.sleep(1)
        assert (tmp_path / "data" / "current" / "quotes.parquet").exists(), (tmp_path / "log").read_text()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
        log.close()
