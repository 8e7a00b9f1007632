"""Actors of single articles -> actors of the archive, with ids that do not depend on the order of the articles.

Names are first sorted into blocks (people by surname, bodies by their folded name), so that the cost grows with
the number of names, not with its square. Merged are: one full name with countries that agree; a longer form of a
name when country or role agree and only one person fits; an acronym with the one long form the archive has; a bare
surname, article by article, when the archive and the date leave one person. ``seeds/reference/actor_aliases.csv``
overrules all of it.

The id of an actor follows from kind, name and country. The name is the shortest full form, so that it is the same
however many articles say more; ids that other forms would have had are kept in ``merged_into``.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord import reference
from onrecord.extract.gazetteer import lookup
from onrecord.extract.names import fold, name_key, same_person
from onrecord.resolve.people import person_key
from onrecord.text import make_id

Row = Mapping[str, Any]
_NEAR = dt.timedelta(days=365)  # how far apart two articles may speak of one surname as one person


@dataclass(slots=True)
class Archive:
    """The actors of an archive. ``actors`` and ``roles`` are rows of these tables, sorted by id."""

    actors: list[dict[str, Any]]
    roles: list[dict[str, Any]]
    merged_into: dict[str, str]  # ids no longer in use -> the id in use
    names: dict[str, str]  # id -> canonical name
    by_article: dict[tuple[str, str], str]  # (article, its actor) -> id, where the article decides

    def actor_id(self, article_id: str, actor_id: str) -> str:
        """Return the archive's id for an actor of an article."""
        found = self.by_article.get((article_id, actor_id))
        return found or self.merged_into.get(actor_id, actor_id)


def resolve_archive(rows: Iterable[Row]) -> Archive:
    """Merge the actors of all articles.

    ``rows`` has one mapping per article and actor: article_id, published_at (datetime or None), and the fields of
    ``records.Actor``. The result depends on the set of rows alone.
    """
    locals_ = _gathered(rows)
    groups = _Groups(locals_)
    _apply_corrections(groups)
    _merge_people(groups)
    _merge_bodies(groups)
    by_article = _place_surnames(groups)
    return _archive(groups, by_article)


@dataclass(slots=True)
class _Local:
    """One kind, name and country, over all articles that have it."""

    actor_id: str
    kind: str
    name: str
    country: str | None
    key: tuple[str, ...]
    wikidata_ids: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    roles: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # role, organization, country
    seen: list[tuple[str, dt.datetime | None, int, int, tuple[str, str, str] | None]] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether this is a person known by one word."""
        return self.kind == "person" and len(self.key) == 1


def _gathered(rows: Iterable[Row]) -> dict[str, _Local]:
    found: dict[str, _Local] = {}
    for row in rows:
        local = found.get(row["actor_id"])
        if local is None:
            kind, name = row["kind"], row["name"]
            key = person_key(name) if kind == "person" else _body_key(name)
            local = found[row["actor_id"]] = _Local(row["actor_id"], kind, name, row["country"], key)
        if row.get("wikidata_id"):
            local.wikidata_ids[row["wikidata_id"]] += 1
        local.aliases.update(row.get("aliases") or ())
        role = None
        if row.get("role"):
            role = (row["role"], row.get("role_organization") or "", row["country"] or "")
            local.roles[role] += 1
        local.seen.append((row["article_id"], row.get("published_at"), row["n_mentions"], row["n_quotes"], role))
    return found


def _body_key(name: str) -> tuple[str, ...]:
    key = name_key(name)
    return key[1:] if len(key) > 1 and key[0] == "the" else key


class _Groups:
    """Local actors in disjoint groups (union-find; the root is the least id, so that order does not matter)."""

    def __init__(self, locals_: dict[str, _Local]) -> None:
        self.locals = locals_
        self._parent = {actor_id: actor_id for actor_id in locals_}

    def find(self, actor_id: str) -> str:
        root = actor_id
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[actor_id] != root:
            self._parent[actor_id], actor_id = root, self._parent[actor_id]
        return root

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first

    def all(self) -> dict[str, list[_Local]]:
        """Return the members of each group, in order of id."""
        members: dict[str, list[_Local]] = defaultdict(list)
        for actor_id in sorted(self.locals):
            members[self.find(actor_id)].append(self.locals[actor_id])
        return members


def _apply_corrections(groups: _Groups) -> None:
    """Join what ``actor_aliases.csv`` says is one; the name it gives is then one of the group's."""
    by_name: dict[tuple[str, tuple[str, ...]], list[_Local]] = defaultdict(list)
    for local in groups.locals.values():
        by_name[(local.kind, name_key(local.name))].append(local)
    for row in reference.load("actor_aliases"):
        for local in by_name.get((row["kind"], name_key(row["alias"])), ()):
            if row["country"] and local.country not in {row["country"], None}:
                continue
            actor_id = make_id("act", row["kind"], row["name"], row["country"])
            if actor_id not in groups.locals:
                target = _Local(actor_id, row["kind"], row["name"], row["country"] or None, local.key)
                groups.locals[actor_id] = target
                groups._parent[actor_id] = actor_id
            groups.join(local.actor_id, actor_id)


