"""Mentions of people, organisations, countries, places and groups.

The entities come from a model: the reader's entity head where there is a reading, spaCy's small model else. Rules
correct either by the structure of the document: lines are read apart, titles and possessives stay outside, names
known beforehand are found by list, a name accepted once is found everywhere, one name has one kind, and headlines
count only where the body or a list knows the name.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord import reference
from onrecord.extract.gazetteer import Known, find_known, lookup
from onrecord.extract.names import PARTICLES, Word, fold, honorifics, is_capitalised, is_given_name, words
from onrecord.extract.parse import Parsed
from onrecord.extract.roles import honorific_at, office_at, offices, role_after, role_before, title_length
from onrecord.records import ActorKind, Mention

if TYPE_CHECKING:
    from onrecord.reader import Reading

_SPACY_KINDS: dict[str, ActorKind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
}  # fmt: skip
_CONNECTORS = frozenset({"of", "and", "for", "&"})


def find_mentions(parsed: Parsed, reading: Reading | None = None) -> list[Mention]:
    """Return the named mentions of an article in order, none overlapping, each with its kind and role.

    Nominal and pronoun mentions ("the president", "she") are added where they speak, by ``resolve.within``.
    """
    lines = _lines(parsed)
    tags = _NameTags(parsed)
    entities = _entities(parsed, reading)
    body = [line for line in lines if not line.is_display]
    found: dict[int, list[_Candidate]] = {}
    for line in body:
        found[line.start] = _settle(line, [*_model(line, entities), *_listed(line), *_patterns(line, tags)])
    accepted = [candidate for candidates in found.values() for candidate in candidates]
    kinds = _kinds(parsed.article.text, accepted)
    for line in lines:
        own = found.get(line.start)
        if own is None:
            own = _settle(line, [*_display(line, entities, kinds), *_listed(line), *_credited(line)])
        found[line.start] = _settle(line, [*own, *_repeated(line, kinds, tags)])
    text = parsed.article.text
    mentions = [_mention(text, line, candidate, kinds) for line in lines for candidate in found[line.start]]
    return sorted(mentions, key=lambda mention: mention.char_start)


@dataclass(slots=True)
class _Line:
    """A block with its words. ``is_display``: its capitals say nothing (headlines in title case, all capitals)."""

    kind: str
    start: int
    end: int
    words: list[Word]
    is_display: bool
    is_caseless: bool

    def index(self, start: int, end: int) -> tuple[int, int]:
        """Return the first word and the one after the last of a stretch of characters."""
        starts = self.starts
        return bisect_right(self.ends, start), bisect_left(starts, end)

    @property
    def starts(self) -> list[int]:
        return [word.start for word in self.words]

    @property
    def ends(self) -> list[int]:
        return [word.end for word in self.words]


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    kind: ActorKind
    weight: float
    known: Known | None = None


def _lines(parsed: Parsed) -> list[_Line]:
    lines = []
    for block in parsed.article.blocks:
        line = words(parsed.article.text, block.start, block.end)
        letters = [word.text for word in line if word.text[0].isalpha() and len(word.text) > 1]
        upper = sum(word.isupper() for word in letters)
        lower = sum(word.islower() for word in letters)
        long = [word for word in letters if len(word) > 3]
        capitalised = sum(word[0].isupper() for word in long)
        caseless = len(letters) >= 3 and (upper >= 0.8 * len(letters) or lower == len(letters))
        title_case = (
            block.kind in {"headline", "caption", "credit"}
            and len(long) >= 4
            and capitalised >= 0.75 * len(long)
        )
        lines.append(_Line(block.kind, block.start, block.end, line, caseless or title_case, caseless))
    return lines


class _NameTags:
    """Which characters spaCy tagged as proper nouns, and where sentences begin."""

    def __init__(self, parsed: Parsed) -> None:
        self.proper = {token.idx for token in parsed.doc if token.tag_ in {"NNP", "NNPS"}}
        self.sentence_starts = {token.idx for token in parsed.doc if token.is_sent_start}


def _entities(parsed: Parsed, reading: Reading | None) -> list[tuple[int, int, ActorKind, float]]:
    if reading is not None:
        return [(entity.start, entity.end, entity.kind, entity.score) for entity in reading.entities]
    return [
        (entity.start_char, entity.end_char, _SPACY_KINDS[entity.label_], 0.7)
        for entity in parsed.doc.ents
        if entity.label_ in _SPACY_KINDS
    ]


def _model(line: _Line, entities: Sequence[tuple[int, int, ActorKind, float]]) -> Iterator[_Candidate]:
    """Yield the model's entities of a line, cleaned: one name each, without titles, articles and possessives."""
    first = bisect_left(entities, line.start, key=lambda entity: entity[1])
    for start, end, kind, score in entities[first:]:
        if start >= line.end:
            break
        a, b = line.index(max(start, line.start), min(end, line.end))
        inside = [
            Word(
                word.text[max(start - word.start, 0) : end - word.start],
                max(word.start, start),
                min(word.end, end),
            )
            for word in line.words[a:b]
        ]
        for part, part_kind in _parts(_without_office(line, a, inside), kind):
            trimmed = _trim(part, part_kind)
            by_words = _kind_by_words(trimmed, part_kind) if trimmed else None
            if trimmed and by_words and not _is_compound(trimmed):
                yield _Candidate(trimmed[0].start, trimmed[-1].end, by_words, score)


