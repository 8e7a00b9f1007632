"""Words beside a figure that bound it ("at least", "or more") or say where it moves ("rose", "a drop of")."""

from __future__ import annotations

import functools
import re

from spacy.tokens import Token

from onrecord import reference
from onrecord.extract.figures.quantity import Quantity, Source
from onrecord.records import Change, Modifier

_REACH = 48
_BETWEEN = (
    r"(?:(?:a|an|the|another|further|additional|extra|record|whopping|staggering|next|last|past|combined|total"
    r"|age of) ){0,3}"
)


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
    if (
        cue in _PLACES
        and _ARTICLE_GAP.search(source.lower, max(0, q.start - 12), q.start)
        and "-" in source.lower[q.start : q.end + 1]
    ):
        return "exact"  # "under a five-year contract"
    if cue == "under" and _OPENS_CLAUSE.search(source.text, max(0, q.start - 14), q.start):
        return "exact"  # "Under the 1.5C limit"
    if cue == "up to" and _ROSE_UP_TO.search(source.lower, max(0, q.start - 30), q.start):
        return "exact"
    if cue == "within" and q.kind not in ("duration", "measure", "percent", "rate"):
        return "exact"
    if modifier == "exact" and q.form == "vague":
        return "approx"
    return modifier


# "unemployed for over two years" against "over two years, prices rose"
_OVER_IS_MORE = re.compile(
    r"\b(?:for|of|by|to|after|just|well|than|in|is|was|are|were|lasted|took|takes|slightly|with|been"
    r"|sentenced to|and|or) over $"
)


_PLACES = {"over", "under", "above", "below", "within", "near", "beyond"}
_ARTICLE_GAP = re.compile(r" (?:an?|the|its|their|his|her) (?:[a-z]+ )?$")
_OPENS_CLAUSE = re.compile(r"(?:^|[\n.,;:“\"] ?)[Uu]nder (?:an?|the|its|their) $")
_ROSE_UP_TO = re.compile(
    r"\b(?:go|goes|gone|went|going|rose|rise|risen|climb\w*|mov\w+|push\w+|bump\w*|come|came|jump\w*|shot"
    r"|inch\w*|got|get|gets|crept|way)(?: back)? up to $"
)


@functools.cache
def _cues(side: str) -> dict[str, Modifier]:
    return {row["cue"]: row["modifier"] for row in reference.load("modifier_cues") if row["side"] == side}  # type: ignore[misc]


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    def any_of(side: str) -> str:
        return "|".join(re.escape(cue) for cue in sorted(_cues(side), key=len, reverse=True))

    before = rf"(?<![\w-])(?P<cue>{any_of('before')})(?: {_BETWEEN}|(?<=[~≈><])|(?<=c\.)|-)[\"'“‘(]?$"
    after = rf"(?:(?: [a-z-]{{1,24}}){{0,2}}? |,? |-|(?=[-+]))(?P<cue>{any_of('after')})(?![\w-])"
    return re.compile(before), re.compile(after)


# -- change -------------------------------------------------------------------------------------------

_CHANGING = {"percent", "money", "measure", "multiple", "count", "rate", "fraction", "range"}
_ADDS_UP = re.compile(
    r"\b(?:(?:add(?:s|ed|ing)?|pick(?:s|ed|ing)?|ma[dk]e|mak(?:es|ing)|end(?:s|ed)?|set|sets|g[ai]ve"
    r"|giv(?:es|en|ing)|show(?:s|ed)?) up(?: to)?|up to(?: an?)?|as much as|raise[sd]?|raising)(?: about"
    r"| around| roughly| nearly| almost| at least| more than| over| some| an estimated)* $"
)
_FILLERS = {
    "by", "to", "a", "an", "of", "about", "around", "some", "more", "than", "nearly", "almost", "over",
    "as", "much",
    "many", "from", "at", "least", "just", "under", "roughly", "approximately", "another", "further",
    "only", "the",
    "record", "between", "below", "above", "less", "fewer", "slightly", "well", "sharply", "steeply",
    "estimated", "in",
    "its", "price", "prices", "modest", "whopping", "cumulative", "annual", "total", "combined",
}  # fmt: skip


