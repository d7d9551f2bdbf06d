"""The assessments of one visit: as they are recorded, and as the grid would save them."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from domain.checks.visit import ANSWERED_ELSEWHERE
from domain.partial_date import PartialDate
from domain.records import AssessmentNotDone, Record, Visit
from domain.schedule.plan import Assessment, split_key
from domain.study import Study
from domain.summaries.assessments import moment_of
from ui.models.assessment_entry import GROUPS, OUTSIDE, AssessmentGroup, asked_at, reason_at, recorded_at


class VisitDraft:
    """Knows what is recorded of a visit, and makes records of what is typed, each always under the same id."""

    def __init__(self, study: Study, subject_id: str, key: str, new_id: Callable[[], str]) -> None:
        """Read what is recorded; ``recorded`` of each group, ``skipped`` of each assessment, or None.

        Args:
            study: as entered now.
            subject_id: whose visit it is.
            key: of the visit, as records name it; "" outside the plan.
            new_id: makes the id of a new record.
        """
        self.subject_id, self.key = subject_id, key
        self._new_id = new_id
        self.ids: dict[object, str] = {}
        self.asked = asked_at(study, subject_id, key)
        code, _ = split_key(key)
        # Doses, eligibility, scans and calls have records of their own that say the visit took place.
        self.needs_visit = (
            key != OUTSIDE
            and code not in ANSWERED_ELSEWHERE
            and all(one.visit != key for one in study.visits_of(subject_id))
        )
        self.recorded: dict[AssessmentGroup, Record | None] = {
            group: recorded_at(study, subject_id, group, key) for groups in GROUPS.values() for group in groups
        }
        self.skipped = {one: reason_at(study, subject_id, one, key) for one in GROUPS}

    def is_like(self, other: "VisitDraft") -> bool:
        """Whether the same is recorded of the visit, and asked for at it."""
        mine, others = ((one.recorded, one.skipped, one.asked, one.needs_visit) for one in (self, other))
        return mine == others

    def is_alike_in(self, other: "VisitDraft", assessment: Assessment) -> bool:
        """Whether the same is recorded of one assessment."""
        return self.skipped[assessment] == other.skipped[assessment] and all(
            self.recorded[group] == other.recorded[group] for group in GROUPS[assessment]
        )

    def keep_ids(self, other: "VisitDraft") -> None:
        """New records go on under the ids that another draft of the visit has given them."""
        self.ids = other.ids

    @property
    def record_ids(self) -> tuple[str, ...]:
        """Ids of all that is recorded."""
        return tuple(one.record_id for one in (*self.recorded.values(), *self.skipped.values()) if one is not None)

    def shown(self, extra: Iterable[Assessment]) -> tuple[Assessment, ...]:
        """What the grid shows: what the visit asks for, what is recorded of it, and what a person added."""
        held = {group.assessment for group, one in self.recorded.items() if one is not None}
        return tuple(one for one in GROUPS if one in self.asked or one in held or one in set(extra))

    def can_skip(self, assessment: Assessment) -> bool:
        """Whether it can be said that it was not done: the visit of the plan has asked for it."""
        return self.key != OUTSIDE and assessment in self.asked

    def at(self, assessment: Assessment | None = None) -> PartialDate | None:
        """When the first of what is recorded was done, of an assessment or of all; None where nothing is."""
        found = [one for group, one in self.recorded.items() if assessment in (None, group.assessment) and one]
        return moment_of(found[0]) if found else None

    def reason(self, assessment: Assessment) -> str:
        """Why an assessment was not done, as recorded; "" where nobody said."""
        known = self.skipped[assessment]
        return known.reason if known is not None else ""

    def record(self, group: AssessmentGroup, values: Mapping[str, object], at: PartialDate | None) -> Record | None:
        """The record as it would be; None while nothing is typed, or it can't be told.

        Args:
            group: which assessment.
            values: of each of its fields; None or "" where nothing is typed.
            at: when it was done.
        """
        known = self.recorded[group]
        is_typed = any(one not in (None, "") for one in values.values())
        if at is None or (known is None and not is_typed) or any(values[field] is None for field in group.needed):
            return None
        held = {**values, group.at: at}
        if known is not None:
            return replace(known, **held)  # type: ignore[arg-type]
        if any(one.name == "system" for one in dataclasses.fields(group.kind)):
            held["system"] = group.system
        return group.kind(
            record_id=self._id_of(group), subject_id=self.subject_id, visit=self.key, **held  # type: ignore[call-arg]
        )  # fmt: skip

    def visit(self, at: PartialDate) -> Visit:
        """The record that the visit took place, on the day of a moment."""
        day = replace(at, hour=None, minute=None)
        return Visit(record_id=self._id_of(Visit), subject_id=self.subject_id, visit=self.key, done_on=day)

    def left_out(self, assessment: Assessment, reason: str) -> AssessmentNotDone:
        """The record that says why an assessment was not done."""
        known = self.skipped[assessment]
        if known is not None:
            return replace(known, reason=reason)
        return AssessmentNotDone(
            record_id=self._id_of(assessment),
            subject_id=self.subject_id,
            visit=self.key,
            assessment=assessment,
            reason=reason,
        )

    def known_of(self, draft: Record) -> Record | None:
        """What is recorded under the id of a draft, or None."""
        every = (*self.recorded.values(), *self.skipped.values())
        return next((one for one in every if one is not None and one.record_id == draft.record_id), None)

    def _id_of(self, about: object) -> str:
        if about not in self.ids:
            self.ids[about] = self._new_id()
        return self.ids[about]
