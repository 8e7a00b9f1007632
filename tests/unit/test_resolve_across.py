"""The archive's actors: what is merged, what stays apart, and ids that do not depend on order."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import reference
from onrecord.resolve.across import resolve_archive
from onrecord.text import make_id


def row(article: str, name: str, kind: str = "person", country: str | None = None, role: str | None = None, **more):
    return {
        "article_id": article,
        "published_at": dt.datetime(2024, 6, 1, tzinfo=dt.UTC),
        "actor_id": make_id("act", kind, name, country or ""),
        "name": name,
        "kind": kind,
        "country": country,
        "role": role,
        "role_organization": None,
        "wikidata_id": None,
        "aliases": (),
        "n_mentions": 2,
        "n_quotes": 1,
    } | more


def names(rows) -> dict[str, int]:
    """Return each actor's name and country with its number of articles."""
    return {f"{a['name']} {a['country'] or ''}".strip(): a["n_articles"] for a in resolve_archive(rows).actors}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [row("a", "Joy Atieno", country="KEN"), row("b", "Joy Atieno")], {"Joy Atieno KEN": 2}, id="one without country"
        ),
        pytest.param(
            [row("a", "John Low", country="GBR"), row("b", "John Low", country="USA"), row("c", "John Low")],
            {"John Low GBR": 1, "John Low USA": 1, "John Low": 1}, id="two countries",
        ),
        pytest.param(
            [row("a", "Joy Akoth Atieno", country="KEN"), row("b", "Joy Atieno", country="KEN")],
            {"Joy Atieno KEN": 2}, id="longer form, one country",
        ),
        pytest.param(
            [row("a", "Joy Akoth Atieno"), row("b", "Joy Atieno")],
            {"Joy Akoth Atieno": 1, "Joy Atieno": 1}, id="longer form, no context",
        ),
        pytest.param(
            [row("a", "Joy Atieno"), row("b", "Atieno")], {"Joy Atieno": 2}, id="surname, one candidate"
        ),
        pytest.param(
            [row("a", "Joy Atieno"), row("b", "Ann Atieno"), row("c", "Atieno")],
            {"Joy Atieno": 1, "Ann Atieno": 1, "Atieno": 1}, id="surname, two candidates",
        ),
        pytest.param(
            [row("a", "Joy Atieno", published_at=dt.datetime(2015, 1, 1, tzinfo=dt.UTC)), row("b", "Atieno")],
            {"Joy Atieno": 1, "Atieno": 1}, id="surname, years apart",
        ),
        pytest.param(
            [row("a", "Lake Basin Authority", "organization", aliases=("LBA",)), row("b", "LBA", "organization")],
            {"Lake Basin Authority": 2}, id="acronym with one long form",
        ),
        pytest.param(
            [row("a", "Lake Basin Authority", "organization", aliases=("LBA",)),
             row("b", "London Boat Association", "organization", aliases=("LBA",)), row("c", "LBA", "organization")],
            {"Lake Basin Authority": 1, "London Boat Association": 1, "LBA": 1}, id="acronym with two",
        ),
        pytest.param(
            [row("a", "The Lakeside Times", "organization"), row("b", "Lakeside Times", "organization")],
            {"The Lakeside Times": 2}, id="article",
        ),
    ],
)  # fmt: skip
def test_what_is_merged(rows, expected):
    assert names(rows) == expected


def test_kinds_stay_apart():
    archive = resolve_archive([row("a", "Victoria", "place"), row("b", "Victoria")])
    assert sorted(actor["kind"] for actor in archive.actors) == ["person", "place"]


def test_ids_once_cited_still_resolve():
    archive = resolve_archive(
        [row("a", "Joy Akoth Atieno", country="KEN"), row("b", "Joy Atieno"), row("c", "Joy Atieno", country="KEN")]
    )
    now = make_id("act", "person", "Joy Atieno", "KEN")
    assert [actor["actor_id"] for actor in archive.actors] == [now]
    for former in (make_id("act", "person", "Joy Atieno", ""), make_id("act", "person", "Joy Akoth Atieno", "KEN")):
        assert archive.merged_into[former] == now


def test_a_surname_is_placed_article_by_article():
    surname = row("b", "Atieno")
    archive = resolve_archive([row("a", "Joy Atieno"), surname])
    assert archive.actor_id("b", surname["actor_id"]) == make_id("act", "person", "Joy Atieno", "")


def test_roles_have_their_dates():
    def day(n):
        return dt.datetime(2024, 1, n, tzinfo=dt.UTC)

    archive = resolve_archive(
        [row(f"a{n}", "Joy Atieno", "person", "KEN", "Senator", published_at=day(n)) for n in (3, 1, 2)]
        + [row("b", "Joy Atieno", "person", "KEN", "Governor", published_at=day(9))]
    )
    assert [(r["role"], r["first_seen"], r["last_seen"], r["n_mentions"]) for r in archive.roles] == [
        ("Governor", day(9), day(9), 2),
        ("Senator", day(1), day(3), 6),
    ]
    assert archive.actors[0]["role"] == "Governor"


def test_people_correct_names_in_a_file(monkeypatch):
    alias = {"alias": "Jo Atieno", "kind": "person", "name": "Joy Atieno", "country": ""}
    load = reference.load
    monkeypatch.setattr(reference, "load", lambda name: (alias,) if name == "actor_aliases" else load(name))
    assert names([row("a", "Jo Atieno"), row("b", "Joy Atieno")]) == {"Joy Atieno": 2}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_order_of_articles_does_not_matter(data):
    name = st.sampled_from(
        ["Joy Atieno", "Joy Akoth Atieno", "Atieno", "Ann Atieno", "J. Atieno", "Gérald Petit", "Gerald Petit"]
    )
    rows = [
        row(
            f"a{i}",
            data.draw(name),
            country=data.draw(st.sampled_from([None, "KEN", "FRA"])),
            role=data.draw(st.sampled_from([None, "Senator"])),
        )
        for i in range(data.draw(st.integers(0, 12)))
    ]
    shuffled = data.draw(st.permutations(rows))
    one, other = resolve_archive(rows), resolve_archive(shuffled)
    assert (one.actors, one.roles, one.merged_into, one.by_article) == (
        other.actors,
        other.roles,
        other.merged_into,
        other.by_article,
    )
    assert sum(actor["n_mentions"] for actor in one.actors) == 2 * len(rows)
