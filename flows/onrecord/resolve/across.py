"""Actors of single articles -> actors of the archive, with ids that do not depend on the order of the articles.

Merged are: one full name with countries that agree; a longer form of a name when country or role agree and only
one person fits; an acronym with the one long form the archive has; a bare surname, article by article, when the
archive and the date leave one person. ``seeds/reference/actor_aliases.csv`` overrules all of it.

The id of an actor follows from kind, name and country. The name is the shortest full form, so that it stays the
same however many articles say more; ids that other forms would have had are kept in ``merged_into``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord import reference
from onrecord.extract.actors.gazetteer import lookup
from onrecord.extract.actors.names import name_key
from onrecord.resolve.merging import Local, RoleHeld, Seen, merged_groups, placed_surnames
from onrecord.text import make_id

Row = dict[str, Any]


@dataclass(slots=True)
class Archive:
    """The actors of an archive. ``actors`` and ``roles`` are rows of these tables, sorted by id."""

    actors: list[Row]
    roles: list[Row]
    merged_into: dict[str, str]  # ids no longer in use -> the id in use
    names: dict[str, str]  # id -> canonical name
    by_article: dict[tuple[str, str], str]  # (article, its actor) -> id, where the article decides

    def actor_id(self, article_id: str, actor_id: str) -> str:
        """Return the archive's id for an actor of an article."""
        return self.by_article.get((article_id, actor_id)) or self.merged_into.get(actor_id, actor_id)


def resolve_archive(rows: Iterable[Mapping[str, Any]]) -> Archive:
    """Merge the actors of all articles.

    ``rows`` has one mapping per article and actor: article_id, published_at (datetime or None), and the fields of
    ``records.Actor``. The result depends on the set of rows alone.
    """
    groups = merged_groups(rows)
    placed = placed_surnames(groups)
    seen_by_root: dict[str, list[tuple[Local, Seen]]] = defaultdict(list)
    for local in groups.sorted_locals():
        own = groups.find(local.actor_id)
        for seen in local.seen:
            seen_by_root[placed.get((seen.article_id, local.actor_id), own)].append((local, seen))
    actors: list[Row] = []
    roles: list[Row] = []
    former: dict[str, str] = {}
    new_ids: dict[str, str] = {}
    for root, group in groups.members().items():
        name, country = _name(group), _country(group)
        new_ids[root] = actor_id = make_id("act", group[0].kind, name, country or "")
        former |= dict.fromkeys(_former_ids(group, country), actor_id)
        if seen_by_root[root]:
            actors.append(_actor_row(actor_id, name, country, group, seen_by_root[root]))
            roles.extend(_role_rows(actor_id, seen_by_root[root]))
    actors.sort(key=lambda row: row["actor_id"])
    roles.sort(key=lambda row: (row["actor_id"], row["role"], row["organization"] or "", row["country"] or ""))
    names = {row["actor_id"]: row["name"] for row in actors}
    merged = {old: new for old, new in sorted(former.items()) if old not in names and new in names}
    return Archive(actors, roles, merged, names, {key: new_ids[root] for key, root in placed.items()})


def _name(group: Sequence[Local]) -> str:
    """Return the canonical name: as corrected, as listed, or the shortest full form with its accents and case."""
    kind = group[0].kind
    names = {local.name for local in group}
    corrected = {row["name"] for row in reference.load("actor_aliases") if row["kind"] == kind}
    names = names & corrected or {name for name in names if _is_listed(name, kind)} or names
    if kind != "person":
        return max(names, key=lambda name: (len(name_key(name)), name))
    names = {name for name in names if len(name_key(name)) > 1} or names
    names = {name for name in names if all(len(word) > 1 for word in name_key(name))} or names
    return max(names, key=lambda name: (-len(name_key(name)), name))


def _is_listed(name: str, kind: str) -> bool:
    known = lookup(name)
    return known is not None and known.name == name and known.kind == kind


def _country(group: Sequence[Local]) -> str | None:
    countries: Counter[str] = Counter()
    for local in group:
        if local.country:
            countries[local.country] += len(local.seen)
    return max(countries, key=lambda country: (countries[country], country)) if countries else None


def _former_ids(group: Sequence[Local], country: str | None) -> Iterator[str]:
    for local in group:
        yield local.actor_id
        yield make_id("act", local.kind, local.name, country or "")


def _actor_row(
    actor_id: str, name: str, country: str | None, group: Sequence[Local], found: Sequence[tuple[Local, Seen]]
) -> Row:
    aliases = {local.name for local, _ in found}.union(*(local.aliases for local in group)) - {name}
    qids = sum((local.wikidata_ids for local in group), Counter[str]())
    dates = [seen.published_at for _, seen in found if seen.published_at]
    held = max(((_stamp(seen.published_at), seen.role) for _, seen in found if seen.role), default=None)
    return {
        "actor_id": actor_id,
        "name": name,
        "kind": group[0].kind,
        "role": held[1].role if held else None,
        "role_organization": (held[1].organization or None) if held else None,
        "country": country,
        "wikidata_id": max(qids, key=lambda qid: (qids[qid], qid)) if qids else None,
        "aliases": sorted(aliases),
        "n_articles": len({seen.article_id for _, seen in found}),
        "n_mentions": sum(seen.n_mentions for _, seen in found),
        "n_quotes": sum(seen.n_quotes for _, seen in found),
        "first_seen": min(dates, default=None),
        "last_seen": max(dates, default=None),
    }


def _role_rows(actor_id: str, found: Sequence[tuple[Local, Seen]]) -> Iterator[Row]:
    times: dict[RoleHeld, list[Seen]] = defaultdict(list)
    for _, seen in found:
        if seen.role is not None:
            times[seen.role].append(seen)
    for held, when in times.items():
        dates = [seen.published_at for seen in when if seen.published_at]
        yield {
            "actor_id": actor_id,
            "role": held.role,
            "organization": held.organization or None,
            "country": held.country or None,
            "first_seen": min(dates, default=None),
            "last_seen": max(dates, default=None),
            "n_mentions": sum(seen.n_mentions for seen in when),
        }


def _stamp(date: dt.datetime | None) -> float:
    return date.timestamp() if date else 0.0
