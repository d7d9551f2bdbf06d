"""The words that the widgets say of themselves."""

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """The text in the language of the user; the widgets know nothing of trials, and have a context of their own."""
    return QCoreApplication.translate("widgets", text)
