"""Discovery: which files the given sources hold, in a fixed order."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.sources.reject import Reject, failed_read

_TEXT_SUFFIXES = {".txt", ".text", ""}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read. ``uri`` is the same on every machine: the source's own name, then the path in it."""

    uri: str
    path: str
    """Where it lies; absolute where it was discovered."""
    state: os.stat_result | None = None
    """Its size and times when it was found."""


def discover(sources: Iterable[Path]) -> tuple[list[SourceFile], list[Reject]]:
    """Return the files of ``sources`` (files, or folders searched to the bottom) by uri, and what is none.

    Hidden files and folders are passed over, as editors and file managers leave them behind.
    """
    files: dict[str, SourceFile] = {}
    rejects: list[Reject] = []
    for source, base in _with_bases(list(sources)):
        top = os.path.abspath(source)  # noqa: PTH100 - as the paths below, of which there are many
        found = _walk(top, base, rejects) if source.is_dir() else [(_uri(source, base), top)]
        for uri, path in found:
            try:
                state = os.stat(path)  # noqa: PTH116 - of a hundred thousand files, a path object for each costs more
            except FileNotFoundError:
                rejects.append(Reject(uri, "discover", "not_found", "there is no such file; check the path"))
                continue
            except OSError as error:
                rejects.append(failed_read(uri, "discover", error))
                continue
            suffix = os.path.splitext(path)[1]  # noqa: PTH122
            if not stat.S_ISREG(state.st_mode):
                rejects.append(Reject(uri, "discover", "unsupported", "not a regular file"))
            elif suffix.lower() not in _TEXT_SUFFIXES:
                detail = f"no reader for *{suffix} files; plain text (.txt) is read"
                rejects.append(Reject(uri, "discover", "unsupported", detail, n_bytes=state.st_size))
            else:
                files[uri] = SourceFile(uri, path, state)
    return [files[uri] for uri in sorted(files)], rejects


def _with_bases(sources: list[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each source with the folder that its uris start from: its own, or one above all sources of its name."""
    alike: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        alike[source.absolute().name].add(str(source.absolute().parent))
    for source in sources:
        yield source, os.path.commonpath(alike[source.absolute().name])


def _walk(folder: str, base: str, rejects: list[Reject]) -> Iterator[tuple[str, str]]:
    """Yield the uri and the path of each file in a folder."""

    def unreadable(error: OSError) -> None:
        rejects.append(failed_read(_uri(Path(error.filename), base), "discover", error))

    for root, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        above = _uri(Path(root), base)
        within = os.path.join(root, "")  # noqa: PTH118
        for name in names:
            if not name.startswith("."):
                yield f"{above}/{_legible(name)}", within + name


def _uri(path: Path, base: str) -> str:
    # Links are not followed: a file is named as it was given.
    named = os.path.relpath(path, base)
    return _legible(Path(named).as_posix())


def _legible(name: str) -> str:
    # A name that is no UTF-8 can't stand in a table; "?" takes the place of its odd bytes.
    return name.encode("utf-8", "replace").decode("utf-8")
