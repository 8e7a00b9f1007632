"""Words of a text, and what the words of a person's name say: honorifics, keys to compare by, gender.

A name is compared by its folded words: no accents, no case, one form of apostrophe.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Literal, NamedTuple

from onrecord import reference

Gender = Literal["m", "f", ""]

# Addresses are one word, initials keep their full stops ("U.S.", "J.K."), a few abbreviations theirs ("St."); "'s" is
# a word of its own and hyphenated words are one. Punctuation is kept as words, so that no sequence of words runs
# across it.
_WORD = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?:[^\W\d_]\.){2,}"
    r"|\b(?:St|Mt|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Brig|Sen|Sens|Rep|Reps|Gov|Jr|Sr|Inc|Co|Corp"
    r"|Ltd|Eng|Engr|Adv|Amb|Fr|Cmdr|No|[A-Z])\.(?=\s)"
    r"|[^\W_]+(?:(?:[-‐‑]|['’](?!s\b))[^\W_]+)*"
    r"|['’]s\b"
    r"|[^\w\s]"
)


_ARABIC_ARTICLE = re.compile(r"\b(?:[AaEe]l[-‐‑]|(?:al|el) )(?=\w)")
_SLAVIC_ENDING = re.compile(r"sk(?:iy|yy|yi|ij|ii|y|i|j)$")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set: a short list of function words, kept readable in code."""
    return frozenset(text.split())


PARTICLES = word_set(
    "de da do dos das del della di du van von der den ter la le el al bin binti bint ibn ben abu zu y e 't ul ud dos"
)


class Word(NamedTuple):
    """A word or punctuation mark of a text."""

    text: str
    start: int
    end: int


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words and punctuation marks of a stretch of text, with their code points."""
    stop = len(text) if end is None else end
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text, start, stop)]


@functools.lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return a word without accents and case, with straight apostrophes and no full stops."""
    if word.isascii():
        return word.lower().replace(".", "")
    decomposed = unicodedata.normalize("NFKD", word)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.casefold().replace("’", "'").replace("‐", "-").replace("‑", "-").replace(".", "")


@functools.lru_cache(maxsize=100_000)
def name_key(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, hyphens taken as spaces, punctuation and possessives left out."""
    if name.isascii() and name.replace(" ", "").isalpha():  # nine names in ten, at a tenth of the cost
        return tuple(name.lower().split())
    parts: list[str] = []
    for word in words(name):
        folded = fold(word.text)
        if folded[:1].isalnum():
            parts.extend(part for part in folded.split("-") if part)
    return tuple(parts)


def person_key(name: str) -> tuple[str, ...]:
    """Return the folded words of a person's name by which two spellings of it agree.

    The Arabic article and "Sir" are left out ("el-Sisi" -> "sisi"); Slavic endings have one form ("Zelenskyy").
    """
    key = name_key(_ARABIC_ARTICLE.sub("", name)) or name_key(name)
    key = key[1:] if len(key) > 1 and key[0] in honorifics().kept else key
    return (*key[:-1], _SLAVIC_ENDING.sub("ski", key[-1])) if key else key


def is_capitalised(word: str) -> bool:
    """Tell whether a word could be part of a name by its look: "Ruto", "al-Amr", "iPhone", "d'Ivoire", "G7"."""
    if word[0].isupper():
        return True
    return any(c.isupper() for c in word) and word[0].isalnum()


class Honorifics(NamedTuple):
    """The words of address: folded words -> gender; those before a name, those kept in it, those after it."""

    before: dict[tuple[str, ...], Gender]
    kept: frozenset[str]
    after: frozenset[str]


@functools.cache
def honorifics() -> Honorifics:
    """Return the words of address people edit in ``honorifics.csv``."""
    rows = reference.load("honorifics")
    return Honorifics(
        before={
            tuple(fold(w.text) for w in words(row["honorific"])): _gender(row["gender"])
            for row in rows
            if row["position"] == "before"
        },
        kept=frozenset(fold(row["honorific"]) for row in rows if row["kept"]),
        after=frozenset(fold(row["honorific"]) for row in rows if row["position"] == "after"),
    )


@functools.cache
def _given_names() -> dict[str, Gender]:
    # "Marian" is not "Marián": the plain spelling decides for itself
    rows = sorted(reference.load("given_names"), key=lambda row: row["name"].isascii())
    return {fold(row["name"]): _gender(row["gender"]) for row in rows}


def is_given_name(word: str) -> bool:
    """Tell whether a word is a known given name."""
    return fold(word) in _given_names()


def gender_of(name: str) -> Gender:
    """Return the gender a full name speaks for by its given name, "" when it does not say."""
    key = name_key(name)
    if len(key) < 2:
        return ""
    first = next((word for word in key[:-1] if len(word) > 1 and word not in honorifics().kept), "")
    return _given_names().get(first, "")


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two full names (keys of two words or more) can be one person's.

    They can when the shorter one's words stand in the longer one in order and they share the first word, or the
    last with initials that agree; suffixes ("Jr") do not count. "Wan Azizah" is "Wan Azizah Wan Ismail", "Oscar
    Anez" is "Oscar Celso Anez", "J Smith" is "John Smith"; "Bill Clinton" is not "Hillary Clinton".
    """
    one, other = bare_key(one), bare_key(other)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return False
    if short[-1] == long[-1] and _agree(short[0], long[0]):
        return _in_order(short[1:-1], long[1:-1])
    return short[0] == long[0] and len(short[0]) > 1 and _in_order(short[1:], long[1:])


def bare_key(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name that tell who is meant: no "Jr", no "Sir", unless there are no others."""
    bare = tuple(word for word in key if word not in _beside_names())
    return bare or key


@functools.cache
def _beside_names() -> frozenset[str]:
    return honorifics().after | honorifics().kept | {"ii", "iii", "iv"}


def _agree(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _in_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(any(_agree(word, candidate) for candidate in rest) for word in short)


def _gender(value: str) -> Gender:
    return "m" if value == "m" else "f" if value == "f" else ""
