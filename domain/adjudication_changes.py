"""What has changed under a person's verdict since it was signed: the evidence then and now, side by side (AE-5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.dlt.history import Event, Intervention, Result, window_of
from domain.dlt.of_study import history_of
from domain.partial_date import PartialDate
from domain.protocol.model import Part
from domain.study import Study


class Change(StrEnum):
    """What became of a record."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class Field(StrEnum):
    """What of an event a verdict rests on."""

    TERM = "term"
    ONSET = "onset"
    GRADES = "grades"
    END = "end"
    RELATIONSHIP = "relationship"
    LABORATORY_ONLY = "laboratory only"
    ADMISSION = "admission"
    ACTION = "action taken"


_FIELDS: Mapping[Field, Callable[[Event], object]] = {
    Field.TERM: lambda event: event.term,
    Field.ONSET: lambda event: event.onset,
    Field.GRADES: lambda event: [(step.grade, step.since) for step in event.steps[1:]] + [event.steps[0].grade],
    Field.END: lambda event: event.end,
    Field.RELATIONSHIP: lambda event: event.relationship,
    Field.LABORATORY_ONLY: lambda event: event.is_laboratory_only,
    Field.ADMISSION: lambda event: event.is_admitted,
    Field.ACTION: lambda event: event.action,
}


@dataclass(frozen=True)
class EvidenceChange:
    """One record that is no more what the verdict saw.

    Attributes:
        record_id: of it.
        name: the event's term, the result's test, or the kind of intervention.
        at: its onset or date, as it is now.
        fields: of an event, which of its fields.
    """

    record_id: str
    name: str
    at: PartialDate
    change: Change
    fields: tuple[Field, ...] = ()


def list_changes(then: Study, now: Study, part: Part, subject_id: str) -> tuple[EvidenceChange, ...]:
    """The records inside the window that differ between what was entered then and what is entered now.

    Args:
        then: entries up to the verdict's position, at its cut-off.
        now: today's entries at the same cut-off.
        part: the subject's.
        subject_id: whose window.
    """
    before, after = _evidence(then, part, subject_id), _evidence(now, part, subject_id)
    found = []
    for record_id in [*after, *(one for one in before if one not in after)]:
        was, is_now = before.get(record_id), after.get(record_id)
        shown = is_now or was
        if was == is_now or shown is None:
            continue
        change = Change.ADDED if was is None else Change.REMOVED if is_now is None else Change.CHANGED
        fields = _differing(was.record, is_now.record) if was and is_now else ()
        found.append(EvidenceChange(record_id, shown.name, shown.at, change, fields))
    return tuple(found)


@dataclass(frozen=True)
class _Piece:
    """A record that a verdict rests on."""

    record: Event | Result | Intervention
    name: str
    at: PartialDate


def _evidence(study: Study, part: Part, subject_id: str) -> dict[str, _Piece]:
    """What a verdict rests on, by record: whatever can have begun up to the end of the window."""
    history = history_of(study, subject_id)
    end = window_of(history, part.window)[1] if history.given else history.cut_off
    pieces = (
        *(_Piece(event, event.term, event.onset) for event in history.events),
        *(_Piece(result, result.test, result.at) for result in history.results),
        *(_Piece(one, one.kind.value, one.at) for one in history.interventions),
    )
    return {one.record.record_id: one for one in pieces if one.at.earliest(history.zone) <= end}


def _differing(was: Event | Result | Intervention, is_now: Event | Result | Intervention) -> tuple[Field, ...]:
    if not isinstance(was, Event) or not isinstance(is_now, Event):
        return ()
    return tuple(field for field, value in _FIELDS.items() if value(was) != value(is_now))
