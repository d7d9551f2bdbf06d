"""What a subject's timeline shows, from the study: doses, the DLT window, events, and the dose that is due."""

from datetime import datetime, timedelta

from domain.evaluability import derive_window
from domain.records import Administration
from domain.study import Study
from domain.terms import DoseChange
from ui.models.event_rows import dlt_words
from ui.models.event_rows import row_of as event_row
from ui.models.lab_trend_of import driving_test, trend_of
from ui.text import Words, say_number, say_partial, tr
from ui.widgets.timeline_value import Bar, Dose, Timeline

_DAY = timedelta(days=1)


def next_due(study: Study, subject_id: str) -> tuple[int, datetime] | None:
    """Number and day of the cycle that comes next; None before the first dose, and once none is to come."""
    part, doses = study.part_of(subject_id), study.administrations(subject_id)
    if part is None or not study.first_dose(subject_id):
        return None
    if study.leaving(subject_id) or study.end_of_treatment(subject_id):
        return None
    last = max(doses, key=lambda dose: dose.cycle)
    if part.max_cycles is not None and last.cycle >= part.max_cycles:
        return None
    return last.cycle + 1, last.started_at + timedelta(days=part.cycle_days)


def timeline_of(study: Study, subject_id: str, words: Words) -> Timeline | None:
    """The timeline at the study's cut-off; None before the first dose."""
    part, first = study.part_of(subject_id), study.first_dose(subject_id)
    window = derive_window(study, part, subject_id) if part else None
    if part is None or first is None or window is None:
        return None
    start = window[0]

    def since(moment: datetime) -> float:
        return (moment - start) / _DAY

    doses = [
        Dose(dose.record_id, since(dose.started_at), f"C{dose.cycle}", _dose_text(dose), _dose_tip(dose, words), "given"
             if dose.given_mg > 0 else "omitted")
        for dose in study.administrations(subject_id)
    ]  # fmt: skip
    due = next_due(study, subject_id)
    if due is not None:
        cycle, at = due
        tip = tr("cycle {cycle} due {day}").format(cycle=cycle, day=words.day(at))
        doses.append(Dose("", since(at), f"C{cycle}", "", tip, "due"))
    bars = []
    for event in study.events_of(subject_id):
        row = event_row(study, event)
        end = event.end.latest(study.zone) if event.end else None
        bars.append(
            Bar(
                event.record_id,
                event.term,
                since(row.onset_at),
                None if end is None else since(min(end, study.cut_off)),
                int(event.worst),
                row.counts,
                tr("{term}, grade {grade}, {onset} to {end}: {dlt}").format(
                    term=event.term,
                    grade=int(event.worst),
                    onset=say_partial(event.onset),
                    end=say_partial(event.end) if event.end else tr("ongoing"),
                    dlt=dlt_words(row),
                ),
            )
        )
    leaving = study.leaving(subject_id)
    driving = driving_test(study, subject_id)
    return Timeline(
        window_days=since(window[1]),
        window_text=tr("DLT window, {days} days").format(days=part.window.days),
        today=since(study.cut_off),
        today_text=tr("today, day {day}").format(day=int(since(study.cut_off)) + 1),
        doses=tuple(doses),
        bars=tuple(bars),
        left=since(leaving.left_at) if leaving else None,
        lab=trend_of(study, subject_id, driving) if driving else None,
    )


def _dose_text(dose: Administration) -> str:
    if dose.given_mg <= 0:
        return tr("omitted")
    return tr("{dose} mg").format(dose=say_number(dose.given_mg))


def _dose_tip(dose: Administration, words: Words) -> str:
    said = tr("cycle {cycle}, {moment}: {given} of {planned} mg").format(
        cycle=dose.cycle,
        moment=words.moment(dose.started_at),
        given=say_number(dose.given_mg),
        planned=say_number(dose.planned_mg),
    )
    return said if dose.change is DoseChange.AS_PLANNED else f"{said}, {dose.reason}"
