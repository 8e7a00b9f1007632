"""The packaged reader: what it promises of any text, and what it finds in plain ones."""

from __future__ import annotations

import subprocess
import sys
from itertools import cycle, islice, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.reader import Reader, Reading

SAID = "The harbour will stay shut until Friday, port manager Aisha Bello said on Monday."
QUOTED = "“We were told nothing,” said Peter Kamau, who owns two boats. “Nobody came.”"
ACCORDING = "According to the Met Office, the storm will pass north of Scotland by night."
FILLER = (
    "The road was empty.",
    "Two ships lay at anchor in the bay.",
    "It rained for most of the morning.",
    "The fish market opened late and closed at noon.",
    "Prices rose by a third last year.",
    "A new pier is planned for the summer.",
    "Children played between the nets.",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        pytest.param(
            SAID,
            ["The harbour will stay shut until Friday"],
            "said",
            "port manager Aisha Bello",
            id="indirect",
        ),
        pytest.param(
            QUOTED,
            ["“We were told nothing,”", "“Nobody came.”"],
            "said",
            "Peter Kamau, who owns two boats",
            id="a quote in two parts",
        ),
        pytest.param(
            ACCORDING,
            ["the storm will pass north of Scotland by night"],
            "According to",
            "the Met Office",
            id="according to",
        ),
    ],
)
def test_finds_who_says_what(reader: Reader, text: str, content: list[str], cue: str, source: str) -> None:
    (found,) = reader.read([text])[0].attributions
    assert [_bare(text[start:end]) for start, end in found.content] == [_bare(part) for part in content]
    assert found.cue is not None
    assert text[slice(*found.cue)] == cue
    assert found.source is not None
    assert _bare(text[slice(*found.source)]) == source


def test_finds_names(reader: Reader) -> None:
    text = "Officials of the World Bank met Fatou Diallo in Dakar, and German engineers from Siemens came too."
    found = [(text[e.start : e.end], e.kind) for e in reader.read([text])[0].entities]
    assert found == [
        ("World Bank", "organization"),
        ("Fatou Diallo", "person"),
        ("Dakar", "place"),
        ("German", "group"),
        ("Siemens", "organization"),
    ]


def test_a_text_reads_the_same_in_any_company(reader: Reader) -> None:
    texts = [SAID, QUOTED * 40, "", ACCORDING, "x"]
    alone = [reader.read([text])[0] for text in texts]
    assert reader.read(texts) == alone
    assert reader.read(texts[::-1]) == alone[::-1]


def test_threads_do_not_change_the_reading(reader: Reader) -> None:
    assert Reader.load(threads=2).read([SAID, QUOTED]) == reader.read([SAID, QUOTED])


@pytest.mark.parametrize("before", [pytest.param(n, id=f"{n} sentences before") for n in (0, 15, 25, 35)])
def test_a_quote_is_found_once_wherever_windows_meet(reader: Reader, before: int) -> None:
    text = " ".join([*islice(cycle(FILLER), before), SAID, *islice(cycle(FILLER), 60)])
    cue = text.index("said")
    found = [one for one in reader.read([text])[0].attributions if one.cue and one.cue[0] == cue]
    assert len(found) == 1
    assert any(text[start:end].startswith("The harbour will stay shut") for start, end in found[0].content)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.one_of(st.characters(), st.sampled_from("\"'“”‘’\n ABab.,")), max_size=400))
def test_any_text_is_read(reader: Reader, text: str) -> None:
    _check(text, reader.read([text])[0])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"' * 10_000, id="quotation marks"),
        pytest.param("a" * 50_000, id="one word"),
        pytest.param(f"{SAID} " * 2_400, id="one line of 200,000 characters", marks=pytest.mark.slow),
        pytest.param("\n" * 10_000, id="line breaks"),
    ],
)
def test_extreme_texts(reader: Reader, text: str) -> None:
    _check(text, reader.read([text])[0])


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"reader\.onnx"):
        Reader.load(tmp_path)


def test_reading_needs_no_heavy_package() -> None:
    heavy = ("torch", "prefect", "great_expectations", "pandas", "spacy", "onnx")
    code = f"import sys, onrecord.reader; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def _check(text: str, reading: Reading) -> None:
    spans = [(entity.start, entity.end) for entity in reading.entities]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    for found in reading.attributions:
        assert found.content
        assert found.content == tuple(sorted(found.content))
        assert all(0 <= start < end <= len(text) for start, end in found.content)
        assert all(a[1] <= b[0] for a, b in pairwise(found.content))
        assert 0 <= found.score <= 1
        for span in (found.cue, found.source):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


def _bare(words: str) -> str:
    return words.strip(" ,.“”\"'")
