"""Synthetic studies for training, demonstrations and tests: from a history in the trial notation to dated records.

The subjects are invented; nothing in them stems from a person. The same seed makes the same study.
``play_history`` makes a plain study, ``play_study`` a complete one.
"""

from domain.demonstration.act import Act, TumourCall
from domain.demonstration.complete import play_study
from domain.demonstration.history import draw_history, script_of, with_open_question
from domain.demonstration.plain import play_history
from domain.demonstration.said import said_of

__all__ = [
    "Act",
    "TumourCall",
    "draw_history",
    "play_history",
    "play_study",
    "said_of",
    "script_of",
    "with_open_question",
]
