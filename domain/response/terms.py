"""Controlled terms of tumour response. Values are CDISC submission values where a codelist has one."""

from enum import StrEnum


class Response(StrEnum):
    """Response at a visit or overall (CDISC ONCRSR, C96785), best first."""

    CR = "CR"
    PR = "PR"
    SD = "SD"
    NON_CR_NON_PD = "NON-CR/NON-PD"
    PD = "PD"
    NE = "NE"
    ND = "ND"
    MISSING = "MISSING"
    NONE = "NONE"
    """There is no lesion of the kind; never a best response."""


class LesionKind(StrEnum):
    """The part that a lesion plays."""

    TARGET = "target"
    NON_TARGET = "non-target"
    NEW = "new"


class LesionStatus(StrEnum):
    """What was found of a lesion at a visit."""

    MEASURED = "measured"
    TOO_SMALL = "too-small"
    ABSENT = "absent"
    PRESENT = "present"
    UNEQUIVOCAL_PD = "unequivocal-pd"
    EQUIVOCAL = "equivocal"
    NOT_EVALUABLE = "not-evaluable"


class PrAfterCr(StrEnum):
    """How a PR after a CR is read: RECIST leaves it open."""

    AS_RECORDED = "as-recorded"
    PROGRESSION = "pd"
    CR_WAS_PR = "reread"


class ResponseBy(StrEnum):
    """Whose overall response of a visit is read."""

    COMPUTED = "computed"
    INVESTIGATOR = "investigator"


RESPONDING = frozenset({Response.CR, Response.PR})
