"""The filters of the table of adverse events: what can be chosen follows from the events there are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.evaluability import Bearing
from domain.summaries.event_columns import EventColumns
from ui.models.event_rows import bearing_words
from ui.models.event_table import EventFilter
from ui.text import tr
from ui.widgets.filter_row import FilterBox, FilterCheck, FilterRow
from ui.widgets.options import Option
from ui.widgets.search_field import SearchField

_DLT = (Bearing.MAKES_DLT, Bearing.AWAITED, Bearing.NOT_MET, Bearing.OVERRULED, Bearing.OUTSIDE_MET)


class EventFilters(QWidget):
    """Search, subject, level, class, grade, serious, DLT and in the window.

    Signals:
        changed: another filter is set.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it with nothing set."""
        super().__init__(parent)
        any_text = tr("any")
        self.search = SearchField(tr("Find an event"), tr("Find term"))
        self.subject = FilterBox(tr("Subject"), any_text)
        self.level = FilterBox(tr("Level"), any_text)
        self.soc = FilterBox(tr("SOC"), any_text)
        grades = [Option(grade, tr("{grade} or worse").format(grade=grade)) for grade in (2, 3, 4)]
        self.grade = FilterBox(tr("Grade"), any_text, [*grades, Option(5, "5")])
        self.serious = FilterBox(tr("Serious"), any_text, [Option(True, tr("yes")), Option(False, tr("no"))])
        self.dlt = FilterBox(tr("DLT"), any_text, [Option(one, bearing_words(one)) for one in _DLT])
        self.in_window = FilterCheck(tr("In window"))
        self.boxes = (self.subject, self.level, self.soc, self.grade, self.serious, self.dlt)
        self.row = FilterRow(self.search, [*self.boxes, self.in_window])
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 4)
        column.addWidget(self.row)
        self._term = ""
        self._is_quiet = False
        for control in (self.search, *self.boxes, self.in_window):
            control.value_changed.connect(self._on_changed)

    def offer(self, columns: EventColumns) -> None:
        """Offer the subjects, levels and classes that have events; what is set stays set if it still can be."""
        self._is_quiet = True
        by_number = sorted(columns.subject_ids)
        self.subject.set_choices([Option(one, one) for one in by_number])
        levels = sorted({int(level) for level in columns.levels if level})
        self.level.set_choices([Option(level, str(level)) for level in levels])
        self.soc.set_choices([Option(soc, soc) for soc in sorted(set(columns.socs), key=str.casefold)])
        self._is_quiet = False

    def value(self) -> EventFilter:
        """What is set."""
        text = str(self.search.value())
        bearing, level, grade = self.dlt.value(), self.level.value(), self.grade.value()
        subject, soc, serious = self.subject.value(), self.soc.value(), self.serious.value()
        return EventFilter(
            words="" if self._term else text,
            term=self._term or None,
            subject_id=str(subject) if subject is not None else None,
            level=level if isinstance(level, int) else None,
            soc=str(soc) if soc is not None else None,
            grade=grade if isinstance(grade, int) else None,
            is_serious=serious if isinstance(serious, bool) else None,
            bearing=Bearing(bearing) if isinstance(bearing, str) else None,
            is_inside=self.in_window.isChecked(),
        )

    def set_block(self, term: str, level: int | None) -> None:
        """Show exactly a term, at a level or at all; "" and None leave nothing out."""
        self._is_quiet = True
        self._term = term
        self.search.setText(term)
        self.level.set_value(level)
        self._is_quiet = False
        self.changed.emit()

    def clear(self) -> None:
        """Let every event pass."""
        self._is_quiet = True
        self._term = ""
        self.search.setText("")
        for box in self.boxes:
            box.set_value(None)
        self.in_window.set_value(False)
        self._is_quiet = False
        self.changed.emit()

    @property
    def term(self) -> str:
        """The term that was chosen from the blocks, or ""."""
        return self._term

    def _on_changed(self) -> None:
        if self._is_quiet:
            return
        if self._term and str(self.search.value()) != self._term:
            self._term = ""
        self.changed.emit()
