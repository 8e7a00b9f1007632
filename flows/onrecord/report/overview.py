"""The release at a glance: counts, one sentence, charts on every row, and who put which number on record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.report.charts import Bar, Chart, bar_chart
from onrecord.report.excerpt import Tables
from onrecord.report.stories import UNNAMED, FigureRow, Story
from onrecord.report.wording import counted

QUOTE_KINDS = ("direct", "mixed", "indirect")
_BARS = 12


@dataclass(frozen=True, slots=True)
class Overview:
    """What the head of the page says about the whole tables."""

    sentence: str
    counts: list[tuple[str, int]]
    charts: list[Chart]
    charts_leave_out: str


@dataclass(frozen=True, slots=True)
class Claims:
    """The figures one speaker claims, of the articles shown."""

    speaker: str
    href: str | None
    figures: list[FigureRow]
    n_more: int


def overview(tables: Tables, linked: set[str]) -> Overview:
    """Count and chart all rows of the release. Speakers whose id is in ``linked`` have a row to link to."""
    speakers = _speaker_bars(tables, linked)
    rest = speakers[_BARS:]
    more = f"{counted(len(rest), 'more speaker')} with {counted(sum(bar.total for bar in rest), 'quote')}"
    return Overview(
        sentence=_sentence(tables, [bar for bar in speakers if bar.name != UNNAMED]),
        counts=[(table, tables.count(table)) for table in _order(tables)],
        charts=[
            bar_chart("speakers", "Quotes by speaker", speakers[:_BARS], nouns="quotes", kinds=QUOTE_KINDS),
            bar_chart(
                "figures-by-kind",
                "Figures by kind",
                _figure_bars(tables),
                nouns="figures",
                kinds=("figure",),
            ),
        ],
        charts_leave_out=more if rest else "",
    )


def claims_by_speaker(stories: Sequence[Story], speakers: int = 12, figures: int = 8) -> list[Claims]:
    """Return who claims which figures in the articles shown, those with most first; no trivial ones."""
    found: defaultdict[str, dict[tuple[str, ...], FigureRow]] = defaultdict(dict)
    for story in stories:
        for figure in story.figures:
            if figure.claimed_by and not figure.is_trivial:
                words = figure.value, figure.noun, figure.status
                found[figure.claimed_by].setdefault(words, figure)
    ranking = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:speakers]
    claims = []
    for speaker, distinct in ranking:
        rows = list(distinct.values())
        claims.append(Claims(speaker, rows[0].claimed_by_href, rows[:figures], max(0, len(rows) - figures)))
    return claims


def _speaker_bars(tables: Tables, linked: set[str]) -> list[Bar]:
    """One bar for each speaker, the most quoted first, quotes without a speaker last."""
    kinds_of: defaultdict[tuple[str | None, str], Counter[str | None]] = defaultdict(Counter)
    for (speaker_id, name, kind), n in _count(tables, "quotes", ["speaker_id", "speaker_name", "kind"]).items():
        kinds_of[speaker_id, name or UNNAMED][kind] += n
    ranking = sorted(kinds_of.items(), key=lambda item: (item[0][1] == UNNAMED, -item[1].total(), item[0][1]))
    return [
        Bar(name, [kinds[kind] for kind in QUOTE_KINDS], f"row-{speaker_id}" if speaker_id in linked else None)
        for (speaker_id, name), kinds in ranking
    ]


def _figure_bars(tables: Tables) -> list[Bar]:
    kinds = [(str(kind), n) for (kind,), n in _count(tables, "figures", ["kind"]).items()]
    return [Bar(kind, [n]) for kind, n in sorted(kinds, key=lambda item: (-item[1], item[0]))]


def _order(tables: Tables) -> list[str]:
    first = ["articles", "quotes", "figures", "actors", "mentions", "dates"]
    return [table for table in first if table in tables.names] + [table for table in tables.names if table not in first]


def _sentence(tables: Tables, speakers: list[Bar]) -> str:
    n = {table: tables.count(table) for table in ("articles", "quotes", "figures", "actors", "mentions")}
    if not n["articles"]:
        return "This release holds no articles."
    claimed = _count(tables, "figures", ["claimed_by_name"])
    n_claimed = sum(count for (name,), count in claimed.items() if name)
    words = f"{counted(n['articles'], 'article')} with {counted(n['quotes'], 'quote')}"
    if speakers:
        words += f" by {counted(len(speakers), 'speaker')}"
    if len(speakers) > 1 and speakers[0].total > speakers[1].total:
        words += f"; {speakers[0].name} is quoted most ({speakers[0].total:,})"
    words += f". {counted(n['figures'], 'figure')}"
    words += f", {n_claimed:,} of them claimed by a speaker" if n_claimed else ""
    return words + f". {counted(n['actors'], 'actor')} mentioned {counted(n['mentions'], 'time')}."


def _count(tables: Tables, table: str, columns: list[str]) -> dict[tuple[str | None, ...], int]:
    """Return how often each combination of values stands in a table."""
    counts = tables.read(table, columns).group_by(columns).aggregate([([], "count_all")])
    return {tuple(row[column] for column in columns): row["count_all"] for row in counts.to_pylist()}
