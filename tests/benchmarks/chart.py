"""A bar chart as an SVG file that needs nothing else: no script, no font, light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

_WIDTH, _RIGHT, _ROW, _BAR = 760, 70, 34, 20
_LETTER = 6.6  # mean width of one in the font below
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 } .title { font-size: 15px; font-weight: 600 } .faint { fill: #59636e }
line { stroke: #d1d9e0 } .k0 { fill: #2a6fb0 } .k1 { fill: #c9752c } .k2 { fill: #8a93a0 }
@media (prefers-color-scheme: dark) { text { fill: #f0f6fc } .faint { fill: #9198a1 } line { stroke: #3d444d } .k0 { fill: #5aa0e0 } }
"""


def bars(title: str, unit: str, rows: Sequence[tuple[str, Sequence[float]]], kinds: Sequence[str] = ()) -> str:
    """Return horizontal bars, each of one part or of stacked ``kinds``, on an axis of ``unit`` from zero."""
    top = 62 if kinds else 40
    height = top + len(rows) * _ROW + 34
    left = round(max(len(name) for name, _ in rows) * _LETTER) + 24
    scale = (_WIDTH - left - _RIGHT) / max(sum(parts) for _, parts in rows)
    drawn = [f'<text class="title" x="8" y="22">{escape(title)}</text>']
    x = 8.0
    for i, kind in enumerate(kinds):
        drawn.append(f'<rect class="k{i}" x="{x:.0f}" y="36" width="12" height="12"/>')
        drawn.append(f'<text x="{x + 18:.0f}" y="47">{escape(kind)}</text>')
        x += 40 + 7.5 * len(kind)
    drawn.append(f'<line x1="{left}" x2="{left}" y1="{top}" y2="{height - 34}"/>')
    for row, (name, parts) in enumerate(rows):
        y, x = top + row * _ROW + (_ROW - _BAR) / 2, float(left)
        drawn.append(f'<text x="{left - 8}" y="{y + 15:.0f}" text-anchor="end">{escape(name)}</text>')
        for i, part in enumerate(parts):
            drawn.append(f'<rect class="k{i}" x="{x:.1f}" y="{y:.0f}" width="{part * scale:.1f}" height="{_BAR}"/>')
            x += part * scale
        drawn.append(f'<text x="{x + 6:.0f}" y="{y + 15:.0f}">{_short(sum(parts))}</text>')
    drawn.append(f'<text class="faint" x="{left}" y="{height - 12}">{escape(unit)}</text>')
    summary = escape("; ".join(f"{name}: {_short(sum(parts))}" for name, parts in rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img">'
        f"<title>{escape(title)}</title><desc>{summary} ({escape(unit)})</desc><style>{_STYLE}</style>\n"
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
