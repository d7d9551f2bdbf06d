"""Exposure and dose: the power model with Smith's bounds, boxes by level, and troughs by cycle (PK-3)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.pk.parameters import Flag
from domain.summaries.pk_proportionality import MODELLED, dose_of
from ui.models.pk_view import PkView
from ui.plots.box_plot import box_chart
from ui.plots.chart_view import ChartView
from ui.plots.proportionality_plot import DosePoint, proportionality_chart
from ui.plots.trough_plot import trough_chart
from ui.session import Session
from ui.text import tr
from ui.theme import SPACE_M
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.words.pk import plain_name
from ui.words.pk_findings import say_verdict


class ProportionalityCard(Card):
    """Exposure against dose of one parameter, and the verdict.

    Signals:
        subject_chosen: a point was clicked.
        subject_wanted: it was clicked twice: open the subject.
    """

    subject_chosen = Signal(str)
    subject_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without points."""
        super().__init__(tr("Dose proportionality"), " ", bottom=12, parent=parent)
        self.session = session
        self.view = ChartView()
        self.view.subject_chosen.connect(self.subject_chosen)
        self.view.subject_wanted.connect(self.subject_wanted)
        self.verdict = Label("", size="caption", token="text2", wrap=True)
        self.add(self.view, 1)
        self.add(self.verdict)

    def show_view(self, view: PkView, key: str, chosen: str) -> None:
        """Show a parameter of the complete profiles of a cycle."""
        points = []
        for one in view.complete:
            dose, value = dose_of(view.study, view.part, one), one.number(key)
            if dose and value is not None:
                is_hollow = key.startswith("aucinf") and Flag.EXTRAPOLATED in one.flags
                points.append(DosePoint(one.subject_id, dose, value, is_hollow))
        model = view.model(key)
        unit = view.unit(key)
        dose_unit = view.part.levels[0].unit if view.part.levels else ""
        axis = tr("{parameter}, {unit}, by dose, {dose_unit}").format(
            parameter=plain_name(key), unit=unit, dose_unit=dose_unit
        )
        chart = proportionality_chart(
            tr("Dose proportionality"), axis, points, model, hollow_words=tr("over 20 % extrap.")
        )
        self.set_caption(tr("{number} profiles, power model").format(number=len(points)) if points else "")
        self.view.setVisible(chart is not None)
        if chart is not None:
            self.view.show_chart(chart, chosen)
        self.verdict.setText(
            say_verdict(model, self.session.words) if chart else tr("No profile of this cycle has this parameter yet.")
        )

    def choose(self, subject_id: str) -> None:
        """Mark a subject's point."""
        self.view.choose(subject_id)


class DoseTab(QWidget):
    """A parameter of choice against dose and by level, and the troughs of all cycles.

    Signals:
        subject_chosen, subject_wanted: a point was clicked, once or twice.
    """

    subject_chosen = Signal(str)
    subject_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without points."""
        super().__init__(parent)
        self._view: PkView | None = None
        self._chosen = ""
        self.parameter = SegmentedControl(
            [Segment(key, plain_name(key)) for key in MODELLED], tr("Parameter"), height=28, fill_width=False
        )
        self.proportionality = ProportionalityCard(session)
        self.box_card = Card(tr("By level"), bottom=12)
        self.box_card.add_to_title(self.parameter)
        self.boxes = ChartView()
        self.box_card.add(self.boxes, 1)
        self.box_card.add(
            Label(
                tr("Box: quartiles and median, whiskers to the least and the largest value; from five subjects on."),
                size="caption", token="text3", wrap=True,
            )
        )  # fmt: skip
        self.trough_card = Card(tr("Trough by cycle"), " ", bottom=12)
        self.troughs = ChartView()
        self.no_troughs = EmptyState("chart", tr("No trough yet"), tr("Predose samples from the second cycle on."))
        self.trough_card.add(self.troughs, 1)
        self.trough_card.add(self.no_troughs, 1)
        for view in (self.boxes, self.troughs):
            view.subject_chosen.connect(self.subject_chosen)
            view.subject_wanted.connect(self.subject_wanted)
        self.proportionality.subject_chosen.connect(self.subject_chosen)
        self.proportionality.subject_wanted.connect(self.subject_wanted)
        self.parameter.value_changed.connect(self._draw)
        upper = QHBoxLayout()
        upper.setSpacing(SPACE_M)
        upper.addWidget(self.proportionality, 1)
        upper.addWidget(self.box_card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(upper, 6)
        column.addWidget(self.trough_card, 4)

    def show_view(self, view: PkView, chosen: str) -> None:
        """Show the profiles of a cycle, and the troughs of the analyte."""
        self._view, self._chosen = view, chosen
        known = {key for key in MODELLED if any(one.number(key) is not None for one in view.complete)}
        self.parameter.blockSignals(True)
        self.parameter.set_segments([Segment(key, plain_name(key), enabled=key in known) for key in MODELLED])
        if self.parameter.value() is None:
            self.parameter.set_value(view.modelled)
        self.parameter.blockSignals(False)
        self._draw()

    def choose(self, subject_id: str) -> None:
        """Mark a subject everywhere."""
        self._chosen = subject_id
        for view in (self.boxes, self.troughs):
            view.choose(subject_id)
        self.proportionality.choose(subject_id)

    def _draw(self) -> None:
        view = self._view
        if view is None:
            return
        key = str(self.parameter.value() or view.modelled)
        self.proportionality.show_view(view, key, self._chosen)
        values = {one.subject_id: value for one in view.complete if (value := one.number(key)) is not None}
        unit = view.unit(key)
        names = {level: tr("level {number}").format(number=level) for level in view.titles}
        boxes = box_chart(f"{plain_name(key)}, {unit}", values, view.levels, names)
        self.boxes.setVisible(boxes is not None)
        if boxes is not None:
            self.boxes.show_chart(boxes, self._chosen)
        troughs = trough_chart(view.of_analyte, view.levels, view.titles)
        self.troughs.setVisible(troughs is not None)
        self.no_troughs.setVisible(troughs is None)
        self.trough_card.set_caption(troughs.title if troughs else "")
        if troughs is not None:
            self.troughs.show_chart(troughs, self._chosen)
