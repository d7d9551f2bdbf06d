"""What is wrong or doubtful with an adverse event, its treatment, its reports and the end of treatment."""

SAFETY: dict[str, str] = {
    "unknown_term_near": "{term} is not a term of CTCAE {version}. Nearest: {nearest}.",
    "term_of_other_version": "{term} is a term of CTCAE {other_version}; this study uses {version}. "
    "Choose from the list.",
    "term_of_other_version_near": "{term} is a term of CTCAE {other_version}; this study uses {version}. "
    "Nearest: {nearest}.",
    "event_overlaps": "{term}, grade {grade}, from {onset} goes on at the same time. If it is the same event, correct "
    "that one or add a later grade to it; otherwise say why.",
    "step_in_future": "Grade {grade} from {since} lies in the future; record it when it has happened.",
    "step_before_onset": "Grade {grade} from {since} lies before the onset ({onset}). Correct one of the dates.",
    "steps_out_of_order": "Grade {grade} from {since} stands after the step of {before}. Put the steps in order.",
    "steps_on_one_day": "Grades {first} and {grade} on one day ({since}), and nothing says which came first. Give both "
    "times, or keep the worse grade.",
    "step_after_end": "Grade {grade} from {since} lies after the end ({end}). Correct one of the dates.",
    "step_after_death": "Grade {grade} from {since} follows grade 5. Leave it out, or correct the grade 5.",
    "step_same_grade": "Grade {grade} from {since} is the grade that it had already. Leave the step out.",
    "fatal_needs_criterion": "The event was fatal: death is the reason why it is serious. Add it.",
    "death_not_fatal": "Serious because of death: then the outcome is fatal and the maximum grade is 5.",
    "life_threatening_grade": "Life-threatening, but grade {grade} at most? Check, or say why.",
    "admission_missing": "Serious because of hospitalisation: give the date of admission, or say why there is none.",
    "admitted_not_serious": "Admitted ({admitted}), but hospitalisation is not among the reasons why it is serious. "
    "Add it, or say why.",
    "discharge_needs_admission": "Discharged ({discharged}): give the date of admission too.",
    "discharge_before_admission": "Before admission ({admitted}).",
    "aware_missing": "When did the site become aware? The 24 hours to the first report run from then. "
    "Fill it in, or say why it is not known.",
    "aware_before_onset": "Before the event began ({onset}). Correct one of the two.",
    "ended_not_recovered": "Ended ({end}), but not recovered? Check, or say why.",
    "relationship_missing": "Grade {grade}: is it related to {drug}? Until somebody says so it counts as related.",
    "drug_is_study_drug": "{drug} is the study drug; its relationship has a field of its own.",
    "drug_twice": "{drug} is there twice. Leave one out.",
    "drug_not_in_part": "{drug} is not a drug of this part. It has: {drugs}.",
    "no_other_drug": "{drug} is not a drug of this part, which gives {study_drug} alone. Record it as concomitant "
    "medication.",
    "end_before_start": "Before the start ({start}).",
    "treats_unknown_event": "Subject {subject} has no such adverse event ({event}). Choose from the list.",
    "treats_later_event": "It was over ({end}) before {term} began ({onset}). Correct a date, or leave the link out.",
    "new_therapy_undosed": "A new anti-cancer therapy, but no dose of the study treatment is recorded. "
    "Check, or say why.",
    "new_therapy_before_first_dose": "Before the first dose ({at}): is it a prior therapy? Check, or say why.",
    "report_of_unknown_event": "Subject {subject} has no such adverse event ({event}). Choose from the list.",
    "report_not_serious": "{term} is not recorded as serious. Check the event, or say why it was reported.",
    "report_before_onset": "Before the event began ({onset}). Correct one of the two.",
    "report_before_aware": "Before the site became aware ({at}). Correct one of the two.",
    "report_late": "The first report was due by {due}. Say why it is late.",
    "initial_report_exists": "An initial report is there already ({at}). Choose Follow-up, or say why.",
    "initial_report_missing": "There is no initial report yet. Record it first, or say why.",
    "further_before_initial": "Before the initial report ({at}). Check, or say why.",
    "end_needs_comment": "Say what the reason was.",
    "treatment_ended_already": "The end of treatment is recorded already ({at}). Correct that one instead.",
    "treatment_not_begun": "No dose is recorded: there is no treatment to end. Check, or say why.",
    "ended_before_first_dose": "Before the first dose ({at}).",
    "dosed_after_end": "A dose follows ({at}). Check, or say why.",
    "no_event_withdrew": "No adverse event has the action Drug withdrawn. Record it with the event, or say why.",
}
