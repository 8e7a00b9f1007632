"""A reported clause, and where it begins and ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.extract.syntax import FINITE_TAGS, Syntax, Tokens
from onrecord.records import CueClass

_EDGE = frozenset({",", ".", ";", ":", "-", "--", "–", "—", "!", "?", "…", "...", ")"})
_CONTRASTS = frozenset({"while", "whereas", "although", "though"})
_LONGEST = 250  # tokens: no sentence of news is longer; beyond it, lists and lost stops


@dataclass(frozen=True, slots=True)
class Reported:
    """One reported clause, in tokens. ``content`` has two stretches where the attribution stands inside it.

    ``route`` names the rule that found it; ``confirmed`` says whether the reader found it too (None: not asked),
    ``score`` how sure the reader is of what it alone found.
    """

    route: str
    content: tuple[Tokens, ...]
    cue: Tokens | None
    cue_class: CueClass
    speaker: Tokens | None
    confirmed: bool | None = None
    score: float = 0.0

    def tokens(self) -> set[int]:
        """Return the tokens of the content."""
        return {t for first, last in self.content for t in range(first, last + 1)}


def is_clause(syntax: Syntax, root: int) -> bool:
    """Say whether a token heads a clause with a subject or a finite verb."""
    if syntax.tags[root] in ("VBD", "VBZ", "VBP"):
        return True
    return any(
        syntax.deps[c] in ("nsubj", "nsubjpass", "expl", "csubj") or syntax.tags[c] in FINITE_TAGS
        for c in syntax.children[root]
    ) and not any(
        syntax.words[c] == "to" and syntax.deps[c] == "aux" and c < root and syntax.child(root, "nsubj") is not None
        for c in syntax.children[root]
    )


def trim(syntax: Syntax, first: int, last: int) -> Tokens | None:
    """Return a stretch without punctuation, conjunction or complementiser at its ends; None if it is empty."""
    while first <= last and (
        (syntax.deps[first] == "punct" and syntax.words[first] in _EDGE) or syntax.words[first].isspace()
    ):
        first += 1
    while last >= first and (syntax.words[last] in _EDGE or syntax.words[last].isspace() or syntax.tags[last] == "CC"):
        last -= 1
    return (first, last) if first <= last else None


def clip(syntax: Syntax, reported: Reported) -> Reported | None:
    """Cut a reported clause before the next report in its tail (", adding ...", ", according to ...")."""
    parts: list[Tokens] = []
    for first, last in reported.content:
        end = last
        for token in range(first + 2, last):
            if "\n" in syntax.words[token]:
                end = token - 1
                break
            if syntax.words[token - 1] == "," and _starts_report(syntax, token):
                end = token - 2
                break
            if syntax.words[token - 1] == "but" and _reports_again(syntax, token):
                end = token - 2
                break
            if syntax.words[token - 1] == "and" and _reports_anew(syntax, token):
                end = token - 2
                break
        part = trim(syntax, first, end)
        if part is not None:
            parts.append(part)
    return replace(reported, content=tuple(parts)) if parts else None


def _reports_again(syntax: Syntax, token: int) -> bool:
    """Say whether a verb after "but" reports another clause of the same speaker: "... but insisted that S"."""
    cue = syntax.cue(token) if syntax.tags[token] in ("VBD", "VBZ") else None
    return cue is not None and "clause" in cue.frames and syntax.child(token, "ccomp") is not None


def _reports_anew(syntax: Syntax, token: int) -> bool:
    """Say whether a verb after "and" reports a clause of its own: "said S and wondered aloud whether S2"."""
    if _as_saying(syntax, token) is not None:
        return True
    cue = syntax.cue(token) if syntax.tags[token] in ("VBD", "VBZ") else None
    if cue is None or "clause" not in cue.frames:
        return False
    return any(syntax.words[t] in ("that", "whether") for t in range(token + 1, min(token + 4, len(syntax))))


def _as_saying(syntax: Syntax, verb: int) -> int | None:
    """Return the "saying" of a verb that quotes somebody: "quoted | Jane Roe as saying"."""
    if syntax.words[verb] not in ("quoted", "cited"):
        return None
    reach = range(verb + 2, min(verb + 20, len(syntax) - 1))
    return next((t + 1 for t in reach if syntax.words[t] == "as" and syntax.words[t + 1] == "saying"), None)


def _starts_report(syntax: Syntax, token: int) -> bool:
    if syntax.words[token] == "according":
        return True
    if syntax.words[token] in _CONTRASTS:  # "S, while the union warned that S2"
        verb = syntax.heads[token]
        cue = syntax.cue(verb) if verb > token and syntax.tags[verb] in FINITE_TAGS else None
        return cue is not None and "clause" in cue.frames and (syntax.child(verb, "ccomp") or 0) > verb
    cue = syntax.cue(token) if syntax.tags[token] == "VBG" else None
    return cue is not None and "clause" in cue.frames


def is_whole(syntax: Syntax, reported: Reported) -> bool:
    """Say whether a reported clause has two words or more, a sane length, no report at its head, no cue inside."""
    size = sum(last - first + 1 for first, last in reported.content)
    start = reported.content[0][0]
    if not 2 <= size <= _LONGEST or (syntax.tags[start] in FINITE_TAGS and syntax.cue(start) is not None):
        return False
    held = [one for one in (reported.cue, reported.speaker) if one is not None]
    return not any(first <= b and a <= last for first, last in reported.content for a, b in held)
