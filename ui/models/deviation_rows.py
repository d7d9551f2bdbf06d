"""The list of deviations, recorded and derived, as rows."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from domain.deviations import ListedDeviation
from domain.terms import Importance
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_date, term, tr
from ui.words.deviation import name_visit


class DeviationListModel(RowsModel[ListedDeviation]):
    """Deviations of the whole study; one that nobody has answered for says so where the reason would stand."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows; ``words`` gives the words of the study as it is now."""

        def said(one: ListedDeviation) -> str:
            held = words()
            return held.say(name_visit(one.description, held.protocol))

        def why(one: ListedDeviation) -> str:
            return one.reason if one.is_recorded else tr("not answered for yet")

        columns: list[Shown[ListedDeviation]] = [
            Shown("date", tr("Date"), lambda one: say_date(one.occurred_on), lambda one: one.occurred_on, True),
            Shown("subject", tr("Subject"), lambda one: one.subject_id, lambda one: one.subject_id or None),
            Shown("level", tr("Level"), lambda one: str(one.level or ""), lambda one: one.level, True),
            Shown("category", tr("Category"), lambda one: term(one.category), lambda one: one.category.value),
            Shown(
                "importance",
                tr("Importance"),
                lambda one: term(one.importance),
                lambda one: one.importance.value,
                weight=lambda one: 600 if one.importance is Importance.IMPORTANT else 400,
            ),
            Shown("description", tr("Deviation"), said, said, tooltip=said),
            Shown(
                "reason",
                tr("Why it happened"),
                why,
                lambda one: (one.is_recorded, one.reason),
                token=lambda one: "text" if one.is_recorded else "warnline",
                weight=lambda one: 400 if one.is_recorded else 500,
                tooltip=why,
            ),
            Shown(
                "action",
                tr("Action taken"),
                lambda one: one.action,
                lambda one: one.action or None,
                tooltip=lambda one: one.action,
            ),
        ]
        super().__init__(columns, lambda one: one.key, parent)
