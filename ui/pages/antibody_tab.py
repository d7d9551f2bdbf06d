"""Antibodies: status by visit, counts by level with exact intervals, and every result (PK-4)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.exposure.antibodies import AntibodyFindings, antibody_findings
from domain.records import AdaResult
from domain.statistics.proportion import clopper_pearson
from domain.summaries.pk_antibodies import antibody_drugs, tabulate_antibodies, tabulate_antibody_listing
from domain.summaries.pk_numbers import write_percent
from domain.summaries.study_day import level_of, subjects_of
from domain.terms import AntibodyResult
from ui.models.rows_model import ID_ROLE, RowsModel, Shown
from ui.pages.results_card import BY_LEVEL, ResultsCard, offer
from ui.pages.table_pane import FillingTable
from ui.session import Session
from ui.text import say_number, say_partial, term, tr
from ui.theme import SPACE_M
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import CellPainter, tag_cell

Row = tuple[str, AntibodyFindings]


class AntibodyTab(QWidget):
    """Subjects by visit above, counts or the listing below.

    Signals:
        record_wanted: a result, to be corrected.
        subject_wanted: Enter or a double click on a subject's row.
    """

    record_wanted = Signal(object)
    subject_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without results."""
        super().__init__(parent)
        self.session = session
        self.model: RowsModel[Row] | None = None
        self.drug = ComboBox([], tr("Antibodies against"), height=28)
        self.drug.value_changed.connect(self._show)
        self.card = Card(tr("Antibodies by visit"), margin=12, bottom=10)
        self.card.add_to_title(self.drug)
        self.headline = ElidedLabel("", weight=600)
        self.matrix = FillingTable(tr("Antibodies by visit"))
        self.matrix.row_activated.connect(lambda index: self.subject_wanted.emit(str(index.data(ID_ROLE) or "")))
        self.empty = EmptyState(
            "flask",
            tr("No antibody results yet"),
            tr("Enter one with Ctrl+N; the baseline sample is the one before the first dose."),
        )
        self.key = Label(
            tr(
                "+ positive with its titre, n neutralising · neg negative · NR not reported · "
                "status against the result before the first dose"
            ),
            size="caption", token="text3", wrap=True,
        )  # fmt: skip
        self.key.setContentsMargins(8, 0, 8, 0)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.addWidget(self.headline)
        self.card.body.addLayout(line)
        self.card.add(self.matrix, 1)
        self.card.add(self.empty, 1)
        self.card.add(self.key)
        self.results = ResultsCard(tr("Counts and results"), tr("Antibody results"), session, AdaResult, BY_LEVEL)
        self.results.list_changed.connect(self._show_list)
        self.results.record_wanted.connect(self.record_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.card, 5)
        column.addWidget(self.results, 5)

    def show_study(self) -> None:
        """Show the results as they are now."""
        drugs = antibody_drugs(self.session.study, self.session.part)
        offer(self.drug, drugs)
        self.drug.setVisible(len(drugs) > 1)
        self._show()

    def _show(self) -> None:
        study, part, drug = self.session.study, self.session.part, str(self.drug.value() or "")
        rows: list[Row] = []
        visits: dict[tuple[int, str], None] = {}
        for subject_id in subjects_of(study, part.part_id):
            found = antibody_findings(study, subject_id, drug=drug or None)
            results = [one for one in (found.baseline, *found.later) if one is not None]
            if results:
                rows.append((subject_id, found))
                visits |= {_visit(one): None for one in results}
        rows.sort(key=lambda row: (-(level_of(study, row[0]) or 0), row[0]))
        self.matrix.setVisible(bool(rows))
        self.key.setVisible(bool(rows))
        self.headline.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.results.setVisible(bool(rows))
        if not self.session.may_create(AdaResult.kind):
            self.empty.set_text(tr("No antibody results yet"), tr("None is recorded up to the cut-off."))
        self.headline.setText(_say_share([found for _, found in rows]))
        old, self.model = self.model, self._model(sorted(visits))
        self.model.set_rows(rows)
        self.matrix.setModel(self.model)
        if old is not None:
            old.deleteLater()
        self._show_list()

    def _model(self, visits: list[tuple[int, str]]) -> RowsModel[Row]:
        study = self.session.study
        columns: list[Shown[Row]] = [
            Shown("subject", tr("Subject"), lambda row: row[0], lambda row: row[0], weight=lambda _row: 500),
            Shown(
                "level", tr("Level"), lambda row: str(level_of(study, row[0]) or ""), lambda row: row[0], is_right=True
            ),
            *(_visit_column(visit) for visit in visits),
            Shown("status", tr("Status"), lambda row: term(row[1].status), lambda row: row[1].status, weight=_weight),
            Shown(
                "why", tr("Why"), lambda row: self.session.words.reason(row[1].reasons[0]) if row[1].reasons else "",
                lambda row: row[0],
            ),
        ]  # fmt: skip
        return RowsModel(columns, lambda row: row[0], self)

    def _show_list(self) -> None:
        study, part, drug = self.session.study, self.session.part, str(self.drug.value() or "")
        is_listing = self.results.is_listing
        table = tabulate_antibody_listing(study, part) if is_listing else tabulate_antibodies(study, part, drug)
        self.results.show_table(table, title=tr("No antibody results yet"))


def _visit(one: AdaResult) -> tuple[int, str]:
    """Where a result stands: by cycle, else by its visit or date, before the cycles."""
    return (one.cycle, "") if one.cycle is not None else (0, one.visit or say_partial(one.taken_at))


def _visit_column(visit: tuple[int, str]) -> Shown[Row]:
    cycle, name = visit
    title = name or tr("Cycle {cycle}").format(cycle=cycle)

    def result(row: Row) -> AdaResult | None:
        found = row[1]
        return next((one for one in (found.baseline, *found.later) if one is not None and _visit(one) == visit), None)

    def text(row: Row) -> str:
        one = result(row)
        if one is None:
            return ""
        if one.result is not AntibodyResult.POSITIVE:
            return tr("neg") if one.result is AntibodyResult.NEGATIVE else tr("NR")
        titre = f" 1:{say_number(one.titre)}" if one.titre is not None else ""
        return f"+{titre}" + (" n" if one.neutralising is AntibodyResult.POSITIVE else "")

    def painter(row: Row) -> CellPainter | None:
        return tag_cell(text(row), fill="purple", line="text") if text(row).startswith("+") else None

    def tooltip(row: Row) -> str:
        one = result(row)
        return "" if one is None else f"{say_partial(one.taken_at)}: {term(one.result)}"

    return Shown(f"{cycle}/{name}", title, text, text, painter=painter, tooltip=tooltip)


def _weight(row: Row) -> int:
    return 600 if row[1].status.is_emergent else 400


def _say_share(found: list[AntibodyFindings]) -> str:
    """How many turned positive, with the exact interval; no percentage below ten."""
    evaluable = [one for one in found if one.is_evaluable]
    positive, number = sum(one.is_positive for one in evaluable), len(evaluable)
    if not number:
        return tr("No result after a first dose yet.")
    interval = clopper_pearson(positive, number)
    share = f" = {write_percent(100 * positive / number)} %" if number >= 10 else ""
    return tr("ADA-positive after the first dose: {positive} / {number}{share} (95 % CI {low} to {high} %)").format(
        positive=positive, number=number, share=share,
        low=write_percent(100 * interval.lower), high=write_percent(100 * interval.upper),
    )  # fmt: skip
