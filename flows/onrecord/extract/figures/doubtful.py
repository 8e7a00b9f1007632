"""Number words that are figures only in some contexts: "one", "half", "third", "first", "doubled"."""

from __future__ import annotations

import re

from onrecord.extract.figures.phrases import Noun
from onrecord.extract.figures.quantity import Quantity, Source

_BEFORE = 40
_IN_BULK = re.compile(r"in (?:billions|millions|thousands|hundreds|dozens)(?=[.,;:!?)”\"])")  # "valued in billions,"

_PRONOUN_BEFORE = re.compile(
    r"(?:\b(?:the|this|that|which|no|any|some|each|every|another|other|only|new|first|last|next|good|big"
    r"|old|same|such a|square|day|number|formula|air force"
    r"|radio|phase|chapter|plan|is|was|be|for|as|like|on|loved|any|little|young|by) )$"
)
_ONE_AFTER = re.compile(
    r"(?: (?:of|another|in|who|that|which|can|could|may|might|would|should|must|has|is|was|by|day|time"
    r"|thing|way|side of|and|or|on)\b|[’'.,;:!?)”\"—–]| ?$)"
)
# "We woke up one morning": some day, not one of them, unless "for" or "only" stands before.
_ONE_DAY = re.compile(
    r" (?:fine |cold |hot |summer |winter |bright )?(?:day|morning|evening|afternoon|summer|winter|spring|autumn)\b"
)
# "seven fours and a six": runs, dice and marks go by the name of their number
_NAMED_BY_NUMBER = re.compile(r"(?:^|[^\w-])an? $")
_ENDS_NAME = re.compile(r"[.,;:!?)]| (?:and|before|after|off|over|from|in|into|to|on|with|was|is)\b")


def is_figure(source: Source, q: Quantity, noun: Noun | None) -> bool:
    """Tell whether a quantity counts or measures something, where its words alone do not say so."""
    if q.kind == "score":
        return True
    if q.kind == "ordinal":
        return _is_ordinal(source, q, noun)
    if q.form == "vague" and q.is_bare and _IN_BULK.match(source.lower, max(0, q.start - 3)):
        return False
    if q.kind == "multiple":
        return _is_multiple(source, q)
    if q.form == "fraction" and not q.in_digits and q.is_bare and not q.has_scale:
        return _is_fraction(source, q)
    if q.kind == "count" and _is_run(source, q):
        return False
    if q.is_bare and not q.in_digits and q.value in (0, 1) and q.form == "cardinal" and q.low == q.high:
        return _is_one(source, q, noun)
    return True


def _is_run(source: Source, q: Quantity) -> bool:
    """Tell "hit a six over long-on", a name, from six of something."""
    if not q.is_bare or q.in_digits or q.has_scale or q.form != "cardinal" or q.low != q.high or q.value > _MOST_RUN:
        return False
    lower = source.lower
    return bool(_NAMED_BY_NUMBER.search(lower, max(0, q.start - 4), q.start) and _ENDS_NAME.match(lower, q.end))


_MOST_RUN = 12


def is_trivial(source: Source, q: Quantity) -> bool:
    """Tell whether a count only points at things already named: "the two leaders", "both", "one side"."""
    if q.kind != "count" or q.in_digits or not q.is_bare or q.has_scale or q.form != "cardinal":
        return False
    return q.value == 1 or (q.value <= 4 and _DEFINITE.search(source.lower, max(0, q.start - 16), q.start) is not None)


_DEFINITE = re.compile(r"\b(?:the|these|those|our|their|his|her|its|my|your|both|all|other|all of the|any) $")


_WHO_SPEAKS = re.compile(r",[”\"’'] (?:said |says |added |recalled )?$")  # “It burned,” said one woman


