"""Controlled terms of the study.

Each is a closed list. Where CDISC publishes a codelist, the values are its submission values; the comment names it.
Words for the screen are made in ``ui/text.py``, never here.
"""

from enum import IntEnum, StrEnum


class Sex(StrEnum):
    """CDISC codelist SEX (C66731), without the two values that a phase 1 site does not record."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"


class Grade(IntEnum):
    """CTCAE severity grade, 1 to 5."""

    MILD = 1
    MODERATE = 2
    SEVERE = 3
    LIFE_THREATENING = 4
    FATAL = 5


class Relationship(StrEnum):
    """Causal relationship of an event to the study drug, weakest first."""

    NOT_RELATED = "NOT RELATED"
    UNLIKELY = "UNLIKELY RELATED"
    POSSIBLE = "POSSIBLY RELATED"
    PROBABLE = "PROBABLY RELATED"
    DEFINITE = "RELATED"

    def is_at_least(self, threshold: "Relationship") -> bool:
        """Whether this relationship is as strong as ``threshold`` or stronger."""
        order = list(Relationship)
        return order.index(self) >= order.index(threshold)


class DltMark(StrEnum):
    """What the assessor says of one event: evidence for the verdict on the subject, not the verdict."""

    NOT_ASSESSED = "NOT ASSESSED"
    NO = "N"
    YES = "Y"


class AeOutcome(StrEnum):
    """CDISC codelist OUT (C66768)."""

    RECOVERED = "RECOVERED/RESOLVED"
    RECOVERING = "RECOVERING/RESOLVING"
    SEQUELAE = "RECOVERED/RESOLVED WITH SEQUELAE"
    NOT_RECOVERED = "NOT RECOVERED/NOT RESOLVED"
    FATAL = "FATAL"
    UNKNOWN = "UNKNOWN"


class ActionTaken(StrEnum):
    """CDISC codelist ACN (C66767)."""

    NONE = "DOSE NOT CHANGED"
    INTERRUPTED = "DRUG INTERRUPTED"
    DELAYED = "DOSE DELAYED"
    REDUCED = "DOSE REDUCED"
    WITHDRAWN = "DRUG WITHDRAWN"
    NOT_APPLICABLE = "NOT APPLICABLE"
    UNKNOWN = "UNKNOWN"


class DoseChange(StrEnum):
    """What became of an administration that was due."""

    AS_PLANNED = "AS PLANNED"
    INTERRUPTED = "INTERRUPTED"
    REDUCED = "REDUCED"
    OMITTED = "OMITTED"


class LeaveReason(StrEnum):
    """Why a subject left the study (CDISC codelist NCOMPLT, C66727, the values a phase 1 site needs)."""

    CONSENT_WITHDRAWN = "WITHDRAWAL BY SUBJECT"
    DEATH = "DEATH"
    LOST = "LOST TO FOLLOW-UP"
    PROGRESSION = "PROGRESSIVE DISEASE"
    ADVERSE_EVENT = "ADVERSE EVENT"
    INVESTIGATOR = "PHYSICIAN DECISION"
    OTHER = "OTHER"


class DeviationCategory(StrEnum):
    """What kind of departure from the protocol a deviation is."""

    ELIGIBILITY = "ELIGIBILITY"
    SLOT = "CLOSED SLOT"
    SPACING = "SPACING"
    DOSE = "DOSE"
    SCHEDULE = "SCHEDULE"
    DATA = "DATA"
    OTHER = "OTHER"


class Importance(StrEnum):
    """ICH E3 wording: an important deviation may affect safety, rights or the reliability of the data."""

    MINOR = "MINOR"
    IMPORTANT = "IMPORTANT"


class PartKind(StrEnum):
    """What a part of the study does."""

    ESCALATION = "ESCALATION"
    EXPANSION = "EXPANSION"


class Outcome(StrEnum):
    """DLT outcome of one treated subject, in the letters of the trial notation (``domain/notation.py``)."""

    NO_DLT = "N"
    DLT = "T"
    MODERATE = "M"
    PENDING = "?"
    PENDING_MODERATE = "m"
    NOT_EVALUABLE = "X"
    NOT_EVALUABLE_MODERATE = "x"

    @property
    def is_evaluable(self) -> bool:
        """Counts in the denominator."""
        return self in (Outcome.NO_DLT, Outcome.DLT, Outcome.MODERATE)

    @property
    def is_pending(self) -> bool:
        """The verdict is not in yet."""
        return self in (Outcome.PENDING, Outcome.PENDING_MODERATE)

    @property
    def is_moderate(self) -> bool:
        """A moderate toxicity that counts towards the end of acceleration."""
        return self in (Outcome.MODERATE, Outcome.PENDING_MODERATE, Outcome.NOT_EVALUABLE_MODERATE)


class Action(StrEnum):
    """What the rules recommend."""

    ENROL = "enrol"
    EXPAND = "expand"
    ESCALATE = "escalate"
    DE_ESCALATE = "de-escalate"
    WAIT = "wait"
    MTD = "mtd"
    MAD = "mad"
    STOP = "stop"
    CHOOSE = "choose"


class CommitteeAction(StrEnum):
    """What the committee can decide. ``HOLD`` and ``STAY`` have no counterpart among the rules' recommendations."""

    ENROL = "enrol"
    EXPAND = "expand"
    ESCALATE = "escalate"
    DE_ESCALATE = "de-escalate"
    HOLD = "hold"
    STAY = "stay"
    MTD = "mtd"
    MAD = "mad"
    STOP = "stop"


class LevelState(StrEnum):
    """State of a dose level under the rules."""

    CLOSED = "closed"
    OPTIONAL = "optional"
    OPEN = "open"
    CLEARED = "cleared"
    EXCEEDED = "exceeded"
    SUSPENDED = "suspended"


class AfterExceeded(StrEnum):
    """What follows once a level is exceeded."""

    FILL = "fill"
    PREVIOUS = "previous"


class FillMode(StrEnum):
    """How a level that holds a single subject is brought to six."""

    STEPWISE = "stepwise"
    DIRECT = "direct"


class TopLevel(StrEnum):
    """What happens when the highest level is cleared."""

    STOP = "stop"
    CONFIRM = "confirm"


class WindowEnd(StrEnum):
    """When the DLT window closes: to the hour, or with the site's calendar day."""

    HOURS = "hours"
    CALENDAR_DAY = "calendar day"


class Vote(StrEnum):
    """A committee member's part in a decision."""

    AGREES = "agrees"
    DISSENTS = "dissents"
    PRESENT = "present"


class Severity(StrEnum):
    """How a finding binds: hard blocks saving, soft asks for a justification."""

    HARD = "hard"
    SOFT = "soft"
