"""Words for the tables of assessments: visits by name, and what is missing of each."""

from domain.schedule.completeness import AssessmentItem, ItemState
from domain.summaries.completeness import OpenItems
from domain.summaries.table import Format
from ui.models.schedule_words import ScheduleWords
from ui.text import say_hours, term, tr


class AssessmentWords(ScheduleWords):
    """Words that know visits and assessments."""

    def say(self, value: object, form: Format | None = None) -> str:
        """Any value of a table cell in words; nothing is the empty string."""
        if isinstance(value, OpenItems):
            return "; ".join(_say_item(one) for one in value.items)
        return super().say(value, form)


def _say_item(item: AssessmentItem) -> str:
    name = term(item.assessment)
    if item.state is ItemState.TOO_EARLY and item.hours_before is not None:
        return tr("{name}: {hours} before the dose").format(name=name, hours=say_hours(item.hours_before))
    return tr("{name}: not done, {reason}").format(name=name, reason=item.reason) if item.reason else name
