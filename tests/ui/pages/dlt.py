"""What a test sees of the DLT page, and what a person does there."""

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from domain.evaluability import Assessment
from domain.partial_date import PartialDate
from domain.records import AdverseEvent
from domain.terms import DltVerdict, Grade, Relationship
from tests.ui.pages.studies import PERSON, ZONE
from ui.models.dlt_rows import VerdictRow
from ui.pages.dlt_page import DltPage

OPEN, FINISHED = "1N 2N 3N 4NNXN 5NT?", "1N 2N 3N 4NNT"


def said(widget: QWidget) -> str:
    """Every word on a widget."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def rows(page: DltPage) -> dict[str, VerdictRow]:
    """The rows of the list by subject."""
    model = page.list.rows
    items = [model.item(model.index(row)) for row in range(model.rowCount())]
    return {item.subject_id: item for item in items if isinstance(item, VerdictRow)}


def headings(page: DltPage) -> list[str]:
    model = page.list.rows
    items = [model.item(model.index(row)) for row in range(model.rowCount())]
    return [f"{item.title}: {item.caption}" for item in items if not isinstance(item, VerdictRow)]


def choices(page: DltPage) -> dict[str, tuple[str, bool]]:
    return {row.choice.text: (row.choice.note, row.isEnabled()) for row in page.panel.choices.rows()}


def assessed(page: DltPage, subject_id: str) -> Assessment:
    one = page.session.status.assessment(subject_id)
    assert one is not None
    return one


def day(page: DltPage, subject_id: str, number: int) -> PartialDate:
    """A study day of a subject."""
    first = assessed(page, subject_id).first_dose_at
    return PartialDate.of((first + timedelta(days=number - 1)).astimezone(ZONE).date())


def add_event(page: DltPage, subject_id: str, name: str, grade: int, onset: int, **items: Any) -> AdverseEvent:
    items.setdefault("relationship", Relationship.PROBABLE)
    items.setdefault("record_id", f"3f{len(page.session.study.adverse_events):030d}")
    event = AdverseEvent(
        subject_id=subject_id, term=name, grade=Grade(grade), onset=day(page, subject_id, onset), **items
    )
    assert page.session.save(event)
    return event


def limiting(page: DltPage, subject_id: str) -> AdverseEvent:
    """The event that makes the subject's DLT."""
    return max(page.session.study.events_of(subject_id), key=lambda event: event.worst)


def judge(page: DltPage, verdict: DltVerdict, reason: str = "", name: str = PERSON.name) -> None:
    """Fill in the form and sign."""
    page.panel.choices.set_value(verdict)
    page.panel.reason.set_value(reason)
    page.panel.signer.edit.set_value(name)
    page.panel.sign_button.click()


def said_visible(widget: QWidget) -> str:
    """Every word that can be seen: its owners are shown too."""
    labels = (label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
    return "\n".join(label.text() for label in labels)
