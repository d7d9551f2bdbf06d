"""Parts of the study: what one waits for, its opening, backfill, expansion cohorts."""

PARTS: dict[str, str] = {
    # Where a part stands.
    "part_not_open": "{part} is not open.",
    "part_ready": "Everything is there to open it.",
    "part_is_open": "Open since the study began.",
    "part_opened": "Opened on {at}.",
    "part_source_not_open": "{part}, whose data decide the doses, is not open.",
    "part_source_undecided": "{part} has no MTD or MAD declared by the committee yet.",
    "part_source_no_level": "{part} has no dose yet that may be chosen.",
    "part_condition_open": "Condition {number} is not dated: {condition}.",
    "part_levels_open": "Its doses are still to be chosen.",
    "part_opened_too_soon": "Opened before condition {number} was met, as it is dated now: {condition}.",
    "part_stopped": "The committee stopped it on {at}.",
    "part_declared": "The committee declared the {action} on {at}.",
    "part_full": "All cohorts are full: {cohorts}.",
    # Doses to choose from.
    "level_own": "{dose} {unit} is a dose of the part itself.",
    "level_can_be_chosen": "{dose} {unit}: {count} in {evaluable} evaluable in {part}.",
    "level_not_cleared": "{dose} {unit} is not cleared in {part} ({count} in {evaluable} evaluable).",
    "level_source_exceeded": "{dose} {unit} is exceeded in {part}: {count} in {evaluable} evaluable.",
    "level_source_suspended": "{dose} {unit} is suspended in {part}: a lower dose decides first.",
    "level_above_declared": "{dose} {unit} is above the {action} of {part}, {ceiling} {unit}.",
    "source_exceeded": "{dose} {unit} is exceeded in {part} ({count} in {evaluable} evaluable): closed here too.",
    "source_suspended": "{dose} {unit} is suspended in {part}: suspended here too.",
    # Conditions and openings at the field.
    "unknown_part": "The protocol has no part {part}.",
    "no_such_condition": "The gate of this part has {count} conditions; there is no condition {number}.",
    "condition_dated_already": "Condition {number} is dated already. Correct that record instead.",
    "condition_needs_evidence": "Name the letter, minutes or receipt that shows it.",
    "condition_before_data": "{part} had no dosed subject by then. Check the date, or say why.",
    "condition_after_opening": "The part was opened on {at}, before this day. Say why.",
    "opening_not_needed": "{part} needs no opening.",
    "opening_before_condition": "Condition {number} was met on {on}; the part can't be opened before: {condition}.",
    "opening_own_levels": "{part} has its own doses; none are chosen.",
    "opening_no_doses": "Choose at least one dose.",
    "opening_not_rising": "The doses have to rise: {dose} follows {before}.",
    "opening_too_many": "{given} doses are chosen; the protocol allows {most}.",
    "opening_unknown_dose": "{dose} is not a dose to choose from. There are: {known}.",
    "opening_unknown_cohort": "The protocol plans {count} cohorts here; there is no cohort {given}.",
    "opening_cohort_twice": 'Cohort {cohort}: "{title}" is opened once only.',
    "opening_cohort_left": 'The planned cohort "{title}" is not opened. Say why; it can be opened later.',
    "opening_limit_stated": 'Cohort {cohort}: the protocol states "{stated}".',
    "opening_needs_tumour": 'Cohort {cohort} ("{title}"): give the tumour type.',
    "opening_size_stated": "Cohort {cohort}: the protocol states the size, {size}.",
    "opening_size_small": "Cohort {cohort}: at least {least} subjects are needed.",
    "opening_same_tumour": (
        'Cohorts {other} and {cohort} look like the same tumour ("{tumour}"); the protocol has different ones. '
        "Check, or say why."
    ),
    "opening_many_cohorts": "{count} cohorts would be open; the protocol has at most {most}. Say why.",
    "opening_many_over_parts": (
        "With those of {parts} {count} cohorts would be open; the protocol has at most {most} in all. Say why."
    ),
    "opening_moves_levels": (
        "Subjects are enrolled in this part ({count}): the doses and cohorts opened before stay as they are, in their "
        "order; new ones come after them."
    ),
    "opening_lacks_level": "Subject {subject} was enrolled at level {number} of this part; open that level too.",
    "opening_needs_reason": "Say on which data the doses were chosen.",
    # Enrolment and doses.
    "enrolled_part_not_open": "{part} is not open. If it has happened, say why.",
    "dosed_part_not_open": "{part} was not open at this dose. Say why.",
    "cohort_in_escalation": "Only expansion parts have cohorts of this kind. Leave it empty.",
    "cohort_needed": "Choose the cohort of the expansion part.",
    "no_such_cohort": "The part has cohorts 1 to {count}.",
    "cohort_other_dose": "Cohort {cohort} takes {level}. If the subject gets another dose, say why.",
    "cohort_other_tumour": 'Cohort {cohort} is for "{tumour}"; the subject has "{given}". Check, or say why.',
    "cohort_marker_below": (
        "Cohort {cohort} asks for {marker}, from {limit}; on record is {given}. Check, or say why."
    ),
    "cohort_for_untreated": (
        "Cohort {cohort} is for subjects without earlier systemic therapy; on record is {given}. Check, or say why."
    ),
    "cohort_for_pretreated": (
        "Cohort {cohort} is for subjects after systemic therapy; none is on record. Enter it, or say why."
    ),
    "cohort_marker_not_shown": "Cohort {cohort} asks for {marker}; no such result is on record. Enter it, or say why.",
    "backfill_in_expansion": "Backfill is for escalation parts. Leave it out.",
    "backfill_closed": "{reason} If it has happened, say why.",
    "backfill_not_foreseen": "The protocol foresees no backfill.",
    "backfill_not_cleared": "{Level} is {state}; backfill is for cleared levels.",
    "backfill_too_few": "{Level} holds {evaluable} evaluable; backfill needs {need}.",
    "backfill_not_below": "Backfill is for levels below the one that is under way; {level} is not.",
    "backfill_turned": "A DLT of a subject added at {level} ({subject}) turns it: {count} in {evaluable} evaluable.",
    "backfill_would_turn": (
        "A DLT of a subject added at {level} ({subject}) is counted apart. Counted there, {count} in {evaluable} "
        "evaluable would change the recommendation: {action}."
    ),
    # Tables and cards.
    "rate_exact": "{having}/{of} ({lower}\u2013{upper})",
    "of_planned": "{treated} of {size}",
    "numbers_to": "{first} to {last}",
    "dlts_from": "{count}",
    "never_stops": "never",
    "boundary_caption": "P(DLT rate > {limit}) at least {probability}; prior beta({a}, {b})",
    "gate_only": "the gate alone; it has its own doses",
    "cohort_waits": "the committee decides first (DLT of {subject})",
    "cohort_stopped_short": "stopped: {count} in {evaluable} evaluable cross the boundary",
    "cohort_full_short": "full",
    "cohort_open_short": "open",
    "cohort_open_left": "open, {left} left",
    # Expansion.
    "expansion_signal": "Safety signal: DLT of {subject} at {level} ({count} in {evaluable} evaluable).",
    "expansion_choose": "A DLT in the expansion goes to the committee ({subject}): enrol nobody until it decides.",
    "expansion_enrol": "Enrol {subjects} more {subjects_noun} into the open cohorts ({cohorts}).",
    "expansion_enrol_open": "Enrol into the open cohorts ({cohorts}); the protocol states no number.",
    "expansion_none_open": "No cohort takes further subjects.",
    "cohort_lacks": "Cohort {cohort}, {title}: {counted} of {size}; {subjects} more at {level}.",
    "cohort_takes": "Cohort {cohort}, {title}: {counted} at {level}; no size is stated.",
    "cohort_is_full": "Cohort {cohort}, {title}: full with {counted} of {size}.",
    "cohort_stopped": (
        "Cohort {cohort}, {title}: {count} in {evaluable} evaluable cross the stopping boundary; nobody else is dosed."
    ),
    "option_enrol_on": "Go on: {subjects} more {subjects_noun} in cohort {cohort} at {level}.",
    "option_pause": "Enrol nobody until more is known.",
    "option_stop_part": "Stop the part.",
    "slot_signal": "A DLT in the expansion ({subject}) awaits the committee's decision.",
}
