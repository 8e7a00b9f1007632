"""Offices and occupations beside a name: "US Ambassador to the UN Dorothy Shea", "X, who heads Y".

The words are ``seeds/reference/offices.csv``. A role is kept as the office with what it is an office of
("Ambassador to the United Nations"); the country it serves stands apart, as an ISO 3166-1 alpha-3 code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.actors.gazetteer import find_known
from onrecord.extract.actors.names import Word, fold, is_capitalised, word_set
from onrecord.extract.actors.offices import (
    LINKS,
    Office,
    honorific_at,
    honorific_ending,
    modifiers,
    office_at,
    office_ending,
    portfolios,
)


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is said to be, and where it is said, in code points.

    ``country`` and ``organization`` are those its words name and the lists know.
    """

    title: str
    start: int
    end: int
    country: str | None = None
    organization: str | None = None


_STOPS = frozenset({",", ".", ";", ":", "(", ")", "“", "”", '"', "—", "–", "?", "!"})
_DETERMINERS = word_set("the a an his her its their one")
_NOT_IN_TITLE = word_set("'s ' the a an his her their its then fellow also - /")
_VERBS_AFTER = word_set("who which that said told was is has had")
_HEADS = {"heads": "head", "leads": "leader", "chairs": "chair", "runs": "head", "directs": "director"}
_MAX_PHRASE = 12  # words of an "of X" phrase


def role_of(line: Sequence[Word], a: int, b: int) -> Role | None:
    """Read the role beside the name in words ``a`` to ``b``, end exclusive: before it, or in apposition."""
    return _before(line, a) or _after(line, b) or _before_comma(line, a, b)


def _before(line: Sequence[Word], i: int) -> Role | None:
    """Read the role right before a name: "French President | Emmanuel Macron"."""
    end = i - 1
    while end >= 0 and not office_ending(line, end) and honorific_ending(line, end):
        end -= honorific_ending(line, end)
    found = _office_left_of(line, end)
    if found is None:
        return None
    office, first, last = found
    return _role(line[_title_start(line, first) : first], office, line[first : last + 1], line[last + 1 : end + 1])


def _before_comma(line: Sequence[Word], a: int, b: int) -> Role | None:
    """Read the role before a name between commas: "Kenya's president, | William Ruto, | said"."""
    if a < 3 or b >= len(line) or line[a - 1].text != "," or line[b].text not in {",", "."}:
        return None
    found = _office_left_of(line, a - 2)
    if found is None:
        return None
    office, first, last = found
    start = _title_start(line, first)
    opener = fold(line[start - 1].text) if start else ""
    if opener in _DETERMINERS or any(fold(word.text) in {"'s", "'"} for word in line[start:first]):
        return _role(line[start:first], office, line[first : last + 1], line[last + 1 : a - 1])
    return None


def _after(line: Sequence[Word], i: int) -> Role | None:
    """Read the role in apposition: ", a spokesman for X,", ", 45, the head of Y,", ", who heads Z,"."""
    if i + 1 >= len(line) or line[i].text not in {",", "(", "–", "—"}:
        return None
    segment = _segment(line, i + 1)
    if len(segment) == 1 and segment[0].text.isdigit():
        segment = _segment(line, i + 3)
    if not segment:
        return None
    if fold(segment[0].text) == "who" and len(segment) > 2:
        if fold(segment[1].text) not in {"is", "was"}:
            return _headed_by(segment)
        segment = segment[2:]
    for k in range(min(len(segment), 9)):
        at = office_at(segment, k)
        if at is None:
            if k and fold(segment[k].text) in LINKS | {"and", "who", "that", "which"}:
                return None
            continue
        office, n = at
        following = fold(segment[k + n].text) if k + n < len(segment) else ""
        if not following or following in LINKS | {"who", "and"}:
            if not _is_noun_phrase(segment[:k]):
                return None
            stop = _phrase_end(segment, k + n)
            start = next((j for j in range(k) if fold(segment[j].text) not in _DETERMINERS), k)
            return _role(segment[start:k], office, segment[k : k + n], segment[k + n : stop])
    return None


def _segment(line: Sequence[Word], i: int) -> Sequence[Word]:
    stop = i
    while stop < len(line) and line[stop].text not in _STOPS:
        stop += 1
    return line[i:stop]


def _headed_by(segment: Sequence[Word]) -> Role | None:
    noun = _HEADS.get(fold(segment[1].text))
    body = _expanded(segment[2:])
    if noun is None or not body:
        return None
    organization = body.removeprefix("the ")
    return Role(f"{noun} of {body}", segment[1].start, segment[-1].end, organization=organization)


