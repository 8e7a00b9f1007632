"""Who a quotation is attributed to: the cue and the speaker in the words around the quotation marks.

A quotation that stands as a sentence of its own is attributed by the words right after it (", she said"),
right before it (She said: "..."), or a name set after a dash. One built into a sentence ("called it "a sham"")
is governed by the verb above it in the parse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.blocks import Block
from onrecord.extract.quotes.quotation import MARKS, Quotation
from onrecord.extract.quotes.speakers import is_passive, phrase_before, phrase_from, relayed_speaker, speaker_of
from onrecord.extract.syntax import FINITE_TAGS, Syntax
from onrecord.text import Span

_STOPS = frozenset(".!?")
_DASHES = frozenset({"-", "--", "–", "—", "―", "~"})
_SKIPPED = frozenset({",", ";", ")", "]", '"', "”", "’", "'", "''"}) | _DASHES
# "Jane Roe", "Dr. J. van der Roe (D-Md.), mayor of Leeds", "Club captain Jane Roe": a name, at most a role after it.
_SIGNATURE = re.compile(
    r"(?P<name>(?:(?:[Tt]he|an?)\s+)?[A-Z@][\w.'’-]*(?:(?:\s+[\w.'’-]+){0,5}\s+[A-Z][\w.'’-]*)?)"
    r"(?:\s*\([^()]{1,40}\))?(?:,[^.!?\"“”:]{1,90})?\s*[.:]?\s*"
)
_HEADLINE_LABEL = re.compile(r"(?P<name>[A-Z][\w.'’-]*(?:\s+[\w.'’-]+){0,4})\s*:?\s*")
_LOOK_AHEAD = 60  # tokens: no attribution is longer


@dataclass(frozen=True, slots=True)
class Attribution:
    """Cue and speaker as token ranges, both ends included. ``route`` names the rule that found them."""

    route: str
    cue: tuple[int, int] | None = None
    speaker: tuple[int, int] | None = None
    end: int = 0
    """The token after the attributing words; 0 where they come before the quotation."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation among the tokens of its block, with the gaps on both sides, up to the next quotations."""

    quotation: Quotation
    first: int
    last: int
    gap_start: int
    gap_end: int
    block_start: int
    block_end: int
    lead: int
    """First token of the sentence the quotation stands in; equals ``first`` if it begins that sentence."""
    in_headline: bool

    @property
    def begins(self) -> bool:
        """Whether the quotation begins a sentence."""
        return self.lead == self.first


def passages(syntax: Syntax, quotations: Sequence[Quotation], blocks: Sequence[Block]) -> list[Passage]:
    """Return each quotation with its surroundings in tokens, in order."""
    found: list[Passage] = []
    bounds = [(syntax.first_token(q.start), syntax.first_token(q.end)) for q in quotations]
    for i in range(len(quotations)):
        quotation, after = _closed_early(syntax, quotations, i, *bounds[i])
        block, first = blocks[quotation.block], bounds[i][0]
        block_start, block_end = syntax.first_token(block.start), syntax.first_token(block.end)
        gap_start, gap_end = block_start, block_end
        previous = found[-1] if found and found[-1].quotation.block == quotation.block else None
        if previous is not None:
            gap_start = previous.last + 1
        if i + 1 < len(quotations) and quotations[i + 1].block == quotation.block:
            gap_end = bounds[i + 1][0]
        if not gap_start <= first < after <= gap_end:
            continue  # marks in the middle of a token
        lead = first
        while lead > gap_start and syntax.words[lead - 1] not in _STOPS:
            lead -= 1
        while lead < first and syntax.words[lead].isspace():
            lead += 1
        if lead <= gap_start and previous is not None and not _closes_sentence(syntax, previous):
            lead = previous.lead
        is_headline = block.kind == "headline"
        found.append(
            Passage(quotation, first, after - 1, gap_start, gap_end, block_start, block_end, lead, is_headline)
        )
    return found


