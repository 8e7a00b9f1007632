"""Utterances: quotations that stand as sentences of their own, gathered over their parts.

A quotation goes on past its attribution in the same paragraph and over paragraphs left open; a closed one that a
new paragraph follows is another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.blocks import Block
from onrecord.extract.quotes import attribution, fragments, transcript
from onrecord.extract.quotes.attribution import Attribution, Passage
from onrecord.extract.quotes.quotation import MARKS
from onrecord.extract.quotes.transcript import Line
from onrecord.extract.syntax import Syntax, Tokens


@dataclass(slots=True)
class Utterance:
    """The passages of one quotation that stands by itself, broken by its attribution or running over paragraphs."""

    passages: list[Passage]
    attribution: Attribution | None = None
    speaker: Tokens | None = None
    confirmed: bool | None = None
    is_implicit: bool = False

    @property
    def route(self) -> str:
        """The rule that found the attribution."""
        return self.attribution.route if self.attribution is not None else "turn"


def gather(
    syntax: Syntax, passages: Sequence[Passage], quoted: Sequence[bool]
) -> tuple[list[Utterance], list[Passage]]:
    """Gather the quotations that stand as sentences, one utterance per speaker's turn, and the other fragments."""
    utterances: list[Utterance] = []
    embedded: list[Passage] = []
    previous: Passage | None = None
    for passage in passages:
        current = utterances[-1] if utterances and utterances[-1].passages[-1] is previous else None
        previous = passage
        if passage.quotation.continues and current is not None:
            current.passages.append(passage)
            current.attribution = current.attribution or attribution.after(syntax, passage)
            continue
        ends = syntax.text[passage.quotation.start], syntax.text[passage.quotation.end - 1]
        if not passage.quotation.continues and MARKS.isdisjoint(ends):
            utterances.append(Utterance([passage]))  # a line of a transcript
            continue
        if fragments.is_inscribed(syntax, passage):
            continue
        lead_in = attribution.before(syntax, passage, quoted)
        follow = attribution.after(syntax, passage)
        if current is not None and _takes_up(syntax, current, passage, lead_in, follow):
            current.passages.append(passage)
            current.attribution = current.attribution or follow
        elif lead_in is not None and _is_led_in(syntax, passage, lead_in):
            utterances.append(Utterance([passage], _better(syntax, passage, lead_in, follow)))
        elif (
            _can_be_followed(syntax, passage)
            and follow is not None
            and not (follow.cue is None and _is_title(syntax, passage))
        ):
            utterances.append(Utterance([passage], follow))
        elif _stands_alone(syntax, passage):
            utterances.append(Utterance([passage]))
        else:
            embedded.append(passage)
    return utterances, embedded


def _can_be_followed(syntax: Syntax, passage: Passage) -> bool:
    """Say whether a quotation begins a sentence, or stands apart after a colon or dash."""
    return passage.begins or syntax.words[passage.first - 1] in (":", "–", "—", "--")


def _better(syntax: Syntax, passage: Passage, lead_in: Attribution, follow: Attribution | None) -> Attribution:
    """Choose between the words before and after a quotation: after wins if it ends in a comma or no cue leads in."""
    if follow is None or syntax.words[passage.last + 1] in ("and", "but", "while"):
        return lead_in
    if lead_in.route == "colon" or syntax.text[passage.quotation.inner.end - 1] == ",":
        return follow
    return lead_in


def _takes_up(
    syntax: Syntax, current: Utterance, passage: Passage, lead_in: Attribution | None, follow: Attribution | None
) -> bool:
    """Say whether a quotation goes on with the one before it in its paragraph: '"A," she said. "B."'."""
    before, given = current.passages[-1], current.attribution
    if before.quotation.block != passage.quotation.block:
        return False
    between = range(before.last + 1, passage.first)
    if all(syntax.deps[t] == "punct" or syntax.words[t].isspace() for t in between):
        return follow is None or given is None
    if given is None or not given.end:
        return False
    if given.end >= passage.first:
        same_cue = lead_in is None or lead_in.cue == given.cue
        held = [t for t in (given.cue, given.speaker) if t is not None]
        joined = syntax.words[passage.first - 1] == "," or any(t[1] == passage.first - 1 for t in held)
        return same_cue and joined and not _moves_on(syntax, given, passage)
    return given.end + 1 == passage.first and (follow is None or not passage.begins)


