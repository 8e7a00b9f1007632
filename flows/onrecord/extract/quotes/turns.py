"""Turn-taking: the speaker of a quotation that has no words of attribution of its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.blocks import Block
from onrecord.extract.quotes.attribution import Passage
from onrecord.extract.quotes.reported import Reported
from onrecord.extract.quotes.utterances import Utterance
from onrecord.extract.syntax import Syntax, Tokens

_REACH = 3  # paragraphs back that a turn can last
_STOPS = frozenset(".!?")
_ASKED = frozenset({"asked", "pressed", "questioned", "challenged"})


@dataclass(frozen=True, slots=True)
class _Turn:
    at: int  # token
    block: int
    speaker: Tokens


def take_turns(
    syntax: Syntax, utterances: Sequence[Utterance], reported: Sequence[Reported], blocks: Sequence[Block]
) -> list[Reported]:
    """Give each utterance its speaker: the attributed one, else whoever spoke or acted last before it.

    Returns the reported clauses; long fragments that no verb governs get the last speaker of their paragraph.
    """
    paragraphs = _Paragraphs(syntax, blocks)
    turns = sorted(
        (
            _Turn(r.cue[0], paragraphs.of(r.cue[0]), r.speaker)
            for r in reported
            if r.cue is not None and r.speaker is not None and r.cue_class == "speech" and r.route not in ("noun", "to")
        ),
        key=lambda turn: turn.at,
    )
    spoken: list[_Turn] = []
    t = 0
    last: _Turn | None = None
    for utterance in utterances:
        first = utterance.passages[0]
        while t < len(turns) and turns[t].at < first.first:
            if last is None or turns[t].at > last.at:
                last = turns[t]
            t += 1
        given = utterance.attribution
        if given is not None and given.speaker is not None:
            utterance.speaker = given.speaker
        else:
            utterance.speaker = _implied(syntax, first, last, paragraphs)
            utterance.is_implicit = utterance.speaker is not None
        if utterance.speaker is not None:
            end = utterance.passages[-1]
            last = _Turn(end.last, end.quotation.block, utterance.speaker)
            spoken.append(last)
    turns = sorted(turns + spoken, key=lambda turn: turn.at)
    return [_lend_speaker(paragraphs, r, turns) if r.route == "loose" else r for r in reported]


def _lend_speaker(paragraphs: _Paragraphs, reported: Reported, turns: list[_Turn]) -> Reported:
    """Return a loose fragment with the last speaker of its paragraph or the one before."""
    first = reported.content[0][0]
    at = bisect_left(turns, first, key=lambda turn: turn.at)
    if at == 0:
        return reported
    last = turns[at - 1]
    block = paragraphs.of(first)
    near = paragraphs.numbers[block] - paragraphs.numbers[last.block] <= (0 if reported.speaker else 1)
    return replace(reported, speaker=last.speaker) if near else reported


class _Paragraphs:
    """Paragraph numbers, pictures and credits not counted, and the blocks' first tokens."""

    def __init__(self, syntax: Syntax, blocks: Sequence[Block]) -> None:
        self.starts = [syntax.first_token(block.start) for block in blocks]
        self.numbers: list[int] = []
        count = 0
        for block in blocks:
            count += block.kind == "paragraph"
            self.numbers.append(count)
        self.blocks = blocks

    def of(self, token: int) -> int:
        """Return the block a token stands in."""
        return bisect_right(self.starts, token) - 1


def _implied(syntax: Syntax, passage: Passage, last: _Turn | None, paragraphs: _Paragraphs) -> Tokens | None:
    """Return who must be speaking: the subject of the sentence before, or the last speaker nearby."""
    block = passage.quotation.block
    start, end = passage.block_start, passage.first
    if end == start:  # the quotation opens its paragraph: look at the paragraph before
        before = next((b for b in range(block - 1, 0, -1) if paragraphs.blocks[b].kind == "paragraph"), None)
        if before is None:
            return None
        start, end = paragraphs.starts[before], paragraphs.starts[before + 1]
    if last is not None and last.at >= start and not _narrates_on(syntax, last.at, end):
        return last.speaker
    subject = _last_subject(syntax, start, end)
    if subject is not None:
        return subject
    if last is not None and paragraphs.numbers[block] - paragraphs.numbers[last.block] <= _REACH:
        return last.speaker
    return None


def _narrates_on(syntax: Syntax, after: int, end: int) -> bool:
    """Say whether another sentence stands between the last turn and a quotation."""
    stops = [t for t in range(after, end) if syntax.words[t] in _STOPS]
    return len(stops) > 1


def _last_subject(syntax: Syntax, start: int, end: int) -> Tokens | None:
    """Return the subject of the last sentence of a stretch if it can be a person."""
    last = end - 1
    while last > start and (syntax.words[last] in _STOPS or syntax.words[last].isspace()):
        last -= 1
    first = last
    while first > start and syntax.words[first - 1] not in _STOPS:
        first -= 1
    for token in range(first, last + 1):
        verb = syntax.heads[token]
        asked = syntax.deps[token] == "nsubjpass" and syntax.words[verb] in _ASKED
        if not (asked or syntax.deps[token] == "nsubj") or syntax.deps[verb] not in ("ROOT", "conj"):
            continue
        if syntax.is_name(token) or syntax.words[token] in ("he", "she", "they"):
            return syntax.noun_phrase(token)
        return _named_beside(syntax, token)
    return None


def _named_beside(syntax: Syntax, noun: int) -> Tokens | None:
    """Return the phrase of a noun with the name set beside it: "Her neighbour, retiree Jane Roe, was calmer"."""
    name = syntax.child(noun, "appos")
    return (syntax.left[name], name) if name is not None and noun < name and syntax.is_name(name) else None
