"""Who said what: direct, mixed and indirect quotations with their cues and speakers.

Quotations that stand as sentences of their own come first (``onrecord.extract.quotes.utterances``); reported clauses
next (``onrecord.extract.quotes.clauses``); quoted fragments are kept where one of them or a reporting verb holds them
(``onrecord.extract.quotes.fragments``), so that titles and scare quotes make no rows. What the reader model finds is
set against all this (``onrecord.extract.quotes.readings``). Quotations without words of attribution take the speaker
whose turn it is (``onrecord.extract.quotes.turns``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.extract.dates.calendar import WEEKDAYS
from onrecord.extract.parse import Parsed
from onrecord.extract.quotes import attribution, clauses, fragments, readings, transcript, turns, utterances
from onrecord.extract.quotes.attribution import Passage
from onrecord.extract.quotes.certainty import confidence
from onrecord.extract.quotes.quotation import MARKS, Quotation, find_quotations
from onrecord.extract.quotes.reported import Reported, trim
from onrecord.extract.quotes.utterances import Utterance
from onrecord.extract.syntax import Syntax, Tokens
from onrecord.records import CueClass, Quote, QuoteKind, SpeakerResolution
from onrecord.text import Span

if TYPE_CHECKING:
    from onrecord.reader import Reading


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a quote: the rule that found it, and whether the reader did (None: it was not asked)."""

    route: str
    confirmed: bool | None = None
    score: float = 0.0


def find_quotes(parsed: Parsed, reading: Reading | None = None, *, stances: bool = False) -> list[Quote]:
    """Return the quotes of an article in order of their first character; spans and speakers in code points.

    ``stances`` also keeps what only the reader finds and no reporting word brings: "backs the plan", "criticised
    the handling of the crisis". PolNeAR counts these as attributions; nobody is quoted in them.
    Spans hold no quote marks at their ends; a speaker's span never lies in what he says.
    """
    return [quote for quote, _ in find_evidenced(parsed, reading, stances=stances)]


def find_evidenced(
    parsed: Parsed, reading: Reading | None = None, *, stances: bool = False
) -> list[tuple[Quote, Evidence]]:
    """Return the quotes with the evidence their confidence rests on."""
    article = parsed.article
    syntax = Syntax(parsed.doc)
    lines = transcript.find_lines(article.text, article.blocks)
    labelled = {line.block for line in lines}
    quotations = [q for q in find_quotations(article.text, article.blocks) if q.block not in labelled]
    quotations += [Quotation(line.speech.start, line.speech.end, line.speech, line.block) for line in lines]
    quotations.sort(key=lambda q: q.start)
    passages = attribution.passages(syntax, quotations, article.blocks)
    quoted = _mask(syntax, passages)
    said, embedded = utterances.gather(syntax, passages, quoted)
    utterances.read_labels(syntax, said, lines)
    utterances.read_signatures(syntax, said, article.blocks)
    spoken = _mask(syntax, [p for u in said for p in u.passages])
    cut = (_unspoken(syntax, r, spoken) for r in clauses.find_reported(syntax, quoted, spoken))
    attributing = {u.attribution.cue for u in said if u.attribution is not None}
    # "...," says Jane Roe, who was not there: the clause after the verb is who speaks, not what is said
    told = [r for r in cut if r is not None and not (r.speaker is None and r.cue in attributing)]
    reported = _without_inner(told)
    reported += fragments.find_framed(syntax, _unheld(embedded, reported), quoted)
    if reading is not None:
        found = readings.proposals(syntax, reading)
        readings.settle_utterances(syntax, said, found)
        reported = readings.settle_reported(syntax, reported, found, quoted, spoken, article.blocks)
        if not stances:
            reported = [one for one in reported if one.route != "reader" or one.cue_class != "thought"]
    reported = turns.take_turns(syntax, said, _without_parts(syntax, reported), article.blocks)
    speech = [passage for passage in embedded if not fragments.is_term(syntax, passage)]
    inside = {token: passage for passage in speech for token in range(passage.first, passage.last + 1)}
    quotes = [_direct(syntax, u) for u in said] + [_clause(syntax, r, inside) for r in reported]
    return sorted(_distinct(quotes), key=lambda found: (found[0].spans, found[0].cue or (-1, -1)))


def _distinct(quotes: Sequence[tuple[Quote, Evidence]]) -> list[tuple[Quote, Evidence]]:
    """Return one quote for each kind and place: the surest, for what stands between two cues may be found twice."""
    surest: dict[tuple[QuoteKind, int, int], tuple[Quote, Evidence]] = {}
    for found in quotes:
        key = (found[0].kind, found[0].char_start, found[0].char_end)
        if key not in surest or found[0].confidence > surest[key][0].confidence:
            surest[key] = found
    return list(surest.values())


def _mask(syntax: Syntax, passages: Sequence[Passage]) -> list[bool]:
    """Return for each token whether it stands in one of the passages."""
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
        part = trim(syntax, first, end - 1)
        if part is None or spoken[first]:
            return None
        parts.append(part)
    return replace(reported, content=tuple(parts))


def _without_inner(reported: list[Reported]) -> list[Reported]:
    """Drop what somebody is reported to say, believe or want inside another report, whose speaker answers for it.

    "According to the Herald, Jane Roe said S" stays her report too: the Herald adds no words to it.
    """
    kept: list[Reported] = []
    outer: Reported | None = None
    for one in sorted(reported, key=lambda r: (r.content[0][0], -r.content[-1][1])):
        if outer is not None and one.content[-1][1] <= outer.content[-1][1] and not _is_relayed(outer, one):
            continue
        if outer is None or one.content[-1][1] > outer.content[-1][1]:
            outer = one
        kept.append(one)
    return kept


