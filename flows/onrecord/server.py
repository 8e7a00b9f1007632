"""A temporary Prefect server for one run, where none is set up.

Prefect starts one by itself, but every process of a run then starts its own, and each imports the whole server
only to find out how to start it (3 CPU seconds). Here one server serves the run and all its workers, and it starts
while the run's own imports go on.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import IO

from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings

_PATIENCE = 120.0  # seconds; the first start on a machine also makes Prefect's database


class ServerError(Exception):
    """The temporary server did not start; the message has its last words."""


@dataclass(frozen=True, slots=True)
class Server:
    """The server of a run: one that is set up, or one of ours, which ends with the run."""

    url: str
    process: subprocess.Popen[bytes] | None = None
    log: IO[bytes] | None = None

    @property
    def is_ours(self) -> bool:
        """Whether the server was started for this run."""
        return self.process is not None

    def wait_until_ready(self) -> None:
        """Return once the server answers; raise ServerError if it ends or takes longer than two minutes."""
        if self.process is None or self.log is None:
            return
        started = time.monotonic()
        while time.monotonic() - started < _PATIENCE and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5):  # noqa: S310 - http on this machine
                    return
            except OSError:
                time.sleep(0.1)
        self.log.seek(0)
        said = self.log.read().decode(errors="replace")[-1000:].strip() or "nothing"
        raise ServerError(
            f"The temporary Prefect server was not ready after {time.monotonic() - started:.0f} s; it said: {said}\n"
            "Start one that stays, `prefect server start`, and set PREFECT_API_URL to it; then run again."
        )

    def run(self, command: Sequence[str]) -> int:
        """Run a command with this server in its environment, pass signals on to it, and return its exit code."""
        child = subprocess.Popen(command, env=os.environ | {"PREFECT_API_URL": self.url})  # noqa: S603 - ours alone

        def pass_on(number: int, frame: FrameType | None) -> None:
            child.send_signal(number)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, pass_on)
        return child.wait()


@contextmanager
def prefect_server(*, schedules: bool = False) -> Iterator[Server]:
    """Serve Prefect's API to this process and its children until the body ends; use the one that is set up if any.

    ``schedules`` has the server start runs on a schedule; a single run needs none of that.
    """
    url = get_current_settings().api.url
    if url:
        yield Server(url)
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    with tempfile.TemporaryFile() as log, temporary_settings({PREFECT_API_URL: url}):
        process = _start(port, log, schedules=schedules)
        try:
            yield Server(url, process, log)
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(port: int, log: IO[bytes], *, schedules: bool) -> subprocess.Popen[bytes]:
    own = {"PREFECT_UI_ENABLED": "0", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    command = [sys.executable, "-m", "prefect", "server", "start"]
    if not schedules:
        # As Prefect starts its own temporary server: only the services that a run needs.
        own["PREFECT__SERVER_EPHEMERAL"] = "1"
        app = ["--factory", "prefect.server.api.server:create_app", "--lifespan", "on", "--log-level", "error"]
        command = [sys.executable, "-m", "uvicorn", *app]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    environment = os.environ | get_current_settings().to_environment_variables(exclude_unset=True) | own
    return subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603 - ours alone
