"""What a figure counts or measures, read off the parse: "2,500 [security personnel]", "[revenue] rose 5%"."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from onrecord.extract.quantities import Quantity

_NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}
_NOT_NOUNS = {"percent", "cent", "per", "pc", "million", "billion", "trillion", "thousand", "hundred", "dozen", "m", "bn", "k", "lakh", "crore"}
_INSIDE_NP = {"compound", "amod", "nmod", "nummod", "det", "poss", "quantmod", "advmod", "case", "punct", "npadvmod", "cc", "conj"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase without its number and determiner, and its head word."""

    start: int
    end: int
    head: str


class Tokens:
    """The tokens of a parse by character offset."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._starts = [token.idx for token in doc]

    def at(self, position: int) -> Token | None:
        """Return the token that holds the character at ``position``."""
        i = bisect_right(self._starts, position) - 1
        return self.doc[i] if i >= 0 else None

    def inside(self, start: int, end: int) -> list[Token]:
        """Return the tokens that touch the characters from ``start`` to ``end``."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1)
        return [self.doc[i] for i in range(max(0, first), last)]


def find_noun(tokens: Tokens, q: Quantity) -> Noun | None:
    """Return the noun a figure belongs to, or None."""
    inside = [token for token in tokens.inside(q.start, q.end) if not token.is_punct and not token.is_space]
    if not inside:
        return None
    taken = {token.i for token in inside}
    top = _top(inside, taken)
    if q.kind == "age":
        return _age_noun(tokens, q, top, taken)
    if noun := _counted_after(tokens, q, top, taken):
        return noun
    if q.kind in ("count", "ordinal", "range") and top.dep_ in ("nummod", "amod", "quantmod", "nmod", "compound"):
        head = top.head
        if head.tag_ in _NOUN_TAGS and head.i > top.i and head.i - top.i < 8 and head.i not in taken:
            return _phrase(head, q.end, taken)
    return _measured(top, taken, q)


def _top(inside: list[Token], taken: set[int]) -> Token:
    """Return the token of the figure that all its others hang on."""
    for token in reversed(inside):
        if token.head.i not in taken or token.head.i == token.i:
            return token
    return inside[-1]


# -- after the number: "1000 Police", "40% capacity", "half of the children" -------------------------------


def _counted_after(tokens: Tokens, q: Quantity, top: Token, taken: set[int]) -> Noun | None:
    doc = tokens.doc
    i = max(taken) + 1
    if i >= len(doc):
        return None
    if doc[i].lower_ in ("of", "in") and (doc[i].lower_ == "of" or q.kind == "money"):
        return _after_of(doc, i, q)
    if doc[i].tag_ == "HYPH" or doc[i].text in ("-", "‐", "‑"):
        i += 1
    return _next_noun(doc, i, q, top)


def _after_of(doc: Doc, i: int, q: Quantity) -> Noun | None:
    for token in doc[i + 1 : i + 9]:
        if token.tag_ in _NOUN_TAGS and not (token.dep_ in ("compound", "poss", "nmod") and token.head.i > token.i):
            if token.lower_ in ("number", "total"):
                continue
            return _phrase(token, q.end, set())
        if token.tag_ in _VERB_TAGS - {"VBG", "VBN"} or token.text in (".", ",", ";", "\n") or token.tag_ in ("CD", "IN", "TO", "PRP"):
            return None
    return None


