"""What the calendar of a subject hangs on: the days at the site on which something began or ended."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from domain.partial_date import PartialDate
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import Administration, Leaving
from domain.response.survival_dates import survival_dates
from domain.study import Study
from domain.terms import LeaveReason


@dataclass(frozen=True)
class Life:
    """The days of a subject, in the site's calendar; None where it has not come to that.

    Attributes:
        consent: of the screening that counts: the first consent, or the start of the latest re-screening.
        screened: the day of the answer on eligibility that belongs to it.
        doses: administrations by cycle, omitted ones too.
        last_dose: the last day on which something was given.
        decision: on which treatment was given up.
        ends: what ended every visit: the day, and why.
    """

    subject_id: str
    part: Part
    consent: date
    screened: date | None
    is_eligible: bool
    enrolled: date | None
    doses: dict[int, Administration]
    first_dose: date | None
    last_dose: date | None
    decision: date | None
    new_therapy: date | None
    ends: tuple[tuple[date, Reason], ...]

    @property
    def is_treated(self) -> bool:
        """Whether treatment goes on: dosed, and neither given up nor ended."""
        return self.first_dose is not None and self.decision is None and not self.ends


def derive_life(study: Study, subject_id: str) -> Life:
    """The days of a subject at the study's cut-off; kept while the subject's records stay as they are."""
    entered = study.entered_for(subject_id)
    if entered is None:
        return _derive(study, subject_id)
    basis = (study.subject(subject_id), entered.up_to(study.cut_off))
    return entered.kept(("life", study.by_protocol), basis, lambda: _derive(study, subject_id))


def _derive(study: Study, subject_id: str) -> Life:
    zone = study.zone
    part = study.part_of(subject_id) or study.protocol.first_part
    again = study.rescreenings_of(subject_id)
    consent = again[-1].started_on if again else study.subject(subject_id).consent_date
    answer = study.eligibility(subject_id)
    is_current = answer is not None and (not again or answer.decided_on >= consent)
    enrolment = study.enrolment(subject_id)
    doses = study.administrations(subject_id)
    given = [day_of(dose.started_at, zone) for dose in doses if dose.given_mg > 0]
    ended = study.end_of_treatment(subject_id)
    dates = survival_dates(study, subject_id)
    ends = [(dates.death, Reason("visit_death", {"at": dates.death}))] if dates.death else []
    leaving = study.leaving(subject_id)
    if leaving is not None:
        ends.append((day_of(leaving.left_at, zone), _why_left(leaving)))
    if answer is not None and is_current and not answer.is_eligible and enrolment is None:
        ends.append((answer.decided_on, Reason("visit_screen_failure", {"at": answer.decided_on})))
    return Life(
        subject_id,
        part,
        consent,
        answer.decided_on if answer is not None and is_current else None,
        answer is not None and is_current and answer.is_eligible,
        day_of(enrolment.enrolled_at, zone) if enrolment else None,
        {dose.cycle: dose for dose in doses},
        given[0] if given else None,
        given[-1] if given else None,
        first_day(ended.decided_on, zone) if ended else None,
        dates.new_therapy,
        tuple(sorted(ends, key=lambda end: end[0])),
    )


def _why_left(leaving: Leaving) -> Reason:
    codes = {
        LeaveReason.DEATH: "visit_death",
        LeaveReason.LOST: "visit_lost",
        LeaveReason.CONSENT_WITHDRAWN: "visit_withdrawn",
    }
    return Reason(codes.get(leaving.reason, "visit_left"), {"at": leaving.left_at})


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The calendar day of a moment at the site."""
    return moment.astimezone(zone).date()


def first_day(moment: PartialDate, zone: tzinfo) -> date:
    """The first day at the site that a date can mean."""
    return moment.earliest(zone).astimezone(zone).date()
