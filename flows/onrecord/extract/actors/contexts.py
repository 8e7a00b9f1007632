"""What the words beside a name say of its kind, anywhere in the article: "the app X", "X LLC", "X's shareholders".

One such place settles the kind for the whole article, unless another place shows a person: "Mrs X", "X, 38,". The
words are ``seeds/reference/name_contexts.csv``.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping

from onrecord import reference
from onrecord.extract.actors.lines import Line
from onrecord.extract.actors.names import fold, is_given_name
from onrecord.extract.actors.offices import honorific_ending
from onrecord.records import ActorKind

Key = tuple[str, ...]


def bodies_by_context(lines: Iterable[Line], kinds: Mapping[Key, ActorKind]) -> set[Key]:
    """Return the names taken for people or places that their contexts tell for bodies."""
    first_words: dict[str, list[Key]] = {}
    for key in kinds:
        first_words.setdefault(key[0], []).append(key)
    bodies: set[Key] = set()
    people: set[Key] = {key for key in kinds if len(key) > 1 and is_given_name(key[0])}
    for line in lines:
        folded = [fold(word.text) for word in line.words]
        for i, word in enumerate(folded):
            for key in first_words.get(word, ()):
                stop = i + len(key)
                if tuple(folded[i:stop]) != key or not line.words[i].text[0].isupper():
                    continue
                if _is_person(line, i, stop):
                    people.add(key)
                elif _is_body(line, i, stop):
                    bodies.add(key)
    # "Acme" after "Acme Servicing LLC" is the company
    bodies |= {key[:1] for key in kinds if len(key) > 1 and key[-1] in company_endings() and key[:1] in kinds}
    people |= {key[-1:] for key in people if kinds.get(key) == "person"}
    return {key for key in bodies - people if kinds[key] in {"person", "place"}}


def things_by_context(lines: Iterable[Line], kinds: Mapping[Key, ActorKind]) -> set[Key]:
    """Return the names of one word that are told for things: "the X satellite", "the X virus", "X's disease"."""
    asked = {key[0] for key in kinds if len(key) == 1} - {key[-1] for key in kinds if len(key) > 1}
    things: set[Key] = set()
    bodies: set[Key] = set()
    for line in lines:
        for i, word in enumerate(line.words):
            if not word.text[0].isupper() or fold(word.text) not in asked:
                continue
            after = [following.text for following in line.words[i + 1 : i + 3]] + ["", ""]
            own = after[0] in {"'s", "’s"} and after[1] in {"disease", "syndrome"}
            if own or after[0] in _words("thing"):
                things.add((fold(word.text),))
            elif _is_body(line, i, i + 1) or _is_person(line, i, i + 1):
                bodies.add((fold(word.text),))
    return things - bodies


def _is_person(line: Line, a: int, b: int) -> bool:
    """Tell whether a name has an honorific or an age: "Mrs X", "X, 38,"."""
    if a and honorific_ending(line.words, a - 1):
        return True
    after = [word.text for word in line.words[b : b + 3]]
    return len(after) == 3 and after[0] == "," and after[1].isdigit() and len(after[1]) == 2 and after[2] in {",", "."}


def _is_body(line: Line, a: int, b: int) -> bool:
    """Tell whether the words beside a name make it a body: "the app | X", "X | goalkeeper Roe", "X's | board"."""
    before = line.words[a - 1].text if a else ""
    if (
        before == "," and a > 1 and b < len(line.words) and line.words[b].text == ","
    ):  # "the contractor, | Acme, | said"
        before = line.words[a - 2].text
    after = [word.text for word in line.words[b : b + 3]] + ["", "", ""]
    if after[0] in _words("suffix"):
        return True
    if before in _words("before") and (a < 2 or line.words[a - 2].text not in {"'s", "’s"}):
        return True
    if a > 1 and f"{line.words[a - 2].text} {before}" in _words("before"):  # "a piece for | X"
        return True
    if after[0] in {"'s", "’s"}:
        return after[1] in _words("owned") or f"{after[1]} {after[2]}" in _words("owned")
    follows = after[0] in _words("after") or f"{after[0]} {after[1]}" in _words("after")
    return follows and not (before[:1].isupper() and a > 1)


def places_by_context(lines: Iterable[Line], kinds: Mapping[Key, ActorKind]) -> set[Key]:
    """Return the names taken for people that are told for places: "in X", "the MP for X", "X district".

    At least half of the places where the name stands must say so: "seen in Roe" is said of people too.
    """
    surnames = {key[-1] for key, kind in kinds.items() if kind == "person" and len(key) > 1}
    surnames |= {key[0] for key, kind in kinds.items() if kind == "person" and len(key) > 1}
    asked = {key for key, kind in kinds.items() if kind == "person" and _may_be_place(key, surnames)}
    first_words = {key[0] for key in asked}
    told: Counter[Key] = Counter()
    people: set[Key] = set()
    for line in lines:
        for i, word in enumerate(line.words):
            if fold(word.text) not in first_words or not word.text[0].isupper():
                continue
            for n in (1, 2):
                key = tuple(fold(w.text) for w in line.words[i : i + n])
                if key in asked and _is_person(line, i, i + n):
                    people.add(key)
                elif key in asked and not _says_nothing(line, i + n):
                    told[key] += 1 if _is_place(line, i, i + n) else -1
    return {key for key, balance in told.items() if balance >= 0} - people


def _says_nothing(line: Line, b: int) -> bool:
    """Tell whether a name is part of a longer one or owns something, as people and places do alike."""
    after = line.words[b].text if b < len(line.words) else "."
    return after[0].isupper() or after in {"'s", "’s"}


def _may_be_place(key: Key, surnames: set[str]) -> bool:
    return len(key) < 3 and not is_given_name(key[0]) and not (len(key) == 1 and key[0] in surnames)


def _is_place(line: Line, a: int, b: int) -> bool:
    """Tell whether the words beside a name make it a place: "in | X |", "the MP for | X", "X | district"."""
    before = [fold(word.text) for word in line.words[max(0, a - 2) : a]]
    after = fold(line.words[b].text) if b < len(line.words) else ""
    if after in _words("area"):
        return True
    if len(before) < 2 or (after[:1].isalnum() and line.words[b].text[0].isupper()):
        return False
    if before[1] == "for" and before[0] in {"mp", "mna", "mpa", "mla", "senator", "councillor", "candidate"}:
        return True
    return before[1] in {"in", "near", "outside"} and before[0] not in trusting_words() and not after.startswith("'")


def trusting_words() -> frozenset[str]:
    """Return the words before "in" and a person, where it says no place: "faith in Roe"."""
    return _words("trusting")


@functools.cache
def company_endings() -> frozenset[str]:
    """Return the folded words that end names of companies and clubs: "ltd", "fc"."""
    return frozenset(fold(word) for word in _words("suffix"))


@functools.cache
def _words(position: str) -> frozenset[str]:
    return frozenset(row["word"] for row in reference.load("name_contexts") if row["position"] == position)
