"""Responses, endpoints and what is wrong with their input, in words by code.

English is the source; the view translates first and fills the placeholders afterwards. Lengths (``mm``, ``baseline``,
``nadir``, ``more``, ``least``) come in millimetres, lists of lesions with commas, dates in the view's form.
"""

MESSAGES: dict[str, str] = {
    # target lesions
    "target_cr": "Target lesions: all gone, nodes under 10 mm.",
    "target_reappeared": "Target lesion {lesion} is there again after a complete response.",
    "target_pd": "Target lesions: {mm} mm, {more} mm over the nadir of {nadir} mm; at least 20 % and 5 mm.",
    "target_pd_measured": (
        "Target lesions: those measured alone make {mm} mm, {more} mm over the nadir of {nadir} mm; at least 20 % and "
        "5 mm. Not assessed: {lesions}."
    ),
    "target_ne": "Target lesions not assessed: {lesions}.",
    "target_no_baseline_sum": "The baseline sum is not known, because a target lesion was not measured then.",
    "target_pr": "Target lesions: {mm} mm, at least 30 % under the baseline of {baseline} mm.",
    "target_pr_continues": (
        "Target lesions: {mm} mm of {baseline} mm at baseline; a confirmed PR continues until PD from the nadir of "
        "{nadir} mm."
    ),
    "target_sd": "Target lesions: {mm} mm; baseline {baseline} mm, nadir {nadir} mm: neither PR nor PD.",
    "target_sd_under_5_mm": (
        "Target lesions: {mm} mm is 20 % or more over the nadir of {nadir} mm, but by less than 5 mm."
    ),
    # other lesions
    "non_target_pd": "Non-target lesion {lesion}: unequivocal progression, recorded at visit {confirmed_at}.",
    "non_target_reappeared": "Non-target lesion {lesion} is there again after a complete response.",
    "non_target_ne": "Non-target lesions not assessed: {lesions}.",
    "non_target_left": "Non-target lesions still there: {lesions}.",
    "non_target_cr": "Non-target lesions: all gone, nodes under 10 mm.",
    "non_target_open": "Non-target lesion {lesion}: progression is equivocal; PD will date from its first sighting.",
    "new_lesion": "New lesion {lesion}, unequivocal at visit {confirmed_at}.",
    "new_lesion_open": "New lesion {lesion} is equivocal; if it is confirmed, PD dates from its first sighting.",
    "nothing_to_follow": "There is no target and no non-target lesion to follow.",
    # best response
    "response_confirmed": "{response} at visit {visit} is confirmed at visit {by}, {days} days later.",
    "response_then_pd": "{response} at visit {visit} is not confirmed: PD came first.",
    "response_repeated_too_soon": (
        "{response} at visit {visit} is not confirmed: it was repeated before {days} days had passed."
    ),
    "response_not_repeated": "{response} at visit {visit} is not confirmed: no later visit repeats it.",
    "response_last_visit": "{response} at visit {visit} is not confirmed: there is no later visit.",
    "response_sd_between": "{response} at visit {visit} is not confirmed by visit {by}: SD stands between.",
    "response_ne_between": "{response} at visit {visit} is not confirmed by visit {by}: too many NE stand between.",
    "response_other_between": "{response} at visit {visit} is not confirmed by visit {by}: what stands between.",
    "response_pr_after_cr_between": (
        "{response} at visit {visit} is not confirmed by visit {by}: a PR after a CR contradicts it."
    ),
    "response_falls_to_sd": (
        "{response} at visit {visit} is not confirmed and counts as SD: day {day}, at least {days} are needed."
    ),
    "response_sd_long_enough": "{response} at visit {visit}: day {day}, at least {days} are needed.",
    "response_sd_too_early": "{response} at visit {visit} is too early for SD: day {day}, at least {days} are needed.",
    "response_best_is": "{response} at visit {visit}.",
    "response_no_assessment": "There is no assessment.",
    "response_after_pd": "What comes after the PD at visit {visit} is left out.",
    "response_table_3_sd": (
        "{response} at visit {visit} and {next} at visit {by}, both before SD counts: SD by table 3 of RECIST 1.1."
    ),
    "response_table_3_pd": (
        "{response} at visit {visit} and {next} at visit {by}, both before SD counts: PD by table 3 of RECIST 1.1, "
        "because disease is there again."
    ),
    "response_pr_after_cr_as_recorded": (
        "PR at visit {visit} after CR at visit {cr} is a contradiction: either it is PD, or the CR was a PR. "
        "Both are taken as recorded; look at the scans again."
    ),
    "response_pr_after_cr_progression": "PR at visit {visit} after CR at visit {cr} is read as PD.",
    "response_pr_after_cr_cr_was_pr": "PR at visit {visit} after CR at visit {cr}: the CR is read as PR.",
    # one subject
    "days_from_baseline": "The first dose is not known: days are counted from the baseline scan of {on}.",
    "visits_after_new_therapy": "Visits after new anti-cancer therapy on {on}, left out: {count}.",
    # method line
    "response_method_confirmed": (
        "RECIST 1.1; CR and PR confirmed after {days} days or more, with at most {most} NE between"
    ),
    "response_method_sd_accepted": "one SD between a PR and its confirmation accepted",
    "response_method_sd_refused": "no SD between a PR and its confirmation",
    "response_method_sd": "SD from day {days} after the first dose",
    "response_method_pr_sticks": "a confirmed PR continues until PD from the nadir",
    "response_method_pr_each_visit": "PR judged at each visit from baseline alone",
    "response_method_pr_after_cr_as_recorded": "a PR after a CR stands as recorded",
    "response_method_pr_after_cr_progression": "a PR after a CR is read as PD",
    "response_method_pr_after_cr_cr_was_pr": "a CR before a PR is read as PR",
    "response_method_benefit": "clinical benefit from day {days}",
    # endpoints
    "endpoint_method": "{name}: from {start} to {events}",
    "endpoint_at_pd_alone": "{name} ends at PD alone; death without PD is censored",
    "endpoint_says": "{name}: {how}; the registration says: {says}",
    "imaging_method": (
        "scans every {every} weeks to week {until}, then every {then} weeks, counted from the first dose, {days} days "
        "early or late"
    ),
    "event_pd": "PD.",
    "event_death": "Death.",
    "censored_last_assessment": "Censored at the last evaluable assessment.",
    "censored_never_assessed": "Censored at the start: never assessed.",
    "censored_new_therapy": (
        "Censored at the last evaluable assessment before new anti-cancer therapy on {on}, or at the start if none."
    ),
    "censored_missed_visits": (
        "Censored at the last evaluable assessment: {event} came {days} days after it, more than {most}."
    ),
    "censored_death_no_event": (
        "Censored at the last evaluable assessment: death on {on} is not an event of this endpoint."
    ),
    "censored_alive": "Censored when last known to be alive.",
    # input
    "targets_too_many": "target lesion {lesion} is number {count}; RECIST 1.1 takes at most {most}. It is counted",
    "organ_too_many": (
        "target lesion {lesion} is number {count} in {organ}; RECIST 1.1 takes at most {most} in one organ. It is "
        "counted"
    ),
    "target_not_measured": (
        "target lesion {lesion} has no length at baseline, so the baseline sum is not known; enter it, or make it a "
        "non-target lesion"
    ),
    "target_small": "target lesion {lesion} has {mm} mm; RECIST 1.1 asks for {least} mm at baseline. It is counted",
    "target_node_small": (
        "target node {lesion} has a short axis of {mm} mm; RECIST 1.1 asks for {least} mm at baseline. It is counted"
    ),
    "new_node_normal": "new node {lesion} has a short axis of {mm} mm; under 10 mm it is normal, and no new lesion",
    "visit_before_baseline": (
        "visit {visit} on {on} lies before the baseline of {baseline}; it is left out. Correct one of the dates"
    ),
    "visit_before_first_dose": "visit {visit} on {on} lies before the first dose on {first_dose}. It is counted",
    "death_before_visit": (
        "death on {death} lies before visit {visit} on {on}; responses are kept, endpoints withheld. Correct one of "
        "the dates"
    ),
    "death_before_first_dose": (
        "death on {death} lies before the first dose on {first_dose}; endpoints are withheld. Correct one of the dates"
    ),
    "therapy_before_first_dose": (
        "new anti-cancer therapy on {new_therapy} lies before the first dose on {first_dose}, so it is not new; the "
        "date is left out. Correct it"
    ),
    "therapy_after_death": (
        "new anti-cancer therapy on {new_therapy} lies after death on {death}; endpoints are withheld. Correct one of "
        "the dates"
    ),
    "last_alive_after_death": (
        "last known alive on {last_alive} lies after death on {death}; endpoints are withheld. Correct one of the dates"
    ),
    "last_alive_before_first_dose": (
        "last known alive on {last_alive} lies before the first dose on {first_dose}; the first dose is taken"
    ),
    "baseline_after_first_dose": (
        "the baseline scan of {baseline} lies after the first dose on {first_dose}. It is taken"
    ),
}
