"""The model's entities, cleaned: one name each, without titles, articles and possessives, no span over a line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from onrecord.extract.actors.contexts import company_endings, trusting_words
from onrecord.extract.actors.gazetteer import find_known, lookup
from onrecord.extract.actors.lines import (
    WIRE_WORDS,
    Candidate,
    Kind,
    Line,
    closing_kind,
    closing_words,
    front_words,
    guard_words,
    opening_words,
    spelled,
)
from onrecord.extract.actors.names import Word, fold, honorifics, is_given_name, word_set
from onrecord.extract.actors.noise import is_noise
from onrecord.extract.actors.offices import honorific_at, is_officer, office_at, portfolios, title_length
from onrecord.extract.parse import Parsed
from onrecord.records import ActorKind

if TYPE_CHECKING:
    from onrecord.reader import Reading

_SPACY_KINDS: dict[str, ActorKind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
}  # fmt: skip
_SPACY_WEIGHT = 0.7  # spaCy gives no scores
_SHORTEST, _LONGEST = 3, 5  # letters of an acronym
_CAMEL = re.compile(r"(?!Mc|Mac|De|Di|Da|La|Le|Fitz|O[A-Z])[A-Z][a-z]{2,}[A-Z][a-z]{2,}")
_TAILS = word_set("based backed born led owned funded")
_QUOTE_MARKS = frozenset({"“", "”", '"', "‘"})


# Capitalised where a line break or a full stop was lost, or verbs that are in headlines: no name ends with them.
_NOT_LAST = word_set("in the on at for and but of by with after as to from is was when he she it oks ok's ok'd")


# What stands between a place and its officer: "Resident District | Commissioner".
_OF_OFFICES = word_set(
    "Regional District Resident Divisional Provincial Zonal Municipal Upazila Cooperative Coordinating Sub-County"
    " Deputy Assistant Additional Acting Senior Chief Principal Executive Managing General Special"
)


class Found(NamedTuple):
    """An entity as the model gave it."""

    start: int
    end: int
    kind: ActorKind
    score: float


def model_entities(parsed: Parsed, reading: Reading | None) -> list[Found]:
    """Return the entities of the reading, or spaCy's where there is none, in order of place."""
    if reading is not None:
        return [Found(e.start, e.end, cast("ActorKind", e.kind), e.score) for e in reading.entities]
    return [
        Found(entity.start_char, entity.end_char, _SPACY_KINDS[entity.label_], _SPACY_WEIGHT)
        for entity in parsed.doc.ents
        if entity.label_ in _SPACY_KINDS
    ]


def clean_entities(line: Line, entities: Sequence[Found]) -> Iterator[Candidate]:
    """Yield the entities of a line as candidates."""
    at = bisect_left(entities, line.start, key=lambda entity: entity.end)
    for start, end, kind, score in entities[at:]:
        if start >= line.end:
            break
        a, b = line.index(max(start, line.start), min(end, line.end))
        inside = [_cut(word, start, end) for word in line.words[a:b]]
        area = _area_of_officer(inside) if kind == "organization" else []
        for part, part_kind in _parts(area or _without_office(line, a, inside), "place" if area else kind):
            trimmed = _without_town(line, _trim(part, part_kind), part_kind)
            if part_kind == "place" and sum(1 for _ in find_known(trimmed)) > 1:
                continue  # "United Nations Kenya": names the lists tell apart
            if trimmed and not is_noise(line, trimmed, part_kind):
                found = _kind_by_words(trimmed, part_kind)
                if found == "place" and _is_coined(line, trimmed):
                    found = "organization"
                if found == "person" and (_is_constituency(line, trimmed) or _is_located(line, trimmed)):
                    found = "place"
                yield Candidate(trimmed[0].start, trimmed[-1].end, found, score)


def _cut(word: Word, start: int, end: int) -> Word:
    """Return the part of a word an entity covers: the whole, or the known or capitalised side of a hyphen."""
    if start <= word.start and word.end <= end:
        return word
    begin, stop = max(word.start, start), min(word.end, end)
    part = word.text[begin - word.start : stop - word.start]
    begin += len(part) - len(part.lstrip("-"))
    part = part.strip("-")
    other = word.text.replace(part, "", 1).strip("-")
    if "-" in word.text and part and (lookup(part) is not None or other[:1].islower()):
        return Word(part, begin, begin + len(part))
    return word


