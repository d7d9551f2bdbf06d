"""The body systems of a physical examination."""

from enum import StrEnum


class BodySystem(StrEnum):
    """What was examined, from head to foot; the values are usual in the SDTM domain PE."""

    GENERAL = "GENERAL APPEARANCE"
    HEAD = "HEAD AND NECK"
    SKIN = "SKIN"
    LYMPH_NODES = "LYMPH NODES"
    CARDIOVASCULAR = "CARDIOVASCULAR"
    RESPIRATORY = "RESPIRATORY"
    ABDOMEN = "ABDOMEN"
    EXTREMITIES = "EXTREMITIES"
    NEUROLOGICAL = "NEUROLOGICAL"
