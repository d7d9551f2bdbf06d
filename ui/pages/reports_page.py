"""Reports: what can be printed, on which paper and up to when, with the pages as they will come out (REP-1, REP-4)."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.pages.cut_off_field import CutOffField
from ui.pages.page import Page
from ui.pages.report_kinds import APPENDIX, CASEBOOK, COHORT, ReportChoice, ReportKind, open_parts, report_kinds
from ui.pages.report_preview import Preview
from ui.pages.report_settings import ReportSettings
from ui.pages.section_choice import SectionChoice
from ui.reports.cohort import SECTIONS
from ui.reports.output import ReportError, print_report, save_pdf
from ui.reports.paper import PaperName, Report
from ui.session import Session
from ui.sign_in import PRINT
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M, SPACE_S
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.form_row import FormRow
from ui.widgets.key_value import KeyValueList
from ui.widgets.options import Option
from ui.widgets.radio_list import Choice, RadioList
from ui.widgets.scroll import ScrollArea
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.words.ground import say_position

if TYPE_CHECKING:
    from storage.canonical import Payload

_OPTIONS_WIDTH = 344
_CHOOSER_WIDTH, _PART_WIDTH = 172, 256


class ReportsPage(Page):
    """Choose, look, save or print."""

    def __init__(self, session: Session, parent: QWidget | None = None, settings: ReportSettings | None = None) -> None:
        """Build the list, the options and the preview; without settings those of this machine's user."""
        super().__init__(session, parent)
        self._settings = settings or ReportSettings()
        self._kinds = {kind.key: kind for kind in report_kinds()}
        self._report: Report | None = None
        self._made_of: object = None
        self._saved: Path | None = None
        self._listed: list[str] = []
        self.banner = Banner("hard", "")
        self.kinds = RadioList([Choice(kind.key, kind.title) for kind in self._kinds.values()], tr("Report"))
        self.kinds.set_value(next(iter(self._kinds)))
        self.about = Label(size="caption", token="text2", wrap=True)
        self.sections = SectionChoice(SECTIONS, self._settings.left_out)
        self.subject = ComboBox([], tr("Subject"))
        self.part = ComboBox([], tr("Part"))
        self._part_shown = ""
        self._parts: list[Option] = []
        papers = [Segment("a4", tr("A4")), Segment("letter", tr("Letter"))]
        self.paper = SegmentedControl(papers, tr("Paper"))
        self.paper.set_value("a4")
        self.limits = KeyValueList(small=True, lines=False)
        self.cut_off = CutOffField()
        self.save_button = PrimaryButton("", "download")
        self.print_button = SecondaryButton("", "printer")
        self.saved_line = ElidedLabel(size="caption", token="text2")
        self.folder_button = LinkButton(tr("Open folder"), small=True)
        self.preview = Preview()
        self.preview_card = Card(tr("Preview"), bottom=0)
        for place, chooser in enumerate((self.part, self.sections, self.subject), 1):
            chooser.setFixedWidth(_PART_WIDTH if chooser is self.part else _CHOOSER_WIDTH)
            self.preview_card.title_row.insertWidget(place, chooser)
        self.preview_card.body.setContentsMargins(1, 0, 1, 1)
        self.preview_card.add(self.preview, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addLayout(self._options())
        row.addWidget(self.preview_card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        column.setSpacing(SPACE_M)
        column.addWidget(self.banner)
        column.addLayout(row, 1)
        self.banner.hide()
        self._show_saved(None)
        self.kinds.value_changed.connect(self.show_study)
        self.sections.value_changed.connect(self._on_sections)
        self.subject.value_changed.connect(self.show_study)
        self.part.value_changed.connect(self.show_study)
        self.paper.value_changed.connect(self.show_study)
        self.cut_off.chosen.connect(self._on_cut_off)
        self.save_button.clicked.connect(self.choose_file)
        self.print_button.clicked.connect(self.print_it)
        self.folder_button.clicked.connect(self._open_folder)

    @property
    def kind(self) -> ReportKind:
        """The report that is chosen."""
        return self._kinds[str(self.kinds.value())]

    @property
    def choice(self) -> ReportChoice:
        """The sections and the subject that are chosen."""
        return ReportChoice(self.sections.left_out(), str(self.subject.value() or ""), str(self.part.value() or ""))

    def choose_casebook(self, subject_id: str) -> None:
        """Show the casebook of a subject."""
        self._list_subjects()
        self.subject.set_value(subject_id)
        self.kinds.set_value(CASEBOOK)
        self.show_study()

    @property
    def paper_name(self) -> PaperName:
        """The paper that is chosen."""
        return "letter" if self.paper.value() == "letter" else "a4"

    def show_study(self) -> None:
        """Make the report anew where what it shows has changed."""
        study, words = self.session.study, self.session.words
        self.about.setText(self.kind.about)
        self._list_subjects()
        self._list_parts()
        self.sections.setVisible(self.kind.key == COHORT)
        self.subject.setVisible(self.kind.key == CASEBOOK and bool(self._listed))
        self.save_button.setText(tr("Save {report} as PDF…").format(report=_in_sentence(self.kind.title)))
        self.print_button.setText(tr("Print {report}…").format(report=_in_sentence(self.kind.title)))
        self.limits.set_facts(
            [
                (tr("Events up to"), words.moment_with_offset(study.cut_off)),
                (tr("Entries up to"), say_position(study.position)),
            ]
        )
        self.cut_off.set_zone(study.zone, study.cut_off, is_fixed=self.session.is_looking_back)
        # The minute's redraw is not worth a flicker while nobody looks.
        made_of = (self.kind.key, self.choice, self.paper_name, study.position, study.cut_off)
        if made_of == self._made_of:
            return
        self._made_of = made_of
        self._report = self._make()
        self.preview.show_report(self._report, self.paper_name)
        self.preview_card.set_caption(self.preview.said)

    def _make(self) -> Report:
        return self.kind.build(self.session, self.session.clock(), self.choice)

    def _list_subjects(self) -> None:
        """The study's subjects in the list, the first one chosen where none is."""
        listed = [one.subject_id for one in self.session.study.subjects]
        self.subject.blockSignals(True)
        if listed != self._listed:
            self._listed = listed
            self.subject.set_options([Option(subject_id, subject_id) for subject_id in listed])
        if self.subject.value() is None and listed:
            self.subject.set_value(listed[0])
        self.subject.blockSignals(False)

    def _list_parts(self) -> None:
        """The open parts in the list; the choice follows the part that the pages show."""
        parts, shown = open_parts(self.session), self.session.part.part_id
        chosen = self.part.value()
        is_other, self._part_shown = self._part_shown != shown, shown
        options = [Option(one.part_id, one.title) for one in parts]
        if options != self._parts:
            self._parts = options
            self.part.set_options(options)
        self.part.blockSignals(True)
        self.part.set_value(shown if is_other or chosen is None else chosen)
        self.part.blockSignals(False)
        self.part.setVisible(len(parts) > 1 and self.kind.key in (COHORT, APPENDIX))

    def save_to(self, path: Path) -> bool:
        """Write the PDF; says where it is, or why not in the banner."""
        try:
            pages = save_pdf(self._make(), path, self.paper_name)
        except ReportError as error:
            self._refuse(tr("The report was not saved."), str(error))
            return False
        self.banner.hide()
        self._show_saved(path)
        self._put_on_record(pages, file=path.name)
        return True

    def choose_file(self) -> None:
        """Ask for a place and save there."""
        folder = (
            self._saved.parent
            if self._saved
            else Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        )
        study = self.session.study
        day = study.cut_off.astimezone(study.zone).date()
        subject = self.choice.subject_id if self.kind.key == CASEBOOK else ""
        part = self.choice.part_id if self.part.isVisibleTo(self) else ""
        parts = (study.record.study_id, _in_sentence(self.kind.title), part, subject, f"{day.isoformat()}.pdf")
        name = " ".join(part for part in parts if part)
        title = tr("Save {report} as PDF").format(report=_in_sentence(self.kind.title))
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(folder / name), tr("PDF (*.pdf)"))
        if chosen:
            path = Path(chosen)
            self.save_to(path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf"))

    def print_it(self) -> None:
        """Ask for a printer and print."""
        # Loaded only here: it asks the system for its printers, which can take seconds.
        from PySide6.QtGui import QPageSize
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        ids = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
        printer.setPageSize(QPageSize(ids[self.paper_name]))
        printer.setDocName(f"{self.session.study.record.study_id} {self.kind.title}")
        dialog = QPrintDialog(printer, self)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        try:
            pages = print_report(self._make(), printer)
        except ReportError as error:
            self._refuse(tr("The report was not printed."), str(error))
            return
        self._put_on_record(pages)

    def _put_on_record(self, pages: int, **where: str) -> None:
        """What left the study on paper or as a file is in the audit trail."""
        study = self.session.study
        subject = self.choice.subject_id if self.kind.key == CASEBOOK else ""
        part = self.choice.part_id if self.part.isVisibleTo(self) else ""
        document = " ".join(text for text in (self.kind.key, part, subject) if text)
        about: Payload = {"document": document, "pages": pages, "position": study.position, "head": study.head}
        self.session.note(PRINT, {**about, **where})

    def _options(self) -> QVBoxLayout:
        what = Card(tr("What can be printed"))
        what.add(self.kinds)
        what.add(self.about)
        how = Card(tr("Paper and limits"), spacing=12)
        settings = QWidget()
        rows = QVBoxLayout(settings)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        for row in (FormRow(tr("Paper"), self.paper), self.limits, self.cut_off):
            rows.addWidget(row)
        rows.addStretch(1)
        how.add(ScrollArea(settings), 1)
        saved = QHBoxLayout()
        saved.setSpacing(SPACE_S)
        saved.addWidget(self.saved_line, 1)
        saved.addWidget(self.folder_button)
        how.body.addLayout(saved)
        for button in (self.save_button, self.print_button):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            how.add(button)
        column = QVBoxLayout()
        column.setSpacing(SPACE_M)
        column.addWidget(what)
        column.addWidget(how, 1)
        for card in (what, how):
            card.setFixedWidth(_OPTIONS_WIDTH)
        return column

    def _show_saved(self, path: Path | None) -> None:
        self._saved = path
        self.saved_line.setText(tr("Saved: {path}").format(path=path) if path else "")
        self.saved_line.setVisible(path is not None)
        self.folder_button.setVisible(path is not None)

    def _refuse(self, title: str, text: str) -> None:
        self.banner.show_message("hard", title, text)
        self.banner.show()

    def _open_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))

    def _on_sections(self) -> None:
        self._settings.left_out = self.sections.left_out()
        self.show_study()

    def _on_cut_off(self, moment: object) -> None:
        self.session.choose_cut_off(moment)  # type: ignore[arg-type]
        self.show_study()


def _in_sentence(title: str) -> str:
    """A title inside a sentence: "cohort report"."""
    return title[:1].lower() + title[1:]
