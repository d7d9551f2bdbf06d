"""Signing on the screen: who may sign what here, and the password that is asked again (TRU-2)."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from domain.access import may_sign
from domain.records import Signature
from domain.signing import SignatureState
from domain.terms import Role, SignatureMeaning
from storage.errors import RecordRefused, StudyFileError, WrongPassword
from storage.keys.key_store import KeyStore
from storage.keys.log_in import LogIn
from storage.study_file import StudyFile
from ui.session import Session
from ui.sign_in import put_failures_on_record
from ui.text import tr
from ui.words.sign_in import WRONG_PASSWORD, say_refusal


class PasswordCheck(QObject):
    """Asks the study's key file whether a password is that of the person who signed in; wrong ones count there."""

    def __init__(self, session: Session) -> None:
        """Check for the person of a session."""
        super().__init__(session)
        self._session = session

    def refusal(self, password: str) -> str:
        """Why the password was not taken, as a sentence; "" where it was."""
        session = self._session
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            log_in = KeyStore(session.file.path).log_in(session.user_id, password, session.clock())
        except WrongPassword as error:
            left = error.numbers.get("left")
            more = tr("{left} more tries, then this person is locked out.").format(left=left)
            return f"{tr(WRONG_PASSWORD)} {more}" if isinstance(left, int) and left > 0 else tr(WRONG_PASSWORD)
        except (StudyFileError, RecordRefused) as error:
            return " ".join(part for part in say_refusal(error) if part)
        finally:
            QApplication.restoreOverrideCursor()
        if log_in.unreported or log_in.problems:
            # Only after the signature, which names the last event that the person saw.
            QTimer.singleShot(0, self, lambda: self._report(log_in))
        return ""

    def _report(self, log_in: LogIn) -> None:
        session = self._session
        try:
            put_failures_on_record(session.file, log_in, session.person, session.clock())
        except (StudyFileError, RecordRefused) as error:
            session.refused.emit(error)
            return
        session.refresh()


def check_of(session: Session) -> PasswordCheck | None:
    """What checks the password of whoever signed in; None where nobody had to, as in the demonstration."""
    if not (session.is_encrypted and session.user_id):
        return None
    known = session.findChild(PasswordCheck)
    return known if known is not None else PasswordCheck(session)


def meanings_to_sign(session: Session, kind: str, record_id: str) -> tuple[SignatureMeaning, ...]:
    """What the person may still say by signing a record, or a ``CASEBOOK``; none without accounts.

    A meaning that the person gave already is left out while that signature stands.
    """
    role = session.person.role
    if session.is_read_only or not session.file.records().get("account") or role not in tuple(Role):
        return ()
    given = {
        state.signature.meaning
        for state in states_of(session, kind, record_id)
        if state.signature.signed_user == session.person.user_id and not state.falls
    }
    order = (
        SignatureMeaning.RESPONSIBILITY,
        SignatureMeaning.APPROVAL,
        SignatureMeaning.REVIEW,
        SignatureMeaning.AUTHORSHIP,
    )
    return tuple(one for one in order if may_sign(Role(role), kind, one) and one not in given)


def may_approve(session: Session, kind: str) -> bool:
    """Whether the person signs what they save of a kind; without accounts whoever works does, by name."""
    if not session.file.records().get("account"):
        return True
    role = session.person.role
    return role in tuple(Role) and may_sign(Role(role), kind, SignatureMeaning.APPROVAL)


def states_of(session: Session, kind: str, record_id: str) -> tuple[SignatureState, ...]:
    """How each signature on a record, or on a ``CASEBOOK``, stands now, first to last."""
    found = (one for one in session.file.records().get(Signature.kind, ()) if isinstance(one, Signature))
    on_it = sorted(
        (one for one in found if (one.about_kind, one.about_id) == (kind, record_id)), key=lambda one: one.position
    )
    return tuple(session.file.signature_state(one) for one in on_it)


def all_states(file: StudyFile) -> tuple[SignatureState, ...]:
    """How each signature of the study stands now, first to last."""
    found = sorted(
        (one for one in file.records().get(Signature.kind, ()) if isinstance(one, Signature)),
        key=lambda one: one.position,
    )
    return tuple(file.signature_state(one) for one in found)


def casebook_of(session: Session, subject_id: str) -> str:
    """The id under which a subject's casebook is signed; "" where there is no such subject."""
    subjects = session.file.records().get("subject", ())
    return next((one.record_id for one in subjects if getattr(one, "subject_id", "") == subject_id), "")
