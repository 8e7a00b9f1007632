"""The main job: news articles in, one audited release of Parquet tables out.

discover -> read -> extract (batches, in parallel) -> resolve -> stage -> audit -> publish -> report. Each
step is a task around a plain function of the library; what travels between them are paths in the run's
staging folder.

No task is retried: a source that can't be read ends in ``rejects`` and is read again by the next run, and a
batch whose worker dies is run again in isolation; whatever else fails would fail again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
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

from onrecord import archive, contracts, release, worker
from onrecord.progress import tell
from onrecord.release import AuditReport, Publication
from onrecord.report import page
from onrecord.report.excerpt import Limits
from onrecord.settings import Settings
from onrecord.sources import intake
from onrecord.version import extractor_version, package_version


@flow(name="build-tables", log_prints=True)
def build_tables(settings: Settings | None = None) -> Publication | None:
    """Build and publish the tables of the articles in ``settings.sources``; None if it was a dry run.

    Raises AuditFailedError if a critical check failed and StorageError if the data folder can't be written;
    the last release is then as it was.
    """
    settings = settings or Settings()
    with release.open_staging(settings.data) as staging:
        inputs = discover(settings, staging)
        batches = read(inputs, staging, settings)
        parts = extract_all(batches, staging / "parts", settings)
        stage(resolve_actors(batches, parts, staging), staging)
        checked = audit(staging, inputs, settings.data)
        if settings.dry_run:
            return None
        publication = publish(staging, checked, settings)
        write_report(publication, settings)
    return publication


@task
def discover(settings: Settings, staging: Path) -> Path:
    """List the files to read."""
    return intake.discover_inputs(settings, staging)


@task
def read(inputs: Path, staging: Path, settings: Settings) -> list[Path]:
    """Read files into batches of articles."""
    return intake.read_inputs(inputs, staging, settings)


@task
def extract(batch: Path, out: Path, settings: Settings) -> Path:
    """Extract one batch."""
    return worker.extract_batch(batch, out, settings)


@task
def extract_isolated(batch: Path, out: Path, settings: Settings) -> Path:
    """Extract one batch again, in a process that may die at an article."""
    return worker.extract_isolated(batch, out, settings)


def extract_all(batches: list[Path], parts: Path, settings: Settings) -> list[Path]:
    """Extract all batches where the settings say; return the folder of each batch's parts, in order."""
    outs = {batch: parts / batch.stem for batch in batches}
    artifact = create_progress_artifact(0.0, key="extraction", description="Batches extracted")
    failed: dict[Path, str] = {}
    for done, (batch, state) in enumerate(_extracted(outs, settings), start=1):
        if not state.is_completed():
            failed[batch] = state.message or state.name or ""
        tell("extract", done, len(batches))
        update_progress_artifact(artifact, 100.0 * done / len(batches))
    for batch, reason in failed.items():
        print(f"Batch {batch.name} failed ({reason}); it is extracted again in a process of its own")
        extract_isolated(batch, outs[batch], settings)
    return list(outs.values())


def _extracted(outs: dict[Path, Path], settings: Settings) -> Iterator[tuple[Path, State[Path]]]:
    """Yield each batch with the state of its task as it ends."""
    if settings.runner == "sequential" or (settings.runner == "process" and len(outs) == 1):
        # A pool costs each process its imports; one batch is done as fast here.
        for batch, out in outs.items():
            yield batch, extract(batch, out, settings, return_state=True)
        return
    with _task_runner(settings) as runner:
        futures = {
            runner.submit(extract, {"batch": batch, "out": out, "settings": settings}): batch
            for batch, out in outs.items()
        }
        for future in as_completed(list(futures)):
            if not future.state.is_completed():
                _let_go(runner)
            yield futures[future], future.state


def _let_go(runner: TaskRunner[Any]) -> None:
    """Let this process end though a worker died: on Python 3.11 the queue to it waits for it (cpython#94777)."""
    queue = getattr(getattr(runner, "_executor", None), "_call_queue", None)
    if queue is not None:
        queue.cancel_join_thread()


def _task_runner(settings: Settings) -> TaskRunner[Any]:
    if settings.runner == "process":
        return ProcessPoolTaskRunner(max_workers=settings.workers)
    from prefect_dask import DaskTaskRunner  # noqa: PLC0415 - an optional extra

    if settings.address:
        return DaskTaskRunner(address=settings.address)
    return DaskTaskRunner(cluster_kwargs={"n_workers": settings.workers, "threads_per_worker": 1})


@task
def resolve_actors(batches: list[Path], parts: list[Path], staging: Path) -> Path:
    """Bring the actors of all articles under one name and id each."""
    return archive.resolve_parts(batches, parts, staging)


@task
def stage(resolved: Path, staging: Path) -> None:
    """Gather the parts of each table into its file of the release."""
    for table in contracts.all_contracts():
        release.gather(staging, table, sorted((resolved / table).glob("*.parquet")))
    n_tables = len(contracts.all_contracts())
    tell("stage", n_tables, n_tables, f"tables: {n_tables}")


@task
def audit(staging: Path, inputs: Path, data: Path) -> AuditReport:
    """Check the staged tables against their contracts, the last release and the list of inputs."""
    last = release.current(data)
    checked = release.audit(staging, last.path if last else None, intake.n_inputs(inputs))
    rows = [
        {"table": check.table, "check": check.name, "column": check.column or "", "severity": check.severity,
         "holds": check.ok, "rows failed": check.n_failed}
        for check in checked.checks
    ]  # fmt: skip
    create_table_artifact(rows, key="audit", description=checked.summary())
    tell("audit", len(rows), len(rows), checked.summary())
    return checked


@task
def publish(staging: Path, checked: AuditReport, settings: Settings) -> Publication:
    """Make the staged tables the current release, and tell those who wait for it."""
    versions = {
        "onrecord": package_version(),
        "extractor": extractor_version(settings.reader, stances=settings.stances),
    }
    counts = {table: profile["rows"] for table, profile in checked.profile.items()}
    publication = release.publish(settings.data, staging, checked, versions=versions, counts=counts)
    if publication.is_new:
        resource = {"prefect.resource.id": f"onrecord.release.{publication.release.id}"}
        emit_event("onrecord.release.published", resource, payload={"counts": counts, "versions": versions})
    tell("publish", 1, 1, f"release {publication.release.id}")
    return publication


@task
def write_report(publication: Publication, settings: Settings) -> Path:
    """Write the page that people look at."""
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
