"""Bar charts as geometry, in units of the SVG's viewBox; the template ``chart.svg.jinja`` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.report.legible import one_line

WIDTH = 420  # near a phone's width: on it, text is shown at the size it was drawn
_ROW = 38
_HEAD = 6
_FOOT = 40
_DIGIT = 9  # room that a digit of the number at the end of a bar takes


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, and the counts of its parts in the order of the chart's ``kinds``."""

    name: str
    counts: Sequence[int]
    href: str | None = None

    @property
    def total(self) -> int:
        """Length of the whole bar."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a drawn bar."""

    kind: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """A drawn bar with its name above and its total at the end."""

    name: str
    total: int
    href: str | None
    y: int
    end: float
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Chart:
    """A horizontal bar chart, ready to draw."""

    chart_id: str
    title: str
    summary: str
    axis: str
    kinds: Sequence[str]
    rows: list[Row]
    ticks: list[tuple[int, float]]
    width: int = WIDTH
    height: int = field(default=0)


def bar_chart(chart_id: str, title: str, bars: Sequence[Bar], *, nouns: str, kinds: Sequence[str]) -> Chart:
    """Lay out the bars in the order given, on an axis of ``nouns`` that starts at zero."""
    longest = max((bar.total for bar in bars), default=0)
    step = _step(longest)
    top = max(step, -(-longest // step) * step)
    scale = (WIDTH - _DIGIT * (len(f"{longest:,}") + 2)) / top
    rows = []
    for i, bar in enumerate(bars):
        parts, x = [], 0.0
        for kind, count in zip(kinds, bar.counts, strict=True):
            if count:
                parts.append(Part(kind, count, round(x, 1), round(count * scale, 1)))
                x += count * scale
        rows.append(Row(one_line(bar.name, 46), bar.total, bar.href, _HEAD + i * _ROW, round(x, 1), parts))
    return Chart(
        chart_id=chart_id,
        title=title,
        summary="; ".join(f"{row.name}: {row.total:,}" for row in rows),
        axis=nouns,
        kinds=kinds,
        rows=rows,
        ticks=[(tick, round(tick * scale, 1)) for tick in range(0, top + 1, step)],
        height=_HEAD + len(rows) * _ROW + _FOOT,
    )


def _step(longest: int) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50… that needs at most six steps."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if longest <= 6 * step:
                return step
        power *= 10
