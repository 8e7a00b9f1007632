"""Reported clauses: what a reporting verb, "according to" or a reporting noun introduces without quote marks.

Read off the dependency parse: "Ruto said [that] S", "S, the ministry announced", "S1, Ruto said, S2",
"according to X, S", "the claim that S", and, as directives, "urged Y to S".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.extract.dates.calendar import WEEKDAYS
from onrecord.extract.nouns import according_to, by_noun
from onrecord.extract.quotes import cues
from onrecord.extract.quotes.asides import after_source, around, past_hearer
from onrecord.extract.quotes.reported import Reported, clip, is_clause, is_whole
from onrecord.extract.quotes.speakers import inverted_speaker, is_passive, speaker_of
from onrecord.extract.syntax import FINITE_TAGS, NOUN_TAGS, Syntax, Tokens
from onrecord.records import CueClass

NEGATIONS = frozenset({"not", "n't", "n’t", "never"})


def find_reported(syntax: Syntax, quoted: Sequence[bool], spoken: Sequence[bool]) -> list[Reported]:
    """Return the reported clauses of an article, by cue.

    ``quoted`` marks the tokens within quotations, ``spoken`` those in quotations that stand by themselves.
    """
    found: list[Reported] = []
    for token, word in enumerate(syntax.words):
        if quoted[token]:
            continue
        if word == "according" and token + 2 < len(syntax) and syntax.words[token + 1] == "to":
            found.extend(according_to(syntax, token))
            continue
        tag = syntax.tags[token]
        if tag.startswith("VB"):
            cue = syntax.cue(token)
            if cue is not None:
                found.extend(_by_verb(syntax, token, cue, quoted, spoken))
        elif tag in ("NN", "NNS"):
            cue = cues.noun(word)
            if cue is not None:
                found.extend(by_noun(syntax, token, cue))
    clipped = (clip(syntax, reported) for reported in found)
    return [reported for reported in clipped if reported is not None and is_whole(syntax, reported)]


def _by_verb(
    syntax: Syntax, verb: int, cue: cues.Cue, quoted: Sequence[bool], spoken: Sequence[bool]
) -> Iterator[Reported]:
    if not asserts(syntax, verb, cue):
        return
    speaker = speaker_of(syntax, verb)
    span = (verb, verb)
    if verb + 1 < len(syntax) and syntax.deps[verb + 1] == "prt":
        span = (verb, verb + 1)
    if cue.with_word:
        span = (verb, verb + 1)
    takes_clause = not cue.frames.isdisjoint(("clause", "tell"))
    if not takes_clause and "show" in cue.frames:
        takes_clause = speaker is not None and _is_shown(syntax, verb)
    if takes_clause:
        clause = _complement(syntax, verb, cue, quoted, spoken)
        if clause is not None:
            yield Reported(clause[0], clause[1], span, cue.cue_class, speaker)
            return
    if not cue.frames.isdisjoint(("to", "commit")) and not is_passive(syntax, verb):
        content = _infinitive(syntax, verb, commits="commit" in cue.frames)
        if content is not None:
            cue_class: CueClass = "directive" if cue.cue_class == "speech" else cue.cue_class
            yield Reported("to", (content,), span, cue_class, speaker)


def asserts(syntax: Syntax, verb: int, cue: cues.Cue) -> bool:
    """Say whether a verb reports: not what was unsaid, asked of somebody, meant to be said, or said by "those who"."""
    negated = any(syntax.words[c] in NEGATIONS for c in syntax.children[verb] if c < verb)
    auxiliary = syntax.child(verb, "aux", "auxpass")
    if cue.cue_class == "thought":
        subject = syntax.child(verb, "nsubj")
        return syntax.tags[verb] in FINITE_TAGS and subject is not None and syntax.words[subject] not in _NOBODY
    if negated or (syntax.deps[verb] == "pcomp" and syntax.words[syntax.heads[verb]] in _KEEPS_FROM):
        return False
    tag = syntax.tags[verb]
    if syntax.words[verb] == "accused" and syntax.word(verb + 1) == "of" and auxiliary is None:
        return False  # a headline's "Mayor accused of fraud", however it is tagged
    if tag == "VBN" and auxiliary is None and syntax.child(verb, "nsubj", "agent") is None:
        return False  # "asked whether he would, he ..."
    if tag == "VB" and _is_infinitive(syntax, verb):
        return syntax.words[syntax.heads[verb]] in _GOES_ON
    subject = syntax.child(verb, "nsubj")
    restrictive = (
        syntax.deps[verb] == "relcl"
        and subject is not None
        and syntax.tags[subject] in ("WP", "WDT")
        and syntax.words[subject - 1] != ","
    )
    return not restrictive or syntax.tags[syntax.heads[verb]] == "NNP"


def _is_infinitive(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb stands after "to", its own or that of the verb it is joined to."""
    for _ in range(4):
        auxiliary = syntax.child(verb, "aux", "auxpass")
        if auxiliary is not None:
            return syntax.words[auxiliary] == "to"
        if syntax.deps[verb] != "conj" or syntax.child(verb, "nsubj") is not None:
            return False
        verb = syntax.heads[verb]
    return False


