"""From a subject's history to what the DLT definition says of it (AE-4 to AE-6, AE-8).

An event counts by what lies inside the window, on the side of safety where a date is partial; its relationship has to
reach the protocol's threshold. The verdict here is derived; a person adjudicates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.dlt.answer import HOLDS, Answer, Verdict, all_of, any_of
from domain.dlt.companions import Case, judge_companion
from domain.dlt.concepts import LABORATORY, concepts_of
from domain.dlt.durations import Stretch, lasted, stretches
from domain.dlt.history import Event, History, window_of
from domain.dlt.vocabulary import Clause, CountsBy, DltDefinition, Exclusion, FoundBy
from domain.protocol.model import Part
from domain.reasons import Reason


@dataclass(frozen=True)
class ClauseResult:
    """What a clause says of a subject.

    Attributes:
        number: of the clause in the protocol file, from 1.
        answer: verdict, trace, and when it will be known.
    """

    number: int
    clause: Clause
    answer: Answer

    @property
    def verdict(self) -> Verdict:
        """Met, not met, or not yet known."""
        return self.answer.verdict


@dataclass(frozen=True)
class OutsideWindow:
    """An event that meets a clause, or may, but for the window: it counts for the recommended dose only (AE-6)."""

    event: Event
    number: int
    clause: Clause
    answer: Answer


@dataclass(frozen=True)
class DltAssessment:
    """What the definition says of a subject at a cut-off.

    Attributes:
        verdict: met if any clause is met, else not yet known if any is, else not met.
        is_final: met, or the window has closed and nothing that is recorded is awaited; new records can change it.
        known_on: when every clause that is not yet known will be decided; None where only a person or a value can.
        moderate: whether there is a related toxicity from the moderate grade on that is no DLT.
        outside: events that meet a clause but for the window.
    """

    subject_id: str
    part_id: str
    cut_off: datetime
    starts_at: datetime
    ends_at: datetime
    verdict: Verdict
    is_final: bool
    known_on: date | None
    clauses: tuple[ClauseResult, ...]
    moderate: Answer
    outside: tuple[OutsideWindow, ...] = ()

    @property
    def awaited(self) -> tuple[ClauseResult, ...]:
        """The clauses that are not yet known."""
        return tuple(result for result in self.clauses if result.verdict is Verdict.NOT_YET)

    @property
    def awaits_nothing(self) -> bool:
        """Whether the window has closed and no clause waits, inside it or outside: only a record can change this."""
        answers = [*(one.answer for one in self.clauses), *(one.answer for one in self.outside)]
        return self.cut_off >= self.ends_at and all(one.verdict is not Verdict.NOT_YET for one in answers)


def assess_dlt(part: Part, version: str, history: History) -> DltAssessment:
    """What a part's DLT definition says of a subject.

    Args:
        part: with the window, the relationship's threshold and the definition.
        version: of CTCAE, pinned by the protocol.
        history: of one subject, at its cut-off.

    Raises:
        ValueError: no dose has been given, or the part has no DLT definition.

    Source: BAT6021 registration, DLT definition, for the vocabulary; requirements AE-4 to AE-6, AE-8.
    """
    if part.dlt is None:
        raise ValueError(f"part {part.part_id} has no DLT definition")
    case = Case(history, part, version, *window_of(history, part.window))
    results, outside = [], []
    for number, clause in part.dlt.applicable:
        answer, later = _judge_clause(case, part.dlt, clause)
        source = f"dlt.clauses[{number}]"
        reasons = tuple(Reason(one.code, one.numbers, source) for one in answer.reasons)
        results.append(ClauseResult(number, clause, Answer(answer.verdict, reasons, answer.known_on, answer.records)))
        outside += [OutsideWindow(event, number, clause, said) for event, said in later]
    # Each clause has its own reasons; the whole needs none.
    overall = any_of(Answer(result.verdict, known_on=result.answer.known_on) for result in results)
    is_final = overall.verdict is Verdict.MET or (
        overall.verdict is Verdict.NOT_MET and history.cut_off >= case.ends_at
    )
    return DltAssessment(
        subject_id=history.subject_id,
        part_id=part.part_id,
        cut_off=history.cut_off,
        starts_at=case.starts_at,
        ends_at=case.ends_at,
        verdict=overall.verdict,
        is_final=is_final,
        known_on=overall.known_on,
        clauses=tuple(results),
        moderate=_judge_moderate(case, results),
        outside=tuple(outside),
    )


def _judge_clause(case: Case, definition: DltDefinition, clause: Clause) -> tuple[Answer, list[tuple[Event, Answer]]]:
    """The clause's answer by what lies inside the window, and the later events that meet it or may."""
    names = clause.selection.names(case.version)
    inside: list[Answer] = []
    later: list[tuple[Event, Answer]] = []
    for event in case.history.events_from(clause.min_grade):
        if event.term not in names:
            continue
        for stretch in stretches(case.history, event, clause.min_grade):
            if _is_inside(case, definition, event, stretch):
                inside.append(_judge_stretch(case, clause, event, stretch))
            elif _is_later(case, stretch):
                answer = _judge_stretch(case, clause, event, stretch)
                if answer.verdict is not Verdict.NOT_MET:
                    later.append((event, answer))
    if not inside:
        return _nothing(case, clause, [event for event in case.history.all_events if event.term in names]), later
    return any_of(inside), later


