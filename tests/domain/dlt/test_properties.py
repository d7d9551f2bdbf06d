"""What holds for every history (AE-4, AE-5)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ctcae.catalogue import terms_of
from domain.dlt.answer import Answer, Verdict, all_of, any_of
from domain.dlt.history import Event, History
from domain.protocol.reader import load_shipped
from domain.terms import ActionTaken, Relationship
from tests.domain.dlt.build import MET, NOT_MET, NOT_YET, assess, dose, event, history, intervention, on

PARTS = [load_shipped(name).first_part for name in ("bat6021", "bat6026")]
TERMS = (
    "Platelet count decreased",
    "Neutrophil count decreased",
    "Anemia",
    "Fever",
    "Lung infection",
    "Epistaxis",
    "Nausea",
    "Diarrhea",
    "Alanine aminotransferase increased",
    "Hypokalemia",
)
related = st.sampled_from([Relationship.POSSIBLE, Relationship.DEFINITE])


@st.composite
def events(draw: st.DrawFn, name: str = "ae-1") -> Event:
    term = draw(st.sampled_from(TERMS))
    grades = st.sampled_from([int(grade) for grade in terms_of("5.0")[term].grades])
    days = sorted(draw(st.sets(st.integers(1, 40), min_size=1, max_size=3)))
    steps = [(draw(grades), day) for day in days]
    end = draw(st.none() | st.integers(days[-1] + 1, 60))
    action = draw(st.sampled_from([None, ActionTaken.NONE, ActionTaken.DELAYED]))
    return event(term, *steps, end=end, related=draw(related), name=name, admitted=draw(st.booleans()), action=action)


@st.composite
def histories(draw: st.DrawFn) -> History:
    several = [draw(events(name=f"ae-{number}")) for number in range(draw(st.integers(1, 3)))]
    given_help = draw(st.lists(st.sampled_from(["platelet transfusion", "steroid"]), max_size=2))
    helped = [intervention(kind, draw(st.integers(1, 40)), "ae-0", name=f"cm-{n}") for n, kind in enumerate(given_help)]
    later = draw(st.sampled_from([(), (dose(2, 22),), (dose(2, 40, delayed_for=("ae-0",)),)]))
    return history(*several, *helped, doses=later, today=70)


def changed(told: History, position: int, one: Event) -> History:
    listed = list(told.events)
    listed[position] = one
    return replace(told, events=tuple(listed))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: str(len(part.levels)))
@given(told=histories(), data=st.data())
def test_a_higher_grade_never_makes_a_dlt_none(part, told, data):
    position = data.draw(st.integers(0, len(told.events) - 1))
    one = told.events[position]
    step = data.draw(st.integers(0, len(one.steps) - 1))
    higher = [grade for grade in terms_of("5.0")[one.term].grades if grade > one.steps[step].grade]
    if not higher:
        return
    steps = list(one.steps)
    steps[step] = replace(steps[step], grade=int(data.draw(st.sampled_from(higher))))
    before, after = assess(told, part), assess(changed(told, position, replace(one, steps=tuple(steps))), part)
    assert before.verdict is not MET or after.verdict is MET


@pytest.mark.parametrize("part", PARTS, ids=lambda part: str(len(part.levels)))
@given(told=histories(), data=st.data())
def test_a_longer_duration_never_makes_a_dlt_none(part, told, data):
    position = data.draw(st.integers(0, len(told.events) - 1))
    one = told.events[position]
    longer = None if one.end is None else data.draw(st.sampled_from([None, on(61), on(69)]))
    before, after = assess(told, part), assess(changed(told, position, replace(one, end=longer)), part)
    assert before.verdict is not MET or after.verdict is MET


@pytest.mark.parametrize("part", PARTS, ids=lambda part: str(len(part.levels)))
@given(told=histories(), day=st.integers(1, 40), grade=st.integers(1, 4))
def test_an_unrelated_event_changes_nothing(part, told, day, grade):
    other = event("Bone pain", (min(grade, 3), day), related=Relationship.NOT_RELATED, name="other")
    before, after = assess(told, part), assess(replace(told, events=(*told.events, other)), part)
    assert [one.verdict for one in after.clauses] == [one.verdict for one in before.clauses]
    assert (after.verdict, after.moderate.verdict) == (before.verdict, before.moderate.verdict)


@given(told=histories(), today=st.integers(1, 69))
def test_what_is_met_today_stays_met(told, today):
    """With nothing but time passing, and what was entered dated by then, a DLT isn't taken back."""
    from domain.dlt.input import as_known

    earlier = as_known(replace(told, cut_off=history(today=today).cut_off))
    if earlier.events and assess(earlier).verdict is MET:
        assert assess(told).verdict is MET


@given(told=histories(), data=st.data())
def test_the_order_of_the_records_changes_nothing(told, data):
    mixed = replace(told, events=tuple(data.draw(st.permutations(told.events))))
    assert [one.verdict for one in assess(mixed).clauses] == [one.verdict for one in assess(told).clauses]


@given(told=histories())
def test_the_overall_verdict_is_the_worst_of_the_clauses(told):
    found = assess(told)
    verdicts = {one.verdict for one in found.clauses}
    assert found.verdict is (MET if MET in verdicts else NOT_YET if NOT_YET in verdicts else NOT_MET)
    assert all(one.answer.reasons for one in found.clauses)


@given(st.lists(st.sampled_from(Verdict), min_size=1))
def test_and_or_of_three_values(verdicts):
    answers = [Answer(verdict) for verdict in verdicts]
    assert any_of(answers).verdict is (MET if MET in verdicts else NOT_YET if NOT_YET in verdicts else NOT_MET)
    assert all_of(answers).verdict is (NOT_MET if NOT_MET in verdicts else NOT_YET if NOT_YET in verdicts else MET)
