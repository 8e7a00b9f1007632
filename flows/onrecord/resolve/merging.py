"""Which actors of single articles are one: names in blocks, joined in disjoint groups.

A ``Local`` is one kind, name and country over all articles that have it. Names are first sorted into blocks
(people by surname, bodies by their folded name), so that the cost grows with the number of names, not with its
square.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from onrecord import reference
from onrecord.extract.actors.names import fold, name_key, person_key, same_person
from onrecord.text import make_id

_NEAR = dt.timedelta(days=365)  # how far apart two articles may speak of one surname as one person


class RoleHeld(NamedTuple):
    """A role with its organisation and country, "" where not known."""

    role: str
    organization: str
    country: str


class Seen(NamedTuple):
    """An actor in one article."""

    article_id: str
    published_at: dt.datetime | None
    n_mentions: int
    n_quotes: int
    role: RoleHeld | None


@dataclass(slots=True)
class Local:
    """One kind, name and country, over all articles that have it."""

    actor_id: str
    kind: str
    name: str
    country: str | None
    key: tuple[str, ...]
    wikidata_ids: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    seen: list[Seen] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether this is a person known by one word."""
        return self.kind == "person" and len(self.key) == 1


class Groups:
    """Locals in disjoint groups (union-find; a group's root is its least id, so that order does not matter)."""

    def __init__(self) -> None:
        self.locals: dict[str, Local] = {}
        self._parent: dict[str, str] = {}

    def add(self, kind: str, name: str, country: str | None) -> Local:
        """Return the local of a kind, name and country, a new one in a group of its own where there is none."""
        actor_id = make_id("act", kind, name, country or "")
        local = self.locals.get(actor_id)
        if local is None:
            key = person_key(name) if kind == "person" else _body_key(name)
            local = self.locals[actor_id] = Local(actor_id, kind, name, country, key)
            self._parent[actor_id] = actor_id
        return local

    def find(self, actor_id: str) -> str:
        """Return the root of a local's group."""
        root = actor_id
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[actor_id] != root:
            self._parent[actor_id], actor_id = root, self._parent[actor_id]
        return root

    def join(self, one: Local, other: Local) -> None:
        """Make one group of two."""
        first, second = sorted((self.find(one.actor_id), self.find(other.actor_id)))
        self._parent[second] = first

    def sorted_locals(self) -> list[Local]:
        """Return all locals by id."""
        return [self.locals[actor_id] for actor_id in sorted(self.locals)]

    def members(self) -> dict[str, list[Local]]:
        """Return the members of each group by its root, in order of id."""
        found: dict[str, list[Local]] = defaultdict(list)
        for local in self.sorted_locals():
            found[self.find(local.actor_id)].append(local)
        return found


def merged_groups(rows: Iterable[Mapping[str, Any]]) -> Groups:
    """Gather rows of articles' actors and merge them; see ``across.resolve_archive`` for what is merged."""
    groups = Groups()
    articles: dict[str, str] = {}  # one string for each article, not one for each of its actors
    for row in rows:
        local = groups.add(row["kind"], row["name"], row["country"])
        role = None
        if row.get("role"):
            role = RoleHeld(row["role"], row.get("role_organization") or "", row["country"] or "")
            local.roles.add(fold(role.role))
        if row.get("wikidata_id"):
            local.wikidata_ids[row["wikidata_id"]] += 1
        local.aliases.update(row.get("aliases") or ())
        article_id = articles.setdefault(row["article_id"], row["article_id"])
        local.seen.append(Seen(article_id, row.get("published_at"), row["n_mentions"], row["n_quotes"], role))
    _apply_corrections(groups)
    _merge_people(groups)
    _merge_bodies(groups)
    return groups


