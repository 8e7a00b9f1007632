"""With no Prefect server set up: `onrecord serve` publishes on schedule, and what is stopped leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.slow

SERVE = ["-m", "onrecord.cli", "serve", "--cron", "* * * * * */10"]  # every ten seconds
STORY = "Dam opens\n“It holds 3 million litres,” Governor Amina Odhiambo said.\n"


class Started:
    """A Python command in a session of its own, with all the processes it starts."""

    def __init__(self, folder: Path, *arguments: object) -> None:
        self.folder = folder
        command = [sys.executable, *map(str, arguments)]
        environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
        self.mark = {"PREFECT_HOME": str(folder / "prefect")}
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=environment | self.mark | {"PREFECT_RUNNER_POLL_FREQUENCY": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_heed_signals,  # noqa: PLW1509  it takes no lock
            )

    def processes(self) -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if self.mark.items() <= _environment(process).items()]

    def wait_for(self, happened: Callable[[], bool]) -> None:
        until = time.monotonic() + 150
        while not happened():
            assert time.monotonic() < until, self.said()
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)

    def is_running(self) -> bool:
        return any(self.folder.glob("data/staging/*/release"))

    def has_published(self) -> bool:
        return (self.folder / "data" / "current").exists()

    def said(self) -> str:
        return (self.folder / "log").read_text()


def _heed_signals() -> None:
    """Have the process heed what the tests themselves may have been started to ignore, by nohup or in the background."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except psutil.Error:  # gone by now, or another user's
        return {}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Prefect's database in it, for each test to have its own copy: to make one takes seconds."""
    folder = tmp_path_factory.mktemp("prefect")
    prefect = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    subprocess.run(prefect, env=environment | {"PREFECT_HOME": str(folder)}, check=True, capture_output=True)
    return folder


@pytest.fixture
def start(tmp_path: Path, home: Path) -> Iterator[Callable[..., Started]]:
    """Start commands; whatever a failed test leaves is killed."""
    (tmp_path / "story.txt").write_text(STORY)
    shutil.copytree(home, tmp_path / "prefect")
    begun: list[Started] = []

    def start(*arguments: object) -> Started:
        begun.append(Started(tmp_path, *arguments))
        return begun[-1]

    yield start
    for one in begun:
        for process in one.processes():
            process.kill()
        one.process.wait(10)


def test_a_served_run_publishes_on_schedule(start: Callable[..., Started], tmp_path: Path) -> None:
    serve = start(*SERVE, tmp_path / "story.txt", "--data", tmp_path / "data")
    serve.wait_for(serve.has_published)
    assert (tmp_path / "data" / "current" / "quotes.parquet").is_file()
    os.killpg(serve.process.pid, signal.SIGTERM)  # as the run still writes its report
    assert serve.process.wait(60) == 0, serve.said()
    assert serve.processes() == []


def test_a_service_stopped_during_a_run_leaves_no_process(start: Callable[..., Started], tmp_path: Path) -> None:
    stories = tmp_path / "stories"
    stories.mkdir()
    for number in range(2_000):  # more than a minute's work: the run cannot end before it is told to
        (stories / f"{number}.txt").write_text(STORY.replace("3 million", f"{number:,} million") * 20)
    serve = start(*SERVE, stories, "--data", tmp_path / "data")
    serve.wait_for(serve.is_running)
    assert len(serve.processes()) >= 4  # the service, its server, its runner, the run
    os.killpg(serve.process.pid, signal.SIGINT)  # Ctrl-C
    assert serve.process.wait(60) == 0, serve.said()
    assert serve.processes() == []
    assert not serve.has_published()


RUN = """
import threading, time
from prefect.settings import get_current_settings
from onrecord.server import prefect_server

def tell():
    print("ready", get_current_settings().api.url, flush=True)

with prefect_server() as server:
    server.wait_until_ready()
    threading.Thread(target=tell).start()
    try:
        time.sleep(60)
    finally:
        raise ValueError("what a signal cuts short may fail in a way of its own")
"""


@pytest.mark.parametrize(
    ("stop", "code"),
    [
        pytest.param(signal.SIGINT, -signal.SIGINT, id="interrupted"),
        pytest.param(signal.SIGTERM, 143, id="terminated"),
        pytest.param(signal.SIGHUP, 129, id="hung-up"),
        pytest.param(signal.SIGKILL, -signal.SIGKILL, id="killed"),
    ],
)
def test_a_stopped_run_leaves_no_server(start: Callable[..., Started], stop: signal.Signals, code: int) -> None:
    run = start("-c", RUN)
    run.wait_for(lambda: "ready" in run.said())
    assert "http://127.0.0.1" in run.said()  # without, Prefect's threads would start a server of their own
    assert len(run.processes()) == 2
    os.killpg(run.process.pid, stop)
    assert run.process.wait(60) == code, run.said()
    if stop == signal.SIGKILL:
        psutil.wait_procs(run.processes(), timeout=60)  # the server ends by itself
    assert run.processes() == []