def _without_parts(syntax: Syntax, reported: Sequence[Reported]) -> list[Reported]:
    """Drop what is a part of another report by the same cue: 'S1, he noted, and "S2"' is one."""
    words = [{token for token in one.tokens() if syntax.words[token][0].isalnum()} for one in reported]
    by_cue: dict[Tokens | None, list[set[int]]] = {}
    for one, held in zip(reported, words, strict=True):
        by_cue.setdefault(one.cue, []).append(held)
    return [
        one
        for one, held in zip(reported, words, strict=True)
        if one.cue is None or not any(held < whole for whole in by_cue[one.cue])
    ]


def _is_relayed(outer: Reported, inner: Reported) -> bool:
    """Say whether a report, all of it, is what "according to" somebody another said."""
    starts = inner.speaker is not None and inner.speaker[0] == outer.content[0][0]
    return outer.route == "according" and starts and inner.cue_class == "speech" and inner.route != "noun"


def _unheld(embedded: Sequence[Passage], reported: Sequence[Reported]) -> list[Passage]:
    """Return the fragments that no reported clause holds."""
    held = {token for one in reported for token in one.tokens()}
    return [p for p in embedded if not any(t in held for t in range(p.first, p.last + 1))]


def _direct(syntax: Syntax, utterance: Utterance) -> tuple[Quote, Evidence]:
    given = utterance.attribution
    cue = given.cue if given is not None else None
    entry = syntax.cue(cue[0]) if cue is not None else None
    cue_class: CueClass = "thought" if entry is not None and entry.cue_class == "thought" else "speech"
    spans = tuple(p.quotation.inner for p in utterance.passages)
    quote = _quote(syntax, "direct", spans, cue, cue_class, utterance.speaker)
    if utterance.is_implicit and quote.speaker is not None:
        quote.speaker_resolution = "implicit"
    elif utterance.route in ("label", "signature") and utterance.speaker is not None:
        quote.speaker_resolution = "named"
    return _weighed(quote, Evidence(utterance.route, utterance.confirmed))


def _clause(syntax: Syntax, reported: Reported, inside: dict[int, Passage]) -> tuple[Quote, Evidence]:
    """Return a reported clause as a quote: mixed if it holds quoted fragments, which it then holds whole."""
    kind: QuoteKind = "indirect"
    parts: list[Tokens] = []
    for first, last in reported.content:
        touched = [inside[t] for t in range(first, last + 1) if t in inside]
        if touched:
            kind = "mixed"
            first, last = min(first, touched[0].first), max(last, touched[-1].last)  # noqa: PLW2901
        if parts and first <= parts[-1][1]:
            first = parts.pop()[0]  # noqa: PLW2901
        parts.append((first, last))
    spans = tuple(_without_marks(syntax, first, last) for first, last in parts)
    quote = _quote(syntax, kind, spans, reported.cue, reported.cue_class, reported.speaker)
    return _weighed(quote, Evidence(reported.route, reported.confirmed, reported.score))


def _weighed(quote: Quote, evidence: Evidence) -> tuple[Quote, Evidence]:
    quote.confidence = confidence(quote.kind, evidence.route, evidence.confirmed, evidence.score)
    return quote, evidence


def _without_marks(syntax: Syntax, first: int, last: int) -> Span:
    """Return the characters of a token range without outer quote marks, "that" and closing punctuation."""
    text = syntax.text
    start, end = syntax.span(first, last)
    if end - start > 6 and text[start : start + 5].lower() == "that ":
        start += 5
    while start < end - 1 and text[end - 1] in ",;:.—–- ":
        end -= 1
    while end - start > 2 and text[start] in MARKS and text[end - 1] in MARKS:
        if any(text[t] in MARKS and not text[t + 1].isalnum() for t in range(start + 1, end - 1)):
            break  # the marks of two fragments
        start, end = start + 1, end - 1
    return Span(start, end)


def _quote(
    syntax: Syntax,
    kind: QuoteKind,
    spans: tuple[Span, ...],
    cue: Tokens | None,
    cue_class: CueClass,
    speaker: Tokens | None,
) -> Quote:
    words = syntax.span(*speaker) if speaker is not None else None
    if words is not None and (
        any(span.start < words.end and words.start < span.end for span in spans)
        or (speaker is not None and all(_is_nobody(syntax, t) for t in range(speaker[0], speaker[1] + 1)))
    ):
        words, speaker = None, None  # nobody speaks from within his words, and no mark, day or preposition speaks
    return Quote(
        kind,
        spans,
        cue=syntax.span(*cue) if cue is not None else None,
        cue_class=cue_class,
        speaker=words,
        speaker_resolution=_resolution(syntax, speaker),
    )


def _is_nobody(syntax: Syntax, token: int) -> bool:
    """Say whether a word names nobody: a mark, a preposition, a day."""
    word = syntax.words[token]
    return (
        not any(map(str.isalnum, word))
        or (syntax.tags[token] in ("IN", "TO", "CC") and word != "that")
        or word in WEEKDAYS
    )


def _resolution(syntax: Syntax, speaker: Tokens | None) -> SpeakerResolution:
    if speaker is None:
        return "unknown"
    tokens = range(speaker[0], speaker[1] + 1)
    if any(syntax.is_name(t) for t in tokens):
        return "named"
    return "pronoun" if len(tokens) == 1 and syntax.tags[speaker[0]] in ("PRP", "WP", "DT") else "nominal"
