"""What the values of a protocol file are called on the screen (English; the view translates).

``LABELS`` is by the end of the path, ``CHOICES`` by key and value.
"""

from enum import StrEnum

from domain.dlt.vocabulary import Clause, summary_of
from domain.exposure.plan import Timetable, write_timetables
from domain.schedule.plan import VisitRule, write_visit

LABELS: dict[str, str] = {
    "study.title": "Title of the study",
    "study.version": "Version of the protocol",
    "study.drug": "Study drug",
    "study.indication": "Disease under study",
    "study.ctcae": "CTCAE version that grades adverse events",
    "study.screening_days": "Screening window after consent (days)",
    "study.planned_subjects": "Planned number of subjects",
    "endpoints.primary": "Primary endpoints",
    "endpoints.secondary": "Secondary endpoints",
    "response.confirm_days": "Least time from a response to its confirmation (days)",
    "response.max_ne": "Most visits without an evaluable response between a response and its confirmation",
    "response.accepts_sd": "Whether one SD may stand between a PR and its confirmation",
    "response.sd_min_days": "From which day on SD counts as best response (days after the first dose)",
    "response.pr_sticks": "Whether a confirmed PR stays PR until PD from the nadir",
    "response.pr_after_cr": "How a PR after a CR is read",
    "response.rates": "Response rates reported",
    "response.benefit_days": "From which day on SD counts as clinical benefit (days after the first dose)",
    "response.dor": "What ends the duration of response",
    "response.pfs": "What ends progression-free survival",
    "response.os": "What ends overall survival",
    "response.max_gap_days": "Longest time without evaluable scan before an event counts (days)",
    "imaging.every_weeks": "First interval between tumour scans (weeks)",
    "imaging.until_week": "Week to which the first interval holds",
    "imaging.then_every_weeks": "Interval between tumour scans afterwards (weeks)",
    "imaging.window_days": "How early or late a tumour scan may be (days)",
    "levels": "Doses of the levels",
    "levels_from": "Part whose rules and data this part builds on",
    "unit": "Unit of the doses",
    "optional_levels": "Levels that only a decision opens",
    "regimen": "Dosing regimen",
    "cycle_days": "Length of a cycle (days)",
    "max_cycles": "Most cycles a subject is treated",
    "drugs": "Drugs given",
    "planned_subjects": "Planned number of subjects in this part",
    "window.days": "Length of the DLT window (days)",
    "window.end": "When the DLT window closes on its last day",
    "window.ends_at_second_cycle": "Whether the second cycle's dose closes the DLT window if it comes earlier",
    "window.required_dose_percent": "Share of the window's planned dose that a subject without DLT must have had (%)",
    "window.relationship": "Weakest relationship to the drug that counts",
    "rules.start_level": "Level that the first subject takes",
    "rules.accelerated_levels": "Number of levels, from the first, that take a single subject",
    "rules.moderate_grade": "Grade from which a related toxicity ends acceleration",
    "rules.moderate_limit": "Number of such toxicities that ends acceleration",
    "rules.moderate_inside_window": "Whether such a toxicity counts only inside the DLT window",
    "rules.cohort_size": "Subjects in a 3+3 group",
    "rules.full_size": "Evaluable subjects that settle a level",
    "rules.more_than_full": "Two DLTs among more subjects than settle a level",
    "rules.after_exceeded": "What follows at the previous level once a level is exceeded",
    "rules.fill": "How a level that holds one subject is filled",
    "rules.top": "What follows when the highest level is cleared",
    "rules.group_must_finish": "Whether a group must finish the DLT window before the next level opens",
    "rules.replace_not_evaluable": "Whether a subject who is not evaluable is replaced",
    "rules.backfill": "Subjects added at a cleared level below the current one (backfill)",
    "rules.reservation_days": "How long an enrolled subject holds a slot before the first dose (days)",
    "spacing.after_first_hours": "Least time after the first subject of a level (hours)",
    "spacing.between_hours": "Least time between the further subjects of a level (hours)",
    "spacing.most_in_window": "Most subjects of a level inside the DLT window at once",
    "dlt.clauses": "DLT definition",
    "clauses": "Clause of the DLT definition",
    "dlt.counts_by": "What must lie inside the DLT window",
    "dlt.delay_alone": "Whether any related toxicity that delays the next cycle too long is a DLT by itself",
    "pk.analytes": "What is measured in the samples for concentrations",
    "pk.matrix": "What these samples are of",
    "pk.unit": "Unit of concentration in which profiles are analysed",
    "pk.route": "How the dose goes in",
    "pk.infusion_minutes": "Planned duration of the infusion (minutes)",
    "pk.samples": "Samples for concentrations, hours after the start of the dose",
    "pk.window_percent": "Deviation from the nominal time that is allowed (% of it)",
    "pk.window_minutes": "Deviation that is allowed at any nominal time (minutes)",
    "pk.predose_minutes": "How long before the dose a predose sample may be taken (minutes)",
    "pk.steady_cycle": "Cycle from which regular equal doses count as steady state",
    "pk.ada": "Samples for anti-drug antibodies, hours after the start of the dose",
    "pk.markers": "Biomarkers measured",
    "pk.marker_matrix": "What the samples for biomarkers are of",
    "pk.marker_samples": "Samples for biomarkers, hours after the start of the dose",
    "visits.*": "When a visit is due",
    "visits.lost_after_attempts": "Attempts without an answer that a loss to follow-up takes",
    "visits.study_end_days": "When the study ends, after the last dose of the last subject (days)",
    "criteria.*": "Criterion of eligibility",
    "assessments.before_dose_hours": "How long before a dose the assessments of its visit may lie (hours)",
    "vital_signs": "Visits with vital signs",
    "physical_examination": "Visits with physical examination",
    "ecog": "Visits with ECOG performance status",
    "ecg": "Visits with ECG",
    "assessments.weight": "Visits with body weight",
    "laboratory": "Visits with laboratory tests",
    "assessments.imaging": "Visits with tumour scans, beside those of the imaging schedule",
    "medical_history": "Visits at which medical history is taken",
    "prior_therapy": "Visits at which prior anti-cancer therapy is taken",
    "dosing.weight": "Body weight that a dose is reckoned from",
    "dosing.weight_change_percent": "Change of weight from which the latest one counts (%)",
    "dosing.round_mg": "Doses are rounded to the nearest multiple of (mg)",
    "dosing.concentration_mg_per_ml": "Concentration of the drug as supplied (mg/mL)",
    "dosing.cap_mg": "Most for one administration (mg)",
    "dosing.may_reduce": "Whether a dose may be lowered",
    "dosing.increase_after_cycles": "Cycles before the dose may be raised one level",
    "gate.conditions": "What must have happened before the part opens",
    "gate.needs_declared": "Whether MTD or MAD must be declared before levels are chosen",
    "most_levels": "How many doses may be chosen",
    "stopping.prior": "Shapes of the beta prior of the DLT rate",
    "stopping.limit": "DLT rate that is too high",
    "stopping.probability": "Probability of a higher rate from which a cohort stops",
    "may_repeat": "Whether several such cohorts can be opened",
    "chooses_tumour": "Whether the tumour type is chosen when the cohort opens",
    "tumour": "Tumour type of the cohort",
    "marker": "Biomarker that selects the subjects",
    "at_least": "Least number of subjects in the cohort",
    "in_total": "Number of subjects in the cohort, those of the escalation included",
    "marker_from": "Result from which the marker selects a subject",
    "line": "Earlier systemic therapy of the subjects",
    "most_cohorts": "Most cohorts that can be opened",
    "different_tumours": "Whether the cohorts are of different tumour types",
    "with_pk": "Least number of subjects with PK in the cohort",
    "is_optional": "Whether the cohort opens only if a dose is chosen for it",
}

