"""The card of the terminal phase: the fit on the curve, its figures, and points used or left with a reason (PK-2)."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.checks.slope_decision import check_slope_decision
from domain.exposure.of_study import Exposure
from domain.records import SlopeDecision
from domain.summaries.pk_numbers import write_number
from ui.models.pk_view import PkView
from ui.models.slope_choice import Turn, turn_point, turn_profile
from ui.plots.chart_view import ChartView
from ui.plots.profile_plot import say_hours
from ui.plots.terminal_plot import TerminalChart, Use, terminal_chart
from ui.session import Session
from ui.text import say_number, tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.words.pk_findings import missing_slope

_FACTS = 132
_HOURS_A_DAY = 24


class TerminalView(ChartView):
    """The chart: a click, Enter or the space bar on a point asks to use or leave it.

    Signals:
        point_wanted: id of the sample.
    """

    point_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self.subject_wanted.connect(self.point_wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = self._at(QPointF(event.position()))
        if at is not None:
            self.point_wanted.emit(self.spots()[at].subject_id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click of a pair says nothing that the first has not said."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self._spot_subject():
            self.point_wanted.emit(self._spot_subject())
        else:
            super().keyPressEvent(event)


class TerminalCard(Card):
    """One subject's terminal phase.

    Signals:
        edited: a reason is being typed, or no longer.
    """

    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a profile."""
        super().__init__(tr("Terminal phase"), " ", bottom=10, parent=parent)
        self.session = session
        self.one: Exposure | None = None
        self.turn: Turn | None = None
        self.view = TerminalView()
        self.view.point_wanted.connect(self.ask_point)
        self.facts = QVBoxLayout()
        self.facts.setSpacing(1)
        self._facts_box = QWidget()
        self._facts_box.setLayout(self.facts)
        self._facts_box.setFixedWidth(_FACTS)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.view, 1)
        line.addWidget(self._facts_box)
        self.body.addLayout(line, 1)
        self._build_question()
        self.hint = ElidedLabel("", size="caption", token="text2")
        self.leave_link = LinkButton(tr("Leave out…"), small=True)
        self.leave_link.setToolTip(tr("Leave the whole profile out of the summaries, or take it in again"))
        self.add_to_title(self.leave_link)
        self.leave_link.clicked.connect(self.ask_profile)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        self._foot = QWidget()
        foot.setContentsMargins(0, 0, 0, 0)
        self._foot.setLayout(foot)
        self.add(self._foot)

    def _build_question(self) -> None:
        self.question = Label("", weight=600, wrap=True)
        self.reason = FormRow(tr("Reason"), LineEdit(tr("Reason")), field="reason")
        self.reason.value_changed.connect(self._judge)
        self.reason.control.returnPressed.connect(self.save)  # type: ignore[attr-defined]
        self.cancel_button = SecondaryButton(tr("Cancel"), height=28)
        self.cancel_button.clicked.connect(self.give_up)
        self.save_button = PrimaryButton(tr("Save choice"), height=28)
        self.save_button.clicked.connect(self.save)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.question)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.reason, 1)
        row.addLayout(button_row(self.cancel_button, self.save_button))
        column.addLayout(row)
        self.box = QWidget()
        self.box.setLayout(column)
        self.box.hide()
        self.add(self.box)

    # --- showing -----------------------------------------------------------------------------------

    @property
    def is_asking(self) -> bool:
        """Whether a reason is asked for."""
        return self.turn is not None

    def show_profile(self, view: PkView, one: Exposure | None) -> None:
        """Show a subject's profile; a question about another one is given up."""
        if self.one is None or one is None or (self.one.subject_id, self.one.cycle) != (one.subject_id, one.cycle):
            self._stop()
        self.one = one
        chart = terminal_chart(one) if one is not None else None
        can_write = not self.session.is_read_only
        self.view.setVisible(chart is not None)
        if chart is not None:
            self.view.show_chart(chart)
        self._show_facts(chart)
        if one is None:
            self.set_title(tr("Terminal phase"), "")
            self.hint.setText(tr("Choose a subject in the table or in a plot."))
            self.leave_link.hide()
            return
        dose = one.made.dose.administration.given_mg
        name = f"{one.subject_id} +" if one.subject_id in view.under_antibodies else one.subject_id
        self.set_title(
            name,
            tr("level {level} · {dose} mg · terminal phase").format(
                level=view.levels[one.subject_id], dose=say_number(dose)
            ),
        )
        self.title_label.setToolTip(tr("ADA-positive by the end of the profile") if name != one.subject_id else "")
        usable = can_write and one.results is not None and chart is not None
        self.hint.setText(
            tr("Click a point to use or leave it; a reason is asked.")
            if usable
            else missing_slope(one, self.session.words)
        )
        self.leave_link.setVisible(usable)
        self.leave_link.setText(tr("Take in…") if one.made.is_left_out else tr("Leave out…"))

    def _show_facts(self, chart: TerminalChart | None) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        one = self.one
        if one is None:
            return
        words = self.session.words
        if chart is not None and chart.fit is not None:
            fit = chart.fit
            points = sum(point.use is Use.IN_FIT for point in chart.points)
            self._fact(tr("Points"), str(points), tr("from {hours}").format(hours=say_hours(fit.lower)))
            r2adj, span, half = one.value("r2adj"), one.value("span"), one.value("half_life")
            self._fact(tr("Adjusted R²"), f"{r2adj.value:.3f}" if r2adj and r2adj.value is not None else "–", "")
            if span is not None and span.value is not None:
                self._fact(tr("Span"), f"{span.value:.1f}", tr("half-lives"))
            if half is not None and half.value is not None:
                days = tr("h = {days} days").format(days=f"{half.value / _HOURS_A_DAY:.1f}")
                self._fact(tr("t½"), write_number(half.value) or "", days)
        elif reason := missing_slope(one, words):
            self.facts.addWidget(Label(reason, size="caption", token="text2", wrap=True))
        decision = one.made.decision
        if decision is not None:
            left = [say_hours(point.hours) for point in chart.points if point.use is Use.OUT] if chart else []
            head = ", ".join(left) or tr("by hand")
            if decision.is_left_out:
                head = tr("profile left out")
            elif decision.is_withdrawn:
                head = tr("best fit again")
            said = tr("{what}: {reason} {by}, {on}").format(
                what=head, reason=decision.reason, by=_initials(decision.decided_by), on=words.day(decision.decided_at)
            )
            label = Label(said, size="caption", weight=500, token="warnline", wrap=True)
            label.setContentsMargins(0, 6, 0, 0)
            self.facts.addWidget(label)
        self.facts.addStretch(1)

    def _fact(self, name: str, value: str, unit: str) -> None:
        self.facts.addWidget(Label(name, size="caption", token="text2"))
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 5)
        line.setSpacing(6)
        line.addWidget(Label(value, weight=600))
        line.addWidget(Label(unit, size="caption", token="text2"), 1, Qt.AlignmentFlag.AlignBottom)
        holder = QWidget()
        holder.setLayout(line)
        self.facts.addWidget(holder)

    # --- choosing ----------------------------------------------------------------------------------

    def ask_point(self, sample_id: str) -> None:
        """Ask for the reason why a point is used or left."""
        one = self.one
        if one is None or one.results is None or self.session.is_read_only:
            return
        turn, chart = turn_point(one, sample_id), self.view.chart
        if turn is None or not isinstance(chart, TerminalChart):
            return
        point = next(point for point in chart.points if point.sample_id == sample_id)
        said = tr("Leave {point} out of the fit?") if point.use is Use.IN_FIT else tr("Use {point} for the fit?")
        self._ask(turn, said.format(point=point.words))

    def ask_profile(self) -> None:
        """Ask for the reason why the whole profile is left out of summaries, or taken in again."""
        one = self.one
        if one is not None and not self.session.is_read_only:
            said = tr("Take {subject} into the summaries again?") if one.made.is_left_out else tr(
                "Leave {subject} out of the summaries?"
            )  # fmt: skip
            self._ask(turn_profile(one), said.format(subject=one.subject_id))

    def give_up(self) -> None:
        """Leave the slope as it is."""
        self._stop()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Save the choice with its reason."""
        one, turn = self.one, self.turn
        if one is None or turn is None or not self.save_button.isEnabled():
            return
        decision = self._decision(one, turn)
        before, reason = one.made.decision, str(self.reason.value())
        kept = self.turn
        self._stop()
        if not self.session.save(decision, reason=reason if before else ""):
            self._ask(kept or turn, self.question.text())
            self.reason.set_value(reason)
            return
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decision(self, one: Exposure, turn: Turn) -> SlopeDecision:
        now = self.session.clock().replace(second=0, microsecond=0)
        return turn.decision(
            one, record_id=self.session.new_id(), reason=str(self.reason.value()), by=self.session.person.name, at=now
        )

    def _ask(self, turn: Turn, question: str) -> None:
        self.turn = turn
        self.question.setText(question)
        self.reason.set_value("")
        self.box.show()
        for widget in (self._foot, self._facts_box):
            widget.hide()
        self._judge()
        self.reason.focus_control()
        self.edited.emit()

    def _judge(self) -> None:
        one, turn = self.one, self.turn
        if one is None or turn is None:
            return
        words, typed = self.session.words, bool(self.reason.value())
        study = self.session.study.at(self.session.clock())
        found = check_slope_decision(study, self._decision(one, turn), now=self.session.clock())
        shown = [finding for finding in found if typed or finding.field != "reason"]
        self.reason.set_findings([(finding.severity.value, words.finding(finding)) for finding in shown])
        self.save_button.setEnabled(typed and not any(finding.is_hard for finding in found))

    def _stop(self) -> None:
        was_asking = self.turn is not None
        self.turn = None
        self.box.hide()
        for widget in (self._foot, self._facts_box):
            widget.show()
        if was_asking:
            self.edited.emit()


def _initials(name: str) -> str:
    return "".join(part[:1] for part in name.split()).upper() or name
