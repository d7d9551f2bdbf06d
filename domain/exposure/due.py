"""Which samples of a subject were due by plan and doses given, which were taken, when, and which are missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from domain.exposure.plan import SamplingPlan, Timetable
from domain.records import PkSample
from domain.study import Study
from domain.terms import Matrix, SamplePurpose

_MINUTE = timedelta(minutes=1)
_Place = tuple[SamplePurpose, int, Decimal, str]


class SampleState(StrEnum):
    """Where a due sample stands at the cut-off."""

    TAKEN = "taken"
    OUTSIDE_WINDOW = "outside window"
    NOT_TAKEN = "not taken"
    MISSING = "missing"
    OPEN = "open"
    LATER = "later"
    UNPLANNED = "unplanned"

    @property
    def is_taken(self) -> bool:
        """Whether there is a sample."""
        return self in (SampleState.TAKEN, SampleState.OUTSIDE_WINDOW, SampleState.UNPLANNED)


@dataclass(frozen=True)
class DueSample:
    """A sample that the plan asks for after a dose that was given, or one that was taken beside the plan.

    Attributes:
        analyte: what is measured; the drug for antibodies, the markers one after the other for biomarkers.
        nominal_hours: after the start of the dose; 0 is before it.
        due_at: the start of the dose plus the nominal time; None where the cycle has no dose.
        opens_at: earliest moment inside the window.
        closes_at: latest moment inside the window.
        sample: as recorded; None while there is none.
        deviation_minutes: actual minus nominal time, whole minutes; for a predose sample minus the start of the dose.
    """

    subject_id: str
    purpose: SamplePurpose
    analyte: str
    matrix: Matrix
    cycle: int
    nominal_hours: Decimal
    due_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    sample: PkSample | None
    state: SampleState
    deviation_minutes: int | None = None

    @property
    def day(self) -> int:
        """Day of the cycle by the nominal time."""
        return int(self.nominal_hours // 24) + 1

    @property
    def sample_id(self) -> str:
        """The id on the tube, or the one proposed for it."""
        return self.sample.sample_id if self.sample else propose_sample_id(self)


@dataclass(frozen=True)
class _Slot:
    purpose: SamplePurpose
    analyte: str
    matrix: Matrix
    cycle: int
    hours: Decimal


def propose_sample_id(due: DueSample) -> str:
    """An id for a tube: subject, cycle, nominal time, what for."""
    hours = f"{due.nominal_hours:f}"
    purpose = {SamplePurpose.PK: due.analyte.replace(" ", "")}.get(due.purpose, due.purpose.value)
    return f"{due.subject_id}-C{due.cycle}-{hours}H-{purpose}"


def due_samples(study: Study, subject_id: str) -> tuple[DueSample, ...]:
    """Every sample due or taken of a subject, by cycle, nominal time and purpose; empty without a plan.

    A cycle's samples are due once something of its dose was given. Samples taken beside the plan are at the end of
    their cycle, in the state UNPLANNED.

    Raises:
        KeyError: there is no such subject.
    """
    part = study.part_of(subject_id)
    if part is None or part.pk is None:
        return ()
    doses = {dose.cycle: dose.started_at for dose in study.administrations(subject_id) if dose.given_mg > 0}
    left = study.samples_of(subject_id)
    slots = [slot for slot in _slots(part.pk) if slot.cycle in doses]
    free: dict[_Place, list[_Slot]] = {}
    for slot in slots:
        free.setdefault(_place(slot.purpose, slot.cycle, slot.hours, slot.analyte), []).append(slot)
    taken: dict[_Slot, PkSample] = {}
    beside = []
    for sample in left:
        fitting = free.get(_place(sample.purpose, sample.cycle, sample.nominal_hours, sample.analyte))
        if fitting:
            taken[fitting.pop(0)] = sample
        else:
            beside.append(sample)
    found = [_due(study, subject_id, slot, doses[slot.cycle], part.pk, taken.get(slot)) for slot in slots]
    found += [_beside(sample, doses.get(sample.cycle)) for sample in beside]
    return tuple(sorted(found, key=_order))


def _order(one: DueSample) -> tuple[object, ...]:
    return one.cycle, one.nominal_hours, list(SamplePurpose).index(one.purpose), one.analyte


def planned_samples(plan: SamplingPlan, subject_id: str, cycle: int) -> tuple[DueSample, ...]:
    """What the plan asks for in a cycle whose dose is still to come: tubes are made ready before it."""
    found = [
        DueSample(
            subject_id, slot.purpose, slot.analyte, slot.matrix, cycle, slot.hours, None, None, None, None,
            SampleState.LATER,
        )
        for slot in _slots(plan)
        if slot.cycle == cycle
    ]  # fmt: skip
    return tuple(sorted(found, key=_order))


def window_of(plan: SamplingPlan, start: datetime, nominal_hours: Decimal) -> tuple[datetime, datetime]:
    """Earliest and latest moment of a sample: before the dose, or around its nominal time.

    Args:
        plan: for the tolerances.
        start: of the dose.
        nominal_hours: after it; 0 is before it.
    """
    if nominal_hours == 0:
        return start - plan.predose_minutes * _MINUTE, start
    due = start + timedelta(hours=float(nominal_hours))
    reach = max(plan.window_minutes, float(nominal_hours) * 60 * plan.window_percent / 100) * _MINUTE
    return due - reach, due + reach


def _slots(plan: SamplingPlan) -> Iterator[_Slot]:
    for analyte in plan.analytes:
        for cycle, hours in _times(plan.samples):
            yield _Slot(SamplePurpose.PK, analyte, plan.matrix, cycle, hours)
    for cycle, hours in _times(plan.ada):
        yield _Slot(SamplePurpose.ADA, plan.analytes[0], Matrix.SERUM, cycle, hours)
    for cycle, hours in _times(plan.marker_samples):
        yield _Slot(SamplePurpose.BIOMARKER, ", ".join(plan.markers), plan.marker_matrix, cycle, hours)


def _times(timetables: tuple[Timetable, ...]) -> Iterator[tuple[int, Decimal]]:
    for timetable in timetables:
        for cycle in timetable.cycles:
            for hours in timetable.hours:
                yield cycle, hours


def _place(purpose: SamplePurpose, cycle: int, hours: Decimal, analyte: str) -> _Place:
    """What a slot and its sample have in common; of antibodies and biomarkers the analyte does not matter."""
    return purpose, cycle, hours, analyte.casefold() if purpose is SamplePurpose.PK else ""


def _due(
    study: Study, subject_id: str, slot: _Slot, start: datetime, plan: SamplingPlan, sample: PkSample | None
) -> DueSample:
    due = start + timedelta(hours=float(slot.hours))
    opens, closes = window_of(plan, start, slot.hours)
    state, deviation = SampleState.MISSING, None
    if sample is not None and sample.taken_at is not None:
        deviation = round((sample.taken_at - due) / _MINUTE)
        is_inside = opens <= sample.taken_at <= closes
        state = SampleState.TAKEN if is_inside else SampleState.OUTSIDE_WINDOW
    elif sample is not None:
        state = SampleState.NOT_TAKEN
    elif study.cut_off < opens:
        state = SampleState.LATER
    elif study.cut_off <= closes:
        state = SampleState.OPEN
    return DueSample(
        subject_id, slot.purpose, slot.analyte, slot.matrix, slot.cycle, slot.hours, due, opens, closes, sample, state,
        deviation,
    )  # fmt: skip


def _beside(sample: PkSample, start: datetime | None) -> DueSample:
    due = start + timedelta(hours=float(sample.nominal_hours)) if start else None
    deviation = round((sample.taken_at - due) / _MINUTE) if due and sample.taken_at else None
    state = SampleState.UNPLANNED if sample.taken_at else SampleState.NOT_TAKEN
    return DueSample(
        sample.subject_id, sample.purpose, sample.analyte, sample.matrix, sample.cycle, sample.nominal_hours, due, None,
        None, sample, state, deviation,
    )  # fmt: skip
