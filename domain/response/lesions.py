"""Lesions and what was found of them. Lengths are whole tenths of a millimetre: floats misgrade exactly 20 and 30 %."""

from dataclasses import dataclass
from datetime import date

from domain.response.terms import LesionKind, LesionStatus

TOO_SMALL_TENTHS = 50
"""RECIST 1.1: a lesion that is seen but too small to measure counts as 5 mm."""
NODE_NORMAL_TENTHS = 100
"""A node with a short axis under 10 mm is normal."""
_WITHOUT_NUMBER = {LesionStatus.TOO_SMALL: TOO_SMALL_TENTHS, LesionStatus.ABSENT: 0}


@dataclass(frozen=True)
class Lesion:
    """A lesion of one subject.

    Attributes:
        lesion_id: unique within the subject.
        kind: target, non-target or new.
        is_nodal: a lymph node, measured by its short axis.
        organ: organ, or "" if not known; all nodes are one organ.
    """

    lesion_id: str
    kind: LesionKind
    is_nodal: bool = False
    organ: str = ""


@dataclass(frozen=True)
class LesionFinding:
    """What was found of a lesion at a visit.

    Attributes:
        lesion_id: which lesion.
        status: what was found.
        tenths: longest diameter, or short axis of a node, in tenths of a millimetre; None if there is no number.
    """

    lesion_id: str
    status: LesionStatus
    tenths: int | None = None

    @property
    def counted(self) -> int | None:
        """The length that enters a sum, in tenths of a millimetre; None if the lesion was not assessed."""
        if self.status is LesionStatus.NOT_EVALUABLE:
            return None
        if self.tenths is None:
            return _WITHOUT_NUMBER.get(self.status)
        return self.tenths


@dataclass(frozen=True)
class VisitFindings:
    """All findings of one visit.

    Attributes:
        visit: its name, "baseline" or a number.
        on: date of the scan.
        findings: one a lesion; a lesion without one was not assessed.
    """

    visit: str
    on: date
    findings: tuple[LesionFinding, ...]