_NOBODY = frozenset({"i", "we", "it", "this", "that", "which", "what", "something", "nothing", "everything"})
_KEEPS_FROM = frozenset({"from", "without", "against"})
_GOES_ON = frozenset(
    {
        "sought",
        "seeks",
        "seeking",
        "moved",
        "rushed",
        "go",
        "goes",
        "went",
        "going",
        "gone",
        "continued",
        "continues",
        "used",
        "managed",
        "failed",
        "hastened",
    }
)


def _complement(
    syntax: Syntax, verb: int, cue: cues.Cue, quoted: Sequence[bool], spoken: Sequence[bool]
) -> tuple[str, tuple[Tokens, ...]] | None:
    """Return route and content of the clause a verb reports."""
    heads = [verb, verb + 1] if cue.with_word else [verb]
    clauses = [c for head in heads for c in syntax.children[head] if syntax.deps[c] == "ccomp" and is_clause(syntax, c)]
    subject = syntax.child(verb, "nsubj", "nsubjpass")
    inverted = inverted_speaker(syntax, verb)
    before = next((c for c in clauses if c < verb and not quoted[c]), None)
    after = next((c for c in clauses if c > verb and syntax.word(verb + 1) != ";"), None)
    if after is not None and inverted is None:
        first, last = max(verb + 1, syntax.left[after]), syntax.right[after]
        first = next((c for c in syntax.children[after] if c < after and syntax.words[c] == "that"), first)
        first = _skip_hearer(syntax, _skip_day(syntax, first))
        if first > verb + 1 and syntax.tags[first] in FINITE_TAGS and _are_nouns(syntax, verb + 1, first):
            first = verb + 1  # the parse took the subject for an object: "found | checks had been missed"
        for other in syntax.children[verb]:  # "... and that S2"
            if (
                syntax.deps[other] == "conj"
                and other > last
                and any(syntax.words[c] == "that" for c in syntax.children[other])
            ):
                last = syntax.right[other]
        if before is not None and syntax.word(verb + 1) == "," and subject is not None and before < subject:
            return "inserted", ((syntax.left[before], syntax.left[subject] - 1), (first, last))
        if not any(syntax.tags[t] in FINITE_TAGS for t in range(first, last + 1)) and any(quoted[last : last + 4]):
            last = syntax.sentence(verb)[1]  # the parse has cut a clause at its quoted verb: 'the drain "cannot cope"'
        return "that" if syntax.words[first] == "that" else "bare", ((first, last),)
    if before is not None and (subject is not None or inverted is not None):
        last = min(syntax.right[before], verb - 1)
        if subject is not None and subject < verb and inverted is None:
            last = min(last, syntax.left[subject] - 1)
        rest = past_hearer(syntax, verb)
        return "preposed", ((syntax.left[before], last),) if rest is None else ((syntax.left[before], last), rest)
    if inverted is not None and syntax.heads[verb] != verb:
        head = syntax.heads[verb]
        return ("preposed", ((syntax.left[head], verb - 1),)) if head < verb else None
    told = _told(syntax, verb) if "tell" in cue.frames else None
    if told is not None:
        return "that", (told,)
    if syntax.word(verb + 1) == "that" and syntax.tags[verb + 1] == "IN":
        return "that", ((verb + 1, syntax.sentence(verb)[1]),)
    return after_source(syntax, verb) or around(syntax, verb, subject, spoken, may_be_set_off="quote" in cue.frames)


