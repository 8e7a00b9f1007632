"""The archive's actors: what is merged, what stays apart, and ids that do not depend on order."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import reference
from onrecord.resolve.across import Archive, resolve_archive
from onrecord.resolve.across.sightings import LOCAL_ACTORS
from onrecord.text import make_id


def archive_of(rows) -> Archive:
    return resolve_archive(pa.Table.from_pylist(list(rows), LOCAL_ACTORS))


def resolved(archive: Archive, rows) -> list[tuple[str, str]]:
    """Return id and name in the archive of each row's actor."""
    asked = [pa.chunked_array([[row[column] for row in rows]], pa.string()) for column in ("article_id", "actor_id")]
    ids, called = archive.resolve(*asked)
    return list(zip(ids.to_pylist(), called.to_pylist(), strict=True))


def heirs_of(archive: Archive) -> dict[str, str]:
    return dict(zip(*archive.merged.to_pydict().values(), strict=True))


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
    return {f"{a['name']} {a['country'] or ''}".strip(): a["n_articles"] for a in archive_of(rows).actors.to_pylist()}


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
    archive = archive_of([row("a", "Victoria", "place"), row("b", "Victoria")])
    assert sorted(archive.actors.column("kind").to_pylist()) == ["person", "place"]


def test_no_rows_make_empty_tables():
    archive = archive_of([])
    assert [archive.actors.num_rows, archive.roles.num_rows, archive.merged.num_rows] == [0, 0, 0]
    assert resolved(archive, []) == []


def test_ids_once_cited_still_resolve():
    archive = archive_of(
        [row("a", "Joy Akoth Atieno", country="KEN"), row("b", "Joy Atieno"), row("c", "Joy Atieno", country="KEN")]
    )
    now = make_id("act", "person", "Joy Atieno", "KEN")
    assert archive.actors.column("actor_id").to_pylist() == [now]
    for former in (make_id("act", "person", "Joy Atieno", ""), make_id("act", "person", "Joy Akoth Atieno", "KEN")):
        assert heirs_of(archive)[former] == now


@pytest.mark.parametrize(
    ("rows", "former", "heir"),
    [
        pytest.param(
            [row("a", "Joy Atieno", country="KEN")], ("Joy Atieno", ""), ("Joy Atieno", "KEN"), id="country unknown then"
        ),
        pytest.param(
            [row("a", "Joy Atieno", role="Senator"), row("b", "Joy Akoth Atieno", country="KEN", role="Senator")],
            ("Joy Akoth Atieno", ""), ("Joy Atieno", "KEN"), id="another name, no country",
        ),
        pytest.param(
            [row("a", "Joy Atieno"), row("b", "Atieno")], ("Atieno", ""), ("Joy Atieno", ""), id="surname of one person"
        ),
        pytest.param(
            [row("a", "Joy Atieno", country="KEN"), row("b", "Ann Atieno", country="UGA"),
             row("c", "Atieno", country="KEN"), row("d", "Atieno", country="UGA")],
            ("Atieno", ""), None, id="surname of two",
        ),
        pytest.param(
            [row("a", "Joy Atieno", country="KEN"), row("b", "Joy Atieno", country="UGA")],
            ("Joy Atieno", ""), None, id="two countries",
        ),
        pytest.param([row("a", "Joy Atieno")], ("Joy Atieno", ""), None, id="in use"),
    ],
)  # fmt: skip
def test_ids_that_could_have_been(rows, former, heir):
    found = heirs_of(archive_of(rows)).get(make_id("act", "person", *former))
    assert found == (heir and make_id("act", "person", *heir))


def test_a_surname_is_placed_article_by_article():
    rows = [
        row("a", "Joy Atieno"),
        row("b", "Atieno"),
        row("c", "Atieno", published_at=dt.datetime(2010, 1, 1, tzinfo=dt.UTC)),
    ]
    assert [name for _, name in resolved(archive_of(rows), rows)] == ["Joy Atieno", "Joy Atieno", "Atieno"]


def test_no_actor_stays_none():
    archive = archive_of([row("a", "Joy Atieno")])
    nobody = pa.chunked_array([[None]], pa.string())
    ids, called = archive.resolve(pa.chunked_array([["a"]]), nobody)
    assert (ids.to_pylist(), called.to_pylist()) == ([None], [None])


def test_an_actor_no_article_has_is_an_error():
    with pytest.raises(ValueError, match="No article has the actor act_"):
        resolved(archive_of([row("a", "Joy Atieno")]), [row("a", "Ann Atieno")])


