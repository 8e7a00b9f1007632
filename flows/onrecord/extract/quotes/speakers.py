"""Who speaks: the noun phrase that a reporting verb is attributed to."""

from __future__ import annotations

from onrecord.extract.syntax import FINITE_TAGS, NOUN_TAGS, Syntax, Tokens

_NP_START = NOUN_TAGS | {"PRP", "DT", "PRP$", "JJ", "JJR", "JJS", "CD", "VBG", "VBN", "WP"}
_NP_INSIDE = _NP_START | {"POS", "IN", "CC", "HYPH", "RB"}
_CIRCUMSTANCE = frozenset({"in", "on", "at", "during", "after", "before"})
QUOTED = frozenset({"quoted", "quotes", "quoting", "cited", "cites", "citing", "heard", "seen"})
"""Verbs that go before "as saying"."""
_DASHES = frozenset({"-", "--", "–", "—", "―"})


def speaker_of(syntax: Syntax, verb: int) -> Tokens | None:
    """Return the noun phrase of who speaks: the subject, after "by" in the passive, or across an aside."""
    if is_passive(syntax, verb):
        agent = syntax.child(verb, "agent") or _by(syntax, verb)
        noun = syntax.child(agent, "pobj") if agent is not None else None
        if noun is not None:
            return syntax.noun_phrase(noun)
        quoted = syntax.words[verb] in QUOTED
        subject = syntax.child(verb, "nsubjpass")
        return syntax.noun_phrase(subject) if quoted and subject is not None else None
    inverted = inverted_speaker(syntax, verb)
    if inverted is not None:
        return inverted
    relayed = _quoted_as(syntax, verb)
    if relayed is not None:
        return syntax.noun_phrase(relayed)
    if syntax.tags[verb] == "VBG" and verb and syntax.is_name(verb - 1) and syntax.child(verb, "nsubj") is None:
        return phrase_before(syntax, syntax.sentence(verb)[0], verb)  # "footage of Jane Roe saying"
    subject = syntax.subject(verb)
    if subject is None or syntax.tags[subject].startswith("VB"):
        return _across_aside(syntax, verb)
    if syntax.deps[subject] == "expl":
        return None
    return _after_dateline(syntax, syntax.noun_phrase(subject))


def _quoted_as(syntax: Syntax, verb: int) -> int | None:
    """Return whom another quotes "as saying" something: "The daily quoted | Jane Roe | as saying"."""
    if syntax.tags[verb] != "VBG" or syntax.words[verb - 1] != "as":
        return None
    above = next((a for a in syntax.ancestors(verb) if syntax.tags[a].startswith("VB")), None)
    if above is None or syntax.words[above] not in QUOTED:
        return None
    return syntax.child(above, "nsubjpass" if is_passive(syntax, above) else "dobj")


def relayed_speaker(syntax: Syntax, verb: int, end: int) -> Tokens | None:
    """Return whom a verb quotes "as saying", up to a token: '"...", the daily quoted | her | as saying'."""
    if syntax.words[verb] not in QUOTED or is_passive(syntax, verb):
        return None
    as_ = next((t for t in range(verb + 2, min(end - 1, verb + 20)) if syntax.words[t] == "as"), None)
    if as_ is None or syntax.words[as_ + 1] not in ("saying", "telling"):
        return None
    return verb + 1, as_ - 1


