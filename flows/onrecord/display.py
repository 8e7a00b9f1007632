"""The progress of a run as people see it: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onrecord import progress


@contextmanager
def shown(console: Console) -> Iterator[None]:
    """Show the progress of runs in the body on ``console``."""
    if not console.is_terminal:
        with progress.listening(lambda told: _print_line(console, told)):
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


def _print_line(console: Console, told: progress.Progress) -> None:
    note = told.note or f"{told.done:,} of {told.total:,}"
    console.print(f"{told.step:<9} {note}", markup=False)