def test_of_one_kind_name_and_country_there_is_one_actor():
    # The longer name links Joy Atieno of no country to Uganda; another Joy Atieno of Uganda is joined to them by it.
    rows = [
        row("a", "Ann Atieno", country="UGA"),
        row("b", "Ann Atieno", country="KEN"),
        row("c", "Ann Atieno", role="Senator"),
        row("d", "A. Joy Atieno", role="Senator"),
        row("e", "Adam Joy Atieno", country="UGA", role="Senator"),
    ]
    ids = archive_of(rows).actors.column("actor_id").to_pylist()
    assert len(ids) == len(set(ids))


def test_roles_have_their_dates():
    def day(n):
        return dt.datetime(2024, 1, n, tzinfo=dt.UTC)

    archive = archive_of(
        [row(f"a{n}", "Joy Atieno", "person", "KEN", "Senator", published_at=day(n)) for n in (3, 1, 2)]
        + [row("b", "Joy Atieno", "person", "KEN", "Governor", published_at=day(9))]
    )
    assert [(r["role"], r["first_seen"], r["last_seen"], r["n_mentions"]) for r in archive.roles.to_pylist()] == [
        ("Governor", day(9), day(9), 2),
        ("Senator", day(1), day(3), 6),
    ]
    assert archive.actors.column("role").to_pylist() == ["Governor"]


def test_people_correct_names_in_a_file(monkeypatch):
    alias = {"alias": "Jo Atieno", "kind": "person", "name": "Joy Atieno", "country": ""}
    load = reference.load
    monkeypatch.setattr(reference, "load", lambda name: (alias,) if name == "actor_aliases" else load(name))
    assert names([row("a", "Jo Atieno"), row("b", "Joy Atieno")]) == {"Joy Atieno": 2}


_PEOPLE = ["Joy Atieno", "Joy Akoth Atieno", "Atieno", "Ann Atieno", "J. Atieno", "Gérald Petit", "Gerald Petit"]
_BODIES = ["Lake Basin Authority", "The Lake Basin Authority", "LBA", "L.B.A.", "London Boat Association"]


@st.composite
def archives(draw):
    """Rows of a few articles whose names are close to each other."""
    rows = []
    for i in range(draw(st.integers(0, 14))):
        kind = draw(st.sampled_from(["person", "organization"]))
        date = draw(st.sampled_from([None, 2018, 2020, 2021]))
        rows.append(
            row(
                f"a{i}",
                draw(st.sampled_from(_PEOPLE if kind == "person" else _BODIES)),
                kind,
                draw(st.sampled_from([None, "KEN", "FRA"])),
                draw(st.sampled_from([None, "Senator"])),
                published_at=date and dt.datetime(date, 1, 1, tzinfo=dt.UTC),
                aliases=draw(st.lists(st.sampled_from(["LBA", "L.B.A.", "Joy"]), max_size=2)),
            )
        )
    return rows


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_order_of_articles_does_not_matter(data):
    rows = data.draw(archives())
    one, other = archive_of(rows), archive_of(data.draw(st.permutations(rows)))
    assert one.actors.equals(other.actors)
    assert one.roles.equals(other.roles)
    assert one.merged.equals(other.merged)
    assert resolved(one, rows) == resolved(other, rows)


@settings(max_examples=60, deadline=None)
@given(archives())
def test_actors_are_counted_as_articles_resolve(rows):
    archive = archive_of(rows)
    mentions: Counter[tuple[str, str]] = Counter()
    for found, sighting in zip(resolved(archive, rows), rows, strict=True):
        mentions[found] += sighting["n_mentions"]
    assert {(a["actor_id"], a["name"]): a["n_mentions"] for a in archive.actors.to_pylist()} == mentions
    heirs = heirs_of(archive)
    assert {*heirs.values()} <= {actor_id for actor_id, _ in mentions}
    assert heirs.keys().isdisjoint(actor_id for actor_id, _ in mentions)


@settings(max_examples=60, deadline=None)
@given(archives(), st.randoms(use_true_random=False))
def test_ids_of_an_archive_still_resolve_when_it_has_grown(rows, rng):
    """Each id of fewer articles is an actor of more, or leads to one: the one that those articles now speak of.

    Not where the merge was taken back: where these articles now speak of several actors, or the id is a surname
    that more than one person has by now.
    """
    later = archive_of(rows)
    in_use, heirs = set(later.actors.column("actor_id").to_pylist()), heirs_of(later)
    for size in range(1, len(rows), 4):
        fewer = rng.sample(rows, size)
        earlier = archive_of(fewer)
        now: dict[str, set[str]] = defaultdict(set)
        for (then_id, _), (now_id, _) in zip(resolved(earlier, fewer), resolved(later, fewer), strict=True):
            now[then_id].add(now_id)
        for actor in earlier.actors.to_pylist():
            actor_id = actor["actor_id"]
            if actor_id in heirs:
                assert heirs[actor_id] in now[actor_id]
            elif actor_id not in in_use:
                assert len(now[actor_id]) > 1 or " " not in actor["name"]
