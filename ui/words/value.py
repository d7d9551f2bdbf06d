"""The value of any field in words: for the audit trail, the history of a record and what is copied for inspection."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime

from domain.partial_date import PartialDate
from domain.records import Attendee, OpenedCohort, QueryMessage
from ui.text import Words, say_number, term, tr
from ui.words.sign_in import say_person

LONGEST = 240


def say_opened_cohort(cohort: OpenedCohort) -> str:
    """A cohort of a signed opening: "planned cohort 1 at 100, Colorectal, 6 subjects"."""
    text = tr("planned cohort {planned} at {dose}").format(planned=cohort.planned, dose=say_number(cohort.dose))
    size = tr("{count} subjects").format(count=cohort.size) if cohort.size is not None else ""
    return ", ".join(part for part in (text, cohort.title, cohort.tumour, cohort.marker, size) if part)


def say_value(value: object, words: Words) -> str:
    """A value of any field in words, shortened where it is a document; nothing is the empty string."""
    if isinstance(value, tuple):
        return "; ".join(say_value(one, words) for one in value)
    if isinstance(value, Attendee):
        return ", ".join(part for part in (value.name, value.role, term(value.vote).lower()) if part)
    if isinstance(value, OpenedCohort):
        return say_opened_cohort(value)
    if isinstance(value, QueryMessage):
        who, at = say_person(value.name, value.role), words.moment_with_offset(value.at)
        return tr("{who}, {at}: {text}").format(who=who, at=at, text=value.text)
    if is_dataclass(value) and not isinstance(value, PartialDate):
        parts = (say_value(getattr(value, field.name), words) for field in fields(value))
        return ", ".join(part for part in parts if part)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {say_value(one, words)}" for name, one in value.items())
    said = words.moment_with_offset(value) if isinstance(value, datetime) else words.say(value)
    if len(said) <= LONGEST:
        return said
    return tr("{start}… ({count} characters)").format(start=said[:LONGEST].rstrip(), count=len(said))
