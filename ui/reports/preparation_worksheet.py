"""The dose worksheet on paper: from level and weight to what is drawn up, two signatures and the times (SUB-11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from domain.checks.preparation import check_preparation
from domain.dosing.increase import current_level
from domain.dosing.plan import DosingPlan
from domain.dosing.worksheet import Worksheet, choose_weight, derive_worksheet, next_cycle, worksheet_of
from domain.records import Administration, Preparation
from domain.study import Study
from ui.reports.blocks import Boxed, Paragraph
from ui.reports.form_blocks import FactGrid, FormHeading
from ui.reports.lettering import BODY, BODY_STRONG, INK, SMALL, draw_line, fit_line
from ui.reports.paper import Block, Report, Slice
from ui.reports.standing import Print, study_frame
from ui.reports.words import tr
from ui.text import Words, say_date, say_number

_PITCH = 110.0


@dataclass(frozen=True)
class Places:
    """Fields in a row: what is recorded stands there in ink, what is not is a line to write on.

    Attributes:
        places: label and recorded value; "" is written by hand.
    """

    places: tuple[tuple[str, str], ...]

    def slices(self, width: float) -> Sequence[Slice]:
        gap = 40.0
        each = (width - gap * (len(self.places) - 1)) / len(self.places)

        def draw(painter: QPainter, x: float, y: float) -> None:
            for place, (label, value) in enumerate(self.places):
                left = x + place * (each + gap)
                draw_line(painter, left, y + 58, fit_line(value, BODY_STRONG, each), BODY_STRONG)
                painter.fillRect(QRectF(left, y + 70, each, 1.8), INK.color("edge"))
                draw_line(painter, left, y + 100, fit_line(label, SMALL, each), SMALL, color=INK.color("text3"))

        return [Slice(_PITCH, draw, keep_with_next=True)]


@dataclass(frozen=True)
class Numbered:
    """Steps in order, each with a box at the right to initial by whoever checks it."""

    steps: tuple[str, ...]

    def slices(self, width: float) -> Sequence[Slice]:
        def one(number: int, step: str) -> Slice:
            def draw(painter: QPainter, x: float, y: float) -> None:
                draw_line(painter, x, y + 36, f"{number}.", BODY_STRONG)
                draw_line(painter, x + 50, y + 36, fit_line(step, BODY, width - 290), BODY)
                painter.fillRect(QRectF(x + width - 200, y + 40, 200, 1.5), INK.color("edge"))
                painter.fillRect(QRectF(x, y + 54, width, 1.2), INK.color("line"))

            return Slice(56, draw, keep_with_next=True)

        return [one(number, step) for number, step in enumerate(self.steps, 1)]


def preparation_worksheet(
    study: Study, subject_id: str, words: Words, printed: Print, prepared: Preparation | None = None
) -> Report:
    """The worksheet of a prepared dose, or of the one that comes next.

    Args:
        study: at its cut-off.
        subject_id: an enrolled subject.
        words: of the study.
        printed: who prints when.
        prepared: what is recorded; None leaves places to write on.

    Raises:
        KeyError: the subject is not enrolled.
    """
    part = study.part_of(subject_id)
    if part is None:
        raise KeyError(subject_id)
    own = Words(study.zone, part, study.protocol)
    cycle = prepared.cycle if prepared else next_cycle(study, subject_id)
    level = prepared.dose_level if prepared else current_level(study, subject_id)
    sheet = worksheet_of(study, prepared) if prepared else _next_sheet(study, subject_id, level)
    dose = next((one for one in study.administrations(subject_id) if one.cycle == cycle), None)
    blocks: list[Block] = [
        FormHeading(tr("Subject"), tr("no name, telephone or identity number is recorded")),
        FactGrid(
            (
                (tr("Screening number"), subject_id),
                (tr("Cycle"), str(cycle)),
                (tr("Dose level"), own.level(level)),
                (tr("Drug"), ", ".join(part.drugs) or study.protocol.drug),
            )
        ),
    ]
    if prepared is not None:
        found = [own.finding(one) for one in check_preparation(study, prepared, now=printed.at)]
        if found:
            blocks.append(Boxed(tr("Look at this before the dose is given"), tuple(found), is_heavy=True))
    blocks += [
        FormHeading(tr("Calculation"), tr("initials of whoever checked the step")),
        Numbered(tuple(own.reason(step) for step in sheet.steps) if sheet else ()),
        *_result(sheet, prepared),
        FormHeading(tr("Drug")),
        Places(
            (
                (tr("Lot"), prepared.lot if prepared else ""),
                (tr("Expiry"), say_date(prepared.expires_on) if prepared else ""),
                (tr("Concentration, mg/mL"), say_number(prepared.concentration_mg_per_ml) if prepared else ""),
                (tr("Vials used"), ""),
            )
        ),
        FormHeading(tr("Prepared and checked"), tr("two different persons")),
        Places(
            (
                (tr("Prepared by"), prepared.prepared_by if prepared else ""),
                (tr("Date and time"), words.moment(prepared.prepared_at) if prepared else ""),
                (tr("Signature"), ""),
            )
        ),
        Places(
            (
                (tr("Checked by"), prepared.checked_by if prepared else ""),
                (tr("Date and time"), ""),
                (tr("Signature"), ""),
            )
        ),
        FormHeading(tr("Infusion")),
        *_infusion(dose, words),
    ]
    if prepared is not None and prepared.comment:
        blocks += [FormHeading(tr("Comment")), Paragraph(prepared.comment)]
    title = tr("Dose worksheet, {subject}, cycle {cycle}").format(subject=subject_id, cycle=cycle)
    return Report(study_frame(study, words, title, printed, (subject_id,)), tuple(blocks))


def _next_sheet(study: Study, subject_id: str, level: int) -> Worksheet | None:
    part = study.part_of(subject_id)
    if part is None or not 1 <= level <= len(part.levels):
        return None
    plan = part.dosing or DosingPlan()
    return derive_worksheet(part.level(level), plan, choose_weight(study, subject_id, plan))


def _result(sheet: Worksheet | None, prepared: Preparation | None) -> list[Block]:
    dose = prepared.dose_mg if prepared else sheet.dose_mg if sheet else None
    volume = prepared.volume_ml if prepared else sheet.volume_ml if sheet else None
    said = tr("Dose to prepare: {dose} mg").format(dose=say_number(dose) or "________")
    said += "   " + tr("Volume: {volume} mL").format(volume=say_number(volume) or "________")
    blocks: list[Block] = [Boxed(said)]
    if sheet is not None and sheet.weight is not None:
        today = say_number(prepared.measured_kg) if prepared else ""
        used = say_number(prepared.weight_kg) if prepared else ""
        blocks.append(Places(((tr("Weight today, kg"), today), (tr("Weight used, kg"), used))))
    return blocks


def _infusion(dose: Administration | None, words: Words) -> list[Block]:
    start = words.moment(dose.started_at) if dose else ""
    stop = words.moment(dose.ended_at) if dose and dose.ended_at else ""
    given = f"{say_number(dose.given_mg)}" if dose else ""
    return [
        Places(((tr("Start"), start), (tr("Stop"), stop), (tr("Given, mg"), given), (tr("Interrupted, why"), ""))),
        Places(((tr("Given by"), ""), (tr("Date and time"), ""), (tr("Signature"), ""))),
    ]
