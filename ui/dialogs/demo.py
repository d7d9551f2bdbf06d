"""Asks which demonstration to make: of which protocol, how far it has come, and which one of many."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from domain.protocol.reader import load_shipped, shipped_protocols
from ui.demo import Stage
from ui.dialogs.dialog import Dialog
from ui.text import tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.options import Option
from ui.widgets.radio_list import Choice, RadioList

_USUAL = "bat6026"
_SEEDS = range(1, 10)


@dataclass(frozen=True)
class DemoChoice:
    """Which demonstration is wanted.

    Attributes:
        protocol_id: of a shipped protocol.
        seed: another one makes another study.
    """

    protocol_id: str
    stage: Stage
    seed: int


class DemoDialog(Dialog):
    """Protocol, stage and seed of a demonstration."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer the shipped protocols, the well-known one first chosen."""
        super().__init__(tr("Open a demonstration"), tr("Make the study"), tr("Cancel"), parent=parent)
        self.add(Label(tr("Every subject is invented, and the study says so everywhere."), token="text2", wrap=True))
        self.protocol = ComboBox(
            [Option(one, f"{load_shipped(one).study_id}: {_parts(one)}") for one in shipped_protocols()], tr("Protocol")
        )
        self.protocol.set_value(_USUAL)
        self.stage = RadioList(
            [
                Choice(Stage.ESCALATION, tr("In the middle of the first dose escalation")),
                Choice(Stage.COMPLETE, tr("Through all its parts, to the end")),
            ],
            tr("How far it has come"),
        )
        self.stage.set_value(Stage.ESCALATION)
        self.seed = ComboBox([Option(one, str(one)) for one in _SEEDS], tr("Seed"))
        self.seed.set_value(_SEEDS[0])
        self.add(FormRow(tr("Protocol"), self.protocol))
        self.add(FormRow(tr("How far it has come"), self.stage))
        self.add(FormRow(tr("Seed"), self.seed, tr("another number makes another study")))

    def choice(self) -> DemoChoice:
        """What was chosen."""
        is_whole = self.stage.value() is Stage.COMPLETE
        return DemoChoice(
            str(self.protocol.value()), Stage.COMPLETE if is_whole else Stage.ESCALATION, int(str(self.seed.value()))
        )


def _parts(protocol_id: str) -> str:
    count = len(load_shipped(protocol_id).parts)
    return tr("1 part") if count == 1 else tr("{count} parts").format(count=count)


def ask_demo(parent: QWidget) -> DemoChoice | None:
    """Which demonstration is wanted; None if the dialog was cancelled."""
    dialog = DemoDialog(parent)
    return dialog.choice() if dialog.exec() else None
