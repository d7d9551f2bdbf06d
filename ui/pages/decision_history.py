"""Earlier decisions: their list, and one of them as it was seen when it was signed (ESC-8)."""

import json
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from domain.canonical import canonical
from domain.entries import Records
from domain.escalation.plain import evidence_hash, plain_recommendation
from domain.escalation.recommendation import Recommendation
from domain.escalation.status import PartStatus, assess_status
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import Decision
from domain.study import Study
from domain.summaries.decisions import describe_recommendation, describe_recommended_then
from ui.pages.decision_cards import Line
from ui.pages.decision_words import say_decision
from ui.text import Words, tr
from ui.theme import SPACE_M, SPACE_XS
from ui.widgets.card import Card, Hairline
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.widgets.table import PAINT_ROLE, RIGHT, WEIGHT_ROLE, TableView, tag_cell
from ui.words.ground import say_position

_ID_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class SeenDecision:
    """A decision beside what its records give when they are rebuilt.

    Attributes:
        status: the part, from the records up to the decision's stream position, at its cut-off.
        is_same: the rebuilt recommendation is the stored one, character for character.
        has_same_evidence: so is the hash over each subject's level, outcome and window.
    """

    decision: Decision
    status: PartStatus
    is_same: bool
    has_same_evidence: bool


def rebuild_decision(decision: Decision, records: Records, part: Part) -> SeenDecision:
    """What the committee saw, computed again.

    Args:
        decision: as signed.
        records: as entered up to its stream position.
        part: that it is about; its version then is taken where the protocol was amended since.
    """
    study = Study.of(records, cut_off=decision.cut_off, position=decision.position, head=decision.head)
    status = assess_status(study, study.protocol.part(part.part_id))
    stored = canonical(plain_recommendation(status.recommendation, status.part))
    return SeenDecision(
        decision, status, stored == decision.recommended, evidence_hash(status) == decision.evidence_hash
    )


class HistoryCard(Card):
    """The decisions of the part, newest first; those that later data have undermined say what the rules say now.

    Signals:
        decision_chosen: record id of a decision to be shown as it was seen.
    """

    decision_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Earlier decisions"), margin=12, bottom=12)
        self._shown: list[tuple[str, Recommendation | None]] | None = None
        self.table = TableView(tr("Earlier decisions"), stretch_column=1)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.row_activated.connect(self._on_activated)
        self._none = Label(
            tr("None yet. The start level opens without one; each further level by a decision signed at the right."),
            size="caption",
            token="text2",
            wrap=True,
        )
        self._none.setContentsMargins(8, 0, 8, 8)
        self.add(self.table)
        self.add(self._none)

    def show_status(self, status: PartStatus, words: Words) -> None:
        """Lists the decisions."""
        undermined = {decision.record_id: then for decision, then in status.undermined}
        decisions = status.study.decisions_of(status.part)[::-1]
        key = [(one.record_id, undermined.get(one.record_id)) for one in decisions]
        if key == self._shown:
            return
        self._shown = key
        model = QStandardItemModel(0, 5, self.table)
        model.setHorizontalHeaderLabels(
            [tr("Signed"), tr("Decision"), tr("On today's entries"), tr("Signed by"), tr("Rests on entry")]
        )
        for column in (0, 4):
            model.setHeaderData(column, Qt.Orientation.Horizontal, RIGHT, Qt.ItemDataRole.TextAlignmentRole)
        for decision in decisions:
            then = undermined.get(decision.record_id)
            flag = QStandardItem(tr("the same") if then is None else tr("changed"))
            if then is None:
                flag.setData("text2", Qt.ItemDataRole.UserRole + 62)
            else:
                flag.setData(tag_cell(tr("changed"), fill="warn", line="warnline", glyph="triangle"), PAINT_ROLE)
                flag.setToolTip(words.reason(describe_recommendation(then)))
            row = [
                QStandardItem(words.moment(decision.signed_at)),
                QStandardItem(say_decision(words, None, decision, status.study)),
                flag,
                QStandardItem(decision.signed_by),
                QStandardItem(say_position(decision.position)),
            ]
            row[0].setData(decision.record_id, _ID_ROLE)
            row[1].setToolTip(say_decision(words, status.part, decision, status.study))
            row[1].setData(500, WEIGHT_ROLE)
            for column in (0, 4):
                row[column].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for item in row:
                item.setEditable(False)
            model.appendRow(row)
        before = self.table.model()
        self.table.setModel(model)
        if before is not None:
            before.deleteLater()
        self.table.setFixedHeight(self.table.content_height())
        self.table.setVisible(bool(decisions))
        self._none.setVisible(not decisions)
        self.set_caption(tr("Enter opens one as it was seen") if decisions else "")

    def _on_activated(self, index: QModelIndex) -> None:
        self.decision_chosen.emit(str(index.siblingAtColumn(0).data(_ID_ROLE)))


