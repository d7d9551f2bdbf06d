"""Study status: how many subjects stand where."""

from collections import Counter

from domain.escalation.status import PartStatus
from domain.study import Study
from domain.summaries.table import Column, Format, Table, cells


def _stand_of(study: Study, subject_id: str, part_id: str) -> str:
    """The one place where a subject is counted; a dose given outweighs everything that was recorded beside it."""
    if study.first_dose(subject_id):
        enrolment = study.enrolment(subject_id)
        return "treated" if enrolment and enrolment.part_id == part_id else "other_parts"
    answer = study.eligibility(subject_id)
    if answer is not None and not answer.is_eligible:
        return "failures"
    return "left" if study.leaving(subject_id) else "screening"


def tabulate_counts(status: PartStatus) -> Table:
    """One row of counts: screening for the whole study, treatment and verdicts for the part.

    Screened = screen failures + in screening + treated (+ treated in other parts + left before dosing, where there
    are any). Treated = evaluable + in window + not evaluable. DLT counts subjects.
    """
    study = status.study
    stands = Counter(_stand_of(study, subject.subject_id, status.part.part_id) for subject in study.subjects)
    outcomes = [one.outcome for one in status.assessments]
    evaluable = sum(outcome.is_evaluable for outcome in outcomes)
    pending = sum(outcome.is_pending for outcome in outcomes)
    counted = [
        ("screened", "Screened", len(study.subjects)),
        ("failures", "Screen failures", stands["failures"]),
        ("screening", "In screening", stands["screening"]),
        ("treated", "Treated", stands["treated"]),
        ("evaluable", "Evaluable", evaluable),
        ("in_window", "In window", pending),
        ("not_evaluable", "Not evaluable", len(outcomes) - evaluable - pending),
        ("dlt", "DLT", sum(tally.dlt for tally in status.recommendation.tallies)),
    ]
    for place, key, title in ((3, "left", "Left before dosing"), (3, "other_parts", "Treated in other parts")):
        if stands[key]:
            counted.insert(place, (key, title, stands[key]))
    columns = tuple(Column(key, title, Format.NUMBER) for key, title, _ in counted)
    return Table("counts", "Study status", columns, (cells([number for _, _, number in counted]),))
