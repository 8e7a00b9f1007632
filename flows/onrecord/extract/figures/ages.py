"""Ages: "14-year-old", "aged 34", "Ali, 34, said", "she was 34 when"."""

from __future__ import annotations

import re


def match_old(lower: str, position: int) -> tuple[str, int, int] | None:
    """Return the unit after a number that ends at ``position`` ("-year-old": "year"), and where its words stand."""
    match = _OLD.match(lower, position)
    if match is None:
        return None
    return (match["unit"] or "year").removesuffix("s"), match.start() + (1 if match["unit"] else 0), match.end()


def has_unit_said(lower: str, start: int, end: int) -> bool:
    """Tell "aged 3 months", where the unit is said, from "aged 3"."""
    return _AGED.search(lower, max(0, start - 30), start) is not None and _YEARS.match(lower, end) is not None


def says_age(text: str, lower: str, start: int, end: int, value: float, in_digits: bool) -> bool:
    """Tell whether the words around a number make it somebody's age in years."""
    if not 0 < value < _OLDEST or value != int(value):
        return False
    if lower[end : end + 1] in ("%", "-") or lower.startswith((" per", " of "), end):
        return False
    near = max(0, start - 30)
    if _AGED.search(lower, near, start):
        return True
    if in_digits and 1 <= value <= 110 and _NAME_COMMA.search(text, near, start):  # "Ali, 34, said"
        ends = _AFTER_AGE.match(lower, end) and (
            lower[end] in ",); " or _AND_AGE.match(lower, end) or _stands_alone(text, start, end, value)
        )
        if ends and not _MONTH_BEFORE.search(lower, near, start):
            return True
    if in_digits and 10 <= value <= 110 and lower.startswith(")", end) and _NAME_PAREN.search(text, near, start):
        return True
    if not in_digits and _KIN_COMMA.search(text, max(0, start - 60), start) and text[end : end + 1] == ",":
        return True  # "her son Leo, nine, has"
    said = (
        _PRONOUN_IS.search(lower, near, start)
        or _TURNED.search(lower, near, start)
        or _KIN_IS.search(lower, near, start)
        or (value >= _YOUNGEST_ALONE and _NAME_IS.search(text, near, start))
    )
    if said and _END_OF_AGE.match(lower, end):
        return True
    if _PERSON_OF.search(lower, near, start) and _END_OF_PERSON.match(lower, end):
        return True  # "a boy of nine with a broken arm"
    limited = _UNDER_AGE.search(lower, max(0, start - 40), start) or _AGE_IS.search(lower, max(0, start - 90), start)
    return limited is not None and _END_NO_NOUN.match(lower, end) is not None


def _stands_alone(text: str, start: int, end: int, value: float) -> bool:
    """Tell "also hurt was a sergeant, 41." from the last item of a list, "England 67, France, 47."."""
    if text[end : end + 1] != "." or value < _YOUNGEST_ALONE:
        return False
    return _LISTED.search(text, max(text.rfind("\n", 0, start), start - _LIST_REACH, 0), start) is None


_LISTED = re.compile(r"\b[A-Z][\w’'-]* \d{1,3}(?:[,;]| and) ")
_LIST_REACH = 80
_YOUNGEST_ALONE = 16  # "Chelsea, 2." is no age

_OLDEST = 120