def _closed_early(
    syntax: Syntax, quotations: Sequence[Quotation], i: int, first: int, after: int
) -> tuple[Quotation, int]:
    """Return a quotation and the token after it; one that lost its closing mark ends before its attribution."""
    quotation = quotations[i]
    continued = i + 1 < len(quotations) and quotations[i + 1].continues
    if syntax.text[quotation.end - 1] in MARKS or continued:
        return quotation, after
    end = _attributed(syntax, first, after)
    if end is None or not quotation.inner.start < syntax.ends[end - 1] < quotation.inner.end:
        return quotation, after
    inner = Span(quotation.inner.start, syntax.ends[end - 1])
    return replace(quotation, inner=inner, end=inner.end, closed=True), end


def _attributed(syntax: Syntax, first: int, after: int) -> int | None:
    """Return where a quotation without a closing mark must have ended: at the comma of ", the mayor said"."""
    for verb in range(first + 3, after):
        cue = syntax.cue(verb) if syntax.tags[verb] in ("VBD", "VBZ") else None
        if cue is None or cue.lemma not in ("say", "tell", "add"):
            continue
        speaker = phrase_before(syntax, first, verb)
        if speaker is not None and speaker[0] > first + 1 and syntax.words[speaker[0] - 1] == ",":
            return speaker[0]
    return None


def _closes_sentence(syntax: Syntax, passage: Passage) -> bool:
    """Say whether a quotation closes its sentence: it ends in a stop, and no small letter or comma follows."""
    if syntax.text[passage.quotation.inner.end - 1] not in ".!?…":
        return False
    following = syntax.words[passage.last + 1] if passage.last + 1 < passage.block_end else "."
    char = syntax.text[syntax.starts[passage.last + 1]] if passage.last + 1 < passage.block_end else "A"
    return following not in (",", ";", ":") and not char.islower()


def ends_sentence(syntax: Syntax, passage: Passage) -> bool:
    """Say whether a quotation ends where a sentence does: a stop inside or right after it, or the block's end."""
    if syntax.text[passage.quotation.inner.end - 1] in ".!?…" or passage.last + 1 >= passage.block_end:
        return True
    return syntax.words[passage.last + 1] in _STOPS


def after(syntax: Syntax, passage: Passage, closes: bool = False) -> Attribution | None:
    """Return the attribution that follows a quotation: ", she said", ", said the mayor", " - Jane Roe".

    ``closes``: the quotation is a fragment that ends its sentence; take only an attribution set off by a comma.
    """
    start, limit = passage.last + 1, min(passage.gap_end, passage.last + 1 + _LOOK_AHEAD)
    inner_end = syntax.text[passage.quotation.inner.end - 1]
    while start < limit and syntax.words[start].isspace():
        start += 1
    end = start
    while end < limit and syntax.words[end] not in _STOPS:
        end += 1
    comma = inner_end == "," or (start < end and syntax.words[start] == ",")
    dash = start < end and syntax.words[start] in _DASHES
    while start < end and (syntax.words[start] in _SKIPPED or syntax.words[start].isspace()):
        start += 1
    if start >= end or (closes and not comma):
        return None
    if dash:
        name = signature(syntax, start, passage.gap_end) if passage.gap_end == passage.block_end else None
        if name is not None:
            return Attribution("signature", None, name, passage.block_end)
    if syntax.words[start] == "according" and start + 2 < end:
        speaker = phrase_from(syntax, start + 2, end)
        return Attribution("according", (start, start + 1), speaker, end)
    stopped = inner_end in ".!?…" and not comma
    may_be_unknown = passage.begins and (comma or inner_end in "!?")
    for verb in range(start, min(end, start + 40)):
        cue = syntax.cue(verb)
        known = cue is not None and "quote" in cue.frames
        if not syntax.tags[verb].startswith("VB") or not (known or may_be_unknown):
            continue
        relayed = relayed_speaker(syntax, verb, end)
        if relayed is not None:
            return Attribution("after", (relayed[1] + 2, relayed[1] + 2), relayed, end)
        speaker = _speaker_after(syntax, verb, start, end, known, strict=closes or not comma)
        if speaker is None:
            continue
        if (stopped or closes) and _has_own_content(syntax, verb, end, passage):
            return None
        route = "after" if known else "after unknown verb"
        return Attribution(route, _cue_span(syntax, verb), speaker, end)
    return None


