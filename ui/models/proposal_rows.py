"""What the laboratory results propose: adverse events to accept, and grades that a recorded event lacks."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject

from domain.checks.adverse_event import check_adverse_event
from domain.laboratory.of_study import propose_for
from domain.laboratory.proposals import Proposal, StepProposal
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import AdverseEvent, GradeChange
from domain.study import Study
from domain.terms import AeOutcome, Grade
from ui.models.lab_trend_of import say_unit
from ui.models.rows_model import RowsModel, Shown
from ui.text import say_number, say_partial, tr
from ui.widgets.table import grade_cell

Proposed = Proposal | StepProposal


def list_proposals(study: Study, subject_id: str | None = None) -> list[Proposed]:
    """What is proposed, of a subject or of everybody; what is no worse than before the first dose comes last."""
    ids = [subject_id] if subject_id is not None else [one.subject_id for one in study.subjects]
    found = [one for each in ids for one in propose_for(study, each)]
    return sorted(found, key=is_quiet)


def is_quiet(one: Proposed) -> bool:
    """Whether it is no worse than before the first dose."""
    return isinstance(one, Proposal) and not one.is_worse


def subject_of(one: Proposed) -> str:
    """Whose it is."""
    return one.result.subject_id


def worst_of(one: Proposed) -> Grade:
    """The grade that is proposed; of an event its maximum."""
    return one.worst if isinstance(one, Proposal) else one.grade


def since_of(one: Proposed) -> PartialDate:
    """From when on."""
    return one.onset if isinstance(one, Proposal) else one.since


def _say_since(one: Proposed) -> str:
    return say_partial(replace(since_of(one), hour=None, minute=None))


def key_of(one: Proposed) -> str:
    """What names a proposal across redraws."""
    return f"{one.term}/{one.result.record_id}"


def say_proposed(one: Proposed) -> str:
    """What it is beside what is recorded."""
    if isinstance(one, StepProposal):
        return tr("recorded as grade {grade}").format(grade=int(one.recorded))
    if one.goes_on_as is not None:
        return tr("before the recorded event of {onset}").format(onset=say_partial(one.goes_on_as.onset))
    return "" if one.is_worse else tr("no worse than at baseline")


def say_shown_by(one: Proposed) -> str:
    """The value that shows it: "PLAT 19 10⁹/L"."""
    result = one.result
    value = "" if result.value is None else f"{result.sign}{say_number(result.value)}"
    return " ".join(part for part in (result.test, value, say_unit(result.unit)) if part)


def event_of(one: Proposal, record_id: str) -> AdverseEvent:
    """The adverse event of a proposal. Whether it is related is for a person to say."""
    return AdverseEvent(
        record_id=record_id,
        subject_id=one.subject_id,
        term=one.term,
        grade=one.grade,
        onset=one.onset,
        grade_changes=one.grade_changes,
        end=one.end,
        outcome=AeOutcome.RECOVERED if one.end is not None else AeOutcome.UNKNOWN,
        result_id=one.result.record_id,
    )


def corrected_event(one: StepProposal, study: Study) -> AdverseEvent:
    """The recorded event with the step that the result shows."""
    event, zone = one.event, study.zone
    if one.since == event.onset:
        return replace(event, grade=one.grade)
    kept = [change for change in event.grade_changes if change.since != one.since]
    steps = sorted([*kept, GradeChange(one.since, one.grade)], key=lambda change: change.since.earliest(zone))
    return replace(event, grade_changes=tuple(steps))


def reason_for(one: StepProposal) -> str:
    """Why the recorded event is corrected."""
    return tr("Laboratory result of {at}: {value}, grade {grade}.").format(
        at=say_partial(one.since), value=say_shown_by(one), grade=int(one.grade)
    )


def judge_proposal(one: Proposed, study: Study, now: datetime) -> list[Finding]:
    """What a person has to answer before it can be recorded; none where one keystroke is enough.

    Args:
        one: the proposal.
        study: as entered now.
        now: moment of entry.
    """
    event = event_of(one, "new") if isinstance(one, Proposal) else corrected_event(one, study)
    return check_adverse_event(study, event, now=now)


class ProposalsModel(RowsModel[Proposed]):
    """Proposals as rows."""

    def __init__(self, *, for_subject: bool = False, parent: QObject | None = None) -> None:
        """Build it without rows.

        Args:
            for_subject: leave out whose it is.
            parent: Qt owner.
        """
        columns: list[Shown[Proposed]] = []
        if not for_subject:
            columns.append(Shown("subject", tr("Subject"), subject_of, subject_of))
        columns += [
            Shown("term", tr("Adverse event"), lambda one: one.term, lambda one: one.term.casefold()),
            Shown(
                "grade",
                tr("Grade"),
                lambda one: str(int(worst_of(one))),
                lambda one: int(worst_of(one)),
                painter=lambda one: grade_cell(int(worst_of(one)), "left"),
            ),
            Shown("since", tr("Since"), _say_since, lambda one: str(since_of(one)),
                  is_right=True),
            Shown("shown_by", tr("Shown by"), say_shown_by, say_shown_by, token=lambda one: "text2"),
            Shown("beside", tr("Beside what is recorded"), say_proposed, say_proposed, token=lambda one: "text2"),
        ]  # fmt: skip
        super().__init__(columns, key_of, parent)
