"""Adverse events as rows: of the whole study, or of one subject."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from domain.evaluability import derive_window, is_inside
from domain.records import AdverseEvent
from domain.study import Study
from domain.summaries.study_day import derive_study_day
from domain.terms import DltMark, Relationship
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_partial, term, tr
from ui.widgets.table import CellPainter, grade_cell, tag_cell


@dataclass(frozen=True)
class EventRow:
    """An adverse event with what is derived from it.

    Attributes:
        is_inside: whether the onset can lie inside the subject's DLT window.
        is_related: at least as related as the protocol asks for.
        onset_at, ended_at: earliest moments, to sort by.
        study_day: of the onset; None where it is not known.
    """

    event: AdverseEvent
    level: int | None
    is_inside: bool
    is_related: bool
    onset_at: datetime
    ended_at: datetime | None
    study_day: int | None

    @property
    def counts(self) -> bool:
        """Whether it makes a DLT."""
        return self.is_inside and self.event.dlt_mark is DltMark.YES


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
    return EventRow(
        event=event,
        level=enrolment.dose_level if enrolment else None,
        is_inside=window is not None and is_inside(event, *window, study),
        is_related=event.relationship.is_at_least(threshold),
        onset_at=event.onset.earliest(study.zone),
        ended_at=event.end.earliest(study.zone) if event.end else None,
        study_day=derive_study_day(study, event),
    )


def dlt_words(row: EventRow) -> str:
    """What the event means for the DLT verdict."""
    if row.counts:
        return tr("T met")
    if not row.is_inside:
        return tr("outside the window") if row.event.dlt_mark is not DltMark.YES else tr("DLT outside the window")
    return tr("not met") if row.event.dlt_mark is DltMark.NO else tr("not assessed")


def dlt_cell(row: EventRow) -> CellPainter | None:
    """A tag where the event speaks: it made the DLT, or a verdict waits for it."""
    if row.counts:
        return tag_cell(dlt_words(row), fill="purple")
    if row.is_inside and row.event.dlt_mark is DltMark.NOT_ASSESSED:
        return tag_cell(dlt_words(row), fill="soft", line="accent", glyph="clock")
    return None


class EventsModel(RowsModel[EventRow]):
    """The columns of the table of events."""

    def __init__(self, words: Callable[[], Words], *, for_subject: bool = False, parent: QObject | None = None) -> None:
        """Build it without rows.

        Args:
            words: gives the words of the study as it is now.
            for_subject: leave out who the event happened to.
            parent: Qt owner.
        """
        columns: list[Shown[EventRow]] = []
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
                lambda row: str(int(row.event.grade)),
                lambda row: row.event.grade,
                painter=lambda row: grade_cell(int(row.event.grade), "left"),
            ),
            Shown(
                "onset", tr("Onset"), lambda row: say_partial(row.event.onset), lambda row: row.onset_at, is_right=True
            ),
            Shown(
                "end",
                tr("End"),
                lambda row: say_partial(row.event.end) if row.event.end else tr("ongoing"),
                lambda row: row.ended_at,
                is_right=True,
            ),
            Shown(
                "related",
                tr("Related"),
                lambda row: tr("yes") if row.is_related else tr("no"),
                lambda row: list(Relationship).index(row.event.relationship),
                tooltip=lambda row: term(row.event.relationship),
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
                lambda row: (row.counts, row.is_inside, row.event.dlt_mark.value),
                painter=dlt_cell,
                token=lambda row: "text2",
                tooltip=lambda row: row.event.dlt_reason,
            ),
        ]
        super().__init__(columns, lambda row: row.event.record_id, parent)
