"""Descriptions of people: "the president", "the former Kenyan minister", "the UN spokesman"."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import reference
from onrecord.extract.actors.gazetteer import find_known, lookup
from onrecord.extract.actors.names import Word, fold, word_set, words
from onrecord.extract.actors.offices import Office, office_at, office_ending
from onrecord.resolve.cast import Member

_BREAKS = word_set(", of for from in at on to with who which that ( — – by about and against")


@dataclass(frozen=True, slots=True)
class Description:
    """The office a definite description of one person names, with the countries and bodies its words hold."""

    office: Office
    countries: frozenset[str | None]
    bodies: frozenset[str]
    is_former: bool

    def fits(self, member: Member) -> bool:
        """Tell whether a person holds the office, or one it can stand for, in that country and body."""
        held = (*member.roles, member.role_organization)
        return (
            _holds(member, self.office)
            and (not self.countries or member.country in self.countries)
            and (not self.bodies or any(body in (role or "") for body in self.bodies for role in held))
            and (not self.office.gender or member.gender in {"", self.office.gender})
        )

    def leads(self, member: Member) -> bool:
        """Tell whether a person leads a country the description names: "the Kenyan leader"."""
        if self.office.cls not in {"state", "government", "head"} or member.country not in self.countries:
            return False
        office = _office_of(member.role or "")
        return office is not None and office.cls in {"state", "government"}

    def is_exact(self, member: Member) -> bool:
        """Tell whether a role of the person has the very words of the office."""
        role = self.office.role
        return any(held.split()[0] == role or held.endswith(role) for held in member.roles)


def read_description(phrase: Sequence[Word]) -> Description | None:
    """Read a description; None where it names no office, is plural or not definite ("a spokesman")."""
    first = fold(phrase[0].text)
    definite = first in {"the", "this"} or phrase[0].text[0].isupper()
    if not definite or first in {"a", "an", "another", "some", "one"}:
        return None
    head = _head(phrase)
    ending = office_ending(phrase, head)
    party = lookup(phrase[head].text)
    if ending is not None:
        office = ending[0]
    elif party is not None and party.name in {"Republicans", "Democrats"}:
        office = Office(phrase[head].text, "parliament", "")  # "the South Carolina Republican"
    else:
        return None
    if _is_plural(phrase[head].text, office):
        return None
    known = [hit.known for hit in find_known(phrase)]
    return Description(
        office,
        countries=frozenset(k.country for k in known if k.kind == "country"),
        bodies=frozenset(k.name for k in known if k.kind == "organization"),
        is_former=any(fold(word.text) == "former" for word in phrase),
    )


def _head(phrase: Sequence[Word]) -> int:
    """Return the head noun of a description: the last word before a preposition, comma or clause."""
    for k in range(1, len(phrase)):
        if phrase[k].text.lower() in _BREAKS:
            offices = ((j, office_at(phrase, j)) for j in range(max(0, k - 2), k))
            if not any(office and j + office[1] - 1 > k for j, office in offices):  # "Secretary of State"
                return k - 1
    return len(phrase) - 1


def _is_plural(word: str, office: Office) -> bool:
    plural = fold(word).endswith(("s", "men", "people")) and not fold(word).endswith("ss")
    return plural and not office.role.lower().endswith(fold(word))


@functools.cache
def _stands_for() -> dict[str, frozenset[str]]:
    return {row["office"]: frozenset(row["classes"].split("|")) for row in reference.load("descriptions")}


def _holds(member: Member, office: Office) -> bool:
    roles = member.roles + ((member.role,) if member.role else ())
    held = [found for role in roles if (found := _office_of(role))]
    classes = _stands_for().get(office.role, frozenset())
    return any(one.role == office.role or one.cls in classes for one in held)


def _office_of(role: str) -> Office | None:
    line = words(role)
    found = (office_at(line, k) for k in range(len(line)))
    return next((at[0] for at in found if at), None)