def _without_office(line: Line, a: int, inside: list[Word]) -> list[Word]:
    """Cut the office an entity runs into: "Home | Secretary", "State Department | Spokesperson"."""
    for k in range(len(inside)):
        office = office_at(line.words, a + k) if inside[k].text[0].isupper() else None
        if office and a + k + office[1] >= a + len(inside) and (k or office[1] > 1):
            return _without_area(inside[:k])
    following = office_at(line.words, a + len(inside)) if a + len(inside) < len(line.words) else None
    return _without_area(inside) if following and line.words[a + len(inside)].text[0].isupper() else inside


def _area_of_officer(inside: list[Word]) -> list[Word]:
    """Return where an officer serves, of both together: "Halbrook | Superintendent of Police"."""
    at = next((k for k in range(1, len(inside) - 2) if inside[k + 1].text == "of" and is_officer(inside[k:])), 0)
    plain = all(word.text[0].isupper() and word.text not in closing_words() for word in inside[:at])
    return inside[:at] if plain and lookup(spelled(inside)) is None else []


def _without_area(name: list[Word]) -> list[Word]:
    """Cut what an office is told apart by: "Lindi | Regional", of its commissioner.

    Where nothing else was there, nothing is left: "District Cooperative", of an officer.
    """
    last = len(name)
    while last and name[last - 1].text in _OF_OFFICES:
        last -= 1
    return name[:last] if last < len(name) else name


def _parts(inside: list[Word], kind: ActorKind) -> Iterator[tuple[list[Word], ActorKind]]:
    """Split what a model fused, and the person off the body before: "UN | Dorothy Shea"."""
    for piece in pieces(inside, kind):
        at = _name_after_body(piece) if kind != "person" else 0
        if at:
            yield piece[:at], kind
            yield piece[at:], "person"
        else:
            yield piece, kind


def _name_after_body(piece: list[Word]) -> int:
    if piece[-1].text in closing_words():
        return 0
    for k in range(max(1, len(piece) - 3), len(piece) - 1):
        is_name = is_given_name(piece[k].text) and piece[k + 1].text[0].isupper()
        if is_name and (piece[k - 1].text in closing_words() or lookup(spelled(piece[:k])) is not None):
            return k
    return 0


def pieces(inside: list[Word], kind: ActorKind) -> Iterator[list[Word]]:
    """Split at what no name of the kind holds: "Haiti Times/United Nations", "Ruto & Macron", "Kenya's Ruto"."""
    piece: list[Word] = []
    for k, word in enumerate(inside):
        low = word.text.lower()
        cut = low in {"/", "|", ";", ":"} or (low in _QUOTE_MARKS and kind != "person")
        cut = cut or (kind != "person" and len(inside) > 1 and _is_compound(word.text))
        if kind == "person":
            cut = cut or low in {"&", "and", "'s", "’s", ","} or low in WIRE_WORDS
        elif low in {"'s", "’s"} and 0 < k < len(inside) - 1:
            known = lookup(spelled(piece)) if piece else None
            cut = known is not None and known.kind in {"country", "place"}
        elif kind in {"place", "group"}:
            cut = cut or low in {",", "and"}
        if not cut:
            piece.append(word)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _without_town(line: Line, piece: list[Word], kind: ActorKind) -> list[Word]:
    """Cut the town a company is of where its state follows: "Langley Systems | of Halbrook, Ohio"."""
    of = next((k for k in range(len(piece) - 1, 1, -1) if piece[k].text == "of"), 0)
    if not of or kind != "organization" or piece[of - 1].text in opening_words() or lookup(spelled(piece)) is not None:
        return piece
    _, b = line.index(piece[0].start, piece[-1].end)
    state = next(iter(find_known(line.words[b + 1 : b + 4])), None) if line.words[b : b + 1] else None
    if state is None or state.first or line.words[b].text != "," or state.known.kind not in {"place", "country"}:
        return piece
    named = fold(piece[of - 1].text) in company_endings() or piece[of - 1].text in closing_words()
    return piece[:of] if named else piece


