"""A value that grades proposes its adverse event, or the grade step that a recorded one lacks (AE-3).

Only samples that can have been taken after the first dose propose: what was there before is the subject's history.
Each run of results at grade 1 or above, up to the first at grade 0, is one event with dated grade steps; of one sample
the worst result of a term counts. A result that can't be graded neither opens nor closes a run. A person accepts,
changes or leaves a proposal; nothing is recorded here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from domain.laboratory.graded_result import GradedResult, TermGrade
from domain.partial_date import PartialDate
from domain.reasons import Reason
from domain.records import AdverseEvent, GradeChange, LabResult
from domain.terms import Grade


@dataclass(frozen=True)
class Proposal:
    """An adverse event that the results show and nobody has recorded.

    Attributes:
        result: the first that grades; the event would name it in ``result_id``.
        grade: at onset.
        grade_changes: from later results.
        end: of the first later sample at grade 0; None while the last one still grades.
        goes_on_as: the recorded event that begins after it without a sample at grade 0 between: its onset may be this.
        baseline_grade: of the test, by its range; None if there is none.
        is_worse: than at baseline. What was there before and is no worse is proposed last, and said to be so.
        unassumed: the grade at onset without the assumption that it rests on; equal to ``grade`` without one.
        reasons: why the grade at onset.
    """

    subject_id: str
    result: LabResult
    term: str
    grade: Grade
    onset: PartialDate
    grade_changes: tuple[GradeChange, ...]
    end: PartialDate | None
    goes_on_as: AdverseEvent | None
    baseline_grade: int | None
    is_worse: bool
    unassumed: int | None
    reasons: tuple[Reason, ...]

    @property
    def worst(self) -> Grade:
        """The maximum grade."""
        return max([self.grade, *(change.grade for change in self.grade_changes)])


@dataclass(frozen=True)
class StepProposal:
    """A grade that the results show during a recorded event, higher than the one recorded for that day.

    Attributes:
        recorded: the grade that the event has then.
        since: when the sample was taken.
    """

    event: AdverseEvent
    result: LabResult
    term: str
    recorded: Grade
    grade: Grade
    since: PartialDate
    reasons: tuple[Reason, ...]


@dataclass
class _Run:
    """Results of a term, in order, that grade and that no event covers."""

    steps: list[tuple[GradedResult, TermGrade]] = field(default_factory=list)
    end: PartialDate | None = None
    goes_on_as: AdverseEvent | None = None


def propose_events(
    graded: Iterable[GradedResult], events: Sequence[AdverseEvent], *, zone: tzinfo
) -> tuple[Proposal | StepProposal, ...]:
    """What the results of one subject propose, by time; what is no worse than at baseline comes last.

    Args:
        graded: of the subject, in any order.
        events: recorded for the subject.
        zone: of the site.
    """
    by_term: dict[str, list[tuple[GradedResult, TermGrade]]] = {}
    for result in sorted(graded, key=lambda one: _place(one.result, zone)):
        for one in result.terms:
            if one.grade is not None:
                by_term.setdefault(one.term, []).append((result, one))
    found: list[Proposal | StepProposal] = []
    for term, listed in by_term.items():
        mine = [event for event in events if event.term.strip().casefold() == term.casefold()]
        found += _propose(term, listed, mine, zone)
    return tuple(sorted(found, key=lambda one: (isinstance(one, Proposal) and not one.is_worse, *_key(one, zone))))


def _propose(
    term: str, listed: list[tuple[GradedResult, TermGrade]], events: list[AdverseEvent], zone: tzinfo
) -> list[Proposal | StepProposal]:
    """What the results of one term propose."""
    baselines = {result.result.test: one.grade for result, one in listed if result.is_baseline}
    runs: list[_Run] = []
    steps: list[Proposal | StepProposal] = []
    shown: dict[str, Grade] = {}
    is_open = False
    for result, one in _worst_of_samples(listed):
        at = result.result.taken_at
        if not one.grade:
            if is_open:
                runs[-1].end = at
            is_open = False
            shown.clear()
            continue
        event = next((event for event in events if _covers(event, at, zone)), None)
        if event is None:
            if not is_open:
                runs.append(_Run())
            runs[-1].steps.append((result, one))
            is_open = True
            continue
        if is_open:
            runs[-1].goes_on_as = event
        is_open = False
        recorded, grade = _grade_at(event, at, zone), Grade(one.grade)
        if grade > max(recorded, shown.get(event.record_id, recorded)):
            steps.append(StepProposal(event, result.result, term, recorded, grade, at, one.reasons))
            shown[event.record_id] = grade
    return [*steps, *(_proposal(term, run, baselines) for run in runs)]


def _worst_of_samples(listed: list[tuple[GradedResult, TermGrade]]) -> list[tuple[GradedResult, TermGrade]]:
    """The worst result of each sample that can have been taken after the first dose."""
    worst: dict[PartialDate, tuple[GradedResult, TermGrade]] = {}
    for result, one in listed:
        at = result.result.taken_at
        if not result.is_before and (at not in worst or (one.grade or 0) > (worst[at][1].grade or 0)):
            worst[at] = result, one
    return list(worst.values())


def _proposal(term: str, run: _Run, baselines: Mapping[str, int | None]) -> Proposal:
    first, one = run.steps[0]
    baseline_grade = baselines.get(first.result.test)
    changes: list[GradeChange] = []
    grade = Grade(one.grade or 1)
    for result, later in run.steps[1:]:
        now = Grade(later.grade or 1)
        if now is not (changes[-1].grade if changes else grade):
            changes.append(GradeChange(result.result.taken_at, now))
    is_worse = any(
        step.is_relative or (step.grade or 0) > (baselines.get(result.result.test) or 0) for result, step in run.steps
    )
    reasons = one.reasons if is_worse else (*one.reasons, Reason("lab_no_worse", {"grade": baseline_grade}))
    assumed = any(reason.code.startswith("lab_assumed_") for reason in one.reasons)
    return Proposal(
        first.result.subject_id,
        first.result,
        term,
        grade,
        first.result.taken_at,
        tuple(changes),
        run.end,
        run.goes_on_as,
        baseline_grade,
        is_worse,
        one.unassumed if assumed else int(grade),
        reasons,
    )


def _covers(event: AdverseEvent, at: PartialDate, zone: tzinfo) -> bool:
    """Whether an event can have been going on when a sample was taken."""
    return event.onset.earliest(zone) <= at.latest(zone) and (
        event.end is None or at.earliest(zone) <= event.end.latest(zone)
    )


def _grade_at(event: AdverseEvent, at: PartialDate, zone: tzinfo) -> Grade:
    """The highest grade that an event can have had when a sample was taken, by its steps."""
    first, last = at.earliest(zone), at.latest(zone)
    steps = [(event.onset, event.grade), *((change.since, change.grade) for change in event.grade_changes)]
    possible = [
        grade
        for place, (since, grade) in enumerate(steps)
        if since.earliest(zone) <= last and (place + 1 == len(steps) or first <= steps[place + 1][0].latest(zone))
    ]
    return max(possible, default=event.grade)


def _place(result: LabResult, zone: tzinfo) -> tuple[datetime, datetime, str]:
    return result.taken_at.earliest(zone), result.taken_at.latest(zone), result.record_id


def _key(one: Proposal | StepProposal, zone: tzinfo) -> tuple[datetime, datetime, str, str]:
    return (*_place(one.result, zone), one.term)
