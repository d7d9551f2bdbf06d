"""Profiles by level, the terminal phase of one, and the parameters of all: linked both ways (PK-3)."""

from PySide6.QtCore import QAbstractItemModel, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTableView, QVBoxLayout, QWidget

from domain.exposure.of_study import USUAL, Exposure
from domain.pk.method import describe_method
from domain.pk.parameters import Flag
from domain.reasons import Reason
from ui.models.parameter_rows import ParameterTable
from ui.models.pk_view import PkView
from ui.models.rows_model import ID_ROLE
from ui.pages.pk_dose import ProportionalityCard
from ui.pages.pk_terminal import TerminalCard
from ui.plots.chart_view import ChartView
from ui.plots.profile_plot import INDIVIDUAL, MEAN, OVERLAY, profile_chart
from ui.session import Session
from ui.text import tr
from ui.theme import SPACE_M, theme
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icons import draw_icon
from ui.widgets.lowered_header import LoweredHeader
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableView
from ui.words.pk import say_pk_unit
from ui.words.pk_findings import say_running

LOG, LINEAR = "log", "linear"
_ROOMY_HEIGHT, _ROOMY_WIDTH = 580, 1080
_LEAST_UPPER, _UPPER_SHARE = 264, 0.46


class ProfilesCard(Card):
    """Small multiples by level.

    Signals:
        subject_chosen: a line was clicked.
        subject_wanted: it was clicked twice: open the subject.
    """

    subject_chosen = Signal(str)
    subject_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without profiles."""
        super().__init__(tr("Profiles by level"), bottom=10, parent=parent)
        self.scale = SegmentedControl(
            [Segment(LOG, tr("Semi-log")), Segment(LINEAR, tr("Linear"))], tr("Axis"), height=28, fill_width=False
        )
        self.scale.set_value(LOG)
        looks = [(INDIVIDUAL, tr("Individual")), (MEAN, tr("Mean ± SD")), (OVERLAY, tr("Overlay"))]
        self.look = SegmentedControl([Segment(*one) for one in looks], tr("Drawn"), height=28, fill_width=False)
        self.look.set_value(INDIVIDUAL)
        for control in (self.scale, self.look):
            self.add_to_title(control)
            control.value_changed.connect(self._draw)
        self.view = ChartView()
        self.view.subject_chosen.connect(self.subject_chosen)
        self.view.subject_wanted.connect(self.subject_wanted)
        self.add(self.view, 1)
        self.left = ElidedLabel("", size="caption", token="text2")
        self.right = ElidedLabel("", size="caption", token="text2", align=Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        foot.addWidget(self.left, 4)
        foot.addWidget(self.right, 3)
        self.body.addLayout(foot)
        self._view: PkView | None = None
        self._chosen = ""

    def show_view(self, view: PkView, chosen: str) -> None:
        """Draw the profiles of a cycle with one subject's in front."""
        self._view, self._chosen = view, chosen
        self._draw()

    def choose(self, subject_id: str) -> None:
        """Bring another subject to the front."""
        self._chosen = subject_id
        self.view.choose(subject_id)

    def _draw(self) -> None:
        view = self._view
        if view is None:
            return
        # A segment can't be unchosen here: the last look stays.
        look = str(self.look.value() or INDIVIDUAL)
        is_log = self.scale.value() != LINEAR
        marked = view.under_antibodies
        chart = profile_chart(view.listed, view.levels, view.titles, is_log=is_log, look=look, marked=marked)
        self.view.show_chart(chart, self._chosen)
        below = any(point.is_below for panel in chart.panels for line in panel.lines for point in line.points)
        if look == MEAN:
            said = [tr("below LLOQ counts as 0; left-out values are not in it")]
            self.left.setToolTip("")
        else:
            said = [tr("▽ below LLOQ, after the last value")] if below else []
            said += [tr("- - + ADA-positive")] if marked else []
            self.left.setToolTip(tr("Antibodies had been found by the end of the profile") if marked else "")
        self.left.setText(" · ".join(said))
        unit = say_pk_unit(view.listed[0].made.profile.units.conc) if view.listed else ""
        minutes = view.part.pk.infusion_minutes if view.part.pk else None
        axis = tr("{unit} by h after start of infusion ({hours} h)") if minutes else tr("{unit} by h after the dose")
        self.right.setText(axis.format(unit=unit, hours=f"{(minutes or 0) / 60:g}"))


class ParameterView(TableView):
    """Numbers of three figures: the first rows tell how wide a column has to be."""

    def setModel(self, model: QAbstractItemModel | None) -> None:
        # The card sizes the columns itself once the spans are known.
        QTableView.setModel(self, model)


