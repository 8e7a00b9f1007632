"""How well quotes and their speakers are found in PolNeAR dev, by the shared scorer."""

from __future__ import annotations

from typing import Any

from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_quotes
from onrecord.reader import Reader
from onrecord.records import Quote
from onrecord.text import Article
from tests.gold.shared import GOLD, SCORERS, load_scorer

Scores = dict[str, float]


def measure() -> dict[str, Scores]:
    """Return percentages with the reader model and with the rules alone."""
    scorer = load_scorer(SCORERS / "score_quotes.py")
    gold = scorer.read_gold(str(GOLD / "polnear" / "dev"))
    texts = {doc: text for doc, (text, _) in gold.items()}
    model = Reader.load()
    return {
        "polnear dev, reader model": _scores(scorer.score(gold, predictions(texts, model))),
        "polnear dev, reader model with stances": _scores(scorer.score(gold, predictions(texts, model, stances=True))),
        "polnear dev, reader spacy": _scores(scorer.score(gold, predictions(texts, None))),
    }


def predictions(
    texts: dict[str, str], reader: Reader | None, *, stances: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """Return the quotes of each text as the scorer reads them."""
    predicted = {}
    for doc, text in texts.items():
        (parsed,) = parse([Article(doc, text)], entities=False)
        reading = reader.read([text])[0] if reader is not None else None
        predicted[doc] = [as_predicted(quote) for quote in find_quotes(parsed, reading, stances=stances)]
    return predicted


def as_predicted(quote: Quote) -> dict[str, Any]:
    """Return a quote as the scorer reads it."""
    return {
        "content": [tuple(span) for span in quote.spans],
        "speaker": [tuple(quote.speaker)] if quote.speaker is not None else [],
        "cue": [tuple(quote.cue)] if quote.cue is not None else [],
    }


def _scores(result: dict[str, Any]) -> Scores:
    scores = {f"quote+speaker F1 {kind}": result["e2e"][kind][2] for kind in ("direct", "mixed", "indirect", "all")}
    scores["quoted regions of 5+ words found"] = result["quoted_regions"]["5+"][1]
    scores["speaker accuracy direct"] = result["speaker_acc"]["direct"]
    return {name: 100 * score for name, score in scores.items()}
