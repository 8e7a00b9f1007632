"""The reader's proposals beside the rules: it proposes, structure decides where structure is certain.

Quotations that stand by themselves keep the spans of their marks and, where words attribute them, the speaker
read off those words; the reader names the speaker where there are none. Of reported clauses that both find, the
rules cut the span. What the reader alone finds is kept where it is sure enough of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.blocks import Block
from onrecord.extract.quotes import clauses, cues
from onrecord.extract.quotes.attribution import Attribution
from onrecord.extract.quotes.quotation import MARKS
from onrecord.extract.quotes.reported import Reported, is_whole, trim
from onrecord.extract.quotes.speakers import QUOTED, is_passive
from onrecord.extract.quotes.utterances import Utterance
from onrecord.extract.syntax import FINITE_TAGS, Syntax, Tokens
from onrecord.records import CueClass
from onrecord.text import Span

if TYPE_CHECKING:
    from onrecord.reader import Reading

_UNSURE = frozenset({"bare", "near", "loose", "held", "to", "set off"})
"""Routes whose spans the reader cuts better where the two disagree (measured on PolNeAR dev)."""
_SURE: dict[CueClass, float] = {"speech": 0.5, "directive": 0.45, "thought": 0.45}
"""Scores from which the reader is believed alone, for the best F1 on PolNeAR dev."""

_SAYING = frozenset({"say", "says", "saying", "disclose", "reveal", "elaborate", "specify", "mention"})
_NEEDS_READER = frozenset({"to", "noun", "inserted"})
"""Routes that are right less than one time in five where the reader sees nothing."""
_PLACES = frozenset({"for", "in", "on", "at", "to", "with"})
_SURE_OF_SPAN = 0.75
_SURE_OF_SPEAKER = 0.6
_SURE_IN_HEADLINE = 0.75


@dataclass(slots=True)
class Proposal:
    """An attribution of the reader in tokens."""

    content: tuple[Tokens, ...]
    cue: Tokens | None
    speaker: Tokens | None
    score: float
    is_used: bool = False

    def tokens(self) -> set[int]:
        """Return the tokens of the content."""
        return {t for first, last in self.content for t in range(first, last + 1)}


def proposals(syntax: Syntax, reading: Reading) -> list[Proposal]:
    """Return the reader's attributions in tokens, without those that hold no whole token."""
    found = []
    for one in reading.attributions:
        content: list[Tokens] = []
        for span in one.content:
            tokens = _tokens(syntax, span)
            part = trim(syntax, *tokens) if tokens is not None else None
            if part is not None and (not content or part[0] > content[-1][1]):
                content.append(part)
        if content:
            cue, source = _tokens(syntax, one.cue), _tokens(syntax, one.source)
            proposal = Proposal(tuple(content), cue, source and _phrase(syntax, source), one.score)
            found.append(_relayed(syntax, proposal) or proposal)
    return found


def _relayed(syntax: Syntax, proposal: Proposal) -> Proposal | None:
    """Return what one whom another quotes says: "quoted | Jane Roe as saying that S" reports S by her."""
    first, last = proposal.content[0][0], proposal.content[-1][1]
    if proposal.cue is None or syntax.words[proposal.cue[1]] not in QUOTED:
        return None
    saying = next((t for t in range(first + 2, last) if syntax.words[t - 1 : t + 1] == ["as", "saying"]), None)
    rest = trim(syntax, saying + 1, last) if saying is not None else None
    if saying is None or rest is None:
        return None
    return Proposal((rest,), (saying, saying), (first, saying - 2), proposal.score)


def settle_utterances(syntax: Syntax, said: Sequence[Utterance], found: Sequence[Proposal]) -> None:
    """Name the speakers of quotations that no words attribute, where the reader does."""
    owners = {t: u for u, one in enumerate(said) for p in one.passages for t in range(p.first, p.last + 1)}
    sizes = Counter(owners.values())
    for utterance in said:
        utterance.confirmed = False
    for proposal in found:
        tokens = proposal.tokens()
        for owner, shared in Counter(owners[t] for t in tokens if t in owners).items():
            if shared < 0.5 * min(len(tokens), sizes[owner]):
                continue
            proposal.is_used = True
            utterance = said[owner]
            utterance.confirmed = True
            given = utterance.attribution
            unsure = given is None or given.speaker is None or given.route == "colon"
            if given is not None and given.cue is not None and syntax.tags[given.cue[0]] == "VBG":
                unsure = True  # whose "saying" it is, the parse often gets wrong
            if unsure and proposal.speaker is not None and owners.get(proposal.speaker[0]) != owner:
                utterance.attribution = Attribution("reader", proposal.cue, proposal.speaker)


