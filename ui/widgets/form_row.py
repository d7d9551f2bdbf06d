"""One field of a form: label above, control, and below it the hint or what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import SPACE_XS
from ui.widgets.elided_label import Label
from ui.widgets.finding_line import FindingLine
from ui.widgets.text_area import TextArea
from ui.widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Sequence


class FormRow(QWidget):
    """A labelled control.

    Args:
        label: shown above; also the accessible name of the control unless it has one.
        control: a field of this kit (`value`, `set_value`, `value_changed`, `set_finding`).
        hint: one line below, replaced by a finding while there is one.
        field: the name that findings refer to; the label unless given.
    """

    value_changed = Signal()
    left = Signal()
    justification_changed = Signal()

    def __init__(
        self, label: str, control: QWidget, hint: str = "", *, field: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field or label
        self.control = control
        # The fields' protocol is about signals too, which Python's own can't describe.
        self._control = cast("Any", control)
        self._findings: tuple[tuple[str, str], ...] = ()
        self._lines: list[FindingLine] = []
        self._justification: TextArea | None = None
        self._kept_justification = ""
        self.label = Label(label, size="caption", weight=500, token="text2", wrap=True)
        self.label.setBuddy(control)
        for named in (control, control.focusProxy()):
            if named is not None and not named.accessibleName():
                named.setAccessibleName(label)
        self.hint = Label(hint, size="caption", token="text2", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)
        # The label and, at its right, what stands beside the value without being part of it.
        self._head = QHBoxLayout()
        self._head.setSpacing(SPACE_XS)
        self._head.addWidget(self.label, 1)
        self._marks: list[QWidget] = []
        self._column.addLayout(self._head)
        for widget in (control, self.hint):
            self._column.addWidget(widget)
        self.label.setVisible(bool(label))
        self.hint.setVisible(bool(hint))
        # Not Fixed: Qt would cap the height at one line of finding, whatever it wraps to.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._control.value_changed.connect(self.value_changed)
        (control.focusProxy() or control).installEventFilter(self)

    def value(self) -> object:
        return self._control.value()

    def set_value(self, value: object) -> None:
        self._control.set_value(value)

    def set_label(self, label: str) -> None:
        self.label.setText(label)
        self.label.setVisible(bool(label))

    def set_hint(self, hint: str) -> None:
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint) and not self._lines)

    def set_marks(self, marks: Sequence[QWidget]) -> None:
        """Puts small signs at the right of the label, such as an open query; they replace those that were there."""
        for mark in self._marks:
            self._head.removeWidget(mark)
            mark.hide()
            mark.deleteLater()
        self._marks = list(marks)
        for mark in self._marks:
            self._head.addWidget(mark, 0, Qt.AlignmentFlag.AlignBottom)

    @property
    def marks(self) -> tuple[QWidget, ...]:
        """What stands at the right of the label."""
        return tuple(self._marks)

    def problem(self) -> str | None:
        """What the control itself can't read, or None."""
        check = getattr(self.control, "problem", None)
        return check() if check is not None else None

    def set_finding(self, severity: str | None, text: str = "") -> None:
        """Shows one finding, "hard" or "soft"; None clears."""
        self.set_findings([(severity, text)] if severity else [])

    def set_findings(self, findings: Sequence[tuple[str, str]], *, justifiable: bool = True) -> None:
        """Shows findings as (severity, text); a soft one opens the justification below."""
        ordered = tuple(sorted(findings, key=lambda finding: finding[0] != "hard"))
        wants_words = justifiable and any(severity == "soft" for severity, _text in ordered)
        if ordered != self._findings:
            self._findings = ordered
            self._show_lines()
            worst = ordered[0][0] if ordered else None
            self._control.set_finding(worst)
            self.control.setAccessibleDescription(" ".join(text for _severity, text in ordered))
        if wants_words != (self._justification is not None):
            self._open_justification() if wants_words else self._close_justification()

    @property
    def findings(self) -> tuple[tuple[str, str], ...]:
        """What is shown now, worst first."""
        return self._findings

    @property
    def justification_field(self) -> TextArea | None:
        """The field for the reason, while a soft finding is open."""
        return self._justification

    def justification(self) -> str:
        """The reason given for the soft finding, or an empty text."""
        return str(self._justification.value()) if self._justification is not None else ""

    def set_justification(self, text: str) -> None:
        """Fills in a reason given earlier; kept for when a soft finding opens the field."""
        self._kept_justification = text
        if self._justification is not None:
            self._justification.set_value(text)

    def focus_control(self) -> None:
        """Puts the cursor into the control."""
        self.control.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return False

    def _show_lines(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [FindingLine(severity, text) for severity, text in self._findings]
        for offset, line in enumerate(self._lines):
            self._column.insertWidget(2 + offset, line)
        self.hint.setVisible(bool(self.hint.text()) and not self._lines)

    def _open_justification(self) -> None:
        self._justification = TextArea(tr("Justification for %1").replace("%1", self.label.text()), lines=2)
        self._justification.set_value(self._kept_justification)
        self._justification_label = Label(tr("Justification"), size="caption", weight=500, token="text2")
        self._justification_label.setContentsMargins(0, SPACE_XS, 0, 0)
        self._column.addWidget(self._justification_label)
        self._column.addWidget(self._justification)
        QWidget.setTabOrder(self.control.focusProxy() or self.control, self._justification.edit)
        self._justification.value_changed.connect(self.justification_changed)

    def _close_justification(self) -> None:
        if self._justification is None:
            return
        # Kept for the case that the finding comes back while the person is still typing.
        self._kept_justification = self.justification()
        for widget in (self._justification_label, self._justification):
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._justification = None
