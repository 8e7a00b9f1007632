"""Which mentions of people in one article are one person.

Full names first: two are one person's when their words agree. A name of one word goes to the person whose name
ends with it, or holds it; where two people share it, an honorific, the person just named or the one most spoken of
decides. Two people with one surname are never merged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.extract.actors.gazetteer import Leader, leaders
from onrecord.extract.actors.names import Gender, gender_of, honorifics, name_key, person_key, same_person
from onrecord.extract.actors.offices import offices
from onrecord.records import Mention
from onrecord.text import Article

_WORD_BEFORE = re.compile(r"(\S+)\s+$")


@dataclass(slots=True, eq=False)
class Person:
    """A person of one article, with the mentions that name them."""

    keys: list[tuple[str, ...]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    gender: Gender = ""
    leader: Leader | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """The longest name."""
        return max(self.keys, key=len)


def find_people(article: Article, mentions: Sequence[Mention], countries: set[str]) -> list[Person]:
    """Group the mentions of people. ``countries``: ISO codes of the countries the article names."""
    text = article.text
    named = [(person_key(text[m.char_start : m.char_end]), m) for m in mentions if m.kind == "person"]
    named = [(key, mention) for key, mention in named if key]
    people: list[Person] = []
    for key, _ in sorted(named, key=lambda item: (-len(item[0]), item[1].char_start)):
        if len(key) > 1:
            _join_full(people, key)
    placed: list[Person] = []
    for key, mention in named:
        person = _owner(people, key, mention, text, placed)
        if person is None:
            person = Person(keys=[key])
            people.append(person)
        elif len(key) > 1 and key not in person.keys:
            person.keys.append(key)
        person.mentions.append(mention)
        placed.append(person)
        person.gender = person.gender or _gender(text, mention)
    date = article.published_at.date().isoformat() if article.published_at else None
    for person in people:
        person.leader = _leader(person, date, countries)
        person.gender = person.gender or (gender_of(person.leader.name) if person.leader else "")
    return [person for person in people if person.mentions]


def _join_full(people: list[Person], key: tuple[str, ...]) -> None:
    matching = [p for p in people if any(_one_name(key, other) for other in p.keys)]
    if len(matching) == 1:
        if key not in matching[0].keys:
            matching[0].keys.append(key)
    elif not matching:
        people.append(Person(keys=[key]))


def _one_name(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether two names of two words or more are one: alike, or a surname of several words and its full name."""
    if same_person(short, long):
        return True
    if len(short) < len(long):
        return long[-len(short) :] == short
    return len(long) > 1 and short[-len(long) :] == long and len(short) > len(long)


def _owner(
    people: Sequence[Person], key: tuple[str, ...], mention: Mention, text: str, placed: Sequence[Person]
) -> Person | None:
    if len(key) > 1:
        return next((p for p in people if key in p.keys), None) or next(
            (p for p in people if any(_one_name(key, other) for other in p.keys)), None
        )
    word = key[0]
    gender = _honorific_gender(text, mention)
    # "Mrs. Clinton" is not Bill Clinton, though no other Clinton is named in full
    fits = [p for p in people if not gender or (p.gender or gender_of(" ".join(p.key)) or gender) == gender]
    candidates = [p for p in fits if any(k[-1] == word for k in p.keys)]
    candidates = candidates or [p for p in fits if any(word in k for k in p.keys)]
    if len(candidates) > 1:
        recent = next((p for p in reversed(placed[-4:]) if p in candidates), None)
        return recent or max(candidates, key=lambda p: (len(p.mentions), -people.index(p)))
    return candidates[0] if candidates else None


def _honorific_gender(text: str, mention: Mention) -> Gender:
    before = _WORD_BEFORE.search(text, max(0, mention.char_start - 12), mention.char_start)
    word = name_key(before.group(1)) if before else ()
    return honorifics().before.get(word, "") if word else ""


def _gender(text: str, mention: Mention) -> Gender:
    by_honorific = _honorific_gender(text, mention)
    if by_honorific:
        return by_honorific
    name = text[mention.char_start : mention.char_end]
    first = name_key(name)[:1]
    if first and first[0] in honorifics().kept:
        return honorifics().before.get(first, "")
    by_name = gender_of(name)
    if by_name:  # before the office: many a chairman is a woman
        return by_name
    if mention.role:
        office = offices().get((mention.role.split()[-1].lower(),)) or offices().get((mention.role.split()[0].lower(),))
        if office and office.gender and office.cls != "family":
            return office.gender
    return ""


def _leader(person: Person, date: str | None, countries: set[str]) -> Leader | None:
    """Return the leader of the list this person is: a full name that agrees, or a surname with office or country."""
    found: list[Leader] = []
    roles = {mention.role for mention in person.mentions if mention.role}
    for leader in leaders().get(person.key[-1], ()) + leaders().get(person.key[0], ()):
        full = person_key(leader.name)
        if len(person.key) > 1:
            if same_person(person.key, full):
                found.append(leader)
        elif leader.held_on(date) and (
            leader.role in roles or (leader.country in countries and not roles) or _abroad(person, leader)
        ):
            found.append(leader)
    names = {leader.name for leader in found}
    if len(names) != 1:
        return None
    return next((leader for leader in found if leader.held_on(date)), found[-1])


def _abroad(person: Person, leader: Leader) -> bool:
    countries = Counter(mention.role_country for mention in person.mentions if mention.role_country)
    return bool(countries) and leader.country in countries
