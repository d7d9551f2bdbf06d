"""The sides of the section of subjects: the list, the analysis sets, the deviations; one at a time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.pages.analysis_sets_side import AnalysisSetsSide
from ui.pages.deviations_side import DeviationsSide
from ui.pages.subject_list import SubjectList
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP
from ui.widgets.segmented_control import Segment, SegmentedControl

LIST, SETS, DEVIATIONS = "list", "analysis_sets", "deviations"


class SubjectSides(QWidget):
    """Deviations and sets are of subjects, so they stand beside the list of these; only the shown side is derived.

    Signals:
        chosen: screening number of the subject to open.
        edited: whether a form holds what is not saved may have changed.
    """

    chosen = Signal(str)
    edited = Signal()

    def __init__(self, session: Session, subjects: SubjectList, parent: QWidget | None = None) -> None:
        """Build the sides around the list of subjects."""
        super().__init__(parent)
        self.list = subjects
        self.sets = AnalysisSetsSide(session)
        self.deviations = DeviationsSide(session)
        self.sets.chosen.connect(self.chosen)
        self.deviations.edited.connect(self.edited)
        segments = [
            Segment(LIST, tr("Subjects")),
            Segment(SETS, tr("Analysis sets")),
            Segment(DEVIATIONS, tr("Deviations")),
        ]
        self.tabs = SegmentedControl(segments, tr("Sides of the subjects"), height=28, fill_width=False)
        self.tabs.set_value(LIST)
        self.tabs.value_changed.connect(self._show)
        self._stack = QStackedWidget()
        for widget in (self.list, self.sets, self.deviations):
            self._stack.addWidget(widget)
        line = QHBoxLayout()
        line.setContentsMargins(PAGE_MARGIN, PAGE_TOP - 8, PAGE_MARGIN, 8)
        line.addWidget(self.tabs)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._stack, 1)

    @property
    def side(self) -> str:
        """Which side is in front."""
        return str(self.tabs.value())

    def show_side(self, name: str) -> None:
        """Bring a side to the front."""
        self.tabs.set_value(name)
        self._show()

    def show_study(self) -> None:
        """Draw what is in front."""
        match self.side:
            case "analysis_sets":
                self.sets.show_study()
            case "deviations":
                self.deviations.show_study()
            case _:
                self.list.show_study()

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost; where something would, the form says so."""
        return self.list.panel.may_change() and self.deviations.panel.may_change()

    def has_unsaved(self) -> bool:
        """Whether a form holds what is not saved."""
        return self.list.panel.has_unsaved() or self.deviations.panel.has_unsaved()

    def _show(self) -> None:
        widgets: dict[str, QWidget] = {LIST: self.list, SETS: self.sets, DEVIATIONS: self.deviations}
        self._stack.setCurrentWidget(widgets[self.side])
        self.show_study()
