"""The stopping boundary of an expansion part: from how many DLTs among so many a cohort stops (ESC-11)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from domain.escalation.status import PartStatus
from domain.summaries.parts import boundary_reach, boundary_stretches
from ui.text import tr
from ui.theme import SPACE_M
from ui.widgets.card import Card
from ui.widgets.elided_label import Label


class BoundaryCard(Card):
    """Stretches of evaluable subjects with the DLTs that stop a cohort there; where the cohorts are now stands bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(tr("Stopping boundary"), title_line=True, bottom=SPACE_M, parent=parent)
        self._shown: object = None
        self.about = Label(size="caption", token="text2", wrap=True)
        self.about.setContentsMargins(0, 8, 0, 0)
        self.add(self.about)
        self._box: QWidget | None = None
        self.lines: list[tuple[str, str]] = []

    def show_status(self, status: PartStatus) -> None:
        """Show the boundary of the part; the card hides where the protocol has none."""
        part = status.part
        self.setVisible(part.stopping is not None)
        here = frozenset(one.evaluable for one in status.cohorts)
        if part.stopping is None or (part.stopping, here) == self._shown:
            return
        self._shown = (part.stopping, here)
        stopping = part.stopping
        text = tr("A cohort stops where P(DLT rate > {limit}) is at least {probability}, prior beta({a}, {b}).")
        a, b = stopping.prior
        self.about.setText(text.format(limit=stopping.limit, probability=stopping.probability, a=a, b=b))
        if self._box is not None:
            self.body.removeWidget(self._box)
            self._box.hide()
            self._box.deleteLater()
        self._box = QWidget()
        grid = QGridLayout(self._box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * SPACE_M)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        right = Qt.AlignmentFlag.AlignRight
        for column, title in enumerate((tr("Evaluable"), tr("Stops from"))):
            grid.addWidget(Label(title, size="caption", weight=500, token="text3"), 0, column, right)
        self.lines = []
        for row, one in enumerate(boundary_stretches(stopping, boundary_reach(part)), 1):
            many = tr("{first} to {last}").format(first=one.first, last=one.last)
            reach = many if one.last > one.first else str(one.first)
            dlts = "–" if one.stops_from is None else tr("{count} DLT").format(count=one.stops_from)
            weight = 600 if any(one.first <= count <= one.last for count in here) else 400
            grid.addWidget(Label(reach, weight=weight, tabular=True), row, 0, right)
            grid.addWidget(Label(dlts, weight=weight, tabular=True), row, 1, right)
            self.lines.append((reach, dlts))
        self._box.setAccessibleName("; ".join(f"{reach}: {dlts}" for reach, dlts in self.lines))
        self.add(self._box)
