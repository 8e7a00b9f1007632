"""The audit holds for tables that keep the contracts' promises, and finds each promise that is broken."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from onrecord import release
from onrecord.contracts import all_contracts
from onrecord.release import AuditReport, drift
from tests import sample

CLEAN = sample.rows(250)


def audited(data: Path, found: sample.Rows, **options):
    with release.open_staging(data) as staging:
        sample.stage(staging, found)
        return release.audit(staging, **options)


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return audited(tmp_path_factory.mktemp("clean"), CLEAN, n_inputs=251)


def broken_rows() -> sample.Rows:
    """Return tables with many things wrong, each in a row of its own."""
    found = sample.rows(30)
    quotes, figures, articles = found["quotes"], found["figures"], found["articles"]
    quotes[0]["char_start"] += 1
    quotes[0]["text"] = quotes[0]["text"].upper()
    quotes[2]["cue_start"], quotes[2]["cue_end"] = 0, 4
    quotes[4]["cue_start"] = None
    quotes[6]["spans"] = quotes[6]["spans"][::-1]
    quotes[8]["spans"] = quotes[8]["spans"][:1]
    quotes[10]["confidence"] = 1.5
    quotes[12]["speaker_id"] = "act_0000000000000000"
    quotes[14]["article_id"] = "art_0000000000000000"
    quotes[16]["quote_id"] = quotes[18]["quote_id"]
    quotes[20]["speaker_end"] += 10_000
    figures[0]["quote_id"] = "quo_0000000000000000"
    figures[1]["value"] = float("nan")
    figures[2]["value_high"] = float("inf")
    figures[3]["char_start"], figures[3]["char_end"] = figures[3]["char_end"], figures[3]["char_start"]
    articles[1]["language"] = "fr"
    found["roles"].append(dict(found["roles"][0]))
    found["actors"][0]["name"] = "Two\nlines"
    found["actors"][1]["country"] = "Kenya"
    return found


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    return audited(tmp_path_factory.mktemp("broken"), broken_rows(), n_inputs=40)


def test_tables_that_keep_their_promises_pass(clean):
    assert clean.ok, clean.summary()
    assert clean.failures("warning") == []
    assert clean.summary() == f"All {len(clean.checks)} checks hold."


def test_every_rule_reference_and_span_of_the_contracts_is_checked(clean):
    for spec in all_contracts().values():
        mine = [check for check in clean.checks if check.table == spec.table]
        assert [check.name for check in mine].count("schema") == 1
        assert sum(check.name.startswith("expect_") for check in mine) == len(spec.rules)
        assert sum(check.name == "reference" for check in mine) == len(spec.references)
        assert sum(check.name == "offsets" for check in mine) == len(spec.spans) + len(spec.span_lists)


@pytest.mark.parametrize(
    ("name", "where", "n_failed"),
    [
        pytest.param("offsets", "quotes.char_start", 2, id="text is not at its offsets"),
        pytest.param("offsets", "quotes.cue_start", 3, id="cue elsewhere, half missing, no article"),
        pytest.param("offsets", "quotes.speaker_start", 2, id="offset behind the end"),
        pytest.param("offsets", "quotes.spans", 3, id="spans do not fill the quotation"),
        pytest.param("offsets", "figures.char_start", 1, id="end before start"),
        pytest.param("reference", "quotes.speaker_id", 1, id="speaker is no actor"),
        pytest.param("reference", "quotes.article_id", 1, id="no such article"),
        pytest.param("reference", "figures.quote_id", 2, id="no such quotation"),
        pytest.param("expect_column_values_to_be_unique", "quotes.quote_id", 2, id="key used twice"),
        pytest.param(
            "expect_compound_columns_to_be_unique", "roles.actor_id, role, organization, country", 2, id="composite key"
        ),
        pytest.param("expect_column_values_to_be_between", "quotes.confidence", 1, id="range"),
        pytest.param("expect_column_values_to_not_be_null", "figures.value", 1, id="NaN"),
        pytest.param("expect_column_values_to_be_between", "figures.value_high", 1, id="infinite"),
        pytest.param("expect_column_values_to_match_regex", "actors.name", 1, id="two lines"),
        pytest.param("expect_column_values_to_match_regex", "actors.country", 1, id="no ISO code"),
        pytest.param("expect_column_values_to_be_in_set", "articles.language", 1, id="language"),
        pytest.param("nothing lost", "rejects", 9, id="inputs went missing"),
    ],
)
def test_a_broken_promise_is_found(broken, name, where, n_failed):
    failures = broken.failures("critical") + broken.failures("warning")
    found = [check for check in failures if str(check).startswith(f"{where}: {name} ")]
    assert [check.n_failed for check in found] == [n_failed]
    assert not broken.ok


def test_nothing_else_is_reported(broken):
    assert len(broken.failures("critical")) == 17, broken.summary()
    assert len(broken.failures("warning")) == 1


def test_large_tables_are_judged_in_slices_to_the_same_end(broken, tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.release.expectations._BYTES_AT_ONCE", 2_000)
    monkeypatch.setattr(import_module("onrecord.release.stage"), "_ROW_GROUP", 7)
    sliced = audited(tmp_path, broken_rows(), n_inputs=40)
    assert [(check.name, check.column, check.ok, check.n_checked, check.n_failed) for check in sliced.checks] == [
        (check.name, check.column, check.ok, check.n_checked, check.n_failed) for check in broken.checks
    ]


def test_of_rows_taken_over_only_keys_and_references_are_checked(tmp_path):
    found = broken_rows()
    files = [f"{table}.parquet" for table in ("articles", "quotes", "figures")]
    one = found["quotes"][10]["article_id"]  # its confidence is out of range
    none, some = (audited(tmp_path, found, fresh=dict.fromkeys(files, fresh)) for fresh in ([], [one]))
    by_name = {(check.table, check.column, check.name): check for check in none.checks}
    assert by_name["quotes", "char_start", "offsets"].n_checked == 0
    assert by_name["quotes", "confidence", "expect_column_values_to_be_between"].ok
    assert not by_name["quotes", "quote_id", "expect_column_values_to_be_unique"].ok
    assert not by_name["quotes", "speaker_id", "reference"].ok
    by_name = {(check.table, check.column, check.name): check for check in some.checks}
    rows = sum(quote["article_id"] == one for quote in found["quotes"])
    assert by_name["quotes", "char_start", "offsets"].n_checked == rows
    assert by_name["quotes", "confidence", "expect_column_values_to_be_between"].n_failed == 1


def test_a_release_without_articles_fails(tmp_path):
    report = audited(tmp_path, {table: [] for table in all_contracts()})
    (failed,) = report.failures("critical")
    assert str(failed).startswith("articles: expect_table_row_count_to_be_between")
    assert str(failed).endswith("such as found 0")


def test_a_failure_says_where_how_many_and_which(broken):
    lines = broken.summary().splitlines()
    assert any(
        line.startswith(
            "critical: quotes.speaker_id: reference (Every value is one of actors.actor_id.) 1 of 30 rows fail"
        )
        and line.endswith("such as act_0000000000000000")
        for line in lines
    ), broken.summary()


def test_a_missing_or_foreign_file_ends_the_audit_at_once(tmp_path):
    with release.open_staging(tmp_path) as staging:
        sample.stage(staging, sample.rows(1))
        (staging / "release" / "dates.parquet").unlink()
        quotes = staging / "release" / "quotes.parquet"
        pq.write_table(pq.read_table(quotes).drop_columns(["cue"]), quotes)
        report = release.audit(staging)
    assert not report.ok
    assert [(check.table, check.examples[0].split("parquet ")[1]) for check in report.failures("critical")] == [
        ("dates", "is missing"),
        ("quotes", "has another schema than contract 1.0.0"),
    ]


def test_a_report_survives_writing_and_reading(broken, tmp_path):
    broken.write(tmp_path)
    assert AuditReport.read(tmp_path) == broken
    assert json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))["checks"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda found: found["articles"].clear(), "articles: 0 rows, 250 in the last release", id="gone"),
        pytest.param(
            lambda found: [quote.update(kind="mixed") for quote in found["quotes"][::3]],
            "quotes: kind is mixed in 33% of rows, 0% in the last release",
            id="new kind",
        ),
        pytest.param(
            lambda found: [figure.update(unit=None) for figure in found["figures"][:60]],
            "figures: unit is null in 24% of rows, 0% in the last release",
            id="nulls",
        ),
        pytest.param(
            lambda found: found["dates"].extend(dict(date) for date in found["dates"] * 2),
            "dates: 3.00 rows per article, 1.00 in the last release",
            id="thrice as many",
        ),
    ],
)
def test_drift_is_said_in_words(change, said, tmp_path):
    before, after = sample.rows(250), sample.rows(250)
    change(after)
    profiles = []
    for found in (before, after):
        with release.open_staging(tmp_path) as staging:
            sample.stage(staging, found)
            profiles.append(drift.profile(staging / "release"))
    found_changes = [f"{table}: {text}" for table in all_contracts() for text in drift.changes(*profiles, table)]
    assert any(text.startswith(said) for text in found_changes), found_changes


def test_few_rows_do_not_drift(tmp_path):
    profiles = []
    for n in (5, 30):
        with release.open_staging(tmp_path) as staging:
            sample.stage(staging, sample.rows(n))
            profiles.append(drift.profile(staging / "release"))
    assert [text for table in all_contracts() for text in drift.changes(*profiles, table)] == []


def test_drift_against_the_last_release_warns_and_stops_nothing(tmp_path, clean):
    with release.open_staging(tmp_path) as staging:
        sample.stage(staging, CLEAN)
        first = release.publish(tmp_path, staging, clean, versions={}, counts={}).release
    found = sample.rows(250)
    for figure in found["figures"]:
        figure["unit"] = None
    report = audited(tmp_path, found, previous=first.path)
    assert report.ok
    assert [(check.table, check.name) for check in report.failures("warning")] == [("figures", "drift")]


def test_great_expectations_stays_silent_and_offline(tmp_path):
    """No analytics, no network, no progress bars, no folder of its own."""
    script = """if True:
        import socket, sys
        from pathlib import Path
        from onrecord import release
        from tests import sample
        def refuse(*args): raise AssertionError("network")
        socket.socket.connect = socket.getaddrinfo = refuse
        with release.open_staging(Path("data")) as staging:
            sample.stage(staging, sample.rows(2))
            assert release.audit(staging).ok
    """
    path = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={"PYTHONPATH": path, "HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
