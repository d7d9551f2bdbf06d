"""Tumour response and survival: what is wrong or doubtful, and why a value is what it is."""

RESPONSE: dict[str, str] = {
    "response_reasons": "{this} {rest}",
    "response_options": "{this}; {rest}",
    "response_visit_baseline": "Baseline",
    "response_not_counted": "Not counted: after new anti-cancer therapy. {why}",
    "rate_orr": "ORR (confirmed CR and PR)",
    "rate_orr_unconfirmed": "ORR, unconfirmed",
    "rate_dcr": "DCR (CR, PR and SD)",
    "rate_cbr": "CBR",
    "rate_count": "{x}/{n}",
    "caption_rates": "exact {percent} % interval (Clopper-Pearson)",
    "caption_confirmed": "confirmed best response of the treated subjects",
    "caption_survival": "{name}: {subjects} {subjects_noun}, {events} with event",
    "survival_median": "Median {median} days ({percent} % interval {from} to {to}; {band}).",
    "caption_survival_by_level": "{name}, {percent} % interval on the {band} scale",
    "survival_median_not_reached": "Median not reached ({percent} % interval {from} to {to} days; {band}).",
    "column_at_risk": "Week {week}",
    "survival_without": "Without {named}: dates contradict each other.",
    "response_as_called": "Called {call} by the investigator; computed {computed}.",
    "responses_uncalled": "Visits without a call, read as computed: {count}.",
    "not_reached": "not reached",
    "all_levels": "all",
    "response_not_treated": "No study treatment was given.",
    "response_no_baseline": "No baseline scan.",
    "response_no_visit": "No assessment after the baseline that counts.",
    "response_all_ne": "No later assessment could be evaluated.",
    "response_no_sum": "No sum of target lesions to compare with the baseline.",
    "endpoints_withheld": "Dates contradict each other: endpoints are withheld until one is corrected.",
    "visits_before_baseline": "Visits before the baseline, left out: {count}.",
    "old_therapy_left_out": "New anti-cancer therapy dated before the first dose is left out.",
    "death_date_partial": "Death known as {known}: {taken} is taken.",
    "new_therapy_date_partial": "New anti-cancer therapy known as {known}: {taken} is taken.",
    "death_dates_differ": "Records give different days of death, {first} and {last}. Correct one.",
    "imaging_early": "Tumour scan of week {week} on {on}, before its window of {from} to {to}.",
    "imaging_late": "Tumour scan of week {week} on {on}, after its window of {from} to {to}.",
    "imaging_missing": "Tumour scan of week {week} missing; its window was {from} to {to}.",
    "imaging_baseline_early": "Baseline scan on {on}, more than 4 weeks before the first dose on {to}.",
    "imaging_baseline_late": "Baseline scan on {on}, after the first dose on {to}.",
    "imaging_baseline_missing": "No baseline scan before the first dose on {to}.",
    "lesion_number": "Lesions are numbered from 1.",
    "lesion_exists": "{lesion} ({organ}) exists already. Correct that one, or take the next number.",
    "lesion_alike": (
        "{lesion} has the same organ, side and place. Is it the same lesion? If not, say why it is another."
    ),
    "lesion_too_many_targets": (
        "This is target lesion number {count}; RECIST 1.1 takes at most {most}. Say why, or make it a "
        "non-target lesion."
    ),
    "lesion_too_many_in_organ": (
        "This is target lesion number {count} in one organ ({organ}); RECIST 1.1 takes at most {most}. Say "
        "why, or make it a non-target lesion."
    ),
    "slice_not_positive": "A slice is thicker than 0 mm.",
    "new_lesion_at_baseline": (
        "Seen by the baseline of {baseline} already, so it is hardly new. Correct kind or date, or say why."
    ),
    "baseline_lesion_late": (
        "First seen after the first dose on {first_dose}; a lesion that appears then is a new one. Correct "
        "kind or date, or say why."
    ),
    "lesion_not_of_subject": "This is not a lesion of the subject. Choose one from the list.",
    "split_of_other_kind": "{lesion}, from which it split, is of another kind. Fragments keep the kind; say why.",
    "split_before_origin": "A fragment is seen later than {lesion}, from which it split. Correct one of the dates.",
    "merged_into_missing": "Name the lesion under which both are measured now, or take the date out.",
    "merged_in_a_circle": "{lesion} is itself measured under this lesion. One of the two has to stand for both.",
    "merged_with_other_kind": "{lesion} is of another kind: this lesion can't be summed there. Say why.",
    "merged_before_seen": "The lesions were one before this one was first seen on {on}. Correct one of the dates.",
    "visit_number": "Visits are numbered from 0, the baseline.",
    "tumour_visit_exists": "Visit {visit} exists already. Correct that one, or take the next number.",
    "baseline_missing": "There is no baseline yet: without it no response can be told. Enter it first, or say why.",
    "scan_before_baseline": (
        "The scan of visit {visit} on {on} lies before the baseline of {baseline}. Correct one of the dates."
    ),
    "visit_order": "Visit {visit} was scanned on {on}: number and date don't go together. Correct one of them.",
    "visit_undosed": "The subject has had no study treatment yet. Enter the dose first, or say why.",
    "scan_baseline_after_first_dose": (
        "The baseline of {baseline} lies after the first dose on {first_dose}. Say why."
    ),
    "baseline_too_old": (
        "The baseline lies {days} days before the first dose; RECIST 1.1 takes at most {most}. Say why."
    ),
    "scan_before_first_dose": (
        "Visit {visit} on {on} lies before the first dose on {first_dose}. Correct it, or say why."
    ),
    "scan_after_death": "Death is recorded on {death}, before this scan. Correct one of the dates.",
    "scan_early": "{days} days before its window, {from} to {to}. Say why.",
    "scan_late": "{days} days after its window, {from} to {to}. Say why.",
    "method_changed": "Measured by {now} and before by {before}: lengths can't be compared as they are. Say why.",
    "scan_far_from_visit": "More than {most} days from the scan of the visit on {on}. Check the date, or say why.",
    "measured_before_seen": "{lesion} was first seen on {on}, after this scan. Correct one of the dates, or say why.",
    "length_missing": "Give the length, or say that the lesion is too small, absent or not evaluable.",
    "length_negative": "A length is above 0 mm.",
    "length_zero": 'A length is above 0 mm; for a lesion that is gone choose "absent".',
    "length_without_status": 'A lesion that is "{status}" has no length. Take the length out, or choose "measured".',
    "length_implausible": "{mm} mm is very long. Check the length and its unit, or say why.",
    "length_jump": "{mm} mm after {before} mm: millimetres or centimetres? Check the length, or say why.",
    "length_not_measured": (
        "{lesion} has no length at baseline, so there is no baseline sum. Enter it, or make it a non-target lesion."
    ),
    "length_target_small": (
        "{lesion} has {mm} mm; RECIST 1.1 asks for {least} mm at baseline. Say why, or make it a non-target lesion."
    ),
    "length_node_small": (
        "{lesion} has a short axis of {mm} mm; RECIST 1.1 asks for {least} mm at baseline. Say why, or make it "
        "a non-target lesion."
    ),
    "length_new_node_normal": "{lesion} has a short axis of {mm} mm; a node under 10 mm is normal. Say why.",
    "target_under_two_slices": "{mm} mm is less than two slices of {slice} mm; {least} mm are needed. Say why.",
    "status_not_of_target": (
        'A target lesion can\'t be "{status}": it is measured, too small, absent or not evaluable.'
    ),
    "new_measured_at_baseline": (
        "{lesion} is a new lesion, and so not there at baseline. Correct its kind or the visit."
    ),
    "progress_at_baseline": '"{status}" can\'t be said at baseline: nothing went before.',
    "lesion_measured_twice": "{lesion} has a finding at visit {visit} already. Correct that one.",
    "merged_measured": "{lesion} is measured under another lesion since {on}; its own length would count twice.",
    "call_not_a_response": "The call is one of CR, PR, SD, NON-CR/NON-PD, PD and NE.",
    "call_exists": "There is a call for visit {visit} already. Correct that one.",
    "call_without_visit": "There is no assessment at visit {visit} to call.",
    "call_needs_comment": "The derived response is {derived}, the call {call}. Both are kept: say why they differ.",
    "alive_after_contact": "Last known alive after the contact itself, on {on}. Correct one of the dates.",
    "died_but_not_dead": 'A date of death goes with the vital status "dead" only. Correct one of them.',
    "died_after_contact": "Death lies after the contact on {on} that tells of it. Correct one of the dates.",
    "died_before_first_dose": "Death lies before the first dose on {first_dose}. Correct one of the dates.",
    "died_before_alive": "The subject was known alive on {on}, after this death. Correct one of the dates.",
    "died_on_other_day": "Another record gives {on} as the day of death. Correct one, or say why.",
    "alive_after_death": "Death is recorded by {death}: alive later can't be. Correct one of the records.",
}