def _is_compound(word: str) -> bool:
    """Tell whether a word only joins bodies that are known, "NASA-NOAA", or a place and a verb: "Boston-based"."""
    parts = word.split("-")
    if len(parts) < 2:
        return False
    known = [lookup(part) for part in parts]
    return all(one is not None and one.kind == "organization" for one in known) or parts[-1] in _TAILS


def _trim(piece: list[Word], kind: ActorKind) -> list[Word]:
    """Take articles, possessives and punctuation off both ends, and a person's titles off the front."""
    first, last = 0, len(piece)
    while first < last and (piece[first].text.lower() in {"the", "a", "an", "'s", "’s"} or _is_mark(piece[first])):
        first += 1
    while first < last and (piece[last - 1].text in {"'s", "’s"} or _is_mark(piece[last - 1])):
        last -= 1
    piece = piece[first:last]
    while len(piece) > 1 and (piece[-1].text.isdigit() or fold(piece[-1].text) in _NOT_LAST):
        piece = piece[:-1]
    while len(piece) > 1 and piece[0].text in _NOT_LAST:
        piece = piece[1:]
    opened = next((k for k, word in enumerate(piece) if word.text == "("), None)
    if opened is not None and not any(word.text == ")" for word in piece):
        piece = piece[:opened]
    if kind == "person" and piece:
        if honorific_at(piece, 0) == len(piece):
            return []
        piece = piece[title_length(piece) :]
        while len(piece) > 1 and fold(piece[-1].text) in honorifics().after - {"jr", "sr"}:
            piece = piece[:-1]
    return piece


def _is_mark(word: Word) -> bool:
    return not word.text[0].isalnum()


def _is_located(line: Line, piece: list[Word]) -> bool:
    """Tell whether one unknown word stands where places do: "in | Wanlaweyn"."""
    a, _ = line.index(piece[0].start, piece[-1].end)
    if len(piece) > 1 or a == 0 or is_given_name(piece[0].text):
        return False
    before = fold(line.words[a - 2].text) if a > 1 else ""
    return line.words[a - 1].text.lower() in {"in", "near", "outside"} and before not in trusting_words()


def _is_coined(line: Line, piece: list[Word]) -> bool:
    """Tell whether an unknown name is made as bodies' are: "TMZ", "HarbourLine", "Environment | Canada".

    Words in capitals that open a line are rather datelines.
    """
    if lookup(spelled(piece)) is not None or line.is_caseless:
        return False
    if len(piece) == 2:
        known = lookup(piece[1].text)
        return fold(piece[0].text) in portfolios() and known is not None and known.kind == "country"
    name = piece[0].text
    if len(piece) > 1 or not name.isalpha() or piece[0].start == line.start:
        return False
    return (name.isupper() and _SHORTEST <= len(name) <= _LONGEST) or _CAMEL.fullmatch(name) is not None


def _is_constituency(line: Line, piece: list[Word]) -> bool:
    """Tell whether a name stands before an elected office and the name of who holds it: "Kiharu | MP Ndindi Nyoro"."""
    _, b = line.index(piece[0].start, piece[-1].end)
    short = len(piece) < 3 and not is_given_name(piece[0].text)
    office = office_at(line.words, b) if short and b < len(line.words) else None
    if office is None or office[0].cls not in {"parliament", "region"}:
        return False
    after = b + office[1]
    if line.words[max(0, b - len(piece) - 1)].text.lower() == "the" and office[0].cls == "parliament":
        return True  # "the Kiharu MP added"
    return after < len(line.words) and line.words[after].text[0].isupper()


def _kind_by_words(piece: Sequence[Word], kind: ActorKind) -> Kind:
    """Correct a kind by the words of the name: "… Stadium" is a place, "… Cup" an event."""
    texts = [word.text for word in piece]
    if len(texts) < 2 or (kind == "person" and is_given_name(texts[0])):
        return kind
    if texts[-1] in guard_words() and kind != "person":
        return guard_words()[texts[-1]]
    told = closing_kind(piece)
    if told is not None:
        return told
    if texts[0] in front_words():
        return front_words()[texts[0]] if kind != "person" or front_words()[texts[0]] == "organization" else kind
    if texts[0] in opening_words() and texts[1] in {"of", "for"}:
        return opening_words()[texts[0]]
    return kind
