"""Deviations from the protocol: those that are recorded, and those that the records show (SUB-9).

What was overridden on a form is recorded already. What came in another way (a visit too late, a window that passed, a
correction that makes an earlier dose wrong) is derived here; a person records it with what was done about it.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date

from domain.deviation_kinds import (
    CATEGORIES,
    IMPORTANT,
    TYPED,
    DerivedDeviation,
    category_of,
    importance_of,
)
from domain.deviation_sources import list_acts, of_imaging, of_records, of_reports, of_visits
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import Deviation
from domain.schedule.calendar import derive_calendars
from domain.status_then import statuses_in_steps
from domain.steps import finish
from domain.study import Study
from domain.terms import DeviationCategory, Importance

__all__ = [
    "CATEGORIES",
    "IMPORTANT",
    "TYPED",
    "DerivedDeviation",
    "ListedDeviation",
    "category_of",
    "derive_deviations",
    "deviation_from",
    "importance_of",
    "list_deviations",
    "list_in_steps",
]


@dataclass(frozen=True)
class ListedDeviation:
    """A deviation as lists show it, recorded or derived.

    Attributes:
        record: as recorded; None for a derived one that nobody has answered for.
        derived: as derived; None for a recorded one.
        level: dose level of the subject, or None.
        description: of a derived one a Reason.
    """

    subject_id: str
    level: int | None
    category: DeviationCategory
    importance: Importance
    description: str | Reason
    occurred_on: date
    reason: str = ""
    action: str = ""
    record: Deviation | None = None
    derived: DerivedDeviation | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether a person has answered for it."""
        return self.record is not None

    @property
    def key(self) -> str:
        """What names it across redraws."""
        return self.record.record_id if self.record is not None else self.derived.key if self.derived else ""


def derive_deviations(study: Study) -> tuple[DerivedDeviation, ...]:
    """Departures from the protocol that the records show at the cut-off and that are not recorded, oldest first.

    Each enrolment and first dose of an escalation is judged by what was known at its moment.
    """
    return finish(_derive_in_steps(study))


def _derive_in_steps(study: Study) -> Generator[None, None, tuple[DerivedDeviation, ...]]:
    acts = [act for one in study.subjects for act in list_acts(study, one.subject_id)]
    then = yield from statuses_in_steps(study, acts)
    calendars = derive_calendars(study, study.cut_off)
    found: list[DerivedDeviation] = []
    for subject in study.subjects:
        subject_id = subject.subject_id
        found += of_records(study, subject_id, then)
        found += of_visits(study, calendars[subject_id])
        found += of_imaging(study, subject_id)
        found += of_reports(study, subject_id)
        yield
    recorded = _Recorded(study.deviations)
    fresh = [one for one in found if not recorded.answers(one)]
    return tuple(sorted(dict.fromkeys(fresh), key=lambda one: (one.occurred_on, one.subject_id, one.code)))


class _Recorded:
    """What people have answered for: by the record that departs, or, where none is named, by the day."""

    def __init__(self, deviations: Iterable[Deviation]) -> None:
        self._about = {(one.subject_id, one.code, one.about_id) for one in deviations if one.about_id}
        self._on = {(one.subject_id, one.code, one.occurred_on) for one in deviations if not one.about_id}

    def answers(self, one: DerivedDeviation) -> bool:
        codes = (one.code, *one.also_as)
        return any(
            (one.subject_id, code, one.occurred_on) in self._on
            or any((one.subject_id, code, about) in self._about for about in (one.about_id, *one.also_about))
            for code in codes
        )


def deviation_from(one: DerivedDeviation, *, record_id: str, description: str, reason: str) -> Deviation:
    """The record of a derived deviation that a person answers for, with the importance that is proposed.

    Args:
        one: as derived.
        record_id: new.
        description: the derived one's, in words.
        reason: as the person gave it.
    """
    return Deviation(
        record_id=record_id,
        subject_id=one.subject_id,
        category=one.category,
        code=one.code,
        description=description,
        reason=reason,
        occurred_on=one.occurred_on,
        importance=one.importance,
        about_kind=one.about_kind,
        about_id=one.about_id,
    )


def list_deviations(study: Study, part: Part | None = None) -> tuple[ListedDeviation, ...]:
    """Recorded and derived deviations in one list, oldest first.

    Args:
        study: at its cut-off.
        part: keeps its subjects' deviations, those of subjects in no part, and those of the study as such.
    """
    return finish(list_in_steps(study, part))


def list_in_steps(study: Study, part: Part | None = None) -> Generator[None, None, tuple[ListedDeviation, ...]]:
    """``list_deviations`` in steps, of which there are as many as acts and subjects.

    The first time each act of a large study is judged by what was known at its moment, which takes seconds.
    """
    derived = yield from _derive_in_steps(study)
    found = (
        *(_listed_record(study, one) for one in study.deviations),
        *(_listed_derived(study, one) for one in derived),
    )
    mine = [one for one in found if part is None or _bears_on(study, one.subject_id, part)]
    return tuple(sorted(mine, key=lambda one: (one.occurred_on, one.subject_id)))


def _bears_on(study: Study, subject_id: str, part: Part) -> bool:
    enrolment = study.enrolment(subject_id) if subject_id else None
    return enrolment is None or enrolment.part_id == part.part_id


def _level(study: Study, subject_id: str) -> int | None:
    enrolment = study.enrolment(subject_id)
    return enrolment.dose_level if enrolment else None


def _listed_record(study: Study, one: Deviation) -> ListedDeviation:
    return ListedDeviation(
        one.subject_id,
        _level(study, one.subject_id),
        one.category,
        one.importance,
        one.description,
        one.occurred_on,
        one.reason,
        one.action,
        record=one,
    )


def _listed_derived(study: Study, one: DerivedDeviation) -> ListedDeviation:
    level = _level(study, one.subject_id)
    return ListedDeviation(
        one.subject_id, level, one.category, one.importance, one.description, one.occurred_on, derived=one
    )
