"""What treats or reports a subject's adverse events, as rows: medications, procedures and safety reports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from domain.records import Intervention, SafetyReport
from domain.study import Study
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_partial, term, tr


@dataclass(frozen=True)
class InterventionRow:
    """A medication or procedure with the names of the events that it treats."""

    record: Intervention
    start_at: datetime
    end_at: datetime | None
    treats: str


def list_interventions(study: Study, subject_id: str) -> list[InterventionRow]:
    """A subject's medications and procedures, latest first."""
    events = {event.record_id: event for event in study.events_of(subject_id)}
    rows = []
    for one in reversed(study.interventions_of(subject_id)):
        named = [events[record_id].term for record_id in one.treats or () if record_id in events]
        treats = ", ".join(dict.fromkeys(named)) or (tr("not said") if one.treats is None else "")
        end = one.end.earliest(study.zone) if one.end else None
        rows.append(InterventionRow(one, one.start.earliest(study.zone), end, treats))
    return rows


class InterventionsModel(RowsModel[InterventionRow]):
    """Medications and procedures of a subject."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[InterventionRow]] = [
            Shown("name", tr("Name"), lambda row: row.record.name, lambda row: row.record.name.casefold()),
            Shown("kind", tr("Kind"), lambda row: term(row.record.intervention_kind), lambda row: _kind_order(row)),
            Shown("dose", tr("Dose and route"), lambda row: row.record.dose, lambda row: row.record.dose),
            Shown("start", tr("Start"), lambda row: say_partial(row.record.start), lambda row: row.start_at, True),
            Shown(
                "end",
                tr("End"),
                lambda row: say_partial(row.record.end) if row.record.end else tr("ongoing"),
                lambda row: row.end_at,
                True,
            ),
            Shown("treats", tr("Treats"), lambda row: row.treats, lambda row: row.treats, tooltip=_tip),
        ]
        super().__init__(columns, lambda row: row.record.record_id, parent)


def _kind_order(row: InterventionRow) -> str:
    return term(row.record.intervention_kind)


def _tip(row: InterventionRow) -> str:
    return " · ".join(part for part in (row.treats, row.record.reason) if part)


@dataclass(frozen=True)
class ReportRow:
    """A safety report with the name of its event."""

    record: SafetyReport
    event: str


def list_reports(study: Study, subject_id: str) -> list[ReportRow]:
    """The reports of a subject's events, latest first."""
    found = [
        ReportRow(report, event.term) for event in study.events_of(subject_id) for report in study.reports_of(event)
    ]
    return sorted(found, key=lambda row: row.record.sent_at, reverse=True)


class ReportsModel(RowsModel[ReportRow]):
    """Safety reports of a subject."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows; ``words`` gives the words of the study as it is now."""
        columns: list[Shown[ReportRow]] = [
            Shown("event", tr("Adverse event"), lambda row: row.event, lambda row: row.event.casefold()),
            Shown("kind", tr("Report"), lambda row: term(row.record.report_kind), lambda row: row.record.report_kind),
            Shown(
                "sent", tr("Sent"), lambda row: words().moment(row.record.sent_at), lambda row: row.record.sent_at, True
            ),
            Shown("to", tr("Sent to"), lambda row: row.record.sent_to, lambda row: row.record.sent_to),
        ]
        super().__init__(columns, lambda row: row.record.record_id, parent)
