"""What an edit of a list costs: an extraction again, or only the next release."""

import shutil
from pathlib import Path

import pytest

from onrecord import reference, version


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(reference.folder(), tmp_path / "reference")
    monkeypatch.setattr(reference, "folder", lambda: tmp_path / "reference")
    return tmp_path / "reference"


def versions() -> tuple[str, str, str]:
    for cached in (version.extractor_version, version.release_version, version.sources_version):
        cached.cache_clear()
    return version.extractor_version("model"), version.release_version(), version.sources_version()


@pytest.fixture(autouse=True)
def _forget() -> None:
    yield
    versions()


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        pytest.param("actor_aliases.csv", (False, True, False), id="a correction of names: the next release"),
        pytest.param("reporting_cues.csv", (True, True, False), id="a reporting verb: extraction"),
    ],
)
def test_what_an_edit_changes(lists: Path, name: str, changed: tuple[bool, ...]) -> None:
    before = versions()
    with (lists / name).open("a") as file:
        file.write("# a line more\n")
    assert tuple(old != new for old, new in zip(before, versions(), strict=True)) == changed


def test_the_switches_of_a_run_are_in_the_version() -> None:
    assert len({version.extractor_version("model"), version.extractor_version("spacy"),
                version.extractor_version("model", stances=True)}) == 3  # fmt: skip
