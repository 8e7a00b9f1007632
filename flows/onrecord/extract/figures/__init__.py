"""Figures: every quantity of an article with its value, unit, what it counts, and how firmly it is stated.

One linear grammar reads numbers off the raw text (``numerals``) and joins units and range ends to them
(``quantities``, ``ranges``); ``vetoes`` turns down what only looks like a quantity; the parse is consulted
for the figures that are left (``counted``, ``modifiers``, ``modality``).
"""

from __future__ import annotations

import re

from onrecord.extract.atoms import lower_case, plain_text
from onrecord.extract.dates import find_dates
from onrecord.extract.figures import counted, doubtful, modality, modifiers, money, phrases, vetoes
from onrecord.extract.figures.numerals import find_numbers
from onrecord.extract.figures.quantities import read_quantity
from onrecord.extract.figures.quantity import Quantity, Source
from onrecord.extract.figures.ranges import join
from onrecord.extract.figures.scores import find_spoken
from onrecord.extract.figures.single import find_single
from onrecord.extract.parse import Parsed
from onrecord.records import DateMention, Figure


def find_figures(parsed: Parsed, country: str | None = None, dates: list[DateMention] | None = None) -> list[Figure]:
    """Return the figures of an article from left to right; no two overlap, and none touches a date.

    ``country`` (ISO 3166-1 alpha-3) decides what a bare "$" or "Sh" is; where it is None the article's own
    words decide. ``dates`` are the article's dates where the caller has them already.
    """
    article = parsed.article
    text = plain_text(article.text)
    lower = lower_case(text)
    source = Source(text, lower, money.Home(country) if country else money.find_home(article))
    dates = find_dates(parsed) if dates is None else dates
    vetoed = vetoes.Vetoes(source, [(date.char_start, date.char_end) for date in dates])
    quantities = find_single(source) + find_spoken(source)
    quantities += [read_quantity(source, number) for number in find_numbers(text, lower)]
    quantities = _without_overlaps([q for q in quantities if not vetoed.blocks(q.core_start, q.core_end)])
    kept = [quantity for quantity in join(source, quantities) if not vetoed.rejects(quantity)]
    tokens = phrases.Tokens(parsed.doc, kept)
    headlines = [(block.start, block.end) for block in article.blocks if block.kind == "headline"]
    figures: list[Figure] = []
    for quantity in kept:
        in_list = bool(figures) and _is_listed(lower, figures[-1], quantity)
        figure = _figure(source, tokens, quantity, in_list)
        if figure is None:
            continue
        figure.in_headline = any(start <= quantity.start < end for start, end in headlines)
        if figures and counted.restates(lower[figures[-1].char_end : quantity.start]):
            _take_over(lower, figures[-1], figure)
        elif figures and figure.noun is None and figure.kind == "count":
            _share_noun(lower, figures[-1], figure)
        figures.append(figure)
    return figures


def _is_listed(lower: str, one: Figure, q: Quantity) -> bool:
    """Tell whether a bare count goes on a list: "Labour has 412 seats, the Conservatives 121 and the Lib Dems 72"."""
    between = lower[one.char_end : q.start]
    goes_on = len(between) < _SAME_SENTENCE and not re.search(r"[.!?;\n]", between)
    return (
        one.kind == "count"
        and bool(one.noun)
        and goes_on
        and re.match(r"[,.;]| and |$", lower[q.end : q.end + 5]) is not None
    )


def _share_noun(lower: str, one: Figure, other: Figure) -> None:
    """Give a bare count the noun of the count before it: "Cruz has 370 delegates and Kasich has 129"."""
    between = lower[one.char_end : other.char_start]
    if one.kind == "count" and one.noun and len(between) < _SAME_SENTENCE and not re.search(r"[.!?;\n]", between):
        other.noun, other.noun_head = one.noun, one.noun_head


_SAME_SENTENCE = 80


def _without_overlaps(quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantities from left to right; of two that overlap the first and longest stays."""
    kept: list[Quantity] = []
    for quantity in sorted(quantities, key=lambda q: (q.start, -q.end)):
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _take_over(lower: str, one: Figure, other: Figure) -> None:
    """Give a figure that restates the one before it what that one says: noun, change and modality."""
    if other.noun and lower.startswith(") of ", other.char_end):  # "8 miles (13 km) of wire"
        one.noun, one.noun_head = other.noun, other.noun_head
    elif not lower.startswith(" of ", other.char_end):
        other.noun, other.noun_head = one.noun or other.noun, one.noun_head or other.noun_head
    if one.noun is None:
        one.noun, one.noun_head = other.noun, other.noun_head
    other.change, other.modality = one.change, one.modality


def _figure(source: Source, tokens: phrases.Tokens, q: Quantity, in_list: bool) -> Figure | None:
    noun = counted.find_noun(tokens, q) if q.kind != "score" else None
    if not doubtful.is_figure(source, q, noun) or vetoes.names_number(tokens, q, noun, in_list):
        return None
    token = tokens.at(q.core_start)
    head = noun.head if noun else None
    return Figure(
        char_start=q.start,
        char_end=q.end,
        kind=q.kind,
        value=q.value,
        value_low=q.low,
        value_high=q.high,
        unit=q.unit,
        unit_ucum=q.ucum,
        unit_text=source.text[q.unit_start : q.unit_end] if q.unit_start is not None else None,
        per=q.per,
        is_currency_assumed=q.is_currency_assumed,
        modifier=modifiers.find_modifier(source, q),
        change=modifiers.find_change(source, q, token, head),
        noun=source.text[noun.start : noun.end] if noun else None,
        noun_head=head,
        modality=modality.find_modality(token, q.kind) if token is not None else "asserted",
        is_trivial=doubtful.is_trivial(source, q),
    )
