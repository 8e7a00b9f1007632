"""A number with what belongs to it, and the text it is read from."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.figures.money import Home
from onrecord.extract.figures.numerals import Form
from onrecord.records import FigureKind


@dataclass(slots=True)
class Quantity:
    """A number with its unit: ``start`` and ``end`` take in currency, scale and unit, ``core`` the number."""

    start: int
    end: int
    core_start: int
    core_end: int
    value: float
    low: float
    high: float
    form: Form
    in_digits: bool
    has_scale: bool = False
    scale: float = 1.0
    kind: FigureKind = "count"
    unit: str | None = None
    ucum: str | None = None
    unit_start: int | None = None
    unit_end: int | None = None
    per: str | None = None
    is_currency_assumed: bool = False
    is_minor: bool = False  # cents, pence: the value is already that of the currency

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the number itself was found."""
        return self.unit is None and self.per is None


@dataclass(frozen=True, slots=True)
class Source:
    """The text quantities are read from, in both cases, and where its money is taken from."""

    text: str
    lower: str
    home: Home
