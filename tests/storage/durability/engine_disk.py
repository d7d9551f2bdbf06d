"""What our own engine does to its files, seen from below: each write, truncation, sync and deletion; or refuse it.

SQLite reaches the disk through a table of functions, its VFS. This lays a table of ours over the one of the very engine
that the study file uses (the sqlcipher3 wheel, encryption and all); the study file's code runs unchanged above it.
The layout is that of sqlite.org/c3ref/vfs.html and sqlite.org/c3ref/io_methods.html, both of which only ever grow at
their end. The wheel for Windows doesn't show these functions to others, so there is no such table there.
"""

import ctypes
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.engine import driver

_WATCHED = 0x100 | 0x800 | 0x80000  # flags of xOpen: main database, its journal, its write-ahead file


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing done to a file: "create", "write", "truncate", "sync" or "delete"."""

    verb: str
    path: str
    offset: int = 0
    data: bytes = b""


# Told before it is done; a code of SQLite's (13 full, 10 failed) refuses it, 0 lets it be done.
Watcher = Callable[[Operation], int]

_METHODS = (
    *("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock", "xCheckReservedLock"),
    *("xFileControl", "xSectorSize", "xDeviceCharacteristics", "xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap"),
    *("xFetch", "xUnfetch"),
)
_CALLS = (
    *("xOpen", "xDelete", "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym", "xDlClose", "xRandomness"),
    *("xSleep", "xCurrentTime", "xGetLastError", "xCurrentTimeInt64", "xSetSystemCall", "xGetSystemCall"),
    "xNextSystemCall",
)


class _Methods(Structure):
    _fields_ = (("iVersion", c_int), *((name, c_void_p) for name in _METHODS))


class _File(Structure):
    _fields_ = (("pMethods", POINTER(_Methods)),)


class _Vfs(Structure):
    _fields_ = (
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        *((name, c_void_p) for name in _CALLS),
    )


_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


def library() -> Any:
    """The engine's own functions; None where the wheel doesn't show them."""
    driver()
    found = ctypes.CDLL(importlib.import_module("sqlcipher3._sqlite3").__file__)
    if not hasattr(found, "sqlite3_vfs_register"):
        return None
    found.sqlite3_vfs_find.restype = POINTER(_Vfs)
    found.sqlite3_vfs_find.argtypes = [c_char_p]
    found.sqlite3_vfs_register.argtypes = [POINTER(_Vfs), c_int]
    found.sqlite3_vfs_unregister.argtypes = [POINTER(_Vfs)]
    return found


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Every file that the engine opens inside is watched; all of them are closed again inside."""
    engine = library()
    original = engine.sqlite3_vfs_find(None)
    shim = _Shim(original, watcher)
    engine.sqlite3_vfs_register(ctypes.byref(shim.vfs), 1)
    try:
        yield
    finally:
        engine.sqlite3_vfs_unregister(ctypes.byref(shim.vfs))
        engine.sqlite3_vfs_register(original, 1)


class _Shim:
    """A copy of the engine's table with some of its functions replaced. Kept until the last file is closed."""

    def __init__(self, original: Any, watcher: Watcher) -> None:
        self._original, self._watcher = original, watcher
        self._paths: dict[int, str] = {}
        self._tables: dict[int, tuple[Any, ...]] = {}
        self._open, self._delete = _OPEN(self._on_open), _DELETE(self._on_delete)
        self.vfs = _Vfs.from_buffer_copy(original.contents)
        self.vfs.zName = b"titrant-watched"
        self.vfs.xOpen = ctypes.cast(self._open, c_void_p)
        self.vfs.xDelete = ctypes.cast(self._delete, c_void_p)

    def _on_open(self, _vfs: int, name: int | None, file: Any, flags: int, flags_out: int | None) -> int:
        opens = ctypes.cast(self._original.contents.xOpen, _OPEN)
        if name is None or not flags & _WATCHED:
            return opens(ctypes.addressof(self._original.contents), name, file, flags, flags_out)
        path = ctypes.string_at(name).decode()
        is_new = not Path(path).exists()
        if is_new and (code := self._watcher(Operation("create", path))):
            return code
        code = opens(ctypes.addressof(self._original.contents), name, file, flags, flags_out)
        if code == 0:
            self._paths[ctypes.addressof(file.contents)] = path
            file.contents.pMethods = self._table_over(file.contents.pMethods)
        return code

    def _on_delete(self, _vfs: int, name: bytes, sync_folder: int) -> int:
        path = name.decode()
        if Path(path).exists() and (code := self._watcher(Operation("delete", path))):
            return code
        deletes = ctypes.cast(self._original.contents.xDelete, _DELETE)
        return deletes(ctypes.addressof(self._original.contents), name, sync_folder)

    def _table_over(self, methods: Any) -> Any:
        address = ctypes.addressof(methods.contents)
        if address not in self._tables:
            below = methods.contents
            write = ctypes.cast(below.xWrite, _WRITE)
            truncate = ctypes.cast(below.xTruncate, _TRUNCATE)
            sync = ctypes.cast(below.xSync, _SYNC)

            def on_write(file: int, data: int, size: int, offset: int) -> int:
                done = Operation("write", self._paths[file], offset, ctypes.string_at(data, size))
                return self._watcher(done) or write(file, data, size, offset)

            def on_truncate(file: int, size: int) -> int:
                return self._watcher(Operation("truncate", self._paths[file], size)) or truncate(file, size)

            def on_sync(file: int, flags: int) -> int:
                return self._watcher(Operation("sync", self._paths[file])) or sync(file, flags)

            calls = (_WRITE(on_write), _TRUNCATE(on_truncate), _SYNC(on_sync))
            table = _Methods.from_buffer_copy(below)
            for name, call in zip(("xWrite", "xTruncate", "xSync"), calls, strict=True):
                setattr(table, name, ctypes.cast(call, c_void_p))
            self._tables[address] = (table, *calls)
        return ctypes.pointer(self._tables[address][0])
