"""AE-3. A value that grades proposes its event, or the grade step that a recorded event lacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.laboratory.proposals import Proposal, StepProposal, propose_events
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, GradeChange
from domain.terms import Grade
from tests.domain.laboratory.build import ZONE, grade, result

NEUTROPENIA = "Neutrophil count decreased"
VALUES = {0: "3", 1: "1.7", 2: "1.2", 3: "0.7", 4: "0.3"}


def day(number: int) -> str:
    return f"2026-03-{number:02d}"


def neutrophils(*placed):
    """Results of given grades on given days of March; grade None can't be graded."""
    return [
        result("NEUT", VALUES.get(given), "10^9/L" if given is not None else "", f"{day(at)} 08:00", lln=2, uln=7)
        for at, given in placed
    ]


def event(onset, given, *changes, end=None, term=NEUTROPENIA):
    return AdverseEvent(
        record_id=f"ae-{onset}",
        subject_id="01-001",
        term=term,
        grade=Grade(given),
        onset=PartialDate.parse(onset),
        grade_changes=tuple(GradeChange(PartialDate.parse(since), Grade(later)) for since, later in changes),
        end=PartialDate.parse(end) if end else None,
    )


def proposed(results, *events, **how):
    return propose_events(grade(*results, **how), events, zone=ZONE)


def steps(one):
    assert isinstance(one, Proposal)
    return [
        (str(one.onset)[8:10], int(one.grade)),
        *((str(change.since)[8:10], int(change.grade)) for change in one.grade_changes),
        str(one.end)[8:10] if one.end else None,
    ]


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ([(5, 0)], []),
        ([(5, 3)], [[("05", 3), None]]),
        ([(5, 1), (8, 3), (9, 3), (12, 4), (15, 2), (20, 0)], [[("05", 1), ("08", 3), ("12", 4), ("15", 2), "20"]]),
        ([(5, 2), (8, 0), (12, 3)], [[("05", 2), "08"], [("12", 3), None]]),
        ([(5, 2), (8, None), (12, 3)], [[("05", 2), ("12", 3), None]]),
        ([(5, None)], []),
    ],
)
def test_each_run_of_grades_is_one_event_with_its_steps_and_its_end(placed, expected):
    assert [steps(one) for one in proposed(neutrophils(*placed))] == expected


def test_what_lies_before_the_first_dose_proposes_nothing():
    before = result("NEUT", "0.7", "10^9/L", "2026-02-20 08:00", lln=2)
    assert proposed([before]) == ()
    assert proposed(neutrophils((5, 3)), first=None) == ()
    assert len(proposed([result("NEUT", "0.7", "10^9/L", "2026-03-02", lln=2)])) == 1


def test_what_is_no_worse_than_at_baseline_comes_last_and_says_so():
    before = result("NEUT", "1.2", "10^9/L", "2026-02-20 08:00", lln=2)
    platelets = result("PLAT", 60, "10^9/L", f"{day(20)} 08:00", lln=125)
    found = proposed([before, *neutrophils((5, 2)), platelets])
    assert [(one.term, one.is_worse, one.baseline_grade) for one in found] == [
        ("Platelet count decreased", True, None),
        (NEUTROPENIA, False, 2),
    ]
    assert found[1].reasons[-1].code == "lab_no_worse"
    assert [one.is_worse for one in proposed([before, *neutrophils((5, 2), (8, 3))])] == [True]


def test_a_grade_that_compares_with_the_baseline_is_always_a_worsening():
    found = proposed(
        [result("ALT", 60, "U/L", "2026-02-20 08:00", uln=40), result("ALT", 100, "U/L", "2026-03-09 08:00", uln=40)]
    )
    assert [(int(one.grade), one.baseline_grade, one.is_worse) for one in found] == [(1, 1, True)]


@pytest.mark.parametrize(
    ("recorded", "count"),
    [
        (event("2026-03-05", 3), 0),
        (event("2026-03-04", 4), 0),
        (event("2026-03", 3), 0),
        (event("2026-03-01", 3, end="2026-03-05"), 0),
        (event("2026-03-01", 3, end="2026-03-04"), 1),
        (event("2026-03-06", 3), 1),
        (event("2026-03-05", 3, term="Anemia"), 1),
        (event("2026-03-05", 3, term=NEUTROPENIA.upper()), 0),
    ],
)
def test_an_event_of_the_term_that_covers_the_day_is_enough(recorded, count):
    assert len(proposed(neutrophils((5, 3)), recorded)) == count


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (event("2026-03-05", 1), [("08", 1, 3), ("12", 1, 4)]),
        (event("2026-03-05", 1, ("2026-03-08", 3)), [("12", 3, 4)]),
        (event("2026-03-05", 1, ("2026-03-08", 3), ("2026-03-12", 4)), []),
        (event("2026-03-05", 1, ("2026-03-09", 3), ("2026-03-12", 4)), [("08", 1, 3)]),
        (event("2026-03-05", 4), []),
    ],
)
def test_a_recorded_event_is_offered_the_step_that_the_results_show(recorded, expected):
    found = proposed(neutrophils((5, 1), (8, 3), (9, 3), (12, 4)), recorded)
    assert all(isinstance(one, StepProposal) for one in found)
    assert [(str(one.since)[8:10], int(one.recorded), int(one.grade)) for one in found] == expected


def test_results_before_the_recorded_onset_name_the_event_that_they_go_on_as():
    recorded = event("2026-03-08", 3)
    found = proposed(neutrophils((5, 1), (8, 3)), recorded)
    assert [(steps(one), one.goes_on_as) for one in found] == [([("05", 1), None], recorded)]


def test_the_worst_of_one_sample_counts_once_for_a_term():
    at = "2026-03-09 08:00"
    calcium = result("CACORR", "2.05", "mmol/L", at, lln="2.1", uln="2.6")
    ionized = result("CAION", "0.85", "mmol/L", at, lln="1.15", uln="1.3")
    found = proposed([calcium, ionized])
    assert [(one.term, int(one.grade), one.result.test) for one in found] == [("Hypocalcemia", 3, "CAION")]


def test_an_assumed_grade_says_what_it_is_without_the_assumption():
    found = proposed([result("K", "3.2", "mmol/L", lln="3.5", uln="5.3")])
    assert [(int(one.grade), one.unassumed) for one in found] == [(2, 1)]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_an_accepted_proposal_leaves_nothing_to_propose(grades):
    """What a proposal says, recorded as it stands, covers every result that it was made from."""
    results = neutrophils(*((3 + at, given) for at, given in enumerate(grades)))
    accepted = [
        AdverseEvent(
            record_id=f"ae-{one.onset}",
            subject_id="01-001",
            term=one.term,
            grade=one.grade,
            onset=one.onset,
            grade_changes=one.grade_changes,
            end=one.end,
        )
        for one in proposed(results)
        if isinstance(one, Proposal)
    ]
    assert max([0, *(int(one.worst) for one in accepted)]) == max(grades)
    assert proposed(results, *accepted) == ()
