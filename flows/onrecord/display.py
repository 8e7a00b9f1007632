"""The progress of a run as people see it: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onrecord import progress

_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def shown(console: Console) -> Iterator[None]:
    """Show the progress of runs in the body on ``console``."""
    if not console.is_terminal:
        with progress.listening(_Lines(console).show):
            yield
        return
    columns = TextColumn("{task.description:<9}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {}

        def show(told: progress.Progress) -> None:
            if told.step not in tasks:
                tasks[told.step] = bars.add_task(told.step)
            bars.update(tasks[told.step], completed=told.done, total=told.total)
            if told.note:
                _print_line(bars.console, told)

        with progress.listening(show):
            yield


class _Lines:
    """Progress as lines of a log: the note at a step's end, and while it lasts a line every ten seconds."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._since: dict[str, float] = {}  # when each step was first heard of
        self._last = time.monotonic()

    def show(self, told: progress.Progress) -> None:
        now = time.monotonic()
        spent = now - self._since.setdefault(told.step, now)
        if told.note or now - self._last >= _SECONDS_BETWEEN_LINES:
            _print_line(self._console, told, spent * (told.total - told.done) / max(told.done, 1))
            self._last = now


def _print_line(console: Console, told: progress.Progress, left: float = 0.0) -> None:
    note = told.note or f"{told.done:,} of {told.total:,}, about {dt.timedelta(seconds=round(left))} left"
    console.print(f"{told.step:<9} {note}", markup=False)
