"""Every widget test runs in the light theme with the shipped fonts."""

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme import apply_theme


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    apply_theme(qapp, "light")
