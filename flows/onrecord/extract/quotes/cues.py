"""The lexicon of reporting cues: which words ascribe speech, thought or a directive, and what they introduce."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import cast

from onrecord import reference
from onrecord.records import CueClass

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry of ``seeds/reference/reporting_cues.csv``; the frames are explained there."""

    lemma: str
    cue_class: CueClass
    frames: frozenset[str]
    with_word: str


def verb(form: str, following: str) -> Cue | None:
    """Return the reporting verb of which a lower-case word is a form, given the word after it, or None."""
    cue = _forms("verb").get(form)
    return cue if cue is not None and cue.with_word in ("", following) else None


def noun(form: str) -> Cue | None:
    """Return the reporting noun of which a lower-case word is a form, or None."""
    return _forms("noun").get(form)


def is_listed(part: str, form: str) -> bool:
    """Say whether a lower-case word is a form of one of the words listed under a part that is no verb of saying."""
    return form in _forms(part)


@functools.cache
def _forms(part: str) -> dict[str, Cue]:
    forms: dict[str, Cue] = {}
    for row in reference.load("reporting_cues"):
        if row["part"] == part:
            cue = Cue(row["cue"], cast(CueClass, row["class"]), frozenset(row["frames"].split()), row["with"])
            irregular = row["irregular"].split()
            for form in (cue.lemma, *(irregular or inflect(cue.lemma, part))):
                forms.setdefault(form, cue)
    return forms


def inflect(word: str, part: str) -> tuple[str, ...]:
    """Return the regular forms of an English verb (-s, -ed, -ing) or noun (-s)."""
    consonant_y = word.endswith("y") and word[-2] not in _VOWELS
    if consonant_y:
        plural = word[:-1] + "ies"
    elif word.endswith(("s", "x", "z", "ch", "sh")):
        plural = word + "es"
    else:
        plural = word + "s"
    if part not in ("verb", "carrier"):
        return (plural,)
    past = word[:-1] + "ied" if consonant_y else word + ("d" if word.endswith("e") else "ed")
    return plural, past, (word[:-1] if word.endswith("e") and not word.endswith("ee") else word) + "ing"
