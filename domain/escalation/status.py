"""Where a part stands: assessments, recommendation, and the decisions that later data have undermined."""

import json
from dataclasses import dataclass
from datetime import datetime

from domain.escalation.recommend import recommend_next
from domain.escalation.recommendation import Recommendation
from domain.evaluability import Assessment, assess_part, treated_subjects
from domain.protocol.model import Part
from domain.records import Administration, Decision, Enrolment
from domain.study import Study
from domain.terms import LevelState


@dataclass(frozen=True)
class PartStatus:
    """A part at the study's cut-off.

    Attributes:
        assessments: of every treated subject, in order of first dose.
        undermined: decisions whose recommendation would be another on today's entries, with what it would be.
    """

    study: Study
    part: Part
    assessments: tuple[Assessment, ...]
    recommendation: Recommendation
    undermined: tuple[tuple[Decision, Recommendation], ...] = ()

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
    recommendation = recommend_next(
        part,
        treated_subjects(assessments),
        with_optional=study.optional_is_open(part),
        now=study.cut_off,
        with_departures=with_departures,
    )
    return assessments, recommendation


def assess_status(study: Study, part: Part) -> PartStatus:
    """Where the part stands at the study's cut-off."""
    assessments, recommendation = recommend_at(study, part)
    undermined = []
    for decision in study.decisions_of(part):
        _, then = recommend_at(study.at(decision.cut_off), part, with_departures=False)
        if essence(then) != tuple(_stored_essence(decision)):
            undermined.append((decision, then))
    return PartStatus(study, part, assessments, recommendation, tuple(undermined))


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
    return PartStatus(without, part, *recommend_at(without, part))


def essence(recommendation: Recommendation) -> tuple[str, int, int]:
    """What makes two recommendations the same act."""
    return recommendation.action.value, recommendation.dose_level or 0, recommendation.subjects


def _stored_essence(decision: Decision) -> tuple[str, int, int]:
    stored = json.loads(decision.recommended)
    return stored["action"], stored["dose_level"] or 0, stored["subjects"]
