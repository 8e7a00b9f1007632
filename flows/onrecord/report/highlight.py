"""An article's text as HTML with what was found in it marked in place.

The text between the tags is the article's text, character for character (control characters are shown as
their pictures). All else a reader sees beside it, numbers, margin notes and tooltips, is written by the style
sheet from attributes, so that copying, searching and reading aloud give the article as it was published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from markupsafe import Markup, escape

from onrecord.report.legible import legible

Layer = Literal["block", "quote", "speaker", "cue", "actor", "date", "figure"]

# Outermost first: figures and actors stand inside quotes, quotes inside blocks.
_DEPTH: dict[Layer, int] = {
    "block": 0, "quote": 1, "speaker": 2, "cue": 3, "actor": 4, "date": 5, "figure": 6,
}  # fmt: skip
# A place under more marks than this is a fault of the extractor; it must not make the page explode.
_MOST_AT_ONE_PLACE = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to highlight: ``0 <= start < end <= len(text)``, in code points.

    ``anchor`` is the id that links lead to, ``href`` the row in the tables that this place leads back to.
    ``tip`` is shown on hover and focus. A quote has a ``number`` and a note in the margin (``who``, ``tip``);
    its speaker, cue and later spans name it in ``quotes``.
    """

    layer: Layer
    start: int
    end: int
    kind: str = ""
    anchor: str | None = None
    href: str | None = None
    tip: str = ""
    number: int | None = None
    who: str = ""
    quotes: tuple[str, ...] = ()

    @property
    def leads_back(self) -> bool:
        """Whether the stretch itself is a link: of a quote, its number is."""
        return self.layer in ("actor", "date", "figure") and self.href is not None

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Outermost first, then earliest, then longest."""
        return _DEPTH[self.layer], self.start, -self.end, self.anchor or ""


def highlight(text: str, marks: Iterable[Mark]) -> Markup:
    """Return the text as HTML, each mark one or more elements that are properly nested.

    Marks may nest, overlap and repeat. Where two cross, the inner one is closed and opened again: only its
    first piece has the anchor. Every anchor is in the result exactly once.
    """
    starting: defaultdict[int, list[Mark]] = defaultdict(list)
    edges = {0, len(text)}
    for mark in marks:
        starting[mark.start].append(mark)
        edges |= {mark.start, mark.end}
    html: list[str] = []
    opened: list[Mark] = []
    active: list[Mark] = []
    for here, there in pairwise(sorted(edges)):
        active = [mark for mark in active if mark.end > here]
        for mark in sorted(starting[here], key=lambda mark: mark.order):
            if len(active) < _MOST_AT_ONE_PLACE:
                active.append(mark)
            elif mark.anchor:
                html.append(Markup('<span id="{}"></span>').format(mark.anchor))
        active.sort(key=lambda mark: mark.order)
        kept = _shared_start(opened, active)
        html.extend(_closing(opened, i) for i in range(len(opened) - 1, kept - 1, -1))
        html.extend(_opening(active, i, is_first=active[i].start == here) for i in range(kept, len(active)))
        opened = list(active)
        html.append(_characters(text[here:there]))
    html.extend(_closing(opened, i) for i in range(len(opened) - 1, -1, -1))
    return Markup("".join(html))  # noqa: S704 - every piece above was escaped or is a literal


def _shared_start(old: list[Mark], new: list[Mark]) -> int:
    same = 0
    while same < min(len(old), len(new)) and old[same] is new[same]:
        same += 1
    return same


def _characters(text: str) -> str:
    # A raw carriage return would be read as a line feed; written as a reference it stays what it is.
    return str(escape(legible(text))).replace("\r", "&#13;")


def _is_link(stack: list[Mark], i: int) -> bool:
    """Links can't nest: of the marks around one place, the outermost with a row is the link."""
    return stack[i].leads_back and not any(mark.leads_back for mark in stack[:i])


def _closing(stack: list[Mark], i: int) -> str:
    return "</a>" if _is_link(stack, i) else "</span>"


def _opening(stack: list[Mark], i: int, *, is_first: bool) -> str:
    mark = stack[i]
    attributes = {"class": f"{mark.layer} {mark.kind}".strip()}
    if mark.quotes:
        attributes["data-q"] = " ".join(mark.quotes)
    if is_first and mark.anchor:
        attributes["id"] = mark.anchor
    if mark.layer == "quote":
        if not is_first or mark.number is None:
            return _tag("span", attributes)
        return _tag("span", attributes | {"data-number": str(mark.number), "data-who": mark.who}) + _number(mark)
    if mark.tip:
        attributes["data-tip"] = mark.tip
    is_link = _is_link(stack, i)
    if is_link:
        attributes["href"] = f"#{mark.href}"
    if mark.tip and not (is_link and is_first):
        attributes["tabindex"] = "0" if is_first else "-1"
    return _tag("a" if is_link else "span", attributes)


def _number(mark: Mark) -> str:
    """The quote's number at its start: empty of text, a link to its row, the holder of its margin note."""
    attributes = {
        "class": "number",
        "href": f"#{mark.href}",
        "data-number": str(mark.number),
        "data-who": mark.who,
        "data-tip": mark.tip,
        "aria-label": f"Quote {mark.number}: {mark.who}. {mark.tip}. Go to its row",
    }
    return _tag("a", attributes) + "</a>"


def _tag(name: str, attributes: dict[str, str]) -> str:
    pairs = (Markup(' {}="{}"').format(key, legible(value)) for key, value in attributes.items())
    return f"<{name}{''.join(pairs)}>"
