"""Against a Prefect server that stays: `prefect deploy --all`, a worker's run of the deployment, and `onrecord run`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment in which a server of our own answers; the server ends with the tests."""
    home = tmp_path_factory.mktemp("prefect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    log = (home / "server.log").open("wb")
    process = subprocess.Popen(
        [BIN / "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{environment['PREFECT_API_URL']}/health", timeout=1)
                break
            except OSError:
                time.sleep(0.5)
        else:
            pytest.fail((home / "server.log").read_text())
        yield environment
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def call(*command: object, environment: dict[str, str], cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        cwd=cwd,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_deployment_is_accepted_and_its_run_publishes(server: dict[str, str], tmp_path: Path) -> None:
    call(BIN / "prefect", "work-pool", "create", "--type", "process", "onrecord", environment=server)
    call(BIN / "prefect", "--no-prompt", "deploy", "--all", environment=server)
    shown = call(BIN / "prefect", "deployment", "inspect", "build-tables/daily", environment=server)
    assert "0 6 * * *" in shown
    assert "Africa/Nairobi" in shown
    settings = f'settings={{"sources": ["seeds/articles"], "data": "{tmp_path / "data"}"}}'
    call(BIN / "prefect", "deployment", "run", "build-tables/daily", "--param", settings, environment=server)
    call(BIN / "prefect", "worker", "start", "--pool", "onrecord", "--run-once", environment=server)
    assert (tmp_path / "data" / "current" / "quotes.parquet").is_file()


def test_a_run_from_the_command_line_is_seen_by_the_server(server: dict[str, str], tmp_path: Path) -> None:
    output = call(BIN / "onrecord", "run", "--data", tmp_path / "data", environment=server)
    assert "Published release" in output
    request = urllib.request.Request(
        f"{server['PREFECT_API_URL']}/artifacts/filter", data=b"{}", headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        artifacts = {(artifact["key"], artifact["type"]) for artifact in json.load(answer)}
    assert artifacts >= {("extraction", "progress"), ("audit", "table"), ("release", "markdown")}