def placed_surnames(groups: Groups) -> dict[tuple[str, str], str]:
    """Return, for articles that know a person by one word alone, the root of the one person it can be.

    Keys are (article_id, actor_id). One person it can be: of that surname, of no other country, and in the archive
    within a year of the article.
    """
    members = groups.members()
    holders: dict[str, set[str]] = defaultdict(set)
    terms: dict[str, tuple[dt.datetime, dt.datetime] | None] = {}
    for root, group in members.items():
        full = [local for local in group if local.kind == "person" and not local.is_bare]
        for local in full:
            holders[local.key[-1]].add(root)
        dates = [seen.published_at for local in full for seen in local.seen if seen.published_at]
        terms[root] = (min(dates), max(dates)) if dates else None
    placed: dict[tuple[str, str], str] = {}
    for local in groups.sorted_locals():
        if not local.is_bare:
            continue
        fits = [
            root
            for root in sorted(holders.get(local.key[0], ()))
            if local.country is None or any(member.country in {None, local.country} for member in members[root])
        ]
        for seen in local.seen:
            near = [root for root in fits if _is_near(terms[root], seen.published_at)]
            if len(near) == 1:
                placed[(seen.article_id, local.actor_id)] = near[0]
    return placed


def _is_near(term: tuple[dt.datetime, dt.datetime] | None, date: dt.datetime | None) -> bool:
    return term is None or date is None or term[0] - _NEAR <= date <= term[1] + _NEAR


def _body_key(name: str) -> tuple[str, ...]:
    key = name_key(name)
    return key[1:] if len(key) > 1 and key[0] == "the" else key


def _apply_corrections(groups: Groups) -> None:
    """Join what ``actor_aliases.csv`` says is one; the name it gives is then one of the group's."""
    by_name: dict[tuple[str, tuple[str, ...]], list[Local]] = defaultdict(list)
    for local in groups.sorted_locals():
        by_name[(local.kind, name_key(local.name))].append(local)
    for row in reference.load("actor_aliases"):
        for local in by_name.get((row["kind"], name_key(row["alias"])), ()):
            if not row["country"] or local.country in {row["country"], None}:
                groups.join(local, groups.add(row["kind"], row["name"], row["country"] or None))


def _merge_people(groups: Groups) -> None:
    blocks: dict[str, dict[tuple[str, ...], list[Local]]] = defaultdict(lambda: defaultdict(list))
    for local in groups.sorted_locals():
        if local.kind == "person" and not local.is_bare:
            blocks[local.key[-1]][local.key].append(local)
    for names in blocks.values():
        for same in names.values():
            _join_by_country(groups, same)
        for key in sorted(names, key=lambda key: (len(key), key)):
            longer = [o for o in sorted(names) if len(o) >= len(key) and o != key and same_person(key, o)]
            if not longer or not all(same_person(a, b) for a, b in itertools.combinations(longer, 2)):
                continue
            for one, other in itertools.product(names[key], itertools.chain(*(names[o] for o in longer))):
                if _share_context(one, other):
                    groups.join(one, other)


def _join_by_country(groups: Groups, same: Sequence[Local]) -> None:
    """Join a name's local without country to the one with, where there is one alone."""
    by_country: dict[str | None, list[Local]] = defaultdict(list)
    for local in same:
        by_country[local.country].append(local)
    for alike in by_country.values():
        for local in alike[1:]:
            groups.join(alike[0], local)
    without = by_country.pop(None, [])
    if without and len(by_country) == 1:
        groups.join(without[0], next(iter(by_country.values()))[0])


def _share_context(one: Local, other: Local) -> bool:
    """Tell whether two names have context in common: a country, or where one has none, a role."""
    if one.country and other.country:
        return one.country == other.country
    return bool(one.roles & other.roles)


def _merge_bodies(groups: Groups) -> None:
    blocks: dict[tuple[str, tuple[str, ...]], list[Local]] = defaultdict(list)
    long_forms: dict[str, list[Local]] = defaultdict(list)
    for local in groups.sorted_locals():
        if local.kind == "person":
            continue
        blocks[(local.kind, local.key)].append(local)
        if local.kind == "organization" and len(local.key) > 1:
            for alias in local.aliases:
                if alias.isupper() and 1 < len(alias) < 9:
                    long_forms[alias].append(local)
    for same in blocks.values():
        _join_by_country(groups, same)
    for local in groups.sorted_locals():
        is_short = local.kind == "organization" and len(local.key) == 1
        fits: Sequence[Local] = long_forms.get(local.name, []) if is_short else []
        one = len({groups.find(fit.actor_id) for fit in fits}) == 1
        if one and all(local.country in {None, fit.country} for fit in fits):
            groups.join(local, fits[0])
