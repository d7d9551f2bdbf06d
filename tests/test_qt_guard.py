"""Guards against a PySide6 that this application must not run on."""

import sys

from PySide6.QtCore import QObject


def test_a_void_qt_call_does_not_lose_a_reference_to_none():
    # PySide6 6.12.0 on Python 3.11 loses one per call, and the process aborts after some 5,400 of them.
    # From Python 3.12 on None is immortal and its count stays as it is.
    thing = QObject()
    before = sys.getrefcount(None)
    for number in range(200):
        thing.setObjectName(f"n{number}")
    assert sys.getrefcount(None) > before - 100
