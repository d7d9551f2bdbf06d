"""A subject's assessments on paper, landscape: how complete each visit is, and the values over time (SUB-6)."""

from domain.study import Study
from domain.summaries.assessments import tabulate_assessments
from domain.summaries.completeness import tabulate_completeness
from domain.summaries.table import Table
from ui.models.assessment_words import AssessmentWords
from ui.reports.blocks import Heading, Paragraph
from ui.reports.paper import Block, Report
from ui.reports.standing import Print, study_frame
from ui.reports.tables import TableBlock
from ui.reports.words import tr
from ui.text import Words


def assessments_sheet(study: Study, subject_id: str, words: Words, printed: Print) -> Report:
    """The assessments of a subject, for landscape paper.

    Args:
        study: at its cut-off.
        subject_id: whose.
        words: of the study.
        printed: who prints when.
    """
    own = AssessmentWords.of(words)
    tables = (tabulate_assessments(study, subject_id), tabulate_completeness(study, subject_id, study.cut_off))
    blocks = [block for table in tables for block in _blocks(table, own)]
    title = tr("Assessments of {subject}").format(subject=subject_id)
    return Report(study_frame(study, words, title, printed, (subject_id,)), tuple(blocks))


def _blocks(table: Table, words: Words) -> list[Block]:
    heading = Heading(tr(table.title), words.say(table.caption))
    if not table.rows:
        return [heading, Paragraph(tr("None recorded."))]
    note = words.say(table.note)
    body = TableBlock(table, words.say, continued=tr("{title}, continued").format(title=tr(table.title)),
                      has_note=bool(note))  # fmt: skip
    return [heading, body, *([Paragraph(note, is_note=True)] if note else [])]
