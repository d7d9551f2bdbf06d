"""The adverse events of a subject as options: which one a treatment is for, a dose was delayed for, a report is on."""

from domain.records import AdverseEvent
from domain.study import Study
from ui.text import say_partial, tr
from ui.widgets.options import Option


def event_options(study: Study, subject_id: str, *, serious_first: bool = False) -> list[Option]:
    """Latest onset first: term, grade and onset of each.

    Args:
        study: at its cut-off.
        subject_id: whose events.
        serious_first: whether serious ones stand before the others.
    """
    events = list(reversed(study.events_of(subject_id)))
    if serious_first:
        events.sort(key=lambda event: not event.is_serious)
    return [Option(event.record_id, name_event(event)) for event in events]


def name_event(event: AdverseEvent) -> str:
    """One line that tells an event from the subject's others."""
    text = tr("{term}, G{grade}, {onset}")
    return text.format(term=event.term, grade=int(event.worst), onset=say_partial(event.onset))
