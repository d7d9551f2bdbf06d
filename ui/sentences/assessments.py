"""Assessments of a visit: what was left out, what is unusual, how long before the dose."""

ASSESSMENTS: dict[str, str] = {
    "assessment_left_out_already": "It is said already that this was not done. Correct that record instead.",
    "assessment_done_and_not": "It was done at this visit ({at}). Take out one of the two.",
    "assessment_not_emptied": "What is recorded can be corrected, not taken out. Type the right value.",
    "assessment_value_and_reason": "Values are typed, so it was done. Take out one of the two.",
    "note_assessments": (
        "Values outside the usual range are bold and named in the last column. A weight without an own record is that "
        "of the dose."
    ),
    "assessment_unusual": "{values}",
}
