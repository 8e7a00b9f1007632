"""Near duplicates point at the earliest article with nearly the same text."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyarrow as pa
import pytest

from onrecord.resolve import duplicates
from onrecord.resolve.duplicates import bands

WORDS = [
    "water",
    "bill",
    "minister",
    "north",
    "pipes",
    "court",
    "vote",
    "river",
    "dam",
    "plan",
    "year",
    "town",
    "rain",
]


class Text(NamedTuple):
    article_id: str
    published_at: dt.datetime | None
    text: str


def columns(texts: Iterable[Text]) -> pa.Table:
    texts = list(texts)
    values = {
        "article_id": pa.array([text.article_id for text in texts], pa.string()),
        "content_id": pa.array([repr(text) for text in texts], pa.string()),
        "published_at": pa.array([text.published_at for text in texts], pa.timestamp("us", tz="UTC")),
        "bands": pa.array([bands(text.text) for text in texts], pa.list_(pa.uint64())),
    }
    return pa.table(values)


def found(texts: Sequence[Text], before: pa.Table | None = None, asked: list[str] | None = None) -> pa.Table:
    """Return articles with what was found of them; ``asked`` gets the ids of those whose texts were read."""
    by_id = {text.article_id: text.text for text in texts}

    def read(ids: Sequence[str]) -> list[tuple[str, str]]:
        if asked is not None:
            asked.extend(ids)
        return [(article_id, by_id[article_id]) for article_id in reversed(ids)]

    articles = columns(texts)
    duplicates_ = duplicates.find_duplicates(articles, read, before)
    for name in duplicates_.column_names:
        articles = articles.append_column(name, duplicates_.column(name))
    return articles


def find_duplicates(texts: Iterable[Text]) -> dict[str, str]:
    rows = found(list(texts)).select(["article_id", "duplicate_of"]).to_pylist()
    return {row["article_id"]: row["duplicate_of"] for row in rows if row["duplicate_of"]}


def story(seed: int, n_words: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=n_words))


def on(day: int) -> dt.datetime:
    return dt.datetime(2024, 5, day, tzinfo=dt.UTC)


def test_the_earlier_article_is_the_original() -> None:
    texts = [Text("art_b", on(2), story(1)), Text("art_a", on(3), story(1) + " More to follow.")]
    assert find_duplicates(texts) == {"art_a": "art_b"}


def test_an_undated_article_is_later_than_a_dated_one() -> None:
    assert find_duplicates([Text("art_a", None, story(1)), Text("art_b", on(9), story(1))]) == {"art_a": "art_b"}


@pytest.mark.parametrize(
    ("edit", "is_duplicate"),
    [
        pytest.param(lambda text: text.upper(), True, id="other case"),
        pytest.param(lambda text: "A new headline for the same story\n" + text, True, id="other headline"),
        pytest.param(lambda text: text[: len(text) // 2] + story(7, 150), False, id="half the text"),
        pytest.param(lambda text: story(2), False, id="other text"),
    ],
)
def test_how_much_must_be_the_same(edit, is_duplicate) -> None:  # type: ignore[no-untyped-def]
    assert bool(find_duplicates([Text("art_a", on(1), story(1)), Text("art_b", on(2), edit(story(1)))])) is is_duplicate


def test_the_answer_does_not_depend_on_the_order_of_articles() -> None:
    texts = [Text(f"art_{i:02}", on(1 + i % 3), story(i % 5)) for i in range(20)]
    answers = []
    for seed in range(5):
        random.Random(seed).shuffle(texts)
        answers.append(find_duplicates(texts))
    assert all(answer == answers[0] for answer in answers)
    assert len(answers[0]) == 15


@pytest.mark.parametrize("text", ["", "one", "one two three", "…"])
def test_short_texts_are_compared_whole(text: str) -> None:
    assert find_duplicates([Text("art_a", on(1), text), Text("art_b", on(2), story(1))]) == {}


def test_no_articles_have_no_duplicates() -> None:
    assert find_duplicates([]) == {}


def test_bands_stay_what_they_were_when_they_were_stored() -> None:
    assert bands("One dam was reopened on Tuesday, two others stay closed.")[:2] == [
        11848754588197496496,
        10194852693649207162,
    ]
    assert len(bands("")) == duplicates.N_BANDS


def test_a_duplicate_is_nobodys_original() -> None:
    words = story(1, 400).split()
    drift = [" ".join(words[i : i + 300]) for i in (0, 20, 40)]
    texts = [Text(f"art_{i}", on(1 + i), text) for i, text in enumerate(drift)]
    assert find_duplicates(texts) == {"art_1": "art_0"}


@pytest.mark.parametrize("at_once", [1, 3, 50])
def test_how_many_texts_are_in_memory_does_not_matter(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    texts = []
    for i in range(60):
        words = story(i % 7).split()
        for _ in range(rng.randrange(12)):
            words[rng.randrange(len(words))] = "amended"
        texts.append(Text(f"art_{i:02}", on(1 + rng.randrange(20)), " ".join(words)))
    whole = find_duplicates(texts)
    assert 10 < len(whole) < 53
    monkeypatch.setattr(duplicates, "_TEXTS_AT_ONCE", at_once)
    assert find_duplicates(texts) == whole


def test_only_texts_that_may_repeat_another_are_read() -> None:
    asked: list[str] = []
    found([Text(f"art_{i}", on(1), story(i)) for i in range(5)], asked=asked)
    assert asked == []


def test_stories_that_are_as_they_were_are_not_looked_at_again() -> None:
    rng = random.Random(5)
    texts = []
    for i in range(80):
        words = story(i % 11).split()
        for _ in range(rng.randrange(12)):
            words[rng.randrange(len(words))] = "amended"
        texts.append(Text(f"art_{i:02}", on(1 + rng.randrange(20)), " ".join(words)))
    before = found(texts)
    for _ in range(20):
        gone, new = rng.sample(range(80), 3), Text("art_new", on(1 + rng.randrange(20)), story(rng.randrange(14)))
        texts_now = [text for i, text in enumerate(texts) if i not in gone[:2]] + [new]
        texts_now[0] = texts_now[0]._replace(published_at=on(2))
        asked: list[str] = []
        now = found(texts_now, before, asked)
        assert now.equals(found(texts_now))
        assert len(set(asked)) < len(texts_now)
    asked = []
    assert found(texts, before, asked).equals(before)
    assert asked == []