def _is_one(source: Source, q: Quantity, noun: Noun | None) -> bool:
    lower = source.lower
    before = lower[max(0, q.start - _BEFORE) : q.start]
    if lower.startswith("-", q.end) or _WHO_SPEAKS.search(before):
        return False
    if q.value == 0:
        return (noun is not None and noun.start - q.end < 24) or re.search(
            r"\b(?:to|from|at|is|was|reached|hit) $|^\s*$", before
        ) is not None
    if _ONE_AFTER.match(lower, q.end) and not _ONE_DAY.match(lower, q.end):
        return False
    if _ONE_DAY.match(lower, q.end):
        return re.search(r"\b(?:only|just|for|in|within|after|than|least|about|another) $", before) is not None
    if _PRONOUN_BEFORE.search(before) and not re.search(r"\b(?:only|on|for|as|by|like|is|was|be) $", before):
        return False
    return noun is not None and noun.start >= q.end and noun.start - q.end <= 30 and noun.head[:1].isalpha()


# -- fractions ----------------------------------------------------------------------------------------

_PART_BEFORE = re.compile(
    r"\b(?:by|than|nearly|almost|about|around|over|under|only|just|roughly|approximately|to|up to|some"
    r"|least|most|one|another|the other|in|cut|as|nearly|estimated|were|was|is|are|and) $"
)
_PERIOD_BEFORE = re.compile(
    r"\b(?:first|second|opening|either|each|this|latter|final|bottom|top|last|next|third|fourth|closing"
    r"|other|better|previous|goalless) $"
)
_BOUND_BEFORE = re.compile(r"\b(?:than|nearly|almost|about|around|over|under|roughly|approximately) $")
_PLURAL_AFTER = re.compile(r" (?:people|men|women|children|[a-z]{3,24}(?<![su])s)\b")
_HALF_AFTER = re.compile(
    r" (?:of\b|the\b|a\b|an\b|its\b|their\b|his\b|her\b|our\b|my\b|your\b|that\b|those\b|these\b|all\b|as\b"
    r"|what\b|way through\b|were\b|are\b|have\b|said\b|is\b|say\b|from\b|since\b|in\b|to\b|this\b)|[.,;:)]"
)


def _is_fraction(source: Source, q: Quantity) -> bool:
    lower = source.lower
    words = lower[q.core_start : q.core_end]
    before = lower[max(0, q.start - _BEFORE) : q.start]
    after = lower[q.end : q.end + 24]
    if re.match(r"-", after):
        return bool(re.match(r"(?:two|three|one)", words))
    if words in ("half", "a half", "the half"):
        if re.match(r" (?:my|your)\b", after):  # "Half my men have gone"
            return True
        if _PERIOD_BEFORE.search(before) or re.match(r" (?:time|way|hour|sister|brother|price|century)\b", after):
            return False
        return bool(
            re.match(r" (?:of|the|a|an|its|their|his|her|our|that|those|these|all|as|what|this)\b", after)
        ) or bool(
            (_PART_BEFORE.search(before) and _HALF_AFTER.match(after))
            or (_BOUND_BEFORE.search(before) and _PLURAL_AFTER.match(after))
            or (words == "a half" and not before.strip() and not after.strip())
        )
    if words.endswith("quarter") and words in ("quarter", "a quarter"):
        if re.match(r" of\b", after):
            return words == "a quarter" or bool(_PART_BEFORE.search(before))
        if _SHARE_BEFORE.search(before) and _SHARE_AFTER.match(after):
            return True
        return words == "a quarter" and bool(
            re.search(r"\b(?:by|than|nearly|almost|about|around|only|just|roughly|under|over|to) $", before)
        )
    return True


# "Half goes to roads, a quarter to schools and a quarter is saved"
_SHARE_BEFORE = re.compile(r"(?:,|;|,? and|,? but|,? while) $")
_SHARE_AFTER = re.compile(
    r" (?:to|on|for|goes|went|is|are|was|were|said|say|had|have|comes?|came|live[sd]?)\b(?! (?:an hour|go)\b)"
)


# -- ordinals -----------------------------------------------------------------------------------------

