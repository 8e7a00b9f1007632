"""Reports without a verb of saying: "according to X, S" and "the claim that S"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.reported import Reported, is_clause, trim
from onrecord.extract.quotes.speakers import speaker_of
from onrecord.extract.syntax import Syntax, Tokens


def according_to(syntax: Syntax, token: int) -> Iterator[Reported]:
    """Yield the sentence around "according to X", whose first token is given: before, after, or on both sides."""
    to = token + 1
    noun = syntax.child(to, "pobj") or syntax.child(token, "pobj")
    if noun is None or noun < to:
        return
    speaker = syntax.noun_phrase(noun)
    if syntax.words[noun] == "those" and syntax.tags[noun + 1 : noun + 2] in (["JJ"], ["VBN"]):
        speaker = noun, noun + 1  # "those present"
    if speaker == (noun, noun) and syntax.tags[noun] == "NN" and syntax.words[noun] != "police":
        return  # according to plan
    if syntax.words[token - 1] in ("is", "was", "'s", "’s", "are", "were"):
        return  # "That's according to ..."
    first, last = token, max(syntax.right[token], speaker[1])
    sentence = syntax.sentence(token)
    head = next((a for a in syntax.ancestors(token) if is_clause(syntax, a)), None)
    in_relative = head is not None and syntax.deps[head] == "relcl" and syntax.heads[head] < token < head
    if token == sentence[0] or (token == sentence[0] + 1 and syntax.tags[sentence[0]] in ("CC", "RB")):
        comma = next((t for t in range(last + 1, min(sentence[1], last + 40)) if syntax.words[t] == ","), last)
        if syntax.tags[comma + 1 : comma + 2] in (["IN"], ["CC"]):  # the parse took a clause for who says it
            comma = next((t for t in range(speaker[1] + 1, comma) if syntax.words[t] == ","), comma)
        parts = [(comma + 1, sentence[1])]
    elif in_relative and head is not None:  # "which, according to AFP, both have criticised"
        parts = [(last + 1, syntax.right[head])]
    elif head is None:
        return
    else:
        start = sentence[0] if syntax.words[token - 1] == "," else min(syntax.left[head], first)
        parts = [(start, first - 1), (last + 1, max(syntax.right[head], last))]
    content = tuple(part for one in parts if (part := trim(syntax, *one)) is not None)
    if content:
        yield Reported("according", content, (token, to), "speech", speaker)


def by_noun(syntax: Syntax, noun: int, cue: cues.Cue) -> Iterator[Reported]:
    """Yield the clause under a reporting noun: "the minister's claim that S"."""
    for child in syntax.children[noun]:
        if syntax.deps[child] not in ("acl", "ccomp", "relcl") or not is_clause(syntax, child):
            continue
        first = syntax.left[child]
        if first != noun + 1 or syntax.words[first] != "that" or syntax.deps[first] != "mark":
            continue
        content = ((first, syntax.right[child]),)
        verb = syntax.heads[syntax.heads[noun]] if syntax.deps[noun] == "pobj" else noun
        said = syntax.cue(verb)
        if said is not None and "clause" in said.frames:  # "said in a statement that ..."
            yield Reported("that", content, (verb, verb), said.cue_class, speaker_of(syntax, verb))
        else:
            owner = _of_noun(syntax, noun)
            if owner is not None:
                yield Reported("noun", content, (noun, noun), cue.cue_class, owner)


def _of_noun(syntax: Syntax, noun: int) -> Tokens | None:
    """Return whose claim it is: the possessor, "by X", or who makes it."""
    possessor = syntax.child(noun, "poss")
    if possessor is not None:
        return syntax.noun_phrase(possessor)
    for prep in syntax.children[noun]:
        if syntax.deps[prep] == "prep" and syntax.words[prep] in ("by", "from", "of"):
            obj = syntax.child(prep, "pobj")
            if obj is not None:
                return syntax.noun_phrase(obj)
    if syntax.deps[noun] == "dobj" and cues.is_listed("carrier", syntax.words[syntax.heads[noun]]):
        subject = syntax.subject(syntax.heads[noun])
        if subject is not None:
            return syntax.noun_phrase(subject)
    return None
