"""Progress of a run, told once and shown wherever somebody listens: a terminal, a log, a Prefect artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have ``listener`` called on every progress of the runs in the body."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def tell(step: str, done: int, total: int, note: str = "") -> None:
    """Tell all listeners how far a step is."""
    for listener in _listeners:
        listener(Progress(step, done, total, note))
