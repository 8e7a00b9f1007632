"""The command line: readable output, JSON for scripts, and exit codes with a message that says what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.progress import Progress, listening
from tests import sample


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("cli") / "data"
    sample.publish(data, sample.rows(2))
    sample.publish(data, sample.rows(3))
    return data


def call(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.output if code else result.stdout


def test_tables_lists_rows_bytes_and_columns(data: Path) -> None:
    listing = json.loads(call("tables", "--data", data, "--json"))
    quotes = next(table for table in listing["tables"] if table["table"] == "quotes")
    assert quotes["rows"] == 6
    assert quotes["bytes"] > 1000
    assert quotes["columns"][0] == "quote_id"
    assert "quotes" in call("tables", "--data", data)


@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["table", "JSON"])
def test_a_reader_that_has_seen_enough_is_no_error(data: Path, as_json: tuple[str, ...]) -> None:
    """As in ``onrecord tables | head``."""
    command = [sys.executable, "-m", "onrecord.cli", "tables", "--data", str(data), *as_json]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, b"")


def test_show_takes_a_speaker_an_article_and_a_number(data: Path) -> None:
    quotes = json.loads(call("show", "quotes", "--data", data, "--speaker", "odhiambo", "--json"))
    assert len(quotes) >= 2
    assert all("Odhiambo" in quote["speaker_name"] for quote in quotes)
    one = json.loads(call("show", "quotes", "--data", data, "--article", quotes[0]["article_id"], "-n", "1", "--json"))
    assert [quote["article_id"] for quote in one] == [quotes[0]["article_id"]]
    assert "No quotes" in call("show", "quotes", "--data", data, "--speaker", "nobody at all")


def test_show_actors_of_one_article(data: Path) -> None:
    actors = json.loads(call("show", "actors", "--data", data, "--json"))
    article = json.loads(call("show", "quotes", "--data", data, "--json"))[0]["article_id"]
    of_one = json.loads(call("show", "actors", "--data", data, "--article", article, "--json"))
    assert 0 < len(of_one) < len(actors)


def test_show_figures_for_people(data: Path) -> None:
    assert "m³" in call("show", "figures", "--data", data)


def test_diff_and_rollback(data: Path) -> None:
    new = json.loads((data / "current" / "manifest.json").read_text())
    releases = [new["parent"], new["release_id"]]
    difference = json.loads(call("diff", releases[0], releases[1], "--data", data, "--json"))
    assert difference["tables"]["articles"]["added"] == 1
    assert releases[0] in call("rollback", "--data", data)
    assert releases[1] in call("rollback", releases[1], "--data", data)


def test_dictionary_describes_every_table() -> None:
    assert set(json.loads(call("dictionary", "--json"))) >= {"articles", "quotes", "figures", "actors"}
    assert "speaker_resolution" in call("dictionary")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["tables", "--data", "{tmp}/none"], 2, "onrecord run", id="nothing published"),
        pytest.param(["diff", "2001", "--data", "{tmp}/none"], 2, "2001", id="no such release"),
        pytest.param(["run", "{tmp}/none"], 2, "give files or folders that exist", id="no such source"),
        pytest.param(["run", "{tmp}"], 2, "nothing to read", id="empty folder"),
        pytest.param(["run", "{tmp}", "--workers", "0"], 2, "workers", id="setting out of bounds"),
        pytest.param(["run", "--runner", "magic"], 2, "magic", id="unknown runner"),
        pytest.param(["show", "poems"], 2, "poems", id="unknown table"),
        pytest.param(["backfill", "--data", "{tmp}/none"], 2, "onrecord run", id="nothing to extract again"),
        pytest.param(["backfill", "--tables", "quotes"], 2, "figures", id="a table that is not made alone"),
        pytest.param(["prune", "--data", "{tmp}/none"], 2, "onrecord run", id="nothing to let go of"),
        pytest.param(["run", "--data", "gopher://x/y"], 2, "gopher", id="no such kind of store"),
    ],
)
def test_errors_have_a_message_and_a_code(tmp_path: Path, arguments: list[str], code: int, says: str) -> None:
    assert says in call(*(argument.format(tmp=tmp_path) for argument in arguments), code=code)


@pytest.mark.usefixtures("prefect_server")
def test_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Dam opens\nThe dam holds 3 million litres.\n")
    (tmp_path / "data").write_text("a file where the folder should be")
    output = call("run", tmp_path / "story.txt", "--data", tmp_path / "data", code=3)
    assert str(tmp_path / "data") in output


@pytest.mark.usefixtures("prefect_server")
def test_a_run_that_only_rejects_fails_its_audit(tmp_path: Path) -> None:
    (tmp_path / "nul.txt").write_bytes(b"a\0b")
    output = call("run", tmp_path / "nul.txt", "--data", tmp_path / "data", code=1)
    assert "at least one article" in output
    assert not (tmp_path / "data" / "current").exists()


@pytest.mark.usefixtures("prefect_server")
def test_a_run_prints_what_it_published_and_where(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Dam opens\n“It holds 3 million litres,” Governor Amina Odhiambo said.\n")
    dry = call("run", tmp_path / "story.txt", "--data", tmp_path / "data", "--dry-run")
    assert "nothing published" in dry
    published = json.loads(call("run", tmp_path / "story.txt", "--data", tmp_path / "data", "--json"))
    assert published["is_new"]
    assert published["counts"]["quotes"] == 1
    assert Path(published["report"]).is_file()
    assert "Nothing new" in call("run", tmp_path / "story.txt", "--data", tmp_path / "data")


@pytest.mark.usefixtures("prefect_server")
def test_a_backfill_is_called_for_and_brings_the_version_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "story.txt").write_text("Dam opens\n“It holds 3 million litres,” Governor Amina Odhiambo said.\n")
    monkeypatch.setenv("ONRECORD_READER", "spacy")
    call("run", tmp_path / "story.txt", "--data", tmp_path / "data")
    monkeypatch.setenv("ONRECORD_READER", "model")
    told: list[Progress] = []
    with listening(told.append):
        assert "Nothing new" in call("run", tmp_path / "story.txt", "--data", tmp_path / "data")
    assert any("onrecord backfill" in each.note for each in told)
    (tmp_path / "story.txt").unlink()
    done = json.loads(call("backfill", "--data", tmp_path / "data", "--json"))
    assert done["is_new"]
    assert "Removed 1 releases" in call("prune", "--keep", "1", "--data", tmp_path / "data")
