"""Every place of an open study: sections, sides of a subject, forms, grids, imports; each by its name."""

from collections.abc import Callable, Mapping
from functools import partial

from domain.records import Query, Record, Subject
from ui.actions import PARTS, SECTIONS
from ui.forms.of_kind import FORMS
from ui.forms.record_form import RecordForm
from ui.pages.subject_view import TABS
from ui.screens.study_screen import StudyScreen

Place = Callable[[StudyScreen], object]


def some_subject(screen: StudyScreen) -> str:
    """A subject of whom there is most to see: the one with most adverse events."""
    study = screen.session.study
    return max((one.subject_id for one in study.subjects), key=lambda one: len(study.events_of(one)))


def _record_of(screen: StudyScreen, kind: type[Record]) -> Record:
    return screen.session.study.entered[kind.kind][0]


def _tab(name: str, screen: StudyScreen) -> None:
    screen.open_subject(some_subject(screen))
    screen.page.view.show_tab(name)  # type: ignore[attr-defined]


def _new(kind: type[Record], screen: StudyScreen) -> None:
    if kind is Subject:
        screen.go_to("subjects")
        screen.page.add_record()
        return
    _tab("course", screen)
    screen.page.view.start_record(kind)  # type: ignore[attr-defined]


def _saved(kind: type[Record], screen: StudyScreen) -> None:
    record = _record_of(screen, kind)
    screen.open_subject(record.subject_id)  # type: ignore[attr-defined]
    screen.page.view.open_record(record.record_id)  # type: ignore[attr-defined]


def _over(what: str, screen: StudyScreen) -> None:
    """A card that lies over a saved record's form."""
    from domain.records import AdverseEvent

    _saved(AdverseEvent, screen)
    panel = screen.page.view.panel  # type: ignore[attr-defined]
    record = panel.form.record
    {
        "history": partial(panel.show_history, record),
        "signatures": partial(panel.show_signatures, record),
        "query": partial(panel.show_query, record, "term"),
        "casebook": partial(panel.show_casebook, record.subject_id),
    }[what]()


def _visit_grid(screen: StudyScreen) -> None:
    _tab("assessments", screen)
    screen.page.view.tab.open_visit(None)  # type: ignore[attr-defined]


def _criteria(screen: StudyScreen) -> None:
    open_ones = [one.subject_id for one in screen.session.study.subjects if screen.session.study.eligibility(
        one.subject_id) is None]  # fmt: skip
    screen.open_subject(open_ones[0] if open_ones else some_subject(screen))
    screen.page.view.show_tab("screening")  # type: ignore[attr-defined]


def _on(section: str, call: str, screen: StudyScreen, *arguments: object) -> None:
    screen.go_to(section)
    getattr(screen.page, call)(*arguments)


def _tab_of(section: str, tab: str, screen: StudyScreen) -> None:
    screen.go_to(section)
    screen.page.tabs.set_value(tab)  # type: ignore[attr-defined]
    on_choice = getattr(screen.page, "_on_choice", None)
    if on_choice is not None:
        on_choice()


def _choose_event(call: str, screen: StudyScreen) -> None:
    screen.open_event(screen.session.study.adverse_events[0].record_id)
    getattr(screen.page, call)()


SECTION_PLACES: Mapping[str, Place] = {
    section.id: partial(lambda name, screen: screen.go_to(name), section.id) for section in (*SECTIONS, PARTS)
}
SIDE_PLACES: Mapping[str, Place] = {
    **{f"subject, {name}": partial(_tab, name) for name, *_ in TABS},
    "subject, criteria": _criteria,
    "analysis sets": lambda screen: screen.go_to("analysis_sets"),
    "deviations": lambda screen: screen.go_to("deviations"),
    "pk, dose": partial(_tab_of, "pk", "dose"),
    "pk, samples": partial(_tab_of, "pk", "samples"),
    "pk, antibodies": partial(_tab_of, "pk", "antibodies"),
    "pk, biomarkers": partial(_tab_of, "pk", "biomarkers"),
    "laboratory, ranges": partial(_tab_of, "laboratory", "ranges"),
    "laboratory, proposals": partial(_tab_of, "laboratory", "proposals"),
}
FORM_PLACES: Mapping[str, Place] = {
    **{f"new {kind.kind}": partial(_new, kind) for kind in FORMS},
    "saved adverse_event": partial(_saved, next(kind for kind in FORMS if kind.kind == "adverse_event")),
    "saved administration": partial(_saved, next(kind for kind in FORMS if kind.kind == "administration")),
    "history": partial(_over, "history"),
    "signatures": partial(_over, "signatures"),
    "query": partial(_over, "query"),
    "casebook": partial(_over, "casebook"),
    "new deviation": lambda screen: (screen.go_to("deviations"), screen.page.add_record()),
    "new normal_range": partial(_on, "laboratory", "add_range"),
    "new shipment": partial(_on, "pk", "add_shipment"),
    "new survival_contact of the response": partial(_on, "response", "add_contact"),
    "edit event": partial(_choose_event, "edit_event"),
    "report of an event": partial(_choose_event, "record_report"),
    "treatment of an event": partial(_choose_event, "add_treatment"),
}
WHOLE_PLACES: Mapping[str, Place] = {
    "laboratory grid": partial(_on, "laboratory", "add_record"),
    "sample grid": partial(_on, "pk", "record_samples"),
    "lesion grid": partial(_on, "response", "add_record"),
    "assessment grid": _visit_grid,
    "laboratory import": partial(_on, "laboratory", "start_import"),
    "concentration import": lambda screen: _import(screen, "profiles"),
    "antibody import": lambda screen: _import(screen, "antibodies"),
    "biomarker import": lambda screen: _import(screen, "biomarkers"),
}
PLACES: Mapping[str, Place] = {**SECTION_PLACES, **SIDE_PLACES, **FORM_PLACES, **WHOLE_PLACES}


def _import(screen: StudyScreen, tab: str) -> None:
    screen.go_to("pk")
    screen.page.start_import_of(tab)  # type: ignore[attr-defined]


def open_forms(screen: StudyScreen) -> list[RecordForm]:
    """The forms that are open on the page that is shown."""
    return [form for form in screen.page.findChildren(RecordForm) if form.isVisible()]


__all__ = ["PLACES", "Place", "Query", "open_forms", "some_subject"]
