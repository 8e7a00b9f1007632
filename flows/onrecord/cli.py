"""The command line: run the main job, and look at what it published.

Exit codes: 0 published or nothing new, 1 the audit failed, 2 usage or configuration, 3 crashed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console

from onrecord import release
from onrecord.files import is_remote, location
from onrecord.release import AuditFailedError, NoReleaseError, Publication, ReleaseError
from onrecord.report import selection, terminal

if TYPE_CHECKING:
    from onrecord.settings import Settings

AUDIT_FAILED, USAGE, CRASHED = 1, 2, 3

app = typer.Typer(
    help="News text to Parquet tables: who said what, with which numbers, and who they are.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class _Output(Console):
    """Standard output, whose reader may have seen enough."""

    def on_broken_pipe(self) -> None:
        """Leave it to ``_explained``; rich would exit with 1, which here says that an audit failed."""
        raise  # noqa: PLE0704 - called where the error is handled


out = _Output(soft_wrap=not sys.stdout.isatty(), highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

Data = Annotated[
    Path, typer.Option("--data", help="Folder of the releases, or s3://…", envvar="ONRECORD_DATA", parser=location)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


class Runner(StrEnum):
    """Where batches are extracted."""

    PROCESS = "process"
    SEQUENTIAL = "sequential"
    DASK = "dask"


class Alone(StrEnum):
    """Tables that ``backfill`` can make anew without the others."""

    FIGURES = "figures"
    DATES = "dates"


class What(StrEnum):
    """What ``show`` shows."""

    QUOTES = "quotes"
    FIGURES = "figures"
    ACTORS = "actors"


@app.command()
def run(  # noqa: PLR0913, PLR0917 - its options
    sources: Annotated[list[Path] | None, typer.Argument(help="Files and folders; seeds/articles.")] = None,
    data: Annotated[str | None, typer.Option(help="Folder to publish to, or s3://…; data.")] = None,
    runner: Annotated[Runner | None, typer.Option(help="Where batches are extracted; process.")] = None,
    address: Annotated[str | None, typer.Option(help="Dask scheduler, with --runner dask.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; one a core.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Stage and audit; publish nothing.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show Prefect's log.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build the tables of the articles in SOURCES, audit them, and publish them as one release."""
    with _explained():
        settings = _settings(
            sources=sources,
            data=data,
            runner=runner,
            address=address,
            workers=workers,
            dry_run=dry_run or None,
        )
        missing = [str(source) for source in settings.sources if not source.exists()]
        if missing:
            _stop(f"There is no {', '.join(missing)}: give files or folders that exist.", USAGE)
        if not any(_holds_a_file(source) for source in settings.sources):
            _stop(f"No files in {', '.join(map(str, settings.sources))}: nothing to read.", USAGE)
        _run_flow("build_tables", settings, verbose=verbose, as_json=as_json)


@app.command()
def backfill(  # noqa: PLR0913, PLR0917 - its options
    since: Annotated[datetime | None, typer.Option(help="Leave out articles published before.")] = None,
    tables: Annotated[list[Alone] | None, typer.Option(help="Make these anew alone; all tables.")] = None,
    data: Annotated[str | None, typer.Option(help="Folder of the releases, or s3://…; data.")] = None,
    runner: Annotated[Runner | None, typer.Option(help="Where batches are extracted; process.")] = None,
    address: Annotated[str | None, typer.Option(help="Dask scheduler, with --runner dask.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; one a core.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show Prefect's log.")] = False,
    as_json: AsJson = False,
) -> None:
    """Extract articles again that another version of the extractor read, from the texts kept; publish the tables.

    It can be stopped and started again, and run beside the daily schedule.
    """
    with _explained():
        settings = _settings(data=data, runner=runner, address=address, workers=workers)
        release.find(settings.data, "current")
        if not (settings.data / "extracted").exists():
            _stop(f"{settings.data}/extracted is gone, and with it the texts: onrecord run reads the sources.", USAGE)
        chosen = tuple(table.value for table in tables or ())
        published_since = since and since.replace(tzinfo=UTC)
        _run_flow("backfill", settings, published_since, chosen, verbose=verbose, as_json=as_json)


@app.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many of the newest releases stay.")] = 10,
    data: Data = Path("data"),
) -> None:
    """Remove old releases, and what was extracted of articles that the sources no longer hold."""
    with _explained():
        from onrecord.archive.plan import remove_withdrawn  # noqa: PLC0415

        removed = release.prune(data, keep)
        n_parts = remove_withdrawn(data)
        out.print(f"Removed {len(removed):,} releases and {n_parts:,} batches of articles that were withdrawn")


@app.command()
def serve(
    cron: Annotated[str, typer.Option(help="When to run: minute hour day month weekday.")] = "0 6 * * *",
    timezone: Annotated[str, typer.Option(help="Time zone of the schedule.")] = "UTC",
    sources: Annotated[list[Path] | None, typer.Argument(help="Files and folders; seeds/articles.")] = None,
    data: Annotated[str | None, typer.Option(help="Folder to publish to, or s3://…; data.")] = None,
) -> None:
    """Stay and run the main job on a schedule, one run at a time."""
    with _explained():
        settings = _settings(sources=sources, data=data)
        _prepare_prefect(verbose=True)
        from onrecord.server import prefect_server  # noqa: PLC0415

        with prefect_server(schedules=True) as server:
            if server.is_ours:  # Prefect's threads take the server from the environment they were started in
                server.wait_until_ready()
                raise typer.Exit(server.run([sys.executable, "-m", "onrecord.cli", *sys.argv[1:]]))
            from prefect.schedules import Cron  # noqa: PLC0415

            from build_tables import build_tables  # noqa: PLC0415

            build_tables.serve(
                name="served",
                schedules=[Cron(cron, timezone=timezone)],
                parameters={"settings": settings.model_dump(mode="json")},
                limit=1,
            )


