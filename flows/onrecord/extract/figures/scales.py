"""Scales written as a suffix of digits: "5bn users", "$300m", "61.6m passengers", "20k"."""

from __future__ import annotations

import re

from onrecord.extract.figures import money


def match_scale(text: str, lower: str, position: int, is_money: bool) -> tuple[float, int] | None:
    """Return the factor of the suffix that follows digits ending at ``position``, and where it ends.

    Without money only what cannot be a unit counts: "5m" is metres.
    """
    match = _SUFFIX.match(text, position)
    if match is None:
        return None
    suffix = match["scale"] or match["letter"] or match["spaced"]
    if not is_money and not _scales_alone(text, lower, match, suffix):
        return None
    return _SCALES[suffix.lower()], match.end()


def _scales_alone(text: str, lower: str, match: re.Match[str], suffix: str) -> bool:
    """Tell whether a suffix without money is a scale and no unit of its own."""
    if match["scale"]:
        return (
            suffix not in ("mm", "cr", "tr", "mil", "mill")
            or (suffix in ("cr", "mil", "mill") and money.match_after(text, lower, match.end()) is not None)
            or _PEOPLE_OR_THINGS.match(lower, match.end()) is not None
        )
    if match["spaced"]:
        return suffix in "kKMB" and "." in text[match.start() - 4 : match.start()]
    if suffix in "kK":
        return not _RUN.match(lower, match.end())
    if suffix in "MB" or (suffix == "b" and "." in text[match.start() - 3 : match.start()]):
        return True
    if suffix == "m":
        around = lower[max(0, match.start() - 100) : match.end() + 60]
        if "." in text[match.start() - 3 : match.start()] and not _ABOUT_LENGTH.search(around):
            return True  # "the waiting list hit a record 7.2m"
        return (
            _PEOPLE_OR_THINGS.match(lower, match.end()) is not None
            or money.match_after(text, lower, match.end()) is not None
        )
    return False


_SUFFIX = re.compile(
    r" ?(?P<scale>bn|bln|billion|tn|trn|tln|mn|mln|mil|mill|mio|MM|mm|cr|Cr|tr)\b"
    r"|(?P<letter>[kKmMbBtT])(?:(?=/[-=])|(?![\w’'/²³]))| (?P<spaced>[kKmMbB])(?![\w’'/.-])(?! \w)"
)
_SCALES = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "mill": 1e6, "mio": 1e6, "mm": 1e6, "b": 1e9, "bn": 1e9,
    "bln": 1e9, "billion": 1e9, "t": 1e12, "tn": 1e12, "trn": 1e12, "tr": 1e12, "tln": 1e12, "cr": 1e7,
}  # fmt: skip
_PEOPLE_OR_THINGS = re.compile(
    r" (?!(?:metres|meters|sprints?|hurdles|heats|relays?|freestyle|races?|events?|finals?)\b)"
    r"(?:(?!in\b|of\b|on\b|at\b|to\b|for\b|from\b|by\b|with\b|is\b|was\b|has\b|as\b|this\b|its\b|his\b"
    r"|tall\b|high\b|long\b|wide\b|deep\b|away\b|below\b|above\b)[a-z-]{1,24} ){0,3}"
    r"(?:(?!is\b|was\b|has\b|as\b|this\b|its\b|his\b|towards\b|across\b)[a-z-]{1,24}s|men|women|people"
    r"|children)\b"
)
_ABOUT_LENGTH = re.compile(
    r"\b(?:met(?:re|er)s?|feet|foot|ft|km|kilomet\w+|inch\w*|tall|high|height|depth|deep|wide|width|long"
    r"|length|jump\w*|leap|javelin|shot put|throw|threw"
    r"|hurdles|sprint\w*|rivers?|water|floods?|flooding|waves?|swell|snow|rain|tide|tunnel|wall|fence"
    r"|bridge|tower|distance|away|altitude|diameter)\b|\dm x"
)
_RUN = re.compile(
    r"[ -](?:run|race|walk|event|jog|course|fun run|road race|charity|runs|races|time trial|swim|trail"
    r"|route|loop)\b"
)