class ComparisonCard(Card):
    """Stored with the signature, rebuilt from the stream, and on today's entries, side by side."""

    def __init__(self) -> None:
        super().__init__(tr("What it rested on"), bottom=SPACE_M)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(SPACE_M)
        self._foot = Label(size="caption", token="text2", wrap=True)
        self.body.addLayout(self._columns)
        self.add(Hairline())
        self.add(self._foot)

    def show_seen(self, seen: SeenDecision, words: Words, today: Recommendation) -> None:
        """Shows the three readings.

        Args:
            seen: the decision rebuilt.
            words: of the study, with the part as it was then.
            today: what the rules say for the same cut-off on today's entries.
        """
        decision = seen.decision
        self.set_title(tr("What it rested on"), tr("cut-off {at}").format(at=words.moment(decision.cut_off)))
        stored = json.loads(decision.recommended)
        clear(self._columns)
        self._add(
            tr("Stored with the signature"),
            words.reason(describe_recommended_then(decision, seen.status.study)),
            [words.reason(_reason_of(plain)) for plain in stored.get("reasons", ())],
        )
        rebuilt, now = seen.status.recommendation, today
        self._add(
            tr("Rebuilt from entries up to {position}").format(position=say_position(decision.position)),
            words.reason(describe_recommendation(rebuilt)),
            [words.reason(reason) for reason in rebuilt.reasons],
        )
        self._add(
            tr("On today's entries"),
            words.reason(describe_recommendation(now)),
            [words.reason(reason) for reason in now.reasons],
        )
        if seen.is_same and seen.has_same_evidence:
            text = tr("Rebuilt and stored agree character for character, and so does the hash of the evidence.")
        elif seen.is_same:
            text = tr("Rebuilt and stored recommendation agree; the hash of the evidence does not. Verify the stream.")
        else:
            text = tr("Rebuilt and stored differ. Verify the stream on the audit page before relying on either.")
        self._foot.setText(text)
        self._foot.set_token("text2" if seen.is_same and seen.has_same_evidence else "hardline")

    def _add(self, title: str, act: str, reasons: list[str]) -> None:
        column = QVBoxLayout()
        column.setSpacing(SPACE_XS)
        column.addWidget(Label(title, size="caption", weight=500, token="text3", wrap=True))
        column.addWidget(Label(act, weight=600, wrap=True))
        for reason in reasons:
            column.addWidget(Line(reason))
        column.addStretch(1)
        self._columns.addLayout(column, 1)


def _reason_of(plain: dict[str, object]) -> Reason:
    """A stored reason as a value again; moments were stored as text."""
    numbers = dict(plain["numbers"])  # type: ignore[call-overload]
    return Reason(str(plain["code"]), {name: _value_of(value) for name, value in numbers.items()}, str(plain["source"]))


def _value_of(value: object) -> object:
    if isinstance(value, str) and len(value) > len("2026-12-01 ") and value[4:5] == "-" and value[:4].isdigit():
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return None if value == "None" else value
