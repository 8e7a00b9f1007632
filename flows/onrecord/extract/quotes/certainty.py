"""How sure a quote is: the share of quotes found the same way that had the right words and speaker.

Counted on PolNeAR 1.0 by ``tests/gold/calibration.py``, which writes ``seeds/reference/quote_confidence.csv``:
on its training texts for the rules alone, on its development texts where the reader was asked.
"""

from __future__ import annotations

import functools

from onrecord import reference
from onrecord.records import QuoteKind

_UNSEEN = 0.6  # a rule that the counted texts never called


def confidence(kind: QuoteKind, route: str, confirmed: bool | None, score: float) -> float:
    """Return the share of right quotes among those of a kind found by a rule.

    ``confirmed``: whether the reader found the quote too, None if it was not asked. What the reader alone found
    (route ``reader``) is as sure as its ``score`` tells.
    """
    asked = "rules" if confirmed is None else "confirmed" if confirmed else "unconfirmed"
    if route == "reader" and kind != "direct":
        asked = f"score {min(9, int(10 * score)) / 10:.1f}"
    return _table().get((kind, route, asked), _UNSEEN)


@functools.cache
def _table() -> dict[tuple[str, str, str], float]:
    rows = reference.load("quote_confidence")
    return {(row["kind"], row["route"], row["asked"]): float(row["confidence"]) for row in rows}
