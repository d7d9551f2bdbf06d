"""MTD, MAD and recommended dose side by side: three fields that are never taken for one another (ESC-12)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.escalation.status import PartStatus
from domain.rp2d.declared import Declared, declare_mad, declare_mtd
from domain.rp2d.standing import DoseStanding
from ui.pages.rp2d_words import say_dose, say_level, say_name
from ui.text import Words, capital, tr
from ui.theme import SPACE_M, SPACE_XS
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card, Hairline
from ui.widgets.elided_label import ElidedLabel, Label


class _Field(QWidget):
    """A caption, what holds in large letters, and what is to be said of it."""

    def __init__(self) -> None:
        super().__init__()
        self.caption = ElidedLabel(size="caption", weight=500, token="text3")
        self.value = Label(size="title", wrap=True)
        self.signed = Label(size="caption", token="text2", wrap=True)
        self.rules = Label(size="caption", token="text2", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)
        for label in (self.caption, self.value, self.signed, self.rules):
            self._column.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Put a link below what is said."""
        self._column.insertWidget(self._column.count() - 1, widget, 0, Qt.AlignmentFlag.AlignLeft)

    def show_field(self, caption: str, value: str, signed: str, rules: str, *, holds: bool, is_wrong: bool) -> None:
        """Say all of it; what is not signed is grey, what later data undermine is in the colour of a refusal."""
        self.caption.setText(caption)
        self.value.setText(value)
        self.value.set_token("text" if holds else "text3")
        self.signed.setText(signed)
        self.signed.set_token("hardline" if is_wrong else "text2")
        self.rules.setText(rules)
        self.rules.setVisible(bool(rules))
        self.setAccessibleName(". ".join(text for text in (caption, value, signed, rules) if text))


class FieldsCard(Card):
    """The three fields in a row.

    Signals:
        weighing_wanted: the person goes on to weigh and sign.
    """

    weighing_wanted = Signal()

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__(bottom=SPACE_M)
        self.mtd, self.mad, self.rp2d = _Field(), _Field(), _Field()
        self.weigh_link = LinkButton(tr("Weigh and sign"), weight=600)
        self.weigh_link.clicked.connect(self.weighing_wanted)
        self.rp2d.add(self.weigh_link)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        for place, field in enumerate((self.mtd, self.mad, self.rp2d)):
            if place:
                row.addWidget(Hairline(vertical=True))
            row.addWidget(field, 1)
        self.body.setContentsMargins(19, SPACE_M - 1, 19, SPACE_M - 1)
        self.body.addLayout(row)

    def show_status(self, status: PartStatus, words: Words, standing: DoseStanding | None) -> None:
        """Show what the rules derive, what the committee signed, and the recommended dose that holds, if any."""
        _show_declared(self.mtd, tr("Maximum tolerated dose (MTD)"), declare_mtd(status), words)
        _show_declared(self.mad, tr("Maximum administered dose (MAD)"), declare_mad(status), words)
        caption = tr("Recommended dose ({name})").format(name=say_name(status.study))
        if standing is None:
            text = tr("Not signed. It is a record of its own, at or below the MTD, or the MAD where there is no MTD.")
            self.rp2d.show_field(caption, tr("None yet"), text, "", holds=False, is_wrong=False)
            return
        record, flags = standing.record, standing.reasons
        signed = tr("Signed {at} by {who}.").format(at=words.moment(record.signed_at), who=record.signed_by)
        said = f"{signed} {words.reason(flags[0])}" if flags else signed
        self.rp2d.show_field(caption, capital(say_dose(record)), said, "", holds=True, is_wrong=bool(flags))


def _show_declared(field: _Field, caption: str, declared: Declared, words: Words) -> None:
    signed = declared.signed
    value = say_level(words, signed.dose_level) if signed is not None and declared.holds else tr("Not signed")
    if signed is None:
        said = tr("The committee has signed none.")
    else:
        said = tr("Signed {at} by {who}.").format(at=words.moment(signed.signed_at), who=signed.signed_by)
        if not declared.holds:
            said = tr("{level} was signed {at}; a later decision took it back.").format(
                level=say_level(words, signed.dose_level), at=words.moment(signed.signed_at)
            )
        elif declared.is_undermined:
            said += " " + tr("Later entries change what it rested on.")
    why = " ".join(words.reason(reason) for reason in declared.reasons)
    if declared.derived is not None:
        rules = tr("By the rules: {level}. {why}").format(level=words.level(declared.derived), why=why)
    else:
        rules = tr("By the rules: none. {why}").format(why=why)
    is_wrong = declared.is_undermined and declared.holds
    field.show_field(caption, value, said, rules, holds=declared.holds, is_wrong=is_wrong)
