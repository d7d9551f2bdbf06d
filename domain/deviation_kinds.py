"""What kind of departure each finding is, how much it weighs, and the value of one that the records show (SUB-9)."""

from dataclasses import dataclass
from datetime import date

from domain.reasons import Reason
from domain.terms import DeviationCategory, Importance

TYPED = "typed"
"""Code of a deviation that a person typed, with no finding behind it."""

CATEGORIES: dict[str, DeviationCategory] = {
    "dosed_after_treatment_end": DeviationCategory.DOSE,
    "seen_after_leaving": DeviationCategory.SCHEDULE,
    "lost_without_attempts": DeviationCategory.SCHEDULE,
    "left_after_death": DeviationCategory.DATA,
    "scan_early": DeviationCategory.SCHEDULE,
    "scan_late": DeviationCategory.SCHEDULE,
    "baseline_too_old": DeviationCategory.SCHEDULE,
    "scan_baseline_after_first_dose": DeviationCategory.SCHEDULE,
    "scan_before_first_dose": DeviationCategory.SCHEDULE,
    "slot_closed": DeviationCategory.SLOT,
    "dosed_closed_level": DeviationCategory.SLOT,
    "planned_number_passed": DeviationCategory.SLOT,
    "enrolled_part_not_open": DeviationCategory.SLOT,
    "dosed_part_not_open": DeviationCategory.SLOT,
    "backfill_closed": DeviationCategory.SLOT,
    "cohort_other_dose": DeviationCategory.SLOT,
    "dosed_too_soon": DeviationCategory.SPACING,
    "dosed_before_group_finished": DeviationCategory.SPACING,
    "given_differs": DeviationCategory.DOSE,
    "planned_differs": DeviationCategory.DOSE,
    "prepared_differs": DeviationCategory.DOSE,
    "drug_expired": DeviationCategory.DOSE,
    "dose_reduction_forbidden": DeviationCategory.DOSE,
    "dose_raised_too_soon": DeviationCategory.DOSE,
    "dose_raised_beyond_next": DeviationCategory.DOSE,
    "first_dose_other_level": DeviationCategory.DOSE,
    "not_yet_eligible": DeviationCategory.ELIGIBILITY,
    "screen_failure_enrolled": DeviationCategory.ELIGIBILITY,
    "dosed_not_eligible": DeviationCategory.ELIGIBILITY,
    "criteria_not_met": DeviationCategory.ELIGIBILITY,
    "cohort_other_tumour": DeviationCategory.ELIGIBILITY,
    "cohort_marker_not_shown": DeviationCategory.ELIGIBILITY,
    "before_consent": DeviationCategory.SCHEDULE,
    "screening_over": DeviationCategory.SCHEDULE,
    "has_left": DeviationCategory.SCHEDULE,
    "dosed_after_leaving": DeviationCategory.SCHEDULE,
    "after_leaving": DeviationCategory.SCHEDULE,
    "report_late": DeviationCategory.SCHEDULE,
    "further_report_late": DeviationCategory.SCHEDULE,
    "visit_out_of_window": DeviationCategory.SCHEDULE,
    "visit_not_made": DeviationCategory.SCHEDULE,
    "assessment_missing": DeviationCategory.SCHEDULE,
    "assessment_too_early": DeviationCategory.SCHEDULE,
}
"""What kind of departure a finding is that was overridden. Others are of the data."""

IMPORTANT = (DeviationCategory.SLOT, DeviationCategory.SPACING, DeviationCategory.ELIGIBILITY, DeviationCategory.DOSE)
DOUBTS = frozenset({"cohort_other_tumour", "cohort_marker_not_shown"})
"""What only asks a person to look: a deviation once it is answered for on the form, never derived."""

_IMPORTANT_CODES = ("before_consent", "report_late", "further_report_late")


def category_of(code: str) -> DeviationCategory:
    """The category of the deviation that an overridden finding becomes."""
    return CATEGORIES.get(code, DeviationCategory.DATA)


def importance_of(category: DeviationCategory, code: str = "") -> Importance:
    """The importance that is proposed; a person may change it (ICH E3). What endangers consent or safety is important.

    Args:
        category: of the deviation.
        code: of the finding behind it, where there is one.
    """
    return Importance.IMPORTANT if category in IMPORTANT or code in _IMPORTANT_CODES else Importance.MINOR


@dataclass(frozen=True)
class DerivedDeviation:
    """A departure that the records show; a person records it, with what was done about it.

    Attributes:
        code: for ``Deviation.code``.
        description: for ``Deviation.description``, once said in words.
        occurred_on: the day at the site.
        about_kind: of the record that departs; "visit_plan" where what departs is that there is none.
        about_id: of that record, or the visit's name in the plan.
        also_about: records a deviation of which is this one too.
        also_as: codes under which a form records the same.
    """

    subject_id: str
    category: DeviationCategory
    code: str
    description: Reason
    occurred_on: date
    about_kind: str = ""
    about_id: str = ""
    also_about: tuple[str, ...] = ()
    also_as: tuple[str, ...] = ()

    @property
    def importance(self) -> Importance:
        """What is proposed."""
        return importance_of(self.category, self.code)

    @property
    def key(self) -> str:
        """What names it across redraws."""
        return f"{self.subject_id}/{self.code}/{self.about_id}/{self.occurred_on}"
