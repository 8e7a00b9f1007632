"""What a figure counts or measures, read off the parse: "2,500 [security personnel]", "[revenue] rose 5%"."""

from __future__ import annotations

import re

from spacy.tokens import Token

from onrecord.extract.figures.measured import VERB_TAGS, find_bought, find_measured, find_of_verb
from onrecord.extract.figures.phrases import NOUN_TAGS, Noun, Tokens, full_phrase, is_empty, phrase
from onrecord.extract.figures.quantity import Quantity

_RELATIVE = {"ago", "later", "earlier", "before", "after", "since", "into", "hence"}
_SERVED = {
    "prison", "jail", "custody", "detention", "hospital", "office", "power", "exile", "opposition",
    "parliament",
}  # fmt: skip
_HEADS_OF = {"number", "total", "average", "majority", "group", "kind", "type", "lot"}


def find_noun(tokens: Tokens, q: Quantity) -> Noun | None:
    """Return the noun a figure belongs to, or None."""
    inside = tokens.inside(q.start, q.end)
    if not inside:
        return None
    top = _top(inside)
    if q.kind == "age":
        return _age_noun(tokens, q, inside, top)
    if q.kind == "multiple":
        return find_measured(tokens, top, q)
    if noun := _noun_after(tokens, q, inside[-1].i + 1, top):
        return noun
    if q.kind in ("count", "ordinal", "range") and top.head.i > top.i:
        head = top.head
        if head.tag_ in NOUN_TAGS and head.i - top.i < 8 and head.i not in tokens.figures:
            return phrase(tokens, head, q.end)
    after = tokens.doc[inside[-1].i + 1] if inside[-1].i + 1 < len(tokens.doc) else None
    if q.kind == "duration" and after is not None:
        if after.lower_ in _RELATIVE:
            return None  # "eight months later"
        served = tokens.doc[after.i + 1] if after.i + 1 < len(tokens.doc) else None
        if after.lower_ == "in" and served is not None and served.lower_ in _SERVED:
            return Noun(served.idx, served.idx + len(served.text), served.text)
    if q.kind in ("money", "rate") and (noun := find_bought(tokens, inside[-1].i + 1, top)):
        return noun
    return find_measured(tokens, top, q)


def _top(inside: list[Token]) -> Token:
    """Return the token of the figure that all its others hang on."""
    own = {token.i for token in inside}
    for token in reversed(inside):
        if token.head.i not in own or token.head.i == token.i:
            return token
    return inside[-1]


# -- after the number: "1000 Police", "40% capacity", "half of the children" -------------------------------


def _noun_after(tokens: Tokens, q: Quantity, i: int, top: Token) -> Noun | None:
    doc = tokens.doc
    if i >= len(doc):
        return None
    if doc[i].text == ")" and i + 1 < len(doc) and doc[i + 1].lower_ == "of":
        i += 1  # "8 miles (13 km) of new tunnels"
    if doc[i].lower_ == "of" or (doc[i].lower_ == "in" and q.kind == "money"):
        return _after_of(tokens, i, q)
    if q.form == "fraction" and doc[i].lower_ in ("the", "its", "their", "his", "her", "our", "all", "these", "those"):
        i += 1
    if doc[i].text == "-" or doc[i].tag_ == "HYPH":
        i += 1
        if q.kind == "count" and i < len(doc) and doc[i].text.isalpha():  # "a 131-page report": pages
            return Noun(doc[i].idx, doc[i].idx + len(doc[i].text), doc[i].text)
    return _next_noun(tokens, i, q, top)


def _after_of(tokens: Tokens, i: int, q: Quantity) -> Noun | None:
    doc = tokens.doc
    money_in = doc[i].lower_ == "in"
    for token in doc[i + 1 : i + 9]:
        if token.i in tokens.figures or token.lower_ in _HEADS_OF:
            continue
        if token.tag_ in NOUN_TAGS and not (token.dep_ in ("compound", "poss", "nmod") and token.head.i > token.i):
            if money_in and (token.tag_ in ("NNP", "NNPS") or is_empty(token)):
                return None
            return phrase(tokens, token, q.end)
        if (
            token.tag_ in ("VB", "VBD", "VBP", "VBZ", "MD", "CD", "IN", "TO", "PRP")
            or token.text in ".,;:()"
            or token.is_space
        ):
            return None
    return None


