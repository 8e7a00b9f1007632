"""Quoted fragments: words in quote marks built into somebody else's sentence.

A fragment is speech if a reporting verb holds it ('called it "a sham"'), if the sentence it closes is attributed
('Jobs "will come back," she said'), or if it is too long to be a title or a scare quote. Other fragments make
no row.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.quotes import attribution, clauses, cues
from onrecord.extract.quotes.attribution import Passage
from onrecord.extract.quotes.reported import Reported, trim
from onrecord.extract.quotes.speakers import phrase_from, speaker_of
from onrecord.extract.syntax import FINITE_TAGS, NOUN_TAGS, Syntax

_COMPLEMENTS = frozenset({"dobj", "oprd", "ccomp", "xcomp", "attr", "acomp", "prep", "dative"})
_HOLDS = _COMPLEMENTS | {"pobj", "pcomp", "advcl", "dep"}
_SMALL = frozenset(
    {
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "but",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "from",
        "by",
        "into",
        "as",
        "is",
    }
)
_IS_WRITTEN = frozenset({"read", "reads", "reading", "said", "says", "saying", "bearing"})
_REQUIRES = frozenset({"requires", "require", "required", "requiring", "obliges", "obliged", "forces", "forced"})
_KNOWN = frozenset({"known", "knows", "knew"})
_LONG = 5  # words: no scare quote is longer


def find_framed(syntax: Syntax, fragments: Sequence[Passage], quoted: Sequence[bool]) -> list[Reported]:
    """Return what the sentences around quoted fragments report, one for each stretch."""
    found: list[Reported] = []
    for fragment in fragments:
        reported = _frame(syntax, fragment, quoted)
        if reported is not None and not (found and found[-1].content[-1][1] >= reported.content[0][0]):
            found.append(reported)
    return found


def _frame(syntax: Syntax, fragment: Passage, quoted: Sequence[bool]) -> Reported | None:
    if is_title(syntax, fragment) or is_term(syntax, fragment):
        return None
    is_long = word_count(syntax, fragment) >= _LONG
    return (
        _closed_by(syntax, fragment, quoted)
        or _broken_by(syntax, fragment, quoted)
        or _held_by(syntax, fragment, quoted)
        or (_near(syntax, fragment, quoted) if is_long else None)
    )


def _closed_by(syntax: Syntax, fragment: Passage, quoted: Sequence[bool]) -> Reported | None:
    """Return the sentence that a fragment ends before its attribution: 'Jobs "will come back," she said'."""
    given = attribution.after(syntax, fragment, closes=True)
    if given is None or given.cue is None or syntax.tags[given.cue[0]] not in FINITE_TAGS:
        return None
    start = fragment.lead
    content = trim(syntax, _skip_lead(syntax, start, fragment.first), fragment.last)
    if content is None or any(quoted[t] for t in range(content[0], fragment.first)):
        content = fragment.first, fragment.last
    return Reported("closed", (content,), given.cue, "speech", given.speaker)


def _broken_by(syntax: Syntax, fragment: Passage, quoted: Sequence[bool]) -> Reported | None:
    """Return the sentence that an attribution between commas breaks: 'Jobs, she said, "will come back"'."""
    for verb in range(fragment.first - 2, max(fragment.lead, fragment.first - 40), -1):
        cue = None if quoted[verb] else syntax.cue(verb)
        if cue is None or "quote" not in cue.frames or syntax.tags[verb] not in ("VBD", "VBZ", "VBP", "VBN"):
            continue
        subject = syntax.child(verb, "nsubj")
        if subject is None or subject > verb:
            return None
        speaker = syntax.noun_phrase(subject)
        end = next((t for t in range(verb + 1, min(verb + 12, fragment.first)) if syntax.words[t] == ","), None)
        if end is not None and syntax.tags[end + 1] == "VBG" and syntax.cue(end + 1) is not None:
            return None  # "..., she said, describing it as": another report begins
        if end is None or speaker[0] - 1 < fragment.lead or syntax.words[speaker[0] - 1] != ",":
            return None
        parts = (
            trim(syntax, _skip_lead(syntax, fragment.lead, speaker[0] - 1), speaker[0] - 2),
            (end + 1, fragment.last),
        )
        return Reported("broken", tuple(p for p in parts if p is not None), (verb, verb), "speech", speaker)
    return None


def _skip_lead(syntax: Syntax, first: int, stop: int) -> int:
    """Return where a sentence's content begins after "But" or "Instead,"."""
    while first < stop and (syntax.tags[first] in ("CC", "RB", ",") or syntax.words[first].isspace()):
        first += 1
    return first


def _held_by(syntax: Syntax, fragment: Passage, quoted: Sequence[bool]) -> Reported | None:
    """Return the complement of a reporting verb that holds a fragment: 'called | it "a sham"'."""
    verb = _governor(syntax, fragment, quoted)
    if verb is None:
        return None
    first, last = fragment.first, fragment.last
    for child in syntax.children[verb]:
        if verb < child and syntax.left[child] <= fragment.last and syntax.deps[child] in _COMPLEMENTS:
            first = min(first, max(verb + 1, syntax.left[child]))
            last = max(last, syntax.right[child])
    cue = syntax.cue(verb)
    content = first, min(last, fragment.block_end - 1)
    cue_class = cue.cue_class if cue is not None else "speech"
    return Reported("held", (content,), (verb, verb), cue_class, speaker_of(syntax, verb))


