"""What releases need of the disk: writes that last, one writer at a time, and errors that say what to do."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from onrecord.files import is_remote, remove_folder
from onrecord.release.errors import BusyError, StorageError

_PATIENCE = 60.0  # seconds

_ADVICE = {
    errno.ENOSPC: "Free some disk space, such as that of old releases, and run again.",
    errno.EDQUOT: "Free some of your quota, such as that of old releases, and run again.",
    errno.EFBIG: "The file is larger than this system allows; raise the limit (ulimit -f) and run again.",
    errno.EROFS: "The file system is read-only; give a data folder that can be written (--data).",
    errno.EACCES: "Give yourself write access to the data folder, or another one (--data).",
    errno.EPERM: "Give yourself write access to the data folder, or another one (--data).",
    errno.ENOENT: "Check that the data folder still exists and that nothing else removes files from it.",
    errno.ENOTDIR: "A file stands where a folder is needed; move it away.",
    errno.EEXIST: "Something that is not ours stands there; move it away.",
    errno.EISDIR: "A folder stands where a file is needed; move it away.",
    errno.EIO: "The disk reports an error; check it before running again.",
}


@contextlib.contextmanager
def explained(doing: str, path: Path) -> Iterator[None]:
    """Turn the system's errors in the block into a StorageError: what happened, where, what to do."""
    try:
        yield
    except OSError as error:
        where = error.filename or path
        reason = os.strerror(error.errno) if error.errno else str(error)
        advice = _ADVICE.get(error.errno or 0, "Check the data folder and run again.")
        raise StorageError(f"{doing} failed at {where}: {reason}. {advice} The last release is as it was.") from error


@contextlib.contextmanager
def locked(path: Path, what: str, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock file ``path``; raise BusyError if another process still does after ``patience`` seconds.

    The system lets go of the lock when its holder ends, however that ends.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        deadline = time.monotonic() + patience
        while not _try_lock(descriptor):
            if time.monotonic() >= deadline:
                raise BusyError(f"{what} (lock {path}). Wait until it is done, then run again.")
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def publishing(data: Path) -> Iterator[None]:
    """Hold the right to change what ``data/releases`` holds; it is needed for less than a second, but for large ones.

    Raises BusyError where another process holds it for a minute. On an object store there are no locks; what is
    published there is whole all the same, and of two runs at one time the later stays.
    """
    if is_remote(data):
        yield
        return
    with locked(data / "releases" / ".lock", "Another run is publishing to this data folder", _PATIENCE):
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - the one system that has it

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def sync_tree(folder: Path) -> None:
    """Force the files of ``folder``, and their names, from the system's memory to the disk."""
    for root, _, names in os.walk(folder):
        for name in names:
            sync(Path(root, name))
        sync(Path(root))


def sync(path: Path) -> None:
    """Force one file, or the names in one folder, to the disk."""
    if path.is_dir() and sys.platform == "win32":
        return  # folders can't be opened there; the system writes their names through
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_tree(folder: Path) -> None:
    """Remove a folder that readers may look at: first out of sight, under a name no release has."""
    if is_remote(folder):
        remove_folder(folder)
        return
    doomed = folder.with_name(f".removed-{folder.name}")
    if folder.exists():
        folder.replace(doomed)
    remove_folder(doomed)
