"""The words and digit groups that numbers are made of, cut from a text by one linear regular expression."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord import reference


@dataclass(slots=True)
class Atom:
    """One number word or digit group: ``word`` is "" for digits; roles as in ``number_words.csv``."""

    start: int
    end: int
    word: str
    role: str
    value: float


def find_atoms(lower: str) -> list[Atom]:
    """Return the number words and digit groups of a text in lower case, from left to right."""
    return [_atom(match) for match in _ATOM.finditer(lower)]


def plain_text(text: str) -> str:
    """Return ``text`` with every kind of space and hyphen inside a line made plain; same length."""
    return text.translate(_PLAIN)


_PLAIN = {
    0x00A0: " ",
    0x2007: " ",
    0x2009: " ",
    0x202F: " ",
    0x2010: "-",
    0x2011: "-",
    0x2044: "/",
    0x02BC: "’",
    0x0009: " ",
}


def exact_product(value: float, factor: float) -> float:
    """Multiply without the noise of binary fractions: 34.2 billion is 34200000000.0."""
    return float(f"{value * factor:.15g}")


def lower_case(text: str) -> str:
    """Return ``text`` in lower case, code point for code point."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


_MAX_DIGITS = 18  # a longer run is an identifier, not a quantity


def _roles() -> dict[str, tuple[str, float]]:
    roles = {row["word"]: (row["role"], float(row["value"])) for row in reference.load("number_words")}
    plurals = {f"{word}s": ("ordinals", value) for word, (role, value) in roles.items() if role == "ordinal"}
    return plurals | roles


def trie_pattern(words: list[str]) -> str:
    """Return a pattern of all words with shared beginnings merged, so that most letters fail at once."""
    if words == [""]:
        return ""
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[:1], []).append(word[1:])
    optional = "?" if heads.pop("", None) is not None else ""
    branches = [re.escape(head) + trie_pattern(sorted(tails)) for head, tails in sorted(heads.items())]
    return f"(?:{'|'.join(branches)}){optional}"


_ROLES = _roles()
_VULGAR = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8, "⅐": 1 / 7, "⅑": 1 / 9, "⅒": 1 / 10,
}  # fmt: skip
_SLASH_DENOMINATORS = "(?:2|3|4|5|6|8|10|12|16|20|32|40|64|100)"
_DIGITS = (
    # Each group looks ahead by itself, and repeats are possessive: nothing is read twice.
    r"(?:(?:(?<!\d)\d{1,3}(?: \d{3}(?![\w,-]|\.\w{0,9}[a-z]))++"
    r"|\d++(?:,\d\d(?=(?:,\d\d(?!\d)){0,5}+,\d{3}(?!\d)))*+(?:,\d{3}(?!\d))*+)"
    r"(?:\.\d++)?|(?<![\d.])\.\d++)"
)
_ATOM = re.compile(
    rf"(?P<halves>(?<![\d.,/])\d{{1,3}} ?[{''.join(_VULGAR)}])"
    rf"|(?P<mixed>(?<![\d.,/])\d{{1,3}}(?: {{1,2}}|-| and )\d{{1,2}}/{_SLASH_DENOMINATORS}(?![\d/]))"
    rf"|(?P<slash>(?<![\d.,/])\d{{1,2}}/{_SLASH_DENOMINATORS}(?![\d/]))"
    rf"|(?P<digits>{_DIGITS})(?P<power>e[+-]?\d{{1,2}}(?!\w)| ?[×x] ?10\^?[-−+]?\d{{1,2}}(?!\w)"
    rf"|\^[-−+]{{0,2}}\d{{1,2}}(?![\w.]))?"
    r"(?P<nth>(?:st|nd|rd|th)(?![a-z]))?"
    rf"|(?P<vulgar>[{''.join(_VULGAR)}])"
    rf"|(?P<word>(?<![^\W\d]){trie_pattern(sorted(_ROLES))}(?=fold|\b)(?!['’](?!s\s)[a-z]))"
)


def _atom(match: re.Match[str]) -> Atom:
    start, end = match.span()
    kind = match.lastgroup
    if match["word"]:
        role, value = _ROLES[match["word"]]
        return Atom(start, end, match["word"], role, value)
    if match["halves"]:
        value = int(match.group()[:-1]) + _VULGAR[match.group()[-1]]
        return Atom(start, end, "", "digits", value)
    if match["vulgar"]:
        return Atom(start, end, "", "fraction", _VULGAR[match["vulgar"]])
    if match["mixed"] or match["slash"]:
        whole, numerator, denominator = re.fullmatch(r"(?:(\d+)\D+)?(\d+)/(\d+)", match.group()).groups("0")  # type: ignore[union-attr]
        value = int(whole) + int(numerator) / int(denominator)
        return Atom(start, end, "", "digits" if match["mixed"] else "fraction", value)
    return _digit_atom(match, kind)


def _digit_atom(match: re.Match[str], kind: str | None) -> Atom:
    del kind
    raw = match["digits"]
    if len(raw) > _MAX_DIGITS + 8:
        return Atom(*match.span(), "", "long", 0.0)
    value = float(re.sub(r"[,\s]", "", raw))
    if match["nth"]:
        return Atom(*match.span(), "", "nth", value)
    if match["power"] and value:
        value = _raised(value, match["power"])
    return Atom(*match.span(), "", "digits", value)


def _raised(value: float, power: str) -> float:
    """Apply "e10", "×10-5" or "^23" to a number."""
    if power.startswith("^"):
        exponent = int(power[1:].replace("−", "-").replace("--", "").replace("+", ""))
        return value**exponent
    return value * 10.0 ** int(re.sub(r"^.*?(?:e|10)\^?", "", power).replace("−", "-"))
