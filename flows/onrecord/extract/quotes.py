"""Who said what: direct, mixed and indirect quotations with their cues and speakers.

Quotations that stand as sentences of their own come first (``onrecord.extract.attribution``); reported clauses
next (``onrecord.extract.clauses``); quoted fragments are kept where one of them or a reporting verb holds them,
so that titles and scare quotes make no rows. Quotations without words of attribution take the speaker whose
turn it is (``onrecord.extract.turns``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.blocks import Block
from onrecord.extract import attribution, clauses, fragments, readings, transcript, turns
from onrecord.extract.attribution import Attribution, Passage
from onrecord.extract.clauses import Reported
from onrecord.extract.parse import Parsed
from onrecord.extract.quotation import Quotation, find_quotations
from onrecord.extract.syntax import Syntax, Tokens
from onrecord.extract.transcript import Line
from onrecord.extract.turns import Utterance
from onrecord.reader.reading import Reading
from onrecord.records import CueClass, Quote, QuoteKind, SpeakerResolution
from onrecord.text import Span

_MARKS = "\"“”„‟«»″＂'‘’`\x91\x92\x93\x94"


def find_quotes(parsed: Parsed, reading: Reading | None = None) -> list[Quote]:
    """Return the quotes of an article in order of their first character; spans and speakers in code points."""
    article = parsed.article
    syntax = Syntax(parsed.doc)
    lines = transcript.find_lines(article.text, article.blocks)
    labelled = {line.block for line in lines}
    quotations = [q for q in find_quotations(article.text, article.blocks) if q.block not in labelled]
    quotations += [Quotation(line.speech.start, line.speech.end, line.speech, line.block) for line in lines]
    quotations.sort(key=lambda q: q.start)
    passages = attribution.passages(syntax, quotations, article.blocks)
    quoted = _mask(syntax, passages)
    utterances, embedded = _utterances(syntax, passages, quoted)
    _read_labels(syntax, utterances, lines)
    _read_signatures(syntax, utterances, article.blocks)
    spoken = _mask(syntax, [p for u in utterances for p in u.passages])
    cut = (_unspoken(syntax, r, spoken) for r in clauses.find_reported(syntax, quoted, spoken))
    reported = _without_inner([r for r in cut if r is not None])
    reported += fragments.find_framed(syntax, _unheld(embedded, reported), quoted)
    if reading is not None:
        found = readings.proposals(syntax, reading)
        readings.settle_utterances(utterances, found)
        reported = readings.settle_reported(syntax, reported, found, spoken, article.blocks)
    reported = turns.take_turns(syntax, utterances, reported, article.blocks)
    quotes = [_direct(syntax, u) for u in utterances]
    quotes += [_clause(syntax, r, embedded) for r in reported]
    return sorted(quotes, key=lambda q: (q.spans, q.cue or (-1, -1)))


def _read_labels(syntax: Syntax, utterances: Sequence[Utterance], lines: Sequence[Line]) -> None:
    """Attribute the lines of a transcript, and quotations that open with a label, to the names before the colon."""
    by_block = {line.block: line for line in lines}
    for utterance in utterances:
        first = utterance.passages[0]
        line = by_block.get(first.quotation.block) or transcript.inner_label(syntax.text, first.quotation.inner)
        if line is not None:
            tokens = syntax.tokens(line.name)
            utterance.attribution = Attribution("label", None, (tokens[0], tokens[-1]))
            utterance.passages[0] = replace(first, quotation=replace(first.quotation, inner=line.speech))


def _read_signatures(syntax: Syntax, utterances: Sequence[Utterance], blocks: Sequence[Block]) -> None:
    """Attribute quotations to the names that sign them on the next line."""
    for utterance in utterances:
        if utterance.attribution is None:
            utterance.attribution = attribution.signed_below(syntax, utterance.passages[-1], blocks)


def _utterances(
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
        if syntax.text[passage.quotation.start] not in _MARKS and not passage.quotation.continues:
            utterances.append(Utterance([passage]))  # a line of a transcript
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
        return same_cue and syntax.words[passage.first - 1] == "," and not _moves_on(syntax, given, passage)
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
        return True
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


def _unheld(embedded: Sequence[Passage], reported: Sequence[Reported]) -> list[Passage]:
    """Return the fragments that no reported clause holds."""
    held = [span for r in reported for span in r.content]
    return [p for p in embedded if not any(first <= p.last and p.first <= last for first, last in held)]


def _mask(syntax: Syntax, passages: Sequence[Passage]) -> list[bool]:
    mask = [False] * len(syntax)
    for passage in passages:
        for token in range(passage.first, passage.last + 1):
            mask[token] = True
    return mask


def _unspoken(syntax: Syntax, reported: Reported, spoken: Sequence[bool]) -> Reported | None:
    """Cut a reported clause where a quotation that stands by itself begins; None if it begins inside one."""
    parts: list[Tokens] = []
    for first, last in reported.content:
        end = next((t for t in range(first, last + 1) if spoken[t]), last + 1)
        part = clauses.trim(syntax, first, end - 1)
        if part is None or spoken[first]:
            return None
        parts.append(part)
    return replace(reported, content=tuple(parts))


def _without_inner(reported: list[Reported]) -> list[Reported]:
    """Drop what somebody is reported to believe, want or claim inside another report."""
    kept: list[Reported] = []
    outer_end = -1
    for one in sorted(reported, key=lambda r: (r.content[0][0], -r.content[-1][1])):
        if one.content[-1][1] <= outer_end and (one.cue_class != "speech" or one.route == "noun"):
            continue
        outer_end = max(outer_end, one.content[-1][1])
        kept.append(one)
    return kept


def _direct(syntax: Syntax, utterance: Utterance) -> Quote:
    given = utterance.attribution
    cue = given.cue if given is not None else None
    entry = syntax.cue(cue[0]) if cue is not None else None
    return _quote(
        syntax,
        "direct",
        tuple(p.quotation.inner for p in utterance.passages),
        cue,
        "thought" if entry is not None and entry.cue_class == "thought" else "speech",
        utterance.speaker,
        implicit=utterance.is_implicit,
        route=utterance.route,
    )


def _clause(syntax: Syntax, reported: Reported, embedded: Sequence[Passage]) -> Quote:
    """Return a reported clause as a quote: mixed if it holds quoted fragments, which it then holds whole."""
    kind: QuoteKind = "indirect"
    spans = []
    for first, last in reported.content:
        for fragment in embedded:
            if first <= fragment.last and fragment.first <= last:
                kind = "mixed"
                first, last = min(first, fragment.first), max(last, fragment.last)
        spans.append(_without_marks(syntax, first, last))
    return _quote(
        syntax,
        kind,
        tuple(spans),
        reported.cue if reported.cue[0] >= 0 else None,
        reported.cue_class,
        reported.speaker,
        route=reported.route,
    )


def _without_marks(syntax: Syntax, first: int, last: int) -> Span:
    """Return the characters of a token range without outer quote marks, "that" and closing punctuation."""
    text = syntax.text
    start, end = syntax.span(first, last)
    if text[start : start + 5].lower() == "that ":
        start += 5
    while start < end and text[end - 1] in ",;:.—–- ":
        end -= 1
    while start < end and text[start] in _MARKS and text[end - 1] in _MARKS and end - start > 1:
        start, end = start + 1, end - 1
    return Span(start, end)


def _quote(
    syntax: Syntax,
    kind: QuoteKind,
    spans: tuple[Span, ...],
    cue: Tokens | None,
    cue_class: CueClass,
    speaker: Tokens | None,
    *,
    implicit: bool = False,
    route: str,
) -> Quote:
    words = syntax.span(*speaker) if speaker is not None else None
    if words is not None and any(span.start < words.end and words.start < span.end for span in spans):
        words, speaker = None, None
    return Quote(
        kind,
        spans,
        cue=syntax.span(*cue) if cue is not None else None,
        cue_class=cue_class,
        speaker=words,
        speaker_resolution=_resolution(syntax, speaker, implicit),
        confidence=_CONFIDENCE.get((kind, route), 0.5),
    )


def _resolution(syntax: Syntax, speaker: Tokens | None, implicit: bool) -> SpeakerResolution:
    if speaker is None:
        return "unknown"
    if implicit:
        return "implicit"
    tokens = range(speaker[0], speaker[1] + 1)
    if any(syntax.is_name(t) for t in tokens):
        return "named"
    return "pronoun" if len(tokens) == 1 and syntax.tags[speaker[0]] in ("PRP", "WP", "DT") else "nominal"


_CONFIDENCE: dict[tuple[str, str], float] = {}
