"""An adverse event as recorded at the site, with its grades over time, and the reports that a serious one needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records.item import OfSubject, item
from domain.terms import ActionTaken, AeOutcome, Grade, Judgement, Relationship, ReportKind, SeriousCriterion


@dataclass(frozen=True)
class GradeChange:
    """From when on an event has another grade than before."""

    since: PartialDate
    grade: Grade


@dataclass(frozen=True)
class DrugAssessment:
    """What is said of an event and a further drug of a combination.

    Attributes:
        relationship: None while nobody has said.
    """

    drug: str
    relationship: Relationship | None = None
    action_taken: ActionTaken = ActionTaken.NONE


@dataclass(frozen=True, kw_only=True)
class AdverseEvent(OfSubject):
    """One event from onset to end. ``grade`` is the grade at onset; later grades are dated steps.

    What can be derived is not stored: the maximum grade, whether it is serious, treatment-emergent or dose-limiting.
    """

    kind: ClassVar[str] = "adverse_event"
    title: ClassVar[str] = "Adverse event"
    cdisc_domain: ClassVar[str] = "AE"

    term: str = item("Term (CTCAE)", cdisc="AEDECOD", is_key=True)
    verbatim: str = item(
        "Reported as", cdisc="AETERM", hint="if it differs from the term", is_free_text=True, default=""
    )
    grade: Grade = item("Grade at onset", cdisc="AETOXGR")
    onset: PartialDate = item("Onset", cdisc="AESTDTC", dates_record=True)
    grade_changes: tuple[GradeChange, ...] = item("Later grades", is_later=True, default=())
    end: PartialDate | None = item(
        "End", cdisc="AEENDTC", hint="empty while the event is ongoing", is_later=True, default=None
    )
    relationship: Relationship | None = item("Relationship", cdisc="AEREL", hint="empty: not yet said", default=None)
    action_taken: ActionTaken = item("Action taken", cdisc="AEACN", default=ActionTaken.NONE)
    other_drugs: tuple[DrugAssessment, ...] = item("Other drugs", default=())
    seriousness: tuple[SeriousCriterion, ...] = item("Serious because of", cdisc="AESER", default=())
    aware_at: datetime | None = item("Site aware", hint="starts the clocks of a serious event", default=None)
    admitted_on: PartialDate | None = item("Admitted to hospital", is_later=True, default=None)
    discharged_on: PartialDate | None = item("Discharged", is_later=True, default=None)
    outcome: AeOutcome = item("Outcome", cdisc="AEOUT", default=AeOutcome.UNKNOWN)
    is_expected: Judgement = item("Expected", hint="by the investigator's brochure", default=Judgement.NOT_ASSESSED)
    is_immune_related: Judgement = item("Immune-related", default=Judgement.NOT_ASSESSED)
    is_laboratory_only: Judgement = item(
        "Found by laboratory tests alone", hint="not assessed: the term decides", default=Judgement.NOT_ASSESSED
    )
    narrative: str = item("Narrative", is_free_text=True, default="")
    result_id: str = item("From laboratory result", default="")

    @property
    def is_ongoing(self) -> bool:
        """No end date yet."""
        return self.end is None

    @property
    def worst(self) -> Grade:
        """The maximum grade."""
        return max([self.grade, *(change.grade for change in self.grade_changes)]) if self.grade_changes else self.grade

    @property
    def is_serious(self) -> bool:
        """Whether it meets a criterion of seriousness."""
        return bool(self.seriousness)

    @property
    def relation(self) -> Relationship | None:
        """The strongest relationship to any study drug, as far as people have said; None while nobody has said any."""
        if not self.other_drugs:
            return self.relationship
        said = [self.relationship, *(one.relationship for one in self.other_drugs)]
        return max((one for one in said if one is not None), key=lambda one: one.strength, default=None)

    def judged_relation(self, threshold: Relationship) -> Relationship | None:
        """The strongest relationship, None while what is unsaid could lift it to the threshold."""
        is_open = self.relationship is None or any(one.relationship is None for one in self.other_drugs)
        relation = self.relation
        is_enough = relation is not None and relation.is_at_least(threshold)
        return relation if is_enough or not is_open else None

    @property
    def is_admitted(self) -> bool:
        """Whether it led to admission to hospital."""
        return self.admitted_on is not None or SeriousCriterion.HOSPITALISATION in self.seriousness

    def is_related(self, threshold: Relationship) -> bool:
        """Whether it is related at least so much; what nobody has judged counts as related (AE-8)."""
        relation = self.judged_relation(threshold)
        return relation is None or relation.is_at_least(threshold)


@dataclass(frozen=True, kw_only=True)
class SafetyReport(OfSubject):
    """A report of a serious adverse event that was sent to the sponsor; the first one stops the 24-hour clock."""

    kind: ClassVar[str] = "safety_report"
    title: ClassVar[str] = "Safety report"

    event_id: str = item("Adverse event", is_key=True)
    report_kind: ReportKind = item("Report", default=ReportKind.INITIAL)
    sent_at: datetime = item("Sent", dates_record=True)
    sent_to: str = item("Sent to", is_free_text=True, default="")
    comment: str = item("Comment", is_free_text=True, default="")
