"""Mentions of actors: what is cut from a model's entities, what lists and words add, roles beside names."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.actors import find_mentions
from onrecord.extract.actors.acronyms import find_acronyms
from onrecord.extract.actors.gazetteer import country, find_known, leaders, lookup
from onrecord.extract.actors.names import gender_of, name_key, same_person, words
from onrecord.extract.parse import parse
from onrecord.reader import Entity, Reading
from onrecord.records import Mention
from onrecord.text import Article

HEADLINE = "Council meets\n"
PERSON, BODY, PLACE, GROUP = "person", "organization", "place", "group"


def mentions(text: str, *entities: tuple[str, str], headline: str = HEADLINE) -> list[Mention]:
    """Find mentions, the model having given the entities named, wherever they stand."""
    whole = headline + text
    found = [
        Entity(match.start(), match.end(), kind, 0.9)
        for surface, kind in entities
        for match in re.finditer(re.escape(surface), whole)
    ]
    (parsed,) = parse([Article("test", whole)], entities=False)
    return find_mentions(parsed, Reading((), tuple(sorted(found, key=lambda entity: entity.start))))


def named(text: str, *entities: tuple[str, str], headline: str = HEADLINE) -> list[tuple[str, str]]:
    whole = headline + text
    return [(whole[m.char_start : m.char_end], m.kind) for m in mentions(text, *entities, headline=headline)]


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        pytest.param("We met President Amina Wekesa.", ("President Amina Wekesa", PERSON), "Amina Wekesa", id="title"),
        pytest.param("It was Mr Okello's idea.", ("Mr Okello's", PERSON), "Okello", id="honorific and possessive"),
        pytest.param("They saw Datuk Seri Rahman Idris.", ("Datuk Seri Rahman Idris", PERSON), "Rahman Idris", id="Malay"),
        pytest.param("Then Ursula von der Leyen left.", ("Ursula von der Leyen", PERSON), "Ursula von der Leyen", id="particle"),
        pytest.param("It is Lucy Obare MP again.", ("Lucy Obare MP", PERSON), "Lucy Obare", id="letters after"),
        pytest.param("Here is Paul Njoroge Jr. again.", ("Paul Njoroge Jr", PERSON), "Paul Njoroge Jr.", id="Jr. stays"),
        pytest.param("Aid from the Lakeside Trust came.", ("the Lakeside Trust", BODY), "Lakeside Trust", id="article"),
        pytest.param("A talk by Irungu Kang'ata today.", ("Irungu Kang", PERSON), "Irungu Kang'ata", id="whole word"),
        pytest.param("Asger “Fox” Jensen won.", ("Asger", PERSON), "Asger “Fox” Jensen", id="nickname in marks"),
        pytest.param("Then came Sir Keir again.", ("Keir", PERSON), "Sir Keir", id="Sir stays with one word"),
    ],
)  # fmt: skip
def test_a_mention_holds_the_name_alone(text, entity, expected):
    assert [surface for surface, kind in named(text, entity)] == [expected]


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        pytest.param(
            "Okello & Wekesa spoke.", [("Okello & Wekesa", PERSON)], [("Okello", PERSON), ("Wekesa", PERSON)], id="two people"
        ),
        pytest.param(
            "It told UN Dorothy Kimani so.", [("UN Dorothy Kimani", BODY)],
            [("UN", BODY), ("Dorothy Kimani", PERSON)], id="body and person",
        ),
        pytest.param(
            "Uganda's Ministry of Lands agreed.", [("Uganda's Ministry of Lands", BODY)],
            [("Uganda", "country"), ("Ministry of Lands", BODY)], id="country and its body",
        ),
        pytest.param("The G7-Africa talks began.", [("G7-Africa", PLACE)], [("G7", BODY), ("Africa", PLACE)], id="hyphen"),
        pytest.param(
            "Reporting by Ann Ouma Editing by Joe Low.", [("Ann Ouma Editing", PERSON), ("Joe Low", PERSON)],
            [("Ann Ouma", PERSON), ("Joe Low", PERSON)], id="wire line",
        ),
    ],
)  # fmt: skip
def test_fused_names_are_split(text, entities, expected):
    assert named(text, *entities) == expected


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        pytest.param("She was Home Secretary then.", [("Home", BODY)], id="first word of an office"),
        pytest.param("Energy Minister of old.", [("Energy", BODY)], id="portfolio"),
        pytest.param("The World Cup began.", [("World Cup", BODY)], id="event"),
        pytest.param("He kept Ramadan.", [("Ramadan", PERSON)], id="feast"),
        pytest.param("They speak English there.", [("English", GROUP)], id="language"),
        pytest.param("A clause in the Finance Bill failed.", [("Finance Bill", BODY)], id="law"),
        pytest.param("In group b they met.", [("b", BODY)], id="letter"),
    ],
)
def test_what_is_no_actor_gives_no_mention(text, entities):
    assert named(text, *entities) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Troops left for Haiti and the US.", [("Haiti", "country"), ("US", "country")], id="countries"),
        pytest.param("A Ghanaian court and U.S.-backed forces met.", [("Ghanaian", GROUP), ("U.S.", "country")], id="demonym"),
        pytest.param("The Kenya-led force arrived.", [("Kenya", "country")], id="inside a hyphenated word"),
        pytest.param("Anti-Beijing slogans were heard.", [], id="not behind anti-"),
        pytest.param("Let us tell us who it is.", [], id="small words are no names"),
        pytest.param("The Lake Basin Authority opened.", [("Lake Basin Authority", BODY)], id="closing word"),
        pytest.param("It went to the Ministry of Roads and Works.", [("Ministry of Roads and Works", BODY)], id="opening word"),
        pytest.param("The Kirinyaga Rural Union (KRU) met; KRU agreed.",
                     [("Kirinyaga Rural Union", BODY), ("KRU", BODY), ("KRU", BODY)], id="acronym it defines"),
    ],
)  # fmt: skip
def test_lists_and_words_find_what_no_model_saw(text, expected):
    assert named(text) == expected


def test_a_name_accepted_once_is_found_everywhere():
    found = named("Later Joy Atieno spoke. Then Atieno left.", ("Joy Atieno", PERSON))
    assert found == [("Joy Atieno", PERSON), ("Atieno", PERSON)]


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        pytest.param("Then Rowing Uganda met.", [("Rowing", BODY)], [("Rowing Uganda", BODY)], id="a body and its country"),
        pytest.param("Then the UN Haiti plan failed.", [], [("UN", BODY), ("Haiti", "country")], id="a listed body stands alone"),
        pytest.param("Then Jeb Okoth met.", [("Jeb", PERSON), ("Okoth", PERSON)], [("Jeb Okoth", PERSON)], id="two halves of a name"),
        pytest.param("Here Gatanga MP Joy Atieno met.", [("Gatanga", PERSON), ("Joy Atieno", PERSON)], [("Gatanga", PLACE), ("Joy Atieno", PERSON)], id="constituency"),
        pytest.param("They live in Wanlu.", [("Wanlu", PERSON)], [("Wanlu", PLACE)], id="where places stand"),
    ],
)  # fmt: skip
def test_neighbours_decide(text, entities, expected):
    assert named(text, *entities) == expected


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        pytest.param("The lender Orvane fell. Orvane paid.", [("Orvane", PERSON)], [("Orvane", BODY)] * 2, id="the lender X"),
        pytest.param("It hurt Orvane. Orvane's board met.", [("Orvane", PLACE)], [("Orvane", BODY)] * 2, id="X's board"),
        pytest.param(
            "They sued Orvane Living LLC. Then Orvane paid.",
            [("Orvane Living LLC", BODY), ("Orvane", PERSON)],
            [("Orvane Living LLC", BODY), ("Orvane", BODY)],
            id="the first word of a company",
        ),
        pytest.param("Mrs Orvane told Orvane's board.", [("Orvane", PERSON)], [("Orvane", PERSON)] * 2, id="an honorific wins"),
        pytest.param("It costs CHF 40 a night.", [("CHF", BODY)], [], id="a currency code"),
        pytest.param("A Nairobi-based bank paid.", [], [("Nairobi", PLACE)], id="-based"),
        pytest.param("NAIROBI, Nov. 24 — The bank paid.", [("NAIROBI", BODY)], [("NAIROBI", PLACE)], id="dateline"),
        pytest.param("ZELMIRA (Wire) - The bank paid.", [], [("ZELMIRA", PLACE)], id="dateline of a town not listed"),
        pytest.param("Then Hurricane Zelda hit.", [("Zelda", PERSON)], [], id="a storm"),
        pytest.param("Then the MLCs walked out.", [("MLCs", BODY)], [], id="plural initials"),
        pytest.param("EXCLUSIVE — The bank paid.", [], [], id="no dateline"),
        pytest.param("The contractor, Orvane, was paid.", [("Orvane", PLACE)], [("Orvane", BODY)], id="the contractor, X,"),
        pytest.param("They went by ZQX to town.", [("ZQX", PLACE)], [("ZQX", BODY)], id="initials are no town"),
        pytest.param("We asked HarbourLine for it.", [("HarbourLine", PLACE)], [("HarbourLine", BODY)], id="a capital inside"),
        pytest.param("A test by Environment Kenya failed.", [("Environment Kenya", PLACE)], [("Environment Kenya", BODY)], id="portfolio and country"),
        pytest.param("Then the MEC left.", [("MEC", BODY)], [], id="initials of a post"),
    ],
)  # fmt: skip
def test_the_words_beside_a_name_settle_its_kind(text, entities, expected):
    assert named(text, *entities) == expected


def test_a_surname_that_is_a_city_is_the_person_except_in_the_city():
    found = named("Lena Paris spoke. Paris then flew home to Paris.", ("Lena Paris", PERSON))
    assert found == [("Lena Paris", PERSON), ("Paris", PERSON), ("Paris", PLACE)]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        pytest.param("Atieno Meets Port Workers Over Strike\n", ["Atieno"], id="title case: what the body names"),
        pytest.param("ATIENO MEETS HAITI PORT WORKERS\n", ["ATIENO", "HAITI"], id="capitals: body and lists"),
        pytest.param("KENYA WILL TELL US WHO\n", ["KENYA"], id="capitals: us and who are words"),
    ],
)
def test_headlines_count_where_the_body_or_a_list_knows_the_name(headline, expected):
    entities = [("Joy Atieno", PERSON), ("Port Workers Over Strike", BODY), ("MEETS", BODY)]
    found = named("On Monday Joy Atieno spoke.", *entities, headline=headline)
    assert [surface for surface, _ in found][: len(expected)] == expected
    assert [surface for surface, _ in found][len(expected) :] == ["Joy Atieno"]


@pytest.mark.parametrize(
    ("text", "role", "iso3", "organization"),
    [
        pytest.param("President X was there.", "President", None, None, id="title"),
        pytest.param("We saw French President X.", "President", "FRA", None, id="demonym"),
        pytest.param("We saw Haiti PM X.", "Prime Minister", "HTI", None, id="country and short title"),
        pytest.param("The US Ambassador to the UN X left.", "Ambassador to the United Nations", "USA", "United Nations", id="to the UN"),
        pytest.param("Here X, a spokesman for Oxfam, spoke.", "spokesman for Oxfam", None, "Oxfam", id="apposition"),
        pytest.param("Here X, 45, director of the Lakeside Trust, spoke.", "director of the Lakeside Trust", None, "Lakeside Trust", id="age between"),
        pytest.param("Here X, who heads the Lakeside Trust, spoke.", "head of the Lakeside Trust", None, "Lakeside Trust", id="who heads"),
        pytest.param("But Kenya's president, X, spoke.", "President", "KEN", None, id="before a comma"),
        pytest.param("Deputy Prime Minister Datuk Seri Dr X spoke.", "Deputy Prime Minister", None, None, id="words of address between"),
        pytest.param("Here Trinidad and Tobago PM X spoke.", "Prime Minister", "TTO", None, id="country of three words"),
        pytest.param("The director of the Lakeside Trust, X, spoke.", "director of the Lakeside Trust", None, "Lakeside Trust", id="of a body, before a comma"),
        pytest.param("A spokesman for X denied it.", None, None, None, id="not whose spokesman it is"),
        pytest.param("Here X lost his brother.", None, None, None, id="no apposition"),
    ],
)  # fmt: skip
def test_roles_beside_a_name(text, role, iso3, organization):
    person = "Amina Wekesa"
    found = mentions(text.replace("X", person), (person, PERSON), ("Lakeside Trust", BODY))
    mention = next(m for m in found if m.kind == PERSON)
    assert (mention.role, mention.role_country, mention.role_organization) == (role, iso3, organization)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("William Ruto", "William Samoei Ruto", True),
        ("J. Smith", "John Smith", True),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Wan Azizah", "Wan Azizah Wan Ismail", True),
        ("Gérald Petit", "Gerald Petit", True),
        ("John Smith", "John Smith Jr.", True),
        ("Bill Clinton", "Hillary Clinton", False),
        ("George W. Bush", "George H.W. Bush", False),
        ("John Kamau", "John Kariuki", False),
    ],
)
def test_two_full_names_of_one_person(one, other, expected):
    assert same_person(name_key(one), name_key(other)) is expected
    assert same_person(name_key(other), name_key(one)) is expected


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Côte d'Ivoire", ("Ivory Coast", "CIV")),
        ("Cote d’Ivoire", ("Ivory Coast", "CIV")),
        ("St. Lucia", ("Saint Lucia", "LCA")),
        ("DR Congo", ("Democratic Republic of the Congo", "COD")),
        ("America", ("United States", "USA")),
        ("Scotland", ("Scotland", "GBR")),
        ("Taiwan", ("Taiwan", "TWN")),
        ("Kosovo", ("Kosovo", "XKX")),
        ("the Philippines", ("Philippines", "PHL")),
    ],
)
def test_countries_by_any_name(name, found):
    known = lookup(name)
    assert known is not None
    assert (known.name, known.country) == found


def test_the_longest_known_name_wins():
    hits = find_known(words("South Sudan and the UN General Assembly"))
    assert [hit.known.name for hit in hits] == ["South Sudan", "United Nations General Assembly"]


def test_leaders_by_date():
    (ruto, deputy) = sorted(leaders()["ruto"], key=lambda leader: leader.since, reverse=True)
    assert (ruto.role, deputy.role) == ("President", "Deputy President")
    assert ruto.held_on("2024-05-01")
    assert not ruto.held_on("2020-05-01")
    assert country("KEN") is not None


def test_gender_follows_the_given_name_only_of_a_full_name():
    assert gender_of("Dorothy Wairimu") == "f"
    assert gender_of("Wairimu") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Lake Basin Authority (LBA) said", [("LBA", "Lake Basin Authority")]),
        ("the Union of Rural Post Officers (URPO) said", [("URPO", "Union of Rural Post Officers")]),
        ("talks (DRAFT) went on", []),
    ],
)
def test_acronyms_the_text_defines(text, expected):
    assert [(text[slice(*a.short)], text[slice(*a.long)]) for a in find_acronyms(text)] == expected


pieces = st.sampled_from(
    [
        "President",
        "Ruto",
        "Kenya's",
        "Al-Shabaab",
        "“",
        "”",
        "'",
        "(",
        ")",
        "(UN)",
        "/",
        "&",
        ",",
        ".",
        ":",
        "U.S.",
        "G7-Africa",
        "of",
        "the",
        "and",
        "Dr",
        "Datuk",
        "Seri",
        "Mrs",
        "İstanbul",
        "ﬁ",
        "中国",
        "Côte",
        "d'Ivoire",
        "\n",
        "\u2028",
        "O'Neill",
        "'S",
        "'s",
        "--",
        "Ministry",
        "said",
        "she",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.lists(pieces, max_size=25).map(" ".join), st.text(max_size=80)))
def test_any_text_gives_ordered_disjoint_spans_inside_one_line(text):
    (parsed,) = parse([Article("test", text)])
    found = find_mentions(parsed)
    assert found == find_mentions(parsed)
    for mention in found:
        surface = text[mention.char_start : mention.char_end]
        assert surface.strip() == surface != ""
        assert any(b.start <= mention.char_start and mention.char_end <= b.end for b in parsed.article.blocks)
    assert all(one.char_end <= two.char_start for one, two in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        pytest.param("By RAYMOND OKELLO-STAHL", ["RAYMOND OKELLO-STAHL"], id="capitals"),
        pytest.param("By Ada Quist and Ravi Nair in Oslo", ["Ada Quist", "Ravi Nair"], id="two in a city"),
        pytest.param("By Our Correspondent", [], id="nobody"),
        pytest.param("From Kojo Adu-Mensah, Tamale", ["Kojo Adu-Mensah"], id="from"),
    ],
)
def test_bylines(text: str, people: list[str]) -> None:
    told = named(f"{text}\n\nThe council met on Friday and went home.")
    assert [name for name, kind in told if kind == PERSON] == people


def test_byline_decides_against_the_model() -> None:
    told = named("By Ada Quist\n\nThe council met on Friday.", ("Quist", GROUP), ("Ada Quist", GROUP))
    assert told == [("Ada Quist", PERSON)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("It rained in Halbrook on Friday.", PLACE, id="in"),
        pytest.param("The amendment of the MP for Halbrook fell.", PLACE, id="member for"),
        pytest.param("Farmers of Halbrook district met.", PLACE, id="district"),
        pytest.param("Voters lost faith in Halbrook on Friday.", PERSON, id="faith in"),
        pytest.param("It was seen in Halbrook. Then Halbrook left. By noon Halbrook slept.", PERSON, id="mostly a person"),
    ],
)  # fmt: skip
def test_place_taken_for_a_person(text: str, kind: str) -> None:
    assert {told for _, told in named(text, ("Halbrook", PERSON))} == {kind}


def test_acronym_of_an_officer_is_no_actor() -> None:
    text = "Lindi District Commissioner (DC) Ada Quist spoke. “We wait,” the DC said."
    assert [name for name, kind in named(text, ("DC", BODY)) if kind == BODY] == []


def test_acronym_of_a_body_stays() -> None:
    text = "The National Council of Commissioners (NCC) met. The NCC voted."
    assert [name for name, _ in named(text, ("NCC", BODY))].count("NCC") == 2


def test_what_tells_an_office_apart_is_no_body() -> None:
    text = "The Halbrook Regional Commissioner Ada Quist and District Cooperative Officer Ravi Nair met."
    told = named(text, ("Halbrook Regional", PLACE), ("District Cooperative", BODY))
    assert told == [("Halbrook", PLACE), ("Ada Quist", PERSON), ("Ravi Nair", PERSON)]


def test_surname_that_is_a_people_too() -> None:
    told = named("The envoy, Luo Wenbo, met Kenyans. Later Luo left.", ("Luo Wenbo", PERSON))
    assert ("Luo", PERSON) in told
