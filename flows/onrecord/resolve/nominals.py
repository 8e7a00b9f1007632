"""Subjects without a name: who is introduced ("a spokesman"), taken up ("the judge"), or what document speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extract.actors.names import fold
from onrecord.extract.actors.offices import Office, offices
from onrecord.extract.quotes.cues import is_listed
from onrecord.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_INTRODUCING = frozenset({"a", "an", "another", "his", "her"})
_OWNED = frozenset({"of", "for", "by", "from", "with", "at"})


def introduced(noun: Token) -> Office | None:
    """Return the office of a subject that introduces somebody: "a spokesman", "her boss"."""
    if noun.dep_ != "nsubj" or noun.tag_ != "NN" or not noun.head.tag_.startswith("VB"):
        return None
    office = offices().get((fold(noun.text),))
    opens = any(child.dep_ in {"det", "poss"} and fold(child.text) in _INTRODUCING for child in noun.lefts)
    named = any(child.dep_ == "appos" or (child.dep_, child.tag_) == ("compound", "NNP") for child in noun.children)
    tells = office is not None and (office.gender or office.cls in {"spokesperson", "head"})
    return office if tells and opens and not named else None


def is_definite(noun: Token) -> bool:
    """Tell whether a subject takes up what was named before: "the judge", but not "the judge, Jane Roe"."""
    definite = any(child.dep_ == "det" and child.lower_ == "the" for child in noun.lefts)
    return noun.tag_ == "NN" and definite and not any(c.dep_ == "appos" and c.tag_ == "NNP" for c in noun.rights)


def is_indefinite(noun: Token) -> bool:
    """Tell whether a subject brings somebody without a name: "a Gulf diplomat"."""
    opens = any(child.dep_ == "det" and child.lower_ in {"a", "an", "another"} for child in noun.lefts)
    return noun.tag_ == "NN" and opens and not any(c.dep_ == "appos" and c.tag_ == "NNP" for c in noun.rights)


def is_document(noun: Token) -> bool:
    """Tell whether a noun is a document, or who finds something: "the ruling"."""
    return noun.tag_ == "NN" and is_listed("document", noun.lower_)


def phrase(noun: Token) -> Span:
    """Return a noun with what stands before it and whose it is: "a spokesman for the minister"."""
    start = min(token.idx for token in (noun, *noun.lefts))
    owned = (child for child in noun.rights if child.dep_ in {"prep", "agent"} and child.lower_ in _OWNED)
    last = max((t for child in owned for t in child.subtree), default=noun)
    return Span(start, last.idx + len(last))
