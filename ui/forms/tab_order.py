"""Controls that come later take their place in the order of the Tab key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_before(anchor: QWidget, controls: Sequence[QWidget]) -> None:
    """Let the Tab key stop at controls, in their order, just before it comes to ``anchor``.

    Args:
        anchor: a widget of the same window, itself a stop or not.
        controls: made after it; Qt would put them last.
    """
    before = anchor.previousInFocusChain()
    # Qt takes only a widget that the Tab key stops at as the one before.
    while before is not None and before is not anchor:
        if before.focusPolicy() & Qt.FocusPolicy.TabFocus and not before.focusProxy() and before not in controls:
            break
        before = before.previousInFocusChain()
    if before is None or before is anchor:
        return
    for control in controls:
        QWidget.setTabOrder(before, control)
        before = control
