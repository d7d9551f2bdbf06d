"""Every dialog, and every screen outside an open study; each made by its name."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget

from storage.backup.manifest import default_folder
from storage.study_file import StudyFile
from tests.ui.encrypted import KEY, PASSWORD
from tests.ui.people import COORDINATOR, DATA_MANAGER, INVESTIGATOR, change_person, make_people_study, session_of
from tests.ui.stage import SMALLEST, settle
from ui.actions import ACTIONS, MENUS
from ui.dialogs.about import AboutDialog
from ui.dialogs.amend import AmendDialog
from ui.dialogs.bug import BugDialog
from ui.dialogs.cut_off import CutOffDialog
from ui.dialogs.data_lock import DataLockDialog
from ui.dialogs.demo import DemoDialog
from ui.dialogs.idle import IdleDialog
from ui.dialogs.leave import LeaveDialog
from ui.dialogs.load_workbook import LoadWorkbook
from ui.dialogs.password import PasswordDialog
from ui.dialogs.person import PersonDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.redaction import RedactionDecisionDialog, RedactionRequestDialog, requested, texts_of
from ui.dialogs.restore import RestoreDialog
from ui.dialogs.sign_amendment import SignAmendmentDialog, unsigned_amendment
from ui.dialogs.verify import VerifyDialog
from ui.screens.lock_screen import LockScreen
from ui.screens.new_study_screen import NewStudyScreen
from ui.screens.sign_in_screen import SignInScreen
from ui.screens.start_screen import StartScreen
from ui.session import Session
from ui.settings import Settings
from ui.text import tr
from ui.widgets.palette_popup import Command, PalettePopup
from ui.widgets.shortcut_sheet import ShortcutSheet
from ui.words.lock import targets_of

Maker = Callable[[Path], QWidget]


def make_windows_study(folder: Path) -> Path:
    """An encrypted study in which everybody has an account, with a backup beside it."""
    path = make_people_study(folder / "study.titrant", "1N 2N 3NNT")
    backups = default_folder(path)
    backups.mkdir(exist_ok=True)
    return path


def _session(path: Path, holder: object = INVESTIGATOR) -> Session:
    return session_of(StudyFile.open(path, key=KEY), holder)


def _settings(path: Path) -> Settings:
    return Settings(path.with_name("settings.ini"))


def _redaction(path: Path) -> RedactionRequestDialog:
    session = _session(path, COORDINATOR)
    entry = next(one for one in session.file.events() if one.event.kind == "subject")
    return RedactionRequestDialog(session, entry, texts_of(entry)[0][0])


def _redaction_decision(path: Path) -> RedactionDecisionDialog:
    session = _session(path, COORDINATOR)
    entry = next(one for one in session.file.events() if one.event.kind == "subject")
    request = RedactionRequestDialog(session, entry, "tumour_type")
    request.reason.set_value("a name typed into the wrong field")
    request.accept()
    change_person(session, INVESTIGATOR)
    return RedactionDecisionDialog(session, requested(session)[0])


def _sign_amendment(path: Path) -> SignAmendmentDialog:
    session = _session(path, DATA_MANAGER)
    draft = AmendDialog(session)
    draft.version.set_value("2")
    draft.reason.set_value("the committee asked for it")
    draft.changes.level.open_button.click()
    draft.save()
    change_person(session, INVESTIGATOR)
    waiting = unsigned_amendment(session)
    assert waiting is not None
    return SignAmendmentDialog(session, waiting)


def _data_lock(path: Path) -> DataLockDialog:
    session = _session(path)
    return DataLockDialog(session, targets_of(session))


def _commands() -> list[Command]:
    return [Command(row.id, tr(row.title), row.shortcut, tr(MENUS[row.menu]).replace("&", "")) for row in ACTIONS]


def walk_new_study(folder: Path) -> Iterator[tuple[str, NewStudyScreen]]:
    """Each step of a new study as a person leaves it, by its name; the last one is the review."""
    screen = NewStudyScreen(Settings(folder / "settings.ini"))
    screen.resize(*SMALLEST)
    screen.show()
    screen.protocol_step.choice.set_value("bat6026")
    screen.protocol_step._take_shipped()
    yield from _left(screen, "protocol")
    group = screen.assumptions_step.groups[0]
    group.set_open(is_open=True)
    group.rows[0].open_editor()
    settle()
    yield "assumption", screen
    for group in screen.assumptions_step.groups:
        group.set_open(is_open=True)
        if not group.section.is_single:
            group.confirm_button.click()
        for row in group.waiting:
            row.open_editor()
            row._button.click()
    yield from _left(screen, "assumptions")
    screen.site_step._zone.set_value("Asia/Shanghai")
    screen.site_step._file.set_value(str(folder / "new.titrant"))
    yield from _left(screen, "site")
    step = screen.first_user_step
    step._name.set_value("Wang Fang")
    step._user.set_value("wang.fang")
    step.password.first.set_value(PASSWORD)
    step.password.second.set_value(PASSWORD)
    yield from _left(screen, "first user")
    settle()
    yield "recovery key", screen
    screen.go_back()
    step.protection.set_value(False)
    screen.go_on()
    settle()
    yield "review", screen
    screen.close()


def _left(screen: NewStudyScreen, name: str) -> Iterator[tuple[str, NewStudyScreen]]:
    settle()
    yield name, screen
    screen.go_on()


def _recovering(path: Path) -> SignInScreen:
    screen = SignInScreen(path, _settings(path))
    screen.recovery_link.click()
    return screen


def _start(path: Path) -> StartScreen:
    settings = _settings(path)
    settings.remember(path)
    return StartScreen(settings)


DIALOGS: Mapping[str, Maker] = {
    "amend": lambda path: AmendDialog(_session(path)),
    "redaction": _redaction,
    "redaction decision": _redaction_decision,
    "cut-off": lambda path: CutOffDialog(_session(path)),
    "password": lambda path: PasswordDialog(_session(path), is_first=False),
    "first password": lambda path: PasswordDialog(_session(path), is_first=True),
    "person": lambda path: PersonDialog(_session(path).person),
    "verify": lambda path: VerifyDialog(_session(path), []),
    "data lock": _data_lock,
    "reason": lambda _path: ReasonDialog("Take the verification back", "Weight counts as not compared.", "Take back"),
    "load workbook": lambda path: LoadWorkbook(_session(path)),
    "restore": lambda path: RestoreDialog(path, default_folder(path), key=KEY, zone=None),
    "demonstration": lambda _path: DemoDialog(),
    "sign amendment": _sign_amendment,
    "about": lambda _path: AboutDialog(),
    "bug": lambda _path: BugDialog("ValueError", ["study.py:10 of"]),
    "idle": lambda path: IdleDialog(_settings(path)),
    "leave": lambda _path: LeaveDialog(),
    "shortcuts": lambda _path: ShortcutSheet([one for one in _commands() if one.shortcut]),
    "palette": lambda _path: PalettePopup(_commands()),
}
SCREENS: Mapping[str, Maker] = {
    "start": _start,
    "start, nothing recent": lambda path: StartScreen(_settings(path)),
    "sign-in": lambda path: SignInScreen(path, _settings(path)),
    "sign-in, recovery key": _recovering,
    "lock": lambda path: LockScreen(_session(path), has_unsaved=True),
}


def copy_of(path: Path, folder: Path) -> Path:
    """The same study in another folder, with its key file."""
    shutil.copytree(path.parent, folder, dirs_exist_ok=True)
    return folder / path.name


def open_window(name: str, path: Path, folder: Path) -> QWidget:
    """A dialog, or a screen outside an open study, made on a copy of a study."""
    window = {**DIALOGS, **SCREENS}[name](copy_of(path, folder / "study"))
    if name in SCREENS:
        window.resize(*SMALLEST)
    window.show()
    settle()
    return window
