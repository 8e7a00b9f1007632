"""Rows in words: how a figure, a number or a count reads in the page and in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MODIFIERS = {
    "approx": "about", "at_least": "at least", "more_than": "more than", "at_most": "at most",
    "less_than": "less than",
}  # fmt: skip
_CHANGES = {"up": "rising", "down": "falling"}


def quoted(quote: Mapping[str, Any]) -> str:
    """Return the quoted words of a row of quotes: what breaks a quotation is left out, with an ellipsis."""
    start, text = quote["char_start"], quote["text"]
    return " … ".join(text[span["start"] - start : span["end"] - start] for span in quote["spans"])


def figure_value(figure: Mapping[str, Any]) -> str:
    """Return a figure's value with modifier and unit: ``at least 2,500``, ``40%``, ``10–20 km per hour``."""
    low, high, value = figure.get("value_low"), figure.get("value_high"), figure.get("value")
    kind, unit, per = figure.get("kind"), figure.get("unit"), figure.get("per")
    if kind in ("range", "score") and low is not None and high is not None:
        words = f"{number(low)}–{number(high)}"
    else:
        words = number(value)
    if unit == "percent":
        words += "%"
    elif unit and kind == "money":
        words = f"{unit} {words}"
    elif unit and kind in ("duration", "age"):
        words += f" {unit if value == 1 else _plural(unit)}"
    elif unit:
        words += f" {unit}"
    if per:
        words += f" per {per}"
    modifier = _MODIFIERS.get(str(figure.get("modifier")))
    return f"{modifier} {words}" if modifier else words


def _plural(unit: str) -> str:
    return unit[:-1] + "ies" if unit.endswith("y") and unit[-2] not in "aeiou" else unit + "s"


def figure_status(figure: Mapping[str, Any]) -> str:
    """Return how a figure was stated where it is not plainly asserted: ``expected, rising``; else ``""``."""
    modality = figure.get("modality")
    words = [
        str(modality) if modality != "asserted" else "",
        _CHANGES.get(str(figure.get("change")), ""),
        "currency assumed" if figure.get("is_currency_assumed") else "",
    ]
    return ", ".join(filter(None, words))


def number(value: float | None) -> str:
    """Return a number with thousands separators and no digits that say nothing: ``2,500``, ``0.333``."""
    if value is None:
        return "–"
    if abs(value) >= 1e15:  # past what a float holds exactly
        return f"{value:.3g}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def counted(n: int, noun: str) -> str:
    """Return ``1 quote``, ``2 quotes``, ``1,204 actors``; for nouns that take an s."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def size(n_bytes: int) -> str:
    """Return a file's size in kB or MB of 1000."""
    if n_bytes < 1_000_000:
        return f"{n_bytes / 1000:,.1f} kB"
    return f"{n_bytes / 1_000_000:,.1f} MB"
