"""Who speaks: from the words beside a quote ("she", "the president", "Trump's administration") to an actor.

Named speakers are looked up by place; a description goes to the person who holds that office in the article; "he"
and "she" go to the person of that gender who was just subject, spoke, or was named last. What is not clear stays
open: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.extract.gazetteer import country, find_known
from onrecord.extract.names import Gender, Word, fold, words
from onrecord.extract.offices import Office, office_at, office_ending
from onrecord.extract.parse import Parsed
from onrecord.records import ActorKind, Mention, MentionForm, Quote
from onrecord.text import Span, make_id

_HE: dict[str, Gender] = {"he": "m", "she": "f", "him": "m", "her": "f", "himself": "m", "herself": "f"}
_PRONOUNS = frozenset(
    {*_HE, "they", "it", "i", "we", "you", "who", "which", "that", "one", "this", "these", "those", "them"}
)
_POSSESSIVES: dict[str, Gender] = {"his": "m", "her": "f", "their": "", "its": ""}
_DETERMINERS = frozenset(
    {
        "the",
        "a",
        "an",
        "one",
        "some",
        "another",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
    }
)
_BREAKS = frozenset(
    {
        ",",
        "of",
        "for",
        "from",
        "in",
        "at",
        "on",
        "to",
        "with",
        "who",
        "which",
        "that",
        "(",
        "—",
        "–",
        "by",
        "about",
        "and",
        "against",
    }
)
# Offices one description can stand for: "the lawmaker" is a senator, "the minister" a Cabinet Secretary.
_STANDS_FOR: dict[str, frozenset[str]] = {
    "lawmaker": frozenset({"parliament"}),
    "legislator": frozenset({"parliament"}),
    "politician": frozenset({"parliament", "minister", "region", "state", "government", "deputy"}),
    "leader": frozenset({"state", "government", "head"}),
    "minister": frozenset({"minister"}),
    "diplomat": frozenset({"envoy"}),
    "envoy": frozenset({"envoy"}),
    "official": frozenset({"official", "spokesperson", "minister"}),
    "boss": frozenset({"head"}),
    "chief": frozenset({"head", "police"}),
    "head": frozenset({"head"}),
    "spokesman": frozenset({"spokesperson"}),
    "spokeswoman": frozenset({"spokesperson"}),
    "spokesperson": frozenset({"spokesperson"}),
    "lawyer": frozenset({"law"}),
    "expert": frozenset({"expert"}),
    "President": frozenset({"state"}),
    "Premier": frozenset({"government"}),
}


@dataclass(slots=True, eq=False)
class Member:
    """An actor of the article while it is being resolved."""

    kind: ActorKind
    name: str
    country: str | None = None
    wikidata_id: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    gender: Gender = ""
    role: str | None = None
    role_organization: str | None = None
    roles: tuple[str, ...] = ()

    @property
    def actor_id(self) -> str:
        """The id that follows from kind, name and country."""
        return make_id("act", self.kind, self.name, self.country or "")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: an actor, or only the words for one who has no name here."""

    name: str | None
    member: Member | None = None


