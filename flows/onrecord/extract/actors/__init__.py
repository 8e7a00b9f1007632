"""Mentions of people, organisations, countries, places and groups.

The entities come from a model: the reader's entity head where there is a reading, spaCy's small model else. Rules
correct either by the structure of the document: lines are read apart, titles and possessives stay outside, names
known beforehand are found by list, a name accepted once is found everywhere, one name has one kind, and headlines
count only where the body or a list knows the name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

from onrecord.extract.actors.acronyms import office_acronyms
from onrecord.extract.actors.bylines import bylined, credited
from onrecord.extract.actors.contexts import bodies_by_context, places_by_context, things_by_context
from onrecord.extract.actors.entities import Found, clean_entities, model_entities
from onrecord.extract.actors.gazetteer import lookup
from onrecord.extract.actors.guards import foreign, storms, treaties
from onrecord.extract.actors.lines import Candidate, Line, closing_words, read_lines
from onrecord.extract.actors.names import fold, honorifics, is_capitalised, is_given_name, word_set, words
from onrecord.extract.actors.patterns import (
    bodies,
    chapters,
    defined,
    halves,
    listed,
    mention_kind,
    people,
)
from onrecord.extract.actors.places import datelined, districts, located
from onrecord.extract.actors.roles import role_of
from onrecord.extract.parse import Parsed
from onrecord.records import ActorKind, Mention

if TYPE_CHECKING:
    from onrecord.reader import Reading

_PLAIN_WORDS = word_set("may june april august sunday monday summer march the in on an so no do")  # names' first words
_DETERMINERS = word_set("the a an this that")
_LAST_WORD = re.compile(r"(?<!\S)(\w+)\s$")
_LOCATIVE = re.compile(r"\b(?:in|at|to|from|near|outside)\s$")
_REPEAT_WEIGHT = 0.3
Key = tuple[str, ...]
Kinds = dict[Key, ActorKind]


def find_mentions(parsed: Parsed, reading: Reading | None = None) -> list[Mention]:
    """Return the named mentions of an article in order, none overlapping, each with its kind and role.

    Nominal and pronoun mentions ("the president", "she") are added where they speak, by ``resolve.within``.
    """
    text = parsed.article.text
    lines = read_lines(parsed)
    entities = model_entities(parsed, reading)
    found = {line.start: _settle(_in_story(text, line, entities)) for line in lines if not line.is_display}
    found |= {line.start: byline for line in lines if line.is_display and (byline := list(bylined(line)))}
    story = [line for line in lines if not line.is_display]
    kinds = _kinds(text, [candidate for settled in found.values() for candidate in settled], story)
    things = things_by_context(story, kinds)
    by_first_word = _by_first_word(kinds)
    mentions: list[Mention] = []
    of_offices = office_acronyms(text, lines)
    for line in lines:
        own = found.get(line.start)
        if own is None:
            own = [*_displayed(line, entities, kinds), *listed(line), *credited(line), *districts(text, line)]
        settled = _settle([*own, *_repeated(line, kinds, by_first_word), *halves(line, kinds)])
        settled = _joined(text, settled)
        found_here: list[Mention] = []
        for candidate in settled:
            is_thing = candidate.known is None and _key(text, candidate) in things
            if candidate.is_actor and not is_thing and text[candidate.start : candidate.end] not in of_offices:
                free = found_here[-1].char_end if found_here else line.start
                found_here.append(_mention(text, candidate, kinds, free))
        _add_roles(text, line, found_here)
        mentions += found_here
    return sorted(mentions, key=lambda mention: mention.char_start)


def _in_story(text: str, line: Line, entities: Sequence[Found]) -> list[Candidate]:
    """Return all that may be a mention in a line whose capitals mean something."""
    found = [*clean_entities(line, entities), *listed(line), *bodies(line), *people(line), *bylined(line)]
    found += [
        *datelined(text, line),
        *districts(text, line),
        *located(line),
        *defined(text, line, found),
        *chapters(line, found),
    ]
    return [*found, *storms(text, line), *treaties(line), *foreign(line)]


def _settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose among overlapping candidates: the longest, then the surest. A law or work does not hide known names."""
    firm: list[tuple[int, int]] = []  # both sorted, and each without overlaps
    soft: list[tuple[int, int]] = []
    chosen: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.start - c.end, -c.weight, c.start, c.kind)):
        span = (candidate.start, candidate.end)
        if _overlaps(firm, span) or (candidate.known is None and _overlaps(soft, span)):
            continue
        insort(soft if candidate.kind == "none" else firm, span)
        chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.start)


