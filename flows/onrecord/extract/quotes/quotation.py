"""The quote-mark machine: which stretches of a text stand between quotation marks.

It knows marks and paragraphs only, no grammar: double and single, curly, straight, mixed, mistyped and unbalanced
marks, apostrophes told apart, quotations left open at the end of a paragraph and taken up in the next. Whether
a quotation is speech, a title or a scare quote is decided in ``onrecord.extract.quotes.attribution``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.blocks import Block
from onrecord.text import Span

_DOUBLE = re.compile(r"``|''|‘‘|’’|[\"“”„‟«»″＂\x93\x94]")
_SINGLE = re.compile(r"['‘’`\x91\x92]")
MARKS = frozenset("\"“”„‟«»″＂'‘’`\x91\x92\x93\x94")
_OPENING = frozenset("“„‟«\x93") | {"``", "‘‘"}
_CLOSING = frozenset("”»\x94") | {"’’"}
_LEADS_IN = frozenset('([{—–-/…:,“"')  # what may stand right before an opening mark, besides white space
_LEADS_OUT = frozenset(".,;:!?)]}—–-…/\"“”'’‘")  # what may stand right after a closing mark
_SENTENCE_MARKS = frozenset(".,!?;…—–")
# Words that begin with an apostrophe: 'em, 'til, the '90s.
_ELISION = re.compile(
    r"(?:em|til|till|cause|cos|tis|twas|twill|bout|round|neath|nuff|n|nother|ere|s)\b|\d\ds?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between quotation marks, within one block. Offsets in code points, end exclusive."""

    start: int
    """Where the opening mark stands (or the text, if it has none)."""
    end: int
    """After the closing mark (or the text, if it has none)."""
    inner: Span
    """The text without marks and outer white space."""
    block: int
    """Index of the block it stands in."""
    closed: bool = True
    """False if the block ends before a closing mark."""
    continues: bool = False
    """True if it takes up the quotation that the block before left open."""


def find_quotations(text: str, blocks: Sequence[Block]) -> list[Quotation]:
    """Return the outermost quotations of a text in order; they do not overlap. Linear in the text."""
    found: list[Quotation] = []
    for index, block in enumerate(blocks):
        before = _left_open(found, blocks, index)
        mark_below = text[blocks[index + 1].start] if index + 1 < len(blocks) else ""
        double = list(_double(text, block, index, before, mark_below in _OPENING))
        reopened = mark_below != "" and mark_below in "'‘\x91"
        found += _outermost(text, double, list(_single(text, block, index, double, before, reopened)))
    return _drop_unfollowed(text, found, blocks)


def _left_open(found: list[Quotation], blocks: Sequence[Block], index: int) -> Quotation | None:
    """Return the quotation that the last paragraph before this block left open, pictures and credits skipped."""
    if not found or found[-1].closed:
        return None
    between = blocks[found[-1].block + 1 : index]
    return found[-1] if all(block.kind in ("caption", "credit") for block in between) else None


def _double(text: str, block: Block, index: int, before: Quotation | None, reopened: bool) -> Iterator[Quotation]:
    """Yield quotations in double marks; ``reopened``: the next block opens with one."""
    marks = list(_DOUBLE.finditer(text, block.start, block.end))
    closers_left = sum(mark[0] in _CLOSING for mark in marks) + reopened
    openers_left = sum(mark[0] in _OPENING for mark in marks)
    opener: re.Match[str] | None = None
    nested = 0
    for i, mark in enumerate(marks):
        prev = text[mark.start() - 1] if mark.start() > block.start else " "
        following = text[mark.end()] if mark.end() < block.end else " "
        looks_opening = not following.isspace() and (prev.isspace() or prev in _LEADS_IN)
        may_nest = closers_left > openers_left
        closers_left -= mark[0] in _CLOSING
        openers_left -= mark[0] in _OPENING
        if opener is None:
            misplaced = mark[0] not in _CLOSING and not prev.isdigit() and _lost_its_place(text, marks, i, block)
            if mark[0] in _OPENING or looks_opening or mark.start() == block.start or misplaced:
                opener = mark
            elif i == 0 and before is not None:
                inner = _strip(text, block.start, mark.start())
                yield Quotation(block.start, mark.end(), inner, index, continues=True)
            elif i == 0 and prev in ",!?" and len(marks) % 2:
                start = _sentence_start(text, block.start, mark.start() - 1)  # the opening mark is lost
                yield Quotation(start, mark.end(), _strip(text, start, mark.start()), index)
        elif mark[0] in _OPENING and (prev.isspace() or not (following.isspace() or following in _LEADS_OUT)):
            if may_nest:
                nested += 1
                continue
            yield _between(text, block, index, opener, mark.start(), mark.start(), before)
            opener, nested = mark, 0  # the first one was never closed
        elif mark[0] not in _CLOSING and looks_opening and following.isalnum() and prev not in _SENTENCE_MARKS:
            yield _between(text, block, index, opener, mark.start(), mark.start(), before)
            opener, nested = mark, 0
        elif nested and mark[0] in _CLOSING:
            nested -= 1
        else:
            yield _between(text, block, index, opener, mark.start(), mark.end(), before)
            opener, nested = None, 0
    if opener is not None:
        quotation = _between(text, block, index, opener, block.end, block.end, before)
        if quotation.inner.end > quotation.inner.start:
            yield replace(quotation, closed=False)


def _sentence_start(text: str, start: int, end: int) -> int:
    """Return where the last sentence of a stretch begins."""
    stops = [match.end() for match in re.finditer(r"[.!?]\s+(?=[A-Z])", text[start:end])]
    return start + stops[-1] if stops else start