def _next_noun(doc: Doc, i: int, q: Quantity, top: Token) -> Noun | None:
    """Return the noun at the end of a run of adjectives and nouns that follows the figure at once."""
    last: Token | None = None
    sentence = doc[i - 1].sent.end if i > 0 else len(doc)
    for token in doc[i : min(i + 8, sentence)]:
        if token.tag_ in _NOUN_TAGS:
            if last is not None and last.dep_ not in ("compound", "amod", "nmod", "poss") and not _governs(token, last):
                break
            if last is not None and token.tag_ in ("NNP", "NNPS") and last.tag_ == "NNS":
                break
            last = token
            continue
        modifier = token.tag_ in ("JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "POS", "CD", "AFX", "RB") or token.text in "-–'’\"“”,"
        if last is not None or not modifier:
            break
        if token.tag_ in ("VBN", "VBG", "RB", "CD", "POS") and not (token.head.tag_ in _NOUN_TAGS and token.head.i > token.i) and token.dep_ not in ("amod", "compound"):
            break
        if token.text in (",", '"', "“") and not (token.head.i > token.i and token.head.tag_ in _NOUN_TAGS):
            break
    if last is None or last.lower_ in _NOT_NOUNS:
        return None
    if q.kind in ("money", "percent", "measure", "duration", "rate", "fraction") and not _belongs(top, last):
        return None
    return _phrase(last, q.end, set())


def _governs(noun: Token, before: Token) -> bool:
    return before.head.i == noun.i


def _belongs(top: Token, noun: Token) -> bool:
    """Tell "a $5 fine", "a 19% drop" from "rose 19% Monday" by the parse."""
    for token in (top, *list(top.ancestors)[:2]):
        if token.i == noun.i:
            return True
    return top.i > 0 and noun.dep_ not in ("npadvmod",) and _article_before(top)


def _article_before(top: Token) -> bool:
    left = top.left_edge.i - 1
    words = {"a", "an", "the", "its", "his", "her", "their", "our", "this", "that", "each", "every", "another"}
    for i in (left, left - 1, top.left_edge.i):
        if i >= 0 and top.doc[i].lower_ in words:
            return True
    return False


def _phrase(head: Token, figure_end: int, taken: set[int]) -> Noun:
    """Return the phrase of ``head`` from its first adjective or compound part after the figure."""
    start = head
    doc = head.doc
    i = head.i - 1
    while i >= 0 and i not in taken and doc[i].idx >= figure_end:
        token = doc[i]
        part = token.tag_ in _NOUN_TAGS or token.tag_ in ("JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "AFX")
        if not part or token.lower_ in ("more", "other", "such", "many", "much", "same"):
            break
        start, i = token, i - 1
    while start.i < head.i and start.tag_ == "HYPH":
        start = doc[start.i + 1]
    return Noun(start.idx, head.idx + len(head.text), head.text)


# -- elsewhere: "revenue rose 5%", "a fine of $5m", "the price is $5" --------------------------------------


def _measured(top: Token, taken: set[int], q: Quantity) -> Noun | None:
    """Climb from the figure to the noun it says something about: the subject, or the noun before "of"."""
    token = top
    for _ in range(6):
        head = token.head
        if head.i == token.i:
            break
        if head.tag_ in _NOUN_TAGS and head.i not in taken:
            if token.dep_ == "conj":
                token = head
                continue
            if head.i < top.i and _names_quantity(token, head):
                return _full_phrase(head)
            if head.i > top.i and token.dep_ in ("nummod", "nmod", "compound", "amod", "quantmod", "npadvmod"):
                return _full_phrase(head)
        if head.tag_ in _VERB_TAGS or head.dep_ == "ROOT":
            return _of_verb(head, token, q)
        token = head
    return _of_verb(token, token, q) if token.tag_ in _VERB_TAGS else None


def _names_quantity(token: Token, head: Token) -> bool:
    if token.dep_ in ("prep",):
        return token.lower_ in ("of", "at", "to", "between", "from", "by", "over", "under", "above", "below", "about", "around")
    return token.dep_ in ("appos", "nummod", "npadvmod", "nmod", "parataxis", "attr", "amod", "advmod", "relcl", "acl")


def _of_verb(verb: Token, below: Token, q: Quantity) -> Noun | None:
    if q.kind in ("count", "fraction", "range") and below.dep_ in _SUBJECTS:
        return None
    seen = verb
    for _ in range(4):
        for child in seen.children:
            if child.dep_ == "dobj" and child.i < below.i and child.i != below.i and below.dep_ in ("prep", "agent", "npadvmod") and child.tag_ in _NOUN_TAGS:
                return _full_phrase(child)
        for child in seen.children:
            if child.dep_ in _SUBJECTS and child.i != below.i and child.tag_ in _NOUN_TAGS:
                return _full_phrase(child)
        if seen.dep_ in ("conj", "xcomp", "advcl", "ccomp", "acl", "relcl", "aux", "parataxis") and seen.head.i != seen.i:
            if seen.dep_ in ("relcl", "acl") and seen.head.tag_ in _NOUN_TAGS:
                return _full_phrase(seen.head)
            seen = seen.head
            continue
        return None
    return None


def _full_phrase(head: Token) -> Noun:
    left = head
    for child in head.lefts:
        if child.dep_ in ("compound", "amod", "nmod") and child.i < left.i and child.tag_ != "CD":
            left = child
            break
    return Noun(left.idx, head.idx + len(head.text), head.text)


def _age_noun(tokens: Tokens, q: Quantity, top: Token, taken: set[int]) -> Noun | None:
    """Return who is that old: the noun after "14-year-old", the name before ", 34,", the subject."""
    doc = tokens.doc
    last = max(taken)
    if last + 1 < len(doc) and doc[last + 1].tag_ in _NOUN_TAGS | {"JJ"} and (noun := _next_noun(doc, last + 1, _as_count(q), top)):
        return noun
    first = min(taken)
    for i in range(first - 1, max(-1, first - 5), -1):
        if doc[i].tag_ in _NOUN_TAGS:
            return _full_phrase(doc[i])
        if doc[i].tag_ in _VERB_TAGS:
            break
    return _of_verb(top.head, top, q) if top.head.tag_ in _VERB_TAGS else None


def _as_count(q: Quantity) -> Quantity:
    from dataclasses import replace

    return replace(q, kind="count")
