"""One writer at a time: an advisory lock on a file beside the study, held by the operating system.

The system drops it when the process ends, however it ends, so a crash leaves nothing locked.
"""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

_HELD = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class WriterLock:
    """The right to write to a study file."""

    def __init__(self, descriptor: int, path: Path) -> None:
        self._descriptor: int | None = descriptor
        self._path = path

    @classmethod
    def take(cls, study: Path) -> "WriterLock | None":
        """Take the lock of the study at ``study`` (resolved path); None when another window holds it.

        Raises:
            OSError: the lock file can't be made there, for instance in a folder without write permission.
        """
        path = study.with_name(study.name + ".lock")
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                if not _lock(descriptor):
                    os.close(descriptor)
                    return None
                if _is_still_at(path, descriptor):
                    return cls(descriptor, path)
            except BaseException:
                os.close(descriptor)
                raise
            # The holder before us removed the file between our opening and locking it.
            os.close(descriptor)

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._descriptor is None:
            return
        if sys.platform != "win32":
            # While still locked, so that nobody can lock a file that is about to go.
            with suppress(OSError):
                self._path.unlink()
        os.close(self._descriptor)
        self._descriptor = None


def _is_still_at(path: Path, descriptor: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True