def _without_office(line: _Line, a: int, inside: list[Word]) -> list[Word]:
    """Cut the office an entity runs into: "Home | Secretary", "State Department | Spokesperson"."""
    for k in range(len(inside)):
        office = office_at(line.words, a + k) if inside[k].text[0].isupper() else None
        if office and a + k + office[1] >= a + len(inside) and (k or office[1] > 1):
            return inside[:k]
    return inside


def _is_compound(piece: list[Word]) -> bool:
    """Tell whether a name is known names joined by a hyphen: "G7-Africa"."""
    parts = piece[0].text.split("-")
    return len(piece) == 1 and len(parts) > 1 and all(lookup(part) for part in parts)


def _parts(inside: list[Word], kind: ActorKind) -> Iterator[tuple[list[Word], ActorKind]]:
    """Split what a model fused, and the person off the body before: "UN | Dorothy Shea"."""
    last, _ = _body_words()
    for piece in _pieces(inside, kind):
        if kind != "person":
            for k in range(1, len(piece) - 1):
                front = (
                    piece[k - 1].text in last or lookup(" ".join(word.text for word in piece[:k])) is not None
                )
                if (
                    front
                    and is_given_name(piece[k].text)
                    and piece[k + 1].text[0].isupper()
                    and len(piece) - k < 4
                ):
                    if piece[-1].text not in last:
                        yield piece[:k], kind
                        yield piece[k:], "person"
                        break
            else:
                yield piece, kind
        else:
            yield piece, kind


def _pieces(inside: list[Word], kind: ActorKind) -> Iterator[list[Word]]:
    """Split what a model fused: "Haiti Times/United Nations", "Ruto & Macron", "Kenya's William Ruto"."""
    piece: list[Word] = []
    for k, word in enumerate(inside):
        low = word.text.lower()
        cut = low in {"/", "|", "\n", ";", ":", "“", "”", '"'}
        if kind == "person":
            cut = cut or low in {"&", "and", "'s", "’s", ","}
        elif low in {"'s", "’s"} and 0 < k < len(inside) - 1:
            known = lookup(" ".join(w.text for w in piece)) if piece else None
            cut = known is not None and known.kind in {"country", "place"}
        elif kind in {"place", "group"}:
            cut = cut or low in {",", "and"}
        if cut:
            if piece:
                yield piece
            piece = []
        else:
            piece.append(word)
    if piece:
        yield piece


def _trim(piece: list[Word], kind: ActorKind) -> list[Word]:
    while piece and (
        piece[0].text.lower() in {"the", "a", "an", "'s", "’s"} or not piece[0].text[0].isalnum()
    ):
        piece = piece[1:]
    while piece and (
        piece[-1].text in {"'s", "’s", "’", "'"}
        or not piece[-1].text[-1].isalnum()
        and len(piece[-1].text) == 1
    ):
        piece = piece[:-1]
    while len(piece) > 1 and piece[-1].text.isdigit():
        piece = piece[:-1]
    if kind == "person" and piece:
        piece = piece[title_length(piece) :]
        while (
            len(piece) > 1
            and fold(piece[-1].text) in honorifics().after
            and fold(piece[-1].text) not in {"jr", "sr"}
        ):
            piece = piece[:-1]
        if len(piece) == 1 and (_is_title(piece[0].text) or not is_capitalised(piece[0].text)):
            return []
    if any(word.text == "(" for word in piece) and not any(word.text == ")" for word in piece):
        piece = piece[: next(k for k, word in enumerate(piece) if word.text == "(")]
    if len(piece) == 2 and piece[0].text == "Group" and len(piece[1].text) == 1:
        return []
    if len(piece) == 1 and kind != "person" and _is_title(piece[0].text) and lookup(piece[0].text) is None:
        return []
    return piece if any(word.text[0].isalnum() and not word.text.isdigit() for word in piece) else []


