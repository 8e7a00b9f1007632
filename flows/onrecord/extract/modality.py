"""Whether a figure is stated as a fact, or expected, planned, conditional or negated.

The parse is climbed from the figure to the verbs that govern it; their auxiliaries and the words of
``seeds/reference/modality_cues.csv`` decide.
"""

from __future__ import annotations

import functools

from spacy.tokens import Token

from onrecord import reference
from onrecord.records import Modality

_VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}
_MAX_CLIMB = 14


def find_modality(token: Token) -> Modality:
    """Return the modality of the clause a figure's token stands in; the nearest sign decides."""
    cues = _cues()
    child, node = token, token
    for _ in range(_MAX_CLIMB):
        if node.tag_ in _VERB_TAGS or node.dep_ == "ROOT":
            if found := _of_clause(node, child, token):
                return found
        elif node is not token and node.lower_ in cues and _introduces(node, child):
            return cues[node.lower_]
        if node.head.i == node.i or _leaves_statement(node):
            return "asserted"
        child, node = node, node.head
    return "asserted"


def _of_clause(verb: Token, child: Token, token: Token) -> Modality | None:
    cues = _cues()
    lower = verb.lower_
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod", "prep")}
    if any(c.dep_ == "neg" and c.i < token.i for c in verb.children) and not _only_more(verb):
        return "negated"
    if "if" in marks or "unless" in marks:
        if any(c.lower_ in ("if", "unless") and c.dep_ in ("mark", "advmod") for c in verb.children):
            return "conditional"
    if child.i != verb.i and lower in cues and child.i > verb.i and child.dep_ in _COMPLEMENTS:
        return cues[lower]
    if child.i != verb.i and lower in _SET and child.dep_ == "xcomp":
        return "planned"
    if auxiliaries & {"would", "could", "might", "may", "'d", "’d"}:
        return "expected" if _is_expected_context(verb) else "conditional"
    if auxiliaries & {"will", "shall", "'ll", "’ll", "wo"}:
        return "expected" if lower in _states() else "planned"
    if "to" in auxiliaries and verb.tag_ == "VB" and verb.dep_ in ("acl", "ROOT", "relcl", "advcl"):
        return _of_infinitive(verb)
    if "should" in auxiliaries or "must" in auxiliaries:
        return "planned"
    return None


_COMPLEMENTS = {"xcomp", "ccomp", "advcl", "prep", "dobj", "acl", "pobj", "oprd", "npadvmod", "dative", "nsubj"}
_SET = {"set", "due", "scheduled", "poised"}


def _of_infinitive(verb: Token) -> Modality | None:
    """Read "a mission to send 1000 police", "UN to send 1000 police", but not "the first to win 10 titles"."""
    if verb.dep_ == "ROOT":
        return "planned"
    head = verb.head
    if verb.dep_ in ("acl", "relcl") and head.lower_ in _plans():
        return _plans()[head.lower_]
    if verb.dep_ == "advcl" and head.dep_ == "ROOT" and head.tag_ in ("NN", "NNP", "NNS"):
        return "planned"
    return None


def _only_more(verb: Token) -> bool:
    """Tell "not only", "no more than" from a true negation."""
    return any(c.lower_ == "only" and c.i > n.i for n in verb.children if n.dep_ == "neg" for c in verb.children)


def _is_expected_context(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and _cues().get(verb.head.lower_) == "expected"


def _introduces(node: Token, child: Token) -> bool:
    return child.i > node.i and child.dep_ in ("prep", "acl", "xcomp", "ccomp", "pobj", "relcl")


def _leaves_statement(node: Token) -> bool:
    """Tell whether climbing on would leave the clause for one that says nothing about the figure's truth."""
    return node.dep_ in ("relcl", "parataxis") or (node.dep_ == "advcl" and node.tag_ in ("VBG", "VBN"))


@functools.cache
def _cues() -> dict[str, Modality]:
    return {r["word"]: r["modality"] for r in reference.load("modality_cues") if r["role"] == "governor"}  # type: ignore[misc]


@functools.cache
def _plans() -> dict[str, Modality]:
    return {r["word"]: r["modality"] for r in reference.load("modality_cues") if r["role"] == "noun"}  # type: ignore[misc]


@functools.cache
def _states() -> frozenset[str]:
    return frozenset(r["word"] for r in reference.load("modality_cues") if r["role"] == "state")
