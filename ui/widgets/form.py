"""A form: one column of rows, and a foot that counts what is left to put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import CONTROL_HEIGHT, SPACE_M, SPACE_S, caption_font, theme
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.card import Hairline
from ui.widgets.elided_label import Label
from ui.widgets.finding_line import FindingLine, draw_severity_glyph
from ui.widgets.flow import FlowLayout
from ui.widgets.icons import draw_icon
from ui.widgets.paint import draw_text
from ui.widgets.scroll import ScrollArea
from ui.widgets.words import tr

if TYPE_CHECKING:
    from ui.widgets.form_row import FormRow


class FindingLike(Protocol):
    """What `validate` returns: the field it is about ("" = the whole form), severity "hard" or "soft", the text."""

    @property
    def field(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def text(self) -> str: ...


Validate = Callable[[dict[str, object]], Sequence[FindingLike]]


class Form(QWidget):
    """Rows, live validation, and a save button that stays off until nothing hard is left and all soft is justified.

    A row's findings appear once it was touched; the foot counts them from the start, and a click on the
    count, or Ctrl+S, shows all of them and goes to the first. Esc discards; with changes it asks once, in
    the foot.

    Signals:
        submitted(values, justifications): the person saved; both are dicts by field.
        discarded(): the person gave up.
        dirty_changed(is_dirty): whether anything differs from what was loaded.
    """

    submitted = Signal(object, object)
    discarded = Signal()
    dirty_changed = Signal(bool)
    value_changed = Signal()

    def __init__(
        self,
        save_text: str,
        *,
        validate: Validate | None = None,
        discard_text: str = "",
        save_icon: str = "",
        scrolls: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._validate = validate
        self._rows: dict[str, FormRow] = {}
        self._touched: set[str] = set()
        self._baseline: dict[str, object] = {}
        self._was_dirty = False
        self._asks_discard = False
        self._hard_count = self._soft_open = self._soft_justified = 0
        self._loading = False

        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self._form_lines: list[FindingLine] = []
        self.count = _Count()
        self.count.clicked.connect(self.show_all_findings)
        self.save_button = PrimaryButton(save_text, save_icon)
        self.discard_button = SecondaryButton(discard_text or tr("Discard changes"))
        self.save_button.clicked.connect(self.submit)
        self.discard_button.clicked.connect(self.discard)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(SPACE_S)
        self._foot.addWidget(Hairline())
        self._foot.addWidget(self.count)
        buttons = FlowLayout(spacing=SPACE_S, is_right=True)
        buttons.addWidget(self.discard_button)
        buttons.addWidget(self.save_button)
        self._foot.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_M)
        self._area = ScrollArea(self._body) if scrolls else None
        layout.addWidget(self._area or self._body, 1)
        layout.addLayout(self._foot)
        self._shortcut(QKeySequence.StandardKey.Save, self.submit)
        self._shortcut(Qt.Key.Key_Escape, self._on_escape)

    # --- building -------------------------------------------------------------------------------

    def add_row(self, row: FormRow) -> FormRow:
        """Adds a row below the others, in tab order."""
        self._column.insertWidget(self._column.count() - 1, row)
        return self._register(row)

    def add_pair(self, *rows: FormRow) -> None:
        """Adds rows side by side, aligned at their tops."""
        line = QHBoxLayout()
        line.setSpacing(12)
        for row in rows:
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self._column.insertLayout(self._column.count() - 1, line)
        for row in rows:
            self._register(row)

    def add_to_foot(self, row: FormRow) -> FormRow:
        """Adds a row above the buttons, where it is in sight whatever the form has scrolled to."""
        self._foot.insertWidget(1, row)
        return self._register(row)

    def add_widget(self, widget: QWidget) -> None:
        """Adds something that isn't a field: a heading, a note."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def set_validate(self, validate: Validate) -> None:
        """Sets the rule that judges all values together, and applies it."""
        self._validate = validate
        self.revalidate()

    def row(self, field: str) -> FormRow:
        """The row of a field.

        Raises:
            KeyError: if the form has no such field.
        """
        return self._rows[field]

    # --- values ---------------------------------------------------------------------------------

    def values(self) -> dict[str, object]:
        """The value of each field by name."""
        return {field: row.value() for field, row in self._rows.items()}

    def set_values(self, values: dict[str, object], justifications: dict[str, str] | None = None) -> None:
        """Loads values as the state to compare with: the form is clean afterwards."""
        self._loading = True
        for field, value in values.items():
            if field in self._rows:
                self._rows[field].set_value(value)
        for field, text in (justifications or {}).items():
            if field in self._rows:
                self._rows[field].set_justification(text)
        self._loading = False
        self._touched.clear()
        self.mark_clean()

    def mark_clean(self) -> None:
        """Takes what is entered now as the state to compare with (after saving)."""
        self._baseline = self._snapshot()
        self.revalidate()

    @property
    def is_dirty(self) -> bool:
        """True if anything differs from what was loaded."""
        return self._snapshot() != self._baseline

    @property
    def can_save(self) -> bool:
        """True if nothing hard is left and every soft finding is justified."""
        return self._hard_count == 0 and self._soft_open == 0

    def justifications(self) -> dict[str, str]:
        """The reasons given for soft findings, by field."""
        return {field: text for field, row in self._rows.items() if (text := row.justification())}

    # --- judging --------------------------------------------------------------------------------

    def revalidate(self) -> None:
        """Asks the controls and the rule again and updates lines, counts and the save button."""
        if self._loading:
            return
        by_field: dict[str, list[tuple[str, str]]] = {field: [] for field in self._rows}
        whole: list[tuple[str, str]] = []
        unreadable: set[str] = set()
        for field, row in self._rows.items():
            if problem := row.problem():
                by_field[field].append(("hard", problem))
                unreadable.add(field)
        for finding in self._validate(self.values()) if self._validate else ():
            if finding.field in unreadable:
                # "Missing" would be said twice of a text that can't be read.
                continue
            by_field.get(finding.field, whole).append((finding.severity, finding.text))
        for field, row in self._rows.items():
            row.set_findings(by_field[field] if field in self._touched else [])
        self._show_form_findings(whole)
        every = [(field, severity) for field, found in by_field.items() for severity, _text in found]
        self._hard_count = sum(s == "hard" for _f, s in every) + sum(s == "hard" for s, _t in whole)
        soft_fields = {field for field, severity in every if severity == "soft"}
        justified = {field for field in soft_fields if self._rows[field].justification()}
        self._soft_open, self._soft_justified = len(soft_fields - justified), len(justified)
        self._update_foot()

    def show_all_findings(self) -> None:
        """Shows the findings of untouched rows too and goes to the first row that holds up saving."""
        self._touched.update(self._rows)
        self.revalidate()
        self.focus_first_finding()

    def focus_first_finding(self) -> bool:
        """Puts the cursor into the first row that blocks; hard before soft. False if none does."""
        for severity in ("hard", "soft"):
            for row in self._rows.values():
                if not any(s == severity for s, _text in row.findings):
                    continue
                reason = row.justification_field
                if severity == "soft" and (reason is None or row.justification()):
                    continue
                if severity == "soft" and reason is not None:
                    reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
                else:
                    row.focus_control()
                if self._area is not None:
                    self._area.ensureWidgetVisible(row, 0, SPACE_M)
                return True
        return False

    # --- ending ---------------------------------------------------------------------------------

    def submit(self) -> None:
        """Saves if it may be saved; otherwise shows why not."""
        self.revalidate()
        if self.can_save:
            self.submitted.emit(self.values(), self.justifications())
        else:
            self.show_all_findings()

    def discard(self) -> None:
        """Gives up what was typed."""
        self._asks_discard = False
        self.discarded.emit()

    @property
    def asks_discard(self) -> bool:
        """Whether the foot is asking if what was typed may be given up."""
        return self._asks_discard

    def ask_discard(self) -> None:
        """Says in the foot that what was typed would be lost."""
        self._asks_discard = True
        self._update_foot()

    def scroll_to(self, widget: QWidget) -> None:
        """Brings a part of the form into sight."""
        if self._area is not None:
            self._area.ensureWidgetVisible(widget, 0, SPACE_M)

    # --- inner ----------------------------------------------------------------------------------

    def _register(self, row: FormRow) -> FormRow:
        if row.field in self._rows:
            raise ValueError(f"two rows for the field {row.field!r}")
        self._rows[row.field] = row
        self._baseline[row.field] = row.value()
        row.value_changed.connect(lambda: self._on_value_changed(row))
        row.left.connect(lambda: self._on_left(row))
        row.justification_changed.connect(self._on_justified)
        return row

    def _snapshot(self) -> dict[str, object]:
        # An unreadable text has no value but is a change all the same.
        snapshot: dict[str, object] = {}
        for field, row in self._rows.items():
            text = getattr(row.control, "text", None)
            snapshot[field] = (row.value(), text() if callable(text) else None)
        return snapshot | {f"{field}/justification": text for field, text in self.justifications().items()}

    def _on_value_changed(self, row: FormRow) -> None:
        if self._loading:
            return
        self._asks_discard = False
        self._touched.add(row.field)
        self.revalidate()
        self.value_changed.emit()

    def _on_left(self, row: FormRow) -> None:
        # Leaving a field untouched in a clean form (as when it opens and closes) says nothing yet.
        if self.is_dirty and row.field not in self._touched:
            self._touched.add(row.field)
            self.revalidate()

    def _on_justified(self) -> None:
        self._asks_discard = False
        self.revalidate()

    def _on_escape(self) -> None:
        if self.is_dirty and not self._asks_discard:
            self._asks_discard = True
            self._update_foot()
        else:
            self.discard()

    def _show_form_findings(self, findings: list[tuple[str, str]]) -> None:
        for line in self._form_lines:
            self._foot.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._form_lines = [FindingLine(severity, text) for severity, text in findings]
        for offset, line in enumerate(self._form_lines):
            self._foot.insertWidget(1 + offset, line)

    def _update_foot(self) -> None:
        self.save_button.setEnabled(self.can_save)
        self.count.show_counts(self._hard_count, self._soft_open, self._soft_justified, asks_discard=self._asks_discard)
        dirty = self.is_dirty
        if dirty != self._was_dirty:
            self._was_dirty = dirty
            self.dirty_changed.emit(dirty)

    def _shortcut(self, key: QKeySequence.StandardKey | Qt.Key, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)