def settle_reported(
    syntax: Syntax,
    reported: Sequence[Reported],
    found: Sequence[Proposal],
    quoted: Sequence[bool],
    spoken: Sequence[bool],
    blocks: Sequence[Block],
) -> list[Reported]:
    """Return the reported clauses of the rules, checked against the reader, and those it alone finds."""
    kept = [replace(one, confirmed=False) for one in reported]
    owners: dict[int, list[int]] = {}
    for i, one in enumerate(reported):
        for token in one.tokens():
            owners.setdefault(token, []).append(i)
    cue_owners = {t: i for i, one in enumerate(reported) if one.cue for t in range(one.cue[0], one.cue[1] + 1)}
    for proposal in found:
        tokens = proposal.tokens()
        if any(spoken[t] for t in tokens):
            continue
        same_cue = cue_owners.get(proposal.cue[0], cue_owners.get(proposal.cue[1])) if proposal.cue else None
        proposal.is_used = same_cue is not None  # a cue brings one report
        for owner, shared in Counter(o for t in tokens for o in owners.get(t, ())).items():
            held = reported[owner].tokens()
            if shared >= 0.5 * len(tokens | held):
                proposal.is_used = True
                kept[owner] = _checked(syntax, kept[owner], proposal)
            elif owner == same_cue:
                crosses = any(t in owners or t in cue_owners for t in tokens - held)
                if proposal.score >= _sure_of_span(kept[owner]) and not crosses and _keeps_clause(syntax, held, tokens):
                    recut = replace(kept[owner], content=proposal.content, confirmed=True)
                    kept[owner] = recut if is_whole(syntax, recut) else kept[owner]
    kept = [one for one in kept if one.confirmed or (one.cue_class == "speech" and one.route not in _NEEDS_READER)]
    return kept + [alone for proposal in found if (alone := _alone(syntax, proposal, quoted, spoken, blocks))]


def _keeps_clause(syntax: Syntax, held: set[int], recut: set[int]) -> bool:
    """Say whether a report that is cut anew keeps the clause that it held: its verb, and the subject before that."""
    if _is_finite(syntax, held) and not _is_finite(syntax, recut):
        return False
    first = min(recut)
    return not (syntax.tags[first] in FINITE_TAGS and first - 1 in held) and 3 * len(recut) >= len(held)


def _is_finite(syntax: Syntax, tokens: set[int]) -> bool:
    return any(syntax.tags[t] in FINITE_TAGS for t in tokens)


def _alone(
    syntax: Syntax, proposal: Proposal, quoted: Sequence[bool], spoken: Sequence[bool], blocks: Sequence[Block]
) -> Reported | None:
    """Return what the reader alone found, if it is sure of it and it stands where people are reported."""
    cue_class = _cue_class(syntax, proposal, quoted)
    if proposal.is_used or cue_class is None or proposal.score < _SURE[cue_class]:
        return None
    if proposal.cue is None or _is_put_to_speaker(syntax, proposal.cue[0]):
        return None
    if _is_unsaid(syntax, proposal, proposal.cue):
        return None
    tokens = proposal.tokens()
    start = syntax.starts[proposal.content[0][0]]
    kind = next((block.kind for block in blocks if block.start <= start < block.end), "paragraph")
    if any(spoken[t] for t in tokens) or kind in ("caption", "credit", "byline", "dateline"):
        return None
    if kind == "headline" and proposal.score < _SURE_IN_HEADLINE and any(quoted[t] for t in tokens):
        return None  # headlines are full of scare quotes
    alone = Reported("reader", proposal.content, proposal.cue, cue_class, proposal.speaker, score=proposal.score)
    return alone if is_whole(syntax, alone) else None


def _is_put_to_speaker(syntax: Syntax, verb: int) -> bool:
    """Say whether a verb opens its sentence and reports what others said to its subject: "Asked whether S, he ..."."""
    return syntax.tags[verb] in ("VBN", "VBD") and verb == syntax.sentence(verb)[0]


def _is_unsaid(syntax: Syntax, proposal: Proposal, cue: Tokens) -> bool:
    """Say whether a proposal holds no words of anybody: "did not say how", "asking not to be named", "is asked to"."""
    first, last = cue
    if any(syntax.words[t] in clauses.NEGATIONS for t in range(first, last + 1)) and syntax.words[last] in _SAYING:
        return True
    start = proposal.content[0][0]
    if syntax.words[start : start + 3] == ["not", "to", "be"] or syntax.words[start] == "anonymity":
        return True
    if proposal.speaker is not None and clauses.is_plan(syntax, first):
        return True
    if syntax.words[last] == "described" and is_passive(syntax, last) and syntax.word(last + 1) not in ("as", ","):
        return True  # a species from its bones
    return proposal.speaker is None and syntax.tags[last] == "VBN" and syntax.words[start] == "to"