class ParametersCard(Card):
    """The parameters of the complete profiles, highest level on top.

    Signals:
        subject_chosen: another row became current.
        subject_wanted: Enter or a double click: open the subject.
    """

    subject_chosen = Signal(str)
    subject_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(tr("Parameters"), " ", margin=8, bottom=8, parent=parent)
        self.session = session
        self.model: ParameterTable | None = None
        self._spans: list[tuple[int, int, int]] | None = None
        self.table = ParameterView(tr("Parameters"), row_height=27, stretch_column=0)
        self.table.setHorizontalHeader(LoweredHeader(self.table))
        self.table.row_changed.connect(lambda index: self.subject_chosen.emit(str(index.data(ID_ROLE) or "")))
        self.table.row_activated.connect(lambda index: self.subject_wanted.emit(str(index.data(ID_ROLE) or "")))
        self.add(self.table, 1)
        self.warned = Warned()
        self.running = ElidedLabel("", size="caption", token="text2", align=Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.addWidget(self.warned)
        foot.addWidget(self.running, 1)
        self.body.addLayout(foot)

    def show_view(self, view: PkView, chosen: str) -> None:
        """Show the parameters of a cycle with one subject's row current."""
        words = self.session.words
        method = [words.reason(one) for one in _method(view)]
        self.set_title(tr("Parameters, cycle {cycle}").format(cycle=view.cycle), " ".join(method[:1]))
        self.caption_label.setToolTip("\n".join(method))
        self.table.blockSignals(True)
        if self.model is None or not self.model.take(view, words):
            old, self.model = self.model, ParameterTable(view, words, self)
            self.table.setModel(self.model)
            self._spans = None
            if old is not None:
                old.deleteLater()
        self._span()
        self.choose(chosen)
        self.table.blockSignals(False)
        self.warned.setVisible(any(one.flags and _is_extrapolated(one) for one in view.complete))
        self.running.setText("  ".join(one for one in (say_running(view), self._say_antibodies(view)) if one))

    @staticmethod
    def _say_antibodies(view: PkView) -> str:
        """What the plus behind a subject means."""
        is_shown = any(one.subject_id in view.under_antibodies for one in view.complete)
        return tr("+ ADA-positive by the end of the profile") if is_shown else ""

    def choose(self, subject_id: str) -> None:
        """Make a subject's row current, if it has one."""
        if self.model is None:
            return
        row = self.model.find(subject_id)
        if row is None:
            self.table.clearSelection()
            return
        if self.table.currentIndex().row() != row:
            self.table.select_row(row)

    def _span(self) -> None:
        """Reasons written across several columns, and the widths that follow; where none changed, all stays."""
        assert self.model is not None
        spans = self.model.spans
        if spans == self._spans:
            return
        self._spans = spans
        self.table.clearSpans()
        for row, column, width in spans:
            self.table.setSpan(row, column, 1, width)
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as their numbers; the sentences that reach across several do not count."""
        self.table.fit_columns(10)
        header = self.table.horizontalHeader()
        if self.model is None:
            return
        for column in {first for _, first, _ in self.model.spans}:
            header.resizeSection(column, max(84, header.sectionSizeFromContents(column).width()))


class Warned(QWidget):
    """The triangle and what it means."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 8, 0)
        row.addWidget(ElidedLabel(tr("over 20 % of AUC extrapolated"), size="caption", weight=500, token="warnline"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_icon(painter, QRectF(0, self.height() / 2 - 6.5, 13, 13), "triangle", theme.color("warnline"))


class ProfilesTab(QWidget):
    """Profiles and terminal phase above, parameters and, where there is room, proportionality below.

    Signals:
        subject_chosen, subject_wanted: as the cards'.
        edited: a reason is being typed, or no longer.
    """

    subject_wanted = Signal(str)
    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without profiles."""
        super().__init__(parent)
        self.chosen = ""
        self._view: PkView | None = None
        self.profiles, self.terminal = ProfilesCard(), TerminalCard(session)
        self.parameters, self.dose = ParametersCard(session), ProportionalityCard(session)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for line in (upper, lower):
            line.setSpacing(SPACE_M)
        upper.addWidget(self.profiles, 5)
        upper.addWidget(self.terminal, 3)
        lower.addWidget(self.parameters, 7)
        lower.addWidget(self.dose, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(upper, 5)
        column.addLayout(lower, 6)
        for card in (self.profiles, self.parameters, self.dose):
            card.subject_chosen.connect(self.choose)
            card.subject_wanted.connect(self.subject_wanted)
        self.terminal.edited.connect(self.edited)
        self.terminal.setMinimumWidth(372)

    def show_view(self, view: PkView) -> None:
        """Show the profiles of a cycle; the subject stays where it has one."""
        self._view = view
        if view.find(self.chosen) is None:
            first = next(iter(view.complete or view.listed), None)
            self.chosen = first.subject_id if first else ""
        self.profiles.show_view(view, self.chosen)
        self.parameters.show_view(view, self.chosen)
        self._show_dose()
        self.terminal.show_profile(view, view.find(self.chosen))

    def choose(self, subject_id: str) -> None:
        """Another subject, from whichever card; while a reason is typed, the subject stays."""
        if self._view is None or subject_id == self.chosen or not subject_id:
            return
        if self.terminal.is_asking and self.terminal.reason.value():
            self.parameters.choose(self.chosen)
            self.profiles.choose(self.chosen)
            self.terminal.reason.focus_control()
            return
        self.chosen = subject_id
        self.profiles.choose(subject_id)
        self.parameters.choose(subject_id)
        self.dose.choose(subject_id)
        self.terminal.show_profile(self._view, self._view.find(subject_id))

    def _show_dose(self) -> None:
        """Draw the proportionality, where there is room for it."""
        if self._view is not None and not self.dose.isHidden():
            self.dose.show_view(self._view, self._view.modelled, self.chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_roomy = self.height() >= _ROOMY_HEIGHT and self.width() >= _ROOMY_WIDTH
        if is_roomy is self.dose.isHidden():
            self.dose.setVisible(is_roomy)
            self._show_dose()
        upper = max(_LEAST_UPPER, round(self.height() * _UPPER_SHARE))
        for card in (self.profiles, self.terminal):
            card.setFixedHeight(upper)


def _method(view: PkView) -> tuple[Reason, ...]:
    return describe_method(USUAL, view.listed[0].made.profile) if view.listed else ()


def _is_extrapolated(one: Exposure) -> bool:
    return Flag.EXTRAPOLATED in one.flags
