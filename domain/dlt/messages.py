"""The trace of a DLT assessment, and what is wrong with its input, in words by code.

English is the source; the view translates first and fills the placeholders afterwards.
"""

MESSAGES: dict[str, str] = {
    "dlt_at_grade": "{record} {term}: grade {grade} since {since}.",
    "dlt_above_grade": "{record} {term}: went beyond grade {max_grade}, another clause's matter.",
    "dlt_lower_so_far": (
        "Worst so far: {record} {term}, grade {grade}; grade {min_grade} is needed. Open until {until}."
    ),
    "dlt_lower_in_window": "Worst: {record} {term}, grade {grade}; grade {min_grade} is needed.",
    "dlt_none_so_far": "No such event so far. Open until {until}.",
    "dlt_none_in_window": "No such event.",
    "dlt_not_in_window": "{record} {term}: grade {grade}, but not inside the window.",
    "dlt_lasted": "{record} {term}: at the grade from {since}, {least} days or more; {days} are needed.",
    "dlt_shorter": "{record} {term}: at the grade from {since} to {below}, at most {most} days; {days} are needed.",
    "dlt_ongoing": "{record} {term}: at the grade since {since}, day {least} of {days}. Awaited: whether it lasts.",
    "dlt_between_dates": (
        "{record} {term}: at the grade from {since} to {below}, {least} to {most} days; {days} are needed. "
        "Awaited: exact dates, or a person's verdict."
    ),
    "dlt_between_results": (
        "{record} {term}: at the grade in results from {since} to {last}, below on {below}: {least} to {most} days; "
        "{days} are needed. Awaited: a value in between, or a person's verdict."
    ),
    "dlt_result_awaited": (
        "{record} {term}: at the grade in results from {since} to {last}, {least} days of {days}. "
        "Awaited: a repeat value."
    ),
    "dlt_differs": (
        "{record} {term}: {least} days by the event's dates, at most {most} by the laboratory; {days} are needed. "
        "Awaited: a person's verdict."
    ),
    "dlt_laboratory_only": "{record} {term}: found by laboratory tests alone.",
    "dlt_not_laboratory": "{record} {term}: not found by laboratory tests alone.",
    "dlt_relationship_awaited": "{record} {term}: awaited: the relationship to the study drug.",
    "dlt_event_awaited": (
        "{record} {term}: a laboratory value without an adverse event. Awaited: the event with its relationship."
    ),
    "dlt_event_not_related": "{record} {term}: {relationship}; at least {threshold} is needed.",
    "dlt_excluded": "{record} {term}: an exception of the clause.",
    "dlt_resolved": "{record} {term}: at the grade for at most {most} days; an exception up to {days} days.",
    "dlt_with_event": "Together with {record} {term}, grade {grade} since {since}.",
    "dlt_without_event": "{term}: no such event of grade {min_grade} or worse at the same time.",
    "dlt_intervention": "{record}: {kind} on {at} for {term}.",
    "dlt_intervention_unlinked": "{record}: {kind} on {at}. Awaited: whether it was for {term}.",
    "dlt_no_intervention": "{term}: no such intervention.",
    "dlt_admitted": "{record} {term}: admitted to hospital.",
    "dlt_not_admitted": "{record} {term}: not admitted to hospital.",
    "dlt_cycle_in_time": "Cycle {cycle} was due on {due} and given {late} days later; more than {days} are needed.",
    "dlt_treatment_ended": (
        "Treatment ended on {at}, before cycle {cycle}, due on {due}, was more than {days} days late."
    ),
    "dlt_delayed_for_other": "Cycle {cycle}, due on {due}, was not delayed by {record} {term}.",
    "dlt_cycle_awaited": (
        "{record} {term}: awaited: cycle {cycle}, due on {due}; late by more than {days} days after {limit}."
    ),
    "dlt_cycle_delayed": (
        "{record} {term} delayed cycle {cycle}, due on {due}, by {late} days; more than {days} are needed."
    ),
    "dlt_delay_unexplained": (
        "Cycle {cycle}, due on {due}, is {late} days late. Awaited: whether {record} {term} was the reason."
    ),
    "dlt_no_combination": "No result is raised as far as the clause asks.",
    "dlt_multiple": "{tests}: {times} x ULN on {at}.",
    "dlt_multiple_not": "{tests}: {times} x ULN on {at}, not as the clause asks.",
    "dlt_multiple_awaited": "Awaited: {tests} with its upper limit of normal, by {until}.",
    "dlt_none_moderate": "No related toxicity of grade {min_grade} or worse that is no DLT.",
    "input_syntax": "Not JSON: {detail}.",
    "input_type": "{given} stands where {wanted} is needed.",
    "input_missing": 'The key "{key}" is missing.',
    "input_unknown_key": '"{key}" is not a key here. Allowed: {allowed}.',
    "input_misspelt_key": '"{key}" is not a key here. Is "{nearest}" meant?',
    "input_not_listed": "{given} is not one of: {allowed}.",
    "input_date": "{given} is not a date. Write 2026-11-15, 2026-11-15T08:40 or 2026-11.",
    "input_moment": "{given} has no hour and minute. Write 2026-11-15T08:40.",
    "input_zone": "{given} is not a time zone, such as Asia/Shanghai.",
    "input_term": "{given} is not a term of CTCAE {version}.",
    "input_term_near": '{given} is not a term of CTCAE {version}. Is "{nearest}" meant?',
    "input_no_such_grade": "{term} has no grade {given}; it has {grades}.",
    "input_first_step": "The first grade step begins after the onset, {onset}. Which grade did the event have before?",
    "input_steps_order": "This grade step begins before the one above it.",
    "input_end_before_onset": "The end lies before the onset, {onset}.",
    "input_twice": "{given} is there already.",
    "input_no_dose": "No dose has been given by the cut-off; the DLT window starts with the first.",
    "input_unknown_record": "There is no event {given}.",
    "input_negative": "{given} is too small: at least {lowest} is needed.",
    "input_grade_without_term": "A grade needs the CTCAE term that it grades.",
}
