"""Articles and their rows as the page shows them: marked text, margin notes, rows that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from onrecord.blocks import find_blocks
from onrecord.report.excerpt import Excerpt, Row
from onrecord.report.highlight import Mark, highlight
from onrecord.report.legible import one_line
from onrecord.report.wording import figure_status, figure_value, quoted

CELL = 320  # characters of a table's cell; the whole is in the text, one link away
NAME = 120
UNNAMED = "Speaker not found"


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place: its anchor in the text and the words to link."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A row of the quotes table."""

    row_id: str
    place: Place
    number: int
    speaker: str
    speaker_href: str | None
    as_written: str
    text: str
    kind: str
    cue: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the figures table."""

    row_id: str
    place: Place
    kind: str
    value: str
    noun: str
    status: str
    claimed_by: str
    claimed_by_href: str | None
    quote_number: int | None
    quote_anchor: str | None
    is_trivial: bool


@dataclass(frozen=True, slots=True)
class ActorRow:
    """A row of the actors table."""

    row_id: str
    name: str
    kind: str
    role: str
    country: str
    n_mentions: int
    n_quotes: int
    places: list[Place]
    n_more: int


@dataclass(frozen=True, slots=True)
class Story:
    """One article of the page."""

    number: int
    anchor: str
    title: str
    source: str
    link: str | None
    date: str
    n_words: int
    language: str
    duplicate_of: str | None
    html: Markup
    quotes: list[QuoteRow]
    figures: list[FigureRow]
    n_shown: int
    n_characters: int


def tell(excerpts: Sequence[Excerpt], actors: Mapping[str, Row]) -> list[Story]:
    """Return the articles with their quotes and figures; quotes are numbered through the whole page.

    ``actors`` holds the actors who stand in the excerpts, by id: names link to their rows.
    """
    stories = []
    next_number = 1
    for i, excerpt in enumerate(excerpts, start=1):
        numbers = {quote["quote_id"]: next_number + n for n, quote in enumerate(excerpt.quotes)}
        next_number += len(numbers)
        stories.append(_story(i, excerpt, numbers, actors))
    return stories


def cast(excerpts: Sequence[Excerpt], actors: Mapping[str, Row], places: int = 8) -> list[ActorRow]:
    """Return the actors who stand in the excerpts, the most mentioned first, with their first ``places``."""
    found: dict[str, list[Place]] = {}
    for excerpt in excerpts:
        for mention in excerpt.mentions:
            if mention["actor_id"] in actors:
                place = Place(mention["mention_id"], one_line(str(mention["text"]), 40))
                found.setdefault(mention["actor_id"], []).append(place)
    rows = [_actor_row(actors[actor_id], spots, places) for actor_id, spots in found.items()]
    return sorted(rows, key=lambda row: (-row.n_mentions, row.name, row.row_id))


def _story(number: int, excerpt: Excerpt, numbers: dict[str, int], actors: Mapping[str, Row]) -> Story:
    article = excerpt.article
    source = str(article["source_uri"])
    published = article["published_at"]
    return Story(
        number=number,
        anchor=article["article_id"],
        title=one_line(str(article["title"] or excerpt.text.strip().partition("\n")[0] or source), NAME),
        source=one_line(str(article["outlet"] or source.rstrip("/").rpartition("/")[2] or source), NAME),
        link=source if source.startswith(("https://", "http://")) else None,
        date=f"{published.day} {published:%B %Y}" if published else "",
        n_words=article["n_words"],
        language=article["language"],
        duplicate_of=article["duplicate_of"],
        html=highlight(excerpt.text, _marks(excerpt, numbers, actors)),
        quotes=[_quote_row(quote, numbers, actors) for quote in excerpt.quotes],
        figures=[_figure_row(figure, numbers, actors) for figure in excerpt.figures],
        n_shown=excerpt.end,
        n_characters=len(article["text"]),
    )


def _marks(excerpt: Excerpt, numbers: dict[str, int], actors: Mapping[str, Row]) -> Iterator[Mark]:
    yield from _block_marks(excerpt.text)
    inside: dict[str, list[str]] = {}
    for figure in excerpt.figures:
        if figure["quote_id"] and not figure["is_trivial"]:
            inside.setdefault(figure["quote_id"], []).append(_phrase(figure))
    attributions: dict[tuple[str, int, int], list[str]] = {}
    for quote in excerpt.quotes:
        yield from _quote_marks(quote, numbers[quote["quote_id"]], inside.get(quote["quote_id"], []))
        for layer in ("speaker", "cue"):
            start, end = quote[f"{layer}_start"], quote[f"{layer}_end"]
            if start is not None and end is not None and 0 <= start < end <= excerpt.end:
                attributions.setdefault((layer, start, end), []).append(quote["quote_id"])
    for (layer, start, end), quotes in attributions.items():
        yield Mark("speaker" if layer == "speaker" else "cue", start, end, quotes=tuple(quotes))
    for figure in excerpt.figures:
        yield _mark("figure", figure, "figure_id", href=f"row-{figure['figure_id']}", tip=_figure_tip(figure))
    for date in excerpt.dates:
        tip = " · ".join(filter(None, ["date", date["resolved"] or date["iso"], date["precision"]]))
        yield _mark("date", date, "date_id", tip=tip)
    for mention in excerpt.mentions:
        actor = actors.get(mention["actor_id"])
        href = f"row-{mention['actor_id']}" if actor else None
        yield _mark("actor", mention, "mention_id", href=href, tip=_actor_tip(mention, actor))


def _block_marks(text: str) -> Iterator[Mark]:
    """Blocks that are not paragraphs, and the line ends between blocks, narrow between caption and credit."""
    blocks = find_blocks(text)
    for block in blocks:
        if block.kind != "paragraph":
            yield Mark("block", block.start, block.end, block.kind)
    for block, after in pairwise(blocks):
        is_narrow = {block.kind, after.kind} <= {"caption", "credit", "byline"}
        yield Mark("block", block.end, after.start, "gap narrow" if is_narrow else "gap")
    if blocks and blocks[-1].end < len(text):
        yield Mark("block", blocks[-1].end, len(text), "gap none")


def _mark(layer: Any, row: Row, key: str, *, tip: str, href: str | None = None) -> Mark:
    kind = "pronoun" if row.get("form") == "pronoun" else ""
    return Mark(layer, row["char_start"], row["char_end"], kind, row[key], href, one_line(tip, CELL))


def _quote_marks(quote: Row, number: int, figures: list[str]) -> Iterator[Mark]:
    quote_id = quote["quote_id"]
    first, *later = _spans(quote)
    how = [quote["kind"], quote["cue"] or "no cue"]
    if quote["speaker_resolution"] in ("pronoun", "nominal") and quote["speaker_text"]:
        how.append(f"as “{quote['speaker_text']}”")
    elif quote["speaker_resolution"] == "implicit":
        how.append("speaker from the quote before")
    tip = " · ".join(one_line(str(word), NAME) for word in how)
    if figures:
        tip += "\n" + "; ".join(one_line(figure, NAME) for figure in figures[:5])
    yield Mark(
        "quote", *first, kind=quote["kind"], anchor=quote_id, href=f"row-{quote_id}", tip=tip, number=number,
        who=_speaker(quote), quotes=(quote_id,),
    )  # fmt: skip
    for span in later:
        yield Mark("quote", *span, kind=quote["kind"], quotes=(quote_id,))


def _spans(quote: Row) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in quote["spans"]]


def _speaker(quote: Row) -> str:
    return one_line(str(quote["speaker_name"] or quote["speaker_text"] or UNNAMED), NAME)


def _phrase(figure: Row) -> str:
    words = f"{figure_value(figure)} {figure['noun'] or ''}".strip()
    status = figure_status(figure)
    return f"{words} ({status})" if status else words


def _figure_tip(figure: Row) -> str:
    claimed = f"said by {figure['claimed_by_name']}" if figure["claimed_by_name"] else ""
    return " · ".join(filter(None, [_phrase(figure), figure["kind"], claimed]))


def _actor_tip(mention: Row, actor: Row | None) -> str:
    if actor is None:
        return " · ".join(filter(None, [mention["text"], _role(mention), "not resolved"]))
    name = f"{mention['text']}, for {actor['name']}" if mention["is_metonym"] else actor["name"]
    return " · ".join(filter(None, [name, actor["kind"], _role(actor), actor["country"]]))


def _role(row: Row) -> str:
    return ", ".join(filter(None, [row["role"], row["role_organization"]]))


def _quote_row(quote: Row, numbers: dict[str, int], actors: Mapping[str, Row]) -> QuoteRow:
    number = numbers[quote["quote_id"]]
    name, written = quote["speaker_name"], quote["speaker_text"]
    return QuoteRow(
        row_id=f"row-{quote['quote_id']}",
        place=Place(quote["quote_id"], str(number)),
        number=number,
        speaker=_speaker(quote),
        speaker_href=f"row-{quote['speaker_id']}" if quote["speaker_id"] in actors else None,
        as_written=one_line(written, NAME) if written and name and written != name else "",
        text=one_line(quoted(quote), CELL),
        kind=quote["kind"],
        cue=one_line(str(quote["cue"] or ""), NAME),
    )


def _figure_row(figure: Row, numbers: dict[str, int], actors: Mapping[str, Row]) -> FigureRow:
    claimed_by = figure["claimed_by"]
    name = figure["claimed_by_name"] or (actors[claimed_by]["name"] if claimed_by in actors else "")
    return FigureRow(
        row_id=f"row-{figure['figure_id']}",
        place=Place(figure["figure_id"], one_line(str(figure["text"]), NAME)),
        kind=figure["kind"],
        value=figure_value(figure),
        noun=one_line(str(figure["noun"] or ""), NAME),
        status=figure_status(figure),
        claimed_by=one_line(str(name), NAME),
        claimed_by_href=f"row-{claimed_by}" if claimed_by in actors else None,
        quote_number=numbers.get(figure["quote_id"]),
        quote_anchor=figure["quote_id"] if figure["quote_id"] in numbers else None,
        is_trivial=bool(figure["is_trivial"]),
    )


def _actor_row(actor: Row, spots: list[Place], places: int) -> ActorRow:
    return ActorRow(
        row_id=f"row-{actor['actor_id']}",
        name=one_line(str(actor["name"]), NAME),
        kind=actor["kind"],
        role=one_line(_role(actor), NAME),
        country=actor["country"] or "",
        n_mentions=actor["n_mentions"],
        n_quotes=actor["n_quotes"],
        places=spots[:places],
        n_more=max(0, len(spots) - places),
    )
