"""One value of a protocol file: is it of the kind that its key holds, and within its bounds?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from domain.exposure.plan import EXAMPLE, TimetableError, TimetableFault, read_timetables
from domain.parts.marker_limit import EXAMPLE as LIMIT_EXAMPLE
from domain.parts.marker_limit import read_marker_limit
from domain.protocol.model import Endpoint
from domain.protocol.schema import ALL, NONE, Key, Kind
from domain.schedule.plan import EXAMPLE as VISIT_EXAMPLE
from domain.schedule.plan import VisitError, VisitFault, read_visit

_SHOWN = 60
_VISIT_FAULTS = {
    VisitFault.SHAPE: "protocol_type_visit",
    VisitFault.WINDOW_OVERLAPS: "protocol_visit_overlaps",
    VisitFault.CYCLE_ONLY: "protocol_visit_cycle_only",
}
_TIMETABLE_FAULTS = {
    TimetableFault.SHAPE: "protocol_type_timetable",
    TimetableFault.CYCLE_TWICE: "protocol_pk_cycle_twice",
    TimetableFault.HOURS_NOT_RISING: "protocol_pk_hours_not_rising",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a value; ``suffix`` says where inside it, such as "[3]"."""

    code: str
    numbers: Mapping[str, object] = field(default_factory=dict)
    suffix: str = ""


@dataclass(frozen=True)
class Read:
    """A value, or why there is none."""

    value: object = None
    faults: tuple[Fault, ...] = ()


def read_value(raw: object, key: Key) -> Read:
    """The value of a key in the types of the model: doses as Decimal, lists as tuples, terms in small letters.

    Args:
        raw: as parsed from the file.
        key: what the table expects; of any kind but ``Kind.CLAUSES``, which ``clauses.py`` reads by this.
    """
    if isinstance(raw, str):
        word = raw.strip().casefold()
        if key.may_be_none and word == NONE:
            return Read(None)
        if key.may_be_all and word == ALL:
            return Read(ALL)
    return _READERS[key.kind](raw, key)


def shown(raw: object) -> str:
    """A value as a message quotes it, cut where it is long."""
    if isinstance(raw, bool):
        text = str(raw).lower()
    elif isinstance(raw, str):
        text = f'"{raw}"'
    elif isinstance(raw, list | tuple):
        text = f"[{', '.join(shown(one) for one in raw)}]"
    elif isinstance(raw, dict):
        text = "a table"
    else:
        text = str(raw)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def listed(values: tuple[object, ...]) -> str:
    """Values as a message lists them."""
    return ", ".join(NONE if value is None else shown(value) for value in values)


def _wrong(key: Key, raw: object, suffix: str = "", **numbers: object) -> Read:
    return Read(faults=(Fault(f"protocol_type_{key.kind}", {"given": shown(raw), **numbers}, suffix),))


def _text(raw: object, key: Key) -> Read:
    if not isinstance(raw, str):
        return _wrong(key, raw)
    return Read(raw.strip()) if raw.strip() else Read(faults=(Fault("protocol_empty"),))


def _count(raw: object, key: Key) -> Read:
    if isinstance(raw, bool) or not isinstance(raw, int):
        return Read(faults=(Fault("protocol_type_count", {"given": shown(raw)}),))
    if key.lowest is not None and raw < key.lowest:
        return Read(faults=(Fault("protocol_too_small", {"given": raw, "lowest": key.lowest}),))
    if key.highest is not None and raw > key.highest:
        return Read(faults=(Fault("protocol_too_large", {"given": raw, "highest": key.highest}),))
    return Read(raw)


def _level_count(raw: object, key: Key) -> Read:
    """A list is how one would try to write a single-subject level after a 3+3 level."""
    if isinstance(raw, list):
        return Read(faults=(Fault("protocol_single_after_group"),))
    return _count(raw, key)


def _flag(raw: object, key: Key) -> Read:
    if not isinstance(raw, bool):
        return _wrong(key, raw)
    if key.allowed and raw not in key.allowed:
        return Read(faults=(Fault("protocol_type_choice", {"given": shown(raw), "allowed": listed(key.allowed)}),))
    return Read(raw)


def _choice(raw: object, key: Key) -> Read:
    if isinstance(raw, str) and raw.strip().casefold() in key.allowed:
        return Read(raw.strip().casefold())
    return _wrong(key, raw, allowed=listed(key.allowed))


def _each(raw: object, key: Key, example: str, one: Callable[[object], Read]) -> Read:
    """A list, each of its items read by itself, so that every fault in it is found."""
    if not isinstance(raw, list):
        return _wrong(key, raw, example=example)
    read = [one(item) for item in raw]
    faults = tuple(
        Fault(fault.code, fault.numbers, f"[{position}]{fault.suffix}")
        for position, item in enumerate(read, 1)
        for fault in item.faults
    )
    return Read(tuple(item.value for item in read), faults)


