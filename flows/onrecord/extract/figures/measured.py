"""What a figure measures where its noun does not follow it: "[revenue] rose 5%", "a [fine] of $5m"."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.extract.figures.phrases import (
    NOUN_TAGS,
    Noun,
    Tokens,
    full_phrase,
    is_empty,
    is_noun,
    is_speaker_label,
    words,
)
from onrecord.extract.figures.quantity import Quantity

VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}


def find_bought(tokens: Tokens, i: int, top: Token) -> Noun | None:
    """Return what money was paid for: "paid $35,000 for a new [roof]"."""
    doc = tokens.doc
    if i + 1 >= len(doc) or doc[i].lower_ not in ("for", "on") or top.head.lower_ not in words("pay"):
        return None
    for token in doc[i].children:
        if token.dep_ == "pobj" and token.tag_ in NOUN_TAGS and token.i not in tokens.figures:
            return None if is_empty(token) else full_phrase(tokens, token)
    return None


def find_measured(tokens: Tokens, top: Token, q: Quantity) -> Noun | None:
    """Climb from the figure to the noun it says something about: the subject, or the noun before "of"."""
    token = top
    if q.kind == "measure" and (name := _named_before(tokens, top)):
        return full_phrase(tokens, name)
    if top.tag_ in VERB_TAGS:  # "output tripled"
        return find_of_verb(tokens, top, top, q)
    for _ in range(7):
        head = token.head
        if head.i == token.i:
            break
        is_counted = head.tag_ in NOUN_TAGS and head.i not in tokens.figures and not is_speaker_label(head)
        if is_counted and token.dep_ != "conj":
            if head.i < top.i and _says_its_amount(token, q) and not is_empty(head):
                return full_phrase(tokens, head)
            if (
                head.i > top.i
                and token.dep_ in ("nummod", "nmod", "compound", "amod", "quantmod")
                and not is_empty(head)
            ):
                return full_phrase(tokens, head)
        if head.tag_ in VERB_TAGS:
            return find_of_verb(tokens, head, token, q)
        for child in head.children:
            if child.dep_ in _SUBJECTS and child.i < top.i and child.i != token.i and is_noun(tokens, child):
                return full_phrase(tokens, child)
        token = head
    return find_of_verb(tokens, token, token, q) if token.tag_ in VERB_TAGS else None


_AMOUNT_PREPOSITIONS = {
    "of",
    "at",
    "to",
    "between",
    "from",
    "by",
    "over",
    "under",
    "above",
    "below",
    "about",
    "around",
    "worth",
}


def _says_its_amount(token: Token, q: Quantity) -> bool:
    if token.dep_ == "prep" or token.lower_ == "worth":
        return token.lower_ in _AMOUNT_PREPOSITIONS or (token.lower_ == "with" and q.kind == "measure")
    return token.dep_ in ("appos", "nummod", "npadvmod", "nmod", "parataxis", "attr", "amod", "advmod", "relcl", "acl")


def find_of_verb(tokens: Tokens, verb: Token, below: Token, q: Quantity) -> Noun | None:
    """Return the subject of a verb the figure hangs on, or its object where the figure hangs on a preposition."""
    counts = q.kind in ("count", "fraction", "range") or (q.kind == "percent" and verb.lower_ in _HAVE)
    if counts and (below.dep_ in _SUBJECTS or (below.dep_ == "dobj" and verb.lower_ not in words("reach"))):
        return None
    for _ in range(5):
        if below.dep_ in ("prep", "agent", "npadvmod", "advmod"):
            for child in verb.children:
                if child.dep_ == "dobj" and child.i < below.i and is_noun(tokens, child):
                    return full_phrase(tokens, child)
        if subject := _subject(tokens, verb, below):
            if is_empty(subject):
                return _content_of(tokens, subject)
            if subject.tag_ == "PRP" or _pays(verb, below, q) or (counts and _is_holder(subject, below, q)):
                return None  # no noun above is meant
            return full_phrase(tokens, subject)
        if verb.head.i == verb.i:
            return None
        if verb.dep_ in ("relcl", "acl") and verb.head.tag_ in NOUN_TAGS and verb.head.i not in tokens.figures:
            return full_phrase(tokens, verb.head)
        if verb.dep_ not in _CLIMBED and verb.i not in tokens.figures:
            return None
        verb = verb.head
    return None


_HAVE = {"has", "have", "had", "won", "took", "got"}


def _pays(verb: Token, below: Token, q: Quantity) -> bool:
    """Tell "her uncle paid $61,000" from "the ticket cost $61": who pays is not what the money measures."""
    return q.kind == "money" and below.dep_ == "dobj" and verb.lower_ in words("pay")


def _subject(tokens: Tokens, verb: Token, below: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ not in _SUBJECTS or child.i == below.i:
            continue
        if child.tag_ == "PRP" or is_empty(child) or is_noun(tokens, child):
            return child
        if child.i in tokens.figures:
            return _named_before(tokens, child)
    return None


def _named_before(tokens: Tokens, unit: Token) -> Token | None:
    """Return the name a measure stands in: "the [MacBook Pro] 16 inch"."""
    for child in unit.lefts:
        if child.dep_ in ("compound", "nmod") and child.tag_ in ("NNP", "NNPS") and is_noun(tokens, child):
            return child
    return None


def _is_holder(subject: Token, below: Token, q: Quantity) -> bool:
    """Tell "Cruz has 54", where Cruz holds what is counted, from "the Nikkei closed at 13,176"."""
    named = subject.tag_ in ("NNP", "NNPS") and q.value % 1 == 0
    return named and below.lower_ not in ("to", "at", "up", "down")


_CLIMBED = {
    "conj", "xcomp", "advcl", "ccomp", "acl", "relcl", "aux", "parataxis", "pcomp", "prep", "advmod",
    "acomp",
}  # fmt: skip


def _content_of(tokens: Tokens, empty: Token) -> Noun | None:
    """Return what an empty noun is of: "the average on the key [rate]", "the number of [cases]"."""
    for child in empty.children:
        for grandchild in child.children if child.dep_ == "prep" else ():
            if grandchild.dep_ == "pobj" and is_noun(tokens, grandchild):
                return full_phrase(tokens, grandchild)
    return None