def _told(syntax: Syntax, verb: int) -> Tokens | None:
    """Return the clause that the parse has hung on the hearer: "is warning leaders | that it will not vote"."""
    hearer = syntax.child(verb, "dobj")
    for child in syntax.children[hearer] if hearer is not None else ():
        first = syntax.left[child]
        if syntax.deps[child] == "acl" and first == (hearer or 0) + 1 and syntax.words[first] == "that":
            return first, syntax.right[child]
    return None


def _skip_day(syntax: Syntax, first: int) -> int:
    """Return where a clause begins after the day it was said: "said | on Thursday it expected ..."."""
    day = first + 1 if syntax.words[first] == "on" else first
    return day + 1 if day + 1 < len(syntax) and syntax.words[day] in _DAYS else first


_DAYS = frozenset({*WEEKDAYS, "yesterday", "today"})


def _are_nouns(syntax: Syntax, first: int, end: int) -> bool:
    return all(syntax.tags[t] in NOUN_TAGS or syntax.tags[t] in ("DT", "JJ", "CD", "PRP$") for t in range(first, end))


def _skip_hearer(syntax: Syntax, first: int) -> int:
    """Return the "that" of a clause whose hearer the parse has pulled in: "told | leaders from Asia that S"."""
    for token in range(first, min(first + 15, len(syntax))):
        if syntax.tags[token] in FINITE_TAGS or syntax.words[token] in (",", "."):
            return first
        if syntax.words[token] == "that" and syntax.deps[token] == "mark":
            return token
    return first


def _is_shown(syntax: Syntax, verb: int) -> bool:
    subject = syntax.subject(verb)
    return subject is not None and cues.is_listed("document", syntax.words[subject])


def _infinitive(syntax: Syntax, verb: int, commits: bool) -> Tokens | None:
    """Return what somebody is told to do, or commits himself to: "nations to contribute", "to resign"."""
    if syntax.words[verb] in ("call", "calls", "called", "calling"):
        return None if is_plan(syntax, verb) else _called_for(syntax, verb)
    for child in syntax.children[verb]:
        if child < verb or syntax.deps[child] not in ("xcomp", "ccomp", "advcl"):
            continue
        to = next((c for c in syntax.children[child] if syntax.words[c] == "to" and c < child), None)
        if to is None:
            continue
        hearer = syntax.child(verb, "dobj", "dative") or syntax.child(child, "nsubj")
        first = syntax.left[child]
        if hearer is not None and verb < hearer < child:
            return min(first, syntax.left[hearer]), syntax.right[child]
        return (first, syntax.right[child]) if commits else None
    return None


def is_plan(syntax: Syntax, verb: int) -> bool:
    """Say whether it is a plan that calls for something: what it holds, and nobody says."""
    subject = syntax.subject(verb) if syntax.words[verb] in ("calls", "called", "calling") else None
    return subject is not None and cues.is_listed("plan", syntax.words[subject])


def _called_for(syntax: Syntax, verb: int) -> Tokens | None:
    """Return what somebody calls for: "called on | nations to contribute", "called for | a ceasefire"."""
    for prep in syntax.children[verb]:
        if syntax.deps[prep] == "prep" and syntax.words[prep] in ("on", "upon", "for") and prep == verb + 1:
            last = max(syntax.right[c] for c in syntax.children[verb] if syntax.deps[c] in ("prep", "xcomp", "advcl"))
            return prep + 1, last
    return None
