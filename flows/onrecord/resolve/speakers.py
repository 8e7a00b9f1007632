"""Who speaks: from the words beside a quote ("she", "the president", "Trump's administration") to an actor.

Named speakers are looked up by place; a description goes to the person who holds that office in the article; "he"
and "she" go to the person of that gender who was just subject, spoke, or was named last. What is not clear stays
open: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.actors.gazetteer import country
from onrecord.extract.actors.names import fold, word_set, words
from onrecord.extract.parse import Parsed
from onrecord.records import Mention, MentionForm, Quote
from onrecord.resolve.antecedents import GENDERS, View
from onrecord.resolve.cast import Cast, Member
from onrecord.resolve.described import Described
from onrecord.resolve.descriptions import read_description
from onrecord.resolve.introductions import Introductions
from onrecord.resolve.naming import Names
from onrecord.resolve.unnamed import Unnamed
from onrecord.text import Span

_PRONOUNS = frozenset(GENDERS) | word_set("they it i we you who which that one this these those them")
_POSSESSIVES = {"his": "his", "her": "her", "their": "they", "its": "it"}
_DETERMINERS = word_set("even only perhaps the a an one some another this that these his her their its our my")
_LENGTH = re.compile(r"\d+-page")  # "the 212-page ruling" is the ruling
_ADDS = frozenset({"added", "adds", "continued", "continues", "went on", "goes on"})
_ADDRESS = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.?\s(?=[A-Z])")
_ADDRESSED = re.compile(r"(?:[A-Z]\w*\.? ){0,2}")  # before a name that is spoken to: "| Madam Speaker | Jane Roe"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: an actor, or only the words for one who has no name here."""

    name: str | None
    member: Member | None = None