def _between(
    text: str, block: Block, index: int, opener: re.Match[str], inner_end: int, end: int, before: Quotation | None
) -> Quotation:
    continues = before is not None and opener.start() == block.start
    return Quotation(opener.start(), end, _strip(text, opener.end(), inner_end), index, continues=continues)


def _lost_its_place(text: str, marks: list[re.Match[str]], i: int, block: Block) -> bool:
    """Say whether a mark that looks like a closing one must open: the next mark of the block closes as well."""
    if i + 1 >= len(marks):
        return False
    after = marks[i + 1]
    following = text[after.end()] if after.end() < block.end else " "
    return following.isspace() or following in _LEADS_OUT


def _single(
    text: str, block: Block, index: int, double: list[Quotation], before: Quotation | None, reopened: bool
) -> Iterator[Quotation]:
    """Yield quotations in single marks that do not lie inside double ones.

    ``reopened``: the next block opens with a single mark, so that a quotation may run to the end of this one.
    """
    marks = list(_outside(_SINGLE.finditer(text, block.start, block.end), double))
    openers = [m for m in marks if _opens(text, m, block)]
    closers = [m for m in marks if _closes(text, m, block)]
    position, c = block.start, 0
    for n, opener in enumerate(openers):
        if opener.start() < position:
            continue
        while c < len(closers) and closers[c].start() <= opener.start() + 1:
            c += 1
        limit = openers[n + 1].start() if n + 1 < len(openers) else block.end
        may_stay_open = _is_left_open(text, opener, block)
        closer = _pick_closer(text, closers, c, limit, block, not (reopened and may_stay_open))
        if closer is None:
            if may_stay_open:
                quotation = _between(text, block, index, opener, block.end, block.end, before)
                yield replace(quotation, closed=False)
            continue
        if closer.start() - opener.end() < 2:
            continue  # rock 'n' roll
        yield _between(text, block, index, opener, closer.start(), closer.end(), before)
        position = closer.end()


def _outside(marks: Iterator[re.Match[str]], double: list[Quotation]) -> Iterator[re.Match[str]]:
    d = 0
    for mark in marks:
        while d < len(double) and double[d].end <= mark.start():
            d += 1
        if d == len(double) or mark.start() < double[d].start:
            yield mark


def _opens(text: str, mark: re.Match[str], block: Block) -> bool:
    if mark[0] in "’\x92" or mark.end() >= block.end:
        return False
    prev = text[mark.start() - 1] if mark.start() > block.start else " "
    following = text[mark.end()]
    if not (prev.isspace() or prev in _LEADS_IN) or following.isspace() or following in _LEADS_OUT - {"…", '"', "“"}:
        return False
    return not _ELISION.match(text, mark.end())


def _closes(text: str, mark: re.Match[str], block: Block) -> bool:
    if mark[0] in "‘`\x91" or mark.start() == block.start:
        return False
    following = text[mark.end()] if mark.end() < block.end else " "
    return not text[mark.start() - 1].isspace() and not following.isalnum()


def _pick_closer(
    text: str, closers: list[re.Match[str]], c: int, limit: int, block: Block, take_weak: bool
) -> re.Match[str] | None:
    """Return the closing mark of a quotation: the first that cannot be the apostrophe of "workers'".

    ``take_weak``: failing that, one that could be.
    """
    weak = None
    for closer in closers[c : c + 50]:  # 50 apostrophes on, it is no quotation any more
        if weak is not None and closer.start() > limit:
            break
        prev = text[closer.start() - 1]
        following = text[closer.end()] if closer.end() < block.end else "."
        word = text[max(block.start, closer.start() - 3) : closer.start()]
        if word.endswith(("'n", "’n", "‘n")):
            continue
        if prev in _SENTENCE_MARKS or not following.isspace() or (prev not in "sS" and not word.endswith("in")):
            return closer
        if weak is None or " " not in text[weak.end() + 1 : closer.start()]:
            weak = closer  # "the workers' rights'": the second closes
    return weak if take_weak else None


def _is_left_open(text: str, opener: re.Match[str], block: Block) -> bool:
    """Say whether a single mark may open a quotation that runs on: it opens the block or follows a colon or comma."""
    lead = text[block.start : opener.start()].rstrip()
    return not lead or lead.endswith((":", ","))


def _outermost(text: str, double: list[Quotation], single: list[Quotation]) -> list[Quotation]:
    """Merge both kinds; a single-quoted stretch that holds double ones replaces them if it ends like speech."""
    if not single:
        return double
    kept: list[Quotation] = []
    d = 0
    for outer in single:
        while d < len(double) and double[d].end <= outer.start:
            kept.append(double[d])
            d += 1
        inside = d
        while inside < len(double) and double[inside].start < outer.end:
            inside += 1
        if inside > d and not (text[outer.inner.end - 1] in ".,!?…" or not outer.closed):
            continue
        kept.append(outer)
        d = inside
    return kept + double[d:]


def _drop_unfollowed(text: str, found: list[Quotation], blocks: Sequence[Block]) -> list[Quotation]:
    """Drop single-quoted stretches left open that no paragraph takes up: those marks were apostrophes."""
    kept = []
    for i, quotation in enumerate(found):
        followed = i + 1 < len(found) and found[i + 1].continues
        if quotation.closed or followed or quotation.continues or text[quotation.start] not in "'‘`\x91":
            kept.append(quotation)
    return [quotation for quotation in kept if quotation.inner.end > quotation.inner.start]


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
