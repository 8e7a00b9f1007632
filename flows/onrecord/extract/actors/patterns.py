"""Names told by lists and by their words: known names, bodies ("… Authority"), people after a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.extract.actors.acronyms import find_acronyms
from onrecord.extract.actors.gazetteer import Known, find_known, lookup
from onrecord.extract.actors.lines import (
    WIRE_WORDS,
    Candidate,
    Kind,
    Line,
    closing_kind,
    closing_words,
    guard_words,
    is_title,
    opening_words,
    spelled,
)
from onrecord.extract.actors.names import PARTICLES, Word, fold, is_capitalised, is_given_name, word_set
from onrecord.extract.actors.noise import is_numbered_road
from onrecord.extract.actors.offices import honorific_at, is_officer, office_at, portfolios
from onrecord.extract.dates.calendar import WEEKDAYS
from onrecord.records import ActorKind

# How sure each pattern is, beside a model's scores; what the text itself defines counts most.
_DEFINED_WEIGHT = 2.0
_LIST_WEIGHT = 1.0
_HYPHEN_WEIGHT = 0.9
_TITLE_WEIGHT = 0.75
_BODY_WEIGHT = 0.6
_GIVEN_WEIGHT = 0.4
_CREDIT_WEIGHT = 0.4
_OWNERS = word_set("People Women Men Children King Queen Bishop")  # "People's Bank of China" is one name
_CONNECTORS = frozenset({"of", "and", "for", "&"})
_ARTICLES = frozenset({"The", "A", "An", "This"})
_PREFIXES = frozenset({"pro", "anti", "non", "ex", "post", "pre"})
# "Kenya-led", "Boston-based": a name, and what was done to something there or by it
_TAIL = re.compile(r"(?<=\w)-(?:[a-z]{2,}ed|based|born|bound|built|held|led|made|owned|run|wide)$")
_LANGUAGE_VERBS = word_set("speak speaks speaking spoke spoken fluent learn learning")
_AFTER_LANGUAGE = word_set("and or only as at for in on by with but not to from is was")


def listed(line: Line) -> Iterator[Candidate]:
    """Yield the names known beforehand, those inside hyphenated words too: "Kenya-led", "G7-Africa"."""
    untailed = [_without_tail(word) for word in line.words]
    for hit in find_known(untailed, caseless=line.is_caseless):
        start, end = untailed[hit.first].start, untailed[hit.last].end
        after = line.words[hit.last + 1].text if hit.last + 1 < len(line.words) else ""
        if after == "$" or (hit.known.via == "demonym" and _is_language(line.words, hit.first, hit.last)):
            yield Candidate(start, end, "event", _LIST_WEIGHT)
        else:
            yield Candidate(start, end, mention_kind(hit.known), _LIST_WEIGHT, hit.known)
    for word in line.words:
        if "-" in word.text and lookup(word.text) is None and not _TAIL.search(word.text):
            for part in re.finditer(r"[^-]+", word.text):
                if part.start() and word.text[: part.start() - 1].lower() in _PREFIXES:
                    continue
                known = lookup(part.group())
                if known and (known.kind in {"country", "organization"} or part.end() == len(word.text)):
                    start, end = word.start + part.start(), word.start + part.end()
                    yield Candidate(start, end, mention_kind(known), _HYPHEN_WEIGHT, known)


def _without_tail(word: Word) -> Word:
    """Return a word without what is joined to the name: "Kenya" of "Kenya-led"."""
    tail = _TAIL.search(word.text) if "-" in word.text else None
    return Word(word.text[: tail.start()], word.start, word.start + tail.start()) if tail else word


def mention_kind(known: Known) -> ActorKind:
    """Return the kind of a mention by a known name: "Kenyan" names a group, though the actor is Kenya."""
    return "group" if known.via == "demonym" else known.kind


def _is_language(line: Sequence[Word], first: int, last: int) -> bool:
    """Tell whether a demonym is the language: "in English", "speak French"."""
    before = line[first - 1].text.lower() if first else ""
    after = line[last + 1].text.lower() if last + 1 < len(line) else "."
    if before in _LANGUAGE_VERBS:
        return True
    return before in {"in", "into", "from"} and (not after[0].isalnum() or after in _AFTER_LANGUAGE)


def bodies(line: Line) -> Iterator[Candidate]:
    """Yield bodies and places told by their words: "Kenya Revenue Authority", "Ministry of Foreign Affairs"."""
    last, first = closing_words(), opening_words()
    for a, b in _runs(line):
        if b - a > 1 and guard_words().get(line.words[b - 1].text) == "event":
            yield Candidate(line.words[a].start, line.words[b - 1].end, "event", _BODY_WEIGHT)
        for start, stop in _between_titles(line.words, a, b):
            ends = [k for k in range(start + 1, stop) if line.words[k].text in last]
            if ends and (_is_office(line.words, start, ends[-1]) or is_numbered_road(line, ends[-1] + 1)):
                continue
            if ends and (ends[-1] == b - 1 or not is_given_name(line.words[ends[-1] + 1].text)):
                name = line.words[start : ends[-1] + 1]
                yield Candidate(name[0].start, name[-1].end, closing_kind(name) or "organization", _BODY_WEIGHT)
            if stop == b and start < b and line.words[b - 1].text in first:
                tail = _tail(line.words, b)
                if tail:
                    kind: Kind = first[line.words[b - 1].text]
                    yield Candidate(line.words[start].start, line.words[tail - 1].end, kind, _BODY_WEIGHT)


def _is_office(line: Sequence[Word], start: int, last: int) -> bool:
    """Tell whether words run into an office: "Education Cabinet | Secretary", but not "Lakeside Party | Leader"."""
    for k in range(start, last + 1):
        office = office_at(line, k)
        if office and k + office[1] - 1 > last:
            return all(fold(word.text) in portfolios() for word in line[start:k])
    return False


def chapters(line: Line, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield bodies with the country they are of: "Athletics Kenya". Listed ones stand alone: "the UN Haiti mission"."""
    countries = {c.start: c for c in found if c.known is not None and c.known.kind == "country" and c.kind == "country"}
    for candidate in found:
        country = countries.get(candidate.end + 1)
        unlisted = candidate.known is None and lookup(_spelled(line, candidate)) is None
        if country is not None and candidate.kind == "organization" and unlisted:
            yield Candidate(candidate.start, country.end, "organization", _BODY_WEIGHT)


