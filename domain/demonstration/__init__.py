"""Synthetic studies for training, demonstrations and tests: from a history in the trial notation to dated records.

The subjects are invented; nothing in them stems from a person. The same seed makes the same study.
``play_history`` makes a plain study, ``play_study`` one with every kind of data in the middle of its first part,
``play_whole`` one that has gone through all its parts.
"""

from domain.demonstration.act import Act, Meeting, Opening, TumourCall
from domain.demonstration.complete import play_study, play_whole
from domain.demonstration.history import draw_history, script_of, with_open_question
from domain.demonstration.plain import play_history
from domain.demonstration.said import Said, looked_at, said_of

__all__ = [
    "Act",
    "Meeting",
    "Opening",
    "Said",
    "TumourCall",
    "draw_history",
    "looked_at",
    "play_history",
    "play_study",
    "play_whole",
    "said_of",
    "script_of",
    "with_open_question",
]