class _Count(QWidget):
    """ "1 to put right before saving, 1 justified"; a click goes there."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text, self._glyph = "", ""
        self.setFixedHeight(CONTROL_HEIGHT - 8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._text

    def show_counts(self, hard: int, soft_open: int, justified: int, *, asks_discard: bool) -> None:
        parts = []
        if hard:
            parts.append(tr("%1 to put right before saving").replace("%1", str(hard)))
        if soft_open:
            parts.append(tr("%1 to justify").replace("%1", str(soft_open)))
        if justified:
            parts.append(tr("%1 justified").replace("%1", str(justified)))
        self._glyph = "hard" if hard else "soft" if soft_open else "check" if parts else ""
        self._text = tr(", ").join(parts)
        if asks_discard:
            self._text, self._glyph = tr("Esc again discards what was typed."), "soft"
        self.setAccessibleName(self._text)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hard or soft_open else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self._text)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        middle = self.height() / 2
        square = QRectF(QPointF(0.5, middle - 6.5), QPointF(13.5, middle + 6.5))
        if self._glyph == "check":
            draw_icon(painter, square, "check", theme.color("text2"))
        else:
            draw_severity_glyph(painter, square, self._glyph)
        rect = QRectF(20, 0, self.width() - 20, self.height())
        draw_text(painter, rect, self._text, caption_font(500), theme.color("text2"))


def form_heading(text: str) -> Label:
    """A heading between rows."""
    return Label(text, weight=600)
