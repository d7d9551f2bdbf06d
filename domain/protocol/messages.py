"""What is wrong with a protocol file, in words by code.

English is the source; the view translates first and fills the placeholders afterwards.
"""

MESSAGES: dict[str, str] = {
    "protocol_syntax": "Line {line} can't be read: {detail}.",
    "protocol_twice": "Line {line} gives a key or a table that was given before.",
    "protocol_missing": 'The key "{key}" is missing.',
    "protocol_missing_table": "The table [{key}] is missing.",
    "protocol_unknown_key": '"{key}" is not a key of this table. It has: {allowed}.',
    "protocol_misspelt_key": '"{key}" is not a key of this table. Is "{nearest}" meant?',
    "protocol_type_text": "{given} is not text in quotes.",
    "protocol_type_count": "{given} is not a whole number.",
    "protocol_type_flag": "{given} is neither true nor false.",
    "protocol_type_choice": "{given} is not one of: {allowed}.",
    "protocol_type_texts": "{given} is not a list of texts, such as [{example}].",
    "protocol_type_levels": "{given} is not a list of level numbers, such as [{example}].",
    "protocol_type_doses": "{given} is not a list of doses, such as [{example}].",
    "protocol_type_dose": "{given} is not a dose: a number, without its unit, is needed.",
    "protocol_type_endpoints": "{given} is not a list of endpoints, each with a title and a time_frame.",
    "protocol_type_table": "{given} stands where a table is needed.",
    "protocol_type_tables": "{given} stands where one or more [[{key}]] tables are needed.",
    "protocol_empty": "The text is empty.",
    "protocol_too_small": "{given} is too small: at least {lowest} is needed.",
    "protocol_too_large": "{given} is too large: at most {highest} is possible.",
    "protocol_unsourced": "The value has neither a source nor a mark that it is an assumption.",
    "protocol_source_and_assumed": "A value is either sourced or assumed, never both.",
    "protocol_not_a_choice": "{given} is not among the choices listed with it: {allowed}.",
    "protocol_no_levels": "The part has no dose levels; at least one is needed.",
    "protocol_no_dose": "The part names neither dose levels nor, with levels_from, the part that decides them.",
    "protocol_dose_not_positive": "Level {position} has dose {given}; a dose is above 0.",
    "protocol_doses_not_rising": "Level {position} has dose {given}, not above {previous} of the level before it.",
    "protocol_single_after_group": (
        "Give the number of levels, counted from the first, that take a single subject, not a list: "
        "a single-subject level after a 3+3 level can't be run."
    ),
    "protocol_single_beyond": "{given} levels take a single subject, but the part has only {highest} levels.",
    "protocol_start_beyond": "The first subject would take level {given}, but the part has only {highest} levels.",
    "protocol_start_optional": "The first subject would take level {given}, which is optional.",
    "protocol_optional_beyond": "There is no level {given} to be optional; the part has {highest} levels.",
    "protocol_optional_not_top": "Level {given} is optional, but level {above} above it is not.",
    "protocol_all_optional": "Every level is optional; at least the first has to be planned.",
    "protocol_group_too_large": "A group of {given} is larger than the {highest} subjects that settle a level.",
    "protocol_cycle_mismatch": "A cycle of {given} days does not fit the regimen {regimen}.",
    "protocol_part_twice": 'Two parts have the id "{key}".',
    "protocol_id_shape": '"{given}" can\'t be an id: use small letters, digits and hyphens, with a letter first.',
    "protocol_levels_from_unknown": '"{given}" is not an escalation part further up in the file.',
    "protocol_no_escalation": "There is no escalation part.",
    "protocol_no_cohorts": "The expansion part has no cohort; at least one [[parts.cohorts]] table is needed.",
    "protocol_pk_beyond": "{given} subjects with PK are more than the {highest} of the cohort.",
    "protocol_not_an_assumption": "This is not an open assumption of the protocol.",
}
