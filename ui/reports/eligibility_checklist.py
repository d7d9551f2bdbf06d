"""The eligibility checklist on paper: every criterion with its answer, and a line for the investigator (SUB-10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from domain.screenings import AskedCriterion, CriterionState, Screening
from domain.study import Study
from domain.terms import CriterionResult
from ui.models.screening_rows import say_state
from ui.reports.blocks import Paragraph, Signatures
from ui.reports.form_blocks import FactGrid, FormHeading, Ticks
from ui.reports.lettering import BODY, BODY_STRONG, HEAD, INK, SMALL, draw_line, wrap_text
from ui.reports.paper import Block, Report, Slice
from ui.reports.standing import Print, study_frame
from ui.reports.words import tr
from ui.text import Words, say_date, term

_TICK = 24.0
_CODE, _BOX, _DAY, _REMARK = 80.0, 78.0, 210.0, 420.0
_GAP = 20.0
_RESULTS = (CriterionResult.MET, CriterionResult.NOT_MET, CriterionResult.NOT_APPLICABLE)


@dataclass(frozen=True)
class CriteriaHead:
    """The names of the columns."""

    def slices(self, width: float) -> Sequence[Slice]:
        def draw(painter: QPainter, x: float, y: float) -> None:
            heads = (tr("Criterion"), tr("Yes"), tr("No"), tr("N/A"), tr("Evidence"), tr("Remark"))
            for head, left in zip(heads, (0.0, *_lefts(width)), strict=True):
                draw_line(painter, x + left, y + 28, head, HEAD)
            painter.fillRect(QRectF(x, y + 42, width, 2.5), INK.color("text"))

        return [Slice(46, draw, space_before=8, keep_with_next=True)]


@dataclass(frozen=True)
class CriterionLine:
    """A criterion: boxes, crossed where answered; empty ones are filled in by hand."""

    asked: AskedCriterion

    def slices(self, width: float) -> Sequence[Slice]:
        lefts = _lefts(width)
        criterion, answer = self.asked.criterion, self.asked.answer
        is_against = self.asked.state is CriterionState.AGAINST
        lettering = BODY_STRONG if is_against else BODY
        text = wrap_text(criterion.text, lettering, lefts[0] - _CODE - _GAP)
        remark = wrap_text(answer.comment if answer else "", SMALL, _REMARK)
        height = max(len(text) * BODY.line, len(remark) * SMALL.line, 36.0) + 14

        def draw(painter: QPainter, x: float, y: float) -> None:
            draw_line(painter, x, y + 34, criterion.code, BODY_STRONG)
            for place, line in enumerate(text):
                draw_line(painter, x + _CODE, y + 34 + place * BODY.line, line, lettering)
            for result, left in zip(_RESULTS, lefts, strict=False):
                box = QRectF(x + left, y + 12, _TICK, _TICK)
                _draw_box(painter, box, is_crossed=answer is not None and answer.result is result)
            day = say_date(answer.evidence_on) if answer and answer.evidence_on else ""
            if day:
                draw_line(painter, x + lefts[3], y + 34, day, BODY)
            else:
                painter.fillRect(QRectF(x + lefts[3], y + 38, _DAY - _GAP, 1.2), INK.color("line"))
            for place, line in enumerate(remark):
                draw_line(painter, x + lefts[4], y + 32 + place * SMALL.line, line, SMALL)
            painter.fillRect(QRectF(x, y + height - 1.2, width, 1.2), INK.color("line"))

        return [Slice(height, draw)]


def _lefts(width: float) -> tuple[float, ...]:
    """Where the boxes, the evidence and the remark begin."""
    first = width - _REMARK - _DAY - 3 * _BOX
    return first, first + _BOX, first + 2 * _BOX, first + 3 * _BOX, first + 3 * _BOX + _DAY


def _draw_box(painter: QPainter, box: QRectF, *, is_crossed: bool) -> None:
    painter.setPen(QPen(INK.color("text"), 2.2))
    painter.drawRect(box)
    if is_crossed:
        painter.setPen(QPen(INK.color("text"), 3.4))
        painter.drawLine(box.topLeft() + QPointF(4, 4), box.bottomRight() - QPointF(4, 4))
        painter.drawLine(box.topRight() + QPointF(-4, 4), box.bottomLeft() + QPointF(4, -4))


def eligibility_checklist(study: Study, subject_id: str, screening: Screening, words: Words, printed: Print) -> Report:
    """The checklist of one screening, on one page with up to about thirty criteria.

    Args:
        study: at its cut-off.
        subject_id: whose.
        screening: the one that is printed.
        words: of the study.
        printed: who prints when.
    """
    inclusions = [one for one in screening.criteria if one.criterion.is_inclusion]
    exclusions = [one for one in screening.criteria if not one.criterion.is_inclusion]
    version = tr("protocol v{version}").format(version=screening.protocol.version.removeprefix("v"))
    blocks: list[Block] = [
        FormHeading(tr("Subject"), tr("no name, telephone or identity number is recorded")),
        FactGrid(_facts(study, subject_id, screening)),
    ]
    for title, caption, listed in (
        (tr("Inclusion criteria"), tr("each has to be met, {version}").format(version=version), inclusions),
        (tr("Exclusion criteria"), tr("none may be met, {version}").format(version=version), exclusions),
    ):
        if listed:
            blocks += [FormHeading(title, caption), CriteriaHead(), *(CriterionLine(one) for one in listed)]
    blocks += [FormHeading(tr("The investigator's answer")), *_answer(screening)]
    blocks.append(Signatures((("", ""),)))
    title = tr("Eligibility checklist, {subject}").format(subject=subject_id)
    return Report(study_frame(study, words, title, printed, (subject_id,)), tuple(blocks))


def _facts(study: Study, subject_id: str, screening: Screening) -> tuple[tuple[str, str], ...]:
    subject = study.subject(subject_id)
    signed = ", ".join(one.form_version for one in study.consents_of(subject_id))
    return (
        (tr("Screening number"), subject_id),
        (tr("Consent"), say_date(subject.consent_date)),
        (tr("Version of the form"), signed),
        (tr("Sex, birth year"), f"{term(subject.sex)}, {subject.birth_year}"),
        (tr("Screening"), str(screening.number)),
        (tr("Window"), f"{say_date(screening.started_on)} – {say_date(screening.last_day)}"),
        (tr("State"), say_state(screening)),
        (tr("Tumour type"), subject.tumour_type),
    )


def _answer(screening: Screening) -> list[Block]:
    answer = screening.eligibility
    boxes = (
        (tr("eligible"), answer is not None and answer.is_eligible),
        (tr("not eligible"), answer is not None and not answer.is_eligible),
    )
    if answer is None:
        return [Ticks(boxes)]
    day = say_date(answer.decided_on)
    return [Ticks(boxes), Paragraph(f"{day}: {answer.reason}" if answer.reason else day)]