def _judge_stretch(case: Case, clause: Clause, event: Event, stretch: Stretch) -> Answer:
    """Whether an event at its grade meets a clause, its place in time aside."""
    numbers = {"record": event.record_id, "term": event.term, "grade": stretch.grade, "since": stretch.start}
    answers = [Answer.met("dlt_at_grade", event.record_id, **numbers), _judge_kind(case, clause, event)]
    if case.history.worst_of(event) > clause.max_grade:
        answers.append(Answer.not_met("dlt_above_grade", event.record_id, max_grade=clause.max_grade, **numbers))
    answers.append(_judge_relationship(case, event))
    answers.append(lasted(case.history, event, stretch, clause.min_grade, clause.days))
    answers += [_judge_exclusion(case, clause, one, event, stretch) for one in clause.exclusions]
    if clause.together and not any(answer.verdict is Verdict.NOT_MET for answer in answers):
        answers.append(any_of(judge_companion(case, event, stretch, one) for one in clause.together))
    return all_of(answers)


def _judge_kind(case: Case, clause: Clause, event: Event) -> Answer:
    if clause.found_by is FoundBy.ANY:
        return HOLDS
    is_laboratory = event.is_laboratory_only
    if is_laboratory is None:
        is_laboratory = event.term in concepts_of(case.version)[LABORATORY]
    if is_laboratory == (clause.found_by is FoundBy.LABORATORY):
        return HOLDS
    code = "dlt_laboratory_only" if is_laboratory else "dlt_not_laboratory"
    return Answer.not_met(code, event.record_id, record=event.record_id, term=event.term)


def _judge_relationship(case: Case, event: Event) -> Answer:
    threshold = case.part.window.relationship
    numbers: dict[str, Any] = {"record": event.record_id, "term": event.term, "threshold": threshold.value.lower()}
    if event.relationship is None:
        code = "dlt_relationship_awaited" if event.is_recorded else "dlt_event_awaited"
        return Answer.not_yet(code, event.record_id, **numbers)
    if event.relationship.is_at_least(threshold):
        return HOLDS
    said = event.relationship.value.lower()
    return Answer.not_met("dlt_event_not_related", event.record_id, relationship=said, **numbers)


def _judge_exclusion(case: Case, clause: Clause, exclusion: Exclusion, event: Event, stretch: Stretch) -> Answer:
    """Met where the exception does not save the event."""
    if event.term not in exclusion.selection.names(case.version) or case.history.worst_of(event) > exclusion.max_grade:
        return HOLDS
    numbers = {"record": event.record_id, "term": event.term}
    if exclusion.resolves_within_days is None:
        return Answer.not_met("dlt_excluded", event.record_id, **numbers)
    answer = lasted(case.history, event, stretch, clause.min_grade, exclusion.resolves_within_days + 1)
    if answer.verdict is Verdict.NOT_MET:
        days = exclusion.resolves_within_days
        return Answer.not_met("dlt_resolved", event.record_id, days=days, most=stretch.most, **numbers)
    return answer


def _is_inside(case: Case, definition: DltDefinition, event: Event, stretch: Stretch) -> bool:
    """Whether it counts for the window, unless the dates prove otherwise (AE-8)."""
    moments = [stretch.start] if definition.counts_by is CountsBy.GRADE else [stretch.start, event.onset]
    zone = case.history.zone
    return any(one.latest(zone) >= case.starts_at and one.earliest(zone) <= case.ends_at for one in moments)


def _is_later(case: Case, stretch: Stretch) -> bool:
    return stretch.start.earliest(case.history.zone) > case.ends_at


def _nothing(case: Case, clause: Clause, concerned: Sequence[Event]) -> Answer:
    """Why a clause is not met where no event reaches its grade inside the window."""
    worst = max(concerned, key=case.history.worst_of, default=None)
    numbers: dict[str, object] = {"min_grade": clause.min_grade, "until": case.ends_at}
    suffix = "so_far" if case.history.cut_off < case.ends_at else "in_window"
    if worst is None:
        return Answer.not_met(f"dlt_none_{suffix}", **numbers)
    grade = case.history.worst_of(worst)
    return Answer.not_met(
        f"dlt_lower_{suffix}" if grade < clause.min_grade else "dlt_not_in_window",
        worst.record_id,
        **numbers,
        record=worst.record_id,
        term=worst.term,
        grade=grade,
    )


def _judge_moderate(case: Case, results: Sequence[ClauseResult]) -> Answer:
    """Related toxicities from the moderate grade on, by onset inside the window, that are no DLT."""
    limiting = {record for one in results if one.verdict is Verdict.MET for record in one.answer.records}
    answers = []
    for event in case.history.all_events:
        is_lower = case.history.worst_of(event) < case.part.rules.moderate_grade
        if is_lower or event.record_id in limiting:
            continue
        for stretch in stretches(case.history, event, case.part.rules.moderate_grade):
            if _is_inside(case, DltDefinition(), event, stretch):
                numbers = {
                    "record": event.record_id,
                    "term": event.term,
                    "grade": stretch.grade,
                    "since": stretch.start,
                }
                reached = Answer.met("dlt_at_grade", event.record_id, **numbers)
                answers.append(all_of([reached, _judge_relationship(case, event)]))
    nothing = Answer.not_met("dlt_none_moderate", min_grade=case.part.rules.moderate_grade)
    return any_of(answers or [nothing])
