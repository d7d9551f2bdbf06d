"""The menu of what can leave the Today page: the matrix, the days shown, the visits to come."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from domain.schedule.matrix import visits_by_day
from ui.models.today_rows import TodayView
from ui.pages.today_export import VisitExport
from ui.session import Session
from ui.text import tr


class ExportMenu(QObject):
    """Asks what is wanted, and where it goes.

    Signals:
        tried: why nothing was saved, as a sentence; "" where it was.
    """

    tried = Signal(str)

    def __init__(self, session: Session, page: QWidget) -> None:
        """Keep the page that asks."""
        super().__init__(page)
        self.export, self._page = VisitExport(session), page

    def open_at(self, button: QWidget, view: TodayView, first: date, last: date) -> None:
        """Offer everything below a button.

        Args:
            button: that was pressed.
            view: what the page shows.
            first: of the days that are shown.
            last: of them.
        """
        export, page = self.export, self._page

        def save_days(shown: TodayView, path: Path) -> str:
            return export.save_days(shown, visits_by_day(shown.calendars, first, last), path)

        def saving(
            title: str, name: str, ending: str, filters: str, save: Callable[[TodayView, Path], str]
        ) -> Callable[[], None]:
            def act() -> None:
                path = export.ask_path(page, title, name, ending, filters)
                if path is not None:
                    self.tried.emit(save(view, path))

            return act

        csv, pdf, ics = tr("CSV (*.csv)"), tr("PDF (*.pdf)"), tr("Calendar file (*.ics)")
        as_pdf = saving(tr("Save visit matrix as PDF"), tr("visit matrix"), ".pdf", pdf, export.save_pdf)
        as_csv = saving(tr("Save visit matrix as CSV"), tr("visits"), ".csv", csv, export.save_matrix)
        days = saving(tr("Save days as CSV"), tr("days"), ".csv", csv, save_days)
        to_come = saving(tr("Save visits to come"), tr("visits"), ".ics", ics, export.save_calendar)
        menu = QMenu(page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act, may in (
            (tr("Print visit matrix…"), lambda: self.tried.emit(export.print_it(view, page)), export.may_print),
            (tr("Save visit matrix as PDF…"), as_pdf, export.may_print),
            (tr("Save visit matrix as CSV…"), as_csv, export.may_export),
            (tr("Save the days shown as CSV…"), days, export.may_export),
            (tr("Save visits to come for a calendar program…"), to_come, export.may_export),
        ):
            menu.addAction(text, act).setEnabled(may)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
