"""The last step: what will be written, before it is."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Protocol
from domain.records import Confirmation
from ui.screens.first_user_step import FirstUserStep
from ui.screens.site_step import SiteStep
from ui.screens.step import Step
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.key_value import KeyValueList
from ui.widgets.scroll import ScrollArea
from ui.words.sign_in import say_person

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

    def show_answers(
        self, site: SiteStep, first: FirstUserStep, protocol: Protocol, confirmations: Sequence[Confirmation]
    ) -> None:
        """Fill the lists."""
        person = first.person
        protection = (
            tr("encrypted; first account {user_id}").format(user_id=first.user_id)
            if first.is_encrypted
            else tr("training study with invented subjects, not encrypted")
        )
        self._facts.set_facts(
            [
                (tr("Study"), f"{site.study_id}: {protocol.title}"),
                (tr("Protocol"), f"{protocol.study_id} v{protocol.version}, CTCAE {protocol.ctcae}"),
                (tr("Site"), f"{site.site_id}, {site.zone_name}"),
                (tr("Set up by"), say_person(person.name, person.role)),
                (tr("Protection"), protection),
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
