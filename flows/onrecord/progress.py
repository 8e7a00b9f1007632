"""Progress of a run, told once and shown wherever somebody listens: a terminal, a log, a Prefect artifact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` units of a step; ``note`` is a sentence for people once the step is over."""

    step: str
    done: int
    total: int
    note: str = ""


Listener = Callable[[Progress], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have ``listener`` called on every progress of the runs of this process."""
    _listeners.append(listener)


def tell(step: str, done: int, total: int, note: str = "") -> None:
    """Tell all listeners how far a step is."""
    for listener in _listeners:
        listener(Progress(step, done, total, note))
