"""Actors of single articles -> actors of the archive, with ids that do not depend on the order of the articles.

Merged are: one full name with countries that agree; a longer form of a name when country or role agree and only
one person fits; an acronym with the one long form the archive has; a bare surname, article by article, when the
archive and the date leave one person. ``seeds/reference/actor_aliases.csv`` overrules all of it.

The id of an actor follows from kind, name and country. The name is the shortest full form, so that it stays the
same however many articles say more; ids that other forms would have had are kept in ``merged_actors``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onrecord.contracts import conform
from onrecord.resolve.across.former import former_ids
from onrecord.resolve.across.merging import merged
from onrecord.resolve.across.naming import Groups, named_groups
from onrecord.resolve.across.sightings import Ints, Sightings
from onrecord.resolve.across.surnames import placed_surnames
from onrecord.resolve.across.tables import actor_tables


@dataclass(frozen=True, slots=True)
class Archive:
    """The actors of an archive, as rows of the tables of their names, and whom articles mean by theirs."""

    actors: pa.Table
    roles: pa.Table
    merged: pa.Table
    """Rows of ``merged_actors``."""
    meant: pa.Table
    """Whom articles mean: article_id, local_id as the worker wrote it, actor_id and name; sorted by the first two."""

    def resolve(
        self, article_ids: pa.ChunkedArray[Any], actor_ids: pa.ChunkedArray[Any]
    ) -> tuple[pa.ChunkedArray[Any], pa.ChunkedArray[Any]]:
        """Return the archive's id and name of each article's actor, null where ``actor_ids`` is null.

        The ids given are those that workers wrote. Raises ValueError at an actor that the article does not have.
        """
        known = _keys(self.meant.column("article_id"), self.meant.column("local_id"))
        at = pc.index_in(_keys(article_ids, actor_ids), value_set=known)
        if len(unknown := actor_ids.filter(pc.and_(actor_ids.is_valid(), at.is_null()))):
            raise ValueError(f"No article has the actor {unknown[0]}.")
        return self.meant.column("actor_id").take(at), self.meant.column("name").take(at)


def resolve_archive(rows: pa.Table) -> Archive:
    """Merge the actors of all articles; ``rows`` are those of ``sightings.LOCAL_ACTORS``.

    The result depends on the set of rows alone.
    """
    seen = Sightings(rows)
    partition, names = merged(seen)
    groups = named_groups(partition, seen.locals, np.bincount(seen.local, minlength=len(seen.locals)))
    placed = placed_surnames(seen, names, groups)
    actor = np.where(placed >= 0, placed, groups.root[seen.local])
    actors, roles = actor_tables(seen, groups, actor)
    former = former_ids(seen.locals, groups, seen.local, actor)
    heirs = [groups.ids[heir] for heir in former.values()]
    merged_into = pa.table(
        {"actor_id": pa.array(list(former), pa.string()), "merged_into": pa.array(heirs, pa.string())}
    )
    return Archive(actors, roles, conform("merged_actors", merged_into), _meant(seen, groups, actor))


def _meant(seen: Sightings, groups: Groups, actor: Ints) -> pa.Table:
    order = np.lexsort((seen.local, seen.article.codes))  # codes sort as the ids do, in a tenth of the time
    return pa.table(
        {
            "article_id": seen.article.values.take(seen.article.codes[order]),
            "local_id": seen.actor_ids.take(seen.local[order]),
            "actor_id": pa.array(groups.ids, pa.string()).take(actor[order]),
            "name": pa.array(groups.names, pa.string()).take(actor[order]),
        }
    )


def _keys(article_ids: pa.ChunkedArray[Any], actor_ids: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    keys: pa.ChunkedArray[Any] = pc.binary_join_element_wise(article_ids, actor_ids, " ")  # type: ignore[call-overload]
    return keys
