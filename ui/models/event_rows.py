"""Adverse events as rows: of the whole study, or of one subject."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject

from domain.evaluability import Bearing, assess_subject, bearing_of, derive_window, is_inside
from domain.partial_date import PartialDate
from domain.records import AdverseEvent
from domain.safety.clocks import is_suspected
from domain.study import Study
from domain.summaries.study_day import derive_study_day
from domain.terms import Relationship
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_partial, term, tr
from ui.widgets.table import CellPainter, grade_cell, tag_cell


@dataclass(frozen=True)
class EventRow:
    """An adverse event with what is derived from it.

    Attributes:
        bearing: what it means for the DLT verdict on its subject.
        is_inside: whether the onset can lie inside the subject's DLT window.
        is_related: at least as related as the protocol asks for, or not judged yet (AE-8).
        onset_at, ended_at: earliest moments, to sort by.
        study_day: of the onset; None where it is not known.
    """

    event: AdverseEvent
    level: int | None
    bearing: Bearing
    is_inside: bool
    is_related: bool
    onset_at: datetime
    ended_at: datetime | None
    study_day: int | None

    @property
    def counts(self) -> bool:
        """Whether it makes a DLT."""
        return self.bearing is Bearing.MAKES_DLT


def list_events(study: Study, subject_id: str | None = None) -> list[EventRow]:
    """Adverse events, latest onset first: of a subject, or of everybody."""
    events = study.adverse_events if subject_id is None else study.events_of(subject_id)
    rows = [row_of(study, event) for event in events]
    return sorted(rows, key=lambda row: (row.onset_at, row.event.subject_id), reverse=True)


def row_of(study: Study, event: AdverseEvent) -> EventRow:
    """One event."""
    enrolment, part = study.enrolment(event.subject_id), study.part_of(event.subject_id)
    window = derive_window(study, part, event.subject_id) if part else None
    threshold = part.window.relationship if part else Relationship.POSSIBLE
    inside = window is not None and is_inside(event, *window, study)
    return EventRow(
        event=event,
        level=enrolment.dose_level if enrolment else None,
        bearing=bearing_of(assess_subject(study, event.subject_id), event, is_inside=inside),
        is_inside=inside,
        is_related=is_suspected(event, threshold),
        onset_at=event.onset.earliest(study.zone),
        ended_at=event.end.earliest(study.zone) if event.end else None,
        study_day=derive_study_day(study, event),
    )


def dlt_words(row: EventRow) -> str:
    """What the event means for the DLT verdict."""
    return bearing_words(row.bearing)


def bearing_words(bearing: Bearing) -> str:
    """What an event can mean for the DLT verdict."""
    return {
        Bearing.MAKES_DLT: tr("T met"),
        Bearing.AWAITED: tr("not yet known"),
        Bearing.NOT_MET: tr("not met"),
        Bearing.OVERRULED: tr("overruled: no DLT"),
        Bearing.OUTSIDE_MET: tr("met outside the window"),
        Bearing.OUTSIDE: tr("outside the window"),
    }[bearing]


def dlt_cell(row: EventRow) -> CellPainter | None:
    """A tag where the event speaks: it made the DLT, a verdict waits for it, or it would have made one."""
    match row.bearing:
        case Bearing.MAKES_DLT:
            return tag_cell(dlt_words(row), fill="purple")
        case Bearing.AWAITED:
            return tag_cell(dlt_words(row), fill="soft", line="accent", glyph="clock")
        case _:
            return None


def dlt_short(row: EventRow) -> str:
    """The same in as few words as a column among many has room for; "" where the event has no part in a verdict."""
    return {
        Bearing.MAKES_DLT: tr("T met"),
        Bearing.AWAITED: tr("not yet"),
        Bearing.OVERRULED: tr("overruled"),
        Bearing.OUTSIDE_MET: tr("outside"),
    }.get(row.bearing, "")


def dlt_short_cell(row: EventRow) -> CellPainter | None:
    """A tag with the few words, or nothing."""
    looks = {
        Bearing.MAKES_DLT: ("purple", "text", ""),
        Bearing.AWAITED: ("soft", "accent", "clock"),
        Bearing.OVERRULED: ("", "edge", ""),
        Bearing.OUTSIDE_MET: ("", "edge", ""),
    }
    if row.bearing not in looks:
        return None
    fill, line, glyph = looks[row.bearing]
    return tag_cell(dlt_short(row), fill=fill, line=line, glyph=glyph)


def _say_related(row: EventRow) -> str:
    if row.event.relation is None:
        return tr("not said")
    return tr("yes") if row.is_related else tr("no")


def _related_order(row: EventRow) -> int:
    return list(Relationship).index(row.event.relation) if row.event.relation else len(Relationship)


def _say_day(at: PartialDate) -> str:
    return say_partial(replace(at, hour=None, minute=None))


def event_columns(*, for_subject: bool = False) -> list[Shown[EventRow]]:
    """The columns of a table of events, left to right.

    Args:
        for_subject: leave out who the event happened to.
    """
    columns: list[Shown[EventRow]] = []
    # Among everybody's events the day has to do, so that the term has its room; the time is in the tooltip.
    say = say_partial if for_subject else _say_day
    if not for_subject:
        columns += [
            Shown("subject", tr("Subject"), lambda row: row.event.subject_id, lambda row: row.event.subject_id),
            Shown("level", tr("Level"), lambda row: str(row.level or ""), lambda row: row.level, is_right=True),
        ]
    columns += [
        Shown("term", tr("Adverse event"), lambda row: row.event.term, lambda row: row.event.term.casefold()),
        Shown(
            "grade",
            tr("Grade"),
            lambda row: str(int(row.event.worst)),
            lambda row: row.event.worst,
            painter=lambda row: grade_cell(int(row.event.worst), "left"),
        ),
        Shown(
            "onset",
            tr("Onset"),
            lambda row: say(row.event.onset),
            lambda row: row.onset_at,
            is_right=True,
            tooltip=lambda row: say_partial(row.event.onset),
        ),
        Shown(
            "end",
            tr("End"),
            lambda row: say(row.event.end) if row.event.end else tr("ongoing"),
            lambda row: row.ended_at,
            is_right=True,
            tooltip=lambda row: say_partial(row.event.end) if row.event.end else "",
        ),
        Shown(
            "related",
            tr("Related"),
            _say_related,
            _related_order,
            tooltip=lambda row: term(row.event.relation) if row.event.relation else "",
        ),
        Shown(
            "serious",
            tr("Serious"),
            lambda row: tr("yes") if row.event.is_serious else tr("no"),
            lambda row: row.event.is_serious,
            weight=lambda row: 600 if row.event.is_serious else 400,
            token=lambda row: "text" if row.event.is_serious else "text2",
        ),
        Shown(
            "dlt",
            tr("DLT"),
            dlt_words,
            lambda row: list(Bearing).index(row.bearing),
            painter=dlt_cell,
            token=lambda row: "text2",
            tooltip=dlt_words,
        ),
    ]
    return columns


class EventsModel(RowsModel[EventRow]):
    """The events of one subject, or of a few."""

    def __init__(self, words: Callable[[], Words], *, for_subject: bool = False, parent: QObject | None = None) -> None:
        """Build it without rows.

        Args:
            words: gives the words of the study as it is now.
            for_subject: leave out who the event happened to.
            parent: Qt owner.
        """
        super().__init__(event_columns(for_subject=for_subject), lambda row: row.event.record_id, parent)