class Cast:
    """The actors of an article, by where they are named."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.members = members
        self.people = [member for member in members if member.kind == "person"]
        self._named = sorted(
            ((m.char_start, m.char_end, i) for i, member in enumerate(members) for m in member.mentions)
        )

    def named_in(self, span: Span) -> list[tuple[int, int, Member]]:
        """Return the mentions that touch a span, in order."""
        return [(s, e, self.members[i]) for s, e, i in self._named if s < span.end and span.start < e]

    def named_before(self, end: int) -> list[tuple[int, int, Member]]:
        """Return the mentions that end at or before a place, in order."""
        stop = bisect_right(self._named, (end, 0, 0))
        return [(s, e, self.members[i]) for s, e, i in self._named[:stop] if e <= end]


class Scene:
    """The course of an article: sentences, lines, who was subject and who spoke where."""

    def __init__(
        self, parsed: Parsed, cast: Cast, mentions: Sequence[Mention], quotes: Sequence[Quote]
    ) -> None:
        self.text = parsed.article.text
        self.cast = cast
        self.anaphors: list[Mention] = []
        self._said: list[tuple[int, Member]] = []
        self._resolved: dict[tuple[int, int], Speaker] = {}
        self._blocks = parsed.article.blocks
        self._block_starts = [block.start for block in self._blocks]
        self._sentences = [sentence.start_char for sentence in parsed.doc.sents]
        self._subjects = {token.idx for token in parsed.doc if token.dep_ in {"nsubj", "nsubjpass"}}
        self._direct = sorted(span for quote in quotes if quote.kind == "direct" for span in quote.spans)
        self._given: dict[int, Gender] = {}

    def speaker(self, quote: Quote) -> Speaker:
        """Return who speaks a quote; the quotes are asked in order of place."""
        span = quote.speaker
        if span is None:
            return Speaker(None)
        key = (span.start, span.end)
        if key not in self._resolved:
            self._resolved[key] = self._read(span)
        speaker = self._resolved[key]
        if speaker.member is not None:
            self._said.append((quote.char_start, speaker.member))
        return speaker

    def _read(self, span: Span) -> Speaker:
        surface = self.text[span.start : span.end]
        low = surface.strip().lower()
        if low in _PRONOUNS:
            member = self._antecedent(span.start, low)
            return self._anaphor(span, member, "pronoun") if member else Speaker(None)
        named = self._named(span)
        if named is not None:
            return Speaker(named.name, named)
        described = self._described(span)
        if described is not None:
            return self._anaphor(span, described, "nominal")
        return Speaker(self._description(span))

    def _anaphor(self, span: Span, member: Member, form: MentionForm) -> Speaker:
        mention = Mention(span.start, span.end, member.kind, form, actor_id=member.actor_id, name=member.name)
        self.anaphors.append(mention)
        return Speaker(member.name, member)

    def _named(self, span: Span) -> Member | None:
        """Return the actor the words name: a person not possessed or reached by a preposition, or a body alone."""
        named = self.cast.named_in(span)
        for start, end, member in named:
            if member.kind == "person" and not self._depends(span, start, end):
                return member
        for start, end, member in named:
            if member.kind != "person" and not self._depends(span, start, end) and self._closes(span, end):
                return member
        return None

    def _depends(self, span: Span, start: int, end: int) -> bool:
        if re.match(r"['’]s?\b|['’]\s", self.text[end : min(end + 3, span.end)] + " ") and end < span.end:
            return True
        before = words(self.text, span.start, start)
        for k in range(len(before) - 1, -1, -1):
            low = before[k].text.lower()
            if low in {"of", "for", "from", "to", "with", "by", "at", "in", "on"}:
                # "Ambassador to the UN Dorothy Shea": what the preposition takes is named between.
                between = Span(before[k].end, start)
                return not self.cast.named_in(between)
            if low in {",", "who", "and"}:
                return False
        return False

    def _closes(self, span: Span, end: int) -> bool:
        rest = self.text[end : span.end].strip()
        return (
            not rest
            or rest[0] in ",(–—"
            or rest.lower().startswith(("and ", "who ", "which ", "'s own", "of ", "in "))
        )

    def _described(self, span: Span) -> Member | None:
        """Return the person a description stands for: "the president", "the Kenyan leader", "the UN spokesman"."""
        phrase = words(self.text, span.start, span.end)
        if not phrase:
            return None
        definite = fold(phrase[0].text) in {"the", "this"} or phrase[0].text[0].isupper()
        head = _head(phrase)
        if head is None or not definite or fold(phrase[0].text) in {"a", "an", "some", "one"}:
            return None
        ending = office_ending(phrase, head)
        if ending is None:
            return None
        office, first = ending
        if _is_plural(phrase[head].text, office):
            return None
        known = [hit.known for hit in find_known(phrase)]
        countries = {k.country for k in known if k.kind == "country"}
        bodies = {k.name for k in known if k.kind == "organization"}
        seen = [m for m in self._people_before(span.start)]
        candidates = [
            m for m in seen
            if _holds(m, office)
            and (not countries or m.country in countries)
            and (not bodies or any(body in (r or "") for body in bodies for r in (*m.roles, m.role_organization)))
            and (not office.gender or not m.gender or m.gender == office.gender)
        ]  # fmt: skip
        if not candidates and countries and office.cls in {"state", "government", "head"}:
            candidates = [m for m in seen if m.country in countries and _leads(m)]
        exact = [
            m
            for m in candidates
            if any(r.split()[0] == office.role or r.endswith(office.role) for r in m.roles)
        ]
        candidates = exact or candidates
        if len(candidates) > 1 and not countries:
            return self._nearest(candidates, span.start)
        return candidates[-1] if candidates else None

    def _people_before(self, place: int) -> list[Member]:
        """Return the people named before a place, the last named last; those only named later too, first."""
        order: dict[int, tuple[int, Member]] = {}
        for start, _, member in self.cast.named_before(place):
            if member.kind == "person":
                order[id(member)] = (start, member)
        return [member for _, member in sorted(order.values(), key=lambda item: item[0])]

    def _nearest(self, candidates: Sequence[Member], place: int) -> Member | None:
        """Return the candidate who is clearest in view: subjects and speakers before others, near before far."""
        ranked = sorted(((self._salience(m, place), i) for i, m in enumerate(candidates)), reverse=True)
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.3:
            return None
        return candidates[ranked[0][1]]

    def _antecedent(self, place: int, pronoun: str) -> Member | None:
        if pronoun in {"who", "which", "that"}:
            before = [(s, e, m) for s, e, m in self.cast.named_before(place) if place - e < 4]
            return before[-1][2] if before else None
        if pronoun == "it":
            return self._body_before(place)
        gender = _HE.get(pronoun)
        if gender is None:
            return None
        candidates = [
            member
            for member in self._people_before(place)
            if (not member.gender or member.gender == gender) and self._salience(member, place) > -4
        ]
        if not candidates:
            return None
        ranked = sorted(
            candidates,
            key=lambda m: self._salience(m, place) + (0.8 if m.gender == gender else 0.0),
            reverse=True,
        )
        best = ranked[0]
        if not best.gender:
            best.gender = gender
        return best

    def _salience(self, member: Member, place: int) -> float:
        """Return how much in view an actor is at a place: at best 3 for the subject of the same sentence, less with
        each sentence and line in between, less for names in quotations, captions and headlines."""
        best = -99.0
        sentence, line = self._sentence(place), self._line(place)
        points = [(m.char_start, m.char_end) for m in member.mentions]
        points += [(a.char_start, a.char_end) for a in self.anaphors if a.actor_id == member.actor_id]
        for start, end in points:
            if end > place:
                continue
            kind = self._blocks[self._line(start)].kind
            score = -0.5 * (sentence - self._sentence(start)) - 0.3 * (line - self._line(start))
            score += 1.5 if self._is_subject(start, end) else 0.0
            score -= 2.0 if kind in {"caption", "headline", "credit", "byline"} else 0.0
            score -= 1.0 if self._is_quoted(start) else 0.0
            score -= 0.4 if re.match(r"['’]s", self.text[end : end + 2]) else 0.0
            best = max(best, score)
        for start, speaker in self._said[-3:]:
            if speaker is member and start < place:
                best = max(
                    best,
                    1.6 - 0.3 * (line - self._line(start)) - 0.2 * max(0, sentence - self._sentence(start)),
                )
        return best

    def _body_before(self, place: int) -> Member | None:
        line = self._line(place)
        for start, end, member in reversed(self.cast.named_before(place)):
            if line - self._line(start) > 1:
                break
            if member.kind in {"organization", "country"} and (
                self._is_subject(start, end) or any(speaker is member for _, speaker in self._said[-2:])
            ):
                return member
        return None

    def _is_subject(self, start: int, end: int) -> bool:
        return any(place in self._subjects for place in range(start, end))

    def _is_quoted(self, place: int) -> bool:
        i = bisect_right(self._direct, Span(place, 1 << 60)) - 1
        return i >= 0 and self._direct[i].end > place

    def _sentence(self, place: int) -> int:
        return bisect_right(self._sentences, place)

    def _line(self, place: int) -> int:
        return max(0, bisect_right(self._block_starts, place) - 1)

    def _description(self, span: Span) -> str | None:
        """Return the words for a speaker without a name: "statement", "Trump administration", "Canadian government"."""
        phrase = words(self.text, span.start, span.end)
        while phrase and phrase[0].text.lower() in _DETERMINERS - set(_POSSESSIVES):
            phrase = phrase[1:]
        if not phrase:
            return None
        owner = ""
        if phrase[0].text.lower() in _POSSESSIVES and len(phrase) > 1:
            gender = _POSSESSIVES[phrase[0].text.lower()]
            member = self._antecedent(phrase[0].start, {"m": "he", "f": "she"}.get(gender, "it"))
            owner = _owner_name(member, phrase[1].text) if member else ""
            phrase = phrase[1:]
        start, end = phrase[0].start, phrase[-1].end
        body = re.sub(r"(?<=\w)['’]s(?= )|(?<=s)['’](?= )", "", self.text[start:end])
        body = re.split(r",| who | which | \(", body)[0]
        return " ".join(f"{owner} {body}".split()) or None


def _owner_name(member: Member, owned: str) -> str:
    if member.kind == "person" and owned.lower() in {"government", "administration"} and member.country:
        nation = country(member.country)
        return nation.name if nation else member.name
    return member.name


def _head(phrase: Sequence[Word]) -> int | None:
    """Return the head noun of a description: the last word before a preposition, comma or clause."""
    for k, word in enumerate(phrase):
        low = word.text.lower()
        if k and low in _BREAKS and not office_at(phrase, k - 1 if k > 1 else k):
            return k - 1
        if k and low in _BREAKS:
            spanning = any(
                (at := office_at(phrase, j)) is not None and j + at[1] - 1 > k
                for j in range(max(0, k - 2), k)
            )
            if not spanning:
                return k - 1
    return len(phrase) - 1 if phrase else None


def _is_plural(word: str, office: Office) -> bool:
    return fold(word).endswith(("s", "men", "people")) and not office.role.lower().endswith(fold(word))


def _holds(member: Member, office: Office) -> bool:
    """Tell whether a person holds an office, or one that the description stands for."""
    held = [at for role in member.roles + ((member.role,) if member.role else ()) if (at := _office_of(role))]
    if any(one.role == office.role for one in held):
        return True
    classes = _STANDS_FOR.get(office.role, frozenset())
    return any(one.cls in classes for one in held)


def _office_of(role: str) -> Office | None:
    line = words(role)
    for k in range(len(line)):
        at = office_at(line, k)
        if at:
            return at[0]
    return None


def _leads(member: Member) -> bool:
    office = _office_of(member.role or "")
    return office is not None and office.cls in {"state", "government"}
