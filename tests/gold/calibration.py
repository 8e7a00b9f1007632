"""Count how often quotes found in each way are right, and write what ``onrecord.extract.quotes.certainty`` reads.

    python -m tests.gold.calibration           print the reliability tables
    python -m tests.gold.calibration --write   and write seeds/reference/quote_confidence.csv

The rules are counted on PolNeAR train and judged on dev; with the reader, which has learned train, both are done
on dev, each half judged by counts of the other. A quote is right if it matches an annotation (half of the words
that either has) and names its source. Annotators left out some quotes, so that shares are on the low side.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from onrecord.extract.parse import parse
from onrecord.extract.quotes import find_evidenced
from onrecord.reader import Reader
from onrecord.text import Article
from tests.gold.quotes import as_predicted
from tests.gold.shared import GOLD, SCORERS, load_scorer

Key = tuple[str, str, str]  # kind, route, asked
Counted = tuple[str, Key, bool]  # document, key, right

_TABLE = Path(__file__).parents[2] / "seeds" / "reference" / "quote_confidence.csv"
_HEADER = """\
# How often quotes found in each way have the right words and the right speaker: the confidence of a quote.
# Counted by tests/gold/calibration.py on PolNeAR 1.0 (Newell et al., LREC 2018), train for the rules, dev for
# the reader; few cases are drawn towards the rule's share, or the share of all.
#   kind        direct | mixed | indirect
#   route       the rule that found the quote
#   asked       rules: the rules alone; confirmed, unconfirmed: the reader was asked and found it or not;
#               score 0.x: found by the reader alone with a score from 0.x
#   confidence  share of right quotes
kind,route,asked,confidence
"""


def main(arguments: list[str] | None = None) -> None:
    """Print how reliable the shares are; write them where told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args(arguments).write
    rules = shares(counted("train", None))
    print("The rules alone, counted on train, judged on dev\n")
    print(reliability(counted("dev", None), rules))
    read = counted("dev", Reader.load())
    documents = sorted({document for document, _, _ in read})
    halves = set(documents[::2]), set(documents[1::2])
    judged = [
        (shares((c for c in read if c[0] not in half), rules), [c for c in read if c[0] in half]) for half in halves
    ]
    print("\nWith the reader, each half of dev by counts of the other\n")
    print(reliability([c for table, part in judged for c in part], *[table for table, part in judged for _ in part]))
    if write:
        table = rules | shares(read, rules)
        lines = [f"{','.join(key)},{share:.2f}\n" for key, share in sorted(table.items())]
        _TABLE.write_text(_HEADER + "".join(lines), encoding="utf-8")


def counted(split: str, reader: Reader | None) -> list[Counted]:
    """Return each quote found in a split: its document, the way it was found, and whether it is right."""
    scorer = load_scorer(SCORERS / "score_quotes.py")
    found: list[Counted] = []
    for document, (text, annotated) in scorer.read_gold(str(GOLD / "polnear" / split)).items():
        (parsed,) = parse([Article(document, text)], entities=False)
        reading = reader.read([text])[0] if reader is not None else None
        prepared = scorer.Doc(text)
        evidenced = [
            (prepared.prep([as_predicted(quote)])[0], quote, evidence)
            for quote, evidence in find_evidenced(parsed, reading, stances=True)
            if prepared.ids(quote.spans)
        ]
        gold = prepared.prep(annotated)
        pairs = {p: g for g, p, _ in scorer.match(gold, [one for one, _, _ in evidenced], 0.5)}
        for i, (predicted, quote, evidence) in enumerate(evidenced):
            asked = {None: "rules", True: "confirmed", False: "unconfirmed"}[evidence.confirmed]
            if evidence.route == "reader" and quote.kind != "direct":
                asked = f"score {min(9, int(10 * evidence.score)) / 10:.1f}"
            right = i in pairs and _same_source(gold[pairs[i]], predicted)
            found.append((document, (quote.kind, evidence.route, asked), right))
    return found


def _same_source(gold: dict[str, Any], predicted: dict[str, Any]) -> bool:
    return bool(gold["spk"] & predicted["spk"]) or not (gold["spk"] or predicted["spk"])


def shares(found: Iterable[Counted], rules: dict[Key, float] | None = None) -> dict[Key, float]:
    """Return the share of right quotes by key; few cases are drawn towards what the rules alone have there."""
    counts: dict[Key, list[bool]] = defaultdict(list)
    for _, key, right in found:
        counts[key].append(right)
    every = [right for rights in counts.values() for right in rights]
    overall = sum(every) / len(every)
    weight = 5
    table = {}
    for key, rights in counts.items():
        prior = (rules or {}).get((key[0], key[1], "rules"), overall)
        table[key] = (sum(rights) + weight * prior) / (len(rights) + weight)
    return table


def reliability(found: Sequence[Counted], *tables: dict[Key, float]) -> str:
    """Return a Markdown table of confidence against the share of right quotes; one table, or one for each quote."""
    per_quote = tables if len(tables) == len(found) else tables * len(found)
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for (_, key, right), table in zip(found, per_quote, strict=True):
        confidence = table.get(key, 0.6)
        bins[min(9, int(10 * confidence))].append((confidence, right))
    lines = ["| confidence | quotes | mean confidence | right |", "|---|---:|---:|---:|"]
    for low, members in sorted(bins.items()):
        mean = sum(confidence for confidence, _ in members) / len(members)
        right = sum(right for _, right in members) / len(members)
        lines.append(f"| {low / 10:.1f} to {low / 10 + 0.1:.1f} | {len(members)} | {mean:.2f} | {right:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
