"""The profiles of one analyte and cycle, as the PK page and the report show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.exposure.antibody_effect import is_under_antibodies
from domain.exposure.of_study import Exposure, exposures
from domain.pk.proportionality import PowerModel
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.pk_proportionality import power_model_of
from domain.summaries.study_day import level_of
from ui.text import say_number, tr
from ui.words.pk import say_pk_unit

SINGLE = ("cmax", "tmax", "auclast", "aucinf_obs", "aucpext_obs", "half_life", "cl_obs", "vz_obs")
STEADY = ("cmax", "tmax", "ctrough", "cavg", "auctau", "fluct", "acc_auc", "half_life", "cl_tau")


@dataclass(frozen=True)
class Running:
    """A profile whose last sample of the plan is not due yet."""

    subject_id: str
    hours: float


@dataclass(frozen=True)
class PkView:
    """The profiles of one analyte and cycle.

    Attributes:
        every: all profiles of the part.
        analyte, cycle: those chosen.
    """

    study: Study
    part: Part
    every: tuple[Exposure, ...]
    analyte: str
    cycle: int
    _models: dict[str, PowerModel | Reason] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def of_analyte(self) -> tuple[Exposure, ...]:
        """All cycles of the analyte, of subjects whose level is known."""
        analyte, levels = self.analyte, self.levels
        return tuple(one for one in self.every if one.made.analyte == analyte and one.made.subject_id in levels)

    @cached_property
    def listed(self) -> tuple[Exposure, ...]:
        """The profiles of the cycle."""
        cycle = self.cycle
        return tuple(one for one in self.of_analyte if one.made.cycle == cycle)

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """Level by subject."""
        subjects = dict.fromkeys(one.made.subject_id for one in self.every)
        known = {subject_id: level_of(self.study, subject_id) for subject_id in subjects}
        return {subject_id: level for subject_id, level in known.items() if level is not None}

    @cached_property
    def titles(self) -> dict[int, str]:
        """Title of each level's panel: "Level 4 · 0.3 mg/kg"."""
        return titles_of(self.part, self.levels.values())

    @cached_property
    def doses(self) -> dict[int, str]:
        """The dose of each level: "0.3"."""
        return {one.number: say_number(one.dose) for one in self.part.levels}

    @cached_property
    def is_steady(self) -> bool:
        """Whether the cycle is at steady state for those who have it."""
        return any(one.made.profile.is_steady_state for one in self.listed)

    @cached_property
    def last_hours(self) -> float:
        """The last nominal time that the plan has in this cycle."""
        plan = self.part.pk
        if plan is None:
            return 0.0
        return max((float(one.hours[-1]) for one in plan.samples if self.cycle in one.cycles), default=0.0)

    def running(self, one: Exposure) -> Running | None:
        """How far a profile is whose last sample is not due yet; None where it is complete."""
        start = one.made.dose.administration.started_at
        due = (self.study.cut_off - start).total_seconds() / 3600
        reached = [point.hours for point in one.made.points if point.is_reported and point.hours is not None]
        if due >= self.last_hours or (reached and max(reached) >= 0.9 * self.last_hours):
            return None
        return Running(one.subject_id, max(reached, default=0.0))

    @cached_property
    def complete(self) -> tuple[Exposure, ...]:
        """The profiles that are not running any more, highest level on top."""
        found = [one for one in self.listed if self.running(one) is None]
        return tuple(sorted(found, key=lambda one: (-self.levels[one.subject_id], _backwards(one.subject_id))))

    @cached_property
    def still_running(self) -> tuple[Running, ...]:
        """The others, with the hour that they have reached."""
        return tuple(found for one in self.listed if (found := self.running(one)) is not None)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The parameters of the table."""
        return STEADY if self.is_steady else SINGLE

    @cached_property
    def modelled(self) -> str:
        """The exposure that the sentence of the page is about: the first of these that three profiles have."""
        wanted = ("auctau", "auclast", "cmax") if self.is_steady else ("aucinf_obs", "auclast", "cmax")
        for key in wanted:
            if sum(one.number(key) is not None for one in self.complete) >= 3:
                return key
        return "cmax"

    def model(self, key: str) -> PowerModel | Reason:
        """The power model of a parameter over the complete profiles; estimated once."""
        if key not in self._models:
            self._models[key] = power_model_of(self.study, self.part, self.complete, key)
        return self._models[key]

    @cached_property
    def under_antibodies(self) -> frozenset[str]:
        """The subjects whose antibodies had been found by the end of the profile."""
        return frozenset(one.subject_id for one in self.listed if is_under_antibodies(self.study, one))

    def find(self, subject_id: str) -> Exposure | None:
        """A subject's profile."""
        return next((one for one in self.listed if one.subject_id == subject_id), None)

    def unit(self, key: str) -> str:
        """The unit of a parameter on screen; "" where no profile tells it."""
        value = next((found for one in self.listed if (found := one.value(key)) is not None), None)
        return say_pk_unit(value.unit) if value else ""


def _backwards(subject_id: str) -> list[int]:
    return [-ord(letter) for letter in subject_id]


def titles_of(part: Part, levels: Iterable[int] = ()) -> dict[int, str]:
    """Title of each level: "Level 4 · 0.3 mg/kg"."""
    known = {one.number: f"{say_number(one.dose)} {one.unit}" for one in part.levels}
    said = tr("Level {number} · {dose}")
    numbers = set(levels) | set(known)
    return {
        number: said.format(number=number, dose=known[number])
        if number in known
        else tr("Level {number}").format(number=number)
        for number in numbers
    }


def view_of(study: Study, part: Part, analyte: str = "", cycle: int = 0) -> PkView:
    """What the page shows; an analyte or a cycle that is not there gives way to the first that is."""
    every = exposures(study, part)
    analytes = analytes_of(part, every)
    analyte = analyte if analyte in analytes else (analytes[0] if analytes else "")
    cycles = cycles_of(every, analyte)
    cycle = cycle if cycle in cycles else (cycles[0] if cycles else 1)
    return PkView(study, part, every, analyte, cycle)


def analytes_of(part: Part, every: Sequence[Exposure]) -> tuple[str, ...]:
    """The analytes to choose from: those of the plan first."""
    return tuple(dict.fromkeys([*(part.pk.analytes if part.pk else ()), *(one.made.analyte for one in every)]))


def cycles_of(every: Sequence[Exposure], analyte: str) -> tuple[int, ...]:
    """The cycles that an analyte has profiles of."""
    return tuple(sorted({one.made.cycle for one in every if one.made.analyte == analyte}))