def is_passive(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb is in the passive: "was called", "a plan dubbed"."""
    if syntax.tags[verb] == "VBN" and syntax.deps[verb] == "acl":
        return True
    return any(syntax.deps[c] in ("nsubjpass", "auxpass", "agent") for c in syntax.children[verb])


def _by(syntax: Syntax, verb: int) -> int | None:
    """Return the "by" that the parse has hung on a verb's complement: "dubbed | the tax by critics"."""
    for child in syntax.children[verb]:
        for below in syntax.children[child]:
            if below > verb and syntax.words[below] == "by":
                return below
    return None


def inverted_speaker(syntax: Syntax, verb: int) -> Tokens | None:
    """Return the noun phrase after a verb that closes or opens a report: "..., said the mayor", "Said Ellis: ..."."""
    if syntax.words[verb] not in ("said", "says", "added", "adds") or verb + 1 >= len(syntax):
        return None
    start, end = syntax.sentence(verb)
    if verb != start and syntax.words[verb - 1] != ",":
        return None
    if syntax.tags[verb + 1] not in ("NNP", "NNPS", "DT", "PRP$", "JJ", "NN", "NNS", "PRP"):
        return None
    subject = syntax.child(verb, "nsubj")
    if subject is not None and subject > verb:
        return syntax.noun_phrase(subject)
    if subject is not None and syntax.right[subject] >= verb - 1:  # "Jane Roe, who farms there, said the dyke broke"
        return None
    phrase = phrase_from(syntax, verb + 1, min(end + 1, verb + 15))
    if phrase is None or not (
        syntax.tags[verb + 1] == "DT" or any(syntax.is_name(t) for t in range(phrase[0], phrase[1] + 1))
    ):
        return None
    rest = range(phrase[1] + 1, min(end, phrase[1] + 9))
    stop = next((t for t in rest if syntax.words[t] in (",", ":")), end)
    return None if any(syntax.tags[t] in FINITE_TAGS for t in rest if t < stop) else phrase


def _across_aside(syntax: Syntax, verb: int) -> Tokens | None:
    """Return the noun phrase that an aside between commas cuts off from its verb: "X, who ..., said"."""
    end = verb
    while end > 0 and syntax.tags[end - 1] in ("RB", "MD", "VBD", "VBZ", "VBP"):  # "..., had also said"
        end -= 1
    if syntax.tags[verb] not in ("VBD", "VBZ", "VBP", "VBN") or end < 3 or syntax.words[end - 1] != ",":
        return None
    start = syntax.sentence(verb)[0]
    for comma in range(end - 2, start, -1):
        if syntax.words[comma] != "," or syntax.tags[comma - 1] not in NOUN_TAGS:
            continue
        phrase = phrase_before(syntax, start, comma)
        if phrase is not None and (phrase[0] == start or syntax.words[phrase[0] - 1] == ","):
            return phrase
    return None


def _after_dateline(syntax: Syntax, phrase: Tokens) -> Tokens:
    """Return the phrase after a dateline that the parse took for the subject: "PARIS (AFP) – | The mayor"."""
    first, last = phrase
    start, end = syntax.sentence(first)
    if first != start or not syntax.text[syntax.starts[first] : syntax.ends[first]].isupper():
        return phrase
    dash = next((t for t in range(last + 1, min(end, start + 12)) if syntax.words[t] in _DASHES), None)
    return (phrase_from(syntax, dash + 1, end) or phrase) if dash is not None else phrase


def phrase_from(syntax: Syntax, start: int, end: int, whole: bool = False) -> Tokens | None:
    """Return the noun phrase that begins at a token, by tags; ``whole``: None unless it fills the stretch."""
    if start >= end or not (syntax.tags[start] in _NP_START or _describes(syntax, start, end)):
        return None
    last = start
    if syntax.tags[start] != "PRP":
        while last + 1 < end and syntax.tags[last + 1] in _NP_INSIDE and syntax.words[last + 1] not in _CIRCUMSTANCE:
            last += 1
        while last > start and syntax.tags[last] in ("IN", "CC", "RB", "HYPH"):
            last -= 1
    if (
        whole
        and last + 1 < end
        and syntax.words[last + 1] not in (",", "(")
        and syntax.tags[last + 1] not in ("RB", "MD", "VBD", "VBZ", "VBP")
    ):
        return None
    return start, _name_beside(syntax, start, last, end)


def _describes(syntax: Syntax, start: int, end: int) -> bool:
    """Say whether a word tagged as a verb stands before a noun and a name: "says | lead author Jane Roe"."""
    name = start + 2
    return (
        name < end
        and syntax.tags[start] in ("VB", "VBP")
        and syntax.tags[name - 1] == "NN"
        and syntax.tags[name] == "NNP"
    )


def _name_beside(syntax: Syntax, start: int, last: int, end: int) -> int:
    """Return the end of a description with the full name set after its comma: "the union's leader, | Jane Roe"."""
    if any(syntax.is_name(t) for t in range(start, last + 1)) or last + 3 >= end or syntax.words[last + 1] != ",":
        return last
    name = last + 2
    while name < end and syntax.tags[name] == "NNP":
        name += 1
    return name - 1 if name >= last + 4 else last


def phrase_before(syntax: Syntax, start: int, verb: int) -> Tokens | None:
    """Return the noun phrase right before a verb, by tags: "a statement from the club | read"."""
    last = verb - 1
    while last >= start and syntax.tags[last] in ("RB", "MD", "VBD", "VBZ", "VBP"):
        last -= 1
    if last < start or syntax.tags[last] not in NOUN_TAGS | {"PRP"}:
        return None
    first = _noun_run(syntax, start, last)
    if first - 2 >= start and syntax.words[first - 1] in ("from", "of", "for", "by"):
        before = _noun_run(syntax, start, first - 2)
        first = before if before < first - 1 and syntax.tags[first - 2] in NOUN_TAGS else first
    return first, last


def _noun_run(syntax: Syntax, start: int, last: int) -> int:
    """Return the first token of the nouns, adjectives and determiners that end at a token."""
    first = last
    while first - 1 >= start and syntax.tags[first - 1] in NOUN_TAGS | {"DT", "PRP$", "JJ", "CD", "POS", "HYPH"}:
        first -= 1
    return first
