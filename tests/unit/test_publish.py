"""Publishing: readers see the last release or the new one, whole, whatever happens on the way."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from onrecord import release
from onrecord.contracts import all_contracts, contract
from onrecord.release import Check, manifest
from tests import sample

ROOT = Path(__file__).parents[2]


def test_the_first_release_is_current_and_described(tmp_path):
    publication = sample.publish(tmp_path, sample.rows(3))
    found = publication.release
    assert publication.is_new
    assert release.current(tmp_path) == found
    assert (tmp_path / "current").readlink() == Path("releases", found.id)
    described = json.loads((tmp_path / "current" / "manifest.json").read_text(encoding="utf-8"))
    assert described["release_id"] == found.id
    assert described["parent"] is None
    assert described["versions"] == {"onrecord": "test"}
    assert described["counts"] == {"inputs": 1}
    assert set(described["tables"]) == set(all_contracts())
    quotes = described["tables"]["quotes"]
    assert quotes["rows"] == 6
    assert quotes["schema_sha256"] == contract("quotes").schema_hash
    assert quotes["contract_version"] == contract("quotes").version
    assert quotes["files"][0]["sha256"] == manifest.sha256(found.table("quotes"))
    assert quotes["bytes"] == found.table("quotes").stat().st_size
    assert manifest.damage(found.path) == []


@pytest.mark.parametrize("table", all_contracts())
def test_every_file_has_the_schema_of_its_contract(table, tmp_path):
    found = sample.publish(tmp_path, sample.rows(2)).release
    assert pq.read_schema(found.table(table)).equals(contract(table).arrow_schema, check_metadata=True)


def test_rejects_are_listed_apart_too(tmp_path):
    found = sample.publish(tmp_path, sample.rows(1)).release
    listed = pq.read_table(tmp_path / "rejects" / f"{found.id}.parquet")
    assert listed.column("reason").to_pylist() == ["unsupported"]


def test_the_next_release_names_its_parent_and_leaves_it_untouched(tmp_path):
    first = sample.publish(tmp_path, sample.rows(2)).release
    before = {path.name: path.read_bytes() for path in first.path.iterdir()}
    second = sample.publish(tmp_path, sample.rows(3)).release
    assert release.current(tmp_path) == second
    assert second.manifest.parent == first.id
    assert {path.name: path.read_bytes() for path in first.path.iterdir()} == before
    assert {found.id for found in release.releases(tmp_path)} == {first.id, second.id}


def test_the_same_tables_are_not_published_again(tmp_path):
    first = sample.publish(tmp_path, sample.rows(2))
    again = sample.publish(tmp_path, sample.rows(2))
    assert not again.is_new
    assert again.release == first.release
    assert len(release.releases(tmp_path)) == 1


def test_tables_that_an_older_release_holds_make_it_current_again(tmp_path):
    first = sample.publish(tmp_path, sample.rows(2)).release
    sample.publish(tmp_path, sample.rows(3))
    third = sample.publish(tmp_path, sample.rows(2))
    assert third.is_new
    assert third.release == first == release.current(tmp_path)
    assert len(release.releases(tmp_path)) == 2


def test_a_failed_audit_publishes_nothing(tmp_path):
    first = sample.publish(tmp_path, sample.rows(2)).release
    failed = Check("quotes", "cue", "offsets", "A promise.", "critical", ok=False, n_checked=9, n_failed=2)
    with release.open_staging(tmp_path) as staging:
        sample.stage(staging, sample.rows(3))
        report = release.AuditReport((failed,), {})
        with pytest.raises(release.AuditFailedError) as caught:
            release.publish(tmp_path, staging, report, versions={}, counts={})
    assert "critical: quotes.cue: offsets (A promise.) 2 of 9 rows fail" in str(caught.value)
    assert release.current(tmp_path) == first
    assert release.releases(tmp_path) == [first]


def test_warnings_do_not_hold_a_release_back(tmp_path):
    warned = Check("quotes", "cue", "drift", "A hint.", "warning", ok=False)
    with release.open_staging(tmp_path) as staging:
        sample.stage(staging, sample.rows(3))
        report = release.AuditReport((warned,), {})
        assert release.publish(tmp_path, staging, report, versions={}, counts={}).is_new


def test_without_symbolic_links_a_file_points_to_the_release(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError("no symbolic links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    sample.publish(tmp_path, sample.rows(1))
    second = sample.publish(tmp_path, sample.rows(2)).release
    assert (tmp_path / "current").read_text(encoding="utf-8") == f"releases/{second.id}\n"
    assert release.current(tmp_path) == second


def test_without_hard_links_rejects_are_copied(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    found = sample.publish(tmp_path, sample.rows(1)).release
    assert (tmp_path / "rejects" / f"{found.id}.parquet").read_bytes() == found.table("rejects").read_bytes()


def test_a_release_removed_by_hand_does_not_stop_the_next(tmp_path):
    first = sample.publish(tmp_path, sample.rows(1)).release
    first.path.rename(tmp_path / "elsewhere")
    with pytest.raises(release.NoReleaseError, match=r"is not there\. Choose another: onrecord rollback"):
        release.current(tmp_path)
    assert sample.publish(tmp_path, sample.rows(2)).is_new


def test_a_damaged_release_is_named_and_does_not_stop_the_next(tmp_path):
    first = sample.publish(tmp_path, sample.rows(1)).release
    (first.path / "quotes.parquet").write_bytes(b"PAR1")
    (first.path / "dates.parquet").unlink()
    assert [text.split("/")[-1] for text in manifest.damage(first.path)] == [
        "dates.parquet is missing.",
        "quotes.parquet is not the file that was published.",
    ]
    (first.path / "manifest.json").write_text("{")
    assert sample.publish(tmp_path, sample.rows(2)).is_new
    with pytest.raises(release.DamagedReleaseError, match=r"manifest\.json can't be read.*onrecord rollback"):
        manifest.read(first.path)


class TestGoingBack:
    def test_to_the_release_before(self, tmp_path):
        first = self.three(tmp_path)[1]
        assert release.rollback(tmp_path) == first == release.current(tmp_path)

    def test_to_the_start_of_an_id(self, tmp_path):
        first = self.three(tmp_path)[0]
        assert release.rollback(tmp_path, first.id[:-3]) == first == release.current(tmp_path)

    def test_there_is_none_before_the_first(self, tmp_path):
        sample.publish(tmp_path, sample.rows(1))
        with pytest.raises(release.NoReleaseError, match="has no release before"):
            release.rollback(tmp_path)

    def test_an_unknown_id_lists_the_known(self, tmp_path):
        known = self.three(tmp_path)
        with pytest.raises(release.NoReleaseError, match=f"is '1999'; there are: {known[0].id}, "):
            release.rollback(tmp_path, "1999")

    def test_an_id_cut_too_short_is_not_guessed(self, tmp_path):
        self.three(tmp_path)
        with pytest.raises(release.NoReleaseError, match="More than one release"):
            release.rollback(tmp_path, "2")

    def test_from_a_release_that_was_removed(self, tmp_path):
        first, second, third = self.three(tmp_path)
        third.path.rename(tmp_path / "elsewhere")
        assert release.rollback(tmp_path) == second
        assert first in release.releases(tmp_path)

    def test_in_an_empty_folder(self, tmp_path):
        with pytest.raises(release.NoReleaseError, match=r"Nothing was published in .* yet"):
            release.rollback(tmp_path)

    @staticmethod
    def three(data: Path) -> list[release.Release]:
        return publish_on_days(data, 3)


class TestLettingGo:
    def test_the_newest_stay(self, tmp_path):
        first, second, third = publish_on_days(tmp_path, 3)
        (tmp_path / "reports" / first.id).mkdir(parents=True)
        assert release.prune(tmp_path, keep=2) == [first.id]
        assert release.releases(tmp_path) == [second, third]
        assert not (tmp_path / "reports" / first.id).exists()
        assert not (tmp_path / "rejects" / f"{first.id}.parquet").exists()
        assert [path.name for path in (tmp_path / "releases").iterdir() if path.name.startswith(".r")] == []

    def test_the_current_stays_however_old(self, tmp_path):
        first, second, third = publish_on_days(tmp_path, 3)
        release.rollback(tmp_path, first.id)
        assert release.prune(tmp_path, keep=1) == [second.id]
        assert release.releases(tmp_path) == [first, third]

    def test_something_must_stay(self, tmp_path):
        with pytest.raises(ValueError, match="at least 1"):
            release.prune(tmp_path, keep=0)


def publish_on_days(data: Path, n: int) -> list[release.Release]:
    """Publish ``n`` releases whose ids are days apart."""
    for day in range(1, n + 1):
        found = sample.publish(data, sample.rows(day)).release
        renamed = found.path.with_name(f"2024010{day}T060000Z-{found.id[-8:]}")
        found.path.rename(renamed)
        (data / "rejects" / f"{found.id}.parquet").rename(data / "rejects" / f"{renamed.name}.parquet")
        release.rollback(data, renamed.name)
    return release.releases(data)


def test_two_processes_do_not_publish_at_once(tmp_path, monkeypatch):
    with release.open_staging(tmp_path) as staging:
        sample.stage(staging, sample.rows(2))
        (tmp_path / "releases").mkdir()
        holder = _python(
            "import sys, time; from pathlib import Path; from onrecord.release.storage import locked\n"
            "with locked(Path(sys.argv[1]), 'x'): print('held', flush=True); time.sleep(60)",
            tmp_path / "releases" / ".lock",
        )
        assert holder.stdout.readline() == "held\n"
        monkeypatch.setattr(import_module("onrecord.release.storage"), "_PATIENCE", 0.2)
        with pytest.raises(release.BusyError, match="Another run is publishing to this data folder"):
            release.publish(tmp_path, staging, sample.PASSED, versions={}, counts={})
        holder.kill()
        holder.wait()
        assert release.publish(tmp_path, staging, sample.PASSED, versions={}, counts={}).is_new


def _publish_and_die(data: Path, steps_left: int) -> None:
    def counted(function):
        def step(*args, **kwargs):
            nonlocal steps_left
            if steps_left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            steps_left -= 1
            return function(*args, **kwargs)

        return step

    with release.open_staging(data) as staging:
        sample.stage(staging, sample.rows(3))
        for name in ("open", "fsync", "rename", "replace", "symlink", "link", "unlink", "mkdir"):
            setattr(os, name, counted(getattr(os, name)))
        release.publish(data, staging, sample.PASSED, versions={}, counts={})


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_kill_at_any_step_leaves_one_whole_release(tmp_path):
    """Kill a publishing process before each of its calls to the file system, one after the other."""
    first = sample.publish(tmp_path / "first", sample.rows(2)).release.manifest.content_sha256
    seen = []
    processes = multiprocessing.get_context("forkserver")  # its processes start with the imports done
    processes.set_forkserver_preload([__name__, "pandas"])
    for step in range(100):
        data = tmp_path / str(step)
        sample.publish(data, sample.rows(2))
        process = processes.Process(target=_publish_and_die, args=(data, step))
        process.start()
        process.join()
        now = release.current(data)
        assert manifest.damage(now.path) == []
        assert [text for found in release.releases(data) for text in manifest.damage(found.path)] == []
        seen.append(now.manifest.content_sha256)
        done = sample.publish(data, sample.rows(3)).release
        assert release.current(data) == done
        assert [path.name for path in (data / "staging").iterdir() if path.is_dir()] == []
        if process.exitcode != -signal.SIGKILL:
            assert process.exitcode == 0
            break
    assert len(seen) > 20
    assert seen[0] == first
    assert len(set(seen)) == 2
    assert seen == sorted(seen, key=lambda content: content != first), "once new, always new"


def _python(script: str, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, args)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


_PUBLISH = """
import sys
from pathlib import Path
from tests import sample

assert sample.publish(Path(sys.argv[1]), sample.rows(int(sys.argv[2]))).is_new
"""


def test_processes_that_publish_at_the_same_time_publish_one_after_the_other(tmp_path):
    processes = [_python(_PUBLISH, tmp_path, n) for n in (1, 2, 3)]
    for process in processes:
        assert process.communicate()[1] == ""
        assert process.returncode == 0
    found = release.releases(tmp_path)
    assert len(found) == 3
    assert {each.manifest.parent for each in found} == {None, *(each.id for each in found)} - {
        release.current(tmp_path).id
    }
    assert [text for each in found for text in manifest.damage(each.path)] == []
