"""The profiles of one analyte and cycle as the page shows them, and the table of their parameters."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from PySide6.QtCore import QObject, Qt

from domain.exposure.antibody_effect import is_under_antibodies
from domain.exposure.of_study import Exposure, exposures
from domain.pk.parameters import Flag
from domain.pk.proportionality import PowerModel, Proportionality
from domain.pk.results import ParameterValue
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.pk_numbers import write_number, write_percent
from domain.summaries.pk_proportionality import power_model_of
from domain.summaries.study_day import level_of
from ui.models.lab_trend_of import say_unit
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_number, tr
from ui.widgets.lowered_header import MARKED_ROLE, warned_cell
from ui.widgets.table import CellPainter

SINGLE = ("cmax", "tmax", "auclast", "aucinf_obs", "aucpext_obs", "half_life", "cl_obs", "vz_obs")
STEADY = ("cmax", "tmax", "ctrough", "cavg", "auctau", "fluct", "acc_auc", "half_life", "cl_tau")
# What stands after the underscore is lowered.
_NAMES = {
    "cmax": "C_max", "tmax": "T_max", "auclast": "AUC_last", "aucinf_obs": "AUC_inf", "aucpext_obs": "Extrap.",
    "half_life": "t½", "cl_obs": "CL", "vz_obs": "V_z", "ctrough": "C_trough", "cavg": "C_av", "auctau": "AUC_tau",
    "fluct": "Fluct.", "acc_auc": "R_AUC", "cl_tau": "CL_ss",
}  # fmt: skip
_SLOPED = ("aucinf_obs", "aucpext_obs", "half_life", "cl_obs", "vz_obs")
_HOURS_A_DAY = 24


def name_of(key: str) -> str:
    """The symbol of a parameter with what is to be lowered after an underscore."""
    return _NAMES.get(key, key)


def plain_name(key: str) -> str:
    """The symbol of a parameter: "AUCinf"."""
    return name_of(key).replace("_", "")


def say_pk_unit(unit: str | None) -> str:
    """A unit as it is written on screen: "h*ug/mL" is "µg·h/mL"."""
    text = unit or ""
    if text.startswith("h*"):
        above, slash, below = text[2:].partition("/")
        text = f"{above}·h{slash}{below}"
    return say_unit(text)


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


def say_head(view: PkView) -> str:
    """The one sentence of the page."""
    if not view.listed:
        return tr("No concentration of cycle {cycle} is recorded yet.").format(cycle=view.cycle)
    half_lives = [value for one in view.complete if (value := one.number("half_life")) is not None]
    ending = ""
    if half_lives:
        hours = statistics.median(half_lives)
        days = tr("{days} days").format(days=f"{hours / _HOURS_A_DAY:.1f}")
        ending = tr("; median t½ {time}").format(time=days if hours >= 2 * _HOURS_A_DAY else f"{write_number(hours)} h")
    model = view.model(view.modelled)
    if isinstance(model, Reason):
        said = tr("{number} profiles of cycle {cycle} at {levels}").format(
            number=len(view.listed), cycle=view.cycle, levels=_count_levels(view)
        )
        return f"{said}{ending}."
    doses = sorted({view.levels[one.subject_id] for one in view.complete if one.number(view.modelled) is not None})
    low, high = (view.doses.get(level, str(level)) for level in (doses[0], doses[-1]))
    unit = view.part.levels[0].unit
    said = {
        Proportionality.PROPORTIONAL: tr("Exposure is dose-proportional from {low} to {high} {unit}"),
        Proportionality.NOT_PROPORTIONAL: tr("Exposure rises more than in proportion from {low} to {high} {unit}")
        if model.slope > 1
        else tr("Exposure rises less than in proportion from {low} to {high} {unit}"),
        Proportionality.INCONCLUSIVE: tr("Proportionality from {low} to {high} {unit} is not settled"),
    }[model.conclusion]
    return said.format(low=low, high=high, unit=unit) + f"{ending}."


def _count_levels(view: PkView) -> str:
    number = len({view.levels[one.subject_id] for one in view.listed})
    return tr("1 level") if number == 1 else tr("{number} levels").format(number=number)


def say_verdict(model: PowerModel | Reason, words: Words) -> str:
    """What the interval says against Smith's bounds."""
    if isinstance(model, Reason):
        return words.reason(model)
    fold = f"{model.dose_ratio:.3g}"
    return {
        Proportionality.PROPORTIONAL: tr("Inside Smith's bounds for a {fold}-fold range: proportional."),
        Proportionality.NOT_PROPORTIONAL: tr("Outside Smith's bounds for a {fold}-fold range: not proportional."),
        Proportionality.INCONCLUSIVE: tr(
            "Neither inside nor outside Smith's bounds for a {fold}-fold range: not settled."
        ),
    }[model.conclusion].format(fold=fold)


def say_running(view: PkView) -> str:
    """The profiles that are not in the table yet."""
    if not view.still_running:
        return ""
    listed = [
        tr("{subject} to {hours} h").format(subject=one.subject_id, hours=f"{one.hours:.0f}")
        for one in view.still_running
    ]
    shown = ", ".join(listed[:3]) + (tr(" and {number} more").format(number=len(listed) - 3) if len(listed) > 3 else "")
    return tr("{profiles}: cycle {cycle} not complete, no parameters yet.").format(profiles=shown, cycle=view.cycle)