def _speaker_after(
    syntax: Syntax, verb: int, start: int, end: int, known: bool, strict: bool
) -> tuple[int, int] | None:
    """Return the subject of a verb within the words after a quotation; ``strict`` takes nothing before it."""
    tags = syntax.tags
    if all(tags[t] in ("RB", "RBR", "VBD", "VBZ", "MD") for t in range(start, verb)):  # said the mayor
        if tags[verb] == "VBG" or verb + 1 >= end or not (known or syntax.is_name(verb + 1)):
            return None
        subject = syntax.child(verb, "nsubj")
        if subject is not None and verb < subject < end:
            return syntax.noun_phrase(subject)
        at = verb + 1
        while at < end and tags[at] == "RB":
            at += 1
        return phrase_from(syntax, at, end)
    if known and tags[verb] in ("VBD", "VBZ", "VBN") and syntax.words[verb - 1] == "," and not strict:
        subject = syntax.child(verb, "nsubj")  # "..., since so many fell ill, said the mayor"
        if subject is not None and verb < subject < end:
            return syntax.noun_phrase(subject)
    if syntax.deps[verb] in ("relcl", "acl") or tags[verb] not in ("VBD", "VBZ", "VBP", "VBN", "VB", "VBG"):
        # "...," Jane Roe, head of the trust, posted on X
        after_aside = syntax.deps[verb] == "acl" and syntax.words[verb - 1] == "," and syntax.is_name(start)
        return phrase_from(syntax, start, verb, whole=True) if known and after_aside else None
    subject = syntax.child(verb, "nsubj", "nsubjpass")
    if subject is None and syntax.deps[verb] == "conj":  # "...," he smiled and said
        subject = syntax.subject(verb)
    relative = syntax.deps[verb] == "conj" and syntax.deps[syntax.heads[verb]] in ("relcl", "ccomp")
    if subject is None or not start <= subject < verb or (relative and syntax.words[verb - 1] == "," and known):
        if not known or tags[verb] not in ("VBD", "VBZ", "VBP"):
            return None
        return phrase_from(syntax, start, verb, whole=True)
    phrase = syntax.noun_phrase(subject)
    lead = range(start, phrase[0])
    if (strict or not known) and any(tags[t] not in ("RB", "CC") for t in lead):
        return None
    if not known and (tags[verb] not in ("VBD", "VBZ", "VBP") or lead or verb - phrase[1] > 3):
        return None
    return phrase


def _has_own_content(syntax: Syntax, verb: int, end: int, passage: Passage) -> bool:
    """Say whether a verb after a finished quotation introduces something else: a clause, or the next quotation."""
    for child in syntax.children[verb]:
        if (
            syntax.deps[child] == "ccomp"
            and verb < child < end
            and syntax.tags[child] in FINITE_TAGS | {"VB", "VBN", "VBG", "JJ", "NN"}
        ):
            return True
        if child > verb and syntax.words[child] == "that":
            return True
    at_next = end == passage.gap_end < passage.block_end
    return at_next and syntax.words[end - 1] in (":", ",", "that", syntax.words[verb])


def before(syntax: Syntax, passage: Passage, quoted: Sequence[bool]) -> Attribution | None:
    """Return the attribution that leads into a quotation: 'She said: "', 'She told the BBC, "', 'MAYOR: "'."""
    start, last = passage.lead, passage.first - 1
    if start > last:
        return None
    mark = syntax.words[last]
    colon, comma = mark == ":", mark == ","
    for verb in range(last, max(start, last - _LOOK_AHEAD) - 1, -1):
        cue = None if quoted[verb] else syntax.cue(verb, any_tag=colon and start < verb == last - 1)
        if syntax.words[verb] == ";":
            start = verb + 1
            break
        if cue is None or "quote" not in cue.frames:
            continue
        if not colon and not _leads_up(syntax, verb, last, comma, quoted):
            break
        if colon and syntax.deps[verb] in ("relcl", "acl") and syntax.tags[verb] != "VBG":
            continue
        speaker = speaker_of(syntax, verb)
        if speaker is None and not is_passive(syntax, verb):
            speaker = phrase_before(syntax, start, verb)
        if speaker is not None and speaker[0] > last:
            speaker = None
        return Attribution("before", _cue_span(syntax, verb), speaker)
    if comma and syntax.words[start] == "according" and start + 2 < last:
        return Attribution("according", (start, start + 1), phrase_from(syntax, start + 2, last))
    return _before_colon(syntax, passage, start, last) if colon else None


