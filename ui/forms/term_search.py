"""The field that finds a CTCAE term by three letters of its name or by an everyday synonym."""

from PySide6.QtWidgets import QCompleter, QWidget

from domain.ctcae.catalogue import terms_of
from domain.ctcae.search import find_terms
from ui.widgets.options import Option
from ui.widgets.term_edit import TermEdit

MOST_OFFERED = 20


class TermSearch(TermEdit):
    """Offers terms of one version, likeliest first, each with its class below; only a term of the version counts."""

    def __init__(self, version: str, name: str, parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            version: of CTCAE.
            name: said by screen readers.
            parent: Qt owner.

        Raises:
            KeyError: there is no such version.
        """
        self._version = version
        every = [Option(term.name, term.name, term.soc) for term in terms_of(version).values()]
        super().__init__(every, name, parent=parent)
        self._every = every
        # What is offered is chosen by the search, not by the letters that a name has.
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)

    def _offer(self, text: str, *, shows_all: bool = False) -> None:
        found = [Option(one.name, one.name, one.soc) for one in find_terms(self._version, text, MOST_OFFERED)]
        offered = found or (self._every if shows_all and not text.strip() else [])
        if not offered or (len(offered) == 1 and self.chosen() == offered[0]):
            self._popup.hide()
            return
        self._fill(offered)
        self._completer.complete()
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _fill(self, offered: list[Option]) -> None:
        known = self._options
        self.set_options(offered)
        self._options = known
