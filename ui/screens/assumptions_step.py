"""Step 2: everything that the registration leaves open, by section; each is seen, and confirmed or changed (PRO-1)."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.protocol.model import Protocol
from ui.screens.assumption_group import AssumptionGroup
from ui.screens.assumption_row import Answer, AssumptionRow
from ui.screens.assumption_sections import by_section
from ui.screens.step import Step
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.scroll import ScrollArea


class AssumptionsStep(Step):
    """Groups of rows: what it is, what is assumed, what the registration says.

    A group is confirmed together only at its end, once it was opened; what decides who is dosed is
    confirmed one by one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the empty list."""
        super().__init__(
            tr("Assumptions"),
            "",
            tr("Each needs a person to confirm or change it. What you choose is kept in the audit trail."),
            parent,
        )
        self._protocol: Protocol | None = None
        self.groups: list[AssumptionGroup] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        holder = QWidget()
        holder.setLayout(self._list)
        card = Card(margin=8, bottom=8)
        titles = QHBoxLayout()
        titles.setContentsMargins(29, 0, 45, 4)
        titles.setSpacing(16)
        for title in (tr("Not stated"), tr("Assumption"), tr("What the registration says")):
            titles.addWidget(Label(title, size="caption", weight=500, token="text3"), 5)
        titles.addSpacing(64)
        card.body.addLayout(titles)
        self._area = ScrollArea(holder)
        card.add(self._area, 1)
        self.column.addWidget(card, 1)

    def show_protocol(self, protocol: Protocol) -> None:
        """List a protocol's assumptions; answers given to the same protocol stay."""
        if protocol is self._protocol:
            return
        self._protocol = protocol
        for group in self.groups:
            self._list.removeWidget(group)
            group.hide()
            group.deleteLater()
        self.groups = []
        while self._list.count():
            self._list.takeAt(0)
        for section, paths in by_section(protocol.assumptions):
            group = AssumptionGroup(protocol, section, paths)
            group.answered.connect(lambda group=group: self._on_answered(group))
            group.opened.connect(lambda group=group: self._on_opened(group))
            self._list.addWidget(group)
            self.groups.append(group)
        self._list.addStretch(1)
        self.heading.setText(tr("{count} things the registration does not state").format(count=len(self.rows)))
        self.changed.emit()

    @property
    def rows(self) -> list[AssumptionRow]:
        """Every assumption, group by group."""
        return [row for group in self.groups for row in group.rows]

    @property
    def answers(self) -> list[Answer]:
        """What was answered, in the order of the file."""
        if self._protocol is None:
            return []
        given = {answer.path: answer for group in self.groups for answer in group.answers}
        return [given[path] for path in self._protocol.assumptions if path in given]

    @property
    def is_complete(self) -> bool:
        """Whether every assumption is answered."""
        return self._protocol is not None and not any(group.waiting for group in self.groups)

    @property
    def hint(self) -> str:
        """How many are left."""
        left = sum(len(group.waiting) for group in self.groups)
        return tr("{left} of {all} still to confirm").format(left=left, all=len(self.rows)) if left else ""

    @property
    def note(self) -> str:
        """How many are done."""
        return tr("{done} of {all} confirmed").format(done=len(self.answers), all=len(self.rows))

    def take_focus(self) -> None:
        """The first group that waits."""
        self._go_on()

    def _on_answered(self, group: AssumptionGroup) -> None:
        if group.waiting:
            if group.section.is_single:
                self._go(group)
        else:
            group.set_open(is_open=False)
            self._go_on()
        self.changed.emit()

    def _on_opened(self, group: AssumptionGroup) -> None:
        self._into_sight(group)

    def _go_on(self) -> None:
        waiting = next((group for group in self.groups if group.waiting), None)
        if waiting is not None:
            self._go(waiting)

    def _go(self, group: AssumptionGroup) -> None:
        group.go()
        row = next((row for row in group.rows if row.is_open), None)
        self._into_sight(row or group)

    def _into_sight(self, part: QWidget) -> None:
        """Once Qt has laid it out: a group with its head at the top, a row wherever it has room."""

        def scroll() -> None:
            if isinstance(part, AssumptionGroup):
                self._area.verticalScrollBar().setValue(part.y())
            else:
                self._area.ensureWidgetVisible(part, 0, 8)

        QTimer.singleShot(0, part, scroll)
