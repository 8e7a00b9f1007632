"""Tables in the terminal: readable at 80 columns, long text wrapped, plain where it is no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import pyarrow as pa
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.report.legible import one_line
from onrecord.report.wording import counted, figure_status, figure_value, quoted, size

Row = Mapping[str, Any]
Change = Literal["added", "removed", "changed"]

_CELL = 400
_STYLES: dict[Change, str] = {"added": "green", "removed": "red", "changed": "yellow"}


def print_quotes(quotes: pa.Table | Sequence[Row], console: Console, titles: Mapping[str, str] | None = None) -> None:
    """Print rows of the quotes table, each article under its id and, where given, its title."""
    for article_id, rows in _by_article(quotes):
        table = _table(console)
        table.add_column("Speaker", style="bold", min_width=12, max_width=22, ratio=2)
        table.add_column("Quote", ratio=6)
        table.add_column("How", style="dim", min_width=10, max_width=16)
        for row in rows:
            how = row["kind"] if row["cue"] is None else f"{row['kind']}, {row['cue']}"
            table.add_row(_cell(row["speaker_name"] or row["speaker_text"]), _cell(quoted(row)), _cell(how))
        _print(console, table, _heading(article_id, titles))
    _total(console, quotes, "quote")


def print_figures(figures: pa.Table | Sequence[Row], console: Console, titles: Mapping[str, str] | None = None) -> None:
    """Print rows of the figures table, each article under its id and, where given, its title."""
    for article_id, rows in _by_article(figures):
        table = _table(console)
        table.add_column("Value", style="bold", min_width=10, ratio=2)
        table.add_column("Of what", ratio=3)
        table.add_column("Stated as", min_width=8, ratio=1)
        table.add_column("Claimed by", ratio=2)
        table.add_column("As written", style="dim", ratio=2)
        for row in rows:
            cells = [figure_value(row), row["noun"], figure_status(row), row["claimed_by_name"], row["text"]]
            table.add_row(*map(_cell, cells))
        _print(console, table, _heading(article_id, titles))
    _total(console, figures, "figure")


def print_actors(actors: pa.Table | Sequence[Row], console: Console) -> None:
    """Print rows of the actors table."""
    table = _table(console)
    table.add_column("Name", style="bold", ratio=4)
    table.add_column("Kind", ratio=2, min_width=7)
    table.add_column("Role", ratio=3)
    table.add_column("Country", min_width=7)
    table.add_column("Mentions", justify="right", min_width=8)
    table.add_column("Quotes", justify="right", min_width=6)
    for row in _rows(actors):
        counts = f"{row['n_mentions']:,}", f"{row['n_quotes']:,}"
        table.add_row(*map(_cell, [row["name"], row["kind"], row["role"], row["country"]]), *counts)
    _print(console, table)
    _total(console, actors, "actor")


def print_tables(tables: Iterable[tuple[str, int, int, Sequence[str]]], console: Console, release: str) -> None:
    """Print what a release holds: of each table its name, rows, bytes and columns."""
    table = _table(console)
    table.add_column("Table", style="bold", min_width=8)
    table.add_column("Rows", justify="right", min_width=6)
    table.add_column("Size", justify="right", min_width=8)
    table.add_column("Columns", ratio=1)
    for name, n_rows, n_bytes, columns in tables:
        table.add_row(name, f"{n_rows:,}", size(n_bytes), _cell(", ".join(columns)))
    _print(console, table, f"Release {release}")


def print_diff(
    changes: Mapping[str, Mapping[str, Any]],
    console: Console,
    old: str,
    new: str,
) -> None:
    """Print how many rows of each table were added, removed and changed between two releases."""
    if not any(n for counts in changes.values() for n in counts.values()):
        console.print(Text(f"No rows differ between {old} and {new}."))
        return
    table = _table(console)
    table.add_column("Table", style="bold", min_width=8)
    for what in _STYLES:
        table.add_column(what.capitalize(), justify="right", min_width=8)
    for name, counts in changes.items():
        cells = [Text(f"{counts[what]:,}", style if counts[what] else "dim") for what, style in _STYLES.items()]
        table.add_row(name, *cells)
    _print(console, table, f"From {old} to {new}")


def _table(console: Console) -> Table:
    is_plain = not console.is_terminal
    return Table(
        box=None if is_plain else box.SIMPLE_HEAD,
        header_style="" if is_plain else "bold",
        pad_edge=False,
        padding=(0, 2, 0, 0) if is_plain else (0, 1),
    )


def _print(console: Console, table: Table, heading: str | None = None) -> None:
    if heading:
        console.print(Text(heading, "italic"))
    console.print(table)
    if heading and not console.is_terminal:
        console.print()


def _total(console: Console, rows: pa.Table | Sequence[Row], noun: str) -> None:
    """Say how many there were: an empty table alone looks like a fault."""
    n = len(rows)
    console.print(Text(f"{counted(n, noun)}." if n else f"No {noun}s.", "dim"))


def _heading(article_id: str, titles: Mapping[str, str] | None) -> str:
    title = one_line((titles or {}).get(article_id) or "", 120)
    return f"{article_id}  {title}".rstrip()


def _by_article(rows: pa.Table | Sequence[Row]) -> Iterable[tuple[str, list[Row]]]:
    grouped: dict[str, list[Row]] = {}
    for row in _rows(rows):
        grouped.setdefault(row["article_id"], []).append(row)
    return grouped.items()


def _rows(rows: pa.Table | Sequence[Row]) -> Sequence[Row]:
    return rows.to_pylist() if isinstance(rows, pa.Table) else rows


def _cell(value: object) -> Text:
    """Text that no markup, escape sequence or direction mark in an article can act through."""
    return Text("" if value is None else one_line(str(value), _CELL))