def _leads_up(syntax: Syntax, verb: int, last: int, comma: bool, quoted: Sequence[bool]) -> bool:
    """Say whether nothing but a hearer, a place or a time stands between a verb and the quotation."""
    if last - verb > 25:
        return False
    stop = last - 1 if comma else last
    for token in range(verb + 1, stop + 1):
        tag = syntax.tags[token]
        if quoted[token] or tag in FINITE_TAGS or syntax.words[token] in ("that", ";", "whether", "if"):
            return False
        if not comma and (tag in ("VB", "VBN") or syntax.words[token] == ","):
            return False
    return comma or last - verb <= 4


def _before_colon(syntax: Syntax, passage: Passage, start: int, last: int) -> Attribution | None:
    """Return the attribution of a quotation after a colon with no reporting verb before it."""
    verbs = [t for t in range(start, last) if syntax.tags[t] in FINITE_TAGS]
    if start == passage.block_start:
        first = max((t + 1 for t in range(start, last) if syntax.words[t] in _DASHES), default=start)
        pattern = _HEADLINE_LABEL if passage.in_headline else _SIGNATURE
        name = signature(syntax, first, last, pattern)
        if name is not None:
            return Attribution("label", None, name)
    root = next((t for t in verbs if syntax.deps[t] in ("ROOT", "ccomp", "conj")), None)
    if root is None:
        root = verbs[0] if verbs else None
    if root is None:
        return None
    verb = syntax.heads[root] if syntax.deps[root] in ("aux", "auxpass") else root
    subject = syntax.child(verb, "nsubj", "nsubjpass")
    if subject is None or subject > last or syntax.words[subject] in ("it", "this", "that", "there", "here"):
        return Attribution("colon")
    return Attribution("colon", None, syntax.noun_phrase(subject))


def signature(syntax: Syntax, start: int, end: int, pattern: re.Pattern[str] = _SIGNATURE) -> tuple[int, int] | None:
    """Return the name that makes up a stretch of text ("Jane Roe (D), mayor of Leeds."), if it does."""
    match = pattern.fullmatch(syntax.text, syntax.starts[start], syntax.ends[end - 1]) if start < end else None
    if match is None:
        return None
    last = syntax.first_token(match.end("name")) - 1
    while last > start and syntax.words[last] == ".":
        last -= 1
    return (start, last) if start <= last < start + 8 and not _has_finite(syntax, start, last) else None


def signed_below(syntax: Syntax, passage: Passage, blocks: Sequence[Block]) -> Attribution | None:
    """Return the name that signs a quotation on a line of its own: "- Jane Roe"."""
    if passage.quotation.block + 1 >= len(blocks) or passage.last + 1 < passage.block_end:
        return None
    below = blocks[passage.quotation.block + 1]
    start, end = syntax.first_token(below.start), syntax.first_token(below.end)
    signed = start
    while signed < end and syntax.words[signed] in _DASHES:
        signed += 1
    name = signature(syntax, signed, end) if start < signed < end else None
    return Attribution("signature", None, name) if name is not None else None


def _has_finite(syntax: Syntax, first: int, last: int) -> bool:
    return any(syntax.tags[t] in FINITE_TAGS and not syntax.is_name(t) for t in range(first, last + 1))


def _cue_span(syntax: Syntax, verb: int) -> tuple[int, int]:
    """Return a verb with its particle: "pointed out"."""
    if verb + 1 < len(syntax) and syntax.deps[verb + 1] == "prt" and syntax.heads[verb + 1] == verb:
        return verb, verb + 1
    return verb, verb