def _is_title(word: str) -> bool:
    return (fold(word),) in offices() or (fold(word),) in honorifics().before


@functools.cache
def _event_words() -> frozenset[str]:
    return frozenset(row["word"] for row in reference.load("organization_words") if row["kind"] == "none")


@functools.cache
def _body_words() -> tuple[dict[str, ActorKind], dict[str, ActorKind]]:
    """Return the words that end, and those that open, names of bodies and places."""
    last: dict[str, ActorKind] = {}
    first: dict[str, ActorKind] = {}
    for row in reference.load("organization_words"):
        if row["kind"] == "none":
            continue
        kind: ActorKind = "place" if row["kind"] == "place" else "organization"
        if row["position"] in {"last", "any"}:
            last[row["word"]] = kind
        if row["position"] in {"first", "any"}:
            first[row["word"]] = kind
    return last, first


def _kind_by_words(piece: Sequence[Word], kind: ActorKind) -> ActorKind | None:
    """Correct a kind by the words of the name: "… Stadium" is a place, "… Cup" no actor."""
    last, first = _body_words()
    texts = [word.text for word in piece]
    if kind == "organization" and texts[-1] in _event_words():
        return None
    if len(texts) > 1:
        by_last = last.get(texts[-1])
        if by_last and not (kind == "person" and is_given_name(texts[0])):
            return by_last
        if texts[0] in first and texts[1] in {"of", "for"}:
            return first[texts[0]]
    return kind


def _listed(line: _Line) -> Iterator[_Candidate]:
    """Yield the names known beforehand, those inside hyphenated words too: "Kenya-led", "G7-Africa"."""
    for hit in find_known(line.words, caseless=line.is_caseless):
        if hit.known.via == "demonym" and _is_language(line.words, hit.first, hit.last):
            continue
        first = line.words[hit.first]
        last = line.words[hit.last]
        start = first.start
        if (
            hit.first
            and re.fullmatch(r"\d+(?:st|nd|rd|th)", line.words[hit.first - 1].text)
            and hit.known.kind == "organization"
        ):
            start = line.words[hit.first - 1].start
        yield _Candidate(start, last.end, _mention_kind(hit.known), 1.0, hit.known)
    for word in line.words:
        if "-" in word.text and lookup(word.text) is None:
            for part in re.finditer(r"[^-]+", word.text):
                known = lookup(part.group())
                if (
                    known
                    and known.kind in {"country", "organization"}
                    or (known and part.end() == len(word.text))
                ):
                    yield _Candidate(
                        word.start + part.start(), word.start + part.end(), _mention_kind(known), 0.9, known
                    )


def _is_language(line: Sequence[Word], first: int, last: int) -> bool:
    before = line[first - 1].text.lower() if first else ""
    after = line[last + 1].text.lower() if last + 1 < len(line) else "."
    if before in {"speak", "speaks", "speaking", "spoke", "spoken", "fluent", "learn", "learning"}:
        return True
    return before in {"in", "into", "from"} and (
        not after[0].isalnum() or after in {"and", "or", "only", "as", "at", "for"}
    )


def _mention_kind(known: Known) -> ActorKind:
    return "group" if known.via == "demonym" else known.kind


