"""Where a part stands: assessments, recommendation, and the decisions that later data have undermined."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from domain.escalation.departures_then import departures_then
from domain.escalation.recommend import recommend_next
from domain.escalation.recommendation import Recommendation
from domain.evaluability import Assessment, assess_part, treated_subjects
from domain.parts.ceiling import levels_above_ceiling, not_open, suspend_above
from domain.parts.cohorts import CohortStatus, assess_cohorts
from domain.parts.expansion import open_signals, recommend_expansion
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import Administration, Decision, Enrolment
from domain.study import Study
from domain.terms import LevelState, PartKind


@dataclass(frozen=True)
class PartStatus:
    """A part at the study's cut-off.

    Attributes:
        assessments: of every treated subject, in order of first dose.
        undermined: decisions whose recommendation would be another on today's entries, with what it would be, its level
            by today's number.
        closed: levels that the part which decided them closes, with the reason; None where nobody has asked yet.
    """

    study: Study
    part: Part
    assessments: tuple[Assessment, ...]
    recommendation: Recommendation
    undermined: tuple[tuple[Decision, Recommendation], ...] = ()
    closed: Mapping[int, Reason] | None = field(default=None, compare=False)

    def at_level(self, dose_level: int) -> tuple[Assessment, ...]:
        """Treated subjects of a level, in order of first dose."""
        return tuple(one for one in self.assessments if one.dose_level == dose_level)

    def assessment(self, subject_id: str) -> Assessment | None:
        """The assessment of a treated subject."""
        return next((one for one in self.assessments if one.subject_id == subject_id), None)

    @property
    def in_window(self) -> tuple[Assessment, ...]:
        """Subjects whose verdict is not in, the one who finishes first in front."""
        pending = [one for one in self.assessments if one.outcome.is_pending]
        return tuple(sorted(pending, key=lambda one: one.window_ends_at))

    @property
    def counted_in_window(self) -> tuple[Assessment, ...]:
        """Those of ``in_window`` who count: a backfill that is counted apart holds nothing up."""
        is_apart = self.part.rules.backfill is BackfillPolicy.APART
        return tuple(one for one in self.in_window if not (is_apart and one.is_backfill))

    @cached_property
    def closed_levels(self) -> Mapping[int, Reason]:
        """Levels at or above a dose that the part which decided them found exceeded or suspended, with the reason."""
        return self.closed if self.closed is not None else closed_by_source(self.study, self.part)

    @cached_property
    def cohorts(self) -> tuple[CohortStatus, ...]:
        """The cohorts of an opened expansion part; none elsewhere."""
        if self.part.kind is not PartKind.EXPANSION:
            return ()
        return assess_cohorts(self.study, self.part, self.assessments, self.closed_levels)

    @cached_property
    def signals(self) -> tuple[Assessment, ...]:
        """Subjects of an expansion part with a DLT that the committee has not answered yet; none elsewhere."""
        is_expansion = self.part.kind is PartKind.EXPANSION
        return open_signals(self.study, self.part, self.assessments) if is_expansion else ()

    @property
    def level_in_question(self) -> int:
        """The level that a committee would speak about: that of the subject dosed last, or the start level."""
        decided = self.recommendation.dose_level
        treated = [tally.dose_level for tally in self.recommendation.tallies if tally.treated]
        if self.recommendation.action.value in ("escalate", "stop") or decided is None:
            return max(
                (
                    t.dose_level
                    for t in self.recommendation.tallies
                    if t.treated and t.state is not LevelState.SUSPENDED
                ),
                default=self.part.rules.start_level,
            )
        return decided if treated else self.part.rules.start_level


def recommend_at(
    study: Study, part: Part, *, with_departures: bool = True
) -> tuple[tuple[Assessment, ...], Recommendation]:
    """Assessments and recommendation of a part at the study's cut-off."""
    assessments = assess_part(study, part)
    return assessments, recommend_from(study, part, assessments, with_departures=with_departures)


