"""How well figures are found, on gold/news and each set of gold/figures, by the shared scorers.

The sets part things in other ways, and figures are put into their shape before they are scored: NewsQuant annotates
no ordinals, the challenge calls scores of games no figures, so figures of those kinds are left out there. NewsQuant
gives both ends of a change ("fell from 7 to 5") as one figure with two values, where gold/news and the tables have
two figures. The sets give pence and cents as written, so figures in a minor coin are put back into it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from onrecord.extract.figures import find_figures
from onrecord.extract.parse import Parsed, parse
from onrecord.records import Figure
from onrecord.text import Article
from tests.gold.shared import GOLD, SCORERS, load_scorer

Scores = dict[str, float]
SETS = (
    "newsquant", "gum_wikinews", "challenge", "quantulum3_tests", "recognizers_en", "duckling_en",
    "recognizers_en_nonpython",
)  # fmt: skip
_NOT_ANNOTATED = {"newsquant": "ordinal", "challenge": "score"}
_JOIN_CHANGES = {"newsquant"}
_FROM = re.compile(r"\b[Ff]rom (?:about |around |nearly |just )?$")
_TO = re.compile(r"[^.,;:!?\n]{0,30}\bto (?:about |around |nearly |just )?")
_MINOR = {"p", "pence", "penny", "c", "¢", "cent", "cents", "sen"}


def measure() -> dict[str, Scores]:
    """Return percentages by gold set."""
    return {"figures news": _news()} | {f"figures {name}": _set(name) for name in SETS}


def _news() -> Scores:
    scorer = load_scorer(GOLD / "news" / "score.py")
    documents = scorer.load_gold()
    parsed = parse((Article("gold", d["T"].t) for d in documents), entities=False)
    predicted = {
        d["gold"]["id"]: {"figures": [prediction(figure) for figure in find_figures(one)]}
        for d, one in zip(documents, parsed, strict=True)
    }
    result = scorer.score_figures(documents, predicted, {})
    false = result["false_on_not_figures"]
    return {
        "e2e value F1": 100 * result["e2e (span+value)"]["F1"],
        "e2e value+unit F1": 100 * result["e2e+unit"]["F1"],
        "false on not_figures": 100 * false["hits"] / false["total"],
    }


def _set(name: str) -> Scores:
    scorer = load_scorer(SCORERS / "score_figures.py")
    records = scorer.load(GOLD / "figures" / f"{name}.jsonl")
    parsed = parse((Article(r["id"], r["text"]) for r in records), entities=False)
    predicted = {one.article.source_uri: {"figures": _predictions(one, name)} for one in parsed}
    result, _ = scorer.score(records, predicted)
    scores = {
        "e2e value F1": result["e2e_value"]["F1"],
        "e2e value+unit F1": result["e2e_value_unit"]["F1"],
        "value recall": result["recall_value"],
        "non-exact modifiers": result["modifier_nonexact_acc"],
        "noun": result["noun_acc"],
        "intrusions": result["intrusions"],
    }
    return {measure: value for measure, value in scores.items() if value is not None}


def _predictions(parsed: Parsed, name: str) -> list[dict[str, Any]]:
    figures = [prediction(f) for f in find_figures(parsed) if f.kind != _NOT_ANNOTATED.get(name)]
    return _with_changes_joined(figures, parsed.article.text) if name in _JOIN_CHANGES else figures


def _with_changes_joined(figures: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Return predictions with "from A ... to B" as one figure of two values; ranges stay as they are."""
    joined: list[dict[str, Any]] = []
    for figure in figures:
        one = joined[-1] if joined else None
        if one and _is_change(one, figure, text):
            values, unit = [one["value"], figure["value"]], one["unit"] or figure["unit"]
            joined[-1] = one | {"end": figure["end"], "value": values, "unit": unit}
        else:
            joined.append(figure)
    return joined


def _is_change(one: dict[str, Any], two: dict[str, Any], text: str) -> bool:
    if isinstance(one["value"], list) or isinstance(two["value"], list):
        return False
    said = _FROM.search(text, max(0, one["start"] - 20), one["start"])
    return said is not None and _TO.fullmatch(text, one["end"], two["start"]) is not None


def prediction(figure: Figure) -> dict[str, Any]:
    """Return a figure in the shape the scorers read."""
    value, other = figure.value, figure.value_low + figure.value_high - figure.value
    if figure.kind == "score":
        values = [value, other]
    elif figure.value_low < figure.value_high:
        values = [figure.value_low, figure.value_high]
    else:
        values = [value]
    unit = figure.unit
    is_money = figure.kind in ("money", "rate")
    sign = figure.unit_text or ""
    if is_money and (sign if len(sign) == 1 else sign.lower()) in _MINOR:  # "20p", not the "P20" of Manila
        values = [100 * v for v in values]
        unit = {"MYR": "sen", "GBP": "pence"}.get(str(unit), "cent")
    return {
        "start": figure.char_start,
        "end": figure.char_end,
        "value": values if len(values) > 1 else values[0],
        "unit": f"{unit} per {figure.per}" if unit and figure.per else unit,
        "kind": figure.kind,
        "modifier": figure.modifier,
        "noun": figure.noun,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
