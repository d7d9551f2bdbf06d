"""What a disk holds after its power was cut: all that was synced, and of the rest whatever chance left.

The model. A sync of a file makes everything written to it before durable and, for a file just made, its name. Of the
writes since, each is kept, dropped or torn, whatever the others' fate: later ones may be there and earlier ones not.
Torn is by sector of 512 bytes: each sector of the write is kept, dropped or, where the write covers it whole, filled
with noise. A deletion may come undone until a new file of that name is synced. What the model takes from the disk on
trust, as SQLite does (sqlite.org/psow.html): bytes beside those being written stay as they are, and a sync that says it
is done is done. Memory shared between processes (the -shm file) is lost; SQLite makes it anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.storage.durability.engine_disk import Operation

SECTOR = 512


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Operation] = field(default_factory=list)
    is_named: bool = False

    def settle(self) -> None:
        for operation in self.pending:
            _apply(self.durable, operation)
        self.pending.clear()
        self.is_named = True

    def after_cut(self, chance: Random) -> bytes:
        content = bytearray(self.durable)
        for operation in self.pending:
            match chance.choice(("kept", "dropped", "torn")):
                case "kept":
                    _apply(content, operation)
                case "torn":
                    for part in _parts(operation, chance):
                        _apply(content, part)
        return bytes(content)


class Disk:
    """The files under an engine at one instant of a recording, from which the power can be cut any number of times."""

    def __init__(self, start: dict[str, bytes]) -> None:
        """Everything in ``start`` (path -> content) is durable."""
        self._files = {path: _File(bytearray(content), is_named=True) for path, content in start.items()}
        self._deleted: dict[str, _File] = {}

    def do(self, operation: Operation) -> None:
        """The next operation of the recording."""
        path = operation.path
        match operation.verb:
            case "create":
                self._files[path] = _File()
            case "delete":
                gone = self._files.pop(path)
                if gone.is_named:
                    self._deleted[path] = gone
            case "sync":
                self._files[path].settle()
                self._deleted.pop(path, None)
            case _:
                self._files[path].pending.append(operation)

    def after_cut(self, chance: Random) -> dict[str, bytes]:
        """Path -> content of what would be there if the power went now."""
        files = {path: file.after_cut(chance) for path, file in self._deleted.items() if chance.random() < 0.5}
        for path, file in self._files.items():
            if file.is_named or chance.random() < 0.5:
                files[path] = file.after_cut(chance)
        return files


def pending_writes(operations: Sequence[Operation]) -> int:
    """How many operations a recording ends with that no sync has made durable."""
    since = list(operations)
    while since and since[-1].verb != "sync":
        since.pop()
    return len(operations) - len(since)


def _apply(content: bytearray, operation: Operation) -> None:
    start = operation.offset
    if operation.verb == "truncate":
        # A truncation can make a file longer, too.
        content[start:] = bytes(max(0, start - len(content)))
        return
    if start > len(content):
        content.extend(bytes(start - len(content)))
    content[start : start + len(operation.data)] = operation.data


def _parts(operation: Operation, chance: Random) -> list[Operation]:
    if operation.verb == "truncate":
        return []
    parts = []
    start, end = operation.offset, operation.offset + len(operation.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        data = operation.data[start - operation.offset : stop - operation.offset]
        fate = chance.random()
        if fate < 0.1 and len(data) == SECTOR:
            parts.append(Operation("write", operation.path, start, chance.randbytes(SECTOR)))
        elif fate < 0.55:
            parts.append(Operation("write", operation.path, start, data))
        start = stop
    return parts
