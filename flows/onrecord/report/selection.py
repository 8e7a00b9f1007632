"""Rows of a release that somebody asks for: by part of a speaker's name, by article, at most so many."""

from __future__ import annotations

from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.release import Release

What = Literal["quotes", "figures", "actors"]
_WHO = {"quotes": "speaker_name", "figures": "claimed_by_name", "actors": "name"}


def select(release: Release, what: What, *, speaker: str | None, article: str | None, n: int) -> pa.Table:
    """Return at most ``n`` rows of a table, actors by how often they are quoted.

    ``speaker`` is part of the name of who says, claims or is it; ``article`` the start of an article's id or part of
    its source's uri.
    """
    rows = release.read(what)
    if speaker is not None:
        rows = rows.filter(pc.match_substring(rows.column(_WHO[what]), speaker, ignore_case=True))
    if article is not None:
        column = "actor_id" if what == "actors" else "article_id"
        rows = rows.filter(pc.is_in(rows.column(column), value_set=_of_articles(release, article, column)))
    if what == "actors":
        rows = rows.sort_by([("n_quotes", "descending"), ("n_mentions", "descending"), ("name", "ascending")])
    return rows.slice(0, n)


def titles(release: Release) -> dict[str, str]:
    """Return the headline of each article by its id."""
    articles = release.read("articles", ["article_id", "title"])
    return {str(one["article_id"]): str(one["title"] or "") for one in articles.to_pylist()}


def _of_articles(release: Release, article: str, column: str) -> pa.Array[Any]:
    """Return the ids of the articles that are meant, or of the actors in them."""
    articles = release.read("articles", ["article_id", "source_uri"])
    meant = pc.or_(
        pc.starts_with(articles.column("article_id"), article),
        pc.match_substring(articles.column("source_uri"), article, ignore_case=True),
    )
    ids = articles.filter(meant).column("article_id").combine_chunks()
    if column == "article_id":
        return ids
    mentions = release.read("mentions", ["article_id", "actor_id"])
    return mentions.filter(pc.is_in(mentions.column("article_id"), value_set=ids)).column("actor_id").combine_chunks()