def _next_noun(tokens: Tokens, i: int, q: Quantity, top: Token) -> Noun | None:
    """Return the noun at the end of a run of adjectives and nouns that follows the figure at once."""
    doc = tokens.doc
    last: Token | None = None
    for token in doc[i : i + 9]:
        if (token.is_sent_start and token.i > i) or token.is_space:
            break
        if token.tag_ in NOUN_TAGS and token.i not in tokens.figures:
            if last is not None and not _one_phrase(last, token):
                break
            last = token
            continue
        if last is not None and token.text not in "-&":
            break
        if not _may_stand_before_noun(tokens, token):
            break
    if last is None or not any(c.isalpha() for c in last.text):
        return None
    attached = q.kind not in ("money", "percent", "measure", "duration", "rate")
    if not attached and not _belongs(top, last):
        return None
    return None if is_empty(last) and not attached else phrase(tokens, last, q.end)


def _one_phrase(last: Token, token: Token) -> bool:
    if last.dep_ not in ("compound", "amod", "nmod", "poss") and last.head.i != token.i:
        return False
    return not (token.tag_ in ("NNP", "NNPS") and last.tag_ == "NNS")


def _may_stand_before_noun(tokens: Tokens, token: Token) -> bool:
    if token.i in tokens.figures:
        return True
    before_noun = token.head.i > token.i and token.head.tag_ in NOUN_TAGS
    if token.tag_ in ("JJ", "JJR", "JJS", "HYPH", "AFX") or token.text in "-’'":
        return True
    return before_noun and (token.tag_ in ("VBN", "VBG", "RB", "CD", "POS", "CC") or token.text in ',"“”')


def _belongs(top: Token, noun: Token) -> bool:
    """Tell "a $5 fine", "a 19% drop" from "rose 19% Monday" by the parse, or by an article before the figure."""
    token = top
    for _ in range(3):
        if token.head.i == noun.i:
            return token.dep_ != "npadvmod" or noun.i > token.i
        token = token.head
    if noun.dep_ == "npadvmod":
        return False
    left = top.left_edge
    return any(t.lower_ in _ARTICLES for t in left.doc[max(0, left.i - 2) : left.i + 1])


_ARTICLES = {
    "a", "an", "the", "its", "his", "her", "their", "our", "this", "that", "each", "every", "another",
}  # fmt: skip


def _age_noun(tokens: Tokens, q: Quantity, inside: list[Token], top: Token) -> Noun | None:
    """Return who is that old: the noun after "14-year-old", the name before ", 34,", the subject."""
    doc = tokens.doc
    last = inside[-1].i
    if last + 1 < len(doc) and doc[last + 1].tag_ in NOUN_TAGS | {"JJ", "VBN"}:
        run = list(doc[last + 1 : last + 5])
        for j, token in enumerate(run):
            if token.tag_ in NOUN_TAGS and (j + 1 == len(run) or run[j + 1].tag_ not in NOUN_TAGS):
                return phrase(tokens, token, q.end)
            if token.tag_ not in NOUN_TAGS | {"JJ", "VBN"}:
                break
    first = inside[0].i
    for i in range(first - 1, max(-1, first - 6), -1):
        if doc[i].tag_ in NOUN_TAGS and not is_empty(doc[i]):
            return full_phrase(tokens, doc[i])
        if doc[i].tag_ in VERB_TAGS and doc[i].lower_ not in ("aged", "aging", "turned", "is", "was"):
            break
    return find_of_verb(tokens, top.head, top, q) if top.head.tag_ in VERB_TAGS else None


_RESTATED = re.compile(
    r"(?: ?\((?:or |equivalent to )?|(?: [\w’'-]+){0,3}, or |,? or )"
    r"(?:about |around |nearly |roughly |approximately |some |just |just over |just under |over |more than "
    r"|almost )*"
)


def restates(gap: str) -> bool:
    """Tell whether a figure only says the one before it in another unit: "5 miles (8 km)", "190 points, or 0.6%"."""
    return _RESTATED.fullmatch(gap) is not None