def _moves_on(syntax: Syntax, given: Attribution, passage: Passage) -> bool:
    """Say whether something else begins between an attribution and the next quotation ("; and, later,")."""
    after_cue = max(given.cue[1] if given.cue else 0, given.speaker[1] if given.speaker else 0) + 1
    rest = range(after_cue, passage.first)
    return len(rest) > 15 or any(
        syntax.words[t] in (";", "and", "but", "that", "who") or _introduces(syntax, t) for t in rest
    )


def _introduces(syntax: Syntax, token: int) -> bool:
    """Say whether a token is a verb that can introduce a quotation or clause of its own."""
    cue = syntax.cue(token)
    return cue is not None and not cue.frames.isdisjoint(("quote", "clause"))


def _is_led_in(syntax: Syntax, passage: Passage, lead_in: Attribution) -> bool:
    """Say whether the words before a quotation make it a sentence of its own, not a fragment of theirs."""
    mark = syntax.words[passage.first - 1]
    words = fragments.word_count(syntax, passage)
    if lead_in.route == "label":
        return words >= 4 or attribution.ends_sentence(syntax, passage)
    if mark == ":":
        return not fragments.is_motto(syntax, passage)
    first_letter = syntax.text[passage.quotation.inner.start]
    if not attribution.ends_sentence(syntax, passage) and passage.quotation.closed:
        return mark == "," and syntax.text[passage.quotation.inner.end - 1] == "," and words >= 3
    if mark == ",":
        return not (first_letter.islower() and _is_inserted(syntax, passage, lead_in))
    return not first_letter.islower() and not _is_title(syntax, passage)


def _is_inserted(syntax: Syntax, passage: Passage, lead_in: Attribution) -> bool:
    """Say whether the attribution stands between commas inside a sentence: 'an outcome, he said, "we wanted"'."""
    held = [t for t in (lead_in.speaker, lead_in.cue) if t is not None]
    first = min(t[0] for t in held) if held else passage.lead
    return first - 1 > passage.lead and syntax.words[first - 1] == ","


def _stands_alone(syntax: Syntax, passage: Passage) -> bool:
    """Say whether a quotation without attribution is a sentence of speech."""
    if not passage.begins or passage.in_headline or _is_title(syntax, passage):
        return False
    quotation = passage.quotation
    ending = syntax.text[quotation.inner.end - 1]
    words = fragments.word_count(syntax, passage)
    if not quotation.closed:
        return words >= 5
    if ending in ".?!…":
        goes_on = passage.last + 1 < passage.block_end and syntax.is_lower(passage.last + 1)
        return words >= 2 and not goes_on
    return words >= 5 and (
        ending == "," or passage.last + 1 >= passage.block_end or syntax.words[passage.last + 1] == "."
    )


def _is_title(syntax: Syntax, passage: Passage) -> bool:
    """Say whether a quotation that could be a sentence is a title: capitalised, and without a stop."""
    return syntax.text[passage.quotation.inner.end - 1] not in ".!?…" and fragments.is_title(syntax, passage)


def read_labels(syntax: Syntax, utterances: Sequence[Utterance], lines: Sequence[Line]) -> None:
    """Attribute the lines of a transcript, and quotations that open with a label, to the names before the colon."""
    by_block = {line.block: line for line in lines}
    for utterance in utterances:
        first = utterance.passages[0]
        line = by_block.get(first.quotation.block) or transcript.inner_label(syntax.text, first.quotation.inner)
        if line is not None:
            tokens = syntax.tokens(line.name)
            if len(tokens) > 1 or line.name.end - line.name.start > 1:  # not the Q and A of an interview
                utterance.attribution = Attribution("label", None, (tokens[0], tokens[-1]))
            utterance.passages[0] = replace(first, quotation=replace(first.quotation, inner=line.speech))


def read_signatures(syntax: Syntax, utterances: Sequence[Utterance], blocks: Sequence[Block]) -> None:
    """Attribute quotations to the names that sign them on the next line."""
    for utterance in utterances:
        if utterance.attribution is None:
            utterance.attribution = attribution.signed_below(syntax, utterance.passages[-1], blocks)