@app.command()
def tables(data: Data = Path("data"), as_json: AsJson = False) -> None:
    """Show what is in the current release: rows, bytes, columns."""
    with _explained():
        current = release.find(data, "current")
        listing = [
            (name, table.rows, table.bytes, current.columns(name)) for name, table in current.manifest.tables.items()
        ]
        if as_json:
            keys = ("table", "rows", "bytes", "columns")
            _print_json({"release": current.id, "tables": [dict(zip(keys, row, strict=True)) for row in listing]})
        else:
            terminal.print_tables(listing, out, current.id)


@app.command()
def show(
    what: Annotated[What, typer.Argument(help="Which rows.")],
    speaker: Annotated[str | None, typer.Option(help="Part of the name of who says or claims it.")] = None,
    article: Annotated[str | None, typer.Option(help="Start of an article's id, or part of its source.")] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="How many rows at most.")] = 20,
    data: Data = Path("data"),
    as_json: AsJson = False,
) -> None:
    """Show quotes, figures or actors of the current release."""
    with _explained():
        current = release.find(data, "current")
        rows = selection.select(current, what.value, speaker=speaker, article=article, n=n)
        if as_json:
            _print_json(rows.to_pylist())
        elif what is What.ACTORS:
            terminal.print_actors(rows, out)
        else:
            printer = terminal.print_quotes if what is What.QUOTES else terminal.print_figures
            printer(rows, out, selection.titles(current))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Id of a release, or its start.")],
    new: Annotated[str, typer.Argument(help="The same.")] = "current",
    data: Data = Path("data"),
    as_json: AsJson = False,
) -> None:
    """Show how many rows of each table were added, removed and changed from release OLD to NEW."""
    with _explained():
        difference = release.diff(release.find(data, old), release.find(data, new))
        counts = difference.counts()
        if as_json:
            _print_json({"old": difference.old, "new": difference.new, "tables": counts})
        else:
            terminal.print_diff(counts, out, difference.old, difference.new)


@app.command()
def rollback(
    to: Annotated[str | None, typer.Argument(help="Id of a release, or its start; the one before.")] = None,
    data: Data = Path("data"),
) -> None:
    """Make an earlier release the current one."""
    with _explained():
        out.print(f"Current is now {release.rollback(data, to).id}")


@app.command()
def dictionary(as_json: AsJson = False) -> None:
    """Print the data dictionary: what each table and column means."""
    from onrecord.contracts import dictionary as words  # noqa: PLC0415

    with _explained():
        if as_json:
            _print_json(words.tables())
        else:
            out.print(words.markdown(), markup=False, soft_wrap=True)


def _run_flow(name: str, settings: Settings, *parameters: object, verbose: bool, as_json: bool) -> None:
    _prepare_prefect(verbose=verbose)
    from onrecord.display import shown  # noqa: PLC0415
    from onrecord.server import prefect_server  # noqa: PLC0415 - Prefect takes over a second to import

    with prefect_server() as server, shown(err):
        import build_tables  # noqa: PLC0415 - imported while the server starts

        server.wait_until_ready()
        publication = getattr(build_tables, name)(settings, *parameters)
    _report(publication, settings, as_json=as_json)


def _settings(**given: Any) -> Settings:
    from onrecord.settings import Settings  # noqa: PLC0415

    return Settings(**{name: value for name, value in given.items() if value not in (None, [])})


def _holds_a_file(source: Path) -> bool:
    return source.is_file() or any(path.is_file() for path in source.rglob("*"))


def _prepare_prefect(*, verbose: bool) -> None:
    """Set what Prefect reads at import; what the user has set stays."""
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")  # a run tells nobody about itself
    if not verbose:
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")


def _report(publication: Publication | None, settings: Settings, *, as_json: bool) -> None:
    if publication is None:
        out.print("Dry run: staged and audited, nothing published.")
        return
    published, page = publication.release, settings.data / "reports" / publication.release.id / "index.html"
    counts = dict(published.manifest.counts)
    if as_json:
        _print_json({"release": published.id, "is_new": publication.is_new, "counts": counts, "report": str(page)})
        return
    counted = ", ".join(f"{counts[table]:,} {table}" for table in ("quotes", "figures", "actors"))
    out.print(f"{'Published' if publication.is_new else 'Nothing new: current is still'} release {published.id}")
    out.print(f"  {counted} from {counts['articles']:,} articles; {counts['rejects']:,} rejects")
    out.print(f"  Tables  {published.path if is_remote(settings.data) else settings.data / 'current'}/*.parquet")
    out.print(f"  Report  {page}")
    out.print("  Next    onrecord show quotes")


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _stop(message: str, code: int) -> None:
    err.print(message, markup=False)
    raise typer.Exit(code)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what goes wrong into a message that says what to do, and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has seen enough, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still to be flushed at exit
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        _stop(f"Settings: {problems}", USAGE)
    except NoReleaseError as error:
        _stop(str(error), USAGE)
    except AuditFailedError as error:
        _stop(str(error), AUDIT_FAILED)
    except ReleaseError as error:
        _stop(str(error), CRASHED)
    except (typer.Exit, typer.Abort, KeyboardInterrupt):
        raise
    except Exception as error:
        if os.environ.get("ONRECORD_DEBUG"):
            raise
        _stop(
            f"Stopped by an error that is ours to mend: {type(error).__name__}: {error}\n"
            "The last release is as it was. ONRECORD_DEBUG=1 shows where it happened.",
            CRASHED,
        )


if __name__ == "__main__":
    app()
