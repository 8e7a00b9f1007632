"""Tables in the terminal: at 80 columns, plain when piped, deaf to what hostile text asks of a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from rich.console import Console

from onrecord.report.terminal import print_actors, print_diff, print_figures, print_quotes, print_tables

LONG = "The harbour master told the council that the new quay would be ready before the winter storms come, and "
QUOTE: dict[str, Any] = {
    "article_id": "art_1", "kind": "direct", "cue": "said", "speaker_name": "Ada Quay", "speaker_text": "she",
    "text": LONG * 2 + "no later.", "char_start": 40, "spans": [{"start": 40, "end": 40 + 2 * len(LONG) + 9}],
}  # fmt: skip
FIGURE = {
    "article_id": "art_1", "text": "some 4,000", "kind": "count", "value": 4000.0, "value_low": 4000.0,
    "value_high": 4000.0, "unit": None, "per": None, "modifier": "approx", "change": "up", "noun": "crates",
    "modality": "expected", "claimed_by_name": None,
}  # fmt: skip
ACTOR = {
    "name": "Ada Quay", "kind": "person", "role": "harbour master", "country": None, "n_mentions": 1204,
    "n_quotes": 3,
}  # fmt: skip


def printed(show: Callable[[Console], None], *, terminal: bool = False, width: int = 80) -> str:
    output = io.StringIO()
    show(Console(file=output, width=width, force_terminal=terminal, color_system="truecolor" if terminal else None))
    return output.getvalue()


def test_quotes_wrap_whole_within_80_columns_under_their_article() -> None:
    text = printed(lambda console: print_quotes([QUOTE, QUOTE], console, {"art_1": "Harbour opens"}))
    assert text.startswith("art_1  Harbour opens\n")
    assert max(map(len, text.splitlines())) <= 80
    start = text.splitlines()[1].index("Quote")
    column = " ".join(line[start : text.splitlines()[1].index("How")].strip() for line in text.splitlines()[2:])
    assert " ".join(QUOTE["text"].split()) in column
    assert text.rstrip().endswith("2 quotes.")


def test_arrow_tables_and_rows_print_alike() -> None:
    rows = [FIGURE, FIGURE | {"article_id": "art_2"}]
    assert printed(lambda console: print_figures(pa.Table.from_pylist(rows), console)) == printed(
        lambda console: print_figures(rows, console)
    )


def test_figures_read_as_stated() -> None:
    text = printed(lambda console: print_figures([FIGURE], console))
    for words in ("about 4,000", "crates", "expected", "rising", "some 4,000"):
        assert words in " ".join(text.split())


def test_actors_have_their_counts() -> None:
    assert "1,204       3" in printed(lambda console: print_actors([ACTOR], console))


def test_piped_output_has_no_lines_and_no_colours() -> None:
    piped = printed(lambda console: print_actors([ACTOR], console))
    shown = printed(lambda console: print_actors([ACTOR], console), terminal=True)
    assert "─" not in piped
    assert "\x1b" not in piped
    assert "─" in shown
    assert "\x1b" in shown


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("\x1b]0;owned\x07\x1b[2J", id="escape sequences"),
        pytest.param("\x9b31m", id="C1 introducer"),
        pytest.param("[bold red]x[/]", id="rich markup"),
        pytest.param("\u202eada\u2066", id="direction marks"),
        pytest.param("a\r\nb\0", id="line ends and NUL"),
    ],
)
def test_hostile_text_is_only_text(name: str) -> None:
    text = printed(lambda console: print_actors([ACTOR | {"name": name}], console))
    assert not {"\x1b", "\x9b", "\x07", "\0", "\r", "\u202e", "\u2066"} & set(text)
    assert ("[bold red]x[/]" in text) == (name == "[bold red]x[/]")


@pytest.mark.parametrize(
    ("show", "noun"),
    [
        pytest.param(print_quotes, "quotes", id="quotes"),
        pytest.param(print_figures, "figures", id="figures"),
        pytest.param(print_actors, "actors", id="actors"),
    ],
)
def test_nothing_to_show_is_said(show: Callable[[list[Any], Console], None], noun: str) -> None:
    assert printed(lambda console: show([], console)).strip().endswith(f"No {noun}.")


def test_tables_of_a_release() -> None:
    tables = [("quotes", 1204, 15_700, ["quote_id", "text"]), ("rejects", 0, 2_000_000, ["source_uri"])]
    text = printed(lambda console: print_tables(tables, console, "2026-01"))
    assert text.splitlines()[0] == "Release 2026-01"
    assert "1,204" in text
    assert "15.7 kB" in text
    assert "2.0 MB" in text


def test_differences_between_releases() -> None:
    changes: dict[str, Any] = {"quotes": {"added": 3, "removed": 0, "changed": 1}}
    text = printed(lambda console: print_diff(changes, console, "r1", "r2"))
    assert text.splitlines()[0] == "From r1 to r2"
    assert text.splitlines()[2].split() == ["quotes", "3", "0", "1"]


def test_no_difference_is_one_line() -> None:
    changes: dict[str, Any] = {"quotes": {"added": 0, "removed": 0, "changed": 0}}
    assert printed(lambda console: print_diff(changes, console, "r1", "r2")) == "No rows differ between r1 and r2.\n"
