"""Dates in a text: as precise as stated, in ISO 8601 or, for partial ones, EDTF; relative ones resolved.

``iso`` holds what the words say: "April 10" is ``XXXX-04-10``, "the 1990s" ``199X``, "spring 2020"
``2020-21``, "Monday" ``XXXX-WXX-1`` (as in TimeML). ``resolved`` is the date meant, counted from the day the
article was published, where that is known.
"""

from __future__ import annotations

import datetime as dt
import functools
import re

from onrecord import reference
from onrecord.extract import labels
from onrecord.extract.atoms import lower_case, plain_text
from onrecord.extract.dates import calendar
from onrecord.extract.parse import Parsed
from onrecord.records import DateMention
from onrecord.text import Article


def find_dates(parsed: Parsed) -> list[DateMention]:
    """Return the dates of an article from left to right; no two overlap."""
    article = parsed.article
    text = plain_text(article.text)
    lower = lower_case(text)
    dates = _find(text, lower)
    published = _publication_day(article, dates)
    for date in dates:
        date.resolved = calendar.resolve(date.iso, lower, date.char_start, date.char_end, published)
    return dates


def _find(text: str, lower: str) -> list[DateMention]:
    dates: list[DateMention] = []
    for match in _DATE.finditer(text):
        found = _READERS[match.lastgroup or ""](match, lower)
        if found is not None:
            iso, precision = found
            start, end = match.span()
            dates.append(DateMention(start, end, iso, precision))
    return dates


def _publication_day(article: Article, dates: list[DateMention]) -> dt.date | None:
    """Return the day of publication: as the source gives it, else from a line that is nothing but a date."""
    if article.published_at is not None:
        return article.published_at.date()
    for block in article.blocks[:8]:
        for date in dates:
            if date.precision == "day" and block.start <= date.char_start and date.char_end <= block.end:
                rest = block.end - block.start - (date.char_end - date.char_start)
                if rest <= _DATELINE_REST and re.fullmatch(r"\d{4}-\d{2}-\d{2}", date.iso):
                    return dt.date.fromisoformat(date.iso)
    return None


_DATELINE_REST = 12  # "Updated: " and a full stop beside the date

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

