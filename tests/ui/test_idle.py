"""When nobody touches anything for too long."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.idle import IdleWatch
from ui.settings import LOCK_AFTER_MINUTES, Settings


class Clock:
    """A time of day that tests move."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(qtbot: QtBot, clock: Clock) -> IdleWatch:
    watch = IdleWatch(10, clock=clock)
    watch.start()
    yield watch  # type: ignore[misc]
    watch.stop()


def told(watch: IdleWatch) -> list[bool]:
    times: list[bool] = []
    watch.idle.connect(lambda: times.append(True))
    return times


def test_it_is_told_once_after_so_many_minutes(watch: IdleWatch, clock: Clock) -> None:
    times = told(watch)  # TRU-5, statement 18
    clock.now += 599
    watch.look()
    assert times == []
    clock.now += 1
    watch.look()
    watch.look()
    assert times == [True]


@pytest.mark.parametrize("touch", ["key", "mouse"])
def test_a_touch_begins_anew(watch: IdleWatch, clock: Clock, qtbot: QtBot, touch: str) -> None:
    times, widget = told(watch), QWidget()
    qtbot.addWidget(widget)
    widget.show()
    clock.now += 599
    if touch == "key":
        qtbot.keyClick(widget, Qt.Key.Key_A)
    else:
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    clock.now += 599
    watch.look()
    assert times == []
    clock.now += 1
    watch.look()
    assert times == [True]


def test_a_computer_that_slept_was_idle_and_a_clock_set_back_does_not_keep_it_open(
    watch: IdleWatch, clock: Clock
) -> None:
    times = told(watch)
    clock.now -= 86_400  # set back: counted from there on
    watch.look()
    clock.now += 600
    watch.look()
    assert times == [True]


def test_the_time_is_one_of_a_few_and_never_none(tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings = Settings(tmp_path / "settings.ini")
    assert settings.lock_after_minutes in LOCK_AFTER_MINUTES
    settings.lock_after_minutes = 5
    assert Settings(tmp_path / "settings.ini").lock_after_minutes == 5
    settings.lock_after_minutes = 100_000
    assert settings.lock_after_minutes in LOCK_AFTER_MINUTES
