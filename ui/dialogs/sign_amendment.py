"""Signs an amendment that somebody else saved: what it says, what it changes, and the signature below (PRO-4)."""

from datetime import datetime, time, timedelta

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.amendment import AmendmentPreview, preview_amendment
from domain.records import ProtocolVersion
from domain.study import Study
from domain.terms import SignatureMeaning
from ui.dialogs.amendment_dialog import AmendmentDialog
from ui.forms.sign_card import signature_box
from ui.session import Session
from ui.signing import may_approve, states_of
from ui.text import say_date, tr
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.card import Card, NoteBox
from ui.widgets.elided_label import Label

_SIZE, _LEFT_WIDTH = QSize(1000, 620), 340


def unsigned_amendment(session: Session) -> ProtocolVersion | None:
    """The latest amendment, if nobody's approval stands on it and the person could give it; None otherwise."""
    records = session.file.records()
    if session.is_read_only or not records.get("account") or not may_approve(session, ProtocolVersion.kind):
        return None
    versions = [one for one in records[ProtocolVersion.kind] if isinstance(one, ProtocolVersion)]
    if len(versions) < 2:
        return None
    latest = max(versions[1:], key=lambda one: one.effective_on)
    standing = (
        state
        for state in states_of(session, latest.kind, latest.record_id)
        if state.signature.meaning is SignatureMeaning.APPROVAL and not state.falls
    )
    return None if any(standing) else latest


class SignAmendmentDialog(AmendmentDialog):
    """The amendment at the left, its effect at the right, the signature below.

    Attributes:
        wants_another: the person left it unsigned to draft another amendment.
    """

    def __init__(self, session: Session, version: ProtocolVersion, parent: QWidget | None = None) -> None:
        """Show a version that waits for a signature.

        Args:
            session: of a person who may approve a version.
            version: as ``unsigned_amendment`` gives it.
            parent: Qt owner.
        """
        super().__init__(session, tr("Sign the amendment"), _SIZE, parent)
        self._version = version
        self.wants_another = False
        self.sign_button = PrimaryButton(tr("Sign amendment"), "pencil")
        self.another_button = SecondaryButton(tr("Draft another amendment…"))
        self.close_button = SecondaryButton(tr("Not now"))
        buttons = (self.another_button, self.close_button, self.sign_button)
        self.lay_out(self._facts(), _LEFT_WIDTH, tr("on what happened before it takes effect"), buttons)
        self.sign_button.clicked.connect(self.sign)
        self.signer.confirmed.connect(self.sign)
        self.signer.value_changed.connect(self._check_button)
        self.another_button.clicked.connect(self._draft_another)
        self.close_button.clicked.connect(self.reject)
        self.show_effect(self._effect)
        self._check_button()
        self.signer.setFocus()

    def sign(self) -> None:
        """Sign the version as it is; a wrong password is said at its field."""
        if not self.sign_button.isEnabled() or not self.signer.confirm():
            return
        self.signer.clear()
        session, version = self._session, self._version
        if session.do(
            lambda: session.file.sign(
                version.kind,
                version.record_id,
                SignatureMeaning.APPROVAL,
                person=session.person,
                now=session.clock(),
            )
        ):
            self.accept()

    def _draft_another(self) -> None:
        self.wants_another = True
        self.reject()

    def _check_button(self) -> None:
        self.sign_button.setEnabled(self.signer.is_signed)

    def _effect(self) -> AmendmentPreview:
        """What the version changes against the ones before it, up to the day on which it takes effect.

        What happens from that day on is entered by its own ladder.
        """
        session, records, version = self._session, self._session.file.records(), self._version
        before = tuple(one for one in records[ProtocolVersion.kind] if one.record_id != version.record_id)
        begins = datetime.combine(version.effective_on, time(), session.study.zone)
        cut_off = min(session.clock(), begins - timedelta(microseconds=1))
        study = Study.of({**records, ProtocolVersion.kind: before}, cut_off=cut_off)
        return preview_amendment(study, version, session.file.records_at)

    def _facts(self) -> QWidget:
        version, words = self._version, self._session.words
        facts = Card(tr("Version {version}").format(version=version.version))
        saved = self._session.file.history(version.kind, version.record_id)[0].event
        lines = (
            (tr("Effective on, at the site"), say_date(version.effective_on)),
            (tr("Saved by"), f"{saved.person}, {words.moment(saved.recorded_at)}"),
            (tr("Reason"), version.reason),
        )
        for head, text in lines:
            fact = QVBoxLayout()
            fact.setSpacing(2)
            fact.addWidget(Label(head, size="caption", token="text2"))
            fact.addWidget(Label(text, wrap=True))
            facts.body.addLayout(fact)
        for box in signature_box(self._session, version.kind, version.record_id):
            facts.add(box)
        facts.add(NoteBox("warn", tr("Not signed yet."), (tr("It counts from its day on, signed or not."),)))
        facts.body.addStretch(1)
        return facts
