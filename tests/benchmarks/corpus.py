"""An archive of any size, made of real news texts by stated edits: for timing, not for judging what is found.

    python -m tests.benchmarks.corpus FOLDER --articles 1000 --words 120

The texts are those of PolNeAR's train split (840 US political articles of seven outlets, 600,000 words; kept beside
the project and never in it). Article number k is the same file whatever else is written, and is made so:

1. *Stretches.* Each text is cut into stretches of about W/2 words, whole paragraphs, and all stretches are shuffled
   once, by a fixed seed, so that every thousand articles has the same mix of outlets and lengths.
2. *Pairs.* An article is one stretch and after it another of a different text. Each pass over the stretches pairs
   them anew, so two articles have at most one stretch in common: less than the share that makes them duplicates.
3. *Names.* From the second pass on, some surnames (a capitalised word that follows a given name) get an ending of the
   pass: "Smithberg". The 40 most frequent stay, as the news has a constant cast; of the others, the share changed in
   pass p is p to the power of -0.5, so new names come ever more slowly, as in a growing archive.
4. *Numbers.* From the second pass on, numbers of two and more digits get another last digit; years stay.
5. *Head.* The first words of the text in title case as headline, a byline, and a dateline: 24 months of publication
   dates from 1 January 2024 on, ascending with k, at ``--per-day`` articles a day.

Files are ``FOLDER/2024-01/00000000.txt``: one folder for each month. ``--first K`` goes on from article K, so that a
day's news can be added to an archive that is there (give the archive's ``--per-day``).
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import functools
import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from onrecord import reference
from tests.gold.shared import GOLD

SOURCE = GOLD / "polnear" / "train" / "text"
START = dt.date(2024, 1, 1)
DAYS = 731  # 24 months
_SEED = 20_261_122
_CONSTANT_CAST = 40  # surnames that are never changed
_MORE_NAMES = -0.5  # power of the pass that gives the share of surnames changed in it
_ENDINGS = (
    "berg", "ford", "ley", "man", "mont", "ner", "quist", "ridge", "sen", "shaw",
    "smith", "son", "stein", "ton", "vale", "well", "wick", "wood", "worth", "yard",
)  # fmt: skip
_LINKS = ("", "el", "in", "ar", "o", "en", "ur", "i")  # before the ending, once all endings were used
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\d.,/:-])\d[\d,.]*\d(?![\d/:-])")
_NOT_IN_HEADLINES = re.compile(r"[^\w\s’'-]")


class Stretch(NamedTuple):
    """Paragraphs that stand together in one of the source texts."""

    source: int
    paragraphs: tuple[str, ...]


def write(folder: Path, articles: int, words: int, *, first: int = 0, per_day: float | None = None) -> int:
    """Write articles ``first`` to ``first + articles`` of about ``words`` words; return the characters written.

    ``per_day`` is how many share a date; by default so many that all numbers up to the last fill 24 months.
    """
    stretches = _stretches(words)
    per_day = per_day or (first + articles) / DAYS
    written = 0
    for number in range(first, first + articles):
        published = START + dt.timedelta(days=int(number / per_day))
        text = _article(stretches, number, published)
        path = folder / f"{published:%Y-%m}" / f"{number:08}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written += len(text)
    return written


def _article(stretches: Sequence[Stretch], number: int, published: dt.date) -> str:
    turn, at = divmod(number, len(stretches))
    one = stretches[at]
    other = _partner(stretches, at, turn)
    paragraphs = [_edited(paragraph, turn) for paragraph in one.paragraphs + other.paragraphs]
    return (
        "\n\n".join(
            [_headline(paragraphs[0]), _byline(number), f"{published:%B} {published.day}, {published:%Y}", *paragraphs]
        )
        + "\n"
    )


def _partner(stretches: Sequence[Stretch], at: int, turn: int) -> Stretch:
    """Return the stretch that follows stretch ``at`` in pass ``turn``: another each time, of another text."""
    step = len(stretches) // 3 - turn  # below half of them, or two articles would have the same pair
    while stretches[(at + step) % len(stretches)].source == stretches[at].source:
        step += len(stretches) // 7
    return stretches[(at + step) % len(stretches)]


@functools.cache
def _stretches(words: int) -> list[Stretch]:
    found = [
        Stretch(source, stretch)
        for source, path in enumerate(sorted(SOURCE.glob("*.txt")))
        for stretch in _cut(path.read_text(encoding="utf-8"), words / 2)
    ]
    random.Random(_SEED).shuffle(found)
    return found


def _cut(text: str, words: float) -> Iterator[tuple[str, ...]]:
    """Yield runs of whole paragraphs as near to ``words`` words as they come; a remnant joins the run before."""
    runs: list[list[str]] = [[]]
    filled = 0
    for paragraph in filter(None, map(str.strip, text.splitlines())):
        length = len(paragraph.split())
        if runs[-1] and filled + length / 2 > words:
            runs.append([])
            filled = 0
        runs[-1].append(paragraph)
        filled += length
    if filled < words / 2 and len(runs) > 1:
        remnant = runs.pop()
        runs[-1] += remnant
    yield from map(tuple, runs)


def _edited(paragraph: str, turn: int) -> str:
    if turn == 0:
        return paragraph
    changed = _WORD.sub(lambda match: _renamed(match.group(), turn), paragraph)
    return _NUMBER.sub(lambda match: _renumbered(match.group(), turn), changed)


@functools.lru_cache(maxsize=200_000)
def _renamed(word: str, turn: int) -> str:
    if word not in _surnames() or _chance(word, turn) >= turn**_MORE_NAMES:
        return word
    link = _LINKS[turn // len(_ENDINGS) % len(_LINKS)]
    return word + link + _ENDINGS[turn % len(_ENDINGS)]


def _renumbered(number: str, turn: int) -> str:
    is_year = len(number) == 4 and number[:2] in {"19", "20"}
    return number if is_year else number[:-1] + str((int(number[-1]) + turn) % 10)


@functools.cache
def _surnames() -> frozenset[str]:
    """Return the words that follow a given name in a fifth of all places, without the most frequent of them."""
    given = {row["name"] for row in reference.load("given_names")}
    all_places: collections.Counter[str] = collections.Counter()
    after_given: collections.Counter[str] = collections.Counter()
    for path in sorted(SOURCE.glob("*.txt")):
        words = _WORD.findall(path.read_text(encoding="utf-8"))
        all_places.update(words)
        after_given.update(word for name, word in pairwise(words) if name in given and word.istitle())
    found = [
        word for word, n in sorted(after_given.items(), key=lambda item: (-item[1], item[0]))
        if len(word) > 2 and n >= 0.2 * all_places[word] and word not in given
    ]  # fmt: skip
    return frozenset(found[_CONSTANT_CAST:])


def _headline(paragraph: str) -> str:
    words = _NOT_IN_HEADLINES.sub("", paragraph).split()[:9]
    return " ".join(word[0].upper() + word[1:] for word in words) or "News"


def _byline(number: int) -> str:
    """Return one of 1,200 writers: a given name and a made-up surname."""
    writer = number * 7919 % 1200
    given = ("Alice", "Brian", "Clara", "David", "Ellen", "Frank", "Grace", "Henry", "Irene", "James", "Karen", "Louis")
    stems = ("Hart", "Brad", "Mil", "Win", "Ash")
    return f"By {given[writer % 12]} {stems[writer // 12 % 5]}{_ENDINGS[writer // 60 % 20]}"


def _chance(word: str, turn: int) -> float:
    """Return a number in 0..1 that is always the same for a word and pass."""
    return int.from_bytes(hashlib.blake2b(f"{word}\0{turn}".encode(), digest_size=4).digest()) / 2**32


def main() -> None:
    """Write an archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--words", type=int, default=120)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--per-day", type=float)
    given = parser.parse_args()
    written = write(given.folder, given.articles, given.words, first=given.first, per_day=given.per_day)
    print(f"{given.articles:,} articles, {written:,} characters in {given.folder}")


if __name__ == "__main__":
    main()
