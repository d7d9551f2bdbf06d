"""The columns say of each event what the domain says of it one by one."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.escalation.status import assess_status
from domain.evaluability import assess_subject, bearing_of, is_inside
from domain.partial_date import PartialDate
from domain.records import DrugAssessment, GradeChange
from domain.safety.clocks import is_suspected
from domain.safety.emergence import emergent_grade
from domain.summaries.emergent_events import gather_emergent
from domain.summaries.event_columns import BEARINGS, ONGOING, derive_event_columns
from domain.supposed import suppose
from domain.terms import Grade, Relationship, SeriousCriterion
from tests.domain.build import START, build, event

BUILT = build("1N 2N 3NNT")
SUBJECTS = ("01-001", "01-002", "01-003", "01-005")
TERMS = ("Nausea", "Fatigue", "Platelet count decreased", "Pneumonitis")

dates = st.one_of(
    st.integers(0, 60).map(lambda day: PartialDate.of((START + timedelta(days=day - 5)).date())),
    st.sampled_from([PartialDate(2026, 3), PartialDate(2026), PartialDate(2026, 2)]),
)


@st.composite
def events(draw):
    count = draw(st.integers(1, 8))
    found = []
    for number in range(count):
        made = event(draw(st.sampled_from(SUBJECTS)), draw(st.sampled_from(TERMS)), draw(st.integers(1, 4)),
                     str(draw(dates)), record_id=f"x{number}")  # fmt: skip
        steps = draw(st.lists(st.tuples(dates, st.sampled_from(list(Grade)[:4])), max_size=2))
        others = draw(st.sampled_from([(), (DrugAssessment("B"),), (DrugAssessment("B", Relationship.DEFINITE),)]))
        found.append(
            replace(
                made,
                relationship=draw(st.sampled_from([None, *Relationship])),
                grade_changes=tuple(GradeChange(*step) for step in steps),
                other_drugs=others,
                end=draw(st.none() | dates),
                seriousness=draw(st.sampled_from([(), (SeriousCriterion.HOSPITALISATION,)])),
            )
        )
    return found


@settings(max_examples=40, deadline=None)
@given(events())
def test_every_column_is_what_the_domain_derives_event_by_event(found):
    study = BUILT.plus(*found).study()
    columns = derive_event_columns(study)
    assert set(columns.events) == set(study.adverse_events)
    for place, one in enumerate(columns.events):
        assert columns.place_of(one.record_id) == place
        part, assessment = study.part_of(one.subject_id), assess_subject(study, one.subject_id)
        assert part is not None
        assert assessment is not None
        window = assessment.first_dose_at, assessment.window_ends_at
        inside = is_inside(one, *window, study)
        assert columns.subject_ids[columns.subject[place]] == one.subject_id
        assert columns.terms[columns.term[place]] == one.term
        assert columns.level[place] == assessment.dose_level
        assert columns.grade[place] == one.worst
        assert columns.emergent[place] == (emergent_grade(one, window[0], study.zone) or 0)
        assert columns.onset[place] == round(one.onset.earliest(study.zone).timestamp() * 1e6)
        assert (columns.end[place] == ONGOING) == one.is_ongoing
        assert columns.serious[place] == one.is_serious
        assert columns.related[place] == is_suspected(one, part.window.relationship)
        assert columns.inside[place] == inside
        assert BEARINGS[columns.bearing[place]] is bearing_of(assessment, one, is_inside=inside)


@settings(max_examples=25, deadline=None)
@given(events())
def test_the_worst_grades_are_those_of_the_printed_tables(found):  # REP-1: screen and paper agree
    study = BUILT.plus(*found).study()
    status = assess_status(study, study.protocol.first_part)
    among = {one.subject_id for one in status.assessments}
    for is_related in (False, True):
        counted = gather_emergent(status, is_related=is_related).by_term
        shown = dict(derive_event_columns(study).worst_by_term(among, is_related=is_related))
        assert shown == {term: {name: int(grade) for name, grade in worst.items()} for term, worst in counted.items()}


def test_an_event_after_the_cut_off_is_not_there_and_a_later_end_has_not_happened():
    ended = replace(event("01-001", "Nausea", 1, "2026-03-05", record_id="x"), end=PartialDate(2026, 3, 20))
    study = BUILT.plus(ended).study()
    early = study.at(START + timedelta(days=10))
    columns = derive_event_columns(early)
    assert columns.end[columns.place_of("x")] == ONGOING
    assert derive_event_columns(study.at(START)).place_of("x") is None
    later = derive_event_columns(study)
    assert later.end[later.place_of("x")] != ONGOING


def test_what_is_supposed_is_that_subjects_study_and_leaves_the_other_alone():
    study = BUILT.study()
    typed = event("01-001", "Pneumonitis", 3, "2026-03-05", record_id="typed")
    supposed = suppose(study, typed)
    assert assess_subject(supposed, "01-001") == assess_subject(BUILT.plus(typed).study(), "01-001")
    assert typed not in study.adverse_events
    corrected = replace(typed, grade=Grade.MILD)
    assert [one for one in suppose(supposed, corrected).events_of("01-001") if one.record_id == "typed"] == [corrected]
