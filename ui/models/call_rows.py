"""Calls of the investigator that differ from the computed response: who, when, both, and how they part."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from domain.protocol.model import Part
from domain.response.calls import Disagreement, list_disagreements
from domain.response.spoken import joined
from domain.study import Study
from domain.summaries.study_day import subjects_of
from ui.models.response_cells import mark_cell
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_date, term, tr


def disagreements_of(study: Study, part: Part | None = None) -> tuple[Disagreement, ...]:
    """Those of a part's subjects, by subject and visit."""
    subjects = subjects_of(study, part.part_id if part else None)
    return tuple(one for subject_id in subjects for one in list_disagreements(study, subject_id))


class CallsModel(RowsModel[Disagreement]):
    """A row a call that differs."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows; ``words`` gives the words of the study as it is now."""

        def visit(one: Disagreement) -> str:
            return say_date(one.on) if one.on else tr("visit {number}").format(number=one.visit)

        def why(one: Disagreement) -> str:
            said = [term(one.parting), one.call.comment, words().say(joined(one.reasons))]
            return ". ".join(part.rstrip(".") for part in said if part)

        def computed(one: Disagreement) -> str:
            return term(one.derived) if one.derived else ""

        columns: list[Shown[Disagreement]] = [
            Shown("subject", tr("Subject"), lambda one: one.subject_id, lambda one: one.subject_id, tooltip=why),
            Shown("visit", tr("Visit"), visit, lambda one: one.on, True, tooltip=why),
            Shown(
                "called",
                tr("Called"),
                lambda one: term(one.call.response),
                lambda one: one.call.response.value,
                painter=lambda one: mark_cell(one.call.response),
                tooltip=why,
            ),
            Shown(
                "computed",
                tr("Computed"),
                computed,
                computed,
                painter=lambda one: mark_cell(one.derived),
                tooltip=why,
            ),
        ]
        super().__init__(columns, lambda one: one.call.record_id, parent)