def _governor(syntax: Syntax, fragment: Passage, quoted: Sequence[bool]) -> int | None:
    """Return the reporting verb above a fragment in the parse, if the fragment is in its complement."""
    for token in range(fragment.first, fragment.last + 1):
        head = syntax.heads[token]
        if fragment.first <= head <= fragment.last or syntax.deps[token] == "punct":
            continue
        below = token
        for above in syntax.ancestors(token):
            if quoted[above]:
                below = above
                continue
            cue = syntax.cue(above)
            if (
                cue is not None
                and cue.cue_class != "thought"
                and ("object" in cue.frames or ("quote" in cue.frames and fragment.first - above <= 3))
            ):
                holds = above < fragment.first and syntax.deps[below] in _HOLDS
                return above if holds and clauses.asserts(syntax, above, cue) else None
            if syntax.tags[above].startswith("VB") and syntax.deps[above] in ("ROOT", "relcl", "conj"):
                return None
            below = above
        return None
    return None


def _near(syntax: Syntax, fragment: Passage, quoted: Sequence[bool]) -> Reported | None:
    """Return a long fragment on its own, with the nearest reporting verb before it or the sentence's subject."""
    content = ((fragment.first, fragment.last),)
    subject = None
    for token in range(fragment.first - 1, max(fragment.lead, fragment.first - 40) - 1, -1):
        if quoted[token]:
            continue
        cue = syntax.cue(token)
        if syntax.words[token] == "words" and syntax.words[token + 1] == "of":  # "in the words of the mayor"
            return Reported(
                "near", content, (token, token + 1), "speech", phrase_from(syntax, token + 2, fragment.first)
            )
        if cue is not None and cue.cue_class != "thought" and not _is_required(syntax, token):
            return Reported("near", content, (token, token), cue.cue_class, speaker_of(syntax, token))
        if syntax.deps[token] in ("nsubj", "nsubjpass") and syntax.tags[syntax.heads[token]].startswith("VB"):
            subject = token
    if subject is not None and cues.is_listed("statute", syntax.words[subject]):
        return None
    if subject is None or syntax.tags[subject] not in NOUN_TAGS | {"PRP"} or syntax.words[subject] == "it":
        return Reported("loose", content, None, "speech", None)
    return Reported("loose", content, None, "speech", syntax.noun_phrase(subject))


def _is_required(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb is what somebody has to do: 'the act requires sellers to disclose "all terms"'."""
    above = syntax.heads[verb]
    return syntax.tags[verb] == "VB" and syntax.words[verb - 1] == "to" and syntax.words[above] in _REQUIRES


def is_motto(syntax: Syntax, passage: Passage) -> bool:
    """Say whether a quotation is what a meeting or a campaign goes by: 'on the theme: "Clean water for all"'."""
    before = passage.first - 1 - (syntax.words[passage.first - 1] == ":")
    return before >= passage.block_start and cues.is_listed("motto", syntax.words[before])


def is_inscribed(syntax: Syntax, passage: Passage) -> bool:
    """Say whether a quotation is what is written on a thing: 'a sign that read "No parking"'."""
    verb = passage.first - 1 - (syntax.words[passage.first - 1] in (":", ","))
    if verb <= passage.block_start or syntax.words[verb] not in _IS_WRITTEN:
        return False
    subject = syntax.subject(verb)
    return subject is not None and cues.is_listed("inscribed", syntax.words[subject])


def is_term(syntax: Syntax, passage: Passage) -> bool:
    """Say whether marks set off what a thing is called, which nobody says: 'so-called "fast lane"', '"2+2" talks'."""
    inner = passage.quotation.inner
    if not any(char.isalpha() for char in syntax.text[inner.start : inner.end]):
        return True
    if word_count(syntax, passage) > _LONG or passage.first < passage.block_start + 2:
        return False
    before = syntax.words[max(passage.block_start, passage.first - 4) : passage.first]
    while before and before[-1] in ("a", "an", "the", "only", "simply", "just"):
        before.pop()
    if before[-3:] == ["so", "-", "called"] or (before and before[-1] == "nicknamed"):
        return True
    return bool(before) and before[-1] == "as" and not _KNOWN.isdisjoint(before)


def word_count(syntax: Syntax, passage: Passage) -> int:
    """Return the number of words in a quotation."""
    return sum(syntax.words[t][0].isalnum() for t in range(passage.first, passage.last + 1))


def is_title(syntax: Syntax, passage: Passage) -> bool:
    """Say whether a quotation is the title of a work: its longer words are capitalised, or "titled" comes before."""
    if passage.first > passage.block_start and cues.is_listed("work", syntax.words[passage.first - 1]):
        return True
    if is_motto(syntax, passage):
        return True
    inner = passage.quotation.inner
    words = [word.strip(",.'’()") for word in syntax.text[inner.start : inner.end].split()]
    names = [word for word in words if word.lower() not in _SMALL]
    return 2 <= len(words) <= 12 and bool(names) and all(not word[:1].islower() for word in names)
