"""One sample in the grid of a cycle: nominal time, id on the tube, when it was taken or why not, its condition."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtWidgets import QWidget

from domain.exposure.due import DueSample
from domain.records import PkSample
from ui.forms.grid_row import FIELD_HEIGHT, GridCell, GridHead, GridRow, grid_header, quiet_cell
from ui.forms.typed import moment_reader, write_date
from ui.text import Words, say_number, term, tr
from ui.widgets.date_edit import DateEdit
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.line_edit import LineEdit

NOMINAL, PURPOSE, DUE, SAMPLE, TAKEN = 72, 128, 124, 204, 176
_CLOCK = re.compile(r"(\d{1,2})[:.]?(\d{2})")


def read_taken(text: str, due: datetime | None, zone: tzinfo) -> datetime:
    """When a sample was taken: a time of the clock alone is that of the day that lies nearest to the due moment.

    Raises:
        ValueError: with the sentence to show.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None or due is None or int(match[1]) > 23 or int(match[2]) > 59:
        return moment_reader(zone)(text)
    local = due.astimezone(zone)
    said = local.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
    days = [said + timedelta(days=shift) for shift in (-1, 0, 1)]
    return min(days, key=lambda one: abs(one - local)).astimezone(UTC)


class SampleGridRow(GridRow):
    """A row; what is recorded already is shown and corrected elsewhere."""

    def __init__(self, due: DueSample, words: Words, zone: tzinfo, parent: QWidget | None = None) -> None:
        """Build it for a due sample."""
        hours = tr("predose") if due.nominal_hours == 0 else f"{say_number(due.nominal_hours)} h"
        name = f"{term(due.purpose)} {hours}"
        super().__init__(name, parent)
        self.due = due
        self.sample = LineEdit(tr("Sample id, {sample}").format(sample=name), height=FIELD_HEIGHT)
        self.taken = DateEdit(
            tr("Taken, {sample}").format(sample=name),
            parse=lambda text: read_taken(text, due.due_at, zone),
            show=lambda value: write_date(value, zone),
        )
        self.taken.setFixedHeight(FIELD_HEIGHT)
        self.reason_field = LineEdit(tr("Reason why not taken, {sample}").format(sample=name), height=FIELD_HEIGHT)
        self.condition = LineEdit(tr("Condition, {sample}").format(sample=name), height=FIELD_HEIGHT)
        self.sample.setText(due.sample_id)
        if due.sample is not None:
            self._show_recorded(due.sample)
        nominal = ElidedLabel(hours, token="text2", tabular=True)
        about = quiet_cell(f"{term(due.purpose)} · {due.analyte}")
        at = quiet_cell(words.moment(due.due_at) if due.due_at else "")
        controls = (self.sample, self.taken, self.reason_field, self.condition)
        fixed = ((nominal, NOMINAL), (about, PURPOSE), (at, DUE), (self.sample, SAMPLE), (self.taken, TAKEN))
        cells = [GridCell(*cell) for cell in fixed]
        cells += [GridCell(self.reason_field, stretch=3), GridCell(self.condition, stretch=2)]
        self.lay_out(cells, controls, self.taken)
        for field in controls:
            field.setEnabled(self.is_stop)

    @property
    def is_typed(self) -> bool:
        """Whether the person said something of this sample."""
        typed = bool(self.taken.text().strip()) or bool(self.reason_field.value()) or bool(self.condition.value())
        return self.is_stop and (typed or str(self.sample.value()) != self.due.sample_id)

    def draft(self) -> PkSample | None:
        """The record as it would be; None where the time can't be read."""
        if self.problem():
            return None
        due, taken = self.due, self.taken.value()
        return PkSample(
            record_id=self.record_id,
            subject_id=due.subject_id,
            sample_id=str(self.sample.value()),
            purpose=due.purpose,
            analyte=due.analyte,
            matrix=due.matrix,
            cycle=due.cycle,
            day=due.day,
            nominal_hours=due.nominal_hours,
            taken_at=taken if isinstance(taken, datetime) else None,
            not_taken_reason=str(self.reason_field.value()),
            condition=str(self.condition.value()),
        )

    def problem(self) -> str | None:
        """Why the time can't be read, or None."""
        return self.taken.problem()

    def _show_recorded(self, sample: PkSample) -> None:
        self.is_stop = False
        self.taken.set_value(sample.taken_at)
        self.reason_field.set_value(sample.not_taken_reason)
        self.condition.set_value(sample.condition)
        self.setToolTip(tr("Recorded already; correct it from the list of samples."))


def sample_grid_header() -> QWidget:
    """The names of the columns, above the rows."""
    return grid_header(
        [
            GridHead(tr("Nominal"), NOMINAL),
            GridHead(tr("For"), PURPOSE),
            GridHead(tr("Due"), DUE),
            GridHead(tr("Sample id"), SAMPLE),
            GridHead(tr("Taken, time or date and time"), TAKEN),
            GridHead(tr("Reason why not taken"), stretch=3),
            GridHead(tr("Condition"), stretch=2),
        ]
    )
