"""Offices, ranks and occupations: the words of ``seeds/reference/offices.csv``, found in a line."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import reference
from onrecord.extract.actors.gazetteer import find_known
from onrecord.extract.actors.names import Gender, Word, fold, honorifics, word_set


@dataclass(frozen=True, slots=True)
class Office:
    """An office or occupation: the form it is kept in, the class of offices it belongs to, its gender if it has one."""

    role: str
    cls: str
    gender: Gender


LINKS = word_set("of to for at in on with")  # between an office and what it is an office of


@functools.cache
def modifiers() -> frozenset[str]:
    """Return the words that stand before an office without being one: "former", "foreign"."""
    return frozenset(row["word"] for row in reference.load("title_words") if row["class"] == "modifier")


@functools.cache
def portfolios() -> frozenset[str]:
    """Return the modifiers and the words for what ministers have charge of: "energy", "commerce"."""
    return frozenset(row["word"] for row in reference.load("title_words"))


@functools.cache
def offices() -> dict[tuple[str, ...], Office]:
    """Return the offices by their folded words."""
    found: dict[tuple[str, ...], Office] = {}
    for row in reference.load("offices"):
        gender: Gender = "m" if row["gender"] == "m" else "f" if row["gender"] == "f" else ""
        found[tuple(fold(word) for word in row["title"].split())] = Office(row["role"], row["class"], gender)
    return found


def is_family(role: str) -> bool:
    """Tell whether a role is a family tie: "wife"."""
    office = offices().get((fold(role.rsplit(maxsplit=1)[-1]),))
    return office is not None and office.cls == "family"


def office_at(line: Sequence[Word], i: int) -> tuple[Office, int] | None:
    """Return the longest office that begins at word ``i`` and how many words it has. Plurals count ("senators")."""
    lengths = _lengths_by_first_word().get(fold(line[i].text)) if i < len(line) else None
    if lengths is None:
        return None
    index = offices()
    for n in lengths:
        if i + n <= len(line):
            key = tuple(fold(word.text) for word in line[i : i + n])
            office = index.get(key) or index.get((*key[:-1], _singular(key[-1])))
            if office:
                return office, n
    return None


@functools.cache
def _lengths_by_first_word() -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for key in offices():
        found.setdefault(key[0], set()).add(len(key))
        if len(key) == 1:
            plurals = {f"{key[0]}s", re.sub("man$", "men", key[0])}
            for plural in plurals:
                found.setdefault(plural, set()).add(1)
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def office_ending(line: Sequence[Word], i: int) -> tuple[Office, int] | None:
    """Return the longest office whose last word is word ``i``, and where it begins."""
    index = offices()
    for n in (4, 3, 2, 1):
        if i - n + 1 >= 0:
            key = tuple(fold(word.text) for word in line[i - n + 1 : i + 1])
            office = index.get(key) or index.get((*key[:-1], _singular(key[-1])))
            if office:
                return office, i - n + 1
    return None


# Offices whose acronyms mean the person; an Auditor General's mean the institution too.
_PERSONAL = word_set("commissioner officer superintendent inspector magistrate collector constable")


def is_officer(name: Sequence[Word]) -> bool:
    """Tell whether words are an officer and no body: "Regional Commissioner", "Superintendent of Police"."""
    if not 1 < len(name) < _LONGEST_OFFICE:
        return False
    opens = fold(name[0].text) in _PERSONAL and fold(name[1].text) in LINKS
    return opens or (fold(name[-1].text) in _PERSONAL and not any(fold(word.text) in LINKS for word in name))


_LONGEST_OFFICE = 5  # words


def honorific_at(line: Sequence[Word], i: int) -> int:
    """Return how many words of address begin at word ``i``."""
    before = honorifics().before
    for n in (3, 2, 1):
        if i + n <= len(line):
            key = tuple(fold(word.text) for word in line[i : i + n])
            if key in before and line[i].text[0].isupper():
                return n
    return 0


def honorific_ending(line: Sequence[Word], i: int) -> int:
    """Return how many words of address end with word ``i``."""
    return next((n for n in (3, 2, 1) if i - n + 1 >= 0 and honorific_at(line, i - n + 1) == n), 0)


def title_length(line: Sequence[Word]) -> int:
    """Return how many words at the front of a person's name are titles ("US President", "Mr"), none of the name."""
    i = 0
    while i < len(line) - 1:
        word = line[i]
        n = honorific_at(line, i)
        if n and not (n == 1 and fold(word.text) in honorifics().kept):
            i += n
            continue
        office = office_at(line, i)
        if office and i + office[1] < len(line):
            i += office[1]
            continue
        if fold(word.text) in modifiers() | LINKS | {"the", "a", "an", "'s", "’s", "ex-president"} and (
            not word.text[0].isupper() or office_at(line, i + 1)
        ):
            i += 1
            continue
        hit = next((hit for hit in find_known(line[i : i + 4]) if hit.first == 0), None)
        after = i + hit.last + 1 if hit else len(line)
        # "Kenyan William Ruto", but German Ortega may be the name's own first word
        demonym = hit is not None and hit.known.via == "demonym" and len(line) - after > 1
        if demonym or (after < len(line) and _opens_title(line, after)):
            i = after
            continue
        break
    return min(i, len(line) - 1)


def _opens_title(line: Sequence[Word], i: int) -> bool:
    return bool(office_at(line, i) or honorific_at(line, i) or fold(line[i].text) in modifiers())


def _singular(word: str) -> str:
    if word.endswith("men"):
        return word[:-3] + "man"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
