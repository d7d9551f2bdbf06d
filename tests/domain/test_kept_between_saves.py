"""What is kept from one save to the next is what would be derived anew."""

from dataclasses import replace
from datetime import timedelta
from weakref import ref

from domain.demonstration import Act, Said
from domain.escalation.status import assess_status
from domain.evaluability import assess_subject
from domain.identity import Identity
from domain.ladders import _opened, protocol_of
from domain.protocol.model import Part
from domain.protocol.reader import load_shipped
from domain.records import AdverseEvent, StudyRecord
from domain.schedule.calendar import derive_calendars
from domain.schedule.today import derive_today
from domain.study import Study
from domain.terms import Outcome
from tests.domain.build import build
from tests.domain.replayed import complete_acts, replay, without_calls


def said_by(study: Study, part: Part) -> object:
    """All that a status says, but the moment at which a settled outcome was derived first."""
    status = assess_status(study, part)
    outcomes = [(one.subject_id, one.outcome, one.reason, one.verdict_at) for one in status.assessments]
    return outcomes, status.recommendation, status.undermined


def test_a_day_a_calendar_and_a_status_are_the_same_whether_kept_or_derived_anew() -> None:
    looked = []

    def compare(study: Study, _act: Act, _said: Said) -> None:
        for moment in (study.cut_off, study.cut_off + timedelta(days=1)):
            kept = study.at(moment)
            anew = Study.of(study.entered, cut_off=moment, position=study.position)
            assert derive_today(kept, moment) == derive_today(anew, moment)
            assert derive_calendars(kept, moment) == derive_calendars(anew, moment)
            part = kept.protocol.first_part
            assert said_by(kept, part) == said_by(anew, part)
        looked.append(study.cut_off)

    _, acts = complete_acts("mil97", 3)
    replay("mil97", without_calls(acts)[:260], load_shipped("mil97").first_part, judge=compare)
    assert len(looked) > 3


def test_nothing_is_kept_once_the_site_turns_out_to_lie_in_another_zone() -> None:
    _, acts = complete_acts("mil97", 3)
    study = replay("mil97", without_calls(acts)[:120], load_shipped("mil97").first_part)
    derive_today(study, study.cut_off)
    record = study.entered[StudyRecord.kind][0]
    assert isinstance(record, StudyRecord)
    moved = {**study.entered, StudyRecord.kind: (replace(record, site_zone="America/New_York"),)}
    after = Study.of(moved, cut_off=study.cut_off, before=study)
    anew = Study.of(moved, cut_off=study.cut_off)
    assert derive_today(after, after.cut_off) == derive_today(anew, anew.cut_off)
    assert derive_today(after, after.cut_off) != derive_today(study, study.cut_off)


def test_a_protocol_stays_as_long_as_something_derived_by_it_is_kept() -> None:
    _, acts = complete_acts("mil97", 3)
    study = replay("mil97", without_calls(acts)[:120], load_shipped("mil97").first_part)
    derive_today(study, study.cut_off)
    entries, protocol = study.entries, ref(study.protocol)
    del study
    protocol_of.cache_clear()
    _opened.cache_clear()
    assert protocol() is not None, "another protocol may come to have its id, and with it what was derived by this one"
    assert entries.by_subject


def test_what_stands_for_an_object_is_equal_to_itself_alone() -> None:
    one, alike = [1, 2, 3], [1, 2, 3]
    assert Identity(one) == Identity(one)
    assert hash(Identity(one)) == hash(Identity(one))
    assert Identity(one) != Identity(alike)
    assert Identity(one) != one


# USE-2: the time of a save hangs on the subject that it touches, not on the size of the study
def test_a_save_about_one_subject_lets_everything_derived_of_the_others_stand() -> None:
    _, acts = complete_acts("mil97", 3)
    before = replay("mil97", without_calls(acts)[:260], load_shipped("mil97").first_part)
    part = before.protocol.first_part
    assess_status(before, part)
    derive_today(before, before.cut_off)
    touched = before.adverse_events[-1]
    more = replace(touched, record_id="one-more", term="Fatigue")
    records = {**before.entered, AdverseEvent.kind: (*before.entered[AdverseEvent.kind], more)}
    after = Study.of(records, cut_off=before.cut_off, before=before)
    kept = {one: dict(group.derived) for one, group in before.entries.by_subject.items()}
    assess_status(after, part)
    derive_today(after, after.cut_off)
    assert len(kept) > 5
    for subject_id, group in after.entries.by_subject.items():
        if subject_id == touched.subject_id:
            assert group is not before.entries.by_subject[subject_id]
            continue
        assert group is before.entries.by_subject[subject_id]
        assert group.derived.keys() == kept[subject_id].keys()
        assert all(group.derived[key] is value for key, value in kept[subject_id].items()), subject_id


def trace_of(study: Study, subject_id: str) -> object:
    """What is said of a subject: the outcome, each clause, the events outside the window."""
    assessment = assess_subject(study, subject_id)
    assert assessment is not None
    assert assessment.derived is not None
    clauses = [(one.number, one.answer) for one in assessment.derived.clauses]
    return assessment.outcome, assessment.reason, clauses, assessment.derived.outside


def test_an_outcome_that_is_in_before_its_window_closes_keeps_no_trace_beyond_it() -> None:
    built = build("1N 2T")
    limited = next(place for place in built.places if place.outcome is Outcome.DLT)
    inside = built.study(limited.dosed_at + timedelta(days=20))
    assert trace_of(inside, limited.subject_id)
    for days in (29, 60, 400):
        moment = limited.dosed_at + timedelta(days=days)
        kept = trace_of(inside.at(moment), limited.subject_id)
        assert kept == trace_of(built.study(moment), limited.subject_id)


def test_an_outcome_settled_in_the_past_is_what_the_present_alone_would_say() -> None:
    built = build("1N 2NNN 3NTN", with_decisions=True)
    status = built.status()
    assert len(status.study.decisions) > 1
    for one in status.assessments:
        assert trace_of(status.study, one.subject_id) == trace_of(built.study(), one.subject_id)
