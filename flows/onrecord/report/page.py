"""The page of a release: one HTML file that needs no network, no server and no JavaScript."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.files import whole
from onrecord.report.checks import audited_tables
from onrecord.report.excerpt import Excerpt, Limits, Row, Tables, choose
from onrecord.report.legible import one_line
from onrecord.report.overview import claims_by_speaker, overview
from onrecord.report.stories import cast, tell
from onrecord.report.wording import counted, size

_REJECTS = 100
_REJECT_CELL = 300
_REJECT_COLUMNS = ("source_uri", "stage", "reason", "detail")


def write_report(release_dir: Path, audit: Mapping[str, Any], out_dir: Path, limits: Limits | None = None) -> Path:
    """Write ``out_dir/<name of release_dir>/index.html`` from the release's Parquet files; return its path.

    ``audit`` is what the release's audit.json holds: ``{"checks": [{"table", "column", "name", "description",
    "severity", "ok", "n_checked", "n_failed", "examples"}, ...]}``. Counts and charts are of all rows; texts
    and their rows of as many articles as ``limits`` allow. The file is replaced at once, so that a reader of
    an earlier one never sees half a page. Raises OSError where the folder can't be written.
    """
    page = out_dir / release_dir.name / "index.html"
    with whole(page) as file:
        file.write(_render(release_dir, audit, limits or Limits()).encode())
    return page


def _render(release_dir: Path, audit: Mapping[str, Any], limits: Limits) -> str:
    tables = Tables(release_dir)
    excerpts = choose(tables, limits)
    actors = _actors(tables, excerpts)
    stories = tell(excerpts, actors)
    audited = audited_tables(tables, audit)
    style, script = _asset("style.css"), _asset("script.js")
    return (
        _templates()
        .get_template("page.html.jinja")
        .render(
            release=release_dir.name,
            overview=overview(tables, set(actors)),
            claims=claims_by_speaker(stories),
            stories=stories,
            cast=cast(excerpts, actors),
            n_all={table: tables.count(table) for table in ("articles", "quotes", "figures", "actors")},
            n_quotes=sum(len(story.quotes) for story in stories),
            n_figures=sum(len(story.figures) for story in stories),
            dated=any(excerpt.article["published_at"] for excerpt in excerpts),
            version=excerpts[0].article["extractor_version"] if excerpts else "",
            tables=audited,
            outcomes=Counter(check.outcome for table in audited for check in table.checks),
            rejects=_rejects(tables),
            n_rejects=tables.count("rejects"),
            described={table: _descriptions(tables.schema(table)) for table in tables.names},
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'",
        )
    )


def _actors(tables: Tables, excerpts: list[Excerpt]) -> dict[str, Row]:
    """Return the actors who stand in the excerpts, by id."""
    ids = {mention["actor_id"] for excerpt in excerpts for mention in excerpt.mentions}
    wanted = sorted(actor_id for actor_id in ids if actor_id)
    return {row["actor_id"]: row for row in tables.rows("actors", "actor_id", wanted)}


def _rejects(tables: Tables) -> list[dict[str, str]]:
    rows: list[Row] = tables.read("rejects", _REJECT_COLUMNS).slice(0, _REJECTS).to_pylist()
    return [{column: one_line(str(value or ""), _REJECT_CELL) for column, value in row.items()} for row in rows]


def _descriptions(schema: pa.Schema) -> dict[str, str]:
    """Return what the contract says of each column."""
    return {field.name: (field.metadata or {}).get(b"description", b"").decode() for field in schema}


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("onrecord.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"counted": counted, "size": size}
    return environment


def _asset(name: str) -> Markup:
    # Ours, never built from data: the content policy names their digests and lets nothing else style or run.
    text = (resources.files("onrecord.report") / "templates" / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704


def _digest(asset: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()
