"""The gate's own pin: which state of the gold its floors hold for."""

from pathlib import Path

import pytest

from tests.gold import gate, news


def test_digest_is_of_the_gold_and_not_of_what_readers_leave_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text("{}")
    (tmp_path / "gold" / "score.py").write_text("")
    monkeypatch.setattr(gate, "GOLD", tmp_path / "gold")
    monkeypatch.setattr(news, "WRITTEN", tmp_path / "written")
    before = gate.gold_digest()
    (tmp_path / "gold" / "__pycache__").mkdir()
    (tmp_path / "gold" / "__pycache__" / "score.cpython-311.pyc").write_bytes(b"\0")
    (tmp_path / "gold" / ".DS_Store").write_bytes(b"\0")
    assert gate.gold_digest() == before
    (tmp_path / "gold" / "a.json").write_text("[]")
    assert gate.gold_digest() != before
