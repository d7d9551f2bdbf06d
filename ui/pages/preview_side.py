"""The right of a page of records: the preview of the current one, or a form or a history in its place."""

from PySide6.QtWidgets import QStackedLayout, QWidget

from domain.records import Record
from ui.forms.record_form import RecordForm
from ui.forms.side_panel import PANEL_WIDTH, SidePanel
from ui.session import Session


class PreviewSide(QWidget):
    """Hidden while there is nothing to show."""

    def __init__(self, session: Session, preview: QWidget, parent: QWidget | None = None) -> None:
        """Build it around a preview."""
        super().__init__(parent)
        self.preview, self.panel = preview, SidePanel(session)
        self.setFixedWidth(PANEL_WIDTH)
        self._stack = QStackedLayout(self)
        for widget in (self.preview, self.panel):
            self._stack.addWidget(widget)

    @property
    def is_busy(self) -> bool:
        """Whether something stands in the place of the preview."""
        return self.panel.form is not None or self.panel.over is not None

    def show_preview(self, *, has_record: bool) -> None:
        """Bring the preview to the front, unless something stands in its place."""
        self.setVisible(has_record or self.is_busy)
        if not self.is_busy:
            self._stack.setCurrentWidget(self.preview)

    def show_form(self, form: RecordForm) -> bool:
        """Put a form in the place of the preview; False where another form holds what is not saved."""
        is_shown = self.panel.show_form(form)
        if is_shown:
            self._show_panel()
            form.focus_first()
        return is_shown

    def show_history(self, record: Record) -> None:
        """Put a record's history in the place of the preview."""
        self.panel.show_history(record)
        self._show_panel()

    def _show_panel(self) -> None:
        self.show()
        self._stack.setCurrentWidget(self.panel)
