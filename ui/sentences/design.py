"""What the Design page says."""

# What the words of a design mean, and the faults of an imported decision table.
DESIGN: dict[str, str] = {
    "variant_search_down_confirm": "3+3 with search-down: the level below an exceeded one is filled to {full}; "
    "a cleared top level is confirmed with {full}",
    "variant_search_down": "3+3 with search-down: the level below an exceeded one is filled to {full}; "
    "a cleared top level stops the trial (MAD)",
    "variant_no_search_down": "3+3 without search-down: the level below an exceeded one is the MTD at once; "
    "a cleared top level stops the trial (MAD)",
    "variant_no_search_down_confirm": "3+3 without search-down: the level below an exceeded one is the MTD at once; "
    "a cleared top level is confirmed with {full}",
    "variant_fill_stepwise": "a level that holds one subject is brought to {cohort} first, then to {full}",
    "variant_fill_direct": "a level that holds one subject is brought to {full} at once",
    "variant_accelerated": "single subjects up to level {accelerated}, until a DLT or {limit} with a moderate toxicity",
    "variant_not_accelerated": "no accelerated levels",
    "table_not_text": "The file is no text in UTF-8; save it as CSV UTF-8.",
    "table_no_columns": "The first line names the columns: n,dlt,action.",
    "table_empty": "The table has no rows.",
    "table_not_a_row": '"{text}" can\'t be read; write n,dlt,action, such as 3,1,S.',
    "table_not_an_action": '"{text}" is no action; write E, S, D or DU (escalate, stay, de-escalate, and never again).',
    "table_impossible": "{dlt} DLTs in {n} subjects can't be.",
    "table_twice": "{dlt} DLTs in {n} subjects has been given before, in row {first}.",
    "table_missing": "{dlt} DLTs in {n} subjects is missing.",
    "table_not_monotone": "{action} with {dlt} DLTs in {n} is bolder than {other} with {fewer} DLTs.",
    "table_bolder_after_dlts": "{action} with {dlt} in {n} is bolder than {other} with {dlt_before} in {n_before}, "
    "although all subjects between had a DLT.",
    "table_warier_after_none": "{action} with {dlt} in {n} is more cautious than {other} with {dlt_before} in "
    "{n_before}, although no subject between had a DLT.",
    "table_unsafe": "{action} with {dlt} DLTs in {n} subjects is not safe.",
    "table_doubtful": "{action} with {dlt} DLTs in {n} subjects doses more where half of them or more had a DLT.",
}