_ORDINAL_NAME_AFTER = re.compile(
    r"[ -](?:centur|street|st\b|avenue|ave\b|amendment|congress|district|circuit|battalion|brigade|regiment"
    r"|infantry|airborne|armou?red|division|army"
    r"|fleet|precinct|world|reich|republic|estate|person|party|parties|degree|grade|reading|floor|hand"
    r"|class|lady|minister|of (?:january|february|march|april|may|june"
    r"|july|august|september|october|november|december)|quarter|half|gentleman|responders?|arrondissement"
    r"|parallel|legion|wing|squadron)"
)
_RANKED_BEFORE = re.compile(
    r"\b(?:in|finish(?:ed|es|ing)?|plac(?:ed|es)|rank(?:ed|s|ing)?|came|come|comes|sit|sits|sat|remain(?:s"
    r"|ed)?|stay(?:s|ed)?|lie|lies|lying|are|is|were|was|currently|up to|down to|climb(?:ed)? to|from"
    r"|drop(?:ped)? to|qualified|started) $|\d(?:st|nd|rd|th) to $"
)
_SEQUENCE_AFTER = re.compile(
    r"[ -](?:place[d]?|time|straight|consecutive|successive|largest|biggest|highest|lowest|most|best|worst"
    r"|busiest|longest|richest|oldest|fastest|tallest|leading|wicket|term|goal|win|victory|loss|defeat"
    r"|title|anniversary|edition|attempt|child|year running|season|minute|month in a row|year in a row"
    r"|week in a row|day in a row|annual|birthday|round)\b"
)


def _is_ordinal(source: Source, q: Quantity, noun: Noun | None) -> bool:
    lower = source.lower
    if _ORDINAL_NAME_AFTER.match(lower, q.end):
        return False
    if q.in_digits:
        follows = re.match(r"[ -][a-zA-Z]", lower[q.end : q.end + 2])
        if follows and noun is not None and noun.start >= q.end:
            return True
        return _RANKED_BEFORE.search(lower, max(0, q.start - _BEFORE), q.start) is not None
    return q.value >= 2 and _SEQUENCE_AFTER.match(lower, q.end) is not None


# -- multiples ----------------------------------------------------------------------------------------

_TIMES_AS = re.compile(
    r"(?: as (?:many|much|likely|high|large|big|long|fast|often|great|expensive|good|bad|strong|old"
    r"|heavy)\b| (?:the|its|their|his|her|that|what|last|this|our|those) )"
)
_OBJECT_AFTER = re.compile(
    r"[ -](?:the lead|the advantage|their lead|his lead|her lead|their advantage|his tally|her tally"
    r"|the score|down|back|team|figures|murder|agent|check)\b"
)


def _is_multiple(source: Source, q: Quantity) -> bool:
    lower = source.lower
    words = lower[q.core_start : q.core_end]
    if words.endswith(("fold", "x")) or lower.endswith("times", q.start, q.end):
        return True
    if words in ("twice", "thrice"):
        return _TIMES_AS.match(lower, q.end) is not None
    if _OBJECT_AFTER.match(lower, q.end):
        return False
    if words.endswith("ed"):
        return lower[q.end : q.end + 1] != "-" and not re.search(
            r"\b(?:be|been being) $", lower[max(0, q.start - 8) : q.start]
        )
    if words.endswith("ing"):
        return False
    if words in ("double", "triple", "treble", "quadruple", "halve"):
        verb = re.search(
            r"\b(?:to|will|would|could|may|might|should|can|must|than|nearly|almost|about|around|at) $",
            lower[max(0, q.start - 12) : q.start],
        )
        return (
            verb is not None
            or re.match(
                r" (?:the (?:number|rate|amount|size|figure|average|price|cost|total|national|previous"
                r"|level|usual|normal)|that of|what|its|last|those)\b",
                lower[q.end : q.end + 24],
            )
            is not None
        )
    return False
