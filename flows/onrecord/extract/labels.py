"""Numbers that name a thing instead of counting: "Article 5", "Flight KQ 101", "day five".

The nouns are rows of ``seeds/reference/number_labels.csv``.
"""

from __future__ import annotations

import functools
import re

from onrecord import reference

_REACH = 40  # characters a label noun may stand before its number


def is_label(lower: str, start: int) -> bool:
    """Tell whether the number that begins at ``start`` belongs to a label noun or name before it."""
    return _pattern().search(lower, max(0, start - _REACH), start) is not None


@functools.cache
def _pattern() -> re.Pattern[str]:
    nouns = sorted((row["noun"] for row in reference.load("number_labels")), key=len, reverse=True)
    alternatives = "|".join(re.escape(noun) for noun in nouns)
    # "Sections 4, 5 and 7": the noun labels each number of its list
    listed = r"(?:\d+[a-z]?(?:, ?(?:and |or )?| ?(?:and|or|to|&|-|–) ?))*"
    return re.compile(rf"(?<![a-z])(?:{alternatives})(?:[ -]|, | #| no\.? ?|: ){listed}$")
