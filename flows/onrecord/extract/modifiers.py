"""Words beside a figure that bound it ("at least", "or more") or say where it moves ("rose", "a drop of")."""

from __future__ import annotations

import functools
import re

from onrecord import reference
from onrecord.extract.quantities import Quantity, Source
from onrecord.records import Change, Modifier

_REACH = 48
_BETWEEN = r"(?:(?:a|an|the|another|further|additional|extra|record|whopping|staggering|next|last|past|combined|total|age of) ){0,3}"


def find_modifier(source: Source, q: Quantity) -> Modifier:
    """Return how a figure is bounded: the cue right before it, else the one right after it."""
    lower = source.lower
    before, after = _patterns()
    match = before.search(lower, max(0, q.start - _REACH), q.start)
    if match:
        return _named(match["cue"], "before", source, q)
    if match := after.match(lower, q.end):
        return _named(match["cue"], "after", source, q)
    if q.form == "vague":
        return "approx"
    return "exact"


def _named(cue: str, side: str, source: Source, q: Quantity) -> Modifier:
    modifier = _cues(side)[re.sub(r"\s+", " ", cue)]
    if cue == "over" and q.kind == "duration" and not _OVER_IS_MORE.search(source.lower, max(0, q.start - 30), q.start):
        return "exact"
    if cue in ("under", "below", "above") and q.kind == "ordinal":
        return "exact"
    if cue == "within" and q.kind not in ("duration", "measure", "percent", "rate"):
        return "exact"
    if modifier == "exact" and q.form == "vague":
        return "approx"
    return modifier


# "unemployed for over two years" against "over two years, prices rose"
_OVER_IS_MORE = re.compile(r"\b(?:for|of|by|to|after|just|well|than|in|is|was|are|were|lasted|took|takes|slightly|with|been|sentenced to|and|or) over $")


@functools.cache
def _cues(side: str) -> dict[str, Modifier]:
    return {row["cue"]: row["modifier"] for row in reference.load("modifier_cues") if row["side"] == side}  # type: ignore[misc]


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    def any_of(side: str) -> str:
        return "|".join(re.escape(cue) for cue in sorted(_cues(side), key=len, reverse=True))

    before = rf"(?<![\w-])(?P<cue>{any_of('before')})(?: {_BETWEEN}|(?<=[~≈><])|(?<=c\.)|-)[\"'“‘(]?$"
    after = rf"(?:(?: [a-z-]+){{0,2}}? |,? |-|(?=[+]))(?P<cue>{any_of('after')})(?![\w-])"
    return re.compile(before), re.compile(after)


# -- change -------------------------------------------------------------------------------------------

_UP_OR_DOWN = re.compile(r"\b(?P<word>[a-z]+)(?P<glue>[^.;:!?\n]{0,40})$")


def find_change(source: Source, q: Quantity, verb: str | None, noun_head: str | None) -> Change:
    """Return whether a figure is a rise or a fall, or the level reached by one.

    ``verb`` is the word the parse makes the figure depend on ("rose"), ``noun_head`` what it measures
    ("a 5% [drop]").
    """
    changes = _changes()
    before = source.lower[max(0, q.start - 44) : q.start]
    clause = before[max(before.rfind(c) for c in ".;:(\n") + 1 :]
    words = re.findall(r"[a-z]+", re.sub(r"\bup to (?:an? )?$", "", clause))
    near = [word for word in words[-2:] if word not in _FILLERS] or words[-4:-2]
    if words and words[-1] in ("up", "down") and not re.search(r"\b(?:up|down) to $", clause):
        return "up" if words[-1] == "up" else "down"
    for candidate in (noun_head.lower() if noun_head and q.kind in ("percent", "money", "measure", "multiple", "count") else None, verb):
        if candidate and changes.get(candidate, "none") != "none":
            return changes[candidate]
    for word in reversed(words[-7:]):
        if changes.get(word, "none") != "none" and (word in near or set(words[words.index(word) + 1 :]) <= _FILLERS):
            return changes[word]
    return "none"


def says_change(lower: str) -> bool:
    """Tell whether a stretch of lower-case text holds a word of rise or fall ("rose", "cut", "widened")."""
    return any(word in _changes() for word in re.findall(r"[a-z]+", lower))


_FILLERS = {
    "by", "to", "a", "an", "of", "about", "around", "some", "more", "than", "nearly", "almost", "over", "as", "much",
    "many", "from", "at", "least", "up", "just", "under", "roughly", "approximately", "another", "further", "only",
    "the", "record", "between", "below", "above", "less", "fewer", "slightly", "well", "sharply", "steeply", "estimated",
    "in", "its", "price", "prices", "us", "s",
}  # fmt: skip


@functools.cache
def _changes() -> dict[str, Change]:
    return {row["word"]: row["change"] for row in reference.load("change_cues")}  # type: ignore[misc]
