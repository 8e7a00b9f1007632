"""Clauses that their attribution breaks, or that an aside parts from their verb, by commas more than by the parse.

"The plan, Ruto said, will fail", "23 of which, he said, were late", "reported, citing officials, that S".
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.quotes.reported import trim
from onrecord.extract.syntax import FINITE_TAGS, Syntax, Tokens


def around(
    syntax: Syntax, verb: int, subject: int | None, spoken: Sequence[bool], *, may_be_set_off: bool
) -> tuple[str, tuple[Tokens, ...]] | None:
    """Return the clause around an attribution set off by commas."""
    if subject is None or syntax.tags[verb] not in FINITE_TAGS:
        return None
    several = _of_several(syntax, verb, subject)
    if several is not None:
        return several
    if syntax.deps[verb] in ("parataxis", "advcl", "ccomp", "dep"):
        inserted = _inserted(syntax, verb)
        if inserted is not None:
            return inserted
    return _set_off(syntax, verb, subject, spoken) if may_be_set_off else None


def _set_off(syntax: Syntax, verb: int, subject: int, spoken: Sequence[bool]) -> tuple[str, tuple[Tokens, ...]] | None:
    """Return the sentence around an attribution between commas, whatever the parse: "S1, they said, S2"."""
    speaker = syntax.noun_phrase(subject)
    first, last = syntax.sentence(verb)
    comma, after = speaker[0] - 1, _after_hearer(syntax, verb)
    end = max(speaker[1], syntax.right[subject])  # "two officials briefed on the talks | said"
    if not first < comma < verb or not end < verb or verb - end > 2 or syntax.words[comma] != ",":
        return None
    if syntax.tags[first] in ("WRB", "IN", "VBG", "VBN", "TO") and syntax.word(after) != ",":
        return None
    if syntax.word(after) == ",":
        parts = [(first, comma - 1), (after + 1, last)]
        if syntax.tags[comma - 1] in ("WDT", "WP"):  # "bills which, he said, | nobody had paid"
            parts = [(after + 1, min(last, syntax.right[syntax.heads[comma - 1]]))]
    elif not any(syntax.tags[t] in FINITE_TAGS or syntax.words[t] == "," for t in range(verb + 1, last + 1)):
        parts = [(first, comma - 1)]
    else:
        return None
    if any(spoken[t] for part in parts for t in range(part[0], part[1] + 1)):
        return None
    if not any(syntax.tags[t] in FINITE_TAGS for part in parts for t in range(part[0], part[1] + 1)):
        return None
    content = tuple(trimmed for part in parts if (trimmed := trim(syntax, *part)) is not None)
    return ("set off", content) if content else None


def _after_hearer(syntax: Syntax, verb: int) -> int:
    """Return the token after a verb and its hearer, a pronoun: "she told me | , ..."."""
    return verb + 1 + (syntax.cue(verb) is not None and syntax.tags[verb + 1 : verb + 2] == ["PRP"])


def past_hearer(syntax: Syntax, verb: int) -> Tokens | None:
    """Return the rest of a clause after an attribution with its hearer: "S1, she told me, | S2"."""
    after = _after_hearer(syntax, verb)
    if after == verb + 1 or syntax.word(after) != ",":
        return None
    return trim(syntax, after + 1, syntax.sentence(verb)[1])


def _of_several(syntax: Syntax, verb: int, subject: int) -> tuple[str, tuple[Tokens, ...]] | None:
    """Return a relative clause that an attribution breaks after its subject: "23 of which, he said, | were late"."""
    comma = syntax.noun_phrase(subject)[0] - 1
    if comma < 3 or syntax.words[comma - 1] not in ("whom", "which") or syntax.words[comma - 2] != "of":
        return None
    first = comma - 3
    while first > 0 and syntax.tags[first - 1] in ("CD", "DT", "RB", "JJ", "NN", "NNS"):
        first -= 1
    if syntax.words[first - 1] != "," or syntax.words[comma] != "," or syntax.word(verb + 1) != ",":
        return None
    last = syntax.sentence(verb)[1]
    if not any(syntax.tags[t] in FINITE_TAGS for t in range(verb + 2, last + 1)):
        return None
    return "preposed", ((first, comma - 1), (verb + 2, last))


def after_source(syntax: Syntax, verb: int) -> tuple[str, tuple[Tokens, ...]] | None:
    """Return the clause after an aside on the source: "reported, | citing officials, | that S"."""
    last = syntax.sentence(verb)[1]
    if syntax.word(verb + 1) != "," or syntax.tags[verb + 2 : verb + 3] != ["VBG"]:
        return None
    for token in range(verb + 3, min(verb + 20, last)):
        if syntax.tags[token] in FINITE_TAGS:
            return None
        if syntax.words[token - 1] == "," and syntax.words[token] == "that":
            return "that", ((token, last),)
    return None


def _inserted(syntax: Syntax, verb: int) -> tuple[str, tuple[Tokens, ...]] | None:
    """Return the clause that an attribution set off by commas stands in: "The plan, Ruto said, will fail"."""
    head = syntax.heads[verb]
    first, last = syntax.left[verb], syntax.right[verb]
    if syntax.deps[verb] == "advcl" and not any(syntax.words[t] == "as" for t in range(first, first + 1)):
        return None
    if syntax.deps[verb] in ("ccomp", "dep") and (head < verb or syntax.tags[head] not in FINITE_TAGS):
        return None
    clause_first, clause_last = syntax.left[head], syntax.right[head]
    set_off = first > clause_first and syntax.words[first - 1] == ","
    if not set_off and not (first == clause_first and last < clause_last and syntax.words[last + 1] == ","):
        return None
    if syntax.tags[head] not in FINITE_TAGS | {"VB", "VBN", "VBG", "JJ", "NN"}:
        return None
    parts = [(clause_first, first - 1), (last + 1, clause_last)]
    content = tuple(trimmed for part in parts if (trimmed := trim(syntax, *part)) is not None)
    return ("inserted", content) if content else None