_FULL_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
)
_MONTH = rf"(?:{_FULL_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_ANY_WEEKDAY = rf"(?:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d%]|[:.,/]\d)"
_YEAR = r"(?:1[0-9]\d\d|2[01]\d\d)(?![\d%]|[.,:/]\d|-\w)"
_TO = r"\s?[-–/]\s?"
# What may follow the second day of "from May 3 to 12", but not of "rose from May 3 to 12 percent".
_NO_AMOUNT = (
    r"$|\n|,?\s20\d\d\b|[,.;:)](?!\d)|\s(?:a|after|among|an|and|as|at|before|but|by|during|for|from|in|on|the|to|via|when"
    r"|while|with)\b"
)
_DATE = re.compile(
    rf"(?=[\dA-Zaeflmnstwy])(?<![\w$€£#.,/-])(?:(?:{_ANY_WEEKDAY},?\s)?(?:"
    rf"(?P<day_to_day>(?:(?<=[Ff]rom\s)(?P<m14>{_MONTH})\s(?P<d14>{_DAY})\sto"
    rf"|(?P<m15>{_MONTH})\s(?P<d15>{_DAY})\s(?:through|until|and))\s(?P<d14b>{_DAY})(?={_NO_AMOUNT})"
    rf"(?:,?\s(?P<y14>{_YEAR}))?)"
    rf"|(?P<month_day>(?P<m1>{_MONTH})\s(?:the\s)?(?P<d1>{_DAY})(?:{_TO}(?:(?P<m1b>{_MONTH})\s)?(?P<d1b>{_DAY}))?"
    rf"(?:,?\s(?:of\s)?(?P<y1>{_YEAR}))?)"
    rf"|(?P<day_month>(?:the\s)?(?P<d2>{_DAY})(?:(?:{_TO}|\sto\s"
    rf"|\sand\s)(?P<d2b>{_DAY}))?\s(?:of\s)?(?P<m2>{_MONTH})(?![a-z])"
    rf"(?:,?\s(?:of\s)?(?P<y2>{_YEAR}))?)"
    r"|(?P<iso_day>(?P<y3>(?:19|20)\d\d)-(?P<m3>0[1-9]|1[0-2])-(?P<d3>0[1-9]|[12]\d|3[01])(?!\d))"
    r"|(?P<numeric>(?P<n1>\d{1,2})(?P<sep>[/.])(?P<n2>\d{1,2})(?P=sep)(?P<n3>(?:19|20)\d\d)(?![\d/]))"
    r")"
    rf"|(?P<month_year>(?P<m4>{_MONTH})(?:,|\sof)?\s(?P<y4>{_YEAR}))"
    rf"|(?P<season>(?P<s5>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\sof)?\s(?P<y5>{_YEAR}))"
    rf"|(?P<quarter>(?:the\s)?(?:(?P<q6>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[ -]quarter\s(?:of\s"
    rf"|in\s)?(?:fiscal\s)?"
    rf"|Q(?P<q6n>[1-4])\s(?:of\s)?(?:FY\s?)?)(?P<y6>{_YEAR}))"
    r"|(?P<decade>(?:(?:[Mm]id|[Ee]arly|[Ll]ate)[ -])?(?:the\s)?(?P<y7>1[5-9]\d0|20[0-9]0)['’]?s\b)"
    r"|(?P<century>(?:the\s)?(?P<c8>\d{1,2}(?:st|nd|rd|th)|[A-Za-z]+(?:-[a-z]+)?th"
    r"|[Tt]wenty-first)[ -][Cc]entur(?:y|ies)\b)"
    r"|(?P<years>(?P<y9>1[5-9]\d\d|20\d\d)\s?[-–/]\s?(?P<y9b>1[5-9]\d\d|20\d\d|\d\d)(?![\d%-]|[.,]\d))"
    rf"|(?P<fiscal>(?:FY\s?|[Ff]iscal\s(?:year\s)?|[Ff]inancial\syear\s)(?P<y10>{_YEAR}))"
    rf"|(?P<year>(?P<y11>{_YEAR}))(?![\w])"
    rf"|(?P<weekday>(?:(?P<r12>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<w12>{_WEEKDAY})\b(?![’']s\s[A-Z]))"
    rf"|(?P<month>(?:(?P<r13>[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate|[Mm]id)[ -])?(?P<m13>{_MONTH})(?![\w]))"
    r"|(?P<relative>[Yy]esterday|[Tt]omorrow|[Tt]oday|[Tt]onight"
    r"|(?<!the )(?P<r14>[Ll]ast|[Nn]ext|[Tt]his)\s(?:(?P<u14>week|weekend|month|year)\b(?![’']?s?-)"
    r"|(?P<s14>spring|summer|autumn|fall|winter)\b))"
    r")(?!\d)"
)


