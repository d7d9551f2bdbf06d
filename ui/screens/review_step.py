"""Step 4: what will be written, before it is."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Protocol
from domain.records import Confirmation
from ui.screens.site_step import SiteStep
from ui.screens.step import Step
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.key_value import KeyValueList
from ui.widgets.scroll import ScrollArea

_flags: dict[str, object] = {"true": True, "false": False, "none": None}


class ReviewStep(Step):
    """Lists the study, the site and every answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the two lists."""
        super().__init__(
            tr("Review"),
            tr("This is what will be written"),
            tr("The study starts empty. The answers can be changed later only by an amendment of the protocol."),
            parent,
        )
        self._facts = KeyValueList()
        card = Card(tr("Study"))
        card.add(self._facts)
        self.column.addWidget(card)
        self._answers = KeyValueList()
        answers = Card(tr("Answers to what the registration does not state"))
        answers.add(ScrollArea(self._answers), 1)
        self.column.addWidget(answers, 1)

    def show_answers(self, site: SiteStep, protocol: Protocol, confirmations: Sequence[Confirmation]) -> None:
        """Fill the lists."""
        self._facts.set_facts(
            [
                (tr("Study"), f"{site.study_id}: {protocol.title}"),
                (tr("Protocol"), f"{protocol.study_id} v{protocol.version}, CTCAE {protocol.ctcae}"),
                (tr("Site"), f"{site.site_id}, {site.zone_name}"),
                (tr("Set up by"), f"{site.person.name}, {site.person.role}"),
                (tr("File"), str(site.path)),
            ]
        )
        self._answers.set_facts(
            [
                (
                    tr(label_of(one.path)),
                    tr(choice_label_of(one.path, _flags.get(one.chosen, one.chosen)))
                    + ("" if one.shipped == one.chosen else tr("  (changed: {reason})").format(reason=one.reason)),
                )
                for one in confirmations
            ]
        )