def _spelled(line: Line, candidate: Candidate) -> str:
    return spelled(line.words[slice(*line.index(candidate.start, candidate.end))])


def defined(text: str, line: Line, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield names with their acronym: "Kenya Union of Teachers (KUT)"; both are what the long form was taken for."""
    for acronym in find_acronyms(text, line.start, line.end):
        start, end = acronym.long
        if is_officer(line.words[slice(*line.index(start, end))]):
            yield Candidate(start, end, "none", _DEFINED_WEIGHT)
            continue
        holders = [c for c in found if c.is_actor and min(c.end, end) - max(c.start, start) > (end - start) / 2]
        closing = closing_kind(line.words[slice(*line.index(start, end))])
        kind = max(holders, key=lambda c: c.end - c.start).kind if holders else closing
        if kind is None:
            continue
        if lookup(text[start:end]) is None:
            yield Candidate(start, end, kind, _DEFINED_WEIGHT)
        yield Candidate(*acronym.short, kind, _DEFINED_WEIGHT)


def _runs(line: Line) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words; a run does not begin with a sentence's plain first word."""
    i = 0
    while i < len(line.words):
        j = i
        while j < len(line.words) and (_opens(line, j) if j == i else _continues(line.words, j)):
            j += 1
        if j > i:
            yield i, j
        i = max(j, i + 1)


def _opens(line: Line, i: int) -> bool:
    word = line.words[i]
    return (
        word.text[0].isalpha()
        and is_capitalised(word.text)
        and word.text not in _ARTICLES
        and not line.is_plain_start(word)
        and not _TAIL.search(word.text)
    )


def _continues(line: Sequence[Word], j: int) -> bool:
    text = line[j].text
    if text == "&":
        return j + 1 < len(line) and is_capitalised(line[j + 1].text)
    if text in {"'s", "’s"}:
        return line[j - 1].text in _OWNERS and j + 1 < len(line) and line[j + 1].text[0].isupper()
    return is_capitalised(text) and text[0].isalnum() and not _TAIL.search(text)


def _between_titles(line: Sequence[Word], a: int, b: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a run between titles: "… Court | Judge | Callie". "General Assembly" holds no title."""
    begin = a
    for k in range(a, b):
        if is_title(line[k].text) and not (k + 1 < b and line[k + 1].text in closing_words()):
            yield begin, k
            begin = k + 1
    yield begin, b


def _tail(line: Sequence[Word], b: int) -> int:
    """Return the word after "of X", "for the X and Y" behind "Ministry" or "Court"; 0 when no name follows."""
    end = 0
    k = b
    while k < len(line) and line[k].text.lower() in ({"of", "for"} if k == b else _CONNECTORS):
        j = k + 1
        while j < len(line) and line[j].text.lower() in {"the", "for", "of"}:
            j += 1
        stop = j
        while stop < len(line) and _continues(line, stop) and not is_title(line[stop].text):
            stop += 1
        hit = next((hit for hit in find_known(line[j:stop]) if hit.first == 0), None)
        opens_another = k > b and stop > j and line[stop - 1].text in opening_words()
        if stop == j or opens_another or (hit and hit.known.kind == "organization"):
            break
        end = k = stop
    return end


def people(line: Line) -> Iterator[Candidate]:
    """Yield the names after titles, and those that begin with a known given name."""
    for i, word in enumerate(line.words):
        if not word.text[0].isalpha():
            continue
        office = office_at(line.words, i)
        if word.text[0].islower() and not office:
            continue
        titles = max(honorific_at(line.words, i), office[1] if office else 0)
        if titles:
            name = name_at(line.words, i + titles)
            weight = _TITLE_WEIGHT if word.text[0].isupper() else _TITLE_WEIGHT - 0.25
        elif is_given_name(word.text) and word.start in line.proper:
            name = name_at(line.words, i)
            before = line.words[i - 1].text if i else "."
            if len(name) < 2 or (before[0].isalpha() and is_capitalised(before)):
                continue
            weight = _GIVEN_WEIGHT
        else:
            continue
        if name:
            yield Candidate(name[0].start, name[-1].end, "person", weight)


def name_at(line: Sequence[Word], i: int) -> list[Word]:
    """Return the words of a person's name from word ``i`` on: capitalised, with particles and a nickname in marks."""
    name: list[Word] = []
    k = i
    while k < len(line) and len(name) < 7:
        text = line[k].text
        following = line[k + 1].text if k + 1 < len(line) else ""
        if text.lower() in PARTICLES and following[:1].isupper() and (name or text[0].isupper() or len(text) > 2):
            name.append(line[k])
        elif text in {"“", '"'} and name:
            nickname = _nickname(line, k)
            if not nickname:
                break
            name.extend(line[k:nickname])
            k = nickname - 1
        elif _is_name_word(text):
            name.append(line[k])
        else:
            break
        k += 1
    while name and name[-1].text.lower() in PARTICLES:
        name.pop()
    return name


def _is_name_word(text: str) -> bool:
    if not text[0].isupper() or (text.isupper() and len(text) > 2 and not text.endswith(".")):
        return False
    plain = is_title(text) or text in closing_words() or text.lower() in WIRE_WORDS or text.lower() in WEEKDAYS
    return not plain and lookup(text) is None


def _nickname(line: Sequence[Word], k: int) -> int:
    """Return the word after "“Crazy Legs”" where a surname follows it, else 0."""
    close = next((j for j in range(k + 2, min(k + 5, len(line))) if line[j].text in {"”", '"'}), None)
    if close is None or close + 1 >= len(line) or not _is_name_word(line[close + 1].text):
        return 0
    return close + 1 if all(word.text[0].isalnum() for word in line[k + 1 : close]) else 0


def halves(line: Line, kinds: Mapping[tuple[str, ...], ActorKind]) -> Iterator[Candidate]:
    """Yield "the North" and "the South" in an article that names North or South Korea, or the like, in full."""
    for i, word in enumerate(line.words[1:], 1):
        if word.text in {"North", "South"} and line.words[i - 1].text.lower() == "the":
            following = line.words[i + 1].text if i + 1 < len(line.words) else "."
            full = any(key[0] == word.text.lower() and kind == "country" for key, kind in kinds.items())
            if full and not following[0].isupper():
                yield Candidate(word.start, word.end, "country", _CREDIT_WEIGHT)
