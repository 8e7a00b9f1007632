"""What a command costs: wall and CPU time, peak memory of all its processes, bytes written. From Linux's /proc."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.2  # seconds between two looks at the memory
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds; bytes. ``peak_rss`` is the largest sum over all processes, pages they share counted for each.

    ``others_cpu`` is what all else on the machine used meanwhile: where it is much, the wall time says little.
    """

    wall: float
    cpu: float
    others_cpu: float
    peak_rss: int
    written: int
    output: str


def measure(command: Sequence[str], *, cwd: Path | None = None, env: dict[str, str] | None = None) -> Cost:
    """Run a command in a session of its own to its end; raise CalledProcessError if it fails."""
    cpu, busy, written, begun = _children_cpu(), _busy_cpu(), _children_written(), time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    peak = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(_EVERY):
            peak = max(peak, _session_rss(process.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        output, errors = process.communicate()
    finally:
        ended.set()
        watching.join()
    if process.returncode:
        sys.stderr.write(errors)
        raise subprocess.CalledProcessError(process.returncode, command, output, errors)
    wall, cpu, busy = time.perf_counter() - begun, _children_cpu() - cpu, _busy_cpu() - busy
    return Cost(wall, cpu, max(0.0, busy - cpu), peak, _children_written() - written, output)


def _session_rss(session: int) -> int:
    """Return the resident bytes of all processes of a session: those of a command, adopted ones too."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[3]) == session:
            total += int(fields[21]) * _PAGE
    return total


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _busy_cpu() -> float:
    """Return the CPU seconds that all processes of the machine have used so far."""
    user, nice, system = Path("/proc/stat").read_text().split()[1:4]
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def _children_written() -> int:
    """Return the bytes that ended children passed to write(); Linux adds them to their parent's on their end."""
    counts = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(counts["wchar"])
