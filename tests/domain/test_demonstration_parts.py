"""Each of the five studies runs through all its parts, and every step of it passes the rules of the project."""

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.checks.dose import check_administration
from domain.checks.part import check_gate_condition, check_opening
from domain.checks.subject import check_enrolment
from domain.demonstration import Act, Said
from domain.demonstration.whole import plan_whole
from domain.escalation.committee import check_decision
from domain.escalation.status import PartStatus, assess_status, essence, recommend_at
from domain.parts.state import derive_part_states
from domain.parts.terms import PartPhase
from domain.protocol.reader import load_shipped, shipped_protocols
from domain.reasons import Finding
from domain.records import (
    Administration,
    AdverseEvent,
    BiomarkerResult,
    Decision,
    Deviation,
    Eligibility,
    EndOfTreatment,
    Enrolment,
    GateCondition,
    Intervention,
    Leaving,
    PartOpening,
    PkSample,
    RecommendedDose,
    Record,
    Subject,
)
from domain.rp2d.rules import check_recommended_dose
from domain.status_then import Act as Then
from domain.status_then import statuses_then
from domain.study import Study
from domain.terms import CommitteeAction, PartKind
from tests.domain.findings_of import findings_of
from tests.domain.replayed import NOW, ZONE, replay, whole_acts

if TYPE_CHECKING:
    from datetime import datetime

PROTOCOLS = shipped_protocols()
KEPT = frozenset(
    one.kind
    for one in (
        Subject, Eligibility, Enrolment, Administration, AdverseEvent, Intervention, Leaving, EndOfTreatment, Deviation,
        GateCondition,
    )
)  # fmt: skip


def judged(protocol_id: str, seed: int) -> Study:
    """The study at its end; each thing that people said was allowed when they said it."""
    acts = [kept for act in whole_acts(protocol_id, seed) if (kept := bare(act)) is not None]
    return replay(protocol_id, acts, load_shipped(protocol_id).first_part, judge=judge)


def bare(act: Act) -> Act | None:
    """The act without what no rule of a part rests on: quicker to play."""
    records = tuple(one for one in act.records if matters(one))
    corrected = tuple(one for one in act.corrected if matters(one))
    is_kept = records or corrected or (act.is_said and act.calls is None)
    return replace(act, records=records, corrected=corrected) if is_kept else None


def matters(record: Record) -> bool:
    if isinstance(record, PkSample):
        return record.taken_at is not None and record.cycle == 1
    if isinstance(record, BiomarkerResult):
        return not record.sample_id
    return record.kind in KEPT


def judge(study: Study, act: Act, said: Said) -> None:
    match said:
        case Decision():
            part = study.protocol.part(said.part_id)
            assert check_decision(PartStatus(study, part, *recommend_at(study, part)), said) == ()
        case PartOpening():
            assert check_opening(study, said, now=act.at) == []
        case RecommendedDose():
            assert check_recommended_dose(assess_status(study, study.protocol.part(said.part_id)), said) == ()


def unanswered(study: Study) -> list[tuple[str, Finding]]:
    """What the checks say of a subject's place and first dose at its moment, and nobody recorded as a deviation."""
    done: dict[tuple[datetime, str], Enrolment | Administration] = {}
    for subject_id in (one.subject_id for one in study.subjects):
        if enrolment := study.enrolment(subject_id):
            done[enrolment.enrolled_at, subject_id] = enrolment
        if first := study.first_dose(subject_id):
            done[first.started_at, subject_id] = first
    parts = {subject_id: study.part_of(subject_id) for _, subject_id in done}
    statuses = statuses_then(study, [Then(at, subject_id, parts[subject_id]) for at, subject_id in done])  # type: ignore[arg-type]
    recorded = {(one.about_id, one.code) for one in study.deviations}
    found: list[tuple[str, Finding]] = []
    for (moment, subject_id), record in done.items():
        status, then = statuses[moment, subject_id], study.at(moment)
        if isinstance(record, Enrolment):
            findings = check_enrolment(then, status, record, now=moment)
        else:
            findings = check_administration(then, status, record, now=NOW)
        found += [(subject_id, one) for one in findings if (record.record_id, one.code) not in recorded]
    return found


# PRO-2, ESC-1, ESC-8, ESC-11, ESC-12
@pytest.mark.parametrize(("protocol_id", "seed"), [(name, 1) for name in PROTOCOLS] + [("bat6026", 2), ("mil97", 4)])
def test_a_study_runs_through_all_its_parts_by_the_rules(protocol_id: str, seed: int) -> None:
    study = judged(protocol_id, seed)
    states = derive_part_states(study)
    assert [one.phase for one in states] == [PartPhase.CLOSED] * len(states)
    assert unanswered(study) == []
    runs = {run.part.part_id: run for run in plan_whole(load_shipped(protocol_id), seed, now=NOW, zone=ZONE)}
    for state in states:
        run, part = runs[state.part.part_id], study.protocol.part(state.part.part_id)
        status = assess_status(study, part)
        assert status.undermined == ()
        expected = Counter((one.dose_level, one.outcome) for one in run.places)
        assert Counter((one.dose_level, one.outcome) for one in status.assessments) == expected
        if part.kind is PartKind.EXPANSION:
            assert all(one.is_full and one.pk_left == 0 for one in status.cohorts)
            assert not status.signals
            continue
        last = study.decisions_of(part)[-1]
        assert last.action in (CommitteeAction.MTD, CommitteeAction.MAD)
        (recommended,) = study.recommended_doses_of(part)
        assert recommended.dose_level == run.recommended
        for decision in study.decisions_of(part):
            then = study.at(decision.cut_off)
            answer = recommend_at(then, then.protocol.part(part.part_id), with_departures=False)[1]
            stored = json.loads(decision.recommended)
            assert essence(answer) == (stored["action"], stored["dose_level"] or 0, stored["subjects"])
            assert decision.action.value == stored["action"]
    assert len(study.openings) == len(states) - 1
    for condition in study.entered.get(GateCondition.kind, ()):
        assert isinstance(condition, GateCondition)
        opened = study.openings_of(condition.part_id)[0].signed_at
        assert condition.met_on < opened.astimezone(ZONE).date()
        assert check_gate_condition(study, condition, now=NOW) == []


def test_no_record_of_a_whole_study_has_a_finding_that_is_not_meant() -> None:
    study = replay("bat6026", whole_acts("bat6026", 2), load_shipped("bat6026").first_part)
    # Places and doses are judged above, by what was known at their moment.
    kinds = set(study.entered) - {Enrolment.kind, Administration.kind}
    found = Counter((finding.code, finding.is_hard) for _, finding in findings_of(study, now=NOW, kinds=kinds))
    assert set(found) <= {("pk_outside_window", False)}
    assert sum(found.values()) < 25


def test_the_same_seed_makes_the_same_whole_study_and_another_one_another() -> None:
    assert whole_acts("imm27m", 3) == whole_acts("imm27m", 3)
    assert whole_acts("imm27m", 3) != whole_acts("imm27m", 4)
