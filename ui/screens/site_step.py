"""Step 3: study, site, time zone, and where the file goes."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from domain.protocol.model import Protocol
from storage.keys.key_file import key_file_of
from ui.screens.step import Step
from ui.text import tr
from ui.widgets.buttons import SecondaryButton
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option
from ui.widgets.term_edit import TermEdit


class SiteStep(Step):
    """Where the study runs, and the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Propose this machine's time zone."""
        super().__init__(
            tr("Site and file"),
            tr("Where does it run?"),
            tr("One study at one site is one file. Times are kept in UTC and shown in the site's time zone."),
            parent,
        )
        self._study = self._row(tr("Study"), LineEdit(tr("Study")), tr("as it stands on every page"))
        self._site = self._row(tr("Site"), LineEdit(tr("Site")), tr("number of the site, such as 01"))
        zones = [Option(zone, zone) for zone in sorted(available_timezones())]
        zone_edit = TermEdit(zones, tr("Time zone"), min_letters=2)
        self._zone = self._row(tr("Time zone of the site"), zone_edit, tr("type two letters, such as Asia/Shanghai"))
        self._file = self._row(tr("Study file"), LineEdit(tr("Study file")), "")
        self._late = CheckBox(tr("Subjects were treated before today; the protocol version holds for them too"))
        card = Card(bottom=20, spacing=12)
        card.setMaximumWidth(760)
        line = QHBoxLayout()
        line.setSpacing(16)
        for row in (self._study, self._site):
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(line)
        card.add(self._zone)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._file, 1, Qt.AlignmentFlag.AlignTop)
        browse = SecondaryButton(tr("Choose…"), "folder")
        browse.clicked.connect(self._browse)
        side = QVBoxLayout()
        side.addSpacing(20)
        side.addWidget(browse)
        side.addStretch(1)
        line.addLayout(side)
        card.body.addLayout(line)
        card.add(self._late)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self._site.set_value("01")
        zone_edit.set_value(bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC")

    def _row(self, label: str, control: QWidget, hint: str = "") -> FormRow:
        row = FormRow(label, control, hint)
        row.value_changed.connect(self._check)
        return row

    def show_protocol(self, protocol: Protocol) -> None:
        """Propose the study's name and a file for it."""
        if not self._study.value():
            self._study.set_value(protocol.study_id)
        if not self._file.value():
            self._file.set_value(str(Path.home() / f"{protocol.study_id}-{self.site_id}.titrant"))

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Study file"), str(self._file.value() or ""), tr("Titrant studies (*.titrant)")
        )
        if name:
            self._file.set_value(name if name.endswith(".titrant") else f"{name}.titrant")

    def _check(self) -> None:
        path = self.path
        problem = ""
        if self._file.value():
            if path.exists():
                problem = tr("There is a file of that name already. Choose another name.")
            elif key_file_of(path).exists():
                problem = tr(
                    "A key file of that name is there, of a study that lies somewhere else now. Choose another name."
                )
            elif not path.parent.is_dir():
                problem = tr("There is no folder {folder}.").format(folder=path.parent)
        self._file.set_finding("hard" if problem else None, problem)
        zone = "" if not self._zone.value() or self._has_zone() else tr("Not a time zone. Choose from the list.")
        self._zone.set_finding("hard" if zone else None, zone)
        self._problem = problem or zone
        self.changed.emit()

    def _has_zone(self) -> bool:
        try:
            ZoneInfo(self.zone_name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return False
        return True

    @property
    def study_id(self) -> str:
        """Name of the study."""
        return str(self._study.value() or "").strip()

    @property
    def site_id(self) -> str:
        """Number of the site."""
        return str(self._site.value() or "").strip()

    @property
    def zone_name(self) -> str:
        """IANA name of the site's time zone."""
        return str(self._zone.value() or "").strip()

    @property
    def path(self) -> Path:
        """Where the file goes."""
        return Path(str(self._file.value() or "")).expanduser()

    @property
    def is_retrospective(self) -> bool:
        """Whether subjects were treated before today."""
        return self._late.isChecked()

    @property
    def today(self) -> date:
        """Today at the site."""
        return datetime.now(ZoneInfo(self.zone_name)).date()

    @property
    def is_complete(self) -> bool:
        """Whether everything is filled in and the file can be made."""
        filled = all((self.study_id, self.site_id, self.zone_name))
        return filled and bool(self._file.value()) and not getattr(self, "_problem", "") and self._has_zone()

    @property
    def hint(self) -> str:
        """What is missing."""
        return "" if self.is_complete else tr("Fill in every field")

    @property
    def note(self) -> str:
        """Which site."""
        return tr("site {site}").format(site=self.site_id) if self.site_id else ""

    def take_focus(self) -> None:
        """The first field."""
        self._study.focus_control()