def _patterns(line: _Line, tags: _NameTags) -> Iterator[_Candidate]:
    """Yield names told by their words: bodies ("Kenya Revenue Authority") and people after a title."""
    last, first = _body_words()
    for a, b in _runs(line.words, tags):
        begin = a
        for k in range(a, b):
            if _is_title(line.words[k].text) and line.words[k].text not in last:
                begin = k + 1
        ends = [k for k in range(begin + 1, b) if line.words[k].text in last]
        if ends and (ends[-1] == b - 1 or not is_given_name(line.words[ends[-1] + 1].text)):
            yield _Candidate(
                line.words[begin].start, line.words[ends[-1]].end, last[line.words[ends[-1]].text], 0.6
            )
        if begin < b and line.words[b - 1].text in first:
            tail = _tail(line.words, b, tags)
            if tail:
                yield _Candidate(
                    line.words[begin].start, line.words[tail - 1].end, first[line.words[b - 1].text], 0.6
                )
    for i, word in enumerate(line.words):
        if not word.text[0].isalpha() or (word.text[0].islower() and not office_at(line.words, i)):
            continue
        n = honorific_at(line.words, i)
        office = office_at(line.words, i)
        if office:
            n = max(n, office[1])
        if n:
            name = _name_at(line.words, i + n)
            if name:
                yield _Candidate(
                    name[0].start, name[-1].end, "person", 0.75 if word.text[0].isupper() else 0.5
                )
        elif is_given_name(word.text) and word.text[0].isupper() and word.start in tags.proper:
            name = _name_at(line.words, i)
            if len(name) > 1 and not (
                i and is_capitalised(line.words[i - 1].text) and line.words[i - 1].text.isalpha()
            ):
                yield _Candidate(name[0].start, name[-1].end, "person", 0.4)


def _name_at(line: Sequence[Word], i: int) -> list[Word]:
    """Return the words of a person's name that begins at word ``i``: capitalised words with particles, four at most."""
    last, _ = _body_words()
    name: list[Word] = []
    k = i
    while k < len(line) and len(name) < 5:
        text = line[k].text
        following = line[k + 1].text if k + 1 < len(line) else ""
        if (
            text.lower() in PARTICLES
            and following[:1].isupper()
            and (name or text.lower() not in {"the", "of", "la", "le"})
        ):
            name.append(line[k])
        elif text[0].isupper() and (
            len(text) == 1 or not text.isupper() or len(text) <= 2 or text.endswith(".")
        ):
            if _is_title(text) or lookup(text) is not None or text in last:
                break
            name.append(line[k])
        else:
            break
        k += 1
    while name and name[-1].text.lower() in PARTICLES:
        name.pop()
    return name


def _runs(line: Sequence[Word], tags: _NameTags) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words; a run does not begin with a sentence's plain first word."""
    i = 0
    while i < len(line):
        j = i
        while j < len(line) and (_in_run(line[j], tags) if j == i else _continues(line, j)):
            j += 1
        if j > i:
            yield i, j
        i = max(j, i + 1)


def _continues(line: Sequence[Word], j: int) -> bool:
    text = line[j].text
    if text == "&":
        return j + 1 < len(line) and is_capitalised(line[j + 1].text)
    return is_capitalised(text) and text[0].isalnum()


def _tail(line: Sequence[Word], b: int, tags: _NameTags) -> int:
    """Return the word after "of X", "for the X and Y" behind "Ministry" or "Court"; 0 when no name follows."""
    end = 0
    k = b
    while k < len(line) and line[k].text.lower() in ({"of", "for"} if k == b else _CONNECTORS):
        j = k + 1
        while j < len(line) and line[j].text.lower() in {"the", "for", "of"}:
            j += 1
        stop = j
        while stop < len(line) and _continues(line, stop) and not _is_title(line[stop].text):
            stop += 1
        if stop == j:
            break
        hit = next((hit for hit in find_known(line[j:stop]) if hit.first == 0), None)
        if hit and hit.known.kind == "organization":
            break
        end = k = stop
    return end


def _in_run(word: Word, tags: _NameTags) -> bool:
    if not (is_capitalised(word.text) and word.text[0].isalpha()):
        return False
    return word.start not in tags.sentence_starts or word.start in tags.proper


def _settle(line: _Line, candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Choose among overlapping candidates: known names over the model's, longer over shorter, then the surer."""
    chosen: list[_Candidate] = []
    for candidate in sorted(candidates, key=_rank):
        rivals = [other for other in chosen if candidate.start < other.end and other.start < candidate.end]
        if not rivals:
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.start)


def _rank(candidate: _Candidate) -> tuple[int, float, int]:
    return (candidate.start - candidate.end, -candidate.weight, candidate.start)


