"""The installed peers, on the same texts: textacy's direct quotations and quantulum3's quantities.

Both come with the extra ``bench`` and are left out where they are not installed. They are timed only; nothing of
them ships. (Terms: textacy Apache-2.0 and quantulum3 MIT, but textacy brings pyphen, GPL, LGPL or MPL at one's
choice, and quantulum3 num2words, LGPL.)
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence

from spacy.language import Language

Piece = Callable[[], str]


def pieces(texts: Sequence[str], nlp: Language) -> dict[str, Piece]:
    """Return what is timed of each installed peer; each says what it found."""
    found: dict[str, Piece] = {}
    if importlib.util.find_spec("textacy"):
        found["textacy, direct quotations"] = lambda: _textacy(texts, nlp)
    if importlib.util.find_spec("quantulum3"):
        found["quantulum3, quantities"] = lambda: _quantulum3(texts)
    return found


def _textacy(texts: Sequence[str], nlp: Language) -> str:
    from textacy.extract import direct_quotations

    n_quotes = given_up = 0
    for doc in nlp.pipe(texts):
        try:
            n_quotes += len(list(direct_quotations(doc)))
        except ValueError:  # an odd number of quote marks, as when a quotation runs over paragraphs
            given_up += 1
    return f"{n_quotes:,} direct quotes; {given_up} of {len(texts)} texts given up"


def _quantulum3(texts: Sequence[str]) -> str:
    from quantulum3 import classifier, parser

    # It takes scikit-learn, which textacy brings, for its own extra "classifier", and then fails without the rest
    # of that: what is timed is quantulum3 as it is installed by itself.
    classifier.USE_CLF = False
    return f"{sum(len(parser.parse(text)) for text in texts):,} quantities"
