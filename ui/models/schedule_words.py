"""Words for a schedule: a visit by its name in the protocol, whatever the table or sentence that names it."""

from domain.summaries.table import Format
from domain.summaries.visits import VisitName
from ui.text import Words
from ui.words.visit import VisitWords


class ScheduleWords(Words):
    """Words that know the visits of the study."""

    @classmethod
    def of(cls, words: Words) -> "ScheduleWords":
        """The same words, with visits named."""
        return cls(words.zone, words.part, words.protocol)

    def say(self, value: object, form: Format | None = None) -> str:
        """Any value of a table cell in words; nothing is the empty string."""
        return self.visit(value.key) if isinstance(value, VisitName) else super().say(value, form)

    def visit(self, key: str) -> str:
        """A visit in a list: "Cycle 2 day 1, dose"."""
        return VisitWords(self.protocol).name(key) if self.protocol is not None else key

    def _number(self, name: str, value: object) -> str:
        return self.visit(value) if name == "visit" and isinstance(value, str) else super()._number(name, value)