def write_parameter(value: ParameterValue | None) -> str:
    """A parameter to three significant figures; percentages to one decimal; times of a sample in whole hours."""
    if value is None or value.value is None:
        return ""
    if value.parameter.key == "tmax" and value.value >= 1:
        return f"{value.value:.0f}"
    if value.parameter.unit.name == "PERCENT":
        return write_percent(value.value)
    return write_number(value.value) or ""


def missing_slope(one: Exposure, words: Words) -> str:
    """Why the parameters that rest on the terminal slope are missing; "" where they are there."""
    if one.made.faults:
        return " ".join(words.finding(fault) for fault in one.made.faults)
    slope = one.value("lambda_z")
    return words.reason(slope.reason) if slope is not None and slope.reason is not None else ""


class ParameterTable(RowsModel[Exposure]):
    """A row a profile; ``spans`` says which rows say a reason across the columns that need the slope."""

    def __init__(self, view: PkView, words: Words, parent: QObject | None = None) -> None:
        """Build it with the complete profiles of a view."""
        self.view, self.words = view, words
        self._values: dict[tuple[str, str], ParameterValue | None] = {}
        first = 2 + next((at for at, key in enumerate(view.keys) if key in _SLOPED), 0)
        columns: list[Shown[Exposure]] = [
            Shown(
                "subject", tr("Subject"), self._subject, lambda one: one.subject_id, weight=_weight,
                tooltip=lambda one: tr("ADA-positive") if one.subject_id in self.view.under_antibodies else "",
            ),
            Shown(
                "level", tr("Level"), lambda one: str(self.view.levels[one.subject_id]),
                lambda one: self.view.levels[one.subject_id], is_right=True,
            ),
            *(self._column(key) for key in view.keys),
        ]  # fmt: skip
        super().__init__(columns, lambda one: one.subject_id, parent)
        self.set_rows(view.complete)
        self._first_sloped = first
        self._sloped = sum(key in _SLOPED for key in view.keys)

    def take(self, view: PkView, words: Words) -> bool:
        """Show another view of the same profiles and columns; False, and nothing done, where those differ."""
        before = self.view
        titles = [self._title(key) for key in before.keys]
        ids = [one.subject_id for one in before.complete], [one.subject_id for one in view.complete]
        if before.keys != view.keys or ids[0] != ids[1]:
            return False
        self.view = view
        if [self._title(key) for key in view.keys] != titles:
            self.view = before
            return False
        self.words = words
        self._values.clear()
        self.replace_rows(view.complete)
        return True

    @property
    def spans(self) -> list[tuple[int, int, int]]:
        """Row, first column and width of each reason that is written across."""
        found = []
        for row, one in enumerate(self.rows):
            if one.made.faults:
                found.append((row, 2, self.columnCount() - 2))
            elif self._sloped > 1 and missing_slope(one, self.words):
                found.append((row, self._first_sloped, self._sloped))
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == MARKED_ROLE and orientation is Qt.Orientation.Horizontal and section >= 2:
            return self._title(self.view.keys[section - 2])
        return super().headerData(section, orientation, role)

    def _subject(self, one: Exposure) -> str:
        return f"{one.subject_id} +" if one.subject_id in self.view.under_antibodies else one.subject_id

    def _value(self, one: Exposure, key: str) -> ParameterValue | None:
        """A parameter; looked up once, however often its cell is painted."""
        place = (one.subject_id, key)
        if place not in self._values:
            self._values[place] = one.value(key)
        return self._values[place]

    def _title(self, key: str) -> str:
        unit = self.view.unit(key)
        return f"{name_of(key)}, {unit}" if unit else name_of(key)

    def _column(self, key: str) -> Shown[Exposure]:
        is_first = key == next((one for one in self.view.keys if one in _SLOPED), "")
        is_start = key == self.view.keys[0]

        def text(one: Exposure) -> str:
            if one.made.faults:
                return missing_slope(one, self.words) if is_start else ""
            value = self._value(one, key)
            if value is not None and value.value is None and is_first:
                return tr("not computable: {reason}").format(reason=missing_slope(one, self.words))
            return write_parameter(value)

        def token(one: Exposure) -> str:
            value = self._value(one, key)
            if one.made.is_left_out or value is None or value.value is None:
                return "text3"
            return "warnline" if _is_flagged(value) else "text"

        def weight(one: Exposure) -> int:
            value = self._value(one, key)
            return 600 if value is not None and _is_flagged(value) else 400

        def painter(one: Exposure) -> CellPainter | None:
            value = self._value(one, key)
            return warned_cell(write_parameter(value)) if value is not None and _is_flagged(value) else None

        def tooltip(one: Exposure) -> str:
            value = self._value(one, key)
            if value is None:
                return missing_slope(one, self.words)
            if value.reason is not None:
                return self.words.reason(value.reason)
            return ", ".join(self.words.say(flag) for flag in value.flags)

        title = self._title(key).replace("_", "")
        return Shown(
            key, title, text, lambda one: one.number(key), is_right=True, painter=painter, weight=weight, token=token,
            tooltip=tooltip,
        )  # fmt: skip


def _weight(one: Exposure) -> int:
    return 400 if one.made.is_left_out else 500


def _is_flagged(value: ParameterValue) -> bool:
    return value.parameter.key == "aucpext_obs" and Flag.EXTRAPOLATED in value.flags