def recommend_from(
    study: Study,
    part: Part,
    assessments: tuple[Assessment, ...],
    *,
    with_departures: bool = True,
    closed: Mapping[int, Reason] | None = None,
) -> Recommendation:
    """The recommendation for a part, whatever its kind, from the assessments of its treated subjects.

    Args:
        study: at its cut-off.
        part: with its levels; without any while it is not open.
        assessments: in order of first dose.
        with_departures: whether to say where the history left the rules.
        closed: levels closed by the part which decided them, where that is known already.
    """
    subjects = treated_subjects(assessments)
    if not part.levels or not study.is_open(part.part_id):
        return not_open(part, subjects)
    closed = closed_by_source(study, part) if closed is None else closed
    if part.kind is PartKind.EXPANSION:
        return recommend_expansion(study, part, assessments, closed)
    has_moved = with_departures and len(study.ladder_changes(part.part_id)) > 1
    recommendation = recommend_next(
        part,
        subjects,
        with_optional=study.optional_is_open(part),
        now=study.cut_off,
        with_departures=with_departures and not has_moved,
    )
    if has_moved:
        departures = departures_then(study, part, subjects, part_then)
        recommendation = replace(recommendation, departures=departures)
    return suspend_above(recommendation, closed)


def closed_by_source(study: Study, part: Part) -> dict[int, Reason]:
    """Levels of a part at or above a dose that the part which decided them found exceeded or suspended (ESC-11)."""
    if not part.levels_from:
        return {}
    source = study.protocol.part(part.levels_from)
    if not source.levels:
        return {}
    return levels_above_ceiling(part, source, recommend_at(study, source, with_departures=False)[1])


def assess_status(study: Study, part: Part) -> PartStatus:
    """Where the part stands at the study's cut-off."""
    # The past first: an outcome that awaited nothing then is not derived a second time for the present.
    undermined = []
    for decision in study.decisions_of(part):
        before = study.at(decision.cut_off)
        _, then = recommend_at(before, part_then(before, part), with_departures=False)
        if essence(then) != tuple(_stored_essence(decision)):
            number = then.dose_level and study.number_now(part.part_id, then.dose_level, decision.cut_off)
            undermined.append((decision, replace(then, dose_level=number)))
    assessments, recommendation = recommend_at(study, part)
    return PartStatus(study, part, assessments, recommendation, tuple(undermined))


def part_then(before: Study, part: Part) -> Part:
    """The part as it was then: under the version in force, with the levels chosen by then (PRO-4).

    Args:
        before: the study at that moment.
        part: as it is now; it stands where there was no such part yet, or it had no levels.
    """
    then = next((one for one in before.protocol.parts if one.part_id == part.part_id), part)
    return then if then.levels else part


def status_before(study: Study, part: Part, subject_id: str, moment: datetime) -> PartStatus:
    """Where the part stood at a moment for everybody but one subject: what an act upon that subject is judged by.

    Args:
        study: with everything entered; the moment may lie far back.
        part: the subject's.
        subject_id: whose own place and doses are left out, so that a correction is not judged by itself.
        moment: of the act, aware UTC; what happened in the same minute counts as before it.
    """
    others = {
        kind.kind: tuple(
            record for record in study.entered.get(kind.kind, ()) if getattr(record, "subject_id", "") != subject_id
        )
        for kind in (Enrolment, Administration)
    }
    records = {**study.entered, **others}
    without = Study.of(records, cut_off=moment, position=study.position, head=study.head, before=study)
    then = part_then(without, part)
    return PartStatus(without, then, *recommend_at(without, then))


def essence(recommendation: Recommendation) -> tuple[str, int, int]:
    """What makes two recommendations the same act."""
    return recommendation.action.value, recommendation.dose_level or 0, recommendation.subjects


def _stored_essence(decision: Decision) -> tuple[str, int, int]:
    stored = json.loads(decision.recommended)
    return stored["action"], stored["dose_level"] or 0, stored["subjects"]
