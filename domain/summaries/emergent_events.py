"""The treatment-emergent events of a part's treated subjects, as every table that counts subjects reads them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from domain.analysis_sets import AnalysisSet, members_of
from domain.ctcae.catalogue import soc_of
from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.records import AdverseEvent
from domain.safety.clocks import is_suspected
from domain.safety.emergence import emergent_grade
from domain.summaries.study_day import level_of
from domain.terms import Grade


@dataclass(frozen=True)
class EmergentEvent:
    """A treatment-emergent event with its maximum grade under treatment."""

    event: AdverseEvent
    dose_level: int
    grade: Grade

    @property
    def term(self) -> str:
        """The term as it is counted."""
        return self.event.term.strip()


@dataclass(frozen=True)
class EmergentEvents:
    """What a table counts.

    Attributes:
        version: of CTCAE.
        levels: dose level of each subject of the safety set; its size is the denominator.
        events: the treatment-emergent ones.
        left_out: how many events lay before the first dose.
    """

    version: str
    levels: dict[str, int]
    events: tuple[EmergentEvent, ...]
    left_out: int

    @cached_property
    def dosed(self) -> list[int]:
        """Levels that have treated subjects, lowest first."""
        return sorted(set(self.levels.values()))

    def treated(self, level: int | None = None) -> int:
        """Treated subjects at a level, or of all levels."""
        return len(self.levels) if level is None else list(self.levels.values()).count(level)

    @cached_property
    def by_term(self) -> dict[str, dict[str, Grade]]:
        """Maximum grade by subject, of each term."""
        found: dict[str, dict[str, Grade]] = {}
        for one in self.events:
            worst, subject_id = found.setdefault(one.term, {}), one.event.subject_id
            worst[subject_id] = max(one.grade, worst.get(subject_id, one.grade))
        return found

    def lines(self, head: Reason) -> Iterator[tuple[object, int, dict[str, Grade]]]:
        """Label, indent and maximum grade by subject: all events, then each class with its terms below it."""
        terms: dict[str, list[str]] = {}
        for term in self.by_term:
            terms.setdefault(soc_of(self.version, term), []).append(term)
        yield head, 0, self._merged(self.by_term)
        for soc in sorted(terms, key=str.casefold):
            yield soc, 0, self._merged(terms[soc])
            for term in sorted(terms[soc], key=str.casefold):
                yield term, 1, self.by_term[term]

    def _merged(self, terms: Iterable[str]) -> dict[str, Grade]:
        """Maximum grade by subject over some terms."""
        found: dict[str, Grade] = {}
        for term in terms:
            for subject_id, grade in self.by_term[term].items():
                found[subject_id] = max(grade, found.get(subject_id, grade))
        return found

    def note(self, said: Reason) -> Reason:
        """What is said of the table, and how many events were left out of it."""
        if self.left_out:
            return Reason("note_and", {"first": said, "second": Reason("note_left_out", {"events": self.left_out})})
        return said


def gather_emergent(status: PartStatus, *, is_related: bool = False, dose_level: int | None = None) -> EmergentEvents:
    """The treatment-emergent events of a part's treated subjects.

    Args:
        status: of the part.
        is_related: only those related as the protocol's threshold asks, or not judged yet (AE-8).
        dose_level: only subjects of this level.
    """
    study, threshold = status.study, status.part.window.relationship
    treated = {one: level_of(study, one) or 0 for one in members_of(study, AnalysisSet.SAFETY, status.part)}
    levels = {one: level for one, level in treated.items() if dose_level in (None, level)}
    found: list[EmergentEvent] = []
    left_out = 0
    for subject_id, level in levels.items():
        first = study.first_dose(subject_id)
        for event in study.events_of(subject_id):
            if is_related and not is_suspected(event, threshold):
                continue
            grade = emergent_grade(event, first.started_at, study.zone) if first else None
            if grade is None:
                left_out += 1
            else:
                found.append(EmergentEvent(event, level, grade))
    return EmergentEvents(study.protocol.ctcae, levels, tuple(found), left_out)
