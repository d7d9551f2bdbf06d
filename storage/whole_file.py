"""Small files written whole or not at all: the new content is on the disk before it takes the old one's name."""

import os
from contextlib import suppress
from pathlib import Path

from storage.errors import error_of_os


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, replacing what is there in one step.

    Raises:
        StudyFileError: DiskFull, ReadOnlyFile, MissingFile (no such folder), DiskFailed; the old content is intact.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise error_of_os(error, path) from error


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file of any size to a new name, on the disk when this returns.

    Raises:
        OSError: it could not be read or written.
    """
    with source.open("rb") as original, target.open("xb") as copy:
        while part := original.read(1 << 20):
            copy.write(part)
        copy.flush()
        os.fsync(copy.fileno())


def sync_folder(folder: Path) -> None:
    """Put on the disk what names the folder has; Windows does that by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name, or a copy where the drive has no links; never replaces what is there.

    Raises:
        OSError: it could not be done.
    """
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        copy_whole(source, target)
