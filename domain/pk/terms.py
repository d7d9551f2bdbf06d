"""The words a pharmacokinetic analysis is set up with."""

from enum import StrEnum


class Route(StrEnum):
    """How the dose went in; it decides what happens at the time of the dose and how parameters are called."""

    EXTRAVASCULAR = "extravascular"
    IV_BOLUS = "iv_bolus"
    IV_INFUSION = "iv_infusion"

    @property
    def is_intravenous(self) -> bool:
        """Whether the whole dose reaches the blood, so that nothing is "by F"."""
        return self is not Route.EXTRAVASCULAR


class AucMethod(StrEnum):
    """The rule for the area between two samples."""

    LINEAR = "linear"
    LIN_UP_LOG_DOWN = "linuplogdown"
    LIN_LOG = "linlog"


class BlqRule(StrEnum):
    """What stands for a concentration below the limit of quantification, by its position in the profile.

    Leading: before the first quantifiable sample (all of them where none is quantifiable). Trailing: after the last
    one. Middle: between. One rule holds for every parameter and plot.
    """

    AS_IS = "as-is"
    ZERO = "zero"
    DROP_MIDDLE = "drop-mid"
    ZERO_THEN_MISSING = "zero-then-missing"
    HALF_MIDDLE = "half-mid"
