"""Money beside a number: the ISO 4217 code, and the article's country where a bare sign leaves it open.

Currencies are rows of ``seeds/reference/currencies.csv``, shared signs of ``currency_signs.csv``.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from onrecord import reference
from onrecord.text import Article


@dataclass(frozen=True, slots=True)
class Home:
    """Where an article's money is from, by ISO 3166-1 alpha-3: its ``country``, and how often it names others.

    ``letters`` are the signs of one letter that the article surely has for money, as in "K3.6 billion".
    """

    country: str | None
    named: Mapping[str, int] = field(default_factory=dict)
    letters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Currency:
    """What a sign or word stands for. ``codes`` are the currencies it may be, the first by default."""

    codes: tuple[str, ...]
    is_minor: bool = False  # cents, pence: a hundredth

    def choose(self, home: Home) -> str:
        """Return the ISO 4217 code for an article from ``home``.

        Where the article has no country of its own, the one that issues such a currency and is named most decides:
        "Shs" beside Uganda alone. Dollars and pounds are also meant far from home, and are not chosen that way.
        """
        local = _country_codes().get(home.country or "")
        if local in self.codes:
            return local
        if self.codes[0] in _USED_ABROAD:
            return self.codes[0]
        issuers = Counter({c: n for c, n in home.named.items() if _country_codes().get(c) in self.codes})
        for country, times in issuers.most_common(1):
            alone = times == sum(home.named.values()) or times >= _OFTEN
            if alone and times >= _CLEARLY * (issuers.total() - times):
                return _country_codes()[country]
        return self.codes[0]

    @property
    def is_open(self) -> bool:
        """Whether the text alone does not say which currency it is."""
        return len(self.codes) > 1


_USED_ABROAD = {"USD", "GBP"}
_OFTEN = 2  # named once, a country counts only where no other is named
_CLEARLY = 2  # times as often as all others that issue such a currency


@dataclass(frozen=True, slots=True)
class CurrencyMatch:
    """A currency sign, code or word with its place."""

    currency: Currency
    start: int
    end: int


def match_before(text: str, position: int) -> CurrencyMatch | None:
    """Return the currency sign or code that ends where a number begins, one space between allowed."""
    match = _before_pattern().search(text, max(0, position - 12), position)
    if match is None:
        return None
    sign = match["sign"]
    if sign in NAME_LIKE and match.end("sign") != position:
        return None
    return CurrencyMatch(_before()[sign], match.start("sign"), match.end("sign"))


def match_after(text: str, lower: str, position: int) -> CurrencyMatch | None:
    """Return the currency word, code or sign that follows a number, one space or hyphen between allowed."""
    match = _after_pattern().match(lower, position)
    if match is None:
        return None
    word = match["word"]
    if (len(word) == 1 or word in _NAMES) and text[match.start("word")].isupper():  # "45C", "8 Rand Paul"
        return None
    glued = match.start("word") == position
    if word in _ONLY_GLUED and not glued:
        return None
    return CurrencyMatch(_after()[word], match.start("word"), match.end())


NAME_LIKE = {"N", "R", "K", "P", "PS"}  # N95, R2, K9, P2P, PS5: money only with more to say so
_NAMES = {
    "rand", "bucks", "real", "soles", "kip", "dong", "lari", "sterling", "won", "quid", "lira", "kina",
    "pula",
}  # fmt: skip
_ONLY_GLUED = {"c", "kn", "rm", "try", "cop", "all"}


@functools.cache
def _before() -> dict[str, Currency]:
    signs = {sign: Currency((row["code"],)) for row in reference.load("currencies") for sign in _cells(row["before"])}
    return signs | {
        row["sign"]: _shared(row) for row in reference.load("currency_signs") if row["position"] == "before"
    }


@functools.cache
def _after() -> dict[str, Currency]:
    words: dict[str, Currency] = {}
    for row in reference.load("currencies"):
        words |= {word: Currency((row["code"],)) for word in _cells(row["after"])}
        words |= {word: Currency((row["code"],), is_minor=True) for word in _cells(row["minor"])}
    return words | {row["sign"]: _shared(row) for row in reference.load("currency_signs") if row["position"] == "after"}


def _shared(row: dict[str, str]) -> Currency:
    others = [code for code in _cells(row["codes"]) if code != row["default"]]
    return Currency((row["default"], *others), is_minor=bool(row["minor"]))


@functools.cache
def _before_pattern() -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(_before(), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?P<sign>{signs}) ?$")


@functools.cache
def _after_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_after(), key=len, reverse=True))
    return re.compile(rf" ?-?(?P<word>{words})(?![\w$])")


def words_in(lower: str) -> Iterator[re.Match[str]]:
    """Return the names of currencies in a text, "the peso", "Ghanaian cedis", each as group ``word``."""
    return _name_pattern().finditer(lower)


def by_word(word: str) -> Currency:
    """Return what a word after a number stands for; KeyError where it is none."""
    return _after()[word]


@functools.cache
def _name_pattern() -> re.Pattern[str]:
    names = [word for word in _after() if len(word) > _CODE and word not in _NO_NAMES]
    return re.compile(rf"\b(?:the|its|their) (?P<word>{'|'.join(sorted(names, key=len, reverse=True))})\b")


_CODE = 3  # letters
_NO_NAMES = {"real", "pounds", "cents"}


def _cells(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


@functools.cache
def _country_codes() -> dict[str, str]:
    return {row["country"]: row["code"] for row in reference.load("currencies") if row["country"]}


# -- the article's country ----------------------------------------------------------------------------

_OPENERS = "Across|And|As|At|But|By|For|From|If|In|Inside|Of|On|Outside|Since|The|To|When|While|With"  # not "In Uganda"
_NAME = re.compile(rf"\b(?!(?:{_OPENERS})\b)[A-Z][\w.'-]+(?: (?:and |of |the )?[A-Z][\w'-]+){{0,2}}")


def find_home(article: Article) -> Home:
    """Return the country an article is written from, as far as it matters for money.

    Only countries that share a currency sign or word with others are considered. The one whose name, demonym
    or capital is named at least three times counts, if it has three quarters of all such names: an article
    about two countries may be written in either.
    """
    counts: Counter[str] = Counter()
    for match in _NAME.finditer(article.text):
        if country := _country_named(match.group()):
            counts[country] += 1
    dateline = _DATELINE.search(article.text, 0, _HEAD)
    if dateline and (country := _places().get(dateline["city"].title())):
        counts[country] += _DATELINE_WEIGHT
    letters = frozenset(match["sign"] for match in _SURE_LETTER.finditer(article.text))
    ranked = counts.most_common(1)
    if not ranked or ranked[0][1] < 3 or ranked[0][1] < 0.75 * counts.total():
        return Home(None, counts, letters)
    return Home(ranked[0][0], counts, letters)


def _country_named(name: str) -> str | None:
    """Return the country in a name: "Papua New Guinea", "Fiji Times", "Chile's Central Bank", "University of Chile"."""
    words = name.split(" ")
    parts = [" ".join(words[:n]).removesuffix(".").removesuffix("'s") for n in range(len(words), 0, -1)]
    if "of" in words:
        parts.append(name.rpartition(" of ")[2].removesuffix(".").removesuffix("'s"))
    return next(filter(None, map(_places().get, parts)), None)


_SURE_LETTER = re.compile(
    r"(?<![A-Za-z0-9])(?P<sign>[NRKP])\d{1,3}(?:(?:,\d{3})+|(?:\.\d{1,3})?[ -]?(?:m|bn|million|billion|trillion))\b"
)


_HEAD = 600  # characters in which the first paragraph begins
_DATELINE = re.compile(r"^(?P<city>[A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+){0,2})\b[^\n.]{0,40}?[:—–-]", re.MULTILINE)
_DATELINE_WEIGHT = 3  # where it was written says more than whom it names


@functools.cache
def _places() -> dict[str, str]:
    sharing = {code for row in reference.load("currency_signs") for code in _cells(row["codes"])}
    countries = {row["country"] for row in reference.load("currencies") if row["code"] in sharing and row["country"]}
    names: dict[str, str] = {}
    for row in reference.load("countries"):
        if row["iso3"] in countries:
            for cell in ("name", "aliases", "demonyms", "capitals"):
                names |= dict.fromkeys(_cells(row.get(cell, "").replace("=", "|")), row["iso3"])
    for row in reference.load("places"):
        if row["country"] in countries:
            names |= dict.fromkeys([row["name"], *_cells(row["aliases"])], row["country"])
    return names


# -- words that are money only in some contexts -------------------------------------------------------

_ABOUT_MONEY = re.compile(
    r"\b(?:costs?|costing|prices?|priced|pay|pays|paid|paying|worth|fined?|spend|spent|spending|budget"
    r"|salary|wages?|bills?"
    r"|fees?|earn(?:s|ed|ing|ings)?|profits?|revenues?|sold|sell|sells|buy|bought|raised?|debts?|funds?"
    r"|funding|grants?"
    r"|invest(?:ed|ment)?|tax(?:es)?|loans?|charged?|rewards?|compensation|savings?|rent|donat(?:ed|ion)"
    r"|price tag|deal|bid"
    r"|stole|stolen|money|cash|value[d]?|income|turnover|sales|owed?|owes)\b"
)
_POUND_THING = re.compile(
    r" (?:fine|fee|note|coin|bill|deal|prize|payout|bonus|reward|loan|grant|donation|ticket|bid|offer|debt"
    r"|bet|budget|contract|price|cap|limit|charge|levy|increase|rise|cut)\b"
)
_ABOUT_WEIGHT = re.compile(
    r"\b(?:weigh(?:s|ed|ing)?|weight|lost|lose|losing|gained|heavier|lighter|lift(?:s|ed)?|thrust|catch"
    r"|fish)\b"
)


# "ten grand" is ten thousand, unless it goes on: "two grand pianos"
_ENDS_SLANG = re.compile(
    r"$|[.,;:!?)\n”\"’'—–-](?![a-z])| (?:an?|per|each|every|in|on|for|to|of|from|and|or|more|less|worth|cash|is|was|at"
    r"|by|if|when|that|out|off|down|up|today|so|because|but|over|into|with|back|richer|poorer|extra|just|we|i|he|she|they)\b"
)
_NEARBY = 2000  # characters around a word in which its country must be named


def is_meant(
    word: str, lower: str, start: int, end: int, country: str | None, has_scale: bool, in_digits: bool
) -> bool:
    """Tell whether a currency word after a number is money here: "pounds" may be a weight, "won" a verb."""
    if word == "won":
        return (
            lower.find("korea", max(0, start - _NEARBY), end + _NEARBY) >= 0
            and (has_scale or in_digits)
            and not lower.startswith(" the", end)
        )
    if word == "grand":
        return not has_scale and _ENDS_SLANG.match(lower, end) is not None
    if word == "real":
        return lower.find("brazil", max(0, start - _NEARBY), end + _NEARBY) >= 0 and has_scale
    if word in ("pound", "pounds"):
        if lower.startswith((" of ", "-"), end) or (lower[end - len(word) - 1] == "-" and not has_scale):
            return False
        before = lower[max(0, start - 80) : start]
        if word == "pound" and not has_scale and not _POUND_THING.match(lower, end):
            return False
        if _ABOUT_WEIGHT.search(before):
            return has_scale and _ABOUT_MONEY.search(before) is not None
        return has_scale or country == "GBR" or _ABOUT_MONEY.search(before) is not None
    return True


def is_home(currency: Currency, country: str | None) -> bool:
    """Tell whether ``currency`` is that of ``country`` (ISO 3166-1 alpha-3)."""
    return country is not None and _country_codes().get(country) in currency.codes