def _choices(raw: object, key: Key) -> Read:
    """A list of choices, in the order of the key; each counts once."""
    by_name = {str(value).casefold(): value for value in key.allowed}

    def one(item: object) -> Read:
        name = item.strip().casefold() if isinstance(item, str) else ""
        return Read(by_name[name]) if name in by_name else _wrong(Key(key.name, Kind.CHOICE), item, allowed=allowed)

    allowed = listed(key.allowed)
    read = _each(raw, key, allowed, one)
    given = read.value if isinstance(read.value, tuple) else ()
    return Read(tuple(value for value in key.allowed if value in given), read.faults)


def _texts(raw: object, key: Key) -> Read:
    return _each(raw, key, '"one", "two"', lambda item: _text(item, Key(key.name)))


def _levels(raw: object, key: Key) -> Read:
    return _each(raw, key, "7, 8", lambda item: _count(item, Key(key.name, Kind.COUNT, lowest=1)))


def _doses(raw: object, key: Key) -> Read:
    return _each(raw, key, "0.1, 0.3, 1", _dose)


def _dose(raw: object) -> Read:
    """A dose as written; text is read too, because JSON carries decimals as text."""
    if not isinstance(raw, bool) and isinstance(raw, int | str | Decimal):
        try:
            dose = Decimal(raw)
        except InvalidOperation:
            dose = Decimal("NaN")
        if dose.is_finite():
            return Read(dose)
    return Read(faults=(Fault("protocol_type_dose", {"given": shown(raw)}),))


def _number(raw: object, key: Key) -> Read:
    """A number that isn't negative; text is read too, because JSON carries decimals as text."""
    read = _dose(raw)
    if not isinstance(read.value, Decimal):
        return _wrong(key, raw)
    if read.value < 0:
        return Read(faults=(Fault("protocol_too_small", {"given": read.value, "lowest": 0}),))
    return read


def _numbers(raw: object, key: Key) -> Read:
    """A list of numbers; text is read too, because JSON carries decimals as text."""
    return _each(raw, key, "0.33, 0.67", lambda item: _number(item, Key(key.name, Kind.NUMBER)))


def _timetable(raw: object, key: Key) -> Read:
    """Nominal times by cycle, written as one line so that a person can change them where they are shown."""
    if not isinstance(raw, str):
        return _wrong(key, raw, example=EXAMPLE)
    try:
        return Read(read_timetables(raw))
    except TimetableError as error:
        return Read(faults=(Fault(_TIMETABLE_FAULTS[error.fault], {"given": shown(error.given), "example": EXAMPLE}),))


def _visit(raw: object, key: Key) -> Read:
    """When a visit is due, written as one line so that a person can change it where it is shown."""
    if not isinstance(raw, str):
        return _wrong(key, raw, example=VISIT_EXAMPLE)
    try:
        return Read(read_visit(raw, key.name))
    except VisitError as error:
        given = {"given": shown(error.given), "example": VISIT_EXAMPLE}
        return Read(faults=(Fault(_VISIT_FAULTS[error.fault], given),))


def _marker_limit(raw: object, key: Key) -> Read:
    limit = read_marker_limit(raw) if isinstance(raw, str) else None
    return _wrong(key, raw, example=LIMIT_EXAMPLE) if limit is None else Read(limit)


def _endpoints(raw: object, key: Key) -> Read:
    return _each(raw, key, "", lambda item: _endpoint(item, key.name == "primary"))


def _endpoint(raw: object, is_primary: bool) -> Read:
    if not isinstance(raw, dict):
        return Read(faults=(Fault("protocol_type_endpoints", {"given": shown(raw)}),))
    faults = [
        Fault("protocol_unknown_key", {"key": name, "allowed": listed(("title", "time_frame"))}, f".{name}")
        for name in raw
        if name not in ("title", "time_frame")
    ]
    texts = {}
    for name in ("title", "time_frame"):
        if name not in raw:
            faults.append(Fault("protocol_missing", {"key": name}, f".{name}"))
            continue
        read = _text(raw[name], Key(name))
        faults += [Fault(fault.code, fault.numbers, f".{name}") for fault in read.faults]
        texts[name] = str(read.value)
    if faults:
        return Read(faults=tuple(faults))
    return Read(Endpoint(texts["title"], texts["time_frame"], is_primary))


_READERS: dict[Kind, Callable[[object, Key], Read]] = {
    Kind.TEXT: _text,
    Kind.COUNT: _count,
    Kind.LEVEL_COUNT: _level_count,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.TEXTS: _texts,
    Kind.LEVELS: _levels,
    Kind.DOSES: _doses,
    Kind.ENDPOINTS: _endpoints,
    Kind.NUMBER: _number,
    Kind.NUMBERS: _numbers,
    Kind.TIMETABLE: _timetable,
    Kind.CHOICES: _choices,
    Kind.VISIT: _visit,
    Kind.MARKER_LIMIT: _marker_limit,
}
