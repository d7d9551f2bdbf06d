"""Version, licence and what the program rests on."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from PySide6.QtWidgets import QWidget

from ui.command_line import version
from ui.dialogs.dialog import Dialog
from ui.text import tr
from ui.widgets.elided_label import Label
from ui.widgets.key_value import KeyValueList

_LIBRARIES = ("PySide6_Essentials", "pyqtgraph", "sqlite-utils", "sqlcipher3", "numpy")


class AboutDialog(Dialog):
    """What runs here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """List the versions."""
        super().__init__(f"Titrant {version()}", tr("Close"), parent=parent)
        self.add(
            Label(
                tr(
                    "Runs the dose-escalation phase of an oncology trial. Apache License 2.0. "
                    "A recommendation of the program is not a decision of the committee."
                ),
                token="text2",
                wrap=True,
            )
        )
        facts = KeyValueList()
        facts.set_facts([(name, _version_of(name)) for name in _LIBRARIES])
        self.add(facts)


def _version_of(name: str) -> str:
    try:
        return installed(name)
    except PackageNotFoundError:
        return tr("not installed")
