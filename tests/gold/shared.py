"""Where the gold and its scorers are: beside the project, not in it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD = SHARED / "gold"
SCORERS = SHARED / "score"
MISSING = "the gold data is not here: it is kept beside the project, in ../shared/gold"
needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason=MISSING)


def load_scorer(path: Path) -> ModuleType:
    """Return one of the scorers, which are scripts, as a module of its own."""
    spec = importlib.util.spec_from_file_location(f"scorer_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
