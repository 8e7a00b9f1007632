"""The quote-mark machine: marks, apostrophes, paragraphs left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.blocks import find_blocks
from onrecord.extract.quotes.quotation import find_quotations


def inner(text: str) -> list[str]:
    return [text[q.inner.start : q.inner.end] for q in find_quotations(text, find_blocks(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"We won," she said. "At last."', ["We won,", "At last."], id="straight"),
        pytest.param("“We won,” she said.", ["We won,"], id="curly"),
        pytest.param("“We won,\" she said.", ["We won,"], id="curly and straight"),
        pytest.param("''We won,'' she said.", ["We won,"], id="two single marks"),
        pytest.param("``We won,'' she said.", ["We won,"], id="typewriter marks"),
        pytest.param("« On a gagné », dit-elle.", ["On a gagné"], id="guillemets"),
        pytest.param("„We won“, she said.", ["We won"], id="low and high"),
        pytest.param("‘It’s over,’ he said.", ["It’s over,"], id="British, with apostrophe"),
        pytest.param("‘The workers’ rights are gone,’ he said.", ["The workers’ rights are gone,"], id="possessive"),
        pytest.param("She said 'I won't go' twice.", ["I won't go"], id="straight single"),
        pytest.param("The workers' rights and the players' pay.", [], id="apostrophes only"),
        pytest.param("Rock 'n' roll in the '90s, 'til dawn.", [], id="elisions"),
        pytest.param("He is 5'10\" tall; the pipe is 6\" wide.", [], id="feet and inches"),
        pytest.param("‘He shouted “stop” and ran,’ she said.", ["He shouted “stop” and ran,"], id="nested double"),
        pytest.param("“He shouted ‘stop’ and ran,” she said.", ["He shouted ‘stop’ and ran,"], id="nested single"),
        pytest.param('ended," For instance, they ran". Then', ["For instance, they ran"], id="space on the wrong side"),
        pytest.param("”We won,” she said.", ["We won,"], id="closing mark for an opening one"),
        pytest.param("The site “Move Here“ that he made.", ["Move Here"], id="opening mark for a closing one"),
        pytest.param("“It is “hell” here,” she said.", ["It is “hell” here,"], id="nested, same marks"),
        pytest.param("“It was, she said. “Yes.”", ["It was, she said.", "Yes."], id="never closed"),
        pytest.param("“One.\n“Two,” she said.", ["One.", "Two,"], id="paragraph left open"),
        pytest.param("He said, \"One.\nTwo.\"", ["One.", "Two."], id="taken up without a mark"),
        pytest.param("‘One, for the boys’ sake.\n‘Two,’ she said.", ["One, for the boys’ sake.", "Two,"], id="open single"),
    ],
)  # fmt: skip
def test_text_between_marks(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_an_open_paragraph_is_continued_by_the_next() -> None:
    text = "She spoke: “One.\nPhoto: somebody\n“Two.”"
    first, second = find_quotations(text, find_blocks(text))
    assert not first.closed
    assert second.continues


@given(st.text(alphabet=st.sampled_from("ab .,'\"“”‘’«»\n-"), max_size=200))
def test_quotations_are_in_order_and_inside_their_blocks(text: str) -> None:
    blocks = find_blocks(text)
    end = 0
    for quotation in find_quotations(text, blocks):
        block = blocks[quotation.block]
        assert end <= quotation.start <= quotation.inner.start < quotation.inner.end <= quotation.end
        assert block.start <= quotation.start
        assert quotation.end <= block.end
        end = quotation.end