def _kinds(text: str, accepted: Sequence[_Candidate]) -> dict[tuple[str, ...], ActorKind]:
    """Return the kind of each name of the article by its folded words: lists first, then the weight of votes.

    The last word of a person's full name stands for a person too.
    """
    votes: dict[tuple[str, ...], Counter[ActorKind]] = defaultdict(Counter)
    listed: dict[tuple[str, ...], ActorKind] = {}
    for candidate in accepted:
        key = _key(text, candidate)
        if candidate.known is not None:
            listed[key] = candidate.kind
        votes[key][candidate.kind] += candidate.weight  # type: ignore[assignment]
    kinds: dict[tuple[str, ...], ActorKind] = {
        key: max(counts, key=lambda kind: (counts[kind], kind)) for key, counts in votes.items()
    }
    for key, kind in [*kinds.items()]:
        if kind == "person" and len(key) > 1:
            surname = key[-1:]
            if surname in votes and surname not in listed:
                kinds[surname] = "person"
            else:
                kinds.setdefault(surname, "person")
    kinds.update(listed)
    return kinds


def _key(text: str, candidate: _Candidate) -> tuple[str, ...]:
    return tuple(fold(word.text) for word in words(text, candidate.start, candidate.end))


def _display(
    line: _Line,
    entities: Sequence[tuple[int, int, ActorKind, float]],
    kinds: dict[tuple[str, ...], ActorKind],
) -> Iterator[_Candidate]:
    """Yield what a line in title case or capitals names: only what the body names too, or a plain full name."""
    for candidate in _model(line, entities):
        a, b = line.index(candidate.start, candidate.end)
        key = tuple(fold(word.text) for word in line.words[a:b])
        whole_name = candidate.kind == "person" and 1 < b - a < 4 and is_given_name(line.words[a].text)
        if key in kinds or whole_name:
            yield candidate


def _credited(line: _Line) -> Iterator[_Candidate]:
    """Yield the names in a credit line: "Haiti Times/United Nations"."""
    if line.kind != "credit" or not any(word.text == "/" for word in line.words):
        return
    for piece in _pieces(line.words, "place"):
        if all(is_capitalised(word.text) for word in piece) and len(piece) < 5:
            kind: ActorKind = "person" if len(piece) > 1 and is_given_name(piece[0].text) else "organization"
            yield _Candidate(piece[0].start, piece[-1].end, kind, 0.4)


def _repeated(line: _Line, kinds: dict[tuple[str, ...], ActorKind], tags: _NameTags) -> Iterator[_Candidate]:
    """Yield further places where a name of the article stands."""
    by_first = _by_first_word(kinds)
    folded = [fold(word.text) for word in line.words]
    for i, word in enumerate(line.words):
        if not (line.is_caseless or is_capitalised(word.text)):
            continue
        for key in by_first.get(folded[i], ()):
            if tuple(folded[i : i + len(key)]) == key:
                if len(key) == 1 and word.start in tags.sentence_starts and word.start not in tags.proper:
                    continue
                last = line.words[i + len(key) - 1]
                if not line.is_caseless and not is_capitalised(last.text):
                    continue
                yield _Candidate(word.start, last.end, kinds[key], 0.3)
                break


def _by_first_word(kinds: dict[tuple[str, ...], ActorKind]) -> dict[str, list[tuple[str, ...]]]:
    index: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in sorted(kinds, key=lambda key: (-len(key), key)):
        if key and len("".join(key)) > 1:
            index[key[0]].append(key)
    return index


def _mention(
    text: str, line: _Line, candidate: _Candidate, kinds: dict[tuple[str, ...], ActorKind]
) -> Mention:
    kind = kinds.get(_key(text, candidate), candidate.kind)
    mention = Mention(candidate.start, candidate.end, kind)
    known = candidate.known or lookup(text[candidate.start : candidate.end])
    if known is not None and kind in {"place", "group", "country", "organization"}:
        mention.kind = _mention_kind(known)
    if kind == "person":
        a, b = line.index(candidate.start, candidate.end)
        role = role_before(line.words, a) or role_after(line.words, b)
        if role is not None:
            mention.role, mention.role_country, mention.role_organization = (
                role.title,
                role.country,
                role.organization,
            )
    return mention
