"""Verify study: whether every event is as it was written, and the file complete as far as that can be known."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from storage.backup.known_heads import HeadCheck, HeadRelation
from storage.errors import StudyFileError
from storage.verification import Problem
from ui.dialogs.dialog import Dialog
from ui.pages.audit_event import say_problem
from ui.session import Session
from ui.text import tr
from ui.widgets.card import NoteBox
from ui.widgets.elided_label import Label
from ui.widgets.key_value import KeyValueList
from ui.words.error import say_error
from ui.words.head import NOTHING_KNOWN, say_head_check

_SHOWN = 8


class VerifyDialog(Dialog):
    """The answer of the check, with what is known of the file outside it."""

    def __init__(self, session: Session, checks: list[tuple[str, HeadCheck]], parent: QWidget | None = None) -> None:
        """Check at once.

        Args:
            session: the open study.
            checks: (whose knowledge, how the file stands to it).
            parent: Qt owner.
        """
        super().__init__(tr("Verify study"), tr("Close"), parent=parent)
        self.setMinimumWidth(560)
        file = session.file
        try:
            problems = file.verify()
        except StudyFileError as error:
            self.add(NoteBox("hard", *_first_line(say_error(error))))
            return
        self.add(_verdict(problems, file.position))
        known = [(source, check) for source, check in checks if check.relation is not HeadRelation.UNKNOWN]
        lines = [(say_head_check(check, source), check.is_sound) for source, check in known]
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for line, is_sound in lines or [(tr(NOTHING_KNOWN), True)]:
            column.addWidget(Label(line, token="text2" if is_sound else "hardline", wrap=True))
        self.add(holder)
        head = file.head
        self.add(
            KeyValueList(
                [
                    (tr("Last event"), str(head.position)),
                    (tr("Chain head"), " ".join(head.hash[start : start + 4] for start in range(0, 16, 4))),
                    (tr("Encrypted"), tr("yes") if session.is_encrypted else tr("no")),
                ],
                small=True,
            )
        )


def _verdict(problems: list[Problem], events: int) -> NoteBox:
    if not problems:
        text = tr("{count} events, and every record agrees with them.").format(count=events)
        return NoteBox("soft", tr("The study is as Titrant wrote it."), (text,), glyph="check")
    lines = [say_problem(problem) for problem in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(tr("and {count} more").format(count=len(problems) - _SHOWN))
    lines.append(tr("Keep this file as it is, and restore the latest backup beside it."))
    return NoteBox("hard", tr("The study is not as Titrant wrote it."), tuple(lines))


def _first_line(said: tuple[str, str]) -> tuple[str, tuple[str, ...]]:
    return said[0], (said[1],)
