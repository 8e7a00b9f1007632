"""What tests share: a Prefect server of their own, and one published release of the seeds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")

SEEDS = Path(__file__).parents[1] / "seeds" / "articles"


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A Prefect server and database for the tests' flow runs, gone afterwards."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(scope="session")
def seeds_data(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the release of the seed articles, as the main job publishes it."""
    from build_tables import build_tables
    from onrecord.settings import Settings

    data = tmp_path_factory.mktemp("seeds") / "data"
    build_tables(Settings(sources=[SEEDS], data=data))
    return data
