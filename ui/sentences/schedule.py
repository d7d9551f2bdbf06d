"""A subject's schedule and the ends of treatment and participation: what moved a visit, what contradicts an end."""

SCHEDULE: dict[str, str] = {
    # What a visit's days rest on.
    "visit_moved_later": "{days} {days_noun} later by cycle {cycles}.",
    "visit_moved_earlier": "{days} {days_noun} earlier by cycle {cycles}.",
    "visit_moved_provisional": "{days} {days_noun} later by cycle {cycles}; moves with the doses.",
    "visit_from_decision": "From the decision of {at}.",
    "visit_from_last_dose": "From the last dose, {at}.",
    "visit_assessments_planned": "{all} planned",
    # The card of follow-up.
    "survival_died": "Died {at}.",
    "survival_alive": "Last known alive {at}.",
    "survival_unknown": "Nothing is recorded of survival.",
    "survival_attempts_open": "Attempts without an answer since then: {attempts}.",
    "survival_attempts": "{attempts} of {needed} attempts without an answer since then; loss takes {needed}.",
    "survival_next": "{visit}: {planned}, from {earliest} to {latest}.",
    "treatment_ended_at": "Treatment ended {at}: {reason}.",
    "study_left_at": "Left the study {at}: {reason}.",
    "left_without_treatment_end": "Left the study without an end of treatment: record that too.",
    # Checks.
    "visit_answered_by_dosing": "A dose is recorded as a dose, an omitted one too: use Record dose.",
    "visit_answered_by_screening": "Screening is answered by the eligibility: record that.",
    "visit_answered_by_imaging": "A scan that was made is recorded on the Response page; here only why it was not.",
    "visit_answered_by_survival": "A call that was made is recorded as a contact; here only why it was not.",
    "dosed_after_treatment_end": "Treatment was given up ({at}). Check, or say why it was given.",
    "left_already": "Leaving is recorded already ({at}). Correct that one instead.",
    "left_after_death": "The subject died before that ({at}). Choose Death, or say why.",
    "lost_without_attempts": (
        "{attempts} of {needed} attempts to reach the subject are documented. Record them as contacts, or say why."
    ),
    "seen_after_death": "{what} of {on} lies after the death. Correct one of the two.",
    "seen_after_leaving": "{what} of {on} lies after it. Check, or say why.",
    "contact_exists": "The same contact is recorded for this day already. Check, or say why again.",
    "death_known_already": "The death was known since {on}. Check the date, or say why.",
}