class Speakers:
    """The speakers of an article's quotes. ``anaphors`` collects the descriptions and pronouns that speak."""

    def __init__(self, parsed: Parsed, cast: Cast, quotes: Sequence[Quote]) -> None:
        self.anaphors: list[Mention] = []
        self._text = parsed.article.text
        self._doc = parsed.doc
        self._cast = cast
        self._view = View(parsed, cast, quotes)
        self._names = Names(self._text, cast)
        self._described = Described(self._text, cast, self._view)
        self._introductions = Introductions(self._text, self._doc, cast)
        spoken = ((span, quote.speaker) for quote in quotes if quote.kind == "direct" for span in quote.spans)
        self._quoted = sorted((span, speaker) for span, speaker in spoken if speaker)
        self._resolved: dict[Span, Speaker] = {}
        self._unnamed: Unnamed[Speaker] = Unnamed(self._text, self._view)
        self._addressed: set[Member] = set()  # whom the quote at hand speaks to
        self._descriptions: dict[str, str] = {}  # last word -> the words for a speaker without a name

    def speaker(self, quote: Quote) -> Speaker:
        """Return who speaks a quote; the quotes are asked in order of place."""
        span = quote.speaker
        if span is None:
            return Speaker(None)
        if span not in self._resolved:
            self._addressed = self._spoken_to(quote)
            introduced = self._introductions.named_after(span, quote.cue.start) if quote.cue else None
            if introduced is not None and not any(p.member.kind == "person" for p in self._cast.named_in(span)):
                self._introductions.note(span, introduced.member)
                self._resolved[span] = self._anaphor(span, introduced.member, "nominal")
            else:
                self._resolved[span] = self._read(span)
                if self._resolved[span].member is None and self._adds(quote, span):
                    before = self._view.speaker_before(span.start)
                    self._resolved[span] = self._anaphor(span, before, "nominal") if before else self._resolved[span]
        speaker = self._resolved[span]
        if speaker.member is not None:
            self._view.add_speech(quote.char_start, speaker.member)
            self._unnamed.forget()
        elif speaker.name is not None:
            self._unnamed.note(span, speaker.name, speaker, self._introductions.is_plural(span))
        return speaker

    def _adds(self, quote: Quote, span: Span) -> bool:
        """Tell whether somebody goes on who is described by an office: "the Northern MP added"."""
        cue = self._text[quote.cue.start : quote.cue.end].lower() if quote.cue else ""
        phrase = words(self._text, span.start, span.end)
        return cue in _ADDS and bool(phrase) and fold(phrase[0].text) == "the" and read_description(phrase) is not None

    def _read(self, span: Span) -> Speaker:
        surface = self._text[span.start : span.end]
        low = surface.strip().lower()
        if low in _PRONOUNS:
            nominal = self._nominal(span, low)
            if nominal is not None:
                return self._read(nominal)
            unnamed = self._unnamed.taken_up(low, span.start)
            if unnamed is not None:
                return unnamed
            member = self._antecedent(span.start, low)
            if member is not None and low in {"he", "she"} and not member.gender:
                self._view.tell_gender(member, GENDERS[low])
            return self._anaphor(span, member, "pronoun") if member else Speaker(None)
        head = self._head_of_verb(span)
        if head is not None:
            return self._read(head) if head.end > head.start else Speaker(None)
        unnamed = self._unnamed.taken_up(low, span.start)
        if unnamed is not None:
            return unnamed
        brought = self._view.indefinite_before(span.start, low.removeprefix("the ")) if low.startswith("the ") else None
        if brought is not None:
            return self._read(brought)
        abbreviated = self._introductions.abbreviated(surface)
        if abbreviated is not None:
            return self._anaphor(span, abbreviated, "nominal")
        named = self._names.named(span)
        if len(named) == 1:
            self._note_title(span, named[0])
            return Speaker(named[0].name, named[0])
        if named:  # several speak as one: no single actor to hold to it
            return Speaker(" and ".join(member.name for member in named))
        described = self._described.person(span) or self._introductions.known_as(span) or self._described.body(span)
        if described is not None:
            return self._anaphor(span, described, "nominal")
        description = self._description(span)
        return Speaker(self._told_before(description) if low.startswith("the ") else self._noted(description))

    def _nominal(self, span: Span, pronoun: str) -> Span | None:
        """Return the words without a name that a pronoun takes up: "a spokesman", "the ruling"."""
        if pronoun in GENDERS:
            return self._view.nominal_before(span.start, pronoun)
        is_read = self._text.startswith(" read", span.end)
        return self._view.document_before(span.start, is_read=is_read) if pronoun == "it" else None

    def _note_title(self, span: Span, member: Member) -> None:
        """Note the words before the name of somebody who speaks, for later "the lawyer"."""
        point = next((p for p in self._cast.named_in(span) if p.member is member), None)
        if point is not None and member.kind == "person" and span.start < point.start:
            self._introductions.note(Span(span.start, point.start), member)

    def _anaphor(self, span: Span, member: Member, form: MentionForm) -> Speaker:
        mention = Mention(span.start, span.end, member.kind, form, actor_id=member.actor_id, name=member.name)
        self.anaphors.append(mention)
        self._view.add_anaphor(span, member)
        return Speaker(member.name, member)

    def _head_of_verb(self, span: Span) -> Span | None:
        """Return who the verb that words begin with, or end the phrase of, is said of: "Opening the case, | Jane Roe".

        An empty span if nobody; None where the words are no verb's.
        """
        tokens = self._doc.char_span(span.start, span.end, alignment_mode="expand")
        if tokens is None:
            return None
        verb = tokens.root
        if verb.dep_ == "pobj" and verb.head.lower_ in {"at", "in", "on"} and verb.head.head.tag_ == "VBG":
            verb = verb.head.head  # "Opening the case at | the Crown Court"
        elif not verb.tag_.startswith("VB") or verb.i != tokens.start:
            return None
        if verb.tag_ in {"VB", "VBP"} and self._names.named(span):  # "lead author Jane Roe"
            return None
        heads = [child for child in verb.lefts if child.dep_ == "nsubj" and child.tag_.startswith("NN")]
        if not heads and verb.dep_ in {"relcl", "acl"}:
            heads = [verb.head]
        elif not heads and verb.tag_ == "VBG":  # the sentence's subject, however the parse has joined it
            rest = self._cast.named_in(Span(span.end, verb.head.idx)) if verb.head.i > verb.i else []
            close = [
                point for point in rest if point.member.kind == "person" and not self._names.depends(span, point, rest)
            ]
            if close:
                return Span(close[-1].start, close[-1].end)
        if not heads:
            heads = [child for child in verb.head.children if child.dep_ == "nsubj" and child.i > verb.i]
        whole = [(min(t.idx for t in (head, *head.lefts)), head.idx + len(head)) for head in heads]
        return Span(*whole[0]) if whole else Span(span.start, span.start)

    def _noted(self, description: str | None) -> str | None:
        """Keep the words for a speaker without a name, for later "the spokesman"."""
        if description and " " in description:
            self._descriptions[description.split()[-1].lower()] = description
        return description

    def _told_before(self, description: str | None) -> str | None:
        """Return the fuller words of an earlier speaker: "spokesman" after "Cameron spokesman"."""
        if description is None or " " in description:
            return self._noted(description)
        return self._descriptions.get(description.lower(), description)

    def _antecedent(self, place: int, pronoun: str) -> Member | None:
        if pronoun in {"who", "which", "that"}:
            before = [point for point in self._cast.named_before(place, place - 80) if place - point.end < 4]
            return before[-1].member if before else None
        if pronoun == "it":
            return self._view.body(place)
        if pronoun in GENDERS:
            self._read_subjects(place)
            return self._view.person(place, pronoun, without=self._addressed | self._quoted_by(place))
        return None

    def _read_subjects(self, place: int) -> None:
        """Note whom the subjects without a name stand for, up to a place: "The judge was less amused"."""
        for span in self._view.subjects_before(place):
            member = self._described.person(span)
            if member is not None:
                self._view.add_anaphor(span, member)

    def _spoken_to(self, quote: Quote) -> set[Member]:
        """Return whom a quotation addresses by name, who does not speak it: "Mr Roe, sit down"."""
        if quote.kind != "direct":
            return set()
        return {
            point.member
            for span in quote.spans
            for point in self._cast.named_in(span)
            if _ADDRESSED.fullmatch(self._text, span.start, point.start)
            and self._text.startswith(",", point.end)
            and point.member.kind == "person"
        }

    def _quoted_by(self, place: int) -> set[Member]:
        """Return who is quoted around a place, by name: not whom "he" means there."""
        i = bisect_right(self._quoted, place, key=lambda item: item[0].start) - 1
        if i < 0 or self._quoted[i][0].end <= place:
            return set()
        named = self._names.named(self._quoted[i][1])
        return set(named) if len(named) == 1 else set()

    def _description(self, span: Span) -> str | None:
        """Return the words for a speaker without a name: "statement", "Trump administration", "Canadian government"."""
        phrase = words(self._text, span.start, span.end)
        while phrase and phrase[0].text.lower() in _DETERMINERS - set(_POSSESSIVES):
            if len(phrase) > 1 and phrase[0].text.lower() == "one" and phrase[1].text.lower() in {"in", "of"}:
                break
            phrase = phrase[1:]
        if phrase and _LENGTH.fullmatch(phrase[0].text):
            phrase = phrase[1:]
        if not phrase:
            return None
        owner = ""
        if phrase[0].text.lower() in _POSSESSIVES and len(phrase) > 1:
            member = self._antecedent(phrase[0].start, _POSSESSIVES[phrase[0].text.lower()])
            owner = _owner_name(member, phrase[1].text) if member else ""
            phrase = phrase[1:]
        start, end = phrase[0].start, phrase[-1].end
        body = re.sub(r"(?<=\w)['’]s(?= )|(?<=s)['’](?= )", "", self._text[start:end])
        body = _ADDRESS.sub("", body)
        body = re.split(r",| who | which | \(", body)[0]
        return " ".join(f"{owner} {body}".split()) or None


def _owner_name(member: Member, owned: str) -> str:
    if member.kind == "person" and owned.lower() in {"government", "administration"} and member.country:
        nation = country(member.country)
        return nation.name if nation else member.name
    return member.name
