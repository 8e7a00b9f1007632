"""One article: every mention gets its actor, every quote its speaker, every figure who claims it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.extract.actors.names import person_key
from onrecord.extract.actors.offices import is_family
from onrecord.extract.parse import Parsed
from onrecord.records import Actor, Figure, Mention, Quote, innermost_quotes
from onrecord.resolve.bodies import Body, find_bodies
from onrecord.resolve.cast import Cast, Member
from onrecord.resolve.metonyms import mark_metonyms
from onrecord.resolve.people import Person, find_people
from onrecord.resolve.speakers import Speakers


def resolve_article(parsed: Parsed, mentions: list[Mention], quotes: list[Quote], figures: list[Figure]) -> list[Actor]:
    """Return the actors of an article, in the order they are first named.

    Fills ``mention.actor_id`` and ``name``, ``quote.speaker_name`` and ``speaker_id``, ``figure.claimed_by`` and
    ``claimed_by_name``; appends to ``mentions`` the nominals and pronouns that speak, and keeps them sorted.
    A speaker left open keeps the words as written for a name, or None for a pronoun.
    """
    mark_metonyms(parsed, mentions)
    bodies = find_bodies(parsed, mentions)
    countries = {body.country for body in bodies if body.kind == "country" and body.country}
    people = find_people(parsed.article, mentions, countries)
    _inherit_counterparts(parsed, mentions, people)
    members = [_person(parsed, person) for person in people] + [_body(body) for body in bodies]
    speakers = Speakers(parsed, Cast(members), quotes)
    n_quotes: Counter[str] = Counter()
    for quote in quotes:
        speaker = speakers.speaker(quote)
        quote.speaker_name = speaker.name
        if speaker.member is not None:
            quote.speaker_id = speaker.member.actor_id
            n_quotes[speaker.member.actor_id] += 1
    for member in members:
        for mention in member.mentions:
            mention.actor_id, mention.name = member.actor_id, member.name
    mentions.extend(speakers.anaphors)
    mentions.sort(key=lambda mention: (mention.char_start, mention.char_end))
    claim(quotes, figures)
    members.sort(key=lambda member: member.mentions[0].char_start)
    n_mentions = Counter(mention.actor_id for mention in mentions)
    return [
        _actor(parsed.article.text, member, n_mentions[member.actor_id], n_quotes[member.actor_id])
        for member in members
    ]


def _inherit_counterparts(parsed: Parsed, mentions: Sequence[Mention], people: Sequence[Person]) -> None:
    """Give "his France counterpart Emmanuel Macron" the office of the person named before."""
    owners = {mention.char_start: person for person in people for mention in person.mentions}
    last: Mention | None = None
    for mention in sorted((m for m in mentions if m.kind == "person"), key=lambda m: m.char_start):
        if mention.role and mention.role.endswith("counterpart"):
            before = owners[last.char_start] if last else None
            roles = [m.role for m in before.mentions if m.role] if before else []
            mention.role = roles[0] if roles else None
        last = mention


def _person(parsed: Parsed, person: Person) -> Member:
    text = parsed.article.text
    surfaces = Counter(text[m.char_start : m.char_end] for m in person.mentions)
    name = max(surfaces, key=lambda s: (len(person_key(s)), not s.isupper(), surfaces[s], s))
    roles = Counter(mention.role for mention in person.mentions if mention.role)
    offices = [role for role in roles if not is_family(role)]  # "wife" tells who is meant, not what she does
    role = max(offices, key=lambda r: (roles[r], -offices.index(r))) if offices else None
    stated = next((m for m in person.mentions if m.role == role), None) if role else None
    country = next((m.role_country for m in person.mentions if m.role_country), None)
    leader = person.leader
    date = parsed.article.published_at
    in_office = bool(leader and date and leader.held_on(date.date().isoformat()))
    if leader is not None:
        name = leader.name if len(person.key) == 1 else name
        role = role or (leader.role if in_office else None)
        country = country or leader.country
    if name.islower() or (name.isupper() and len(name) > 3):
        name = name.title()
    return Member(
        kind="person",
        name=" ".join(name.split()),
        country=country,
        wikidata_id=leader.wikidata_id if leader else None,
        mentions=person.mentions,
        gender=person.gender,
        role=role,
        role_organization=stated.role_organization if stated else (leader.organization if leader else None),
        # Without a date, "the French president" may still be the one who once was.
        roles=(*roles, leader.role) if leader and (in_office or date is None) else tuple(roles),
    )


def _body(body: Body) -> Member:
    return Member(
        kind=body.kind,
        name=body.name,
        country=body.country,
        wikidata_id=body.wikidata_id,
        mentions=body.mentions,
    )


def _actor(text: str, member: Member, n_mentions: int, n_quotes: int) -> Actor:
    aliases = sorted({" ".join(text[m.char_start : m.char_end].split()) for m in member.mentions} - {member.name})
    return Actor(
        actor_id=member.actor_id,
        name=member.name,
        kind=member.kind,
        role=member.role,
        role_organization=member.role_organization,
        country=member.country,
        wikidata_id=member.wikidata_id,
        aliases=tuple(aliases),
        n_mentions=n_mentions,
        n_quotes=n_quotes,
    )


def claim(quotes: Sequence[Quote], figures: Sequence[Figure]) -> None:
    """Let the speaker of the innermost quote around a figure claim it."""
    innermost = innermost_quotes(quotes)
    for figure in figures:
        if quote := innermost(figure.char_start, figure.char_end):
            figure.claimed_by, figure.claimed_by_name = quote.speaker_id, quote.speaker_name
