"""The trace of a DLT verdict in words for the screen: events by term and onset, never by record id.

The sentences are those of ``domain/dlt/messages.py``, said through ``Words``; here only the names are put in.
"""

from domain.adjudication_changes import Change, EvidenceChange, Field
from domain.dlt.answer import Verdict
from domain.partial_date import PartialDate
from domain.protocol.model import Provenance
from domain.reasons import Reason
from domain.study import Study
from domain.terms import DltVerdict, InterventionKind
from ui.text import Words, capital, say_partial, term, tr


def say_named(name: str, at: PartialDate) -> str:
    """A record by its name and date: "Nausea of 15 Nov 2026"."""
    return tr("{name} of {date}").format(name=name, date=say_partial(at))


class TraceWords:
    """Says the reasons of one subject's trace."""

    def __init__(self, study: Study, subject_id: str, words: Words) -> None:
        """Read how the subject's records are named.

        Args:
            study: at its cut-off.
            subject_id: whose trace.
            words: of the study.
        """
        self._words = words
        self._onsets = {
            **{one.record_id: one.onset for one in study.events_of(subject_id)},
            **{one.record_id: one.taken_at for one in study.results_of(subject_id)},
        }

    def say(self, reason: Reason) -> str:
        """A reason as a sentence."""
        numbers = dict(reason.numbers)
        record, named = str(numbers.get("record", "")), numbers.get("term")
        onset = self._onsets.get(record)
        if isinstance(named, str) and onset is not None and numbers.get("since") != onset:
            numbers["term"] = say_named(named, onset)
        if "record" in numbers:
            numbers["record"] = ""
        if isinstance(kind := numbers.get("kind"), str):
            numbers["kind"] = term(InterventionKind(kind))
        text = " ".join(self._words.reason(Reason(reason.code, numbers, reason.source)).split())
        return capital(text.removeprefix(":").strip())


def say_record(study: Study, subject_id: str, record_id: str) -> str | None:
    """An adverse event or a laboratory result of a trace by name and date; None for anything else."""
    for event in study.events_of(subject_id):
        if event.record_id == record_id:
            return say_named(event.term, event.onset)
    for result in study.results_of(subject_id):
        if result.record_id == record_id:
            return say_named(result.test, result.taken_at)
    return None


def say_origin(origin: Provenance) -> tuple[str, ...]:
    """A clause's source in lines: registered, or assumed with what the registration says."""
    if not origin.is_assumed:
        return (tr("Source: {source}").format(source=origin.source),)
    lines = [tr("Assumption: {source}").format(source=origin.source)]
    if origin.says:
        lines.append(tr("The registration says: {says}").format(says=origin.says))
    return tuple(lines)


def say_verdict(verdict: Verdict) -> str:
    """A derived verdict."""
    return {
        Verdict.MET: tr("met"),
        Verdict.NOT_MET: tr("not met"),
        Verdict.NOT_YET: tr("not yet known"),
    }[verdict]


def say_judged(verdict: DltVerdict) -> str:
    """A person's verdict."""
    return {
        DltVerdict.DLT: tr("DLT"),
        DltVerdict.NO_DLT: tr("No DLT"),
        DltVerdict.NOT_YET_KNOWN: tr("Not yet known"),
    }[verdict]


def say_change(change: EvidenceChange) -> str:
    """What became of a record under a verdict: "Nausea of 15 Nov 2026: grade, relationship changed"."""
    kinds = {kind.value: term(kind) for kind in InterventionKind}
    name = kinds.get(change.name, change.name)
    fields = {
        Field.TERM: tr("term"),
        Field.ONSET: tr("onset"),
        Field.GRADES: tr("grade"),
        Field.END: tr("end"),
        Field.RELATIONSHIP: tr("relationship"),
        Field.LABORATORY_ONLY: tr("found by laboratory tests alone"),
        Field.ADMISSION: tr("admission"),
        Field.ACTION: tr("action taken"),
    }
    what = {
        Change.ADDED: tr("entered since"),
        Change.REMOVED: tr("no longer in the study"),
        Change.CHANGED: tr("changed"),
    }[change.change]
    if change.fields:
        what = tr("{fields} changed").format(fields=tr(", ").join(fields[one] for one in change.fields))
    return tr("{record}: {what}").format(record=say_named(name, change.at), what=what)


def unit_of(study: Study, subject_id: str, result_ids: set[str]) -> str:
    """The unit that the results of a strip share; "" where they share none."""
    units = {one.unit for one in study.results_of(subject_id) if one.record_id in result_ids}
    return units.pop() if len(units) == 1 else ""
