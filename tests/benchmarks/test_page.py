"""What the benchmarks measure with and write: the cost of a command, tables, charts."""

from __future__ import annotations

import sys
from xml.etree import ElementTree

import pytest

from tests.benchmarks import chart, processes, results
from tests.benchmarks.markdown import megabytes, table

WORK = """
import subprocess, sys, time
held = bytearray(80_000_000)
open(sys.argv[1], "wb").write(bytes(3_000_000))
subprocess.run([sys.executable, "-c", "import time; held = bytearray(60_000_000); time.sleep(1)"])
print("done")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="costs are read from Linux's /proc")
def test_the_cost_of_a_command_is_that_of_all_its_processes(tmp_path):
    cost = processes.measure([sys.executable, "-c", WORK, str(tmp_path / "file")])
    assert cost.output == "done\n"
    assert cost.wall > 1
    assert 140_000_000 < cost.peak_rss < 300_000_000
    assert cost.written >= 3_000_000


@pytest.mark.parametrize(
    ("n_bytes", "expected"),
    [pytest.param(1_234_567, "1.2 MB", id="small"), pytest.param(1_234_567_890, "1,235 MB", id="large")],
)
def test_megabytes(n_bytes, expected):
    assert megabytes(n_bytes) == expected


def test_numbers_stand_to_the_right_in_tables():
    assert table(["what", "n"], [["a|b", "1,000"]]) == "| what | n |\n| --- | --: |\n| a\\|b | 1,000 |"


def test_a_chart_is_an_svg_that_says_its_numbers():
    drawn = chart.bars("Cost & time", "seconds", [("one <b>", [1.0, 2.0]), ("two", [0.5, 0.0])], ("here", "there"))
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert "one &lt;b&gt;: 3; two: 0.5 (seconds)" in drawn


def test_measurements_are_kept_by_key(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    results.save("sizes", "b", {"n": 2})
    results.save("sizes", "a", {"n": 1})
    results.save("sizes", "b", {"n": 3})
    assert {key: kept["measured"]["n"] for key, kept in results.load("sizes").items()} == {"a": 1, "b": 3}
    assert set(results.load("sizes")["a"]["stamp"]) == {"date", "machine", "commit"}