CHOICES: dict[tuple[str, str], str] = {
    ("end", "hours"): "to the hour, counted from the first dose",
    ("end", "calendar day"): "with the end of the day at the site",
    ("relationship", "not related"): "every event, related or not",
    ("relationship", "unlikely related"): "at least unlikely related",
    ("relationship", "possibly related"): "at least possibly related",
    ("relationship", "probably related"): "at least probably related",
    ("relationship", "related"): "definitely related",
    ("after_exceeded", "fill"): "fill it, then judge it again",
    ("after_exceeded", "previous"): "take it as the MTD at once",
    ("fill", "stepwise"): "to 3, then to 6",
    ("fill", "direct"): "to 6 at once",
    ("top", "stop"): "stop: it is the MAD",
    ("top", "confirm"): "fill it to 6 before it is named",
    ("more_than_full", "choose"): "the committee chooses",
    ("backfill", "none"): "none foreseen",
    ("backfill", "counted"): "yes, and they count at their level",
    ("backfill", "apart"): "yes, and they are counted apart",
    ("counts_by", "event"): "the event's onset, or its reaching the grade",
    ("counts_by", "grade"): "its reaching the grade",
    ("delay_alone", "true"): "yes, whatever the toxicity is",
    ("delay_alone", "false"): "no, only as a clause on other findings says",
    ("matrix", "serum"): "serum",
    ("matrix", "plasma"): "plasma",
    ("marker_matrix", "serum"): "serum",
    ("marker_matrix", "plasma"): "plasma",
    ("route", "extravascular"): "extravascular",
    ("route", "iv_bolus"): "intravenous bolus",
    ("route", "iv_infusion"): "intravenous infusion",
    ("is_optional", "true"): "only if chosen",
    ("is_optional", "false"): "planned",
    ("pr_after_cr", "as-recorded"): "as recorded, and told",
    ("pr_after_cr", "pd"): "as PD",
    ("pr_after_cr", "reread"): "the CR was a PR",
    ("dor", "pd or death"): "PD or death, whichever comes first",
    ("dor", "pd"): "PD alone",
    ("pfs", "pd or death"): "PD or death, whichever comes first",
    ("pfs", "pd"): "PD alone",
    ("os", "death"): "death of any cause",
    ("os", "pd or death"): "PD or death, whichever comes first",
    ("most_in_window", "none"): "no limit",
    ("weight", "latest"): "the latest one",
    ("weight", "first"): "that before the first dose",
    ("weight", "first unless changed"): "that before the first dose, until the weight has changed by more",
    ("concentration_mg_per_ml", "none"): "as the pharmacist gives it",
    ("cap_mg", "none"): "no cap",
    ("may_reduce", "true"): "yes",
    ("may_reduce", "false"): "no",
    ("increase_after_cycles", "none"): "never",
    ("study_end_days", "none"): "not stated",
    ("before_dose_hours", "none"): "no limit",
    ("max_cycles", "none"): "no fixed number: to progression or intolerance",
    ("with_pk", "none"): "no PK required",
    ("with_pk", "all"): "all of them",
    ("line", "untreated"): "none so far",
    ("line", "pretreated"): "at least one line",
    ("lost_after_attempts", "none"): "no number",
}

