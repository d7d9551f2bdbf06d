"""What the adjudication panel is built of: case, derived verdict, what the open clauses decide, who said what."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.adjudication import verdict_so_far
from domain.escalation.status import PartStatus
from domain.evaluability import Assessment
from domain.records import Adjudication
from domain.study import Study
from domain.terms import DltVerdict
from storage.person import Person
from ui.models.dlt_rows import Tag, tag_of_judged, tag_of_verdict
from ui.pages.adjudication_words import DecidesRow, list_facts, say_signer
from ui.pages.verdict_tag import VerdictTag
from ui.signing import PasswordCheck
from ui.text import Words, tr
from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.card import Hairline, NoteBox, SunkenBox
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.key_value import KeyValueList


@dataclass(frozen=True)
class Judging:
    """What a person fills in before signing."""

    verdict: DltVerdict | None = None
    reason: str = ""
    is_second_opinion: bool = False


@dataclass(frozen=True)
class Case:
    """Whose window is judged, on which study.

    Attributes:
        changes: what changed under a verdict that is open again, in sentences.
        why_not: why nothing can be signed here, "" where it can.
        check: of the password of the person; None where nobody signed in.
    """

    status: PartStatus
    one: Assessment
    words: Words
    person: Person
    changes: tuple[str, ...] = ()
    why_not: str = ""
    check: PasswordCheck | None = None

    @property
    def study(self) -> Study:
        """At the cut-off that is shown."""
        return self.status.study


def derived_box(study: Study, one: Assessment, words: Words) -> QWidget:
    """The derived verdict, which nobody edits, with what is awaited."""
    box = SunkenBox(spacing=2)
    head = QHBoxLayout()
    head.addWidget(ElidedLabel(tr("Derived verdict"), size="caption", weight=500, token="text2"), 1)
    none = Tag(tr("no definition"), line="control")
    head.addWidget(VerdictTag(tag_of_verdict(verdict_so_far(one.derived)) if one.derived else none))
    box.body.addLayout(head)
    box.add(KeyValueList(list_facts(study, one, words), small=True, lines=False))
    return box


def decides_block(rows: tuple[DecidesRow, ...], *, several: bool) -> QWidget:
    """What the open clauses decide, a row for each way they can fall."""
    widget = QWidget()
    block = QVBoxLayout(widget)
    block.setContentsMargins(0, 0, 0, 0)
    block.setSpacing(SPACE_XS)
    title = tr("What the open clauses decide") if several else tr("What the open clause decides")
    block.addWidget(Label(title, size="caption", weight=500, token="text2", wrap=True))
    for row in rows:
        block.addWidget(Hairline())
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(Label(row.title, weight=600, wrap=True))
        said.addWidget(Label(row.line, size="caption", token="text2", wrap=True))
        line.addLayout(said, 1)
        line.addWidget(VerdictTag(row.tag), 0, Qt.AlignmentFlag.AlignTop)
        block.addLayout(line)
    return widget


def signed_block(title: str, said: Adjudication, words: Words, *, is_against: bool, differs: bool = False) -> QWidget:
    """A signed verdict: what, who, when, why, and that it stands against the derived one."""
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(SPACE_S)
    head.addWidget(Label(title or say_signer(said), weight=600, wrap=True), 1)
    head.addWidget(VerdictTag(tag_of_judged(said.verdict)), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(head)
    when = words.moment(said.signed_at)
    line = tr("{person}, {when}").format(person=say_signer(said), when=when) if title else when
    column.addWidget(Label(line, size="caption", token="text2", wrap=True))
    if said.reason:
        column.addWidget(Label(tr("“{reason}”").format(reason=said.reason), wrap=True))
    if is_against:
        column.addSpacing(SPACE_XS)
        column.addWidget(NoteBox("soft", tr("Overrules the derived verdict"), (), glyph="pencil"))
    if differs:
        column.addWidget(Label(tr("differs from the verdict that counts"), size="caption", weight=500))
    return block
