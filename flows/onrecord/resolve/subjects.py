"""The subjects of an article's sentences: who is most in view."""

from __future__ import annotations

from onrecord.extract.actors.names import fold
from onrecord.extract.parse import Parsed
from onrecord.resolve.cast import Cast
from onrecord.text import Span

MAIN, OF_CLAUSE = 1.2, 0.8
"""The weights of the subject of a sentence and of a clause in it."""
_TITLE = 90  # characters from the first noun of a title to the name


def subjects(parsed: Parsed, cast: Cast) -> dict[int, float]:
    """Return the weight of each subject by where its noun, or the name that stands for it, begins."""
    weights: dict[int, float] = {}
    for token in parsed.doc:
        if token.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        main = token.head.dep_ == "ROOT" or token.head.head.dep_ == "ROOT"
        weight = MAIN if main else OF_CLAUSE
        weights[token.idx] = weight
        # "His successor, Jane Roe, was calmer": the name stands for the subject
        weights |= {child.idx: weight for child in token.children if child.dep_ == "appos"}
        named = _named_by_title(parsed.article.text, cast, token.text, token.idx)
        if named is not None:
            weights[named] = weight
    return weights


def _named_by_title(text: str, cast: Cast, noun: str, place: int) -> int | None:
    """Return where the person is named whose title a subject begins: "The president of the union | Jane Roe said"."""
    after = place + len(noun)
    for point in cast.named_in(Span(after, after + _TITLE)):
        role = cast.role_at(point)
        if role and point.start > place and fold(role.split()[0]) == fold(noun):
            return point.start if "," not in text[place : point.start] else None
    return None
