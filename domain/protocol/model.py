"""The protocol as a value: parts, levels, rules. Read from a file by ``domain/protocol/reader.py``.

The engine sees plain numbers; where each came from lies beside them in ``Protocol.provenance``, by path.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import cached_property

from domain.dlt.vocabulary import DltDefinition
from domain.dosing.plan import DosingPlan
from domain.exposure.plan import SamplingPlan
from domain.parts.marker_limit import MarkerLimit
from domain.parts.terms import BackfillPolicy, TreatmentLine
from domain.protocol.criteria import Criterion
from domain.response.plan import ResponsePlan
from domain.schedule.plan import VisitPlan
from domain.terms import AfterExceeded, FillMode, PartKind, Relationship, TopLevel, WindowEnd


@dataclass(frozen=True)
class Provenance:
    """Where a value comes from.

    Attributes:
        source: "registration, escalation rules", or who confirmed an assumption.
        is_assumed: the registration does not state it; a person confirms or changes it when a study is made.
        says: what the registration says instead, or "".
        choices: the values that a person can choose instead; empty where any value of the type will do.
    """

    source: str
    is_assumed: bool = False
    says: str = ""
    choices: tuple[object, ...] = ()


@dataclass(frozen=True)
class DoseLevel:
    """One rung of the ladder.

    Attributes:
        number: 1-based position.
        dose: amount in ``unit``.
        unit: "mg/kg" or "mg".
        is_optional: opened only by a decision or an amendment.
    """

    number: int
    dose: Decimal
    unit: str
    is_optional: bool = False

    @property
    def is_per_weight(self) -> bool:
        """Whether the dose is multiplied by body weight."""
        return self.unit.endswith("/kg")

    def planned_mg(self, weight_kg: Decimal | None) -> Decimal | None:
        """The amount for one administration, in mg; None where the weight is needed and not known."""
        if not self.is_per_weight:
            return self.dose
        return None if weight_kg is None else self.dose * weight_kg


@dataclass(frozen=True)
class Spacing:
    """Minimum times between first doses in one dose group, in hours, and how many may be in the window at once."""

    after_first_hours: int = 0
    between_hours: int = 0
    most_in_window: int | None = None


@dataclass(frozen=True)
class DltWindow:
    """The DLT window: starts with the first dose (day 1) and lasts ``days`` x 24 h.

    Attributes:
        days: length.
        end: to the hour, or to the end of the site's calendar day.
        ends_at_second_cycle: whether the second cycle's dose ends it if that is earlier.
        required_dose_percent: share of the window's planned dose that makes a subject without DLT evaluable.
        relationship: the weakest relationship that counts.
    """

    days: int
    end: WindowEnd = WindowEnd.HOURS
    ends_at_second_cycle: bool = False
    required_dose_percent: int = 80
    relationship: Relationship = Relationship.POSSIBLE

    def closes_at(self, start: datetime, later_doses: Iterable[datetime], zone: tzinfo) -> datetime:
        """When a window that starts with a first dose ends.

        Args:
            start: the first dose, aware UTC.
            later_doses: doses of later cycles, aware UTC.
            zone: the site's.
        """
        end = start + timedelta(days=self.days)
        if self.end is WindowEnd.CALENDAR_DAY:
            following = end.astimezone(zone).date() + timedelta(days=1)
            end = datetime.combine(following, time(), zone).astimezone(start.tzinfo)
        return min([end, *later_doses]) if self.ends_at_second_cycle else end


@dataclass(frozen=True)
class Rules:
    """Parameters of the 3+3 family (requirements ESC-2 to ESC-7). Names follow the protocol file.

    Attributes:
        accelerated_levels: number of levels, from the first, that take a single subject.
        moderate_limit: number of moderate toxicities, over the accelerated levels, that ends acceleration.
        cohort_size: subjects of a group at a 3+3 level.
        full_size: evaluable subjects that settle a level.
        after_exceeded: fill the previous level to ``full_size``, or take it as the MTD at once.
        fill: how a level that holds one subject is filled.
        top: the cleared top level stops as MAD, or is confirmed with ``full_size``.
        group_must_finish: no next level before all subjects of this one are out of the window.
        replace_not_evaluable: whether a subject who is not evaluable is replaced.
        start_level: the level that the first subject takes.
        moderate_grade: grade from which a related toxicity counts as moderate.
        moderate_inside_window: a moderate toxicity counts by onset inside the DLT window; no other reading is offered.
        more_than_full: what two DLTs among more than ``full_size`` mean: "choose", the only reading offered.
        spacing: minimum times within a dose group.
        reservation_days: how long an enrolled, not yet dosed subject holds the slot.
        backfill: whether subjects may be added at a cleared level below the current one, and whether they count there.
    """

    accelerated_levels: int = 0
    moderate_limit: int = 1
    cohort_size: int = 3
    full_size: int = 6
    after_exceeded: AfterExceeded = AfterExceeded.FILL
    fill: FillMode = FillMode.STEPWISE
    top: TopLevel = TopLevel.STOP
    group_must_finish: bool = True
    replace_not_evaluable: bool = True
    start_level: int = 1
    moderate_grade: int = 2
    moderate_inside_window: bool = True
    more_than_full: str = "choose"
    spacing: Spacing = Spacing()
    reservation_days: int = 7
    backfill: BackfillPolicy = BackfillPolicy.NONE


@dataclass(frozen=True)
class Gate:
    """What must have happened before a part opens.

    Attributes:
        conditions: each is dated by a person when it is met.
        needs_declared: whether the committee must have declared MTD or MAD of the part that decides the levels; where
            not, its cleared levels can be chosen while it goes on.
    """

    conditions: tuple[str, ...] = ()
    needs_declared: bool = True


@dataclass(frozen=True)
class Stopping:
    """A Bayesian boundary for the DLTs of an expansion cohort.

    It is crossed where P(DLT rate > ``limit``) is at least ``probability``, with a beta prior.

    Attributes:
        prior: both shapes of the beta distribution.
        limit: the DLT rate that is too high, as 0.33.
        probability: as 0.9.
    """

    prior: tuple[Decimal, Decimal]
    limit: Decimal
    probability: Decimal


@dataclass(frozen=True)
class Part:
    """An escalation or an expansion part with its own regimen, levels, rules and counts.

    Attributes:
        part_id: short name used on the command line and in records.
        cycle_days: 21 for Q3W, 14 for Q2W.
        max_cycles: None where treatment goes on to progression.
        levels: rungs in order; empty while they are still to be chosen from ``levels_from``. A study's protocol has
            them once the part is opened (``domain/parts/opening.py``).
        cohorts: planned cohorts of an expansion part; once it is opened, the chosen ones.
        levels_from: part whose data decide this part's levels, or "".
        dlt: what is a DLT; None where the file says nothing and a person judges each event.
        pk: when samples are due; None where the file says nothing.
        visits: when visits are due and what is done at them; None where the file says nothing.
        dosing: how doses are prepared and changed; None where the file says nothing.
        most_levels: how many doses may be chosen from ``levels_from``; None for no limit.
        stopping: boundary for DLTs in expansion cohorts; None where the file has none.
        most_cohorts: how many cohorts may be opened, those of ``most_cohorts_with`` included; None for no limit.
        most_cohorts_with: ids of the other expansion parts that share this limit.
        different_tumours: whether its cohorts are of different tumour types.
    """

    part_id: str
    title: str
    kind: PartKind
    regimen: str
    cycle_days: int
    window: DltWindow
    levels: tuple[DoseLevel, ...] = ()
    rules: Rules = Rules()
    drugs: tuple[str, ...] = ()
    max_cycles: int | None = None
    planned_subjects: int | None = None
    gate: Gate = Gate()
    cohorts: tuple["ExpansionCohort", ...] = ()
    levels_from: str = ""
    dlt: DltDefinition | None = None
    pk: SamplingPlan | None = None
    visits: VisitPlan | None = None
    dosing: DosingPlan | None = None
    most_levels: int | None = None
    stopping: Stopping | None = None
    most_cohorts: int | None = None
    most_cohorts_with: tuple[str, ...] = ()
    different_tumours: bool = False

    @property
    def needs_opening(self) -> bool:
        """Whether it opens only by a signed opening: it has a gate, or levels or cohorts still to be chosen."""
        is_chosen = bool(self.levels) and all(cohort.dose_level is not None for cohort in self.cohorts)
        return bool(self.gate.conditions) or not is_chosen

    def level(self, number: int) -> DoseLevel:
        """The level of that number.

        Raises:
            KeyError: the part has no such level.
        """
        if not 1 <= number <= len(self.levels):
            raise KeyError(number)
        return self.levels[number - 1]

    def usable_levels(self, *, with_optional: bool = False) -> int:
        """How many levels, from the first, may be used: optional ones at the top only when opened."""
        if with_optional:
            return len(self.levels)
        usable = len(self.levels)
        while usable and self.levels[usable - 1].is_optional:
            usable -= 1
        return usable

    @cached_property
    def has_optional(self) -> bool:
        """Whether some level is optional."""
        return any(level.is_optional for level in self.levels)


@dataclass(frozen=True)
class ExpansionCohort:
    """A planned expansion cohort. Numbers are subjects; None where the protocol leaves them open.

    Attributes:
        at_least: smallest number planned; once the part is opened, the number chosen.
        in_total: number planned, those of the same dose in the escalation included.
        with_pk: of them at least so many with pharmacokinetics.
        pk_in_all: pharmacokinetics in every subject, however many there are.
        line: with or without earlier systemic therapy; None where either may come.
        marker: biomarker that selects the subjects.
        marker_from: the result from which the marker selects; None where any result will do.
        is_optional: whether it is opened only if the committee chooses a dose for it.
        may_repeat: whether several cohorts of its kind can be opened.
        chooses_tumour: whether its tumour type is chosen when it is opened.
        dose_level: level of the part that it takes; None until the part is opened.
    """

    title: str
    at_least: int | None = None
    in_total: int | None = None
    with_pk: int | None = None
    tumour: str = ""
    marker: str = ""
    marker_from: MarkerLimit | None = None
    line: TreatmentLine | None = None
    pk_in_all: bool = False
    is_optional: bool = False
    may_repeat: bool = False
    chooses_tumour: bool = False
    dose_level: int | None = None

    @property
    def size(self) -> int | None:
        """Subjects that make it full; None where nobody has said."""
        return self.in_total or self.at_least or self.with_pk


@dataclass(frozen=True)
class Endpoint:
    """A registered endpoint with its time frame, as registered."""

    title: str
    time_frame: str
    is_primary: bool = False


@dataclass(frozen=True)
class Protocol:
    """A protocol version, whole.

    Attributes:
        protocol_id: short id of the file ("bat6026").
        response: how tumour response is derived; None where the file says nothing of it.
        criteria: numbered inclusion and exclusion criteria; () where the file names none.
        provenance: source of each value by path, such as "parts.mono.rules.fill".
        content: the file's own content as read, from which a changed version is made.
    """

    protocol_id: str
    study_id: str
    title: str
    version: str
    drug: str
    indication: str
    ctcae: str
    screening_days: int
    parts: tuple[Part, ...]
    endpoints: tuple[Endpoint, ...] = ()
    planned_subjects: int | None = None
    response: ResponsePlan | None = None
    criteria: tuple[Criterion, ...] = ()
    provenance: Mapping[str, Provenance] = field(default_factory=dict, hash=False, compare=False)
    content: Mapping[str, object] = field(default_factory=dict, hash=False, compare=False)

    def part(self, part_id: str) -> Part:
        """The part of that id.

        Raises:
            KeyError: there is none.
        """
        for part in self.parts:
            if part.part_id == part_id:
                return part
        raise KeyError(part_id)

    @property
    def first_part(self) -> Part:
        """The part that opens first: the first escalation part."""
        return next(part for part in self.parts if part.kind is PartKind.ESCALATION)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Paths of the values that the registration does not state, in file order."""
        return tuple(path for path, origin in self.provenance.items() if origin.is_assumed)

    def source_of(self, part: Part, path: str) -> Provenance:
        """Provenance of a value of a part, such as "rules.fill"; of the nearest enclosing table where it has none."""
        full = f"parts.{part.part_id}.{path}"
        while full:
            if full in self.provenance:
                return self.provenance[full]
            # A list has one origin for all its members: "dlt.clauses[3]", then "dlt.clauses".
            full = full.rpartition("[")[0] if full.endswith("]") else full.rpartition(".")[0]
        return Provenance("protocol file")


def with_rules(part: Part, **changes: object) -> Part:
    """The part with some rule parameters changed; for what-if questions, never for a running study."""
    return replace(part, rules=replace(part.rules, **changes))  # type: ignore[arg-type]
