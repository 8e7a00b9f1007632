"""Staging: the same rows give the same bytes, and a run's leftovers are nobody's release."""

import errno
import itertools
import os
import random
import subprocess
import sys
import textwrap

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord import release
from onrecord.contracts import ContractError, contract, table_from_rows
from onrecord.release import manifest
from tests import sample


@pytest.mark.parametrize("table", ["articles", "quotes", "actors", "roles", "rejects"])
def test_bytes_do_not_depend_on_the_order_of_rows(table, tmp_path):
    found = sample.rows(40)[table]
    hashes = set()
    for i in range(4):
        shuffled = random.Random(i).sample(found, len(found))
        with release.open_staging(tmp_path) as staging:
            path = release.gather(staging, "t.parquet", table, [table_from_rows(table, shuffled)])
            hashes.add(manifest.sha256(path))
    assert len(hashes) == 1


@pytest.mark.parametrize("cuts", [(), (1,), (40_000,), (32_768,), (20_000, 20_001, 65_536)])
def test_bytes_do_not_depend_on_where_rows_were_cut(cuts, tmp_path):
    date = sample.rows(1)["dates"][0]
    found = [date | {"date_id": f"dat_{i:016x}", "article_id": f"art_{i:016x}"} for i in range(70_000)]
    whole = table_from_rows("dates", found)
    with release.open_staging(tmp_path) as staging:
        pieces = [whole.slice(a, b - a) for a, b in itertools.pairwise([0, *cuts, len(whole)])]
        path = release.gather(staging, "dates.parquet", "dates", pieces)
        release.write_table("dates", whole, staging / "whole.parquet")
        assert path.read_bytes() == (staging / "whole.parquet").read_bytes()
        assert pq.read_metadata(path).num_row_groups == 3


def test_a_table_without_rows_is_empty_with_its_schema(tmp_path):
    with release.open_staging(tmp_path) as staging:
        path = release.gather(staging, "figures.parquet", "figures", [])
        assert pq.read_schema(path).equals(contract("figures").arrow_schema, check_metadata=True)
        assert pq.read_metadata(path).num_rows == 0


def test_rows_that_do_not_fit_the_contract_are_refused(tmp_path):
    with (
        release.open_staging(tmp_path) as staging,
        pytest.raises(ContractError, match=r"dates\.article_id is required"),
    ):
        release.gather(staging, "dates.parquet", "dates", [pa.table({"date_id": ["dat_1"]})])


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_a_file_is_carried_over_as_it_is(links, tmp_path, monkeypatch):
    if not links:
        monkeypatch.setattr(os, "link", lambda *args: (_ for _ in ()).throw(OSError(errno.EPERM, "no links")))
    last = sample.publish(tmp_path, sample.rows(3)).release
    with release.open_staging(tmp_path) as staging:
        release.carry(last.table("quotes"), staging, "quotes.parquet")
        carried = staging / "release" / "quotes.parquet"
        assert carried.read_bytes() == last.table("quotes").read_bytes()
        assert carried.samefile(last.table("quotes")) == links


def test_staging_is_removed_when_the_run_ends_well(tmp_path):
    with release.open_staging(tmp_path) as staging:
        assert (staging / "release").is_dir()
    assert not staging.exists()


def test_what_a_failed_run_left_stays_until_the_next_run(tmp_path):
    with pytest.raises(RuntimeError), release.open_staging(tmp_path) as failed:
        raise RuntimeError
    assert failed.exists()
    failed.rename(failed.with_name("earlier"))
    with release.open_staging(tmp_path) as staging:
        assert [path.name for path in staging.parent.iterdir() if path.is_dir()] == [staging.name]


def test_a_run_that_goes_on_keeps_its_staging(tmp_path):
    with release.open_staging(tmp_path) as mine:
        other = "import sys; from pathlib import Path; from onrecord import release\n"
        other += "with release.open_staging(Path(sys.argv[1])) as s: print(s)"
        subprocess.run([sys.executable, "-c", other, str(tmp_path)], check=True, capture_output=True)
        assert mine.exists()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        pytest.param(errno.ENOSPC, "No space left on device. Free some disk space", id="full disk"),
        pytest.param(errno.EROFS, "Read-only file system. The file system is read-only; give a data", id="read-only"),
        pytest.param(errno.EACCES, "Permission denied. Give yourself write access", id="no permission"),
        pytest.param(errno.EIO, "Input/output error. The disk reports an error", id="broken disk"),
    ],
)
def test_a_refusing_disk_is_explained_and_leaves_no_half_file(tmp_path, monkeypatch, code, message):
    def refuse(self, table):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(pq.ParquetWriter, "write_table", refuse)
    table = table_from_rows("dates", sample.rows(1)["dates"])
    with pytest.raises(release.StorageError) as caught:
        release.write_table("dates", table, tmp_path / "dates.parquet")
    assert message in str(caught.value)
    assert str(tmp_path / "dates.parquet") in str(caught.value)
    assert "last release is as it was" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_real_limit_on_writing_is_explained(tmp_path):
    """The system itself refuses after 20 kB, as a full disk would."""
    resource = pytest.importorskip("resource")
    script = """
        import resource, sys
        from pathlib import Path
        from onrecord import release
        from onrecord.contracts import table_from_rows
        from tests import sample
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        try:
            with release.open_staging(Path(sys.argv[1])) as staging:
                sample.stage(staging, sample.rows(2_000))
        except release.StorageError as error:
            sys.exit(str(error))
    """
    assert resource
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Writing actors failed" in done.stderr
    assert "File too large" in done.stderr
    assert "raise the limit (ulimit -f)" in done.stderr


def test_a_data_folder_that_can_not_be_made_is_explained(tmp_path):
    (tmp_path / "data").write_text("a file, not a folder")
    with (
        pytest.raises(release.StorageError, match="A file stands where a folder is needed"),
        release.open_staging(tmp_path / "data"),
    ):
        pass


def test_only_the_schema_of_the_contract_is_written(tmp_path):
    table = table_from_rows("dates", []).replace_schema_metadata(None)
    with pytest.raises(ValueError, match="not that of dates"):
        release.write_table("dates", table, tmp_path / "dates.parquet")
