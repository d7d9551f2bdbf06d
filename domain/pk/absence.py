"""Why a parameter has no value, as a number for arrays; ``messages.py`` has the sentences."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Absences = NDArray[np.uint8]


class Absence(IntEnum):
    """Why there is no value; 0 where there is one."""

    NONE = 0
    NO_SAMPLES = 1
    ONE_SAMPLE = 2
    ALL_BLQ = 3
    SLOPE_FEW_POINTS = 4
    SLOPE_RISES = 5
    CHOSEN_FEW_POINTS = 6
    CHOSEN_RISES = 7
    NO_DOSE = 8
    UNITS_DO_NOT_FIT = 9
    NO_TAU = 10
    NOT_STEADY_STATE = 11
    ONLY_EXTRAVASCULAR = 12
    ONLY_INTRAVENOUS = 13
    ONLY_BOLUS = 14
    BEYOND_LAST = 15
    CMIN_ZERO = 16
    CTROUGH_ZERO = 17
    AUC_ZERO = 18
    NO_REFERENCE = 19
    DOSES_DIFFER = 20
    REFERENCE_ABSENT = 21
    NO_C0 = 22
    OUTSIDE_INTERVAL = 23
    NOT_FINITE = 24

    @property
    def code(self) -> str:
        """The code of its sentence."""
        return f"pk_absent_{self.name.lower()}"


def first_of(*absences: Absences) -> Absences:
    """The first reason of several (P,); 0 where none holds."""
    result = absences[0]
    for other in absences[1:]:
        result = np.where(result == 0, other, result)
    return result


def absent_if(condition: NDArray[np.bool_], absence: Absence) -> Absences:
    """The reason where a condition (P,) holds."""
    return np.where(condition, np.uint8(absence), np.uint8(0))
