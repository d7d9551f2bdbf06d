"""Scans against their windows, those first that ask for something."""

from datetime import date

from PySide6.QtCore import QObject

from domain.protocol.model import Part
from domain.response.imaging import ScanState, ScheduledScan, check_imaging
from domain.response.of_study import derive_responses
from domain.study import Study
from ui.models.rows_model import RowsModel, Shown
from ui.text import EN_DASH, say_date, term, tr
from ui.widgets.table import tag_cell

_STATE_TAGS = {
    ScanState.EARLY: ("warn", "warnline", "cross"),
    ScanState.LATE: ("warn", "warnline", "cross"),
    ScanState.MISSING: ("hard", "hardline", "cross"),
    ScanState.DUE: ("soft", "accent", "clock"),
    ScanState.UPCOMING: ("", "edge", "chevron_right"),
    ScanState.IN_WINDOW: ("", "edge", "check"),
}


def scans_of(study: Study, part: Part | None = None) -> tuple[ScheduledScan, ...]:
    """Scans that ask for something or depart from their window: missing and due first, then by day."""
    urgency = {ScanState.MISSING: 0, ScanState.DUE: 1, ScanState.LATE: 2, ScanState.EARLY: 2, ScanState.UPCOMING: 3}
    found = [
        scan
        for one in derive_responses(study, part)
        for scan in check_imaging(study, one.subject_id)
        if scan.state is not ScanState.IN_WINDOW
    ]
    return tuple(sorted(found, key=lambda scan: (urgency[scan.state], scan.closes_on, scan.subject_id)))


class ScansModel(RowsModel[ScheduledScan]):
    """A row a scan."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""

        def window(scan: ScheduledScan) -> str:
            return f"{_short(scan.opens_on)} {EN_DASH} {_short(scan.closes_on)}"

        def week(scan: ScheduledScan) -> str:
            return tr("baseline") if scan.week == 0 else tr("week {week}").format(week=scan.week)

        def state(scan: ScheduledScan) -> str:
            days = abs(scan.days_off or 0)
            said = term(scan.state)
            return tr("{state}, {days} d").format(state=said, days=days) if days else said

        columns: list[Shown[ScheduledScan]] = [
            Shown("subject", tr("Subject"), lambda scan: scan.subject_id, lambda scan: scan.subject_id, tooltip=week),
            Shown("week", tr("Week"), lambda scan: str(scan.week), lambda scan: scan.week, True),
            Shown("window", tr("Window"), window, lambda scan: scan.opens_on, True, tooltip=week),
            Shown(
                "state",
                tr("State"),
                state,
                lambda scan: scan.state.value,
                painter=lambda scan: tag_cell(
                    state(scan),
                    fill=_STATE_TAGS[scan.state][0],
                    line=_STATE_TAGS[scan.state][1],
                    glyph=_STATE_TAGS[scan.state][2],
                ),
            ),
        ]
        super().__init__(columns, lambda scan: f"{scan.subject_id}@{scan.week}", parent)


def _short(day: date) -> str:
    return say_date(day).rsplit(" ", 1)[0]
