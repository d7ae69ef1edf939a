"""The grade book's lock: nbgrader's is for one process at a time."""

from __future__ import annotations

import contextlib
from pathlib import Path


class Lock:
    """One process at a time. Where files cannot be locked (Windows), all at a time: use one job there."""

    def __init__(self, path: Path):
        path.touch(mode=0o600)
        self._file = open(path, "rb")  # noqa: SIM115  (open as long as this is)

    def __enter__(self):
        self._set("LOCK_EX")

    def __exit__(self, *_):
        self._set("LOCK_UN")

    @contextlib.contextmanager
    def released(self):
        """Let others in for a while."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()

    def _set(self, how: str) -> None:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(self._file, getattr(fcntl, how))
