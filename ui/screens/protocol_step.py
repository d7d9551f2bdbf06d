"""Step 1: one of the shipped protocols, or a protocol file."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from domain.protocol.model import Protocol
from domain.protocol.reader import ProtocolRefused, load_shipped, read_protocol, shipped_protocols
from ui.screens.step import Step
from ui.sentences import SENTENCES
from ui.text import say_number, tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import SecondaryButton
from ui.widgets.card import Card
from ui.widgets.key_value import KeyValueList
from ui.widgets.radio_list import Choice, RadioList


class ProtocolStep(Step):
    """Chooses the protocol and shows what it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """List the shipped protocols."""
        super().__init__(
            tr("Protocol"),
            tr("Which protocol does the study run under?"),
            tr("Five registered studies are at hand. Any other is a file of the same kind."),
            parent,
        )
        self.protocol: Protocol | None = None
        shipped = [load_shipped(name) for name in shipped_protocols()]
        self.choice = RadioList(
            [Choice(one.protocol_id, f"{one.study_id}: {one.title}", one.indication) for one in shipped],
            tr("Protocol"),
        )
        self.choice.value_changed.connect(self._take_shipped)
        self._file_button = SecondaryButton(tr("Use a protocol file…"), "folder")
        self._file_button.clicked.connect(self._choose_file)
        card = Card(tr("Shipped protocols"))
        card.add(self.choice)
        buttons = QHBoxLayout()
        buttons.addWidget(self._file_button)
        buttons.addStretch(1)
        card.body.addSpacing(4)
        card.body.addLayout(buttons)
        self.column.addWidget(card)
        self._banner = Banner("hard", "")
        self._banner.hide()
        self.column.addWidget(self._banner)
        self._facts = KeyValueList()
        self._facts_card = Card(tr("What it says"))
        self._facts_card.add(self._facts)
        self._facts_card.hide()
        self.column.addWidget(self._facts_card)
        self.column.addStretch(1)

    @property
    def is_complete(self) -> bool:
        """Whether a protocol is chosen."""
        return self.protocol is not None

    @property
    def hint(self) -> str:
        """What is missing."""
        return "" if self.protocol else tr("Choose a protocol")

    @property
    def note(self) -> str:
        """Which one."""
        return f"{self.protocol.study_id} v{self.protocol.version}" if self.protocol else ""

    def _take_shipped(self) -> None:
        chosen = self.choice.value()
        if chosen is not None:
            self._banner.hide()
            self._show(load_shipped(str(chosen)))

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Protocol file"), "", tr("Protocol files (*.toml)"))
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Read a protocol file; every fault is named."""
        try:
            protocol = read_protocol(path.read_text(encoding="utf-8"), name=path.stem)
        except (OSError, UnicodeDecodeError) as error:
            self._refuse(tr("{file} can't be read.").format(file=path.name), str(error))
            return
        except ProtocolRefused as refused:
            title = tr("{file} can't be run: {count} to put right.")
            self._refuse(title.format(file=path.name, count=len(refused.findings)), say_faults(refused))
            return
        self._banner.hide()
        self.choice.set_value(None)
        self._show(protocol)

    def _refuse(self, title: str, text: str) -> None:
        self._banner.show_message("hard", title, text)
        self._banner.show()

    def _show(self, protocol: Protocol) -> None:
        self.protocol = protocol
        part = protocol.first_part
        doses = ", ".join(say_number(level.dose) + ("*" if level.is_optional else "") for level in part.levels)
        kinds = [p.title for p in protocol.parts]
        facts = [
            (tr("Doses"), f"{doses} {part.levels[0].unit}" + (tr("  (* optional)") if part.has_optional else "")),
            (tr("Schedule"), part.regimen),
            (tr("Single-subject levels"), str(part.rules.accelerated_levels)),
            (tr("DLT window"), tr("{days} days").format(days=part.window.days)),
            (tr("Parts"), "; ".join(kinds)),
            (tr("Values not stated by the registration"), str(len(protocol.assumptions))),
        ]
        if protocol.planned_subjects:
            facts.insert(-1, (tr("Planned subjects"), str(protocol.planned_subjects)))
        self._facts.set_facts(facts)
        self._facts_card.show()
        self.changed.emit()

    def take_focus(self) -> None:
        """The list of protocols."""
        self.choice.setFocus()


def say_faults(refused: ProtocolRefused) -> str:
    """Every fault of a protocol, a line each."""
    return "\n".join(
        f"{finding.field or tr('file')}: {tr(SENTENCES[finding.code]).format(**finding.numbers)}"
        for finding in refused.findings
    )
