"""What the Reports page can print: each kind by its names, and how it is made from the session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from domain.protocol.model import Part
from domain.terms import PartKind
from ui.command_line import version
from ui.reports.appendix import protocol_appendix
from ui.reports.blank_forms import blank_forms
from ui.reports.casebook import casebook_report, trail_of
from ui.reports.cohort import cohort_report
from ui.reports.paper import Report
from ui.reports.signature_section import concerning_part
from ui.reports.signatures import tabulate_signatures
from ui.reports.standing import Print
from ui.session import Session
from ui.signing import all_states
from ui.text import Words, tr


@dataclass(frozen=True)
class ReportChoice:
    """What is chosen for a report beside its kind.

    Attributes:
        without: keys of the cohort report's sections that are left out.
        subject_id: whose casebook; "" takes the study's first subject.
        part_id: of the part; "" takes the one that the pages show.
    """

    without: frozenset[str] = frozenset()
    subject_id: str = ""
    part_id: str = ""


_ALL = ReportChoice()
COHORT, CASEBOOK, APPENDIX = "cohort", "casebook", "appendix"


@dataclass(frozen=True)
class ReportKind:
    """One thing that can be printed.

    Attributes:
        key: short name, as the audit trail keeps it.
        title: as listed.
        about: what is in it, in a sentence.
        make: from session, moment of printing and choice.
    """

    key: str
    title: str
    about: str
    make: Callable[[Session, datetime, ReportChoice], Report]

    def build(self, session: Session, printed_at: datetime, choice: ReportChoice = _ALL) -> Report:
        """The report as the session's study is now.

        Args:
            session: whose study at its cut-off.
            printed_at: aware UTC.
            choice: all sections, and the first subject, without one.
        """
        return self.make(session, printed_at, choice)


def print_of(session: Session, printed_at: datetime) -> Print:
    """Who prints from a session."""
    return Print(printed_at, session.person.name, version(), session.file.path.name)


def _build_cohort(session: Session, printed_at: datetime, choice: ReportChoice) -> Report:
    study, part = session.study, part_of(session, choice)
    states = concerning_part(all_states(session.file), study, part.part_id)
    printed = print_of(session, printed_at)
    return cohort_report(
        session.status_of(part),
        Words(study.zone, part, study.protocol),
        printed_at=printed.at,
        printed_by=printed.by,
        titrant_version=printed.titrant_version,
        study_file=printed.study_file,
        signatures=tabulate_signatures(states, session.file.records(), session.words),
        without=choice.without,
    )


def part_of(session: Session, choice: ReportChoice) -> Part:
    """The part that is reported: the chosen one while it is open, else the one that the pages show."""
    return next((one for one in open_parts(session) if one.part_id == choice.part_id), session.part)


def open_parts(session: Session) -> tuple[Part, ...]:
    """Parts that have levels and are open."""
    study = session.study
    return tuple(one for one in study.protocol.parts if one.levels and study.is_open(one.part_id))


def _build_appendix(session: Session, printed_at: datetime, choice: ReportChoice) -> Report:
    protocol, part = session.study.protocol, part_of(session, choice)
    if part.kind is PartKind.EXPANSION:
        # The rules of an expansion's doses are those of the part that it took them from.
        part = protocol.part(part.levels_from) if part.levels_from else protocol.first_part
    return protocol_appendix(
        protocol,
        part,
        Words(session.study.zone, part, protocol),
        printed_at=printed_at,
        printed_by=session.person.name,
        titrant_version=version(),
    )


def build_casebook(session: Session, printed_at: datetime, choice: ReportChoice) -> Report:
    """The casebook of the chosen subject; blank forms while no subject is entered."""
    subjects = [one.subject_id for one in session.study.subjects]
    if not subjects:
        return _build_blank(session, printed_at, choice)
    subject_id = choice.subject_id if choice.subject_id in subjects else subjects[0]
    printed = print_of(session, printed_at)
    return casebook_report(session.study, subject_id, session.words, printed, trail_of(session.file, subject_id))


def _build_blank(session: Session, printed_at: datetime, _choice: ReportChoice) -> Report:
    study = session.study
    return blank_forms(study.protocol, session.words, print_of(session, printed_at), site_id=study.record.site_id)


def report_kinds() -> tuple[ReportKind, ...]:
    """Everything that can be printed, in the order of the list."""
    cohort = tr("Where the part stands, for the meeting: events, laboratory, deviations, decisions, signatures.")
    appendix = tr("Rules with their sources, decision tables, pathway and exact characteristics of the protocol.")
    casebook = tr("Every record of a subject with its corrections, signatures and queries.")
    blank = tr("A form of every kind of record to fill in by hand.")
    return (
        ReportKind(COHORT, tr("Cohort report"), cohort, _build_cohort),
        ReportKind(CASEBOOK, tr("Subject casebook"), casebook, build_casebook),
        ReportKind(APPENDIX, tr("Protocol appendix"), appendix, _build_appendix),
        ReportKind("blank_forms", tr("Blank forms"), blank, _build_blank),
    )
