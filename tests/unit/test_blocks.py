"""What each line of an article is, told by its shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.blocks import find_blocks

HEAD = "Minister resigns over water bill"
BODY = "The minister said on Monday that she would leave the government."


def kind_of(line: str, *, after: str = HEAD) -> str:
    return find_blocks(f"{after}\n\n{line}\n\n{BODY}\n")[len(after.splitlines())].kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param("Nobody knows who will follow her.", "paragraph", id="sentence"),
        pytest.param("She also promised new pipes for the north", "paragraph", id="sentence without full stop"),
        pytest.param("Senate Passes Water Bill After Long Night", "headline", id="deck"),
        pytest.param("By Jane Wanjiru", "byline", id="byline"),
        pytest.param("By JOHN SMITH and Aoife O'Neill", "byline", id="two authors"),
        pytest.param("By Friday the river had risen.", "paragraph", id="sentence that begins with By"),
        pytest.param("Tuesday, June 19, 2018", "dateline", id="date"),
        pytest.param("19 June 2018, 14:30 GMT", "dateline", id="date and time"),
        pytest.param("Updated: 3 March 2021", "dateline", id="updated"),
        pytest.param("On June 19, 2018 the dam broke.", "paragraph", id="sentence with a date"),
        pytest.param("Jane Wanjiru (left) with Aoife O'Neill in Nairobi.", "caption", id="left"),
        pytest.param("The dam (centre) and the village (bottom right)", "caption", id="two positions"),
        pytest.param("The party (left of centre) lost.", "paragraph", id="bracket that is no position"),
        pytest.param("Cllr Jane Roe (Con), who chairs it, said no.", "paragraph", id="party in brackets"),
        pytest.param("File photo: the dam in 2016.", "caption", id="file photo"),
        pytest.param("The minister meets engineers in Kisumu on 4 May 2021", "caption", id="ends in a date"),
        pytest.param("Photo: Reuters", "credit", id="photo credit"),
        pytest.param("Daily Wire/State House", "credit", id="two agencies"),
        pytest.param("Source: Ministry of Water", "credit", id="source"),
        pytest.param("Source close to the minister: she will not return, whatever the court says.", "paragraph", id="a source speaks"),
    ],
)  # fmt: skip
def test_kind_of_a_line(line: str, kind: str) -> None:
    assert kind_of(line) == kind


def test_a_caption_repeats_its_alternative_text() -> None:
    picture = "Minister Jane Wanjiru and engineers at the dam"
    lines = [HEAD, picture, f"{picture}.", BODY]
    assert [b.kind for b in find_blocks("\n".join(lines))] == ["headline", "caption", "caption", "paragraph"]


def test_headlines_end_with_the_first_paragraph() -> None:
    text = f"{HEAD}\n{BODY}\nMore News From The North"
    assert [b.kind for b in find_blocks(text)] == ["headline", "paragraph", "paragraph"]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_blocks_cover_every_character_that_is_no_white_space(text: str) -> None:
    blocks = find_blocks(text)
    outside = text
    for block in reversed(blocks):
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""
        outside = outside[: block.start] + outside[block.end :]
    assert not outside.strip()
    assert [b.start for b in blocks] == sorted(b.start for b in blocks)
