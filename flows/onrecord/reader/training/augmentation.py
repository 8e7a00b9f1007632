"""Other outlets' typography for the training passages.

PolNeAR is seven American outlets in clean files. Elsewhere quotes stand in single marks or in none,
paragraphs are told apart by one newline or by nothing, captions and slogans stand between them, apostrophes
are lost and leads are in capitals. Each passage is rewritten at random before every epoch, annotations with
it.
"""

from __future__ import annotations

import re
from bisect import bisect
from itertools import accumulate
from pathlib import Path
from random import Random

from onrecord.reader.training.corpora import Passage, Relation, Spans

STYLES = {  # opening, closing, opening and closing of a quote inside a quote
    "curly": ("“", "”", "‘", "’"),
    "straight": ('"', '"', "'", "'"),
    "single": ("‘", "’", "“", "”"),
    "single straight": ("'", "'", '"', '"'),
    "guillemets": ("«", "»", "“", "”"),
    "spaced guillemets": ("« ", " »", "“", "”"),
    "typewriter": ("``", "''", "`", "'"),
    "none": ("", "", "", ""),
}
STYLE_WEIGHTS = (26, 26, 16, 14, 3, 2, 3, 6)
_DOUBLE = re.compile(r"``|''|[\"“”„«»]")
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\w)[^\n]{1,400}?[^\s][’'](?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_SPACED_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")
_SPACED_ENDING = re.compile(r"(?<=\w’) (?=(?:s|t|re|ve|ll|d|m)\b)")
_BREAK = re.compile(r"\n+")
_LINES = [
    line
    for line in (Path(__file__).parent / "lines.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def vary(passage: Passage, random: Random) -> Passage:
    """The passage in other typography; a fifth of them come back as they were."""
    if random.random() < 0.2:
        return passage
    characters = list(passage.text)  # what each character becomes
    if passage.entities is not None:
        _join_hyphens(passage, characters, random)
    if random.random() < 0.75:
        _change_marks(passage.text, characters, random)
    _change_apostrophes(passage.text, characters, random)
    _change_case(passage.text, characters, random)
    _change_breaks(passage.text, characters, random)
    return _rebuild(passage, characters)


def _change_marks(text: str, characters: list[str], random: Random) -> None:
    opening, closing, inner_opening, inner_closing = STYLES[random.choices(list(STYLES), STYLE_WEIGHTS)[0]]
    outside = random.random() < 0.5  # British order of closing mark and comma
    for match in _SINGLE.finditer(text):
        characters[match.start()], characters[match.end() - 1] = inner_opening, inner_closing
    for match in _DOUBLE.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else " "
        opens = match[0] in "“„«``" or (match[0] == '"' and (before.isspace() or before in "([—–-‘'"))
        for place in range(start, end):
            characters[place] = ""
        characters[start] = opening if opens else closing
        if not opens and outside and closing in "’'" and before in ",." and text[start - 2 : start - 1].isalnum():
            characters[start - 1], characters[start] = "", closing + before


def _change_apostrophes(text: str, characters: list[str], random: Random) -> None:
    to = random.choices((None, "'", "’", ""), (45, 25, 20, 10))[0]
    if to is not None:
        for match in _APOSTROPHE.finditer(text):
            characters[match.start()] = to


def _change_case(text: str, characters: list[str], random: Random) -> None:
    """A headline or the first words in capitals, a headline in title case."""
    first_line = text.find("\n") if "\n" in text else len(text)
    draw = random.random()
    if draw < 0.06 and first_line < 150:
        end = first_line
    elif draw < 0.12:
        end = len(" ".join(text.split(" ", 6)[: random.randint(1, 6)]))
    elif draw < 0.16 and first_line < 150:
        for match in re.finditer(r"\b\w", text[:first_line]):
            characters[match.start()] = characters[match.start()].upper()
        return
    elif draw < 0.18:
        end = len(text)
    else:
        return
    for place in range(min(end, len(text))):
        characters[place] = characters[place].upper()


def _change_breaks(text: str, characters: list[str], random: Random) -> None:
    """Blank lines, newlines or spaces between paragraphs; here and there a foreign line or a stray break."""
    to = random.choices((None, "\n\n", "\n", " "), (30, 30, 28, 12))[0]
    foreign = random.random() < 0.25
    for match in _BREAK.finditer(text):
        between = match[0] if to is None else to
        if foreign and random.random() < 0.4:
            between = f"{between}{random.choice(_LINES)}{between}"
        characters[match.start()] = between
        for place in range(match.start() + 1, match.end()):
            characters[place] = ""
    if foreign and random.random() < 0.3 and characters:
        characters[0] = f"{random.choice(_LINES)}\n\n{characters[0]}"


def _join_hyphens(passage: Passage, characters: list[str], random: Random) -> None:
    """The Worldwide corpus sets spaces around its hyphens ("Al - Hinai") and after its apostrophes ("don’
    t"): close them, hyphens outside names only often."""
    for match in _SPACED_ENDING.finditer(passage.text):
        characters[match.start()] = ""
    everywhere = random.random() < 0.6
    names = sorted((start, end) for start, end, _ in passage.entities or ())
    starts = [start for start, _ in names]
    for match in _SPACED_HYPHEN.finditer(passage.text):
        name = bisect(starts, match.start()) - 1
        if everywhere or (name >= 0 and match.end() <= names[name][1]):
            characters[match.start()] = characters[match.end() - 1] = ""


def _rebuild(passage: Passage, characters: list[str]) -> Passage:
    place = [0, *accumulate(map(len, characters))]

    def moved(start: int, end: int) -> tuple[int, int]:
        """The new span, without what now stands before its first character (a foreign line)."""
        return place[start + 1] - min(len(characters[start]), 2 if characters[start][:1] in "«`" else 1), place[end]

    def all_moved(spans: Spans) -> Spans:
        return tuple(span for span in (moved(s, e) for s, e in spans) if span[0] < span[1])

    relations = entities = None
    if passage.relations is not None:
        rewritten = (Relation(all_moved(r.content), all_moved(r.cue), all_moved(r.source)) for r in passage.relations)
        relations = tuple(r for r in rewritten if r.content and r.cue)
    if passage.entities is not None:
        spans = ((*moved(s, e), kind) for s, e, kind in passage.entities)
        entities = tuple((s, e, kind) for s, e, kind in spans if s < e)
    return Passage("".join(characters), relations, entities)
