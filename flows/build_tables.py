"""The main job: news articles in, one audited release of Parquet tables out.

discover -> read -> extract (batches, in parallel) -> plan -> resolve -> stage -> audit -> publish -> report. Each
step is a task around a plain function of the library; what travels between them are names of batches and paths in
the run's staging folder. A backfill differs in its first steps alone: it reads texts that were kept.

No task is retried: a source that can't be read ends in ``rejects`` and is read again by the next run, and a
batch whose worker dies is run again in isolation; whatever else fails would fail again.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import multiprocessing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from prefect import State, flow, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.events import emit_event
from prefect.futures import as_completed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from onrecord import release
from onrecord.archive import outdated
from onrecord.archive.outdated import Table
from onrecord.archive.plan import Plan, make_plan
from onrecord.archive.store import LastMade, Store
from onrecord.archive.tables import Staged, stage_tables
from onrecord.progress import tell
from onrecord.release import AuditReport, Publication
from onrecord.settings import Settings
from onrecord.sources import intake
from onrecord.version import package_version, release_version


@flow(name="build-tables", log_prints=True)
def build_tables(settings: Settings | None = None) -> Publication | None:
    """Build and publish the tables of the articles in ``settings.sources``; None if it was a dry run.

    Only files that are new or have changed are read, and only texts that are new are extracted. Where nothing is
    new, the current release is returned as it is. Raises AuditFailedError if a critical check failed and
    StorageError if the data folder can't be written; the last release is then as it was.
    """
    settings = settings or Settings()
    with release.open_staging(settings.data) as staging:
        extract_all(read(discover(settings, staging), settings), settings)
        return make_release(staging, settings)


@flow(name="backfill", log_prints=True)
def backfill(
    settings: Settings | None = None, since: dt.datetime | None = None, tables: tuple[Table, ...] = ()
) -> Publication | None:
    """Extract the articles again that another version of the extractor read, and publish the tables.

    Texts come from the store, not from the sources. Articles published before ``since`` are left as they are; with
    ``tables`` only these are made anew. What was done by a backfill that was stopped is not done again, and the
    main job may run beside it. Raises as ``build_tables`` does.
    """
    settings = settings or Settings()
    with release.open_staging(settings.data) as staging:
        extract_all(read_outdated(settings, since, tables), settings, tables)
        return make_release(staging, settings)


def make_release(staging: Path, settings: Settings) -> Publication | None:
    """Publish a release of what the store holds of the last list of inputs, unless that is the current one."""
    with release.turn(settings.data):
        planned = plan(staging, settings)
        current = release.current(settings.data)
        last = Store(settings.data).last(current.id) if current else None
        if current and last and last.made_from == Plan.load(planned).made_from():
            return Publication(current, is_new=False)
        resolved = resolve_actors(planned, staging, settings)
        staged = stage(resolved, staging, settings)
        checked = audit(staging, planned, staged, settings)
        if settings.dry_run:
            return None
        publication = publish(staging, planned, resolved, staged, checked, settings)
    write_report(publication, settings)
    return publication


@task
def discover(settings: Settings, staging: Path) -> Path:
    """List the files of the sources."""
    return intake.discover_inputs(settings, staging)


@task
def read(inputs: Path, settings: Settings) -> Iterator[str]:
    """Read what is new into parts of the store; yield each as soon as it can be extracted."""
    yield from intake.read_inputs(inputs, settings)


@task
def read_outdated(settings: Settings, since: dt.datetime | None, tables: tuple[Table, ...]) -> Iterator[str]:
    """Copy articles that another version read into parts of the store; yield each as soon as it can be extracted."""
    yield from outdated.copy_outdated(settings, since, tables)


@task
def extract(part: str, settings: Settings, tables: tuple[Table, ...]) -> str:
    """Extract one part."""
    from onrecord import worker  # noqa: PLC0415 - spaCy takes a second to import, and a run with nothing new needs none

    return worker.extract_part(part, settings, tables)


@task
def extract_isolated(part: str, settings: Settings, tables: tuple[Table, ...]) -> str:
    """Extract one part again, in a process that may die at an article."""
    from onrecord import worker  # noqa: PLC0415

    return worker.extract_isolated(part, settings, tables)


def extract_all(parts: Iterable[str], settings: Settings, tables: tuple[Table, ...] = ()) -> None:
    """Extract all parts where the settings say, the first ones while the others are still being read."""
    failed: dict[str, str] = {}
    artifact = None
    for done, (n_parts, part, state) in enumerate(_extracted(iter(parts), settings, tables), start=1):
        if not state.is_completed():
            failed[part] = state.message or state.name or ""
        tell("extract", done, n_parts)
        if artifact is None:
            artifact = create_progress_artifact(0.0, key="extraction", description="Batches extracted")
        update_progress_artifact(artifact, 100.0 * done / n_parts)
    for part, reason in failed.items():
        print(f"Batch {part} failed ({reason}); it is extracted again in a process of its own")
        extract_isolated(part, settings, tables)


def _extracted(
    parts: Iterator[str], settings: Settings, tables: tuple[Table, ...]
) -> Iterator[tuple[int, str, State[str]]]:
    """Yield how many parts there are so far, and each part with the state of its task as it ends."""
    first = list(itertools.islice(parts, 2))
    if settings.runner == "sequential" or (settings.runner == "process" and len(first) < 2):
        # A pool costs each process its imports; one batch is done as fast here.
        for n_parts, part in enumerate(itertools.chain(first, parts), start=1):
            yield n_parts, part, extract(part, settings, tables, return_state=True)
        return
    with _task_runner(settings) as runner:
        try:
            futures = {
                runner.submit(extract, {"part": part, "settings": settings, "tables": tables}): part
                for part in itertools.chain(first, parts)
            }
            for future in as_completed(list(futures)):
                if not future.state.is_completed():
                    _let_go(runner)
                yield len(futures), futures[future], future.state
        except BaseException:  # told to stop: else the pool would first finish what it has begun
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def _let_go(runner: TaskRunner[Any]) -> None:
    """Let this process end though a worker died: on Python 3.11 the queue to it waits for it (cpython#94777)."""
    queue = getattr(getattr(runner, "_executor", None), "_call_queue", None)
    if queue is not None:
        queue.cancel_join_thread()


def _task_runner(settings: Settings) -> TaskRunner[Any]:
    if settings.runner == "process":
        from onrecord import worker  # noqa: PLC0415

        ready = {"initializer": worker.load_models, "initargs": (settings.reader,)}
        return ProcessPoolTaskRunner(max_workers=settings.workers, **ready)
    from prefect_dask import DaskTaskRunner  # noqa: PLC0415 - an optional extra

    if settings.address:
        return DaskTaskRunner(address=settings.address)
    return DaskTaskRunner(cluster_kwargs={"n_workers": settings.workers, "threads_per_worker": 1})


@task
def plan(staging: Path, settings: Settings) -> Path:
    """Choose what the release is made of; return the folder that says it."""
    found = make_plan(Store(settings.data), settings.extractor_version)
    folder = staging / "plan"
    folder.mkdir()
    found.write(folder)
    if n_outdated := found.n_outdated(settings.extractor_version):
        note = f"articles that another version of the extractor read: {n_outdated:,} (onrecord backfill)"
        tell("plan", len(found.articles), len(found.articles), note)
    return folder


@task
def resolve_actors(planned: Path, staging: Path, settings: Settings) -> Path:
    """Bring the actors of all articles under one name and id each."""
    from onrecord.archive import resolution  # noqa: PLC0415 - brings spaCy too

    return resolution.resolve(Plan.load(planned), Store(settings.data), staging, release.current(settings.data))


@task
def stage(resolved: Path, staging: Path, settings: Settings) -> Path:
    """Put the files of the tables into the release: those that are as they were are linked, the others written."""
    staged = stage_tables(resolved, Store(settings.data), staging, release.current(settings.data))
    staged.write(staging / "staged.json")
    return staging / "staged.json"


@task
def audit(staging: Path, planned: Path, staged: Path, settings: Settings) -> AuditReport:
    """Check the staged tables against their contracts, the last release and the list of inputs."""
    last = release.current(settings.data)
    n_inputs, fresh = len(Plan.load(planned).inputs), Staged.load(staged).fresh
    checked = release.audit(staging, last.path if last else None, n_inputs, fresh)
    rows = [
        {"table": check.table, "check": check.name, "column": check.column or "", "severity": check.severity,
         "holds": check.ok, "rows failed": check.n_failed}
        for check in checked.checks
    ]  # fmt: skip
    create_table_artifact(rows, key="audit", description=checked.summary())
    tell("audit", len(rows), len(rows), checked.summary())
    return checked


@task
def publish(
    staging: Path, planned: Path, resolved: Path, staged: Path, checked: AuditReport, settings: Settings
) -> Publication:
    """Make the staged tables the current release, and tell those who wait for it."""
    versions = {"onrecord": package_version(), "extractor": settings.extractor_version}
    counts = {table: profile["rows"] for table, profile in checked.profile.items()}
    publication = release.publish(
        settings.data,
        staging,
        checked,
        versions=versions,
        counts=counts,
        carried=Staged.load(staged).carried,
    )
    if publication.is_new:
        resource = {"prefect.resource.id": f"onrecord.release.{publication.release.id}"}
        emit_event("onrecord.release.published", resource, payload={"counts": counts, "versions": versions})
    store = Store(settings.data)
    made = LastMade(publication.release.id, Plan.load(planned).made_from(), release_version())
    try:
        store.remember(made, resolved)
    except OSError as error:  # the release is there; it is only that the next is made without the help of this one
        print(f"What the release was made of could not be kept ({error}): the next run makes all of its tables anew")
    store.remove_superseded(settings.extractor_version)
    tell("publish", 1, 1, f"release {publication.release.id}")
    return publication


@task
def write_report(publication: Publication, settings: Settings) -> Path:
    """Write the page that people look at."""
    from onrecord.report import page  # noqa: PLC0415 - brings pandas and the templates
    from onrecord.report.excerpt import Limits  # noqa: PLC0415

    folder = publication.release.path
    checked = json.loads((folder / "audit.json").read_text(encoding="utf-8"))
    limits = Limits(articles=settings.report_articles)
    written = page.write_report(folder, checked, settings.data / "reports", limits)
    create_markdown_artifact(_summary(publication.release, written), key="release")
    tell("report", 1, 1, str(written))
    return written


def _summary(published: release.Release, written: Path) -> str:
    tables = published.manifest.tables
    lines = [f"| {name} | {table.rows:,} | {table.bytes:,} |" for name, table in tables.items()]
    head = [
        f"# Release {published.id}",
        f"Report: {written.absolute()}",
        "| table | rows | bytes |",
        "|---|--:|--:|",
    ]
    return "\n".join([*head[:2], "", *head[2:], *lines])
