"""The head of a grid of assessments: which visit, when, and the ways to each assessment."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.partial_date import PartialDate
from domain.schedule.plan import Assessment
from domain.study import Study
from ui.forms.typed import read_partial, write_date
from ui.models.assessment_entry import GROUPS, OUTSIDE, say_visit
from ui.text import term, tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.form_row import FormRow
from ui.widgets.options import Option
from ui.words.visit import VisitWords


class AssessmentGridHead(QWidget):
    """Tells what the person changes, not what it is set to.

    Signals:
        visit_changed: another visit was chosen.
        at_changed: the date was edited.
        assessment_wanted: where the cursor is to go.
    """

    visit_changed = Signal()
    at_changed = Signal()
    assessment_wanted = Signal(object)

    def __init__(self, study: Study, offered: Sequence[str], parent: QWidget | None = None) -> None:
        """Build it.

        Args:
            study: names the visits, and says where the site is.
            offered: visits to choose from, the oldest first.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._is_setting = False
        words, zone = VisitWords(study.protocol), study.zone
        options = [Option(one, say_visit(words, one)) for one in (*reversed(offered), OUTSIDE)]
        self.visit = FormRow(tr("Visit"), ComboBox(options, tr("Visit")), field="visit")
        done = DateEdit(tr("Date"), parse=read_partial, show=lambda value: write_date(value, zone))
        self.at = FormRow(tr("Date"), done, tr("with the time, if it is known"), field="at")
        self.links: dict[Assessment, LinkButton] = {}
        fields, links = QHBoxLayout(), QHBoxLayout()
        for line in (fields, links):
            line.setSpacing(12)
        fields.addWidget(self.visit, 3, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.at, 3, Qt.AlignmentFlag.AlignTop)
        fields.addStretch(4)
        for one in GROUPS:
            self.links[one] = link = LinkButton(term(one), small=True)
            link.clicked.connect(lambda _checked=False, one=one: self.assessment_wanted.emit(one))
            links.addWidget(link)
        links.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(fields)
        column.addLayout(links)
        self.visit.value_changed.connect(self._on_visit)
        self.at.value_changed.connect(self._on_at)

    @property
    def key(self) -> str:
        """The visit, as records name it; "" outside the plan."""
        return str(self.visit.value() or OUTSIDE)

    @property
    def day(self) -> PartialDate | None:
        """When the visit took place; None where that is not said, or can't be read."""
        value = self.at.value()
        return value if isinstance(value, PartialDate) else None

    def set_visit(self, key: str) -> None:
        """Choose a visit."""
        self._set(self.visit, key)

    def set_at(self, at: PartialDate | None) -> None:
        """Say when."""
        self._set(self.at, at)

    def name_links(self, shown: Collection[Assessment]) -> None:
        """An assessment that is not among the rows would be added."""
        for assessment, link in self.links.items():
            name = term(assessment)
            link.setText(name if assessment in shown else tr("Add {assessment}").format(assessment=name))

    def _set(self, row: FormRow, value: object) -> None:
        self._is_setting = True
        row.set_value(value)
        self._is_setting = False

    def _on_visit(self) -> None:
        if not self._is_setting:
            self.visit_changed.emit()

    def _on_at(self) -> None:
        if not self._is_setting:
            self.at_changed.emit()
