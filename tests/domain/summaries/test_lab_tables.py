"""The laboratory listing and the shift of grades."""

from domain.laboratory.of_study import grade_subject, propose_for
from domain.reasons import Reason
from domain.summaries.lab_results import tabulate_lab_results
from domain.summaries.lab_shift import tabulate_lab_shift
from tests.domain.build import build
from tests.domain.laboratory.build import normal, result

BUILT = build("1NN 2N")
FIRST, SECOND, THIRD = (place.subject_id for place in BUILT.places)


def neutrophils(subject_id, value, at):
    return result("NEUT", value, "10^9/L", at, subject_id=subject_id, lln=2, uln=7, record_id=f"{subject_id}-{at}")


RESULTS = (
    neutrophils(FIRST, "1.7", "2026-02-25"),
    neutrophils(FIRST, "0.7", "2026-03-10"),
    neutrophils(FIRST, "3", "2026-03-15"),
    neutrophils(SECOND, "3", "2026-03-01"),
    neutrophils(SECOND, "1.2", "2026-03-20"),
    neutrophils(THIRD, "3", "2026-02-25"),
    result("K", "4", "mmol/L", "2026-03-20", subject_id=SECOND, laboratory="Central", record_id="k"),
    result("K", "<2.8", "mmol/L", "2026-03-21", subject_id=SECOND, laboratory="Central", record_id="k2", visit="C1D8"),
    normal("K", "mmol/L", "3.5", "5.3"),
)
STUDY = BUILT.plus(*RESULTS).study()


def shift_rows():
    table = tabulate_lab_shift(STUDY, BUILT.part)
    return [tuple(cell.value for cell in row) for row in table.rows]


def test_subjects_are_counted_from_the_baseline_grade_to_the_worst_after_it():
    rows = [row for row in shift_rows() if row[0] is None or row[0].numbers["term"] == "Neutrophil count decreased"]
    head = Reason("lab_shift_head", {"test": "Neutrophils", "term": "Neutrophil count decreased"})
    everybody = Reason("all_levels")
    assert rows[:3] == [
        (head, everybody, everybody, 2, None, None, 1, 1, None, None),
        (None, 1, "G0", 1, None, None, 1, None, None, None),
        (None, 1, "G1", 1, None, None, None, 1, None, None),
    ]


def test_a_missing_baseline_is_a_row_of_its_own():
    rows = shift_rows()
    at = next(place for place, row in enumerate(rows) if row[0] and row[0].numbers["term"] == "Hypokalemia")
    assert rows[at + 1] == (None, 1, Reason("lab_shift_not_graded"), 1, None, None, None, 1, None, None)


def test_each_row_of_the_shift_adds_up_to_its_subjects():
    for row in shift_rows():
        assert row[3] == sum(count or 0 for count in row[4:])


def test_the_listing_shows_each_result_as_reported_with_the_limits_that_graded_it():
    table = tabulate_lab_results(STUDY, BUILT.part)
    assert len(table.rows) == 8
    at = table.row_ids.index("k2")
    shown = dict(zip((column.key for column in table.columns), (cell.value for cell in table.rows[at]), strict=True))
    assert (shown["result"], str(shown["lln"]), shown["flag"]) == ("<2.8", "3.5", Reason("lab_flag_low"))
    assert (shown["grade"], shown["term"], shown["visit"]) == (3, "Hypokalemia", "C1D8")
    assert table.column("baseline").count(True) == 3


def test_the_study_grades_a_subject_once_and_proposes_what_nobody_recorded():
    assert grade_subject(STUDY, FIRST) is grade_subject(STUDY, FIRST)
    assert [(one.term, int(one.grade)) for one in propose_for(STUDY, SECOND)] == [
        ("Neutrophil count decreased", 2),
        ("Hypokalemia", 3),
    ]
    later = BUILT.plus(*RESULTS, normal("K", "mmol/L", "2.5", "5.3", record_id="range-Central-K-2025-01-01-U")).study()
    assert grade_subject(later, SECOND)[-1].lln != grade_subject(STUDY, SECOND)[-1].lln


def test_nothing_recorded_makes_empty_tables():
    study = BUILT.study()
    assert tabulate_lab_results(study, BUILT.part).rows == ()
    assert tabulate_lab_shift(study, BUILT.part).rows == ()
