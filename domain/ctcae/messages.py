"""Why a laboratory result has its grade, or none, in English, by code.

``ui/sentences.py`` takes them up; they lie here so that a new code and its sentence are written together.
"""

MESSAGES: dict[str, str] = {
    "lab_met": "Grade {grade}: {value} {sign} {bound}{unit}.",
    "lab_met_multiple": "Grade {grade}: {value} {sign} {limit} = {bound}{unit}.",
    "lab_within": "Within the limits of every grade.",
    "lab_no_lower_grade": "Below grade {lowest} the version has no numeric criterion for it.",
    "lab_at_least": "A higher grade could not be ruled out.",
    "lab_needs_judgement": "Grade {grade} depends on more than the value: a person decides.",
    "lab_assumed_symptomatic": "Assumed symptomatic.",
    "lab_assumed_asymptomatic": "Assumed asymptomatic; otherwise a person grades by the symptoms.",
    "lab_assumed_no_intervention": "Assumed that no intervention was begun; otherwise a person grades.",
    "lab_assumed_on_anticoagulation": "Assumed on anticoagulation.",
    "lab_assumed_physiologic_consequences": "Assumed with physiologic consequences.",
    "lab_assumed_no_upper_limit_of_baseline": (
        "The version limits this criterion to a baseline of at most 5 × ULN, and names none for a higher one."
    ),
    "lab_otherwise": "Without that assumption: {milder}.",
    "lab_otherwise_unknown": "Without that assumption it can't be graded.",
    "lab_baseline_itself": "This is the baseline value: graded by the normal range alone.",
    "lab_baseline_not_compared": "Graded by the normal range alone: the baseline is not known.",
    "lab_value_missing": "The value is missing.",
    "lab_value_not_possible": "{value} is not a possible value.",
    "lab_term_missing": "The term is missing.",
    "lab_term_unknown": "CTCAE {version} has no term of this name: {term}.",
    "lab_term_other_version": "{term} is a term of CTCAE {other}, not of {version}.",
    "lab_not_by_value": "CTCAE {version} does not grade it by a value alone: {term}.",
    "lab_wrong_direction": "{term} is graded in the direction {right}, not {given}.",
    "lab_unit_missing": "The unit is missing; it can be read in {units}.",
    "lab_unit_unknown": '"{unit}" is not a unit of this test; it can be read in {units}.',
    "lab_uln_missing": "The upper limit of normal is missing.",
    "lab_lln_missing": "The lower limit of normal is missing.",
    "lab_baseline_missing": "The baseline value is missing.",
    "lab_baseline_flag_missing": "Whether the baseline was normal is missing.",
    "lab_uln_not_positive": "The upper limit of normal is not above 0.",
    "lab_lln_not_possible": "The lower limit of normal is not a possible value.",
    "lab_baseline_not_positive": "The baseline value is not above 0.",
    "lab_beyond": "{value} {sign} {bound}{unit}: there CTCAE {version} defines no grade.",
}
