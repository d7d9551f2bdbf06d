"""The closed list of what is put on record although it is about no record: log-ins, exports, prints, backups.

Each code says which right it takes, if any, and what its details are. Role changes, locks, unlocks, queries and
redactions are records, and so are in the stream already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import NoneType

from domain.terms import Right
from storage.canonical import Json, Payload

_Types = tuple[type, ...]
_TEXT: _Types = (str,)
_COUNT: _Types = (int,)
_TEXT_OR_NONE: _Types = (str, NoneType)
_COUNT_OR_NONE: _Types = (int, NoneType)


@dataclass(frozen=True)
class SystemCode:
    """One code.

    Attributes:
        right: what the person needs; None for what happens to everybody.
        needs: details that must be there, with the types of their values.
        takes: details that may be there.
    """

    right: Right | None = None
    needs: Mapping[str, _Types] = field(default_factory=dict)
    takes: Mapping[str, _Types] = field(default_factory=dict)


_FILES = {"files": _COUNT, "folder": _TEXT, "format": _TEXT, "position": _COUNT, "head": _TEXT, "records": _COUNT}

SYSTEM_CODES: dict[str, SystemCode] = {
    "log_in": SystemCode(takes={"read_only": (bool,), "with_recovery_key": (bool,)}),
    "log_out": SystemCode(),
    # As it waited in the key file; ``storage.keys.failed_log_ins.FailedLogIn.as_json``.
    "log_in_failed": SystemCode(
        needs={
            "number": _COUNT,
            "user_id": _TEXT,
            "failed_at": _TEXT,
            "kind": _TEXT,
            "previous_hash": _TEXT,
            "hash": _TEXT,
        }
    ),
    "key_file_problem": SystemCode(needs={"problem": _TEXT}),
    "screen_locked": SystemCode(),
    "screen_unlocked": SystemCode(),
    "password_changed": SystemCode(needs={"user_id": _TEXT}),
    "password_set": SystemCode(Right.MANAGE_ACCOUNTS, needs={"user_id": _TEXT}),
    "password_removed": SystemCode(Right.MANAGE_ACCOUNTS, needs={"user_id": _TEXT}),
    "lock_out_ended": SystemCode(Right.MANAGE_ACCOUNTS, needs={"user_id": _TEXT}),
    "export_csv": SystemCode(Right.EXPORT, takes=_FILES),
    # Visits to come, as a file for other calendar programs.
    "export_calendar": SystemCode(Right.EXPORT, takes=_FILES),
    # A figure, or the table beside it, saved from a page; ``figure`` is the key of its table or the title of the plot.
    # No right: the page offers it to who may export, and that something left is put on record whoever took it.
    "export_figure": SystemCode(
        needs={"figure": _TEXT, "file": _TEXT, "format": _TEXT}, takes={"position": _COUNT, "head": _TEXT}
    ),
    "export_inspection_copy": SystemCode(Right.EXPORT, takes=_FILES),
    "print": SystemCode(
        Right.PRINT,
        takes={"document": _TEXT, "pages": _COUNT, "number": _COUNT, "position": _COUNT, "head": _TEXT, "file": _TEXT},
    ),
    # ``storage.backup.manifest.Backup.details``.
    "backup_made": SystemCode(
        Right.BACK_UP,
        needs={"position": _COUNT, "head": _TEXT},
        takes={
            "file_id": _TEXT,
            "made_at": _TEXT,
            "size": _COUNT,
            "sha256": _TEXT,
            "key_file_sha256": _TEXT,
            "problems": _COUNT,
        },
    ),
    # ``storage.backup.restoring.Restored.details``.
    "backup_restored": SystemCode(
        Right.RESTORE,
        needs={"position": _COUNT, "head": _TEXT},
        takes={
            "replaced_position": _COUNT_OR_NONE,
            "replaced_head": _TEXT_OR_NONE,
            "events_lost": _COUNT,
            "kept_aside": _TEXT_OR_NONE,
        },
    ),
}


def check_details(code: str, details: Payload) -> SystemCode:
    """The code's row.

    Raises:
        ValueError: there is no such code, or its details are not as described; a mistake of ours, not of a person.
    """
    row = SYSTEM_CODES.get(code)
    if row is None:
        raise ValueError(f"{code} is not a code of a system event")
    known = {**row.needs, **row.takes}
    if missing := row.needs.keys() - details.keys():
        raise ValueError(f"{code} needs {', '.join(sorted(missing))}")
    for name, value in details.items():
        if name not in known:
            raise ValueError(f"{code} has no {name}")
        if not _is_one_of(value, known[name]):
            raise ValueError(f"{name} of {code} can't be {type(value).__name__}")
    return row


def _is_one_of(value: Json, types: _Types) -> bool:
    # A bool is an int to Python, not to us.
    return type(value) in types
