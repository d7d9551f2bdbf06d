"""The doses of a subject: planned and given, prepared, raised or not (SUB-2, SUB-5, SUB-11)."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.dosing.cycles import derive_cycles
from domain.dosing.increase import assess_increase
from domain.dosing.intensity import derive_intensity
from domain.dosing.plan import DosingPlan
from domain.dosing.worksheet import choose_weight, next_cycle
from domain.escalation.status import PartStatus, recommend_at
from domain.protocol.model import Part
from domain.records import Administration, Preparation
from domain.study import Study
from ui.forms.dose_form import DoseForm
from ui.forms.preparation_form import PreparationForm
from ui.forms.row_menu import offer_history
from ui.models.dosing_rows import CyclesModel, PreparationsModel
from ui.pages.increase_card import IncreaseCard
from ui.pages.record_table import RecordTable
from ui.pages.report_kinds import print_of
from ui.pages.subject_head import Fact
from ui.pages.subject_print import ask_and_save_page, save_page
from ui.pages.subject_tab import SubjectTab
from ui.reports.paper import Report
from ui.reports.preparation_worksheet import preparation_worksheet
from ui.session import Session
from ui.text import EN_DASH, Words, say_number, tr
from ui.theme import SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.flow import FlowLayout, high_as_needed
from ui.words.lock import subject_lock

_AGREED = "Investigator and sponsor agree that a higher dose is of benefit"


class SubjectDosing(SubjectTab):
    """Intensity, doses, preparations, and whether the dose may be raised."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(session, parent)
        self.trouble = Banner("hard", "")
        self.trouble.hide()
        self.summary = Card(tr("Dose intensity"))
        self._facts = QWidget()
        self._facts_row = FlowLayout(self._facts, spacing=SPACE_M)
        self.summary.add(high_as_needed(self._facts))
        self.weight = Label(size="caption", token="text2", wrap=True)
        self.summary.add(self.weight)
        words = lambda: self.session.words  # noqa: E731
        self.doses_model = CyclesModel(words, self)
        self.doses = RecordTable(tr("Doses"), self.doses_model, tr("None given yet."), 9)
        self.preparations_model = PreparationsModel(words, self)
        none_prepared = tr("None prepared yet. The worksheet reckons dose and volume from level and weight.")
        self.preparations = RecordTable(tr("Preparations"), self.preparations_model, none_prepared, 8)
        self.prepare_link = LinkButton("", "plus", small=True)
        self.prepare_link.clicked.connect(lambda: self.prepare())
        self.print_link = LinkButton(tr("Print worksheet…"), "printer", small=True)
        self.print_link.clicked.connect(self._print)
        self.preparations.add_to_title(self.print_link)
        self.preparations.add_to_title(self.prepare_link)
        self.increase = IncreaseCard()
        self.increase.prepare_wanted.connect(self.prepare)
        self.increase.dose_wanted.connect(self._raise)
        self._tables = (self.doses, self.preparations)
        for table in self._tables:
            table.record_chosen.connect(self.record_wanted)
            offer_history(table.table, session, table.record_at, self.history_wanted.emit)
        cards = QVBoxLayout(self)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(SPACE_M)
        for card in (self.trouble, self.summary, *self._tables, self.increase):
            cards.addWidget(card)

    def show_subject(self, subject_id: str) -> None:
        """Draw the subject as the study is now."""
        if subject_id != self.subject_id:
            self.trouble.hide()
        self.subject_id = subject_id
        session, study, words = self.session, self.session.study, self.session.words
        part = study.part_of(subject_id)
        self._show_summary(study, part, words)
        self.doses.show_rows(tuple(reversed(derive_cycles(study, subject_id))))
        self.preparations.show_rows(tuple(reversed(study.preparations_of(subject_id))))
        can_write = not session.is_read_only and subject_lock(session, subject_id) is None
        may_go_on = (
            part is not None and study.leaving(subject_id) is None and study.end_of_treatment(subject_id) is None
        )
        can_prepare = can_write and may_go_on and session.may_create(Preparation.kind)
        cycle = next_cycle(study, subject_id)
        self.prepare_link.setText(tr("Prepare cycle {cycle} dose").format(cycle=cycle))
        self.prepare_link.setVisible(can_prepare)
        self.print_link.setVisible(part is not None)
        self.increase.setVisible(part is not None)
        if part is not None:
            status = PartStatus(study, part, *recommend_at(study, part))
            is_dosed = study.first_dose(subject_id) is not None
            self.increase.show_answer(
                assess_increase(status, subject_id) if is_dosed else None,
                Words(study.zone, part, study.protocol),
                may_reduce=(part.dosing or DosingPlan()).may_reduce,
                can_dose=can_write and may_go_on and session.may_create(Administration.kind),
                can_prepare=can_prepare,
            )

    def select(self, record_id: str) -> None:
        """Select a record's row."""
        for table in self._tables:
            table.select(record_id)

    def _show_summary(self, study: Study, part: Part | None, words: Words) -> None:
        while (item := self._facts_row.takeAt(0)) is not None:
            if (shown := item.widget()) is not None:
                shown.hide()
                shown.deleteLater()
        one = derive_intensity(study, self.subject_id)
        facts = [(tr("Cycles"), str(one.cycles) if one else EN_DASH)]
        if one is not None:
            relative = one.relative_percent
            facts += [
                (tr("Given / planned"), f"{say_number(one.given_mg)} / {say_number(one.planned_mg)} mg"),
                (tr("Relative intensity"), f"{_tenth(relative)} %" if relative is not None else ""),
                (tr("Delayed"), f"{one.delayed} · {one.delayed_days} d" if one.delayed_days else "0"),
                (tr("Interrupted"), str(one.interrupted)),
                (tr("Omitted"), str(one.omitted)),
                (tr("Reduced"), str(one.reduced)),
            ]
        for label, value in facts:
            self._facts_row.addWidget(Fact(label, value))
        is_over = study.end_of_treatment(self.subject_id) is not None or study.leaving(self.subject_id) is not None
        self.weight.setVisible(part is not None and not is_over)
        if part is not None:
            chosen = choose_weight(study, self.subject_id, part.dosing or DosingPlan())
            said = words.reason(chosen.reason)
            self.weight.setText(tr("Next dose is reckoned from: {weight}").format(weight=said))

    # --- what a person does ------------------------------------------------------------------------

    def prepare(self, level: int | None = None) -> None:
        """Open the form of the next preparation; a level raises or lowers it."""
        known: dict[str, object] = {"subject_id": self.subject_id}
        self.form_wanted.emit(
            PreparationForm(self.session, known=known if level is None else {**known, "dose_level": level})
        )

    def _raise(self, level: int) -> None:
        known: dict[str, object] = {"subject_id": self.subject_id, "dose_level": level, "reason": tr(_AGREED)}
        self.form_wanted.emit(DoseForm(self.session, known=known))

    # --- on paper ----------------------------------------------------------------------------------

    def worksheet(self, printed_at: datetime) -> Report:
        """The page to be signed by hand: of the chosen preparation, or of the next dose."""
        session = self.session
        current = self.preparations_model.row_at(self.preparations.table.currentIndex())
        study = session.study
        waiting = [
            one
            for one in study.preparations_of(self.subject_id)
            if all(dose.cycle != one.cycle for dose in study.administrations(self.subject_id))
        ]
        prepared = current or (waiting[-1] if waiting else None)
        printed = print_of(session, printed_at)
        return preparation_worksheet(study, self.subject_id, session.words, printed, prepared)

    def save_worksheet(self, path: Path) -> bool:
        """Write the worksheet; a banner says why where it can't be."""
        report = self.worksheet(self.session.clock())
        return self._say(save_page(self.session, report, self._document(), path))

    def _document(self) -> str:
        return f"dose worksheet {self.subject_id}"

    def _print(self) -> None:
        title = tr("Print dose worksheet of {subject}").format(subject=self.subject_id)
        report = self.worksheet(self.session.clock())
        self._say(ask_and_save_page(self.session, report, self._document(), title, self))

    def _say(self, said: str) -> bool:
        self.trouble.setVisible(bool(said))
        if said:
            self.trouble.show_message("hard", tr("The worksheet was not written"), said)
        return not said


def _tenth(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.1"), ROUND_HALF_UP))
