"""The session: one open study file, one person, one signal; the only way from the screen to the file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from domain.access import ENTRY, has_right
from domain.deviation_kinds import category_of, importance_of
from domain.escalation.status import PartStatus, assess_status
from domain.parts.state import PartState, derive_part_states
from domain.protocol.model import Part
from domain.reasons import Finding
from domain.records import RECORD_KINDS, Decision, Deviation, PartOpening, Record
from domain.study import Study
from domain.terms import Right, Role
from storage.canonical import Payload
from storage.changes import Changes
from storage.errors import RecordRefused, StudyFileError
from storage.person import Person
from storage.study_file import StudyFile
from ui.text import Words, utc_now


class Session(QObject):
    """An open study.

    Signals:
        changed: after every save, with the Changes; each page redraws from a fresh ``study``.
        refused: the StudyFileError or RecordRefused that a verb met; the main window shows it as a banner.
    """

    changed = Signal(object)
    refused = Signal(object)

    def __init__(
        self, file: StudyFile, person: Person, *, clock: Callable[[], datetime] = utc_now, parent: QObject | None = None
    ) -> None:
        """Open a session on a file.

        Args:
            file: open, perhaps read-only.
            person: who acts.
            clock: gives the moment of entry, aware UTC.
            parent: Qt owner.
        """
        super().__init__(parent)
        self.file, self.person, self.clock = file, person, clock
        # Who signed in; "" where nobody had to. It differs from the person's while a study has no accounts yet.
        self.user_id = person.user_id
        self.saved_at: datetime | None = None
        self._fixed_cut_off: datetime | None = None
        self._part_id = ""
        self._seen: tuple[int, datetime] | None = None
        self._study: Study | None = None
        self._status: dict[str, PartStatus] = {}
        self._part_states: tuple[PartState, ...] = ()

    @property
    def study(self) -> Study:
        """The study at the data cut-off: now, unless a cut-off was chosen."""
        position = self.file.position
        cut_off = self._fixed_cut_off or self.clock().replace(second=0)
        if self._study is None or self._seen != (position, cut_off):
            self._study = Study.of(
                self.file.records(), cut_off=cut_off, position=position, head=self.file.head.hash, before=self._study
            )
            self._seen = (position, cut_off)
            self._status.clear()
            self._part_states = ()
        return self._study

    @property
    def part(self) -> Part:
        """The part that is shown: the chosen one; the first, where none is or it has no levels at the cut-off."""
        protocol = self.study.protocol
        chosen = (one for one in protocol.parts if one.part_id == self._part_id and one.levels)
        return next(chosen, protocol.first_part)

    def choose_part(self, part_id: str) -> None:
        """Show a part; one that isn't open yet, or that the protocol doesn't have, leaves the first part on show."""
        if part_id != self._part_id:
            self._part_id = part_id
            self._announce_all()

    @property
    def status(self) -> PartStatus:
        """Where the shown part stands."""
        return self.status_of(self.part)

    def status_of(self, part: Part) -> PartStatus:
        """Where a part of the study stands."""
        study = self.study
        if part.part_id not in self._status:
            self._status[part.part_id] = assess_status(study, part)
        return self._status[part.part_id]

    @property
    def part_states(self) -> tuple[PartState, ...]:
        """Every part of the study in the protocol's order: open, or what it waits for."""
        study = self.study
        self._part_states = self._part_states or derive_part_states(study)
        return self._part_states

    @property
    def words(self) -> Words:
        """Words for this study and part."""
        return Words(self.study.zone, self.part, self.study.protocol)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be saved."""
        return self.file.is_read_only

    @property
    def is_encrypted(self) -> bool:
        """Whether the study asks for a password."""
        return self.file.key is not None

    @property
    def last_entry_at(self) -> datetime | None:
        """When the last event was recorded, by whomever; aware UTC."""
        events = self.file.events(limit=1)
        return events[0].event.recorded_at if events else None

    def may(self, right: Right) -> bool:
        """Whether the person has a right; a study without accounts is open to whoever works. The file checks too."""
        if not self.file.records().get("account"):
            return True
        return self.person.role in tuple(Role) and has_right(Role(self.person.role), right)

    def may_create(self, kind: str) -> bool:
        """Whether the person may enter a new record of a kind; a study without accounts is open to whoever works."""
        if self.is_read_only or not self.file.records().get("account"):
            return not self.is_read_only
        return self.person.role in tuple(Role) and kind in ENTRY and Role(self.person.role) in ENTRY[kind].create

    @staticmethod
    def new_id() -> str:
        """A record id that no other installation makes."""
        return uuid4().hex

    @property
    def is_looking_back(self) -> bool:
        """Whether a cut-off other than now was chosen."""
        return self._fixed_cut_off is not None

    def choose_cut_off(self, moment: datetime | None) -> None:
        """Look at the study as it stood at a moment; None is now."""
        self._fixed_cut_off = moment
        self._announce_all()

    def refresh(self) -> None:
        """The clock has moved: windows close and slots open without anybody saving."""
        if self._fixed_cut_off is None:
            self._announce_all()

    def _announce_all(self) -> None:
        everything = Changes(frozenset(RECORD_KINDS), frozenset(), frozenset(), self.file.position)
        self.changed.emit(everything)

    def save(
        self,
        record: Record,
        *,
        justified: Mapping[str, tuple[Finding, str]] | None = None,
        reason: str = "",
        seen: int | None = None,
        through_query: str = "",
    ) -> bool:
        """Save a new record, or a corrected one under a known id, with the deviations its soft findings make.

        Args:
            record: as it will be.
            justified: per field the soft finding that was overridden and the person's reason.
            reason: why a known record is corrected.
            seen: number of the event that wrote the record when the form was filled.
            through_query: id of the query that a correction follows from, or "".

        Returns:
            Whether it was saved; if not, ``refused`` has told why.
        """
        deviations = [self._deviation(record, finding, why) for finding, why in (justified or {}).values()]
        now = self.clock()

        def verb() -> Changes:
            known = self.file.last_event(record.record_id)
            if known is None:
                return self.file.save(record, person=self.person, now=now, reason=reason, deviations=deviations)
            return self.file.correct(
                record,
                person=self.person,
                now=now,
                reason=reason,
                seen=seen or known,
                deviations=deviations,
                through_query=through_query,
            )

        return self.do(verb)

    def save_all(
        self,
        records: Sequence[Record],
        *,
        corrected: Sequence[Record] = (),
        justified: Sequence[tuple[Record, Finding, str]] = (),
        reason: str = "",
        seen: Mapping[str, int | None] | None = None,
    ) -> bool:
        """Save several records as one act: a visit's results, or an imported file.

        Args:
            records: new ones.
            corrected: new values under known ids.
            justified: of each soft finding that was overridden its record, the finding, and the person's reason.
            reason: why known records are corrected; of new ones a remark.
            seen: of corrected records the number of the event that wrote them when they were shown.

        Returns:
            Whether they were saved; if not, ``refused`` has told why, and nothing was.
        """
        created = (*records, *(self._deviation(record, finding, why) for record, finding, why in justified))
        return self.do(
            lambda: self.file.save_all(
                created, corrected=corrected, person=self.person, now=self.clock(), reason=reason, seen=seen
            )
        )

    def sign(self, decision: Decision) -> bool:
        """Sign a committee decision."""
        return self.do(lambda: self.file.sign_decision(decision, person=self.person, now=self.clock()))

    def sign_opening(self, opening: PartOpening, *, justified: Mapping[str, tuple[Finding, str]] | None = None) -> bool:
        """Open a part, with the deviations that overridden soft findings make."""
        deviations = [self._deviation(opening, finding, why) for finding, why in (justified or {}).values()]
        return self.do(
            lambda: self.file.sign_opening(opening, person=self.person, now=self.clock(), deviations=deviations)
        )

    def note(self, code: str, details: Payload) -> bool:
        """Put on record what is about no record: an export, a print. Nothing is, where the study can't be written to.

        Returns:
            False where it should have been and could not; ``refused`` has told why.
        """
        if self.is_read_only:
            return True
        try:
            changes = self.file.save_system_event(code, details, person=self.person, now=self.clock())
        except (StudyFileError, RecordRefused) as error:
            self.refused.emit(error)
            return False
        # What is signed names the last event, so the pages have to know of this one too.
        self.changed.emit(changes)
        return True

    def do(self, verb: Callable[[], Changes]) -> bool:
        """Run a verb of the file and tell everybody what changed."""
        try:
            changes = verb()
        except (StudyFileError, RecordRefused) as error:
            self.refused.emit(error)
            return False
        self.saved_at = self.clock()
        self.changed.emit(changes)
        return True

    def _deviation(self, record: Record, finding: Finding, why: str) -> Deviation:
        category = category_of(finding.code)
        now = self.clock().astimezone(self.study.zone)
        return Deviation(
            record_id=self.new_id(),
            subject_id=str(getattr(record, "subject_id", "")),
            category=category,
            code=finding.code,
            description=self.words.finding(finding),
            reason=why,
            occurred_on=now.date(),
            importance=importance_of(category, finding.code),
            about_kind=record.kind,
            about_id=record.record_id,
        )
