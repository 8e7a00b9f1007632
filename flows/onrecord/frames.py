"""The tables of one release as pandas frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.files import location
from onrecord.release.catalogue import Release, find

if TYPE_CHECKING:
    import pandas as pd


class Frames:
    """The tables of one release: ``frames.quotes`` is a pandas frame, read on first use and kept.

    The release is chosen once: frames taken later, after another run has published, still fit together.
    Each frame's ``attrs`` say what it is: ``release``, ``table``, ``description``, ``columns`` (name ->
    description) and ``units`` (name -> unit).
    """

    def __init__(self, release: Release) -> None:
        self.release = release

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return list(self.release.manifest.tables)

    def __getattr__(self, table: str) -> pd.DataFrame:
        if table.startswith("_") or table not in self.tables:
            raise AttributeError(f"no table {table!r} in release {self.release.id}")
        frame = _read(self.release, table)
        setattr(self, table, frame)
        return frame

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} {table.rows:,}" for name, table in self.release.manifest.tables.items())
        return f"<onrecord release {self.release.id}: {sizes}>"


def load(data: str | Path, release: str) -> Frames:
    """Return the tables of a release of a data folder; raises NoReleaseError if it has none such."""
    return Frames(find(location(data).absolute(), release))


def _read(release: Release, name: str) -> pd.DataFrame:
    table = release.read(name)
    frame = table.to_pandas()
    frame.attrs = {
        "release": release.id,
        "table": name,
        "description": _text(table.schema.metadata, "description"),
        "columns": {field.name: _text(field.metadata, "description") for field in table.schema},
        "units": {field.name: unit for field in table.schema if (unit := _text(field.metadata, "unit"))},
    }
    return frame


def _text(metadata: dict[bytes, bytes] | None, key: str) -> str:
    return (metadata or {}).get(key.encode(), b"").decode()
