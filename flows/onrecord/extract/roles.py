"""Offices and occupations beside a name: "US Ambassador to the UN Dorothy Shea", "X, who heads Y".

The words are ``seeds/reference/offices.csv``. A role is kept as the office with what it is an office of
("Ambassador to the United Nations"); the country it serves stands apart, as an ISO 3166-1 alpha-3 code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.gazetteer import find_known
from onrecord.extract.names import Word, fold, is_capitalised
from onrecord.extract.offices import LINKS, MODIFIERS, Office, honorific_at, office_at, office_ending, offices


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is said to be, with the country and the organisation the words name."""

    title: str  # canonical: "Ambassador to the United Nations"
    office: Office
    country: str | None = None
    organization: str | None = None


_STOPS = frozenset({",", ".", ";", ":", "(", ")", "“", "”", '"', "—", "–", "?", "!"})


def role_before(line: Sequence[Word], i: int) -> Role | None:
    """Read the role that ends right before word ``i``, where a name begins: "French President" | Emmanuel Macron."""
    end = i - 1
    while end >= 0 and honorific_at(line, end) and not office_ending(line, end):
        end -= 1
    found = _head_left_of(line, end)
    if found is None:
        return None
    office, first, last = found
    start = _title_start(line, first)
    return _role(line, start, first, last, end, office)


def role_after(line: Sequence[Word], i: int) -> Role | None:
    """Read the role that follows a name ending before word ``i``: ", a spokesman for X," or ", who heads X"."""
    if i + 1 >= len(line) or line[i].text not in {",", "(", "–", "—"}:
        return None
    segment_end = i + 1
    while segment_end < len(line) and line[segment_end].text not in _STOPS:
        segment_end += 1
    segment = line[i + 1 : segment_end]
    if not segment:
        return None
    if fold(segment[0].text) == "who" and len(segment) > 2:
        return _headed_by(segment)
    for k, word in enumerate(segment[:9]):
        if fold(word.text) in LINKS | {"and", "who", "that", "which"} and k and not office_at(segment, k):
            break
        at = office_at(segment, k)
        if at and (
            k + at[1] == len(segment) or fold(segment[k + at[1]].text) in LINKS | {"who", "and", "at"}
        ):
            office, n = at
            if not _noun_phrase(segment[:k]):
                return None
            start = _skip_determiner(segment)
            last = k + n - 1
            return _role(segment, min(start, k), k, last, _phrase_end(segment, last), office)
    return None


_HEADS = {
    "heads": "head",
    "leads": "leader",
    "chairs": "chair",
    "runs": "head",
    "directs": "director",
    "coaches": "coach",
    "edits": "editor",
}


def _headed_by(segment: Sequence[Word]) -> Role | None:
    verb = fold(segment[1].text)
    noun = _HEADS.get(verb)
    if noun is None:
        return None
    body = _expanded(segment[2:])
    office = offices().get((noun,), Office(noun, "head", ""))
    organization = body.removeprefix("the ")
    return Role(f"{noun} of {body}", office, None, organization) if body else None


def _head_left_of(line: Sequence[Word], end: int) -> tuple[Office, int, int] | None:
    """Find the office word left of a name: right beside it, or with "of/to/for X" in between."""
    if end < 0:
        return None
    found = office_ending(line, end)
    if found:
        return found[0], found[1], end
    # "... Ambassador to the UN | Dorothy": all words between are a capitalised "of" phrase.
    k = end
    while k >= 0 and end - k < 9:
        word = line[k].text
        if fold(word) in LINKS:
            found = office_ending(line, k - 1) if k else None
            if found and (found[0].cls not in {"family"}):
                return found[0], found[1], k - 1
            if fold(word) not in {"of", "for", "to"}:
                return None
        elif not (is_capitalised(word) or fold(word) in {"the", "and", "'s", "’s", "&"}):
            return None
        k -= 1
    return None


def _title_start(line: Sequence[Word], first: int) -> int:
    """Walk left over what belongs to a title: modifiers, capitalised words, a country, a possessive."""
    k = first
    while k > 0:
        word = line[k - 1].text
        low = fold(word)
        if low in {"'s"} or word in {"-", "/"}:
            k -= 1
        elif low in {"and", "of"} and k > 1:
            before = fold(line[k - 2].text)
            if before in MODIFIERS - {"and", "of"} and line[k - 2].text[0].islower():
                k -= 1
            else:
                break
        elif low in MODIFIERS or (is_capitalised(word) and word[0].isalnum()):
            if k >= 2 and line[k - 2].text in {".", "”", '"'}:
                return k - 1 if low in MODIFIERS or find_known(line[k - 1 : k]) else k
            k -= 1
        else:
            break
    return k


def _role(line: Sequence[Word], start: int, first: int, last: int, end: int, office: Office) -> Role:
    """Put a title together: words before the office, the office, the phrase after it."""
    front = list(line[start:first])
    country: str | None = None
    organization: str | None = None
    kept: list[str] = []
    hits = {hit.first: hit for hit in find_known(front)}
    k = 0
    while k < len(front):
        hit = hits.get(k)
        if hit is not None:
            if hit.known.kind == "country":
                country = hit.known.country
            else:
                organization = organization or hit.known.name
                country = country or hit.known.country
                kept.append(hit.known.name)
            k = hit.last + 1
            continue
        word = front[k].text
        if fold(word) not in {"'s", "the", "a", "an", "his", "her", "their", "its", "then", "-", "/"}:
            kept.append(word)
        k += 1
    tail = _expanded(line[last + 1 : end + 1])
    for hit in find_known(line[last + 1 : end + 1]):
        if hit.known.kind == "country":
            country = country or hit.known.country
        elif hit.known.kind == "organization" and organization is None:
            organization = hit.known.name
    title = " ".join([*kept, office.role, tail] if tail else [*kept, office.role])
    return Role(re.sub(r"\s+", " ", title), office, country, organization)


def _expanded(tail: Sequence[Word]) -> str:
    """Write a phrase with known names in their full form: "to the UN" -> "to the United Nations"."""
    hits = {hit.first: hit for hit in find_known(tail)}
    parts: list[str] = []
    k = 0
    while k < len(tail):
        hit = hits.get(k)
        word = hit.known.name if hit and hit.known.via != "demonym" else tail[k].text
        glue = "" if word in {"'s", "’s", "-", ","} or (parts and parts[-1] == "-") else " "
        parts.append(word if not parts else glue + word)
        k = hit.last + 1 if hit else k + 1
    return "".join(parts)


def _phrase_end(segment: Sequence[Word], last: int) -> int:
    """Return the last word of the "of/for/to/at X" phrase after an office."""
    k = last + 1
    if k >= len(segment) or fold(segment[k].text) not in LINKS:
        return last
    end = last
    for j in range(k, min(len(segment), k + 12)):
        low = fold(segment[j].text)
        if (
            j > k
            and low in {"who", "which", "that", "said", "told", "was", "is", "has", "had", "and"}
            and low != "and"
        ):
            break
        end = j
    return end


def _noun_phrase(front: Sequence[Word]) -> bool:
    return (
        all(
            is_capitalised(word.text)
            or fold(word.text)
            in MODIFIERS | {"the", "a", "an", "'s", "his", "her", "its", "their", "one", "co", "-", "based"}
            or word.text[0].isdigit()
            or (word.text[0].islower() and len(word.text) > 3)
            for word in front
        )
        and len(front) <= 7
    )


def _skip_determiner(segment: Sequence[Word]) -> int:
    k = 0
    while k < len(segment) and fold(segment[k].text) in {
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "one",
    }:
        k += 1
    return k
