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
        return _STRENGTH[self] >= _STRENGTH[threshold]

    @property
    def strength(self) -> int:
        """Its place in the order, 0 for the weakest."""
        return _STRENGTH[self]


_STRENGTH = {relationship: place for place, relationship in enumerate(Relationship)}


class Judgement(StrEnum):
    """What a person says of something that no rule can tell: CDISC codelist NY (C66742), and not said yet."""

    NOT_ASSESSED = "NOT ASSESSED"
    NO = "N"
    YES = "Y"


class SeriousCriterion(StrEnum):
    """Why an event is serious (ICH E2A). The values are the SDTM variables that carry each."""

    DEATH = "AESDTH"
    LIFE_THREATENING = "AESLIFE"
    HOSPITALISATION = "AESHOSP"
    DISABILITY = "AESDISAB"
    CONGENITAL = "AESCONG"
    OTHER_IMPORTANT = "AESMIE"


class InterventionKind(StrEnum):
    """What was done for a subject, by what the DLT rules and the follow-up ask."""

    PLATELETS = "platelet transfusion"
    RED_CELLS = "red cell transfusion"
    GROWTH_FACTOR = "growth factor"
    ANTI_INFECTIVE = "anti-infective"
    STEROID = "steroid"
    SUBSTITUTION = "substitution"
    PROCEDURE = "procedure"
    NEW_THERAPY = "new anti-cancer therapy"
    OTHER = "other"


class ReportKind(StrEnum):
    """A report of a serious adverse event to the sponsor."""

    INITIAL = "INITIAL"
    FOLLOW_UP = "FOLLOW-UP"
    EXPEDITED = "EXPEDITED"


class DltVerdict(StrEnum):
    """What a person says of a subject's DLT window."""

    DLT = "DLT"
    NO_DLT = "NO DLT"
    NOT_YET_KNOWN = "NOT YET KNOWN"


class EndReason(StrEnum):
    """Why study treatment ended (CDISC codelist NCOMPLT, C66727, the values a phase 1 site needs)."""

    COMPLETED = "COMPLETED"
    PROGRESSION = "PROGRESSIVE DISEASE"
    NO_BENEFIT = "LACK OF EFFICACY"
    ADVERSE_EVENT = "ADVERSE EVENT"
    WITHDRAWAL = "WITHDRAWAL BY SUBJECT"
    DEATH = "DEATH"
    LOST = "LOST TO FOLLOW-UP"
    INVESTIGATOR = "PHYSICIAN DECISION"
    OTHER = "OTHER"


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

    COMPLETED = "COMPLETED"
    STUDY_ENDED = "STUDY TERMINATED BY SPONSOR"
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


class Role(StrEnum):
    """What a person does in the study. ``domain/access.py`` says what each may do."""

    COORDINATOR = "coordinator"
    INVESTIGATOR = "investigator"
    DATA_MANAGER = "data manager"
    MONITOR = "monitor"
    MEDICAL_MONITOR = "medical monitor"
    COMMITTEE_MEMBER = "committee member"
    PHARMACIST = "pharmacist"
    PK_ANALYST = "PK analyst"
    STATISTICIAN = "statistician"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What can be allowed beside entering and correcting records. ``domain/access.py`` says who is."""

    EXPORT = "export"
    PRINT = "print"
    BACK_UP = "back up"
    RESTORE = "restore"
    REDACT = "redact"
    LOCK = "lock"
    UNLOCK = "unlock"
    OPEN_QUERY = "open query"
    ANSWER_QUERY = "answer query"
    CLOSE_QUERY = "close query"
    VERIFY = "verify"
    MANAGE_ACCOUNTS = "manage accounts"
    AMEND = "amend"


class SignatureMeaning(StrEnum):
    """What a signature says (21 CFR 11.50(a)(3))."""

    AUTHORSHIP = "authorship"
    REVIEW = "review"
    APPROVAL = "approval"
    RESPONSIBILITY = "responsibility"


class QueryState(StrEnum):
    """Where a query stands; a closed one can be opened again."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class LockScope(StrEnum):
    """How much a lock covers."""

    FORM = "form"
    SUBJECT = "subject"
    LEVEL = "level"
    STUDY = "study"


class RedactionState(StrEnum):
    """Where a redaction stands: one person asks for it, another carries it out or refuses it."""

    REQUESTED = "requested"
    DONE = "done"
    REFUSED = "refused"


class Matrix(StrEnum):
    """What a sample is of (CDISC codelist SPECTYPE, C78734, the values of these studies)."""

    SERUM = "SERUM"
    PLASMA = "PLASMA"


class SamplePurpose(StrEnum):
    """What a sample of the plan is taken for."""

    PK = "PK"
    ADA = "ADA"
    BIOMARKER = "BIOMARKER"
    OTHER = "OTHER"


class AntibodyResult(StrEnum):
    """What the assay of anti-drug antibodies, or of their neutralising part, found."""

    POSITIVE = "POSITIVE"
    NEGATIVE = "NEGATIVE"
    NOT_REPORTED = "NOT REPORTED"


class ImagingMethod(StrEnum):
    """How a lesion was measured (CDISC codelist METHOD, C85492, the values that RECIST 1.1 speaks of)."""

    CT = "CT SCAN"
    MRI = "MRI"
    PET_CT = "PET/CT SCAN"
    X_RAY = "X-RAY"
    ULTRASOUND = "ULTRASOUND"
    PHYSICAL_EXAMINATION = "PHYSICAL EXAMINATION"


class Side(StrEnum):
    """Side of the body (CDISC codelist LAT, C99073, the values that a lesion needs)."""

    LEFT = "LEFT"
    RIGHT = "RIGHT"
    BILATERAL = "BILATERAL"


class VitalStatus(StrEnum):
    """What a contact says of survival: results of the SDTM test SURVSTAT."""

    ALIVE = "ALIVE"
    DEAD = "DEAD"
    UNKNOWN = "UNKNOWN"


class ContactMode(StrEnum):
    """How something was learnt of a subject (CDISC codelist CNTMODE, C171445, and what else a site uses)."""

    TELEPHONE = "TELEPHONE CALL"
    IN_PERSON = "IN PERSON"
    RELATIVE = "RELATIVE"
    REGISTER = "PUBLIC RECORD"
    OTHER = "OTHER"


class ConsentKind(StrEnum):
    """Whether a consent is the first one, or one to a changed form."""

    INITIAL = "INITIAL"
    RE_CONSENT = "RE-CONSENT"


class CriterionResult(StrEnum):
    """Whether a criterion of eligibility is met (CDISC codelist NY, C66742)."""

    MET = "Y"
    NOT_MET = "N"
    NOT_APPLICABLE = "NA"


class PriorTherapyKind(StrEnum):
    """What kind of anti-cancer therapy came before the study."""

    SYSTEMIC = "SYSTEMIC"
    RADIOTHERAPY = "RADIOTHERAPY"
    SURGERY = "SURGERY"
    OTHER = "OTHER"


class EcgInterpretation(StrEnum):
    """The reader's word on an ECG (results of the CDISC test INTP)."""

    NORMAL = "NORMAL"
    ABNORMAL = "ABNORMAL, NOT CLINICALLY SIGNIFICANT"
    SIGNIFICANT = "ABNORMAL, CLINICALLY SIGNIFICANT"
    NOT_EVALUABLE = "NOT EVALUABLE"


class ClinicalFinding(StrEnum):
    """What an examination found."""

    NORMAL = "NORMAL"
    ABNORMAL = "ABNORMAL"
    NOT_DONE = "NOT DONE"
