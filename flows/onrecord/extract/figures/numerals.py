"""Numbers as English writes them, in digits and words, with their place in the text and their value.

``find_numbers`` cuts the text into number words and digit groups with one linear regular expression, then
reads them from left to right: "two and a half million", "3,500", "a quarter of a million", "tens of
thousands", "one in five", "18-fold", "62nd". What a number counts, and whether it is a quantity at all, is
decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from onrecord.extract.atoms import Atom, exact_product, find_atoms

Form = Literal["cardinal", "vague", "fraction", "ordinal", "multiple"]

_SMALL = 12  # parts up to a dozen, or in round numbers, are spoken of as a share: "four out of ten"
_MAX_SCALE = 1e15  # no more scale words after a quadrillion: "million million million ..."
_UP_TO_TEN_TIMES = 10  # "hundreds" is anything from 100 to 1000


@dataclass(slots=True)
class Number:
    """A number in the text: where it stands, how it is written, and what it says."""

    start: int
    end: int
    low: float
    high: float
    form: Form
    in_digits: bool
    has_scale: bool = False
    scale: float = 1.0  # what digits are multiplied by: 1e7 in "5 crore"

    @property
    def value(self) -> float:
        """The number, or the middle of an open amount."""
        return self.low if self.low == self.high else (self.low + self.high) / 2


def find_numbers(text: str, lower: str) -> list[Number]:
    """Return the numbers of a plain text from left to right; ``lower`` is it in lower case, same length."""
    reader = _Reader(text, lower)
    numbers: list[Number] = []
    i = 0
    while i < len(reader.atoms):
        number, after = reader.read(i)
        if number is not None:
            numbers.append(number)
        i = max(after, i + 1)
    return numbers


_PLURAL_SCALES = {"millions", "thousands", "hundreds", "billions", "trillions", "dozens"}
_SPACE = re.compile(r"(?: {1,3}| ?[-] ?)")
_AND = re.compile(r" {1,2}(?:and|&) {1,2}")
_COMMA_OR_AND = re.compile(r",? {1,2}(?:(?:and|&) {1,2})?")
_AND_PART = re.compile(r"(?: and |-and-| & )")
_OF_A = re.compile(r"[ -](?:(?:of )?an? {1,2})?")
_OF = re.compile(r" of ")
_PERCENT = re.compile(r" per ?cent\b")
_POINT = re.compile(r" point ")
_IN_OR_OUT_OF = re.compile(r"[ -](?:in(?: every)?|out of(?: (?:every|each))?|of (?:every|each))[ -]")
_OVER = re.compile(r" over ")
_FOLD = re.compile(r"(?:[ -]?fold|x)\b(?! \d)")
_ARTICLE = re.compile(r"(?<![a-z])(?:an?|the) {1,2}$")
_INDEFINITE = re.compile(r"(?<![a-z'’])an? {1,2}$")
_BEFORE_FRACTION = re.compile(
    r"(?:^|\b(?:by|than|nearly|almost|about|around|over|under|only|roughly|approximately|up|down)) $|^$"
)
_A_FEW = re.compile(
    r"(?<![a-z])(several|many|(?:(?:the|a|the last|the past|just a|only a) )?few|a couple(?: of)?|multiple) $"
)
_FEW = {"a couple": (2.0, 2.0), "a couple of": (2.0, 2.0)}
_MINUS_WORD = re.compile(r"(?<![a-z])(?<!plus or )(?<!plus/)(?:minus|negative)[ -]$")
_MINUS_SIGN = re.compile(r"(?:(?<![^\s(\[~])(?<!\d )[-–]|(?<!\w)− ?|^- )$")
_PERIOD_AFTER = re.compile(
    r"[ -](?:(?:consecutive|straight|working|business|short|long|full|more|school) )?"
    r"(?:second|minute|hour|day|week|month|year|decade|game|match|attempt)s?\b"
)


class _Reader:
    """Reads one text. Positions are indexes into ``atoms``; each ``read`` starts where the last one ended."""

    def __init__(self, text: str, lower: str) -> None:
        self.text = text
        self.lower = lower
        self.atoms = find_atoms(lower)

    def read(self, i: int) -> tuple[Number | None, int]:
        """Return the number that begins at atom ``i`` and the index after it."""
        atom = self.atoms[i]
        if atom.role == "nth":
            return self._number(atom.start, atom.end, atom.value, "ordinal"), i + 1
        if atom.role == "long":
            return None, i + 1
        if atom.role == "multiple":
            return self._number(atom.start, atom.end, atom.value, "multiple"), i + 1
        if atom.role == "vague" or (atom.role == "group" and atom.word == "couple"):
            return self._vague(i)
        if atom.role in ("part", "ordinal", "ordinals"):
            return self._part_or_ordinal(i)
        if atom.role == "fraction":
            number, after = self._scaled(atom.start, i, atom.value, "fraction")
            return self._signed(number), after
        return self._cardinal(i)

    # -- cardinals ------------------------------------------------------------------------------------

    def _cardinal(self, i: int) -> tuple[Number | None, int]:
        beginning = self._beginning(i)
        if beginning is None:
            return None, i + 1
        start, low, high, form = beginning
        value, j, last = self._groups(i)
        if form == "vague":
            return Number(start, self.atoms[j - 1].end, low * value, high * value, form, False, True), j
        value, j = self._and_a_half(value, j, last)
        value, j = self._point(value, i, j)
        if ratio := self._ratio(value, i, j):
            denominator, j = ratio
            number = self._number(start, self.atoms[j - 1].end, value / denominator, "fraction")
            return number, j
        if fraction := self._fraction_of(value, i, j):
            return fraction
        if fold := _FOLD.match(self.lower, self.atoms[j - 1].end):
            return self._number(start, fold.end(), value, "multiple"), j
        if j < len(self.atoms) and self.atoms[j].role == "ordinal" and self.atoms[j - 1].role == "ten" and value < 100:
            nth = self.atoms[j]
            if nth.value < 10 and self._joined(j - 1, j, _SPACE):  # "twenty-first"
                return self._number(start, nth.end, value + nth.value, "ordinal"), j + 1
        if over := self._over(value, i, j):
            denominator, j = over
            return self._signed(self._number(start, self.atoms[j - 1].end, value / denominator, "fraction")), j
        number = self._number(start, self.atoms[j - 1].end, value, "cardinal")
        number.has_scale = last >= 1000 or (j - i > 1 and self.atoms[j - 1].role in ("hundred", "group"))
        if number.has_scale and self.atoms[i].role == "digits" and self.atoms[i].value:
            number.scale = value / self.atoms[i].value
        return self._signed(number), j

    def _beginning(self, i: int) -> tuple[int, float, float, Form] | None:
        """Return where a cardinal starts and, before a bare scale word, how many there are: "several hundred"."""
        atom = self.atoms[i]
        if atom.role not in ("hundred", "scale", "group"):
            return atom.start, 1.0, 1.0, "cardinal"
        if atom.role == "hundred" and _PERCENT.match(self.lower, atom.end):  # "Hundred per cent," he said
            return atom.start, 1.0, 1.0, "cardinal"
        if few := self._before(_A_FEW, atom.start):
            low, high = _FEW.get(few.group(1), (2.0, 10.0))
            return few.start(1), low, high, "vague"
        if article := self._before(_INDEFINITE, atom.start):
            return article.start(), 1.0, 1.0, "cardinal"
        # "million-dollar home" is one million; "million people" alone says nothing
        compound = atom.role != "hundred" and self.lower.startswith("-", atom.end)
        return (atom.start, 1.0, 1.0, "cardinal") if compound else None

    def _groups(self, i: int) -> tuple[float, int, float]:
        """Read "two hundred and five thousand three hundred": value, next index, last scale."""
        total, last = 0.0, float("inf")
        j = i
        while True:
            value, j_next = self._below_thousand(j)
            scale = 1.0
            while (
                j_next < len(self.atoms)
                and scale < _MAX_SCALE
                and self._is_scale(j_next)
                and (j_next == j or self._joined(j_next - 1, j_next, _SPACE) or self._glued(j_next))
            ):
                scale *= self.atoms[j_next].value
                j_next += 1
            if j > i and (value * scale >= last or scale >= last):
                return total, j, last
            total += exact_product(value, scale)
            j, last = j_next, scale if scale > 1 else min(last, 1.0)
            if scale == 1 or not self._continues(j, last):
                return total, j, scale if scale > 1 else last

    def _continues(self, j: int, last: float) -> bool:
        """Tell whether a smaller group follows a scale: "five million two hundred thousand"."""
        if j >= len(self.atoms) or self.atoms[j].value == 0:
            return False
        if self.atoms[j].role not in ("unit", "teen", "ten") and not self._is_digit_of_hundreds(j):
            return False
        if not self._joined(j - 1, j, _COMMA_OR_AND):
            return False
        value, k = self._below_thousand(j)
        glue = self.lower[self.atoms[j - 1].end : self.atoms[j].start]
        followed_by_scale = k < len(self.atoms) and self._is_scale(k) and self._joined(k - 1, k, _SPACE)
        if followed_by_scale:
            return self.atoms[k].value < last and "," not in glue
        if "," in glue:
            return value >= 100
        return self._part(k) is None

    def _is_digit_of_hundreds(self, j: int) -> bool:
        """Tell the 3 of "4 thousand 3 hundred"."""
        hundred = j + 1 < len(self.atoms) and self.atoms[j + 1].word == "hundred" and self._joined(j, j + 1, _SPACE)
        return hundred and self.atoms[j].role == "digits" and self.atoms[j].value < 10

    def _below_thousand(self, i: int) -> tuple[float, int]:
        atom = self.atoms[i]
        if atom.role in ("hundred", "scale", "group"):  # "a hundred", "a million": the article was the one
            if atom.role == "hundred":
                return self._after_hundred(100.0, i + 1, atom)
            return 1.0, i
        value, j = atom.value, i + 1
        if atom.role == "ten" and j < len(self.atoms) and self.atoms[j].role == "unit":
            unit = self.atoms[j]
            if unit.value > 0 and self._joined(i, j, _SPACE):
                value, j = value + unit.value, j + 1
        hundred = j < len(self.atoms) and self.atoms[j].word in ("hundred", "hundreds")
        if hundred and self._joined(j - 1, j, _SPACE):
            return self._after_hundred(value * 100, j + 1, atom)
        return value, j

    def _after_hundred(self, value: float, j: int, first: Atom) -> tuple[float, int]:
        if j >= len(self.atoms) or not (self._joined(j - 1, j, _SPACE) or self._joined(j - 1, j, _AND)):
            return value, j
        rest = self.atoms[j]
        if rest.role not in ("unit", "teen", "ten") and not (
            rest.role == "digits" and rest.value < 100 and first.role == "digits" and first.value < 10
        ):
            return value, j
        if self._joined(j - 1, j, _SPACE):
            part = self._part(j) if rest.role == "ten" else None  # "one hundred thirty-fifths"
        else:
            part = self._part(j + 1) if rest.role == "unit" else None  # "one hundred and three quarters"
        if part is not None and part[1]:
            return value, j
        more, k = rest.value, j + 1
        if rest.role == "ten" and k < len(self.atoms) and self.atoms[k].role == "unit" and self._joined(j, k, _SPACE):
            more, k = more + self.atoms[k].value, k + 1
        if k < len(self.atoms) and self.atoms[k].word == "hundred" and self._joined(k - 1, k, _SPACE):
            return value, j  # "one hundred and two hundred": two numbers
        return value + more, k

    def _is_scale(self, i: int) -> bool:
        atom = self.atoms[i]
        return (atom.role in ("scale", "group", "hundred") and atom.word != "couple") or (
            atom.word in _PLURAL_SCALES and not _OF.match(self.lower, atom.end)
        )

    # -- what follows a cardinal ----------------------------------------------------------------------

    def _and_a_half(self, value: float, j: int, last: float) -> tuple[float, int]:
        """Read "and a half" and a scale after it: "two and a half million", "a million and a half"."""
        if j >= len(self.atoms):
            return value, j
        glue = _AND_PART.match(self.lower, self.atoms[j - 1].end)
        if glue is None or glue.end() > self.atoms[j].start:
            return value, j
        numerator, k = 1.0, j
        if self.lower[glue.end() : self.atoms[j].start] not in ("", "a ", "a-"):
            return value, j
        if self.atoms[j].role in ("unit", "teen") and self.lower[glue.end() : self.atoms[j].start] == "":
            numerator, k = self.atoms[j].value, j + 1
            if not self._joined(j, k, _SPACE) if k < len(self.atoms) else True:
                return value, j
        part = self._part(k)
        if part is None or part[1] == (numerator == 1):
            return value, j
        size, _, k = part
        scale = 1.0
        while k < len(self.atoms) and scale < _MAX_SCALE and self._is_scale(k) and self._joined(k - 1, k, _SPACE):
            scale *= self.atoms[k].value
            k += 1
        whole = last if 1000 <= last < float("inf") else 1.0
        if scale > 1 and whole > 1:  # "one billion and three quarters million"
            return value + numerator * size * scale, k
        return (value + numerator * size * whole) * scale, k

    def _point(self, value: float, i: int, j: int) -> tuple[float, int]:
        """Read decimals in words: "five point two five"."""
        if j >= len(self.atoms) or not self._joined(j - 1, j, _POINT) or self.atoms[i].role == "digits":
            return value, j
        digits = ""
        while j < len(self.atoms) and self.atoms[j].role in ("unit", "teen", "ten"):
            if digits and not self._joined(j - 1, j, _SPACE):
                break
            atom = self.atoms[j]
            digits = (
                digits[:-1] + str(int(atom.value))
                if digits.endswith("0") and atom.value < 10 and (self.atoms[j - 1].role == "ten")
                else digits + str(int(atom.value))
            )
            j += 1
        if digits:
            value += float(f"0.{digits}")
        while j < len(self.atoms) and value < _MAX_SCALE and self._is_scale(j) and self._joined(j - 1, j, _SPACE):
            value *= self.atoms[j].value
            j += 1
        return value, j

    def _ratio(self, value: float, i: int, j: int) -> tuple[float, int] | None:
        """Read "one in five", "four out of ten": the denominator and the next index."""
        if j >= len(self.atoms) or value < 1 or value != int(value):
            return None
        if self.atoms[j].role not in ("unit", "teen", "ten", "digits", "hundred", "scale"):
            return None
        glue = _IN_OR_OUT_OF.match(self.lower, self.atoms[j - 1].end)
        if glue is None:
            return None
        gap = self.lower[glue.end() : self.atoms[j].start]
        if gap not in ("", "a ") or (gap == "" and self.atoms[j].role in ("hundred", "scale")):
            return None
        if self.atoms[j].role == "digits" and 1900 <= self.atoms[j].value <= 2100:
            return None
        denominator, k, _ = self._groups(j)
        if value > 1 and denominator > _SMALL and denominator % 10 and "out of" in glue.group():
            return None  # "31 out of 39 members": two counts
        if not value < denominator or "." in self.text[self.atoms[j].start : self.atoms[k - 1].end]:
            return None
        if glue.group().strip(" -") == "in" and (value > 10 or _PERIOD_AFTER.match(self.lower, self.atoms[k - 1].end)):
            return None
        return denominator, k

    def _over(self, value: float, i: int, j: int) -> tuple[float, int] | None:
        """Read "one over twenty": the denominator and the next index."""
        if j >= len(self.atoms) or not self._joined(j - 1, j, _OVER) or value != 1:
            return None
        if self.atoms[j].role not in ("unit", "teen", "ten", "digits"):
            return None
        denominator, k, _ = self._groups(j)
        ends = (
            k >= len(self.atoms)
            or not self.lower[self.atoms[k - 1].end : self.atoms[k - 1].end + 2].strip(" -").isalpha()
        )
        return (denominator, k) if denominator > 1 and ends and i >= 0 else None

    def _fraction_of(self, value: float, i: int, j: int) -> tuple[Number | None, int] | None:
        """Read "two-thirds", "three quarters of a million" after the numerator ``value``."""
        if value != int(value) or "," in self.text[self.atoms[i].start : self.atoms[j - 1].end]:
            return None
        part = self._part(j)
        if part is None or not self._joined(j - 1, j, _SPACE):
            return None
        size, plural, k = part
        if plural == (value == 1) and not (value == 1 and size < 1 and not plural):
            return None
        number, after = self._scaled(self.atoms[i].start, k - 1, value * size, "fraction")
        return self._signed(number), after

    def _part(self, j: int) -> tuple[float, bool, int] | None:
        """Read what a fraction is made of at atom ``j``: its size, whether plural, and the next index."""
        if j >= len(self.atoms):
            return None
        atom, k = self.atoms[j], j + 1
        if atom.role == "part":
            return atom.value, atom.word in ("halves", "quarters"), k
        tens = 0.0
        if atom.role == "ten" and k < len(self.atoms) and self.atoms[k].value < 10 and self._joined(j, k, _SPACE):
            tens, atom, k = atom.value, self.atoms[k], k + 1
        plural = atom.role == "ordinals"
        if not (plural or atom.role == "ordinal") or tens + atom.value <= 2:
            return None
        return 1 / (tens + atom.value), plural, k

    def _scaled(self, start: int, j: int, value: float, form: Form, end: int | None = None) -> tuple[Number, int]:
        """Read the scale a fraction may have: "half a million", "a quarter of a million", "½ million"."""
        end = end or self.atoms[j].end
        k = j + 1
        has_scale = False
        if (
            k < len(self.atoms)
            and self._is_scale(k)
            and self.atoms[k].word not in _PLURAL_SCALES
            and self.atoms[k].role != "ordinals"
        ):
            glue = _OF_A.fullmatch(self.lower, end, self.atoms[k].start)
            if glue:
                value *= self.atoms[k].value
                end, k, has_scale, form = self.atoms[k].end, k + 1, True, "cardinal"
        in_digits = self.atoms[j].word == ""
        return Number(start, end, value, value, form, in_digits, has_scale), k

    # -- parts, ordinals, open amounts ----------------------------------------------------------------

    def _part_or_ordinal(self, i: int) -> tuple[Number | None, int]:
        atom = self.atoms[i]
        if atom.role == "ordinals" or atom.word in ("halves", "quarters"):
            return None, i + 1
        article = self._before(_INDEFINITE, atom.start)
        start = article.start() if article else atom.start
        if atom.role == "part":
            return self._scaled(start, i, atom.value, "fraction")
        if (
            article
            and atom.value > 2
            and (self.lower.startswith(" of ", atom.end) or self._before(_BEFORE_FRACTION, start))
        ):
            return self._scaled(start, i, 1 / atom.value, "fraction")
        return self._number(atom.start, atom.end, atom.value, "ordinal"), i + 1

    def _vague(self, i: int) -> tuple[Number | None, int]:
        atom = self.atoms[i]
        if atom.word == "couple":
            after = re.compile(r" (?:of |more |hundred|thousand|dozen|million)").match(self.lower, atom.end)
            article = self._before(_ARTICLE, atom.start)
            if not (after and article):
                return None, i + 1
            if i + 1 < len(self.atoms) and self._is_scale(i + 1) and self._joined(i, i + 1, _SPACE):
                scale = self.atoms[i + 1].value
                return Number(article.start(), self.atoms[i + 1].end, 2 * scale, 2 * scale, "vague", False, True), i + 2
            return Number(article.start(), atom.end, 2, 2, "vague", False), i + 1
        value, j = atom.value, i + 1
        while (
            j < len(self.atoms) and value < _MAX_SCALE and self.atoms[j].role == "vague" and self._joined(j - 1, j, _OF)
        ):
            value *= self.atoms[j].value
            j += 1
        if j == i + 1 and atom.word == "tens":
            return None, j
        if j == i + 1 and atom.word == "scores" and not _OF.match(self.lower, atom.end):
            return None, j
        high = value * _UP_TO_TEN_TIMES
        return Number(atom.start, self.atoms[j - 1].end, value, high, "vague", False, True), j

    # -- small things ---------------------------------------------------------------------------------

    def _before(self, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        return pattern.search(self.lower, max(0, position - 24), position)

    def _joined(self, i: int, j: int, glue: re.Pattern[str]) -> bool:
        """Tell whether nothing but ``glue`` stands between two neighbouring atoms."""
        if i < 0:
            return False
        return glue.fullmatch(self.lower, self.atoms[i].end, self.atoms[j].start) is not None

    def _glued(self, j: int) -> bool:
        """Tell "6.2million", which has lost its space."""
        one, two = self.atoms[j - 1], self.atoms[j]
        return one.role == "digits" and two.role == "scale" and one.end == two.start

    def _number(self, start: int, end: int, value: float, form: Form) -> Number:
        return Number(start, end, value, value, form, self.text[start : start + 1].isdigit())

    def _signed(self, number: Number) -> Number:
        sign = self._before(_MINUS_WORD, number.start) or (
            self._before(_MINUS_SIGN, number.start) if number.in_digits else None
        )
        if sign:
            number.start = sign.start()
            number.low = number.high = -number.low
        return number
