"""The reader's proposals beside the rules: it proposes, structure decides where structure is certain.

Quotations that stand by themselves keep the spans of their marks and, where words attribute them, the speaker
read off those words; the reader names the speaker where there are none. Of reported clauses that both find, the
rules cut the span. What the reader alone finds is kept where it is sure enough of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.blocks import Block
from onrecord.extract import cues
from onrecord.extract.attribution import Attribution
from onrecord.extract.reported import Reported, trim
from onrecord.extract.syntax import FINITE_TAGS, Syntax, Tokens
from onrecord.extract.utterances import Utterance
from onrecord.records import CueClass
from onrecord.text import Span

if TYPE_CHECKING:
    from onrecord.reader import Reading

_UNSURE = frozenset({"bare", "near", "loose", "held", "to", "set off"})
"""Routes whose spans the reader cuts better where the two disagree (measured on PolNeAR dev)."""
_SURE = {"speech": 0.5, "directive": 0.5, "thought": 0.6}


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
        content = tuple(
            trimmed for span in one.content if (tokens := _tokens(syntax, span)) and (trimmed := trim(syntax, *tokens))
        )
        if content:
            cue, source = _tokens(syntax, one.cue), _tokens(syntax, one.source)
            found.append(Proposal(content, cue, source and _phrase(syntax, source), one.score))
    return found


def settle_utterances(said: Sequence[Utterance], found: Sequence[Proposal]) -> None:
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
            if unsure and proposal.speaker is not None and owners.get(proposal.speaker[0]) != owner:
                utterance.attribution = Attribution("reader", proposal.cue, proposal.speaker)


def settle_reported(
    syntax: Syntax,
    reported: Sequence[Reported],
    found: Sequence[Proposal],
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
        for owner, shared in Counter(o for t in tokens for o in owners.get(t, ())).items():
            held = reported[owner].tokens()
            if shared >= 0.5 * len(tokens | held):
                proposal.is_used = True
                kept[owner] = _checked(kept[owner], proposal)
            elif owner == same_cue:
                proposal.is_used = True
                crosses = any(t in owners or t in cue_owners for t in tokens - held)
                if kept[owner].route in _UNSURE and proposal.score >= _SURE["speech"] and not crosses:
                    kept[owner] = replace(kept[owner], content=proposal.content, confirmed=True)
    headings = [b for b in blocks if b.kind in ("caption", "credit", "byline", "dateline")]
    for proposal in found:
        start = syntax.starts[proposal.content[0][0]]
        if proposal.is_used or any(spoken[t] for t in proposal.tokens()):
            continue
        cue_class = _cue_class(syntax, proposal)
        if cue_class is None or proposal.score < _SURE[cue_class] or any(b.start <= start < b.end for b in headings):
            continue
        kept.append(
            Reported("reader", proposal.content, proposal.cue, cue_class, proposal.speaker, score=proposal.score)
        )
    return kept


def _checked(one: Reported, partner: Proposal) -> Reported:
    """Return a report of the rules with the speaker and cue of the reader where the rules are not sure."""
    if one.route in ("loose", "near") or one.speaker is None:
        return replace(one, speaker=partner.speaker or one.speaker, cue=partner.cue or one.cue, confirmed=True)
    return replace(one, confirmed=True)


def _cue_class(syntax: Syntax, proposal: Proposal) -> CueClass | None:
    """Return what a proposal reports: speech only where a reporting word brings a clause or quoted words.

    What is left - stances, wishes, topics talked about - is thought. A proposal without a cue is none.
    """
    if proposal.cue is None:
        return None
    for token in range(proposal.cue[0], proposal.cue[1] + 1):
        if syntax.words[token] == "according":
            return "speech"
        entry = syntax.cue(token) or cues.noun(syntax.words[token])
        if entry is None:
            continue
        if entry.cue_class != "speech" or any(syntax.tags[t] in FINITE_TAGS for t in proposal.tokens()):
            return entry.cue_class
    return "thought"


def _phrase(syntax: Syntax, source: Tokens) -> Tokens:
    """Return the whole noun phrase of a source that the reader may have clipped."""
    first, last = source
    head = next((t for t in range(first, last + 1) if not first <= syntax.heads[t] <= last), first)
    phrase = syntax.noun_phrase(head) if syntax.deps[head] not in ("punct", "det", "poss") else source
    return phrase if phrase[0] <= last and first <= phrase[1] else source


def _tokens(syntax: Syntax, span: tuple[int, int] | None) -> Tokens | None:
    if span is None:
        return None
    tokens = syntax.tokens(Span(*span))
    return (tokens[0], tokens[-1]) if tokens else None
