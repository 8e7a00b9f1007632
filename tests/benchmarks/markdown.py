"""Pieces of Markdown that all parts of the page are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"(?:[\d,.]+(?:%| MB)?)?")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table: first column to the left, the others to the right where they hold numbers."""
    numeric = [all(_NUMBER.fullmatch(row[i]) for row in rows) for i in range(len(columns))]
    lines = [columns, ["--:" if right else "---" for right in numeric], *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def megabytes(n_bytes: int) -> str:
    """Return bytes as megabytes for people."""
    return f"{n_bytes / 1e6:,.0f} MB" if n_bytes >= 1e7 else f"{n_bytes / 1e6:.1f} MB"
