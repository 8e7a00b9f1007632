"""Tokens, tags and dependencies of an article as plain lists, and the phrases read off them.

Python lists are many times faster to walk than spaCy's token objects. Token indices are those of the ``Doc``;
labels are those of spaCy's English models (CLEAR dependencies, Penn tags).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import numpy as np
from spacy.tokens import Doc

from onrecord.extract.quotes import cues
from onrecord.text import Span

Tokens = tuple[int, int]
"""First and last token of a stretch, both included."""

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "do",
        "dos",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
    }
)
_DEEPEST = 50  # levels of a parse; only texts without stops go deeper
_SUBJECTS = ("nsubj", "nsubjpass")
_LEFT_OUT = frozenset(
    {"relcl", "acl", "advcl", "punct", "appos", "cc", "preconj", "parataxis", "ccomp", "dep", "mark", "intj"}
)
_TIMES = frozenset({"point", "stage", "time", "moment"})
_BREAKS = frozenset({",", ";", ":", "(", ")", "-", "--", "–", "—", "―", '"', "“", "”", "``", "''", "\n", "\n\n"})
_CLAUSE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB"})


class Syntax:
    """The parse of one article. All lists have one entry per token."""

    def __init__(self, doc: Doc) -> None:
        self.text = doc.text
        self.words = [token.lower_ for token in doc]
        self.tags = [token.tag_ for token in doc]
        self.deps = [token.dep_ for token in doc]
        self.starts = [token.idx for token in doc]
        self.ends = [start + len(token) for start, token in zip(self.starts, doc, strict=True)]
        offsets = doc.to_array(["HEAD"]).astype(np.int64).reshape(-1).tolist()
        self.heads = [i + offset for i, offset in enumerate(offsets)]
        self.children: list[list[int]] = [[] for _ in self.heads]
        roots: list[int] = []
        for i, head in enumerate(self.heads):
            (roots if head == i else self.children[head]).append(i)
        self.left, self.right = self._edges(roots)
        self.names = {
            word
            for i, word in enumerate(self.words)
            if i and self.text[self.starts[i]].isupper() and self.tags[i - 1] not in (".", "``", "_SP", ":", "''")
        }
        """The words written with a capital in the middle of a sentence, in lower case."""

    def _edges(self, roots: list[int]) -> tuple[list[int], list[int]]:
        """Return the first and last token of each token's subtree."""
        order = roots
        for i in order:
            order.extend(self.children[i])
        left, right = list(range(len(self.heads))), list(range(len(self.heads)))
        for i in reversed(order):
            head = self.heads[i]
            left[head] = min(left[head], left[i])
            right[head] = max(right[head], right[i])
        return left, right

    def __len__(self) -> int:
        return len(self.words)

    def cue(self, i: int, any_tag: bool = False) -> cues.Cue | None:
        """Return the reporting verb a token is a form of, or None; ``any_tag``: even if it is tagged as no verb."""
        if not any_tag and not self.tags[i].startswith("VB"):
            return None
        return cues.verb(self.words[i], self.word(i + 1))

    def word(self, i: int) -> str:
        """Return a word in lower case, "" past the end."""
        return self.words[i] if i < len(self.words) else ""

    def first_token(self, char: int) -> int:
        """Return the first token that starts at or after a character."""
        return bisect_left(self.starts, char)

    def tokens(self, span: Span) -> range:
        """Return the tokens that touch a span."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def span(self, first: int, last: int) -> Span:
        """Return the characters from token ``first`` to token ``last``, both included."""
        return Span(self.starts[first], self.ends[last])

    def is_name(self, i: int) -> bool:
        """Say whether a token is a proper noun, by its tag or by its capital elsewhere in the article."""
        return self.tags[i] in ("NNP", "NNPS") or (self.tags[i] in NOUN_TAGS and self.words[i] in self.names)

    def is_lower(self, i: int) -> bool:
        """Say whether a token begins with a small letter."""
        return self.text[self.starts[i]].islower()

    def sentence(self, i: int) -> tuple[int, int]:
        """Return first and last token of the sentence around a token, by stops and line breaks alone."""
        first = last = i
        while first > 0 and i - first < 200 and not self._is_stop(first - 1):
            first -= 1
        while last + 1 < len(self.words) and last - i < 200 and not self._is_stop(last + 1):
            last += 1
        return first, last

    def _is_stop(self, i: int) -> bool:
        return self.words[i] in (".", "!", "?") or "\n" in self.words[i]

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above a token, nearest first, as far up as sentences go."""
        for _ in range(_DEEPEST):
            if self.heads[i] == i:
                return
            i = self.heads[i]
            yield i

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first child with one of these labels."""
        return next((c for c in self.children[i] if self.deps[c] in deps), None)

    def subject(self, verb: int) -> int | None:
        """Return the subject of a verb: its own, or the one it shares with the verb or noun above it."""
        for _ in range(6):
            own = self._own_subject(verb)
            if own is not None:
                return self._antecedent(verb, own)
            dep, head = self.deps[verb], self.heads[verb]
            if head == verb:
                return None
            if dep == "acl" and self.words[head] in _TIMES and self.deps[head] == "pobj":  # "at one point calling it"
                head = self.heads[self.heads[head]]
                return self._own_subject(head)
            if dep == "acl" or (dep == "relcl" and self.tags[verb] == "VBG"):
                return head
            if dep not in ("conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp", "agent") or (
                dep == "ccomp" and self.tags[verb] in FINITE_TAGS
            ):
                return None
            verb = head
        return None

    def _own_subject(self, verb: int) -> int | None:
        """Return the subject of a verb; of two before it the nearer ("the Prime Minister, Jane Roe said")."""
        own = [c for c in self.children[verb] if self.deps[c] in _SUBJECTS]
        before = [c for c in own if c < verb]
        return before[-1] if before else own[0] if own else None

    def _antecedent(self, verb: int, subject: int) -> int:
        """Return the noun a relative pronoun stands for, else the subject itself."""
        if self.tags[subject] not in ("WP", "WDT") and self.words[subject] != "that":
            return subject
        for token in (verb, *self.ancestors(verb)):
            if self.deps[token] == "relcl":
                return self.heads[token]
        return subject

    def noun_phrase(self, head: int, depth: int = 3) -> tuple[int, int]:
        """Return first and last token of the noun phrase of a head: title and name, or description.

        Relative clauses and appositions stay outside, except the name after a description ("the director,
        John Smith"); so does a phrase after a full name ("Jane Roe | of the finance ministry").
        """
        first = head
        for child in reversed(self.children[head]):
            if child < head and self.deps[child] not in _LEFT_OUT:
                if self._has_break(self.left[child], first):
                    break
                first = min(first, self.left[child])
        first = self._before_particle(first)
        if depth == 0:
            return first, head
        is_name = self.tags[head] in ("NNP", "NNPS")
        is_full_name = is_name and head > first and self.tags[head - 1] == "NNP"
        last = head
        for child in self.children[head]:
            if child < head:
                continue
            dep, edge = self.deps[child], self.left[child]
            if dep == "prep" and edge == last + 1 and self._runs_into_name(child):
                last = self._name_end(edge + 1)
            elif edge == last + 1 and (dep in ("appos", "nmod", "nummod") or (dep == "prep" and not is_full_name)):
                last = self._unbroken(edge, self.right[child])
            elif self._joins(head, child, last):
                last = self.noun_phrase(child, depth - 1)[1]
            elif dep not in ("cc", "case") and self.words[child] != ",":
                break
        return first, last

    def _before_particle(self, first: int) -> int:
        """Return where a name begins that the parse has cut at a particle: "Pablo Hernandez de | Cos"."""
        while first >= 2 and self.words[first - 1] in _PARTICLES and self.tags[first - 2] == "NNP":
            first -= 2
            while first and self.tags[first - 1] == "NNP":
                first -= 1
        return first

    def _joins(self, head: int, child: int, last: int) -> bool:
        """Say whether a noun belongs to a phrase that ends at ``last``: a name set beside it, or "and Doe"."""
        dep, edge = self.deps[child], self.left[child]
        if dep == "appos":
            return self.tags[child] == "NNP" and edge == last + 2 and self._is_office(head, child)
        return dep == "conj" and self.tags[child] in NOUN_TAGS and edge <= last + 3

    def _is_office(self, head: int, name: int) -> bool:
        """Say whether a phrase describes the name set beside it: "the director, John Smith"."""
        if self.tags[head] not in ("NNP", "NNPS"):
            return True
        return self.child(head, "det", "poss") is not None and self.child(name, "det", "poss") is None

    def _unbroken(self, first: int, last: int) -> int:
        """Return the last token of a phrase before its first comma, dash, relative clause or verb."""
        for token in range(first, min(last, first + 30) + 1):
            if self._breaks(token) or self.tags[token] in _CLAUSE_TAGS:
                return token - 1
        return min(last, first + 30)

    def _runs_into_name(self, prep: int) -> bool:
        """Say whether a prepositional phrase runs into a person's name ("in Charge Robert Lasky")."""
        name = self.left[prep] + 1
        return name < len(self.tags) and self.tags[name] == "NNP" and self._name_end(name) - name >= 2

    def _name_end(self, first: int) -> int:
        """Return the last token of a run of proper nouns."""
        while first + 1 < len(self.tags) and self.tags[first + 1] == "NNP":
            first += 1
        return first

    def _has_break(self, first: int, after: int) -> bool:
        return any(self._breaks(t) for t in range(first, after))

    def _breaks(self, token: int) -> bool:
        """Say whether a token ends a phrase: a mark, but not a hyphen inside a word, however it is tagged."""
        inside = self.starts[token] == self.ends[token - 1] and self.starts[token + 1 : token + 2] == [self.ends[token]]
        return self.words[token] in _BREAKS and self.tags[token] != "HYPH" and not (self.words[token] == "-" and inside)
