"""What can go wrong with a release. Each message says what happened, where, and what to do."""

from __future__ import annotations


class ReleaseError(Exception):
    """A release could not be made, found or read. The last release is as it was."""


class StorageError(ReleaseError):
    """The disk refused: full, read-only, no permission, gone."""


class BusyError(ReleaseError):
    """Another process is doing the same on the same data folder."""


class NoReleaseError(ReleaseError):
    """The data folder has no such release."""


class DamagedReleaseError(ReleaseError):
    """A release is not what its manifest says."""


class AuditFailedError(ReleaseError):
    """A critical check failed, so nothing was published."""
