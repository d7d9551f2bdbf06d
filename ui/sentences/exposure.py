"""Samples, concentrations, antibodies and biomarkers: what is wrong or doubtful, and why a value is what it is."""

EXPOSURE: dict[str, str] = {
    "pk_steady": "At steady state: {doses} equal doses at regular intervals, this one included.",
    "pk_not_steady_few": "Not at steady state: {doses} of {needed} doses.",
    "pk_not_steady_dose": "Not at steady state: the dose of cycle {cycle} was {mg} mg.",
    "pk_not_steady_interval": "Not at steady state: cycle {cycle} began {days} {days_noun} after the one before.",
    "pk_end_as_planned": "The end of the infusion is not recorded; its planned {minutes} minutes stand for it.",
    "pk_converted": "Results in {unit} were converted to {wanted}.",
    "pk_slope_samples_gone": "Chosen or kept out of the terminal slope, but without a result now: {samples}.",
    "pk_in_sample": "Sample {sample}: {fault}",
    "pk_samples_at_one_time": (
        "Samples {sample} and {other} have the same time. Correct one of them, or leave one out."
    ),
    "pk_unit_missing": "The result of sample {sample} has no unit. Add it.",
    "pk_unit_unfitting": (
        "The result of sample {sample} is in {unit}, which can't be converted to {wanted}. Correct it."
    ),
    "pk_sample_id_exists": "Subject {subject} has a sample of this id already. Each tube has its own.",
    "pk_day_impossible": "The first day of a cycle is day 1.",
    "pk_nominal_negative": "The nominal time is 0 or more; a predose sample has 0.",
    "pk_taken_or_reason": "Say when it was taken, or why it was not.",
    "pk_taken_and_reason": "It was taken: leave the reason empty, or take the time out.",
    "pk_analyte_not_in_plan": "The protocol measures {analytes}. Check, or say why.",
    "pk_matrix_differs": "The protocol asks for {matrix}. Check, or say why.",
    "pk_no_dose_in_cycle": "No dose of cycle {cycle} is recorded. Record it first, or say why.",
    "pk_time_not_in_plan": "The plan has no such sample in cycle {cycle}; it has {planned} h. Check, or say why.",
    "pk_before_dose": "Before the start of the dose ({dose}). Check both times, or say why.",
    "pk_predose_after_dose": (
        "A predose sample, but after the start of the dose ({dose}). Check both times, or say why."
    ),
    "pk_outside_window": (
        "{minutes} minutes from the nominal time; the window is {opens} to {closes}. Check, or say why."
    ),
    "pk_sample_exists": "There is a sample of this time already: {sample}. Check, or say why.",
    "pk_same_moment": "Sample {sample} was taken at the same moment. Correct one of the times.",
    "infusion_ends_before_start": "The end of the infusion lies at or before its start ({start}).",
    "infusion_long": "More than 24 hours after the start ({start}). Check, or say why.",
    "pk_sample_unknown": "There is no sample {sample}. Correct the id, or record the sample first.",
    "pk_sample_of_other": "This is a sample of subject {subject}. Correct the id.",
    "pk_sample_for_other_purpose": "This sample was taken for something else ({for}). Correct the id.",
    "pk_sample_without_time": "The sample is recorded as not taken. Correct it, or say why.",
    "pk_analyte_of_sample": "The sample was taken for {analyte}. Check, or say why.",
    "pk_result_one_of": (
        "Give one of three: a concentration, below the limit of quantification, or why there is none."
    ),
    "pk_concentration_negative": "A concentration is 0 or more.",
    "pk_lloq_above_zero": "The limit of quantification is above 0.",
    "pk_not_a_concentration": '"{unit}" is not a unit of concentration, such as ug/mL.',
    "pk_number_below_lloq": (
        "{value} is below the limit of quantification ({lloq}). Check, or say why it is reported."
    ),
    "pk_result_exists": "This sample has a result of this analyte already. Correct that one.",
    "ada_titre_not_positive": "The titre is above 0: write 80 for 1:80.",
    "ada_titre_without_antibodies": "A titre, but the result is not positive? Check, or say why.",
    "ada_titre_missing": "A titre tells whether antibodies were boosted. Fill it in, or say why there is none.",
    "ada_neutralising_without_antibodies": "Neutralising, but the result is not positive. Correct one of the two.",
    "ada_result_exists": (
        "There is a result of this sample time already ({result}). Correct that one, or give the time."
    ),
    "marker_not_in_plan": "The protocol names {markers}. Check the name, or say why.",
    "marker_says_nothing": "There is no result: say why.",
    "marker_negative": "A value below 0? Check, or say why.",
    "marker_without_unit": "Without a unit it can't be compared. Add it, or say why there is none.",
    "marker_other_unit": "An earlier result of this marker is in {unit}; no change can be told. Check, or say why.",
    "marker_result_exists": "This marker has a result of this time already. Correct that one, or give the time.",
    "shipment_exists": "A shipment of this number left already ({sent}). Correct that one.",
    "shipment_empty": "There is no sample in it. Add the samples.",
    "shipment_sample_twice": "Sample {sample} is there twice. Leave one out.",
    "shipment_sample_not_taken": "Sample {sample} is recorded as not taken.",
    "shipment_before_sample": "Sample {sample} was taken later ({at}). Correct a date.",
    "shipment_sample_elsewhere": "Sample {sample} is in shipment {shipment} already. Check, or say why.",
    "shipment_not_received": "Say when it was received, or leave the receipt empty.",
    "shipment_received_before_sent": "Before it was sent ({sent}).",
    "shipment_absent_not_in_it": "Not among the samples sent: {samples}.",
    "slope_needs_reason": "Say why: the reason stands in the listing.",
    "slope_nothing_decided": "Nothing is chosen, kept out or left out.",
    "slope_decided_already": "There is a choice for this profile already ({by}, {at}). Correct that one.",
    "slope_no_profile": "There is no profile of {analyte} in cycle {cycle}.",
    "slope_sample_unusable": "Not a sample of this profile with a number: {samples}.",
    "slope_chosen_and_excluded": "Both chosen and kept out: {samples}.",
    "slope_three_points": "A terminal slope needs 3 samples; {points} are chosen.",
    "import_unknown_sample": "{text} is not a sample of the study. Correct the id, or record the sample first.",
    "import_sample_of_other_subject": "Sample {sample} is of subject {subject}. Correct one of the two.",
    "import_sample_not_for_pk": "Sample {sample} was not taken for concentrations ({for}). Correct the id.",
    "import_not_a_cycle": "{text} is not a cycle. Write it like 1 or C1.",
    "import_not_hours": "{text} is not a nominal time. Write hours like 24, or Predose.",
    "import_no_sample_then": (
        "The subject has no sample in cycle {cycle} at {nominal} h. Correct it, or record the sample first."
    ),
    "import_several_samples_then": (
        "The subject has several samples in cycle {cycle} at {nominal} h. Add a column with the sample id or "
        "the analyte."
    ),
    "import_concentration_empty": "The result is empty. Write a number, BLQ, or NR if there is none.",
    "import_result_unsure": "{text} can mean not detected or not done. Write BLQ or NR.",
    "import_above_limit": (
        "{text} is above what the method measures. Ask the laboratory for a diluted re-assay, or write NR."
    ),
    "import_concentration_negative": "{text} is negative. Write BLQ if it is below the limit of quantification.",
    "import_lloq_not_positive": "{text} is not a limit of quantification above 0. Correct it, or leave it empty.",
    "import_lloq_differs": "The limit is {lloq} here and {beside} in the result. Correct one of the two.",
    "import_unit_missing": "The unit is missing. Add it, or choose the unit of the whole file.",
    "import_unit_not_of_concentration": '"{unit}" is not a unit of concentration, such as ug/mL. Correct it.',
    "import_not_yes_or_no": "{text} is neither yes nor no. Write Y for a re-assay, or leave it empty.",
    "import_sample_twice": (
        "Rows {rows} give different results of sample {sample}. Keep the right one, or mark the re-assay."
    ),
    "import_no_date": "No date says when the sample was taken. Fill it in, or record the sample with its time first.",
    "import_date_differs": "The sample is recorded as taken {taken}. Check the date, or say why it differs.",
    "import_ada_empty": "The result is empty. Write Positive, Negative, or NR if there is none.",
    "import_not_an_ada_result": "{text} is no result of an antibody assay. Write Positive, Negative or NR.",
    "import_not_a_titre": "{text} is not a titre. Write 80 or 1:80, or leave it empty.",
    "import_reassayed": "Row {row} is the re-assay of this sample and stands in its place.",
    "import_was_left_out": (
        "The earlier value was left out ({reason}), and so is this one. Check whether it still holds."
    ),
    "pk_value_below_lloq": "{value} is below the limit of quantification ({lloq}).",
    "pk_sample_not_taken": "The sample is recorded as not taken.",
    "pk_sent_twice": "It is in two shipments: {first} and {second}.",
    "pk_not_taken_but_there": "Not taken, but sent or reported.",
    "pk_reported_not_sent": "Reported, but in no shipment.",
    "pk_reported_not_received": "Reported, but not in its shipment on receipt.",
    "pk_sent_before_taken": "Sent ({sent}) before it was taken.",
    "pk_not_taken_because": "Not taken: {reason}",
    "pk_visit": "Cycle {cycle} day {day}",
    "note_unknown_samples": "In shipments, but not recorded as samples: {samples}.",
    "caption_reconciliation": (
        "{due} due or taken: {taken} taken, {not_taken} not taken, {missing} missing; {sent} sent, {received} "
        "received, {lost} not received; {reported} reported"
    ),
    "ada_no_later_sample": "No result after the first dose.",
    "ada_no_baseline": "No result before the first dose.",
    "ada_induced": "Negative at baseline, first positive {at}.",
    "ada_gone": "Positive at baseline, negative after it.",
    "ada_no_titre": "A titre is missing: whether it was boosted can't be told.",
    "ada_boosted": "Titre {baseline} at baseline, {highest} at most: {factor}-fold or more.",
    "ada_not_boosted": "Titre {baseline} at baseline, {highest} at most: less than {factor}-fold.",
    "ada_positive_by_then": "positive",
    "ada_negative_by_then": "negative",
    "ada_line_baseline": "Positive at baseline",
    "ada_line_positive": "Positive at any time after the first dose",
    "ada_line_emergent": "Treatment-emergent: induced or boosted",
    "ada_line_induced": "Treatment-induced",
    "ada_line_persistent": "of these, persistent",
    "ada_line_boosted": "Treatment-boosted",
    "ada_line_neutralising": "Neutralising",
    "pk_level": "{Level}",
    "pk_all_levels": "All levels",
    "caption_antibodies": "{drug}: {evaluable} of {dosed} dosed subjects evaluable",
    "note_antibodies": (
        "Evaluable: a result after the first dose. Boosted: a titre {factor}-fold that at baseline or more. "
        "Persistent: 16 weeks or more between the first and the last positive sample, or the last one "
        "positive. Intervals: Clopper and Pearson. No percentage below 10 subjects."
    ),
    "marker_baseline": "Baseline",
    "marker_value": "Value",
    "marker_change": "Change from baseline",
    "marker_no_value": "No result.",
    "marker_no_baseline": "No result before the first dose.",
    "marker_units_differ": "In {unit}, at baseline in {baseline}.",
    "marker_signed": "Beyond what the method measures, here or at baseline.",
    "pk_blq": "BLQ (<{lloq})",
    "pk_blq_no_limit": "BLQ",
    "pk_result_left_out": "Left out: {reason}",
    "pk_reassayed": "Re-assay",
    "pk_left_out": "Left out of summaries: {reason}",
    "pk_slope_withdrawn": "Best fit again: {reason}",
    "pk_slope_by_hand": "Terminal slope by hand: {reason}",
    "caption_pk_left_out": "profiles left out: {number}",
    "caption_pk_unit": "in {unit}",
    "note_pk_statistics": "A spread needs two values, a geometric mean values above 0; else none is given.",
    "note_pk_listing": (
        "Flags and reasons as in the listing of each profile. ADA: whether any sample up to the end of the "
        "profile was positive."
    ),
    "note_pk_mean_profile": (
        "BLQ counts as 0. Left out values and profiles are not in it. A spread needs two values, a geometric "
        "mean values above 0."
    ),
    "note_pk_proportionality": (
        "Power model on the dose of the level times the share given; bounds of Smith et al. for 0.80 to 1.25."
    ),
}
