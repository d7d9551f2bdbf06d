"""The parameters of a study's profiles, computed for all subjects at once and kept until a subject's records change."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.exposure.doses import given_doses
from domain.exposure.profiles import CycleProfile, make_profiles
from domain.pk.nca import estimate_profiles
from domain.pk.parameters import Flag
from domain.pk.results import ParameterValue, Results
from domain.pk.settings import Settings
from domain.pk.terms import AucMethod, BlqRule
from domain.protocol.model import Part
from domain.records import Administration, Concentration, Enrolment, PkSample, SlopeDecision
from domain.study import Study

USUAL = Settings(AucMethod.LIN_UP_LOG_DOWN, BlqRule.ZERO_THEN_MISSING)
"""How a study is analysed unless a person says otherwise."""
_KINDS = (Administration, PkSample, Concentration, SlopeDecision, Enrolment)


@dataclass(frozen=True)
class Exposure:
    """A profile with its parameters.

    Attributes:
        made: the samples, the dose and the profile.
        results: of the batch it was computed in; None where the profile has faults.
        place: of the profile in the batch.
        numbers: the batch's values by key, None where absent; for summaries, which need them quickly.
    """

    made: CycleProfile
    results: Results | None = None
    place: int = 0
    numbers: Mapping[str, Sequence[float | None]] = field(default_factory=dict)

    @property
    def subject_id(self) -> str:
        """The subject."""
        return self.made.subject_id

    @property
    def analyte(self) -> str:
        """What was measured."""
        return self.made.analyte

    @property
    def cycle(self) -> int:
        """The cycle of the dose."""
        return self.made.cycle

    def value(self, key: str) -> ParameterValue | None:
        """A parameter by its key in the registry; None where the profile was refused.

        Raises:
            KeyError: there is no such parameter.
        """
        if self.results is None:
            return None
        parameter = next((one for one in self.results.parameters if one.key == key), None)
        if parameter is None:
            raise KeyError(key)
        return self.results.value(self.place, parameter)

    def values(self) -> tuple[ParameterValue, ...]:
        """All parameters, in the order of the registry; empty where the profile was refused."""
        results = self.results
        if results is None:
            return ()
        return tuple(results.value(self.place, one) for one in results.parameters)

    def number(self, key: str) -> float | None:
        """The value of a parameter for a summary: None where it is absent or the profile is left out."""
        if self.results is None or self.made.is_left_out:
            return None
        return self.numbers[key][self.place]

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Every flag of the profile's parameters."""
        results = self.results
        if results is None:
            return ()
        return tuple(flag for flag in Flag if results.flags[flag][self.place])


def exposures(study: Study, part: Part | None = None, *, settings: Settings = USUAL) -> tuple[Exposure, ...]:
    """Every profile of a part's subjects, or of all, with its parameters; by subject, analyte and cycle."""
    enrolled = [
        subject.subject_id
        for subject in study.subjects
        if part is None or ((place := study.enrolment(subject.subject_id)) and place.part_id == part.part_id)
    ]
    return tuple(one for listed in _of_subjects(study, enrolled, settings) for one in listed)


def exposures_of(study: Study, subject_id: str, *, settings: Settings = USUAL) -> tuple[Exposure, ...]:
    """The profiles of one subject with their parameters, by analyte and cycle."""
    return _of_subjects(study, [subject_id], settings)[0]


def profile_of(
    study: Study, subject_id: str, cycle: int, analyte: str, *, settings: Settings = USUAL
) -> Exposure | None:
    """One profile with its parameters, or None where there is none."""
    for one in exposures_of(study, subject_id, settings=settings):
        if (one.cycle, one.analyte) == (cycle, analyte):
            return one
    return None


def _of_subjects(study: Study, subjects: Sequence[str], settings: Settings) -> list[tuple[Exposure, ...]]:
    """The profiles of subjects; those whose records have changed are computed together, the others are known."""
    known: dict[str, tuple[Exposure, ...]] = {}
    fresh: dict[str, tuple[CycleProfile, ...]] = {}
    for subject_id in subjects:
        entered = study.entered_for(subject_id)
        kept = entered.derived.get(_key(study, subject_id, settings)) if entered else ()
        if isinstance(kept, tuple):
            known[subject_id] = kept
        else:
            fresh[subject_id] = _profiles(study, subject_id, settings)
    for subject_id, listed in _compute(fresh, settings).items():
        known[subject_id] = listed
        if entered := study.entered_for(subject_id):
            entered.remember(_key(study, subject_id, settings), listed)
    return [known[subject_id] for subject_id in subjects]


def _key(study: Study, subject_id: str, settings: Settings) -> tuple[object, ...]:
    """What the profiles depend on beside the entered records.

    Of records that do not change, the number that a cut-off lets through says which they are; so a later cut-off that
    shows nothing new computes nothing.
    """
    entered = study.entered_for(subject_id)
    cut = entered.up_to(study.cut_off) if entered else {}
    ended = sum(one.ended_at is not None for one in study.administrations(subject_id))
    part = study.part_of(subject_id)
    plan = (part.pk, part.cycle_days) if part else None
    return ("exposure", settings, plan, ended, *(len(cut.get(kind.kind, ())) for kind in _KINDS))


def _profiles(study: Study, subject_id: str, settings: Settings) -> tuple[CycleProfile, ...]:
    part = study.part_of(subject_id)
    if part is None or part.pk is None:
        return ()
    return tuple(
        make_profiles(
            subject_id,
            part.pk,
            part.cycle_days,
            given_doses(study.administrations(subject_id), part.pk, part.cycle_days),
            study.samples_of(subject_id),
            study.concentrations_of(subject_id),
            study.slope_decisions_of(subject_id),
            settings.blq_rule,
        )
    )


def _compute(fresh: dict[str, tuple[CycleProfile, ...]], settings: Settings) -> dict[str, tuple[Exposure, ...]]:
    """Parameters of profiles, one batch an analyte, since subject and cycle name a profile within a batch."""
    batches: dict[str, list[CycleProfile]] = {}
    for listed in fresh.values():
        for made in listed:
            if not made.faults:
                batches.setdefault(made.analyte, []).append(made)
    done: dict[int, Exposure] = {}
    for batch in batches.values():
        results = estimate_profiles([made.profile for made in batch], settings)
        numbers = {
            key: [None if math.isnan(value) else value for value in column.values.tolist()]
            for key, column in results.columns.items()
        }
        for place, made in enumerate(batch):
            done[id(made)] = Exposure(made, results, place, numbers)
    return {
        subject_id: tuple(done.get(id(made)) or Exposure(made) for made in listed)
        for subject_id, listed in fresh.items()
    }
