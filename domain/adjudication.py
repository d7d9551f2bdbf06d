"""What a person's verdict on a DLT window rests on, whether it still stands, and what may be signed (AE-5).

The derived verdict is never edited. A person's verdict stands beside it and counts, until what it rests on changes:
then it is open again, and the graver of the two counts.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from domain.canonical import canonical
from domain.dlt.answer import Verdict
from domain.dlt.assess import DltAssessment
from domain.dlt.history import Event, window_of
from domain.dlt.of_study import derive_dlt, history_of
from domain.protocol.model import Part
from domain.reasons import Finding
from domain.records import Adjudication
from domain.study import Study
from domain.terms import DltVerdict

_AGREES = {
    DltVerdict.DLT: Verdict.MET,
    DltVerdict.NO_DLT: Verdict.NOT_MET,
    DltVerdict.NOT_YET_KNOWN: Verdict.NOT_YET,
}


@dataclass(frozen=True)
class Standing:
    """A person's verdict as it stands at the study's cut-off.

    Attributes:
        adjudication: the last one that is no second opinion.
        is_reopened: whether what it rests on has changed since, or the derived verdict has moved away from it.
        is_overruling: whether it differs from what the definition derives now.
        opinions: second opinions, first to last.
    """

    adjudication: Adjudication
    is_reopened: bool
    is_overruling: bool
    opinions: tuple[Adjudication, ...] = ()


def standing_of(study: Study, part: Part, subject_id: str, derived: DltAssessment | None) -> Standing | None:
    """How the last verdict of a person stands; None where nobody has given one."""
    signed = study.adjudications_of(subject_id)
    verdicts = [one for one in signed if not one.is_second_opinion]
    if not verdicts:
        return None
    # Two of one minute: each was signed on a later position of the stream.
    last = max(verdicts, key=lambda one: (one.signed_at, one.position))
    then = study if last.cut_off == study.cut_off else study.at(last.cut_off)
    has_changed = evidence_hash(then, then.part_of(subject_id) or part, subject_id) != last.evidence_hash
    now = verdict_word(derived)
    differs = derived is not None and not follows(last.verdict, derived)
    return Standing(
        last,
        is_reopened=has_changed or (differs and now != last.derived),
        is_overruling=differs,
        opinions=tuple(one for one in signed if one.is_second_opinion and one.signed_at >= last.signed_at),
    )


def verdict_word(derived: DltAssessment | None) -> str:
    """The derived verdict as it is stored: "" where the protocol has no definition."""
    return verdict_so_far(derived).value if derived else ""


def verdict_so_far(derived: DltAssessment) -> Verdict:
    """What the definition says of the window as a whole: while it is open, nothing met is not yet "not met"."""
    is_open = derived.verdict is Verdict.NOT_MET and not derived.is_final
    return Verdict.NOT_YET if is_open else derived.verdict


def evidence_hash(study: Study, part: Part, subject_id: str) -> str:
    """SHA-256 over what a verdict rests on at the study's cut-off.

    What each clause says and by which records; the events that can have begun inside the window, the graded results and
    the interventions up to its end. An event of a later cycle changes it only if it changes what a clause says.
    """
    history, derived = history_of(study, subject_id), derive_dlt(study, part, subject_id)
    end = window_of(history, part.window)[1] if history.given else history.cut_off
    clauses = [[one.number, one.verdict.value, list(one.answer.records)] for one in derived.clauses] if derived else []
    evidence = {
        "protocol": study.protocol.version,
        "clauses": clauses,
        "events": [_plain(event) for event in history.events if event.onset.earliest(history.zone) <= end],
        "results": [
            [one.test, str(one.at), one.term, one.grade]
            for one in history.results
            if one.grade and one.at.earliest(history.zone) <= end
        ],
        "interventions": [
            [one.kind.value, str(one.at), list(one.treats) if one.treats is not None else None]
            for one in history.interventions
            if one.at.earliest(history.zone) <= end
        ],
    }
    return hashlib.sha256(canonical(evidence).encode()).hexdigest()


def _plain(event: Event) -> list[object]:
    return [
        event.record_id,
        event.term,
        [[step.grade, str(step.since)] for step in event.steps],
        str(event.end) if event.end else None,
        event.relationship.value if event.relationship else None,
        event.is_laboratory_only,
        event.is_admitted,
        event.action.value if event.action else None,
    ]


def draft_adjudication(
    study: Study,
    part: Part,
    subject_id: str,
    verdict: DltVerdict,
    *,
    record_id: str,
    reason: str,
    signed_by: str,
    signed_role: str,
    now: datetime,
    is_second_opinion: bool = False,
) -> Adjudication:
    """A verdict on what the study shows now, with all that it rests on.

    Args:
        study: at its cut-off, as the person sees it.
        part: the subject's.
        subject_id: whose window.
        verdict: what the person says.
        record_id: of the new record.
        reason: as it will be printed.
        signed_by: the person.
        signed_role: in the study.
        now: aware UTC.
        is_second_opinion: whether it stands beside another and decides nothing.
    """
    return Adjudication(
        record_id=record_id,
        subject_id=subject_id,
        verdict=verdict,
        reason=reason.strip(),
        is_second_opinion=is_second_opinion,
        derived=verdict_word(derive_dlt(study, part, subject_id)),
        evidence_hash=evidence_hash(study, part, subject_id),
        cut_off=study.cut_off,
        position=study.position,
        head=study.head,
        protocol_version=study.protocol.version,
        signed_by=signed_by,
        signed_role=signed_role,
        signed_at=now,
    )


def check_adjudication(study: Study, part: Part, signed: Adjudication, window_ends_at: datetime) -> list[Finding]:
    """What forbids signing a verdict.

    Args:
        study: at its cut-off.
        part: the subject's.
        signed: as it would be.
        window_ends_at: end of the subject's DLT window, aware UTC.
    """
    findings: list[Finding] = []
    derived = derive_dlt(study, part, signed.subject_id)
    if signed.verdict is DltVerdict.NO_DLT and study.cut_off < window_ends_at:
        findings.append(Finding("verdict", "verdict_before_window_end", numbers={"until": window_ends_at}))
    if not follows(signed.verdict, derived) and not signed.reason.strip():
        findings.append(Finding("reason", "verdict_needs_reason"))
    if not signed.signed_by.strip():
        findings.append(Finding("signed_by", "decision_needs_signature"))
    return findings


def follows(verdict: DltVerdict, derived: DltAssessment | None) -> bool:
    """Whether a verdict is what the definition derives."""
    return derived is not None and verdict_so_far(derived) is _AGREES[verdict]
