"""What the values of a protocol file are called on the screen (English; the view translates).

``LABELS`` is by the end of the path, ``CHOICES`` by key and value.
"""

from enum import StrEnum

from domain.dlt.vocabulary import Clause, summary_of

LABELS: dict[str, str] = {
    "study.title": "Title of the study",
    "study.drug": "Study drug",
    "study.indication": "Disease under study",
    "study.ctcae": "CTCAE version that grades adverse events",
    "study.screening_days": "Screening window after consent (days)",
    "study.planned_subjects": "Planned number of subjects",
    "endpoints.primary": "Primary endpoints",
    "endpoints.secondary": "Secondary endpoints",
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
    "rules.reservation_days": "How long an enrolled subject holds a slot before the first dose (days)",
    "spacing.after_first_hours": "Least time after the first subject of a level (hours)",
    "spacing.between_hours": "Least time between the further subjects of a level (hours)",
    "spacing.most_in_window": "Most subjects of a level inside the DLT window at once",
    "dlt.clauses": "DLT definition",
    "clauses": "Clause of the DLT definition",
    "dlt.counts_by": "What must lie inside the DLT window",
    "dlt.delay_alone": "Whether any related toxicity that delays the next cycle too long is a DLT by itself",
    "gate.conditions": "What must have happened before the part opens",
    "tumour": "Tumour type of the cohort",
    "marker": "Biomarker that selects the subjects",
    "at_least": "Least number of subjects in the cohort",
    "in_total": "Number of subjects in the cohort, those of the escalation included",
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
    ("counts_by", "event"): "the event's onset, or its reaching the grade",
    ("counts_by", "grade"): "its reaching the grade",
    ("delay_alone", "true"): "yes, whatever the toxicity is",
    ("delay_alone", "false"): "no, only as a clause on other findings says",
    ("is_optional", "true"): "only if chosen",
    ("is_optional", "false"): "planned",
    ("most_in_window", "none"): "no limit",
    ("max_cycles", "none"): "no fixed number: to progression or intolerance",
    ("with_pk", "none"): "no PK required",
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
    if label := CHOICES.get((path.rpartition(".")[2], str(written).lower())):
        return label
    if isinstance(value, list | tuple) and value and all(isinstance(one, Clause) for one in value):
        return summary_of(tuple(value))
    return _YES_NO[value] if value is None or isinstance(value, bool) else str(value)
