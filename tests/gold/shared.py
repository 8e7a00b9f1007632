"""Where the gold and its scorers are: beside the project, not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD = SHARED / "gold"
SCORERS = SHARED / "score"
MISSING = "the gold data is not here: it is kept beside the project, in ../shared/gold"
needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason=MISSING)