_OLD = re.compile(
    r"(?:(?:[ -]| ?- ?)(?P<unit>years?|months?|weeks?|days?)(?:[ -]| ?- ?)(?:olds?\b|of[ -]age\b)"
    r"|[ -]?(?P<yo>y/?o)\b|(?P<bare>(?<=\d)[ -]?y\.o\.?))"
)
_AGED = re.compile(
    r"(?<![a-z])(?:aged(?: between| about| around| just| only| over| under| at least)?"
    r"|(?:dies|died|dead|has died) at|at(?: the)? ages?(?: of)?|(?:the|an|average|median|mean) age of|the ages of"
    r"|ages?) $"
)
_UNDER_AGE = re.compile(
    r"\b(?:voters?|people|persons?|adults?|children|child|those|women|men|anyone|everyone|anybody|patients"
    r"|drivers|youths?|players|kids|girls|boys"
    r"|them|residents|workers|americans|latinos|britons|citizens|males|females|minors|teenagers|individuals"
    r"|all) (?:who are )?(?:under|over|younger than|older than|below|above|(?:only )?as (?:young|old) as) $"
)
_AGE_IS = re.compile(r"\bage\b[^.;:\n]{0,70}\b(?:is|was|at|of) $|\bwhose age, $")
_END_NO_NOUN = re.compile(r"$|[.,;:)”\"](?!\d)| (?!per|[a-z]{1,24}s\b|(?:people|men|women)\b)[a-z]|\n")
_NAME_COMMA = re.compile(r"[^\W\d_][\w’'\".)”-]*, $")
_AFTER_AGE = re.compile(r"(?: [―—–] |,(?! \d)| and (?:\d{1,2},|(?!\d))|;|\)|\.(?!\d))")
_PRONOUN_IS = re.compile(
    r"(?<![a-z])(?:he|she|who|i|they)(?:[ ](?:was|is|were|am|turned|turns|will be|would be|had turned"
    r"|has turned)|['’](?:s|m|re|ll be))"
    r"(?: only| just| then| now| about| around| already| barely| nearly| almost)?[ ]$"
)
_KIN_IS = re.compile(
    r"(?:(?:my|our|your|his|her|their|whose)(?: [a-z]+)? |['’]s )"
    r"(?:sisters?|brothers?|mother|mum|mom|father|dad|sons?|daughters?"
    r"|wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|cousin|niece|nephew|aunt|uncle|twins?|child|baby|boy|girl"
    r"|grand(?:mother|father|son|daughter|child|ma|pa)|gran|nan|stepson|stepdaughter)"
    r" (?:is|was|turned|turns|will be)(?: only| just| now| about| nearly| almost)? $"
)
_END_OF_AGE = re.compile(
    r"(?:[.,;:!?)”\"](?!\d)|[ ](?:and|when|at the time|but|or|so|prior|before|after|this|next|last|in (?:19"
    r"|20)\d\d|on (?:mon|tues|wed|thurs|fri|sat|sun))\b|$)"
)
_KIN = (
    r"(?:sisters?|brothers?|mother|mum|mom|father|dad|sons?|daughters?|wife|husband|partner|nephew|niece|cousin|twins?"
    r"|child|baby|boy|girl|grand(?:mother|father|son|daughter|child)|stepson|stepdaughter|pupil|schoolboy|schoolgirl)"
)
_KIN_COMMA = re.compile(rf"\b{_KIN},? [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?, $")
_NAME_IS = re.compile(
    r"(?:^|[.!?\n”\"] ?)(?!(?:This|That|It|What|Which|Here|There|Inflation|Unemployment)\b)[A-Z][a-z’'-]+ is (?:now )?$"
)
_PERSON_OF = re.compile(
    r"\b(?:an?|the|old) (?:boys?|girls?|child|man|woman|lad|lass|youth|baby|widow|widower|pensioner) of $"
)
_END_OF_PERSON = re.compile(
    r"[.,;:!?)”\"](?!\d)| (?:and|when|with|who|who’s|whose|was|is|had|has|from|in|at|on|said|died|to|she|he|could|would"
    r"|(?!(?:during|according)\b)[a-z]{2,12}(?<!th)ing)\b|$"
)
_TURNED = re.compile(r"(?<![a-z])(?:turned|turns|turning|turn|celebrat(?:ed|es) (?:his|her) birthday at)[ ]$")
_NAME_PAREN = re.compile(r"[A-Z][\w’'-]+[ ][A-Z][\w’'-]+[ ]\($")


_YEARS = re.compile(r"[ -](?:years?|yrs?)\b(?! (?:in|of|ago|later))|[ -](?:months|weeks|days)\b")
_AND_AGE = re.compile(r" and \d{1,2}[,.]")
_MONTH_BEFORE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|\bon|\d), $"
)