def find_change(source: Source, q: Quantity, token: Token | None, noun_head: str | None) -> Change:
    """Return whether a figure is a rise or a fall, or the level reached by one.

    ``token`` is the figure's first token, ``noun_head`` what it measures ("a 5% [drop]").
    """
    if q.kind not in _CHANGING:
        return "none"
    before = source.lower[max(0, q.start - 44) : q.start]
    clause = before[max(before.rfind(c) for c in ".;:(\n") + 1 :]
    if q.kind == "multiple" and (rise := _MULTIPLIED.search(source.lower, q.start, q.end)):
        return "up" if q.value > 1 and rise else "down"
    if q.kind in ("percent", "money", "measure") and (compared := _COMPARED.match(source.lower, q.end)):
        return "up" if compared[1].startswith(("higher", "more", "up", "above")) else "down"
    if _ADDS_UP.search(clause) or clause.endswith(("the lower ", "the higher ")):
        return "none"
    if direction := _up_or_down(clause, token):
        return direction
    if noun_head and (change := _changes("noun").get(noun_head.lower(), "none")) != "none":
        return change
    verb = _verb_before(token)
    if verb and q.kind != "count" and (change := _changes("verb").get(verb, "none")) != "none":
        return change
    words = re.findall(r"[a-z]+", clause)
    for word in reversed(words[-8:]):
        change = _changes("verb").get(word) or _changes("noun").get(word) or "none"
        if change != "none":
            return "none" if q.kind == "count" and word in _LOSE else change
        if word not in _FILLERS:
            break
    return "none"


_MULTIPLIED = re.compile(r"(?:ed|fold|double|triple|treble|quadruple|halve)$")
_COMPARED = re.compile(
    r" (higher|lower|more than|less than|fewer than|more expensive|up on|down on|below|above|cheaper"
    r"|short of)\b"
)
_LOSE = {"lose", "loses", "lost", "losing", "gain", "gained", "gains", "gaining"}  # a count lost is no count that fell
_UP_OR_DOWN = re.compile(
    r"\b(up|down)(?: by| from| to| about| around| nearly| almost| more than| over| just| some| roughly"
    r"| an estimated| at| another| a further){0,3} $"
)


def _up_or_down(clause: str, token: Token | None) -> Change | None:
    """Read "up 5%", "were down nearly 3%", but not the particle of "dig up" or "made up"."""
    match = _UP_OR_DOWN.search(clause)
    if match is None:
        return None
    if token is not None:
        for word in token.doc[max(0, token.i - 5) : token.i]:
            if (
                word.lower_ == match[1]
                and word.dep_ == "prt"
                and word.head.lower_ not in _MOVES
                and (_changes("verb").get(word.head.lower_) is None)
            ):
                return None
    return "up" if match[1] == "up" else "down"


_MOVES = {
    "go",
    "goes",
    "going",
    "went",
    "gone",
    "come",
    "comes",
    "came",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "end",
    "ended",
    "close",
    "closed",
    "finished",
    "trading",
    "push",
    "pushed",
    "pushing",
    "drove",
    "driven",
    "brought",
    "bring",
}


def _verb_before(token: Token | None) -> str | None:
    """Return the word of the verb that a figure's token follows and hangs on, if it is near."""
    node = token
    for _ in range(4):
        if node is None or node.head.i == node.i or node.dep_ in ("nsubj", "nsubjpass"):
            return None
        node = node.head
        if node.tag_.startswith("VB"):
            return node.lower_ if token is not None and node.i < token.i else None
    return None


def directions(lower: str) -> set[str]:
    """Return the directions of the words of change in a stretch of lower-case text ("rose", "cut", "revised")."""
    found = {_changes("verb").get(word) or _changes("noun").get(word) for word in re.findall(r"[a-z]+", lower)}
    found |= set(re.findall(r"\b(up|down)\b", lower))
    return {direction for direction in found if direction}


@functools.cache
def _changes(role: str) -> dict[str, Change]:
    return {row["word"]: row["change"] for row in reference.load("change_cues") if row["role"] in (role, "both")}  # type: ignore[misc]
