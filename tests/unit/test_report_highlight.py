"""Text with marks: nothing of the text changes, tags nest, every anchor is there once."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.report.highlight import Layer, Mark, highlight
from onrecord.report.legible import legible, one_line

LAYERS: list[Layer] = ["block", "quote", "speaker", "cue", "actor", "date", "figure"]


class Reading(HTMLParser):
    """What a browser would make of the HTML: text, anchors, and whether tags nest and links stand alone."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.ids: list[str] = []
        self.open: list[str] = []
        self.tags: list[str] = []
        self.feed(str(html))
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("a", "span")
        assert not (tag == "a" and "a" in self.open), "a link in a link"
        self.open.append(tag)
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
    marks = []
    for i in range(draw(st.integers(0, 16))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        layer = draw(st.sampled_from(LAYERS))
        number = i if layer == "quote" else None
        marks.append(Mark(layer, start, end, "kind", f"id{i}", f"row{i}", draw(st.text(max_size=5)), number))
    return text, marks


@settings(max_examples=300, deadline=None)
@given(marked_texts())
def test_text_is_kept_and_every_anchor_is_there_once(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    reading = Reading(highlight(text, marks))
    assert reading.text == legible(text)
    assert sorted(reading.ids) == sorted(mark.anchor for mark in marks if mark.anchor)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("</div><script>alert(1)</script>", "</div><script>alert(1)</script>", id="tags"),
        pytest.param("a &amp; b &lt; c", "a &amp; b &lt; c", id="entities stay as written"),
        pytest.param("a\0b\x1b[31mc\x7f", "a␀b␛[31mc␡", id="controls become pictures"),
        pytest.param("one\r\ntwo\rthree\n\n", "one\r\ntwo\rthree\n\n", id="all line ends"),
        pytest.param("abc \u202egnp.exe\u202c \u200f", "abc \u202egnp.exe\u202c \u200f", id="direction marks"),
        pytest.param("\n\nleading", "\n\nleading", id="leading line ends"),
        pytest.param("a\u0085b\u009b", "a\ufffdb\ufffd", id="C1 controls"),
    ],
)
def test_hostile_text_is_shown_as_it_is(text: str, shown: str) -> None:
    html = highlight(text, [Mark("figure", 1, 3, anchor="fig", tip=text)])
    assert "<script" not in html
    assert Reading(html).text == shown


def test_figure_inside_a_quote_is_inside_its_element() -> None:
    html = highlight("He saw 40 ships.", [Mark("figure", 7, 9, anchor="f"), Mark("quote", 3, 15, anchor="q")])
    assert html == 'He <span class="quote" id="q">saw <span class="figure" id="f">40</span> ships</span>.'


def test_crossing_marks_are_opened_again_and_anchored_once() -> None:
    html = highlight("abcdef", [Mark("quote", 0, 3, anchor="q"), Mark("actor", 2, 5, anchor="m", href="row")])
    assert html.count('id="m"') == 1
    assert html.count("<a ") == 2
    assert Reading(html).text == "abcdef"


def test_quote_starts_with_its_number_which_is_no_text() -> None:
    mark = Mark("quote", 0, 4, "direct", "q", "row-q", "direct · said", 7, "Ada & Co", ("q",))
    html = highlight("Well", [mark])
    assert 'href="#row-q"' in html
    assert 'data-who="Ada &amp; Co"' in html
    assert Reading(html).text == "Well"


def test_of_two_links_in_one_place_the_outer_is_the_link() -> None:
    marks = [
        Mark("actor", 0, 7, anchor="a", href="row-a"),
        Mark("figure", 6, 7, anchor="f", href="row-f", tip="8"),
    ]
    html = highlight("Group 8", marks)
    assert 'href="#row-a"' in html
    assert "row-f" not in html


def test_a_thousand_marks_at_one_place_do_not_explode() -> None:
    text = "x" * 2000
    html = highlight(text, [Mark("figure", i, 2000, anchor=f"f{i}") for i in range(1000)])
    assert len(html) < 100_000
    assert len(Reading(html).ids) == 1000


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        pytest.param("a\n  b\tc", None, "a b c", id="white space"),
        pytest.param("the quick brown fox", 12, "the quick…", id="cut at a word"),
        pytest.param("x" * 20, 5, "xxxx…", id="a word too long"),
        pytest.param("\u202eabc\x1b[2J", None, "abc␛[2J", id="nothing a terminal obeys"),
    ],
)
def test_one_line(text: str, width: int | None, expected: str) -> None:
    assert one_line(text, width) == expected
