"""A data folder on an object store: a real S3 server process, and the same bytes as on a disk."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import onrecord
from build_tables import build_tables
from onrecord import release
from onrecord.files import location
from onrecord.release import NoReleaseError, Publication
from onrecord.settings import Settings
from tests.conftest import SEEDS

pytest.importorskip("s3fs", reason="needs the extra `s3`")
pytest.importorskip("moto", reason="needs moto's S3 server")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a bucket of an S3 server that runs as a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("s3") / "log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(port)],
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    given = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        import s3fs

        for _ in range(300):
            try:
                s3fs.S3FileSystem(skip_instance_cache=True).mkdir("news")
                break
            except OSError:
                time.sleep(0.2)
        yield "s3://news"
    server.terminate()
    server.wait(30)


def run(data: str | Path, folder: Path = SEEDS, **settings: object) -> Publication:
    publication = build_tables(Settings(sources=[folder], data=data, reader="spacy", runner="sequential", **settings))
    assert publication is not None
    return publication


def digests(published: release.Release) -> dict[str, str]:
    return {
        file.path: hashlib.sha256((published.path / file.path).read_bytes()).hexdigest()
        for table in published.manifest.tables.values()
        for file in table.files
    }


def test_a_release_on_s3_has_the_bytes_of_one_on_a_disk(bucket: str, tmp_path: Path) -> None:
    there, here = run(f"{bucket}/data"), run(tmp_path / "data")
    assert digests(there.release) == digests(here.release)
    assert location(f"{bucket}/data/current").read_text() == f"releases/{there.release.id}\n"
    assert not run(f"{bucket}/data").is_new
    options = {"client_kwargs": {"endpoint_url": os.environ["AWS_ENDPOINT_URL"]}}
    quotes = pd.read_parquet(f"{bucket}/data/releases/{there.release.id}/quotes.parquet", storage_options=options)
    assert len(quotes) == here.release.manifest.counts["quotes"]
    assert len(onrecord.load(f"{bucket}/data").quotes) == len(quotes)
    page = location(f"{bucket}/data/reports") / there.release.id / "index.html"
    assert "2,500" in page.read_text()


def test_releases_on_s3_follow_one_another(bucket: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    data = location(f"{bucket}/more")
    stories = sorted(SEEDS.glob("*.txt"))
    for story in stories:
        (folder / story.name).write_bytes(story.read_bytes())
        run(f"{bucket}/more", folder)
    old, new = release.releases(data)
    assert release.diff(old, new).counts()["articles"]["added"] == 1
    assert release.rollback(data).id == old.id == release.find(data, "current").id
    assert release.prune(data, keep=1) == []  # the current one stays
    release.rollback(data, new.id)
    assert release.prune(data, keep=1) == [old.id]
    assert [one.id for one in release.releases(data)] == [new.id]


def test_a_failed_run_leaves_the_release_on_s3_as_it_was(bucket: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    with pytest.raises(release.AuditFailedError):
        run(f"{bucket}/none", tmp_path / "in")
    with pytest.raises(NoReleaseError):
        release.find(location(f"{bucket}/none"), "current")