def _joined(text: str, settled: Sequence[Candidate]) -> list[Candidate]:
    """Join two people with one space between: a model's "Jeb" and "Bush"."""
    joined: list[Candidate] = []
    for candidate in settled:
        last = joined[-1] if joined else None
        both = last is not None and last.kind == candidate.kind == "person"
        if last is not None and both and text[last.end : candidate.start] == " ":
            joined[-1] = Candidate(last.start, candidate.end, "person", min(last.weight, candidate.weight))
        else:
            joined.append(candidate)
    return joined


def _overlaps(spans: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    i = bisect_left(spans, span)
    return (i > 0 and spans[i - 1][1] > span[0]) or (i < len(spans) and spans[i][0] < span[1])


def _kinds(text: str, candidates: Sequence[Candidate], story: Sequence[Line]) -> Kinds:
    """Return the kind of each name of the article by its folded words: lists first, context, then weight of votes.

    The last word of a person's full name stands for a person too.
    """
    votes: dict[Key, dict[ActorKind, float]] = defaultdict(dict)
    known: Kinds = {}
    for candidate in candidates:
        if candidate.is_actor:
            key, kind = _key(text, candidate), cast("ActorKind", candidate.kind)
            votes[key][kind] = votes[key].get(kind, 0.0) + candidate.weight
            if candidate.known is not None:
                known[key] = kind
    kinds: Kinds = {key: max(counts, key=lambda kind: (counts[kind], kind)) for key, counts in votes.items()}
    initials = _initials(kinds)
    kinds |= {key: "organization" for key in initials if kinds.get(key) == "person"}
    for key, kind in kinds.items():  # "Marine Le Pen" beside "Le Pen"
        by_surname = len(key) > 1 and "person" in {kinds.get(key[1:]), kinds.get(key[-1:])}
        if kind in {"organization", "place"} and by_surname and key not in known and is_given_name(key[0]):
            kinds[key] = "person"
    told = bodies_by_context(story, kinds) - set(known)
    kinds |= dict.fromkeys(told, "organization")
    kinds |= dict.fromkeys(places_by_context(story, kinds) - set(known), "place")
    people_ = [key for key, kind in kinds.items() if kind == "person" and len(key) > 1]
    surnames: Kinds = {key[-1:]: "person" for key in people_ if key[-1:] not in told}
    for key in people_:  # Malaysians and Chinese are called by the first word
        if key[0] not in _PLAIN_WORDS:
            kinds.setdefault(key[:1], "person")
    # "Luo" beside "Luo Wenjie" is no people; "French" beside "French Hill" may be
    peoples = {_key(text, c) for c in candidates if c.known and c.kind == "group" and c.known.via != "demonym"}
    called = {key[:1] for key in people_ if not is_given_name(key[0])} & peoples
    overruled = called | {key for key in surnames if known.get(key) == "place"}
    listed_kinds = {key: kind for key, kind in known.items() if key not in overruled}
    return kinds | surnames | dict.fromkeys(called, "person") | listed_kinds


def _key(text: str, candidate: Candidate) -> Key:
    return tuple(fold(word.text) for word in words(text, candidate.start, candidate.end))


def _initials(kinds: Kinds) -> set[Key]:
    """Return the initials of the bodies of the article: "AK" after "Athletics Kenya"."""
    return {
        ("".join(word[:1] for word in key),) for key, kind in kinds.items() if kind == "organization" and len(key) > 1
    }


def _by_first_word(kinds: Kinds) -> dict[str, list[Key]]:
    index: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(kinds, key=lambda key: (-len(key), key)):
        if len("".join(key)) > 1:
            index[key[0]].append(key)
    return index


def _displayed(line: Line, entities: Sequence[Found], kinds: Kinds) -> Iterator[Candidate]:
    """Yield what a line in title case or capitals names: only what the body names too, or a plain full name."""
    for candidate in clean_entities(line, entities):
        a, b = line.index(candidate.start, candidate.end)
        key = tuple(fold(word.text) for word in line.words[a:b])
        full_name = candidate.kind == "person" and 1 < b - a < 4 and is_given_name(line.words[a].text)
        # In a heading or a wire line inside the story, bodies are what capitals feign most.
        told = candidate.kind in {"person", "place"} or _is_address(line, a, b)
        in_story = line.kind == "paragraph" and told
        if key in kinds or full_name or in_story:
            yield candidate


def _is_address(line: Line, a: int, b: int) -> bool:
    """Tell whether a body opens the line of an address: "Ministry of Health, Kampala"."""
    closed = b < len(line.words) and line.words[b].text == "," and line.words[b - 1].text in closing_words()
    return closed and a == 0 and not line.is_caseless


def _repeated(line: Line, kinds: Kinds, by_first_word: dict[str, list[Key]]) -> Iterator[Candidate]:
    """Yield further places where a name of the article stands."""
    folded = [fold(word.text) for word in line.words]
    for i, word in enumerate(line.words):
        keys = by_first_word.get(folded[i])
        if not keys or not (line.is_caseless or is_capitalised(word.text)):
            continue
        for key in keys:
            last = line.words[min(i + len(key), len(line.words)) - 1]
            if tuple(folded[i : i + len(key)]) != key or (
                len(key) == 1 and line.is_plain_start(word) and not line.is_display
            ):
                continue
            if line.is_caseless or is_capitalised(last.text):
                yield Candidate(word.start, last.end, kinds[key], _REPEAT_WEIGHT)
                break


def _mention(text: str, candidate: Candidate, kinds: Kinds, free: int) -> Mention:
    """Return a candidate as a mention; before ``free`` its line is taken."""
    kind = kinds.get(_key(text, candidate), cast("ActorKind", candidate.kind))
    known = candidate.known or lookup(text[candidate.start : candidate.end])
    if known is not None and (kind != "person" or _is_whereabouts(text, candidate)):
        kind = mention_kind(known)
    start = _with_honorific(text, candidate, free) if kind == "person" else candidate.start
    return Mention(start, candidate.end, kind)


def _with_honorific(text: str, candidate: Candidate, free: int) -> int:
    """Return where a name of one word begins with its "Sir" or "Lady", which news keeps: "Sir Keir"."""
    before = _LAST_WORD.search(text, max(free, candidate.start - 12), candidate.start)
    single = " " not in text[candidate.start : candidate.end]
    return before.start(1) if before and single and fold(before.group(1)) in honorifics().kept else candidate.start


def _is_whereabouts(text: str, candidate: Candidate) -> bool:
    """Tell whether a place that is somebody's surname too is meant as a place: "in Paris"."""
    return candidate.kind == "place" and bool(_LOCATIVE.search(text, max(0, candidate.start - 9), candidate.start))


def _add_roles(text: str, line: Line, mentions: Sequence[Mention]) -> None:
    """Give the people of a line the roles beside their names."""
    bodies_here = [mention for mention in mentions if mention.kind == "organization"]
    for mention in mentions:
        if mention.kind != "person":
            continue
        role = role_of(line.words, *line.index(mention.char_start, mention.char_end))
        if role is None:
            continue
        mention.role, mention.role_country = role.title, role.country
        # "Law Society of Kenya president": the body may end right where the title was read from
        inside = (m for m in bodies_here if role.start - 1 <= m.char_end <= role.end)
        named = next((text[m.char_start : m.char_end] for m in inside), None)
        mention.role_organization = role.organization or named
