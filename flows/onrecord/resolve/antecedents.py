"""Whom "he", "she" and "it" stand for: who is most in view at a place of the article.

In view is who was just named: subjects more than others, the sentence at hand more than those before, the story
more than quotations, captions and headlines. Gender must not speak against it, and where two are as much in view
the pronoun stays open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from onrecord.extract.actors.names import Gender
from onrecord.extract.parse import Parsed
from onrecord.records import ActorKind, Quote
from onrecord.resolve.cast import Cast, Member, Point
from onrecord.resolve.nominals import SUBJECTS, introduced, is_definite, is_document, is_indefinite, phrase
from onrecord.resolve.subjects import MAIN, subjects
from onrecord.text import Span

GENDERS: dict[str, Gender] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_ASIDE = frozenset({"caption", "headline", "credit", "byline", "dateline"})
_SAME_SENTENCE = 0.7
_PER_SENTENCE, _PER_LINE, _PER_CHARACTER, _REACH = 0.6, 0.4, 0.001, 6
_IN_ASIDE, _IN_QUOTE, _POSSESSIVE, _SPOKE, _GENDER = 10.0, 1.4, 0.3, 0.6, 0.8
_INTRODUCED = 1.0  # who the last paragraph named for the first time
_JUST_BEFORE = 1.0  # the main subject of the last sentence, in the same paragraph
_AHEAD = 1.0  # the subject a fronted phrase waits for: "In her speech, Waters said"
_FAINTEST = -2.5
_CLAUSE = re.compile(r"\w+[^,.;:!?\n“”\"‘]*")
_POSSESSED = re.compile(r"['’]s\b")
_LAST = 20  # mentions of one person worth weighing
_MARGIN = 0.05


class View:
    """The course of an article: its sentences and lines, and who was named where."""

    def __init__(self, parsed: Parsed, cast: Cast, quotes: Sequence[Quote]) -> None:
        self._cast = cast
        self._blocks = parsed.article.blocks
        self._block_starts = [block.start for block in self._blocks]
        self._quoted = sorted(span for quote in quotes if quote.kind == "direct" for span in quote.spans)
        self._text = parsed.article.text
        sentences = [(s.start_char, s.end_char) for s in parsed.doc.sents]
        self._sentences = [start for start, _ in sentences]
        self._sentence_ends = [end for _, end in sentences]
        # A sentence inside a quotation takes the reader no further from the story.
        self._narrated: list[int] = []
        count = 0
        for start in self._sentences:
            count += not self._is_quoted(start + 1)
            self._narrated.append(count)
        self._subjects = subjects(parsed, cast)
        story = [token for token in parsed.doc if token.dep_ in SUBJECTS and not self._is_quoted(token.idx)]
        self._nominals = [(phrase(noun), office) for noun in story if (office := introduced(noun))]
        self._definites = [Span(phrase(noun).start, noun.idx + len(noun)) for noun in story if is_definite(noun)]
        self._next_definite = 0
        self._indefinites = [(noun.lower_, phrase(noun)) for noun in story if is_indefinite(noun)]
        written = (token for token in parsed.doc if is_document(token) and not self._is_quoted(token.idx))
        self._documents = [(phrase(noun), noun.dep_ in SUBJECTS) for noun in written]
        self._anaphors: dict[Member, list[Point]] = {}
        self._spoke: list[tuple[int, Member]] = []
        self._told: set[Member] = set()

    def add_anaphor(self, span: Span, member: Member) -> None:
        """Note that words without a name stand for a member."""
        self._anaphors.setdefault(member, []).append(Point(span.start, span.end, member))

    def tell_gender(self, member: Member, gender: Gender) -> None:
        """Note that a pronoun told the gender of a member whose name does not."""
        member.gender = gender
        self._told.add(member)

    def add_speech(self, place: int, member: Member) -> None:
        """Note who speaks the quote at a place."""
        self._spoke.append((place, member))

    def subjects_before(self, place: int) -> Iterator[Span]:
        """Yield the subjects before a place that a definite noun heads, each once: "The judge"."""
        while self._next_definite < len(self._definites) and self._definites[self._next_definite].end <= place:
            self._next_definite += 1
            yield self._definites[self._next_definite - 1]

    def person(self, place: int, pronoun: str, without: AbstractSet[Member] = frozenset()) -> Member | None:
        """Return the person a pronoun stands for at a place; ``without`` are those who cannot be meant."""
        gender = GENDERS[pronoun]
        excluded = set(without)
        if pronoun in {"he", "she"}:
            excluded |= self._beside(place)
        ranked = [
            (self.salience(member, place) + (_GENDER if self._is_known(member, gender) else 0.0), member)
            for member in self._people(place)
            if member.gender in {"", gender} and member not in excluded
        ]
        if pronoun in {"his", "her", "he", "she"}:
            opens = pronoun in {"he", "she"} and place == self._sentences[max(0, self._sentence(place))]
            ahead = None if opens else self._subject_ahead(place)
            if ahead and ahead.gender in {"", gender} and ahead not in excluded:
                ranked.append((_AHEAD + (_GENDER if self._is_known(ahead, gender) else 0.0), ahead))
        return _clearest(ranked)

    def _is_known(self, member: Member, gender: Gender) -> bool:
        return member.gender == gender and member not in self._told

    def nominal_before(self, place: int, pronoun: str) -> Span | None:
        """Return the words that introduce the last sentence's subject without a name: "a spokesman said"."""
        gender, line, told = GENDERS[pronoun], self._line(place), self._narration(place)
        for span, office in reversed(self._nominals):
            if span.end > place or self._sentence(span.start) == self._sentence(place):
                continue
            if line - self._line(span.start) > 1 or told - self._narration(span.start) > 1:
                return None
            later = self._cast.named_before(place, span.start)
            if office.gender not in {"", gender} or any(p.member.kind == "person" and self._rank(p) for p in later):
                return None
            return span
        return None

    def indefinite_before(self, place: int, noun: str) -> Span | None:
        """Return the words that brought somebody without a name just before: "a Gulf diplomat" for "the diplomat"."""
        for word, span in reversed(self._indefinites):
            if span.end <= place and word == noun and self._sentence(span.start) < self._sentence(place):
                return span if self.is_near(span.start, place) else None
        return None

    def document_before(self, place: int, *, is_read: bool = False) -> Span | None:
        """Return the words for the document that the last sentence is about: "it" after "The ruling was unmoved".

        If it ``is_read``, for any document of the sentence: "it read" after "thanked her in a letter".
        """
        for span, is_subject in reversed(self._documents):
            if self._sentence(span.start) >= self._sentence(place) or not (is_subject or is_read):
                continue
            if not self.is_near(span.start, place) or self._narration(place) - self._narration(span.start) > 1:
                return None
            since = self._cast.named_before(place, span.end)
            others = any(self._rank(p) and p.member.kind == "organization" for p in since)
            return span if is_read or not others else None
        return None

    def follows(self, subject: int, place: int) -> bool:
        """Tell whether a place is in the sentence after a subject's, a line on at most, and nobody is named between."""
        if not self.is_near(subject, place) or self._narration(place) - self._narration(subject) > 1:
            return False
        return not any(point.member.kind == "person" for point in self._cast.named_before(place, subject))

    def is_near(self, before: int, place: int) -> bool:
        """Tell whether a place is in the paragraph of one before it, or the next."""
        return self._line(place) - self._line(before) <= 1

    def speaker_before(self, place: int) -> Member | None:
        """Return the person who spoke last before a place, a line back at most."""
        start, member = self._spoke[-1] if self._spoke else (place, None)
        return member if member and member.kind == "person" and start < place and self.is_near(start, place) else None

    def nearest(self, members: Sequence[Member], place: int) -> Member | None:
        """Return which of some members is most in view, None when two are alike."""
        return _clearest([(self.salience(member, place), member) for member in members], faintest=-99.0)

    def subject_before(self, place: int) -> Member | None:
        """Return the person who is main subject of the story's last sentence before a place, a line back at most.

        The subject of the sentence itself comes before that of what it reports: "Jane Roe felt the referee erred".
        """
        line, told = self._line(place), self._narration(place)
        reporting: Point | None = None
        for point in reversed(self._cast.named_before(place, self._since(place, 1))):
            if line - self._line(point.start) > 1 or told - self._narration(point.start) > 1:
                break
            if reporting is not None and self._sentence(point.start) != self._sentence(reporting.start):
                break
            aside = self._blocks[self._line(point.start)].kind in _ASIDE or self._is_quoted(point.start)
            if point.member.kind == "person" and self._rank(point) == MAIN and not aside:
                reporting = point
        return reporting.member if reporting else None

    def body(self, place: int, *kinds: ActorKind, without: Sequence[Member] = ()) -> Member | None:
        """Return the body "it" or "the group" stands for: the last to be subject or speak, at most a line back."""
        line = self._line(place)
        spoke = [member for _, member in self._spoke[-2:]]
        for point in reversed(self._cast.named_before(place, self._since(place, 1))):
            if line - self._line(point.start) > 1:
                break
            wanted = point.member.kind in (kinds or ("organization", "country")) and point.member not in without
            if wanted and (self._rank(point) or point.member in spoke):
                return point.member
        return None

    def salience(self, member: Member, place: int) -> float:
        """Return how much in view a member is at a place, by the best of the places that name them."""
        stop = bisect_right(member.mentions, place, key=lambda mention: mention.char_end)
        named = [Point(m.char_start, m.char_end, member) for m in member.mentions[max(0, stop - _LAST) : stop]]
        points = named + [p for p in self._anaphors.get(member, [])[-_LAST:] if p.end <= place]
        best = max((self._score(point, place) for point in points), default=-99.0)
        spoke = next(
            (start for start, speaker in reversed(self._spoke[-2:]) if speaker is member and start < place),
            None,
        )
        return best + (_SPOKE if spoke is not None and self._line(place) - self._line(spoke) < 3 else 0.0)

    def _score(self, point: Point, place: int) -> float:
        sentences = self._narration(place) - self._narration(point.start)
        same = self._sentence(place) == self._sentence(point.start)
        lines = self._line(place) - self._line(point.start)
        rank = self._rank(point)
        score = rank + (_SAME_SENTENCE - _PER_CHARACTER * (place - point.end) if same else 0.0)
        score += _JUST_BEFORE if rank == MAIN and sentences < 2 and not (same or lines) else 0.0
        score += _INTRODUCED if not rank and lines == 1 and sentences < 2 and self._is_introduced(point) else 0.0
        score -= _PER_SENTENCE * sentences + _PER_LINE * lines
        score -= _IN_ASIDE if self._blocks[self._line(point.start)].kind in _ASIDE else 0.0
        score -= _IN_QUOTE if self._is_quoted(point.start) != self._is_quoted(place) else 0.0
        score -= _POSSESSIVE if self._text.startswith(("'s", "’s"), point.end) else 0.0
        return score + 1e-6 * point.start

    def _is_introduced(self, point: Point) -> bool:
        """Tell whether a place is the first to name a member, in full, and names nobody else in its sentence.

        "For housewife | Jane Roe, 37, the nearest shop is far": she is whom the next paragraph quotes.
        """
        first = point.member.mentions[0]
        if first.char_start != point.start or " " not in self._text[point.start : point.end]:
            return False
        at = self._sentence(point.start)
        beside = self._cast.named_in(Span(self._sentences[at], self._sentence_ends[at]))
        return all(other.member is point.member for other in beside if other.member.kind == "person")

    def _people(self, place: int) -> list[Member]:
        """Return the people named before a place and not too far back, the last named first."""
        start = self._since(place, _REACH)
        points = self._cast.named_before(place, start)
        order = dict.fromkeys(p.member for p in reversed(points) if p.member.kind == "person")
        for member, points in self._anaphors.items():
            if member.kind == "person" and any(start <= point.start < place for point in points[-_LAST:]):
                order.setdefault(member)
        return list(order)

    def _since(self, place: int, lines: int) -> int:
        return self._block_starts[max(0, self._line(place) - lines)] if self._block_starts else 0

    def _subject_ahead(self, place: int) -> Member | None:
        """Return the subject that follows in the sentence whose opening phrase holds the place."""
        at = self._sentence(place)
        if at < 0 or self._cast.named_in(Span(self._sentences[at], place)):
            return None
        comma = self._text.find(",", place, self._sentence_ends[at])
        if comma < 0:
            return None
        for point in self._cast.named_in(Span(comma, self._sentence_ends[at])):
            if point.member.kind == "person" and self._rank(point):
                return point.member
        return None

    def _beside(self, place: int) -> set[Member]:
        """Return whom the clause of a subject names after it, who is somebody else: "she said of | Jane Roe"."""
        clause = _CLAUSE.match(self._text, place)
        points = self._cast.named_in(Span(place, clause.end())) if clause else []
        return {point.member for point in points if not _POSSESSED.match(self._text, point.end)}

    def _rank(self, point: Point) -> float:
        """Return the weight of a place by its part in the sentence: main subject, subject of a clause, or neither."""
        return max((weight for place, weight in self._subjects_in(point)), default=0.0)

    def _subjects_in(self, point: Point) -> list[tuple[int, float]]:
        return [(i, self._subjects[i]) for i in range(point.start, point.end) if i in self._subjects]

    def _is_quoted(self, place: int) -> bool:
        i = bisect_right(self._quoted, Span(place, 1 << 60)) - 1
        return i >= 0 and self._quoted[i].end > place

    def _sentence(self, place: int) -> int:
        return bisect_right(self._sentences, place) - 1

    def _narration(self, place: int) -> int:
        at = self._sentence(place)
        return self._narrated[at] if at >= 0 else 0

    def _line(self, place: int) -> int:
        return max(0, bisect_right(self._block_starts, place) - 1)


def _clearest(ranked: Sequence[tuple[float, Member]], faintest: float = _FAINTEST) -> Member | None:
    ordered = sorted(ranked, key=lambda item: -item[0])
    if not ordered or ordered[0][0] < faintest:
        return None
    rival = next((score for score, member in ordered[1:] if member is not ordered[0][1]), None)
    return None if rival is not None and ordered[0][0] - rival < _MARGIN else ordered[0][1]
