"""Reported clauses: what a reporting verb, "according to" or a reporting noun introduces without quote marks.

Read off the dependency parse: "Ruto said [that] S", "S, the ministry announced", "S1, Ruto said, S2",
"according to X, S", "the claim that S", and, as directives, "urged Y to S".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.extract import cues
from onrecord.extract.syntax import FINITE_TAGS, NOUN_TAGS, Syntax
from onrecord.records import CueClass

Tokens = tuple[int, int]
"""First and last token of a stretch, both included."""

_NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
_LONGEST = 250  # tokens: no sentence of news is longer; beyond it, lists and lost stops


@dataclass(frozen=True, slots=True)
class Reported:
    """One reported clause. ``content`` has two stretches where the attribution stands inside it."""

    route: str
    content: tuple[Tokens, ...]
    cue: Tokens
    cue_class: CueClass
    speaker: Tokens | None


def find_reported(syntax: Syntax, quoted: Sequence[bool]) -> list[Reported]:
    """Return the reported clauses of an article, by cue; ``quoted`` marks the tokens within quotations."""
    found: list[Reported] = []
    for token, word in enumerate(syntax.words):
        if quoted[token]:
            continue
        if word == "according" and token + 2 < len(syntax) and syntax.words[token + 1] == "to":
            found.extend(_according_to(syntax, token))
            continue
        tag = syntax.tags[token]
        if tag.startswith("VB"):
            cue = cues.verb(word)
            if cue is not None:
                found.extend(_by_verb(syntax, token, cue, quoted))
        elif tag in ("NN", "NNS"):
            cue = cues.noun(word)
            if cue is not None:
                found.extend(_by_noun(syntax, token, cue))
    return [reported for reported in found if _is_whole(syntax, reported)]


def _by_verb(syntax: Syntax, verb: int, cue: cues.Cue, quoted: Sequence[bool]) -> Iterator[Reported]:
    if _is_negated(syntax, verb) and cue.cue_class != "thought":
        return
    speaker = speaker_of(syntax, verb)
    span = (verb, verb)
    if verb + 1 < len(syntax) and syntax.deps[verb + 1] == "prt":
        span = (verb, verb + 1)
    if cue.lemma == "point" and span[0] == span[1]:
        return
    takes_clause = not cue.frames.isdisjoint(("clause", "tell"))
    if not takes_clause and "show" in cue.frames:
        takes_clause = speaker is not None and _is_shown(syntax, verb)
    if takes_clause:
        clause = _complement(syntax, verb, cue, quoted)
        if clause is not None:
            yield Reported(clause[0], clause[1], span, cue.cue_class, speaker)
            return
    if "to" in cue.frames and not _is_passive(syntax, verb):
        content = _infinitive(syntax, verb)
        if content is not None:
            cue_class: CueClass = "directive" if cue.cue_class == "speech" else cue.cue_class
            yield Reported("to", (content,), span, cue_class, speaker)


def _complement(
    syntax: Syntax, verb: int, cue: cues.Cue, quoted: Sequence[bool]
) -> tuple[str, tuple[Tokens, ...]] | None:
    """Return route and content of the clause a verb reports."""
    for child in syntax.children[verb]:
        if syntax.deps[child] != "ccomp":
            continue
        if child > verb:
            if not _is_clause(syntax, child):
                continue
            first, last = max(verb + 1, syntax.left[child]), syntax.right[child]
            first = _skip_hearer(syntax, verb, child, first)
            route = "that" if syntax.words[first] == "that" else "bare"
            return route, ((first, last),)
        if quoted[child] or not _is_clause(syntax, child):
            continue
        subject = syntax.child(verb, "nsubj", "nsubjpass")
        last = min(syntax.right[child], verb - 1)
        if subject is not None and subject < verb:
            last = min(last, syntax.left[subject] - 1)
        return "preposed", ((syntax.left[child], last),)
    if syntax.deps[verb] in ("parataxis", "advcl", "ccomp", "dep") and _own_subject(syntax, verb):
        return _inserted(syntax, verb)
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


def _skip_hearer(syntax: Syntax, verb: int, clause: int, first: int) -> int:
    """Return where a clause begins when the parse has pulled the hearer into it ("told | CNN the plan ...")."""
    if syntax.words[first] in ("that", "whether", "if"):
        return first
    for child in syntax.children[clause]:
        if child < clause and syntax.deps[child] == "mark" and syntax.words[child] == "that":
            return child
    return first


def _is_clause(syntax: Syntax, root: int) -> bool:
    """Say whether a token heads a clause with a subject or a finite verb."""
    if syntax.tags[root] in ("VBD", "VBZ", "VBP"):
        return True
    return any(
        syntax.deps[c] in ("nsubj", "nsubjpass", "expl", "csubj")
        or syntax.tags[c] in FINITE_TAGS
        for c in syntax.children[root]
    ) and not any(syntax.words[c] == "to" and syntax.deps[c] == "aux" and c < root and syntax.child(root, "nsubj") is not None for c in syntax.children[root])


def _own_subject(syntax: Syntax, verb: int) -> bool:
    return syntax.child(verb, "nsubj") is not None


def _is_shown(syntax: Syntax, verb: int) -> bool:
    subject = syntax.subject(verb)
    return subject is not None and cues.is_document(syntax.words[subject])


def _is_negated(syntax: Syntax, verb: int) -> bool:
    return any(syntax.words[c] in _NEGATIONS for c in syntax.children[verb] if c < verb)


def _is_passive(syntax: Syntax, verb: int) -> bool:
    return any(syntax.deps[c] in ("nsubjpass", "auxpass") for c in syntax.children[verb])


def speaker_of(syntax: Syntax, verb: int) -> Tokens | None:
    """Return the noun phrase of who speaks: the subject, or after "by" in the passive."""
    if _is_passive(syntax, verb):
        agent = syntax.child(verb, "agent")
        noun = syntax.child(agent, "pobj") if agent is not None else None
        if noun is not None:
            return syntax.noun_phrase(noun)
        passive_subject = syntax.child(verb, "nsubjpass")
        if passive_subject is not None and syntax.words[passive_subject] in ("it", "what", "which", "that"):
            return None
        if passive_subject is not None and not syntax.words[verb] in ("quoted", "cited"):
            return None
    subject = syntax.subject(verb)
    if subject is None or syntax.deps[subject] == "expl":
        return None
    return syntax.noun_phrase(subject)


def _infinitive(syntax: Syntax, verb: int) -> Tokens | None:
    """Return what somebody is told to do: "nations to contribute", "to resign"."""
    for child in syntax.children[verb]:
        if child < verb or syntax.deps[child] not in ("xcomp", "ccomp", "advcl"):
            continue
        to = next((c for c in syntax.children[child] if syntax.words[c] == "to" and c < child), None)
        if to is None:
            continue
        hearer = syntax.child(verb, "dobj", "dative")
        first = syntax.left[child]
        if hearer is not None and verb < hearer < child:
            first = min(first, syntax.left[hearer])
        return first, syntax.right[child]
    return None


def _according_to(syntax: Syntax, token: int) -> Iterator[Reported]:
    to = token + 1
    noun = syntax.child(to, "pobj") or syntax.child(token, "pobj")
    if noun is None or noun < to:
        return
    speaker = syntax.noun_phrase(noun)
    if speaker == (noun, noun) and syntax.tags[noun] == "NN" and syntax.words[noun] != "police":
        return  # according to plan
    first, last = token, max(syntax.right[token], speaker[1])
    head = next((a for a in syntax.ancestors(token) if _is_clause(syntax, a)), None)
    if head is None:
        return
    clause_first, clause_last = min(syntax.left[head], first), max(syntax.right[head], last)
    if syntax.deps[head] == "relcl" and syntax.heads[head] < token < head:
        content = trim(syntax, last + 1, clause_last)  # "which, according to AFP, both have criticised"
        parts = [content] if content else []
    else:
        parts = [
            part
            for part in (trim(syntax, clause_first, first - 1), trim(syntax, last + 1, clause_last))
            if part is not None
        ]
    if parts:
        yield Reported("according", tuple(parts), (token, to), "speech", speaker)


def _by_noun(syntax: Syntax, noun: int, cue: cues.Cue) -> Iterator[Reported]:
    """Yield the clause under a reporting noun: "the minister's claim that S"."""
    for child in syntax.children[noun]:
        if child < noun or syntax.deps[child] not in ("acl", "ccomp", "relcl"):
            continue
        first = syntax.left[child]
        if syntax.words[first] != "that" or syntax.deps[first] != "mark" or not _is_clause(syntax, child):
            continue
        yield Reported("noun", ((first, syntax.right[child]),), (noun, noun), cue.cue_class, _of_noun(syntax, noun))


def _of_noun(syntax: Syntax, noun: int) -> Tokens | None:
    """Return whose claim it is: the possessor, "by X", or who makes it."""
    possessor = syntax.child(noun, "poss")
    if possessor is not None:
        return syntax.noun_phrase(possessor)
    for prep in syntax.children[noun]:
        if syntax.deps[prep] == "prep" and syntax.words[prep] in ("by", "from", "of"):
            obj = syntax.child(prep, "pobj")
            if obj is not None:
                return syntax.noun_phrase(obj)
    if syntax.deps[noun] == "dobj":
        subject = syntax.subject(syntax.heads[noun])
        if subject is not None:
            return syntax.noun_phrase(subject)
    return None


def trim(syntax: Syntax, first: int, last: int) -> Tokens | None:
    """Return a stretch without punctuation, conjunction or complementiser at its ends; None if it is empty."""
    while first <= last and (syntax.deps[first] == "punct" and syntax.words[first] in _EDGE or syntax.words[first].isspace()):
        first += 1
    while last >= first and (syntax.words[last] in _EDGE or syntax.words[last].isspace()):
        last -= 1
    return (first, last) if first <= last else None


_EDGE = frozenset({",", ".", ";", ":", "-", "--", "–", "—", "!", "?", "…", "...", ")"})


def _is_whole(syntax: Syntax, reported: Reported) -> bool:
    """Say whether a reported clause has at least two words and a sane length, apart from cue and speaker."""
    size = sum(last - first + 1 for first, last in reported.content)
    if not 2 <= size <= _LONGEST:
        return False
    held = [reported.cue] + ([reported.speaker] if reported.speaker else [])
    return not any(first <= b and a <= last for first, last in reported.content for a, b in held)
