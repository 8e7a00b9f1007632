"""What the extractors find. Each field has the name of the contract's column it fills.

The contracts in ``schemas/`` are the declaration of the tables; a test holds these classes to them.
Records are found by ``onrecord.extract`` (spans, kinds, values) and completed by ``onrecord.resolve``
(``speaker_name``, ``speaker_id``, ``claimed_by``, ``actor_id``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.text import Span

QuoteKind = Literal["direct", "mixed", "indirect"]
CueClass = Literal["speech", "thought", "directive"]
SpeakerResolution = Literal["named", "pronoun", "nominal", "implicit", "unknown"]
FigureKind = Literal[
    "count", "percent", "money", "duration", "age", "measure", "rate", "fraction", "multiple", "ordinal",
    "range", "score",
]  # fmt: skip
Modifier = Literal["exact", "approx", "at_least", "more_than", "at_most", "less_than"]
Change = Literal["up", "down", "none"]
Modality = Literal["asserted", "expected", "planned", "conditional", "negated"]
MentionForm = Literal["named", "nominal", "pronoun"]
ActorKind = Literal["person", "organization", "country", "place", "group"]


@dataclass(slots=True)
class Quote:
    """One quotation with its cue and speaker. Spans hold no quote marks."""

    kind: QuoteKind
    spans: tuple[Span, ...]
    cue: Span | None = None
    cue_class: CueClass | None = None
    speaker: Span | None = None
    speaker_resolution: SpeakerResolution = "unknown"
    confidence: float = 0.0
    # completed by resolve
    speaker_name: str | None = None
    speaker_id: str | None = None

    @property
    def char_start(self) -> int:
        """Where the first span begins."""
        return self.spans[0].start

    @property
    def char_end(self) -> int:
        """Where the last span ends."""
        return self.spans[-1].end


def innermost_quotes(quotes: Sequence[Quote]) -> Callable[[int, int], Quote | None]:
    """Return a function from a stretch of text to the quote with the shortest span that holds it, if any does."""
    spans = sorted(
        ((span.end - span.start, span, quote) for quote in quotes for span in quote.spans),
        key=lambda item: item[:2],
    )

    def innermost(start: int, end: int) -> Quote | None:
        return next((quote for _, span, quote in spans if span.start <= start and end <= span.end), None)

    return innermost


@dataclass(slots=True)
class Figure:
    """One quantity."""

    char_start: int
    char_end: int
    kind: FigureKind
    value: float
    value_low: float
    value_high: float
    unit: str | None = None
    unit_ucum: str | None = None
    unit_text: str | None = None
    is_currency_assumed: bool = False
    per: str | None = None
    modifier: Modifier = "exact"
    change: Change = "none"
    noun: str | None = None
    noun_head: str | None = None
    modality: Modality = "asserted"
    is_trivial: bool = False
    in_headline: bool = False
    # completed by resolve
    claimed_by: str | None = None
    claimed_by_name: str | None = None


@dataclass(slots=True)
class DateMention:
    """One date as written, ISO 8601 or EDTF as precise as stated."""

    char_start: int
    char_end: int
    iso: str
    precision: str
    resolved: str | None = None


@dataclass(slots=True)
class Mention:
    """One mention of an actor. The span holds the name alone: no title, no possessive."""

    char_start: int
    char_end: int
    kind: ActorKind
    form: MentionForm = "named"
    role: str | None = None
    role_country: str | None = None
    role_organization: str | None = None
    is_metonym: bool = False
    # completed by resolve
    actor_id: str | None = None
    name: str | None = None


@dataclass(slots=True)
class Actor:
    """One person, organisation, country, place or group of an article, under its canonical name."""

    actor_id: str
    name: str
    kind: ActorKind
    role: str | None = None
    role_organization: str | None = None
    country: str | None = None
    wikidata_id: str | None = None
    aliases: tuple[str, ...] = ()
    n_mentions: int = 0
    n_quotes: int = 0
