"""Hostile text made fit to show: what a reader can't see, or a screen must not obey."""

from __future__ import annotations

# One for one, so that offsets hold: C0 controls but tab and line ends become their pictures (␀), DEL too, and
# the C1 controls, which have no picture, the replacement character.
_CONTROLS = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"}
    | {0x7F: 0x2421}
    | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
)
# Marks that turn the direction of all that follows: harmless in a page, which isolates each paragraph; in a
# terminal they would reverse the columns beside them.
_DIRECTIONS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))


def legible(text: str) -> str:
    """Return ``text`` with its control characters shown, none of them kept; same length, same offsets."""
    return text.translate(_CONTROLS)


def one_line(text: str, width: int | None = None) -> str:
    """Return ``text`` on one line, legible, without direction marks; cut at a word before ``width``."""
    line = " ".join(legible(text).translate(_DIRECTIONS).split())
    if width is None or len(line) <= width:
        return line
    cut = line[: width - 1]
    at_word = cut.rfind(" ")
    return cut[: at_word if at_word > width // 2 else None].rstrip(" ,;:-–—") + "…"
