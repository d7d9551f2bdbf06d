"""A subject's own calendar on paper, to take home: days, windows and what is done, in plain words (SUB-3).

It names nobody: a number for the subject, no staff, no finding. What is to be written by hand has a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from domain.schedule.due_visit import DueVisit
from domain.schedule.plan import (
    DOSING,
    END_OF_TREATMENT,
    IMAGING,
    SCREENING,
    SURVIVAL,
    Anchor,
    Assessment,
    VisitPlan,
    split_key,
)
from domain.study import Study
from domain.summaries.table import Format, Table
from domain.summaries.visits import VisitContents, VisitDays, VisitName, tabulate_subject_calendar
from ui.models.schedule_words import ScheduleWords
from ui.reports.blocks import Heading, Paragraph
from ui.reports.form_blocks import FactGrid
from ui.reports.lettering import BODY, INK, SENTENCE, draw_line, wrap_text
from ui.reports.paper import Block, Frame, Report, Slice
from ui.reports.standing import Print
from ui.reports.words import tr
from ui.text import Words, capital, say_date
from ui.words.date import short_day

_HOURS_A_DAY = 24
_DAY_WIDTH = 600.0
_PAD = 16.0


class SheetWords(ScheduleWords):
    """The words of the sheet: weekdays with the days, visits and examinations as one says them to a subject."""

    def __init__(self, words: Words, plan: VisitPlan) -> None:
        """Take the words of the study and the plan of the subject's part."""
        super().__init__(words.zone, words.part, words.protocol)
        self._plan = plan

    def say(self, value: object, form: Format | None = None) -> str:
        """A cell of the sheet in words."""
        match value:
            case VisitName():
                return self._plain_visit(value.key)
            case VisitDays():
                return _say_days(value.visit)
            case VisitContents():
                return _say_contents(value)
            case date():
                return say_weekday(value)
            case _:
                return super().say(value, form)

    def _plain_visit(self, key: str) -> str:
        code, number = split_key(key)
        rule = self._plan.visit(code)
        if code == SCREENING:
            return tr("Tests before treatment")
        if code == DOSING:
            return tr("Treatment {number}").format(number=number)
        if code == IMAGING:
            return tr("Scan")
        if code == END_OF_TREATMENT:
            return tr("Visit at the end of treatment")
        if code == SURVIVAL:
            return tr("Call to ask how you are")
        if rule is not None and rule.anchor is Anchor.LAST_DOSE and rule.days:
            return tr("Check-up {days} days after the last treatment").format(days=rule.days)
        return self.visit(key)


def say_weekday(day: date) -> str:
    """A day with its weekday: "Wed 18 Nov 2026"."""
    return f"{_weekday(day)} {say_date(day)}"


def _weekday(day: date) -> str:
    return (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))[day.weekday()]


def _say_days(visit: DueVisit) -> str:
    if visit.earliest == visit.latest:
        said = tr("this day only")
    else:
        first, last = (f"{_weekday(day)} {short_day(day)}" for day in (visit.earliest, visit.latest))
        said = tr("{first} to {last}").format(first=first, last=last)
    return f"{said} *" if visit.is_projected else said


def _say_contents(contents: VisitContents) -> str:
    code, _ = split_key(contents.visit)
    said = [tr("study treatment")] if code == DOSING else []
    if code == IMAGING:
        said = [tr("scan, such as CT or MRI")]
    words = {
        Assessment.VITAL_SIGNS: tr("blood pressure, pulse and temperature"),
        Assessment.PHYSICAL_EXAM: tr("physical examination"),
        Assessment.ECOG: tr("questions about your daily activities"),
        Assessment.ECG: tr("ECG (heart recording)"),
        Assessment.WEIGHT: tr("body weight"),
        Assessment.LABORATORY: tr("laboratory tests"),
        Assessment.IMAGING: tr("scan"),
        Assessment.MEDICAL_HISTORY: tr("questions about your health"),
        Assessment.PRIOR_THERAPY: tr("questions about earlier treatment"),
    }
    said += [text for one, text in words.items() if one in contents.assessments]
    return capital(", ".join(said))


