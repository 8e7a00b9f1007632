"""Whether a figure is stated as a fact, or expected, planned, conditional or negated.

The parse is climbed from the figure to the verbs that govern it; their auxiliaries and the words of
``seeds/reference/modality_cues.csv`` decide.
"""

from __future__ import annotations

import functools

from spacy.tokens import Token

from onrecord import reference
from onrecord.records import FigureKind, Modality

_VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}
_MAX_CLIMB = 14


def find_modality(token: Token, kind: FigureKind) -> Modality:
    """Return the modality of the clause a figure's token stands in; the nearest sign decides.

    Auxiliaries and negation count in the figure's own clause only; above it, words that govern the clause
    ("expected that", "plans to") do. What a definite figure points at ("the two leaders") is a fact.
    """
    if kind == "age" or _is_definite(token) or (kind == "count" and _is_nested(token)):
        return "asserted"
    cues = _cues()
    child, node = token, token
    own_clause = True
    for _ in range(_MAX_CLIMB):
        is_verb = node.tag_ in _VERB_TAGS
        if is_verb and own_clause and (found := _of_clause(node, child, token)):
            return found
        if node is not token and (found := cues.get(node.lower_)) and child.i > node.i and child.dep_ in _COMPLEMENTS:
            return found
        if not is_verb and node is not token and node.dep_ in ("prep", "mark") and node.lower_ in cues:
            return cues[node.lower_]
        if node.head.i == node.i or _leaves_statement(node):
            return "asserted"
        if is_verb and node.dep_ not in ("xcomp", "conj", "aux", "auxpass"):
            own_clause = False
        child, node = node, node.head
    return "asserted"


def _is_nested(token: Token) -> bool:
    """Tell whether a count only describes another noun: "refused to release the names of 1,076 donors"."""
    noun = token.head if token.dep_ in ("nummod", "amod", "quantmod", "compound") else token
    if noun.dep_ != "pobj" or noun.head.dep_ != "prep":
        return False
    outer = noun.head.head
    return outer.tag_ in ("NN", "NNS") and outer.lower_ not in _AMOUNTS


_AMOUNTS = {
    "number",
    "total",
    "group",
    "team",
    "force",
    "contingent",
    "loss",
    "death",
    "deaths",
    "deployment",
    "increase",
    "rise",
    "purchase",
    "release",
    "sale",
    "delivery",
    "creation",
}


def _is_definite(token: Token) -> bool:
    head = token.head if token.dep_ in ("nummod", "amod", "quantmod", "compound") else token
    children = {c.lower_ for c in head.children if c.i < token.i}
    return bool(children & _DEFINITE) and not children & {"next", "coming", "first", "last", "past"}


_DEFINITE = {"the", "these", "those", "this", "his", "her", "their", "its", "our", "my", "your"}


def _of_clause(verb: Token, child: Token, token: Token) -> Modality | None:
    """Read the auxiliaries, negation and conjunction of a verb."""
    lower = verb.lower_
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if any(c.dep_ == "neg" and c.i < token.i for c in verb.children) and not _only_more(verb):
        return "negated"
    if any(c.lower_ in ("if", "unless") and c.dep_ in ("mark", "advmod") for c in verb.children):
        return "conditional"
    if child.i != verb.i and lower in _SET and child.dep_ == "xcomp":
        return "planned"
    if auxiliaries & {"would", "could", "might", "may", "'d", "’d"}:
        return "expected" if _is_expected_context(verb) else "conditional"
    if auxiliaries & {"will", "shall", "'ll", "’ll", "wo"}:
        return "expected" if lower in _states() or child.dep_ in ("nsubj", "nsubjpass") else "planned"
    if "to" in auxiliaries and verb.tag_ == "VB" and verb.dep_ in ("acl", "ROOT", "relcl", "advcl"):
        return _of_infinitive(verb)
    if auxiliaries & {"should", "must"}:
        return "planned"
    return None


_COMPLEMENTS = {
    "xcomp", "ccomp", "advcl", "prep", "dobj", "acl", "pobj", "oprd", "npadvmod", "dative", "nsubj",
}  # fmt: skip
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


def _leaves_statement(node: Token) -> bool:
    """Tell whether climbing on would leave the clause for one that says nothing about the figure's truth."""
    return node.dep_ in ("relcl", "parataxis", "advcl")


@functools.cache
def _cues() -> dict[str, Modality]:
    return {r["word"]: r["modality"] for r in reference.load("modality_cues") if r["role"] == "governor"}  # type: ignore[misc]


@functools.cache
def _plans() -> dict[str, Modality]:
    return {r["word"]: r["modality"] for r in reference.load("modality_cues") if r["role"] == "noun"}  # type: ignore[misc]


@functools.cache
def _states() -> frozenset[str]:
    return frozenset(r["word"] for r in reference.load("modality_cues") if r["role"] == "state")
