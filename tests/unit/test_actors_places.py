"""What the words around a name tell: places by where they stand, newspapers, names joined by a hyphen."""

from __future__ import annotations

import pytest

from tests.unit.test_actors import BODY, PERSON, PLACE, named


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        pytest.param("Ada Quist, 41, of Halbrook, Ohio, was hurt.", [("Ada Quist", PERSON), ("Halbrook", BODY)],
                     [("Ada Quist", PERSON), ("Halbrook", PLACE), ("Ohio", PLACE)], id="of X, Ohio"),
        pytest.param("A fire in North Halbrook, Kenya, was put out.", [], [("North Halbrook", PLACE), ("Kenya", "country")], id="two words"),
        pytest.param("The director of Orvane, Kenya, left.", [("Orvane", BODY)], [("Orvane", BODY), ("Kenya", "country")], id="not after an office"),
        pytest.param("In the talks of Orvane, Kenya's bank, they met.", [("Orvane", BODY)], [("Orvane", BODY), ("Kenya", "country")], id="no owner"),
        pytest.param("It fell in January, Kenya said.", [], [("Kenya", "country")], id="no month"),
        pytest.param("Halbrook (Kenya) (AFP) – It rained.", [("Halbrook", BODY)], [("Halbrook", PLACE), ("Kenya", "country"), ("AFP", BODY)], id="dateline of an agency"),
        pytest.param("Then the Southern District of Texas ruled.", [("Southern", PLACE), ("District", BODY)], [("Southern District of Texas", PLACE)], id="a court's district"),
        pytest.param("Then Orvane Systems of Halbrook, Ohio, built it.", [("Orvane Systems of Halbrook", BODY)],
                     [("Orvane Systems", BODY), ("Halbrook", PLACE), ("Ohio", PLACE)], id="a company's town"),
        pytest.param("Then the University of Nairobi, Kenya, closed.", [("University of Nairobi", BODY)],
                     [("University of Nairobi", BODY), ("Kenya", "country")], id="part of the name"),
        pytest.param("“It rained,” the Halbrook West MP added.", [("Halbrook West", PERSON)], [("Halbrook West", PLACE)], id="the X MP"),
    ],
)  # fmt: skip
def test_places_by_where_they_stand(text, entities, expected):
    assert named(text, *entities) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("She wrote a column for Orvane on Sunday.", id="a column for"),
        pytest.param("Then Orvane quoted him as saying so.", id="quoted him"),
        pytest.param("He told the daily Orvane so.", id="the daily"),
        pytest.param("He told the Orvane newspaper so.", id="newspaper"),
        pytest.param("It was on Orvane's front page.", id="front page"),
    ],
)
def test_newspapers_are_no_people(text):
    assert named(text, ("Orvane", PERSON)) == [("Orvane", BODY)]


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        pytest.param("A United Nations-backed Relief Force landed.", [("United Nations-backed Relief Force", BODY)],
                     [("United Nations", BODY), ("Relief Force", BODY)], id="-backed"),
        pytest.param("The Boston-based Orvane Trust paid.", [("Orvane Trust", BODY)], [("Boston", PLACE), ("Orvane Trust", BODY)], id="-based"),
        pytest.param("Data of the NATO-Interpol Seawatch unit.", [("NATO-Interpol Seawatch", BODY)],
                     [("NATO", BODY), ("Interpol", BODY), ("Seawatch", BODY)], id="two bodies"),
        pytest.param("The U.N. Population Fund paid.", [], [("U.N. Population Fund", BODY)], id="U.N. for United Nations"),
        pytest.param("Ministry of Roads, Halbrook\n\nIt rained.", [("Ministry of Roads", BODY)], [("Ministry of Roads", BODY)], id="an address"),
    ],
)  # fmt: skip
def test_bodies_in_company(text, entities, expected):
    assert named(text, *entities) == expected