@dataclass(frozen=True)
class VisitLines:
    """The table of the sheet in letters that are read at home: day and window left, visit and what is done right."""

    table: Table
    words: SheetWords

    def slices(self, width: float) -> Sequence[Slice]:
        rows = [[self.words.say(cell.value) for cell in row] for row in self.table.rows]
        return [self._row(said, width, 12.0 if number == 0 else 0.0) for number, said in enumerate(rows)]

    def _row(self, said: Sequence[str], width: float, space_before: float) -> Slice:
        day, window, visit, contents = said
        right = width - _DAY_WIDTH
        lines = wrap_text(contents, BODY, right) if contents else ()
        height = 2 * _PAD + SENTENCE.line + BODY.line * max(1, len(lines))

        def draw(painter: QPainter, x: float, y: float) -> None:
            base = y + _PAD + SENTENCE.size
            draw_line(painter, x, base, day, SENTENCE)
            draw_line(painter, x + _DAY_WIDTH, base, visit, SENTENCE)
            base += SENTENCE.line
            draw_line(painter, x, base, window, BODY, color=INK.color("text3"))
            for number, line in enumerate(lines):
                draw_line(painter, x + _DAY_WIDTH, base + number * BODY.line, line, BODY)
            painter.fillRect(QRectF(x, y + height - 1.2, width, 1.2), INK.color("line"))

        return Slice(height, draw, space_before)


def take_home_calendar(study: Study, subject_id: str, words: Words, printed: Print) -> Report:
    """The sheet of a subject as the calendar stands at the study's cut-off.

    Args:
        study: at its cut-off.
        subject_id: one of the study's.
        words: of the study.
        printed: when; the person's name is not printed.
    """
    plan = (study.part_of(subject_id) or study.protocol.first_part).visits or VisitPlan()
    table = tabulate_subject_calendar(study, subject_id, study.cut_off)
    day = study.cut_off.astimezone(study.zone).date()
    number = tr("Subject {subject}").format(subject=subject_id)
    blocks: list[Block] = [
        Heading(tr("Your visits"), number),
        Paragraph(
            tr(
                "This is the plan as it stands on {day}. A visit can be on any of the days given. "
                "The site tells you the day and the hour, and when something changes."
            ).format(day=say_weekday(day))
        ),
    ]
    if table.rows:
        blocks.append(VisitLines(table, SheetWords(words, plan)))
        blocks += [Paragraph(text, is_note=True) for text in _notes(table.column("window"), plan)]
    else:
        blocks.append(Paragraph(tr("No visit is planned at present.")))
    blank = tuple((label, "_" * 24) for label in (tr("Telephone of the site"), tr("Your next appointment, hour")))
    blocks.append(FactGrid(blank, columns=2, space_before=50))
    frame = Frame(
        study=study.record.study_id,
        title=tr("Calendar of visits"),
        cut_off=number,
        foot_first=tr("Site {site}").format(site=study.record.site_id),
        foot_second=tr("Printed {at}").format(at=words.moment_with_offset(printed.at)),
        foot_right=tr("Demonstration, invented data") if study.record.is_demo else "",
    )
    return Report(frame, tuple(blocks))


def _notes(days: tuple[object, ...], plan: VisitPlan) -> list[str]:
    found = []
    if any(isinstance(one, VisitDays) and one.visit.is_projected for one in days):
        found.append(tr("* These days move if a treatment before them is given on another day."))
    hours = plan.before_dose_hours
    if hours is not None and any(isinstance(one, VisitDays) and one.visit.code == DOSING for one in days):
        said = tr("Examinations before a treatment can be made in the {days} days before it.")
        found.append(said.format(days=hours // _HOURS_A_DAY))
    return found
