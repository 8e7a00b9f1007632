"""What is no actor though it looks like one: treaties, statutes, other languages, words that open a sentence."""

from __future__ import annotations

import pytest

from tests.unit.test_actors import BODY, PERSON, PLACE, named


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        pytest.param("It broke the Geneva Convention.", [], [], id="by a city"),
        pytest.param("Under the Lake Victoria Fishing Agreement nets are banned.", [], [], id="words between"),
        pytest.param("The Treaty of Munich fell.", [], [], id="treaty of"),
        pytest.param("The Kenya Grain Agreement fell.", [], [("Kenya", "country")], id="countries are parties"),
        pytest.param("In Geneva the Convention met.", [], [("Geneva", PLACE)], id="a place beside"),
        pytest.param("See 21 U.S.C. § 331 for it.", [("U.S.", PLACE)], [], id="statute"),
        pytest.param("It closed the A104 and I-95.", [("A104", PLACE), ("I-95", PLACE)], [], id="roads"),
        pytest.param("Then K24 of the G7 met.", [("K24", BODY)], [("K24", BODY), ("G7", BODY)], id="bodies with a number"),
        pytest.param("See 40 C.F.R. § 60 for it.", [("C.F.R.", BODY)], [], id="regulation"),
    ],
)  # fmt: skip
def test_treaties_statutes_and_roads(text, entities, expected):
    assert named(text, *entities) == expected


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        pytest.param("“Hatujui kesho itakuwaje,” she said.", ("Hatujui", PERSON), [], id="Swahili"),
        pytest.param("He said: ‘Ninguém sabe nada ainda.’ Then he left.", ("Ninguém", PERSON), [], id="Portuguese"),
        pytest.param("“Wafula is late,” she said.", ("Wafula", PERSON), [("Wafula", PERSON)], id="English"),
        pytest.param("“Kevin lies, people die,” she said.", ("Kevin", PERSON), [("Kevin", PERSON)], id="a given name"),
        pytest.param("“Twende Nairobi sasa hivi,” she said.", ("Twende", PLACE), [("Nairobi", PLACE)], id="known inside"),
        pytest.param("“Wafula!” she said.", ("Wafula", PERSON), [("Wafula", PERSON)], id="too short to tell"),
    ],
)  # fmt: skip
def test_quoted_words_of_another_language(text, entity, expected):
    assert named(text, entity) == expected


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        pytest.param("The Orvane satellite rose. Then Orvane fell.", [("Orvane", BODY)], [], id="a satellite"),
        pytest.param("The Orvane virus spread. Unlike flu, Orvane kills.", [("Orvane", PLACE)], [], id="a virus"),
        pytest.param("It eased Orvane's disease.", [("Orvane", PERSON)], [], id="a disease"),
        pytest.param("The NASA satellite rose.", [], [("NASA", BODY)], id="a known body's"),
        pytest.param(
            "The firm Orvane paid for the Orvane vaccine.", [("Orvane", BODY)], [("Orvane", BODY)] * 2, id="a firm's"
        ),
        pytest.param("They met on County Road 12.", [("County Road", PLACE)], [], id="a numbered road"),
    ],
)
def test_things_and_numbered_roads(text, entities, expected):
    assert named(text, *entities) == expected


@pytest.mark.parametrize(
    ("headline", "text", "entities", "expected"),
    [
        pytest.param("Trawler sinks off the coast\n", "The trawler sank.", [("Trawler", BODY)], [], id="headline"),
        pytest.param("Council meets\n", "Ammonites are old. Few ammonites lived.", [("Ammonites", PERSON)], [], id="sentence"),
        pytest.param("Orvane OKs the bill\n", "It rained.", [("Orvane OKs", BODY)], [("Orvane", BODY)], id="a headline's verb"),
        pytest.param("Rally falters\n", "He met Bell at noon. Bell rang a bell.", [("Bell", PERSON)], [("Bell", PERSON)] * 2, id="a capital inside too"),
        pytest.param("Council meets\n", "Orvane sank.", [("Orvane", BODY)], [("Orvane", BODY)], id="never small"),
        pytest.param("Council meets\n", "Grace spoke of grace.", [("Grace", PERSON)], [("Grace", PERSON)], id="a given name"),
    ],
)  # fmt: skip
def test_a_word_that_only_opens_a_sentence(headline, text, entities, expected):
    assert named(text, *entities, headline=headline) == expected


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        pytest.param("Then Halbrook Police District met.", ("Halbrook Police District", PLACE), [("Halbrook Police District", BODY)], id="police"),
        pytest.param("Then Orvane School District met.", ("Orvane", PLACE), [("Orvane School District", BODY)], id="school"),
        pytest.param("They met in Halbrook District.", ("Halbrook District", PLACE), [("Halbrook District", PLACE)], id="plain district"),
        pytest.param("Then Principal Secretary (Roads and Water Works) Ada Quist spoke.", ("Water Works", BODY), [("Ada Quist", PERSON)], id="a charge in brackets"),
        pytest.param("Then Halbrook Commissioner of Police spoke.", ("Halbrook Commissioner of Police", BODY), [("Halbrook", PLACE)], id="where an officer serves"),
        pytest.param("It aired on Radio Halbrook today.", ("Radio Halbrook", PLACE), [("Radio Halbrook", BODY)], id="the name follows"),
        pytest.param("For Immediate Release\n\nThen the bank paid.", ("Immediate Release", BODY), [], id="boilerplate"),
    ],
)  # fmt: skip
def test_words_of_bodies_and_offices(text, entity, expected):
    assert named(text, entity) == expected
