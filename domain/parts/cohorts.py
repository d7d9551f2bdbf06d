"""Where the cohorts of an expansion part stand: sizes, DLTs, rates with exact bounds.

A cohort's DLTs are those of its own subjects. Subjects of the escalation at the same dose, regimen and drugs count for
its size where the protocol plans a total, never for its DLTs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.evaluability import Assessment
from domain.parts.stopping import has_crossed
from domain.protocol.model import DoseLevel, ExpansionCohort, Part
from domain.reasons import Reason
from domain.records import AdverseEvent, Enrolment
from domain.safety.emergence import emergent_grade
from domain.statistics.proportion import Interval, clopper_pearson
from domain.study import Study
from domain.terms import Grade, Outcome, SamplePurpose


@dataclass(frozen=True)
class CohortStatus:
    """One cohort at the study's cut-off.

    Attributes:
        number: 1-based, in the order of the opening; what ``Enrolment.cohort`` names.
        cohort: with its size, tumour type and marker.
        level: the dose that it takes.
        treated: ids of its own treated subjects, in order of first dose.
        reserved: ids of subjects who hold a slot and are not dosed yet.
        from_escalation: ids of subjects of the escalation who count for its size.
        evaluable: its own subjects with a verdict that counts.
        dlt: of these, ids with a DLT.
        pending: ids of its own subjects whose verdict is not in.
        with_pk: how many of those who count for its size have a sample for concentrations.
        closed: why no new dose is given at its level, whatever the cohort itself shows; None where nothing forbids it.
        is_stopped: whether its DLTs have crossed the part's stopping boundary.
    """

    number: int
    cohort: ExpansionCohort
    level: DoseLevel
    treated: tuple[str, ...]
    reserved: tuple[str, ...]
    from_escalation: tuple[str, ...]
    evaluable: int
    dlt: tuple[str, ...]
    pending: tuple[str, ...]
    with_pk: int
    closed: Reason | None = None
    is_stopped: bool = False

    @property
    def counted(self) -> int:
        """Subjects who count for its size, reserved slots left out."""
        return len(self.treated) + len(self.from_escalation)

    @property
    def left(self) -> int | None:
        """Places neither dosed nor reserved; below 0 where it is overfull; None where no size is stated."""
        size = self.cohort.size
        return None if size is None else size - self.counted - len(self.reserved)

    @property
    def is_full(self) -> bool:
        """Whether as many as planned are treated."""
        return self.cohort.size is not None and self.counted >= self.cohort.size

    @property
    def is_open(self) -> bool:
        """Whether it takes further subjects; a safety signal of the part is another matter."""
        return self.closed is None and not self.is_stopped and not self.is_full

    @property
    def pk_needed(self) -> int | None:
        """Subjects with PK that the protocol asks for; None where it names no number."""
        if self.cohort.pk_in_all:
            return max(self.cohort.size or 0, self.counted)
        return self.cohort.with_pk

    @property
    def pk_left(self) -> int:
        """Subjects with PK still needed."""
        return max(0, (self.pk_needed or 0) - self.with_pk)


@dataclass(frozen=True)
class Rate:
    """So many of so many, with exact bounds; the bounds are None where nobody is there to count."""

    count: int
    total: int
    interval: Interval | None


@dataclass(frozen=True)
class CohortSafety:
    """Observed rates of a cohort's own subjects.

    Attributes:
        dlt: subjects with a DLT among the evaluable.
        related: subjects with a treatment-emergent event at least as related as the protocol asks, among the treated.
        severe: subjects with a treatment-emergent event of grade 3 or more, related or not, among the treated.
        serious: subjects with a treatment-emergent serious event, among the treated.
    """

    number: int
    dlt: Rate
    related: Rate
    severe: Rate
    serious: Rate


def cohort_number(part: Part, enrolment: Enrolment) -> int | None:
    """The cohort that an enrolment means: the one it names, or the only one at its level; None where it is unclear."""
    if enrolment.cohort is not None:
        return enrolment.cohort if 1 <= enrolment.cohort <= len(part.cohorts) else None
    there = [number for number, one in enumerate(part.cohorts, 1) if one.dose_level == enrolment.dose_level]
    return there[0] if len(there) == 1 else None


def assess_cohorts(
    study: Study, part: Part, assessments: Sequence[Assessment], closed: Mapping[int, Reason]
) -> tuple[CohortStatus, ...]:
    """The cohorts of an opened expansion part.

    Args:
        study: at its cut-off.
        part: with its chosen levels.
        assessments: of the part's treated subjects.
        closed: by number of level, why nobody may be dosed there.
    """
    members: dict[int, list[Assessment]] = {}
    for one in assessments:
        enrolment = study.enrolment(one.subject_id)
        number = cohort_number(part, enrolment) if enrolment is not None else None
        if number is not None:
            members.setdefault(number, []).append(one)
    reserved = [one for level in part.levels for one in study.reserved(part, level.number)]
    found, shared = [], set[int]()
    for number, cohort in enumerate(part.cohorts, 1):
        if cohort.dose_level is None:
            continue
        mine = members.get(number, [])
        treated = tuple(one.subject_id for one in mine)
        # Subjects of the escalation count once, for the first cohort of their dose.
        counts = cohort.in_total is not None and cohort.dose_level not in shared
        escalated = _escalated(study, part, part.level(cohort.dose_level)) if counts else ()
        if counts:
            shared.add(cohort.dose_level)
        limiting = tuple(one.subject_id for one in mine if one.outcome is Outcome.DLT)
        evaluable = sum(one.outcome.is_evaluable for one in mine)
        found.append(
            CohortStatus(
                number=number,
                cohort=cohort,
                level=part.level(cohort.dose_level),
                treated=treated,
                reserved=tuple(one.subject_id for one in reserved if cohort_number(part, one) == number),
                from_escalation=escalated,
                evaluable=evaluable,
                dlt=limiting,
                pending=tuple(one.subject_id for one in mine if one.outcome.is_pending),
                with_pk=sum(_has_sample(study, subject_id) for subject_id in (*treated, *escalated)),
                closed=closed.get(cohort.dose_level),
                is_stopped=part.stopping is not None and has_crossed(part.stopping, len(limiting), evaluable),
            )
        )
    return tuple(found)


def derive_safety(study: Study, part: Part, cohort: CohortStatus, *, confidence: float = 0.95) -> CohortSafety:
    """Observed rates of a cohort with exact (Clopper-Pearson) bounds."""
    threshold = part.window.relationship
    with_event = {"related": 0, "severe": 0, "serious": 0}
    for subject_id in cohort.treated:
        emergent = _emergent(study, subject_id)
        with_event["related"] += any(event.is_related(threshold) for event, _ in emergent)
        with_event["severe"] += any(grade >= Grade.SEVERE for _, grade in emergent)
        with_event["serious"] += any(event.seriousness for event, _ in emergent)
    treated = len(cohort.treated)
    return CohortSafety(
        cohort.number,
        dlt=_rate(len(cohort.dlt), cohort.evaluable, confidence),
        **{name: _rate(count, treated, confidence) for name, count in with_event.items()},
    )


def _emergent(study: Study, subject_id: str) -> list[tuple[AdverseEvent, Grade]]:
    first = study.first_dose(subject_id)
    if first is None:
        return []
    graded = ((event, emergent_grade(event, first.started_at, study.zone)) for event in study.events_of(subject_id))
    return [(event, grade) for event, grade in graded if grade is not None]


def _rate(count: int, total: int, confidence: float) -> Rate:
    return Rate(count, total, clopper_pearson(count, total, confidence) if total else None)


def _escalated(study: Study, part: Part, level: DoseLevel) -> tuple[str, ...]:
    """Treated subjects of the source part at the same dose under the same regimen and drugs, by first dose."""
    if not part.levels_from:
        return ()
    source = study.protocol.part(part.levels_from)
    if (source.regimen, source.cycle_days, source.drugs) != (part.regimen, part.cycle_days, part.drugs):
        return ()
    numbers = {one.number for one in source.levels if (one.dose, one.unit) == (level.dose, level.unit)}
    found = []
    for subject_id in study.entries.by_subject:
        enrolment, first = study.enrolment(subject_id), study.first_dose(subject_id)
        if enrolment is None or first is None:
            continue
        if enrolment.part_id == source.part_id and enrolment.dose_level in numbers:
            found.append((first.started_at, subject_id))
    return tuple(subject_id for _, subject_id in sorted(found))


def _has_sample(study: Study, subject_id: str) -> bool:
    return any(one.taken_at is not None and one.purpose is SamplePurpose.PK for one in study.samples_of(subject_id))
