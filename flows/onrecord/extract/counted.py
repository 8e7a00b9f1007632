"""What a figure counts or measures, read off the parse: "2,500 [security personnel]", "[revenue] rose 5%"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from onrecord.extract.quantities import Quantity

_NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}
_VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}
_ADJECTIVE_TAGS = {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "AFX"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
# Nouns that only say when, how much or of what rank: what is measured stands elsewhere.
_EMPTY = {
    "quarter", "year", "month", "week", "day", "period", "half", "season", "record", "total", "number", "age",
    "average", "time", "level", "end", "start", "beginning", "yesterday", "today", "tomorrow", "morning",
    "evening",
    "afternoon", "night", "decade", "century", "hour", "minute", "lot", "high", "low", "close", "place",
    "part", "worth", "tune", "way",
}  # fmt: skip
_DAYS_AND_MONTHS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december",
}  # fmt: skip
_HEADS_OF = {"number", "total", "average", "majority", "group", "kind", "type", "lot"}


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase without its number and determiner, and its head word."""

    start: int
    end: int
    head: str


class Tokens:
    """The tokens of a parse by character offset, and which of them are figures themselves."""

    def __init__(self, doc: Doc, quantities: Iterable[Quantity]) -> None:
        self.doc = doc
        self._starts: list[int] = doc.to_array("IDX").tolist()
        self.figures: set[int] = set()
        for quantity in quantities:
            self.figures.update(token.i for token in self.inside(quantity.start, quantity.end))

    def at(self, position: int) -> Token | None:
        """Return the token that holds the character at ``position``."""
        i = bisect_right(self._starts, position) - 1
        return self.doc[i] if i >= 0 else None

    def inside(self, start: int, end: int) -> list[Token]:
        """Return the tokens that touch the characters from ``start`` to ``end``, white space left out."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1)
        return [self.doc[i] for i in range(max(0, first), last) if not self.doc[i].is_space]


def find_noun(tokens: Tokens, q: Quantity) -> Noun | None:
    """Return the noun a figure belongs to, or None."""
    inside = tokens.inside(q.start, q.end)
    if not inside:
        return None
    top = _top(inside)
    if q.kind == "age":
        return _age_noun(tokens, q, inside, top)
    if q.kind == "multiple":
        return _measured(tokens, top, q)
    if noun := _noun_after(tokens, q, inside[-1].i + 1, top):
        return noun
    if q.kind in ("count", "ordinal", "range") and top.head.i > top.i:
        head = top.head
        if head.tag_ in _NOUN_TAGS and head.i - top.i < 8 and head.i not in tokens.figures:
            return _phrase(tokens, head, q.end)
    after = tokens.doc[inside[-1].i + 1] if inside[-1].i + 1 < len(tokens.doc) else None
    if q.kind == "duration" and after is not None:
        if after.lower_ in _RELATIVE:
            return None  # "eight months later"
        served = tokens.doc[after.i + 1] if after.i + 1 < len(tokens.doc) else None
        if after.lower_ == "in" and served is not None and served.lower_ in _SERVED:
            return Noun(served.idx, served.idx + len(served.text), served.text)
    if q.kind in ("money", "rate") and (noun := _bought(tokens, inside[-1].i + 1, top)):
        return noun
    return _measured(tokens, top, q)


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
        if token.tag_ in _NOUN_TAGS and not (token.dep_ in ("compound", "poss", "nmod") and token.head.i > token.i):
            if money_in and (token.tag_ in ("NNP", "NNPS") or _is_empty(token)):
                return None
            return _phrase(tokens, token, q.end)
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
        if token.tag_ in _NOUN_TAGS and token.i not in tokens.figures:
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
    return None if _is_empty(last) and not attached else _phrase(tokens, last, q.end)


def _one_phrase(last: Token, token: Token) -> bool:
    if last.dep_ not in ("compound", "amod", "nmod", "poss") and last.head.i != token.i:
        return False
    return not (token.tag_ in ("NNP", "NNPS") and last.tag_ == "NNS")


def _may_stand_before_noun(tokens: Tokens, token: Token) -> bool:
    if token.i in tokens.figures:
        return True
    before_noun = token.head.i > token.i and token.head.tag_ in _NOUN_TAGS
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


_DIMENSIONS = {"deep", "long", "wide", "high", "tall", "thick", "strong", "old"}


def _phrase(tokens: Tokens, head: Token, figure_end: int) -> Noun:
    """Return the phrase of ``head`` from its first adjective or compound part after the figure."""
    doc = head.doc
    start = head
    i = head.i - 1
    while i >= 0 and doc[i].idx >= figure_end:
        token = doc[i]
        part = token.tag_ in _NOUN_TAGS or token.tag_ in _ADJECTIVE_TAGS
        if not part or token.i in tokens.figures or token.lower_ in ("more", "other", "such", "many", "much", "same"):
            break
        start, i = token, i - 1
    while start.i < head.i and (start.tag_ == "HYPH" or start.lower_ in _DIMENSIONS):
        start = doc[start.i + 1]
    return _noun(start, head)


def _noun(start: Token, head: Token) -> Noun:
    """Return the phrase from ``start`` to ``head``, hyphenated parts of the head taken in ("e-minis")."""
    end = head.idx + len(head.text)
    doc = head.doc
    last = head.i
    while (
        last + 2 < len(doc)
        and doc[last + 1].text == "-"
        and doc[last + 2].text.isalpha()
        and doc[last].whitespace_ == ""
    ):
        if doc[last + 1].whitespace_:
            break
        last += 2
    if last > head.i:
        return Noun(start.idx, doc[last].idx + len(doc[last].text), doc[last].text)
    return Noun(start.idx, end, head.text)


# -- elsewhere: "revenue rose 5%", "a fine of $5m", "the price is $5" --------------------------------------

_SERVED = {
    "prison", "jail", "custody", "detention", "hospital", "office", "power", "exile", "opposition",
    "parliament",
}  # fmt: skip
_RELATIVE = {"ago", "later", "earlier", "before", "after", "since", "into", "hence"}
_PAID_FOR = {
    "pay",
    "pays",
    "paid",
    "paying",
    "spend",
    "spends",
    "spent",
    "spending",
    "sold",
    "sell",
    "sells",
    "bought",
    "buy",
    "charge",
    "charges",
    "charged",
    "offered",
    "fined",
    "invest",
    "invests",
    "invested",
    "investing",
    "allocated",
    "earmarked",
}


def _bought(tokens: Tokens, i: int, top: Token) -> Noun | None:
    """Return what money was paid for: "paid $35,000 for a new [roof]"."""
    doc = tokens.doc
    if i + 1 >= len(doc) or doc[i].lower_ not in ("for", "on") or top.head.lower_ not in _PAID_FOR:
        return None
    for token in doc[i].children:
        if token.dep_ == "pobj" and token.tag_ in _NOUN_TAGS and token.i not in tokens.figures:
            return None if _is_empty(token) else _full_phrase(tokens, token)
    return None


def _measured(tokens: Tokens, top: Token, q: Quantity) -> Noun | None:
    """Climb from the figure to the noun it says something about: the subject, or the noun before "of"."""
    token = top
    if top.tag_ in _VERB_TAGS:  # "output tripled"
        return _of_verb(tokens, top, top, q)
    for _ in range(7):
        head = token.head
        if head.i == token.i:
            break
        if head.tag_ in _NOUN_TAGS and head.i not in tokens.figures and token.dep_ != "conj":
            if head.i < top.i and _says_its_amount(token) and not _is_empty(head):
                return _full_phrase(tokens, head)
            if (
                head.i > top.i
                and token.dep_ in ("nummod", "nmod", "compound", "amod", "quantmod")
                and not _is_empty(head)
            ):
                return _full_phrase(tokens, head)
        if head.tag_ in _VERB_TAGS:
            return _of_verb(tokens, head, token, q)
        for child in head.children:
            if child.dep_ in _SUBJECTS and child.i < top.i and child.i != token.i and _is_noun(tokens, child):
                return _full_phrase(tokens, child)
        token = head
    return _of_verb(tokens, token, token, q) if token.tag_ in _VERB_TAGS else None


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


def _says_its_amount(token: Token) -> bool:
    if token.dep_ == "prep" or token.lower_ == "worth":
        return token.lower_ in _AMOUNT_PREPOSITIONS
    return token.dep_ in ("appos", "nummod", "npadvmod", "nmod", "parataxis", "attr", "amod", "advmod", "relcl", "acl")


def _of_verb(tokens: Tokens, verb: Token, below: Token, q: Quantity) -> Noun | None:
    counts = q.kind in ("count", "fraction", "range")
    if counts and (below.dep_ in _SUBJECTS or (below.dep_ == "dobj" and verb.lower_ not in _REACHES)):
        return None
    for _ in range(5):
        by_preposition = below.dep_ in ("prep", "agent", "npadvmod", "advmod")
        for child in verb.children:
            if child.dep_ == "dobj" and child.i < below.i and by_preposition and _is_noun(tokens, child):
                return _full_phrase(tokens, child)
        for child in verb.children:
            if child.dep_ in _SUBJECTS and child.i != below.i and _is_noun(tokens, child):
                return (
                    None
                    if counts and child.tag_ in ("NNP", "NNPS") and not q.value % 1
                    else _full_phrase(tokens, child)
                )
        if verb.head.i == verb.i or any(
            c.dep_ in _SUBJECTS and c.i != below.i and c.tag_ == "PRP" for c in verb.children
        ):
            return None  # the subject is a pronoun: no noun above is meant
        if verb.dep_ in ("relcl", "acl") and verb.head.tag_ in _NOUN_TAGS and verb.head.i not in tokens.figures:
            return _full_phrase(tokens, verb.head)
        if verb.dep_ not in _CLIMBED and verb.i not in tokens.figures:
            return None
        verb = verb.head
    return None


_CLIMBED = {
    "conj", "xcomp", "advcl", "ccomp", "acl", "relcl", "aux", "parataxis", "pcomp", "prep", "advmod",
    "acomp",
}  # fmt: skip
_REACHES = {
    "reach", "reaches", "reached", "reaching", "hit", "hits", "hitting", "top", "tops", "topped",
    "topping", "total", "totals", "totalled",
    "totaled", "totalling", "totaling", "exceed", "exceeds", "exceeded", "exceeding", "pass", "passes",
    "passed", "passing", "surpass", "surpasses",
    "surpassed", "surpassing", "number", "numbers", "numbered", "numbering", "cross", "crosses", "crossed",
    "crossing", "average", "averages", "averaged",
    "gained", "lost", "added", "near", "nears", "neared", "nearing", "approach", "approaches",
    "approached", "approaching",
}  # fmt: skip


def _content_of(tokens: Tokens, empty: Token) -> Noun | None:
    """Return what an empty noun is of: "the average on the key [rate]", "the number of [cases]"."""
    for child in empty.children:
        for grandchild in child.children if child.dep_ == "prep" else ():
            if grandchild.dep_ == "pobj" and _is_noun(tokens, grandchild):
                return _full_phrase(tokens, grandchild)
    return None


def _is_empty(token: Token) -> bool:
    lower = token.lower_
    return lower in _DAYS_AND_MONTHS or (lower in _EMPTY and lower == token.text)


def _is_noun(tokens: Tokens, token: Token) -> bool:
    return (token.tag_ in _NOUN_TAGS or token.tag_ == "VBG") and token.i not in tokens.figures and not _is_empty(token)


def _full_phrase(tokens: Tokens, head: Token) -> Noun:
    left = head
    for child in head.lefts:
        if child.dep_ in ("compound", "amod", "nmod") and child.i not in tokens.figures and child.tag_ != "CD":
            left = child.left_edge if child.left_edge.tag_ in _NOUN_TAGS | _ADJECTIVE_TAGS else child
            break
    return _noun(left, head)


def _age_noun(tokens: Tokens, q: Quantity, inside: list[Token], top: Token) -> Noun | None:
    """Return who is that old: the noun after "14-year-old", the name before ", 34,", the subject."""
    doc = tokens.doc
    last = inside[-1].i
    if last + 1 < len(doc) and doc[last + 1].tag_ in _NOUN_TAGS | {"JJ", "VBN"}:
        run = list(doc[last + 1 : last + 5])
        for j, token in enumerate(run):
            if token.tag_ in _NOUN_TAGS and (j + 1 == len(run) or run[j + 1].tag_ not in _NOUN_TAGS):
                return _phrase(tokens, token, q.end)
            if token.tag_ not in _NOUN_TAGS | {"JJ", "VBN"}:
                break
    first = inside[0].i
    for i in range(first - 1, max(-1, first - 6), -1):
        if doc[i].tag_ in _NOUN_TAGS and not _is_empty(doc[i]):
            return _full_phrase(tokens, doc[i])
        if doc[i].tag_ in _VERB_TAGS and doc[i].lower_ not in ("aged", "aging", "turned", "is", "was"):
            break
    return _of_verb(tokens, top.head, top, q) if top.head.tag_ in _VERB_TAGS else None


_RESTATED = re.compile(
    r"(?: ?\((?:or |equivalent to )?|(?: [\w’'-]+){0,3}, or |,? or )"
    r"(?:about |around |nearly |roughly |approximately |some |just |just over |just under |over |more than "
    r"|almost )*"
)


def restates(gap: str) -> bool:
    """Tell whether a figure only says the one before it in another unit: "5 miles (8 km)", "190 points, or 0.6%"."""
    return _RESTATED.fullmatch(gap) is not None