_YES_NO = {True: "yes", False: "no", None: "none"}


def label_of(path: str) -> str:
    """The label of a value: of the longest end of its path that has one, else its key.

    Args:
        path: such as "parts.mono.rules.fill".
    """
    steps = path.split(".")
    for start in range(len(steps)):
        if label := LABELS.get(".".join(steps[start:])):
            return label
    if len(steps) > 1 and (label := LABELS.get(f"{steps[-2]}.*")):
        return label
    return LABELS.get(steps[-1].partition("[")[0], steps[-1])


def choice_label_of(path: str, value: object) -> str:
    """A choice in words: "to 3, then to 6"; numbers and texts stand for themselves.

    Args:
        path: of the value.
        value: as in ``Provenance.choices`` or in the file; None where there is no such number.
    """
    written = value.value if isinstance(value, StrEnum) else value
    if written is None or isinstance(written, bool):
        written = {True: "true", False: "false", None: "none"}[written]
    if isinstance(value, VisitRule):
        return write_visit(value)
    if label := CHOICES.get((path.rpartition(".")[2], str(written).lower())):
        return label
    if isinstance(value, list | tuple) and not value:
        return "none named"
    if isinstance(value, list | tuple) and all(isinstance(one, Clause) for one in value):
        return summary_of(tuple(value))
    if isinstance(value, list | tuple) and all(isinstance(one, Timetable) for one in value):
        return write_timetables(tuple(value))
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return _YES_NO[value] if value is None or isinstance(value, bool) else str(value)