def _office_left_of(line: Sequence[Word], end: int) -> tuple[Office, int, int] | None:
    """Find the office left of a name, beside it or with "of/to/for X" between; return it, its first and last word."""
    if end < 0:
        return None
    found = office_ending(line, end)
    if found:
        return found[0], found[1], end
    if fold(line[end].text) in LINKS:  # "a spokesman for | Rick Santorum"
        return None
    for k in range(end, max(end - 9, 0), -1):
        low = fold(line[k].text)
        if low in LINKS:
            found = office_ending(line, k - 1)
            if found and found[0].cls != "family":
                return found[0], found[1], k - 1
            if low not in {"of", "for", "to"}:
                return None
        elif not (is_capitalised(line[k].text) or low in {"the", "and", "'s", "&"}):
            return None
    return None


def _title_start(line: Sequence[Word], first: int) -> int:
    """Walk left over what belongs to a title: modifiers, capitalised words, a country, a possessive."""
    begin = max(0, first - 8)
    names = {begin + hit.last: begin + hit.first for hit in find_known(line[begin:first])}
    k = first
    while k > 0:
        if k - 1 in names:  # "Trinidad and Tobago | PM"
            k = names[k - 1]
            continue
        word = line[k - 1].text
        low = fold(word)
        if low in {"and", "of"}:
            before = line[k - 2] if k > 1 else None
            if before is None or before.text[0].isupper() or fold(before.text) not in modifiers() - {"and", "of"}:
                break
        elif low in portfolios() or (is_capitalised(word) and word[0].isalnum() and not honorific_at(line, k - 1)):
            opens = k < 2 or line[k - 2].text in {".", "”", '"', "“"}
            if opens:  # a sentence's first word belongs only when it is a word of titles
                return k - 1 if low in portfolios() else k
        elif low not in {"'s", "'"} and word not in {"-", "/"}:
            break
        k -= 1
    return k


def _role(front: Sequence[Word], office: Office, named: Sequence[Word], tail: Sequence[Word]) -> Role:
    """Put a title together: the words before the office, the office as ``named``, the phrase after it."""
    country: str | None = None
    organization: str | None = None
    kept: list[str] = []
    hits = {hit.first: hit for hit in find_known(front)}
    k = 0
    while k < len(front):
        hit = hits.get(k)
        if hit is None:
            word = front[k].text
            if fold(word) not in _NOT_IN_TITLE:
                kept.append(word.title() if word.isupper() and len(word) > 4 else word)
            k += 1
            continue
        if hit.known.kind == "organization":
            organization = organization or hit.known.name
            kept.append(hit.known.name)
        elif hit.known.kind != "country":
            kept.extend(word.text for word in front[hit.first : hit.last + 1])
        country = country or hit.known.country
        k = hit.last + 1
    for hit in find_known(tail):
        if hit.known.kind == "organization":
            organization = organization or hit.known.name
        elif hit.known.kind == "country":
            country = country or hit.known.country
    title = " ".join(part for part in (*kept, office.role, _expanded(tail)) if part)
    return Role(title, (*front, *named)[0].start, (*named, *tail)[-1].end, country, organization)


def _expanded(tail: Sequence[Word]) -> str:
    """Write a phrase with known names in their full form: "to the UN" -> "to the United Nations"."""
    hits = {hit.first: hit for hit in find_known(tail)}
    text = ""
    k = 0
    while k < len(tail):
        hit = hits.get(k)
        full = hit is not None and hit.known.kind != "group" and hit.known.via != "demonym"
        word = hit.known.name if hit and full else tail[k].text
        text += word if word in {"'s", "’s", "-", ","} or text.endswith("-") or not text else f" {word}"
        k = hit.last + 1 if hit and full else k + 1
    return text


def _phrase_end(segment: Sequence[Word], k: int) -> int:
    """Return the word after the "of/for/to/at X" phrase that begins at word ``k``."""
    if k >= len(segment) or fold(segment[k].text) not in LINKS:
        return k
    end = k
    while end < min(len(segment), k + _MAX_PHRASE) and fold(segment[end].text) not in _VERBS_AFTER:
        end += 1
    return end


def _is_noun_phrase(front: Sequence[Word]) -> bool:
    """Tell whether the words before an office can belong to it: "the ministry's chief | economist"."""
    if not front:
        return True
    first = front[0].text
    opens = fold(first) in _DETERMINERS | portfolios() | {"also", "co"} or first[0].isupper() or first[0].isdigit()
    return opens and len(front) < 8 and all(word.text[0].isalnum() or word.text in {"'s", "’s", "-"} for word in front)