def _merge_people(groups: _Groups) -> None:
    blocks: dict[str, list[_Local]] = defaultdict(list)
    for local in groups.locals.values():
        if local.kind == "person" and not local.is_bare:
            blocks[local.key[-1]].append(local)
    for block in blocks.values():
        names: dict[tuple[str, ...], list[_Local]] = defaultdict(list)
        for local in sorted(block, key=lambda local: local.actor_id):
            names[local.key].append(local)
        for same in names.values():
            _join_by_country(groups, same)
        for key in sorted(names, key=lambda key: (len(key), key)):
            longer = [
                other for other in sorted(names) if len(other) >= len(key) and other != key and same_person(key, other)
            ]
            if longer and _are_one(longer):
                for one, two in itertools.product(names[key], itertools.chain(*(names[o] for o in longer))):
                    if _share_context(one, two):
                        groups.join(one.actor_id, two.actor_id)


def _join_by_country(groups: _Groups, same: Sequence[_Local]) -> None:
    """Join locals of one name: those of one country, and those without with the only country there is."""
    countries = sorted({local.country for local in same if local.country})
    for country in countries:
        members = [local for local in same if local.country == country]
        for local in members[1:]:
            groups.join(members[0].actor_id, local.actor_id)
    without = [local for local in same if local.country is None]
    if without and len(countries) == 1:
        groups.join(without[0].actor_id, next(local.actor_id for local in same if local.country))
    for local in without[1:]:
        groups.join(without[0].actor_id, local.actor_id)


def _share_context(one: _Local, other: _Local) -> bool:
    """Tell whether two names have context in common: a country, or where one has none, a role."""
    if one.country and other.country:
        return one.country == other.country
    return bool({fold(role[0]) for role in one.roles} & {fold(role[0]) for role in other.roles})


def _are_one(keys: Sequence[tuple[str, ...]]) -> bool:
    return all(same_person(a, b) for i, a in enumerate(keys) for b in keys[i + 1 :])


def _merge_bodies(groups: _Groups) -> None:
    blocks: dict[tuple[str, tuple[str, ...]], list[_Local]] = defaultdict(list)
    long_forms: dict[str, set[str]] = defaultdict(set)
    for local in sorted(groups.locals.values(), key=lambda local: local.actor_id):
        if local.kind == "person":
            continue
        blocks[(local.kind, local.key)].append(local)
        if local.kind == "organization" and len(local.key) > 1:
            for alias in local.aliases:
                if alias.isupper() and 1 < len(alias) < 9:
                    long_forms[alias].add(local.actor_id)
    for same in blocks.values():
        _join_by_country(groups, same)
    for (kind, _), same in sorted(blocks.items()):
        for local in same:
            if kind == "organization" and local.name in long_forms and len(local.key) == 1:
                roots = {groups.find(actor_id) for actor_id in long_forms[local.name]}
                if len(roots) == 1 and _agree(groups, local, roots):
                    groups.join(local.actor_id, roots.pop())


def _agree(groups: _Groups, local: _Local, roots: Iterable[str]) -> bool:
    return all(local.country in {None, groups.locals[root].country} for root in roots)


def _place_surnames(groups: _Groups) -> dict[tuple[str, str], str]:
    """Return, for articles that know a person by one word alone, the group of the one person it can be."""
    holders: dict[str, set[str]] = defaultdict(set)
    spans: dict[str, tuple[dt.datetime | None, dt.datetime | None]] = {}
    members = groups.all()
    for root, group in members.items():
        if group[0].kind == "person" and not all(local.is_bare for local in group):
            dates = [date for local in group for _, date, *_ in local.seen if date]
            spans[root] = (min(dates), max(dates)) if dates else (None, None)
            for local in group:
                if not local.is_bare:
                    holders[local.key[-1]].add(root)
    placed: dict[tuple[str, str], str] = {}
    for local in sorted(groups.locals.values(), key=lambda local: local.actor_id):
        if not local.is_bare:
            continue
        for article_id, date, *_ in local.seen:
            fits = [
                root
                for root in sorted(holders.get(local.key[0], ()))
                if _in_view(spans[root], date)
                and (local.country is None or any(m.country in {None, local.country} for m in members[root]))
            ]
            if len(fits) == 1:
                placed[(article_id, local.actor_id)] = fits[0]
    return placed


def _in_view(span: tuple[dt.datetime | None, dt.datetime | None], date: dt.datetime | None) -> bool:
    first, last = span
    return date is None or first is None or last is None or first - _NEAR <= date <= last + _NEAR


