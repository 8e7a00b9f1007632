"""Near duplicates point at the earliest article with nearly the same text."""

import datetime as dt
import random

import pytest

from onrecord.resolve.duplicates import Text, find_duplicates

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
