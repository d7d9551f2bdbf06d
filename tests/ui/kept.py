"""Study files that are made once in a run, and copied for each test that begins with the same story."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory


def copy_kept(path: Path, make: Callable[..., object], *about: object) -> Path:
    """Put a copy of a study at ``path``, with what lies beside it; it is made where no test has asked for it yet.

    Args:
        path: of the copy.
        make: makes the file; called with a path of the same name and ``about``; leaves it closed.
        about: what tells one story from another, hashable.
    """
    path.parent.mkdir(exist_ok=True)
    for name, data in _kept(path.name, make, about):
        (path.parent / name).write_bytes(data)
    return path


@lru_cache(maxsize=16)
def _kept(name: str, make: Callable[..., object], about: tuple[object, ...]) -> tuple[tuple[str, bytes], ...]:
    with TemporaryDirectory() as folder:
        make(Path(folder) / name, *about)
        return tuple((one.name, one.read_bytes()) for one in sorted(Path(folder).iterdir()) if one.is_file())
