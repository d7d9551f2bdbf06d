"""Chooses the data cut-off: the present moment, or a date and time at the site."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog
from ui.pages.cut_off_field import parse_cut_off
from ui.session import Session
from ui.text import tr
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.radio_list import Choice, RadioList


class CutOffDialog(Dialog):
    """Events dated after the cut-off are hidden from every page and report; a day means its end."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Show the cut-off in force."""
        super().__init__(tr("Data cut-off"), tr("Use this cut-off"), tr("Cancel"), parent=parent)
        self._session = session
        self.add(
            Label(
                tr("Every page shows events dated up to the cut-off, inclusive, in the site's time zone."),
                token="text2",
                wrap=True,
            )
        )
        self.choice = RadioList(
            [Choice(False, tr("The present moment")), Choice(True, tr("Another moment"))], tr("Data cut-off")
        )
        self.choice.set_value(session.is_looking_back)
        self.add(self.choice)
        self.moment = LineEdit(tr("Date, or date and time"))
        self.moment.set_value(session.words.moment(session.study.cut_off))
        self._row = FormRow(tr("Date, or date and time"), self.moment, tr("such as 20 Nov 2026 or 20 Nov 2026 14:10"))
        self.add(self._row)
        self.moment.textChanged.connect(self._check)
        self.choice.value_changed.connect(self._check)
        self._check()

    def _read(self) -> datetime | str:
        """The moment typed, or what is wrong with it."""
        try:
            return parse_cut_off(self.moment.text(), self._session.study.zone, self._session.clock())
        except ValueError as error:
            return str(error)

    def _check(self) -> None:
        self.moment.setEnabled(bool(self.choice.value()))
        read = self._read() if self.choice.value() else ""
        problem = read if isinstance(read, str) and read else None
        self._row.set_finding("hard" if problem else None, problem or "")
        self.accept_button.setEnabled(problem is None)

    def accept(self) -> None:
        """Use the cut-off everywhere."""
        if self.choice.value():
            read = self._read()
            if isinstance(read, str):
                return
            self._session.choose_cut_off(read)
        else:
            self._session.choose_cut_off(None)
        super().accept()