def _sure_of_span(one: Reported) -> float:
    """Return the score from which the reader cuts a report that both found but cut differently."""
    return _SURE["speech"] if one.route in _UNSURE else _SURE_OF_SPAN


def _checked(syntax: Syntax, one: Reported, partner: Proposal) -> Reported:
    """Return a report of the rules with the reader's speaker, where the rules are not sure of theirs or it is."""
    speaker, cue = one.speaker, one.cue
    if one.route in ("loose", "near"):
        speaker, cue = partner.speaker or speaker, partner.cue or cue
    elif speaker is None or _contradicts(syntax, speaker, partner):
        speaker = partner.speaker or speaker
    return replace(one, content=_run_on(syntax, one, partner), speaker=speaker, cue=cue, confirmed=True)


def _run_on(syntax: Syntax, one: Reported, partner: Proposal) -> tuple[Tokens, ...]:
    """Return the content of a report with the next clause, where the reader runs on into it: "S1, but S2"."""
    last, reach = one.content[-1][1], partner.content[-1][1]
    joint = last + 1 + (syntax.word(last + 1) == ",")
    if one.route not in ("bare", "that") or joint >= reach or syntax.words[joint] not in ("and", "but"):
        return one.content
    beside = syntax.children[syntax.heads[joint]]
    after = bisect_right(beside, joint)
    verb = next((c for c in beside[after : after + 20] if syntax.deps[c] == "conj"), None)
    if verb is None or syntax.cue(verb) is not None:
        return one.content
    edge = min(max(reach, syntax.right[verb]), syntax.sentence(joint)[1])
    edge = next((t - 1 for t in range(reach + 1, edge + 1) if syntax.words[t] in MARKS), edge)
    end = trim(syntax, joint + 1, edge)
    return (*one.content[:-1], (one.content[-1][0], end[1])) if end is not None else one.content


def _contradicts(syntax: Syntax, speaker: Tokens, partner: Proposal) -> bool:
    """Say whether the reader is sure of another speaker; a relative pronoun is none."""
    other = partner.speaker
    if other is None or partner.score < _SURE_OF_SPEAKER or syntax.tags[other[0]] in ("WP", "WDT", "IN"):
        return False
    if syntax.words[other[0] - 1] in _PLACES and syntax.is_name(other[1]):
        return False  # "in a column for | The Daily, Jane Roe wrote"
    return other[1] < speaker[0] or speaker[1] < other[0]


def _cue_class(syntax: Syntax, proposal: Proposal, quoted: Sequence[bool]) -> CueClass | None:
    """Return what a proposal reports: speech only where a reporting word brings a clause or quoted words.

    What is left - stances, wishes, topics talked about - is thought. A proposal without a cue is none.
    """
    if proposal.cue is None:
        return None
    tokens = proposal.tokens()
    clause = _is_finite(syntax, tokens)
    marks = any(quoted[t] for t in tokens)
    for token in range(proposal.cue[0], proposal.cue[1] + 1):
        if syntax.words[token] == "according":
            return "speech"
        entry = syntax.cue(token) or cues.noun(syntax.words[token])
        if entry is None:
            continue
        if (clause and not entry.frames.isdisjoint(("clause", "tell"))) or (marks and "object" in entry.frames):
            return entry.cue_class
        if not entry.frames.isdisjoint(("to", "commit")) and any(syntax.words[t] == "to" for t in tokens):
            return "directive"
    return "thought"


def _phrase(syntax: Syntax, source: Tokens) -> Tokens:
    """Return the whole noun phrase of a source that the reader may have clipped, or its words up to an aside."""
    first, last = source
    heads = [t for t in range(first, last + 1) if not first <= syntax.heads[t] <= last] or [first]
    # "As many experts, ...," has its mark for a head too
    head = next((t for t in heads if syntax.tags[t] not in ("IN", "TO", "CC", "RB")), heads[0])
    if syntax.tags[head].startswith("VB") and head > first:  # the parse took an aside for a clause: "X, who ...,"
        return first, next((t - 1 for t in range(first + 1, last + 1) if syntax.words[t] == ","), last)
    phrase = syntax.noun_phrase(head) if syntax.deps[head] not in ("punct", "det", "poss") else source
    return phrase if phrase[0] <= last and first <= phrase[1] else source


def _tokens(syntax: Syntax, span: tuple[int, int] | None) -> Tokens | None:
    if span is None:
        return None
    tokens = syntax.tokens(Span(*span))
    return (tokens[0], tokens[-1]) if tokens else None
