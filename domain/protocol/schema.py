"""The keys that a protocol file has, table by table: what each holds, and within which bounds.

A new parameter is one line here, its label in ``labels.py``, and its field in the model.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.ctcae.catalogue import VERSIONS
from domain.dlt.vocabulary import CountsBy
from domain.dosing.plan import WeightFrom
from domain.parts.terms import BackfillPolicy, TreatmentLine
from domain.pk.terms import Route
from domain.response.terms import PrAfterCr
from domain.schedule.plan import Assessment
from domain.terms import AfterExceeded, FillMode, Matrix, PartKind, Relationship, TopLevel, WindowEnd

NONE = "none"
"""How a file says that an optional number has no value: TOML has no word for it."""
ALL = "all"
"""How a file says that a number means every subject, however many there are."""


class Kind(StrEnum):
    """What a key holds."""

    TEXT = "text"
    COUNT = "count"
    LEVEL_COUNT = "level_count"
    FLAG = "flag"
    CHOICE = "choice"
    TEXTS = "texts"
    LEVELS = "levels"
    DOSES = "doses"
    ENDPOINTS = "endpoints"
    NUMBER = "number"
    NUMBERS = "numbers"
    CLAUSES = "clauses"
    TIMETABLE = "timetable"
    CHOICES = "choices"
    VISIT = "visit"
    MARKER_LIMIT = "marker_limit"


@dataclass(frozen=True)
class Key:
    """One key of a table.

    Attributes:
        is_required: whether the table must have it, unless it is inherited from the part named by ``levels_from``.
        lowest: smallest number allowed.
        highest: largest number allowed.
        allowed: the only values allowed, as written in the file; () where any of the kind will do.
        may_be_none: whether "none" says that there is no such number.
        may_be_all: whether "all" says that the number is that of all subjects.
        needs_source: false for names that the file gives itself.
        is_inherited: whether a part with ``levels_from`` takes it over where it is silent.
    """

    name: str
    kind: Kind = Kind.TEXT
    is_required: bool = True
    lowest: int | None = None
    highest: int | None = None
    allowed: tuple[object, ...] = ()
    may_be_none: bool = False
    may_be_all: bool = False
    needs_source: bool = True
    is_inherited: bool = False


def _terms(terms: type[StrEnum]) -> tuple[str, ...]:
    return tuple(term.value.lower() for term in terms)


STUDY = (
    Key("id", needs_source=False),
    Key("version", needs_source=False),
    Key("title"),
    Key("drug"),
    Key("indication"),
    Key("ctcae", Kind.CHOICE, allowed=VERSIONS),
    Key("screening_days", Kind.COUNT, lowest=1),
    Key("planned_subjects", Kind.COUNT, is_required=False, lowest=1, may_be_none=True),
)

ENDPOINTS = (Key("primary", Kind.ENDPOINTS), Key("secondary", Kind.ENDPOINTS, is_required=False))

RESPONSE = (
    Key("confirm_days", Kind.COUNT, lowest=1),
    Key("max_ne", Kind.COUNT, lowest=0),
    Key("accepts_sd", Kind.FLAG),
    Key("sd_min_days", Kind.COUNT, lowest=0),
    Key("pr_sticks", Kind.FLAG),
    Key("pr_after_cr", Kind.CHOICE, allowed=_terms(PrAfterCr)),
    Key("rates", Kind.CHOICES, allowed=("ORR", "DCR", "CBR")),
    Key("benefit_days", Kind.COUNT, is_required=False, lowest=1),
    Key("dor", Kind.CHOICE, is_required=False, allowed=("pd or death", "pd")),
    Key("pfs", Kind.CHOICE, is_required=False, allowed=("pd or death", "pd")),
    Key("os", Kind.CHOICE, is_required=False, allowed=("death", "pd or death")),
    Key("max_gap_days", Kind.COUNT, is_required=False, lowest=1, may_be_none=True),
)

IMAGING = (
    Key("every_weeks", Kind.COUNT, lowest=1),
    Key("until_week", Kind.COUNT, lowest=1),
    Key("then_every_weeks", Kind.COUNT, lowest=1),
    Key("window_days", Kind.COUNT, lowest=0),
)

PART = (
    Key("title", needs_source=False),
    Key("kind", Kind.CHOICE, allowed=_terms(PartKind), needs_source=False),
    Key("levels_from", is_required=False),
    Key("levels", Kind.DOSES, is_required=False),
    Key("unit", Kind.CHOICE, is_required=False, allowed=("mg/kg", "mg"), is_inherited=True),
    Key("optional_levels", Kind.LEVELS, is_required=False),
    Key("regimen", is_inherited=True),
    Key("cycle_days", Kind.COUNT, lowest=1, is_inherited=True),
    Key("max_cycles", Kind.COUNT, lowest=1, may_be_none=True, is_inherited=True),
    Key("drugs", Kind.TEXTS, is_inherited=True),
    Key("planned_subjects", Kind.COUNT, is_required=False, lowest=1, may_be_none=True),
    Key("most_levels", Kind.COUNT, is_required=False, lowest=1),
    Key("most_cohorts", Kind.COUNT, is_required=False, lowest=1),
    Key("most_cohorts_with", Kind.TEXTS, is_required=False, needs_source=False),
    Key("different_tumours", Kind.FLAG, is_required=False),
)

WINDOW = (
    Key("days", Kind.COUNT, lowest=1, is_inherited=True),
    Key("end", Kind.CHOICE, allowed=_terms(WindowEnd), is_inherited=True),
    Key("ends_at_second_cycle", Kind.FLAG, is_inherited=True),
    Key("required_dose_percent", Kind.COUNT, lowest=0, highest=100, is_inherited=True),
    Key("relationship", Kind.CHOICE, allowed=_terms(Relationship), is_inherited=True),
)

RULES = (
    Key("start_level", Kind.COUNT, lowest=1, is_inherited=True),
    Key("accelerated_levels", Kind.LEVEL_COUNT, lowest=0, is_inherited=True),
    Key("moderate_grade", Kind.COUNT, lowest=1, highest=5, is_inherited=True),
    Key("moderate_limit", Kind.COUNT, lowest=1, is_inherited=True),
    Key("moderate_inside_window", Kind.FLAG, allowed=(True,), is_inherited=True),
    Key("cohort_size", Kind.COUNT, lowest=1, is_inherited=True),
    Key("full_size", Kind.COUNT, lowest=1, is_inherited=True),
    Key("more_than_full", Kind.CHOICE, allowed=("choose",), is_inherited=True),
    Key("after_exceeded", Kind.CHOICE, allowed=_terms(AfterExceeded), is_inherited=True),
    Key("fill", Kind.CHOICE, allowed=_terms(FillMode), is_inherited=True),
    Key("top", Kind.CHOICE, allowed=_terms(TopLevel), is_inherited=True),
    Key("group_must_finish", Kind.FLAG, is_inherited=True),
    Key("replace_not_evaluable", Kind.FLAG, is_inherited=True),
    Key("reservation_days", Kind.COUNT, lowest=1, is_inherited=True),
    Key("backfill", Kind.CHOICE, is_required=False, allowed=_terms(BackfillPolicy), is_inherited=True),
)

SPACING = (
    Key("after_first_hours", Kind.COUNT, lowest=0, is_inherited=True),
    Key("between_hours", Kind.COUNT, lowest=0, is_inherited=True),
    Key("most_in_window", Kind.COUNT, lowest=1, may_be_none=True, is_inherited=True),
)

DLT = (
    Key("counts_by", Kind.CHOICE, is_required=False, allowed=_terms(CountsBy), is_inherited=True),
    Key("delay_alone", Kind.FLAG, is_required=False, is_inherited=True),
    Key("clauses", Kind.CLAUSES, is_inherited=True),
)

PK = (
    Key("analytes", Kind.TEXTS, is_inherited=True),
    Key("matrix", Kind.CHOICE, allowed=_terms(Matrix), is_inherited=True),
    Key("unit", is_inherited=True),
    Key("route", Kind.CHOICE, allowed=_terms(Route), is_inherited=True),
    Key("infusion_minutes", Kind.COUNT, is_required=False, lowest=1, is_inherited=True),
    Key("samples", Kind.TIMETABLE, is_inherited=True),
    Key("window_percent", Kind.COUNT, lowest=0, highest=100, is_inherited=True),
    Key("window_minutes", Kind.COUNT, lowest=0, is_inherited=True),
    Key("predose_minutes", Kind.COUNT, lowest=1, is_inherited=True),
    Key("steady_cycle", Kind.COUNT, lowest=2, is_inherited=True),
    Key("ada", Kind.TIMETABLE, is_required=False, is_inherited=True),
    Key("markers", Kind.TEXTS, is_required=False, is_inherited=True),
    Key("marker_matrix", Kind.CHOICE, is_required=False, allowed=_terms(Matrix), is_inherited=True),
    Key("marker_samples", Kind.TIMETABLE, is_required=False, is_inherited=True),
)

VISITS = (
    Key("study_end_days", Kind.COUNT, is_required=False, lowest=1, may_be_none=True, is_inherited=True),
    Key("lost_after_attempts", Kind.COUNT, is_required=False, lowest=1, may_be_none=True, is_inherited=True),
)
"""Beside these, each visit is a key of its own, held by ``Kind.VISIT``."""

ASSESSMENTS = (
    Key("before_dose_hours", Kind.COUNT, is_required=False, lowest=1, may_be_none=True, is_inherited=True),
    *(Key(one.value, Kind.TEXTS, is_required=False, is_inherited=True) for one in Assessment),
)

DOSING = (
    Key("weight", Kind.CHOICE, allowed=_terms(WeightFrom), is_inherited=True),
    Key("weight_change_percent", Kind.COUNT, lowest=1, highest=100, is_inherited=True),
    Key("round_mg", Kind.NUMBER, is_inherited=True),
    Key("concentration_mg_per_ml", Kind.NUMBER, may_be_none=True, is_inherited=True),
    Key("cap_mg", Kind.NUMBER, may_be_none=True, is_inherited=True),
    Key("may_reduce", Kind.FLAG, is_inherited=True),
    Key("increase_after_cycles", Kind.COUNT, lowest=1, may_be_none=True, is_inherited=True),
)

GATE = (Key("conditions", Kind.TEXTS), Key("needs_declared", Kind.FLAG, is_required=False))

STOPPING = (Key("prior", Kind.NUMBERS), Key("limit", Kind.NUMBER), Key("probability", Kind.NUMBER))

COHORT = (
    Key("title", needs_source=False),
    Key("tumour", is_required=False),
    Key("line", Kind.CHOICE, is_required=False, allowed=_terms(TreatmentLine)),
    Key("marker", is_required=False),
    Key("marker_from", Kind.MARKER_LIMIT, is_required=False),
    Key("at_least", Kind.COUNT, is_required=False, lowest=1, may_be_none=True),
    Key("in_total", Kind.COUNT, is_required=False, lowest=1, may_be_none=True),
    Key("with_pk", Kind.COUNT, is_required=False, lowest=1, may_be_none=True, may_be_all=True),
    Key("is_optional", Kind.FLAG, is_required=False),
    Key("may_repeat", Kind.FLAG, is_required=False),
    Key("chooses_tumour", Kind.FLAG, is_required=False),
)