def _archive(groups: _Groups, placed: dict[tuple[str, str], str]) -> Archive:
    extra: dict[str, list[tuple[_Local, Any]]] = defaultdict(list)
    rest: dict[str, list[Any]] = {}
    for local in groups.locals.values():
        if local.is_bare:
            stay = []
            for seen in local.seen:
                root = placed.get((seen[0], local.actor_id))
                if root is None:
                    stay.append(seen)
                else:
                    extra[root].append((local, seen))
            rest[local.actor_id] = stay
    actors: list[dict[str, Any]] = []
    roles: list[dict[str, Any]] = []
    merged: dict[str, str] = {}
    new_ids: dict[str, str] = {}
    for root, group in groups.all().items():
        name, country = _name(group), _country(group)
        actor_id = make_id("act", group[0].kind, name, country or "")
        new_ids[root] = actor_id
        for old in _former_ids(group, country):
            if old != actor_id:
                merged[old] = actor_id
        seen = [(local, one) for local in group for one in rest.get(local.actor_id, local.seen)] + extra[root]
        if seen:
            roles.extend(_role_rows(actor_id, seen))
            actors.append(_actor_row(actor_id, name, country, group, seen))
    by_article = {key: new_ids[root] for key, root in placed.items()}
    names = {row["actor_id"]: row["name"] for row in actors}
    merged = {old: new for old, new in sorted(merged.items()) if old not in names}
    actors.sort(key=lambda row: row["actor_id"])
    roles.sort(key=lambda row: (row["actor_id"], row["role"], row["organization"] or "", row["country"] or ""))
    return Archive(actors, roles, merged, names, by_article)


def _name(group: Sequence[_Local]) -> str:
    """Return the canonical name: as corrected, as listed, or the shortest full form; accents and case rather than none."""
    corrected = {row["name"] for row in reference.load("actor_aliases") if row["kind"] == group[0].kind}
    names = {local.name for local in group}
    chosen = names & corrected or {name for name in names if _is_listed(name, group[0].kind)} or names
    if group[0].kind == "person":
        full = {name for name in chosen if len(name_key(name)) > 1} or chosen
        spelled = {name for name in full if all(len(word) > 1 for word in name_key(name))} or full
        return max(spelled, key=lambda name: (-len(name_key(name)), name))
    return max(chosen, key=lambda name: (len(name_key(name)), name))


def _is_listed(name: str, kind: str) -> bool:
    known = lookup(name)
    return known is not None and known.name == name and known.kind == kind


def _country(group: Sequence[_Local]) -> str | None:
    countries = Counter({local.country: len(local.seen) for local in group if local.country})
    return max(countries, key=lambda c: (countries[c], c)) if countries else None


def _former_ids(group: Sequence[_Local], country: str | None) -> Iterator[str]:
    for local in group:
        yield local.actor_id
        yield make_id("act", local.kind, local.name, country or "")


_Seen = tuple[_Local, tuple[str, "dt.datetime | None", int, int, "tuple[str, str, str] | None"]]


def _actor_row(
    actor_id: str, name: str, country: str | None, group: Sequence[_Local], seen: Sequence[_Seen]
) -> dict[str, Any]:
    aliases: Counter[str] = Counter()
    for local in group:
        aliases.update(local.aliases)
        aliases[local.name] += len(local.seen)
    aliases.update(local.name for local, _ in seen)
    del aliases[name]
    qids = sum((local.wikidata_ids for local in group), Counter[str]())
    dates = [one[1] for _, one in seen if one[1]]
    latest = max((one for _, one in seen if one[4]), key=lambda one: (_stamp(one[1]), one[4]), default=None)
    return {
        "actor_id": actor_id,
        "name": name,
        "kind": group[0].kind,
        "role": latest[4][0] if latest and latest[4] else None,
        "country": country,
        "wikidata_id": max(qids, key=lambda qid: (qids[qid], qid)) if qids else None,
        "aliases": sorted(aliases),
        "n_articles": len({one[0] for _, one in seen}),
        "n_mentions": sum(one[2] for _, one in seen),
        "n_quotes": sum(one[3] for _, one in seen),
        "first_seen": min(dates, default=None),
        "last_seen": max(dates, default=None),
    }


def _role_rows(actor_id: str, seen: Sequence[_Seen]) -> Iterator[dict[str, Any]]:
    held: dict[tuple[str, str, str], list[tuple[dt.datetime | None, int]]] = defaultdict(list)
    for _, (_, date, n_mentions, _, role) in seen:
        if role is not None:
            held[role].append((date, n_mentions))
    for (role, organization, country), times in held.items():
        dates = [date for date, _ in times if date]
        yield {
            "actor_id": actor_id,
            "role": role,
            "organization": organization or None,
            "country": country or None,
            "first_seen": min(dates, default=None),
            "last_seen": max(dates, default=None),
            "n_mentions": sum(n for _, n in times),
        }


def _stamp(date: dt.datetime | None) -> float:
    return date.timestamp() if date else 0.0
