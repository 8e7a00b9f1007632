"""A temporary Prefect server for one run, or for a schedule, where none is set up.

Prefect starts one by itself, but every process of a run then starts its own, and each imports the whole server
only to find out how to start it (3 CPU seconds). Here one server serves the run and all its workers, and it starts
while the run's own imports go on.

The server outlives all who talk to it: a run whose server is gone asks it again for minutes before it gives up. So
the server and a served child are in sessions of their own, where Ctrl-C or a signal to the whole group misses them,
and this process, which gets it, ends the child first and the server last. The server reads from a pipe that this
process holds, and ends with the pipe: it can't be left behind, whatever ends this process.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import IO

from prefect.context import refresh_global_settings_context
from prefect.settings import get_current_settings

_PATIENCE = 120.0  # seconds; the first start on a machine also makes Prefect's database
_GRACE = 20.0  # seconds for a child that was told to end; a server without clients needs one
_TIMES_TOLD = 4
_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
        """Run a command with this server and return its exit code; told to stop, end it and exit with 0."""
        child = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - ours alone
        try:
            return child.wait()
        except (KeyboardInterrupt, SystemExit):
            raise SystemExit(0) from None  # it is how a service ends
        finally:
            # With its whole group: the runner itself would wait for the run in flight, and runs have workers.
            _end(child, signal.SIGTERM)


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
    with _unwound_by_signals(), tempfile.TemporaryFile() as log:
        process = _start(port, log, schedules=schedules)
        try:
            with _set_up(url):
                yield Server(url, process, log)
        finally:
            if process.stdin is not None:
                process.stdin.close()
            _end(process)


@contextmanager
def _set_up(url: str) -> Iterator[None]:
    """Have all of this process use the server at ``url``; ``temporary_settings`` would not reach Prefect's threads."""
    os.environ["PREFECT_API_URL"] = url
    refresh_global_settings_context()
    try:
        yield
    finally:
        del os.environ["PREFECT_API_URL"]
        refresh_global_settings_context()


@contextmanager
def _unwound_by_signals() -> Iterator[None]:
    """Have the first signal to stop leave the body as Ctrl-C does, and those after it change nothing."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in heeded:
            signal.signal(each, signal.SIG_IGN)
        told.append(KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number))
        raise told[0]

    told: list[BaseException] = []
    before = {number: signal.getsignal(number) for number in _STOPS}
    heeded = [number for number in _STOPS if before[number] is not signal.SIG_IGN]  # as under nohup
    for number in heeded:
        signal.signal(number, stop)
    try:
        yield
    except Exception:
        if told:  # what the signal cut short may have failed in a way of its own
            raise told[0] from None
        raise
    finally:
        for number in heeded:
            signal.signal(number, before[number])


def _start(port: int, log: IO[bytes], *, schedules: bool) -> subprocess.Popen[bytes]:
    own = {
        "PREFECT_UI_ENABLED": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # No run uses blocks; to register their types, and to see whether that is needed, imports all collections.
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
        "PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
    }
    environment = os.environ | get_current_settings().to_environment_variables(exclude_unset=True) | own
    command = [sys.executable, "-m", "onrecord.server", str(port), "schedules" if schedules else "once"]
    return subprocess.Popen(  # noqa: S603 - ours alone
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes], number: int = 0) -> None:
    """Wait for a process that is ending, not for ever; then end whatever is left of its group.

    Its group is told to by the signal of a ``number``, if one is given, and told again: Python swallows what a signal
    raises in a callback, and a run would go on.
    """
    for _ in range(_TIMES_TOLD):
        _signal_group(process, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE / _TIMES_TOLD)
            break
    _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(leader: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader.pid, number)


def _serve(port: int, *, schedules: bool) -> None:
    """Serve Prefect's API until standard input ends."""
    gc.disable()  # else the collector goes through all that is imported, again and again and at the end: 1 CPU second
    import uvicorn  # noqa: PLC0415 - the server's process alone needs it
    from prefect.server.api.server import create_app  # noqa: PLC0415

    # Ephemeral is what Prefect calls its own temporary server: only the services that a run needs.
    app = create_app(ephemeral=not schedules, final=True)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, lifespan="on", log_level="error"))
    gc.freeze()
    gc.enable()

    def end_with_input() -> None:
        os.read(sys.stdin.fileno(), 1)
        server.should_exit = True

    threading.Thread(target=end_with_input, daemon=True).start()
    server.run()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), schedules=sys.argv[2] == "schedules")