def _month_day(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    month, day, year = _month(match["m1"]), _day(match["d1"]), match["y1"] or "XXXX"
    last_day, last_month = match["d1b"], match["m1b"]
    if not _is_day(year, month, day):
        return None
    iso = f"{year}-{month:02}-{day:02}"
    if last_day:
        other = _month(last_month) if last_month else month
        if (other, _day(last_day)) > (month, day):
            return f"{iso}/{year}-{other:02}-{_day(last_day):02}", "day"
    return iso, "day"


def _day_to_day(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    """Read "from May 3 to 12" and "May 3 through 12": both days of one month."""
    del lower
    month, year = _month(match["m14"] or match["m15"]), match["y14"] or "XXXX"
    first, last = _day(match["d14"] or match["d15"]), _day(match["d14b"])
    if not (first < last and _is_day(year, month, last)):
        return None
    return f"{year}-{month:02}-{first:02}/{year}-{month:02}-{last:02}", "day"


def _day_month(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    month, day, year = _month(match["m2"]), _day(match["d2"]), match["y2"] or "XXXX"
    if not _is_day(year, month, day):
        return None
    iso = f"{year}-{month:02}-{day:02}"
    if match["d2b"] and _day(match["d2b"]) > day:
        return f"{iso}/{year}-{month:02}-{_day(match['d2b']):02}", "day"
    return iso, "day"


def _iso_day(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    if not _is_day(match["y3"], int(match["m3"]), int(match["d3"])):
        return None
    return f"{match['y3']}-{match['m3']}-{match['d3']}", "day"


def _numeric(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    """Read 31/12/2020 either way round; where both ways are dates, only the year is certain."""
    del lower
    one, two, year = int(match["n1"]), int(match["n2"]), match["n3"]
    day_first, month_first = _is_day(year, two, one), _is_day(year, one, two)
    if day_first and month_first and one != two:
        return f"{year}-XX-XX", "year"
    if day_first:
        return f"{year}-{two:02}-{one:02}", "day"
    return (f"{year}-{one:02}-{two:02}", "day") if month_first else None


def _month_year(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    return f"{match['y4']}-{_month(match['m4']):02}", "month"


def _season(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    return f"{match['y5']}-{_SEASONS[match['s5'].lower()]}", "season"


def _quarter(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    number = int(match["q6n"] or _ORDINALS[match["q6"].lower()])
    return f"{match['y6']}-{32 + number}", "quarter"


def _decade(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    return f"{match['y7'][:3]}X", "decade"


def _century(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    word = match["c8"].lower()
    number = int(word[:-2]) if word[0].isdigit() else _century_number(word)
    return (f"{number - 1:02}XX", "century") if number and number <= 30 else None


def _century_number(word: str) -> int:
    values = {
        row["word"]: int(float(row["value"])) for row in reference.load("number_words") if row["role"] == "ordinal"
    }
    tens, _, unit = word.partition("-")
    if unit:
        return 20 + values.get(unit, 0) if tens == "twenty" else 0
    return values.get(word, 0)


def _years(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    first, last = match["y9"], match["y9b"]
    last = last if len(last) == 4 else first[:2] + last
    if int(last) <= int(first) or (len(match["y9b"]) == 2 and int(last) - int(first) > 20):
        return None
    if _counts_something(lower, match.start(), match.end()):
        return None
    return f"{first}/{last}", "year"


def _fiscal(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    return match["y10"], "year"


def _year(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    """Read a bare four-digit number as a year, unless what stands beside it makes it an amount or a label."""
    start, end = match.span()
    year = int(match["y11"])
    if labels.is_label(lower, start) or _counts_something(lower, start, end):
        return None
    if _AMOUNT_BEFORE.search(lower, max(0, start - 20), start):
        return None
    cue = _YEAR_CUE.search(lower, max(0, start - 16), start)
    if not _LIKELY_YEARS[0] <= year <= _LIKELY_YEARS[1]:
        firm = (cue is not None and not cue.group().startswith("of")) or (
            lower[start - 1 : start] == "(" and lower[end : end + 1] == ")"
        )
        if not firm or year < 1100 or _PLURAL_NEXT.match(lower, end):
            return None
    return match["y11"], "year"


_LIKELY_YEARS = (1900, 2040)
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|before|after|circa|of|year|during|between|early|late|mid)[ -]"
    r"|\bc\. ?)$"
)
_AMOUNT_BEFORE = re.compile(
    r"(?:\b(?:about|some|nearly|almost|over|least|most|than|up to|roughly|approximately|only|exceed|exceeded"
    r"|exceeds|estimated|killing|killed|total of|average of|all|another|further|extra|additional) "
    r"|[$€£¥₦₹#]\s?|\b(?:sh|ksh|rs)\.? ?)$"
)
_PLURAL_NEXT = re.compile(
    r" (?:[a-z-]{1,24} ){0,1}(?!was\b|is\b|has\b|this\b|does\b|as\b|its\b|his\b)[a-z-]{1,24}(?:s|men|people"
    r"|children)\b"
)


def _counts_something(lower: str, start: int, end: int) -> bool:
    """Tell whether a number that could be a year is an amount: a unit or a counted noun follows it."""
    del start
    return _amount_after().match(lower, end) is not None


@functools.cache
def _amount_after() -> re.Pattern[str]:
    nouns = [row["noun"] for row in reference.load("counted_nouns")]
    units = [
        w
        for row in reference.load("units")
        for w in row["words"].split("|")
        if w and w != "stone" and row["dimension"] not in ("time", "building")
    ]
    money = [w for row in reference.load("currencies") for w in row["after"].split("|") if w.isalpha() and len(w) > 3]
    times = [
        "years",
        "days",
        "hours",
        "minutes",
        "seconds",
        "weeks",
        "months",
        "dollars",
        "pounds",
        "shillings",
        "rupees",
    ]
    words = "|".join(re.escape(w) for w in sorted({*nouns, *units, *money, *times}, key=len, reverse=True))
    return re.compile(
        rf"(?:[ -](?:(?!and\b|or\b|in\b|of\b|to\b|with\b|for\b|from\b|by\b|at\b|on\b|was\b|is\b|as\b|when\b"
        rf"|after\b|that\b|world\b|presidential\b|general\b|olympic)[a-z-]{{1,24}} )?(?:{words})\b"
        rf"|[ -]?(?:km|kg|ft|mm|cm|ml|mw|kwh|sq|hp|bhp|mph|rpm|cc|percent|per cent|%|million|billion"
        r"|trillion|thousand|hundred|hrs|gmt|utc|bn|tn|lakh|crore|gb|mb|tb|or more|or so)\b)"
    )


def _weekday(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    return f"XXXX-WXX-{calendar.WEEKDAYS.index(match['w12'].lower()) + 1}", "day"


def _bare_month(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    """Read a month by itself, unless it may be a name ("April Jones") or a verb ("May")."""
    name = match["m13"].rstrip(".").lower()
    start, end = match.span()
    if not match["r13"]:
        firm = _MONTH_CUE.search(lower, max(0, start - 12), start) is not None
        text_after = match.string[end : end + 2]
        if name in _AMBIGUOUS_MONTHS and not firm:
            return None
        if len(name) <= 4 and name not in ("may", "june", "july") and not firm:
            return None
        if len(text_after) == 2 and text_after[0] == " " and text_after[1].isupper() and not firm:
            return None
        if _NAME_BEFORE.search(match.string, max(0, start - 20), start):
            return None
    return f"XXXX-{_MONTHS[name]:02}", "month"


_AMBIGUOUS_MONTHS = {"may", "march", "april", "june", "august", "mar", "jan"}
_MONTH_CUE = re.compile(
    r"\b(?:in|since|until|till|by|from|to|through|of|before|after|during|last|next|this|for|every|each|and"
    r"|mid|and|or|between|early|late|end)[ -]$"
)
_NAME_BEFORE = re.compile(
    r"[a-z,] (?!In |Since |By |From |Last |Next |This |Of |Until |Early |Late |And |During )[A-Z][a-z]+ $"
)


def _relative(match: re.Match[str], lower: str) -> tuple[str, str] | None:
    del lower
    if match["s14"]:
        return f"XXXX-{_SEASONS[match['s14']]}", "season"
    unit = match["u14"]
    if unit is None:
        return "XXXX-XX-XX", "day"
    return {"week": ("XXXX-WXX", "week"), "weekend": ("XXXX-WXX-6/XXXX-WXX-7", "day"), "month": ("XXXX-XX", "month"),
            "year": ("XXXX", "year")}[unit]  # fmt: skip


_READERS = {
    "day_to_day": _day_to_day,
    "month_day": _month_day, "day_month": _day_month, "iso_day": _iso_day, "numeric": _numeric,
    "month_year": _month_year, "season": _season, "quarter": _quarter, "decade": _decade, "century": _century,
    "years": _years, "fiscal": _fiscal, "year": _year, "weekday": _weekday, "month": _bare_month,
    "relative": _relative,
}  # fmt: skip


def _month(name: str) -> int:
    return _MONTHS[name.rstrip(".").lower()]


def _day(day: str) -> int:
    return int(re.match(r"\d+", day).group())  # type: ignore[union-attr]


def _is_day(year: str, month: int, day: int) -> bool:
    try:
        dt.date(int(year) if year.isdigit() else 2000, month, day)
    except ValueError:
        return False
    return True
