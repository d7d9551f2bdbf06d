"""Reads one subject's history from JSON: the input of ``titrant dlt``. The schema: docs/dlt-rules.md."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.ctcae.catalogue import terms_of
from domain.dlt.fields import Fields, InputRefused, shown
from domain.dlt.history import Dose, Event, GradeStep, History, Intervention, Result
from domain.dlt.vocabulary import INTERVENTIONS
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.terms import ActionTaken, InterventionKind, Relationship


def read_history(text: str, version: str) -> tuple[History, str]:
    """The history in a JSON text, with the id of the part that it names or "".

    Args:
        text: of the file.
        version: of CTCAE; terms of another version are refused.

    Raises:
        InputRefused: it can't be assessed; carries every fault.
    """
    try:
        raw = json.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise InputRefused((Finding("file", "input_syntax", numbers={"detail": str(error)}),)) from error
    if not isinstance(raw, dict):
        numbers = {"given": shown(raw), "wanted": "an object"}
        raise InputRefused((Finding("file", "input_type", numbers=numbers),))
    whole = Fields(raw, "", [])
    whole.allow(
        "subject", "part", "zone", "cut_off", "doses", "treatment_ended", "events", "laboratory", "interventions"
    )
    whole.zone = _zone(whole)
    subject, part = whole.text("subject", needed=True), whole.text("part")
    cut_off = whole.moment("cut_off", needed=True)
    ended = whole.date("treatment_ended")
    doses = [_dose(one) for one in whole.objects("doses")]
    events = [_event(one, version) for one in whole.objects("events")]
    results = [_result(one, version) for one in whole.objects("laboratory")]
    interventions = [_intervention(one) for one in whole.objects("interventions")]
    if not whole.faults:
        _check_links(whole)
    if whole.faults or cut_off is None:
        raise InputRefused(tuple(whole.faults))
    history = as_known(
        History(
            subject,
            whole.zone,
            cut_off,
            tuple(one for one in doses if one),
            tuple(one for one in events if one),
            tuple(one for one in results if one),
            tuple(one for one in interventions if one),
            ended,
        )
    )
    if not history.given:
        raise InputRefused((Finding("doses", "input_no_dose"),))
    return history, part


def _zone(whole: Fields) -> ZoneInfo:
    name = whole.text("zone") or "UTC"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        whole.fault("zone", "input_zone", given=shown(name))
        return ZoneInfo("UTC")


def _dose(one: Fields) -> Dose | None:
    one.allow("cycle", "at", "given", "delayed_for")
    cycle, at = one.count("cycle", 1, needed=True), one.moment("at", needed=True)
    given, delayed_for = one.flag("given"), one.ids("delayed_for")
    return Dose(cycle, at, given is not False, delayed_for) if cycle and at else None


def _event(one: Fields, version: str) -> Event | None:
    one.allow("id", "term", "onset", "grade", "grades", "end", "relationship", "laboratory_only", "admission", "action")
    record_id, term = one.text("id", needed=True), _term(one, version, needed=True)
    steps = _steps(one, term, version)
    end = one.date("end")
    relationship = _relationship(one)
    is_laboratory, is_admitted = one.flag("laboratory_only"), one.flag("admission")
    action = one.choice("action", ActionTaken, tuple(ActionTaken))
    if steps and end and end.latest(one.zone) < steps[0].since.earliest(one.zone):
        one.fault("end", "input_end_before_onset", onset=steps[0].since)
    if not record_id or not term or not steps:
        return None
    return Event(record_id, term, tuple(steps), end, relationship, is_laboratory, bool(is_admitted), action)


def _steps(one: Fields, term: str, version: str) -> list[GradeStep]:
    """The grade steps; "grade" with "onset" is short for a single one."""
    if not one.has("grades"):
        onset, grade = one.date("onset", needed=True), _grade(one, term, version, 1, needed=True)
        return [GradeStep(grade, onset)] if onset and grade else []
    if one.has("grade"):
        one.fault("grade", "input_unknown_key", key="grade", allowed="grades, which is given as well")
    onset = one.date("onset")
    found: list[GradeStep] = []
    before = onset
    for step in one.objects("grades"):
        step.allow("grade", "from")
        grade, since = _grade(step, term, version, 1, needed=True), step.date("from", needed=True)
        if since and before and since.latest(one.zone) < before.earliest(one.zone):
            step.fault("from", "input_steps_order")
        elif since and onset and before is onset and onset.latest(one.zone) < since.earliest(one.zone):
            step.fault("from", "input_first_step", onset=onset)
        elif since and grade:
            found.append(GradeStep(grade, since))
            before = since
    if not found and not one.objects("grades"):
        one.fault("grades", "input_missing", key="grades")
    return found


def _grade(one: Fields, term: str, version: str, lowest: int, *, needed: bool = False) -> int | None:
    grade = one.count("grade", lowest, needed=needed)
    if grade and term and grade not in terms_of(version)[term].grades:
        said = ", ".join(str(int(one)) for one in terms_of(version)[term].grades)
        one.fault("grade", "input_no_such_grade", given=grade, term=term, grades=said)
        return None
    return grade


def _term(one: Fields, version: str, *, needed: bool = False) -> str:
    """A term of the version; "" where there is none."""
    given = one.text("term", needed=needed)
    known = terms_of(version)
    if not given or given in known:
        return given
    near = get_close_matches(given, known, n=1)
    if near:
        one.fault("term", "input_term_near", given=shown(given), version=version, nearest=near[0])
    else:
        one.fault("term", "input_term", given=shown(given), version=version)
    return ""


def _relationship(one: Fields) -> Relationship | None:
    """The strongest relationship to any drug; an object names the drugs."""
    given = one.raw.get("relationship")
    if not isinstance(given, dict):
        return one.choice("relationship", Relationship, tuple(Relationship))
    each = Fields(given, one.place("relationship"), one.faults, one.zone)
    said = [each.choice(str(drug), Relationship, tuple(Relationship)) for drug in given]
    order = list(Relationship)
    return max((one for one in said if one), key=order.index, default=None)


def _result(one: Fields, version: str) -> Result | None:
    one.allow("id", "test", "at", "term", "grade", "value", "unit", "uln")
    record_id, test = one.text("id", needed=True), one.text("test", needed=True)
    at, term = one.date("at", needed=True), _term(one, version)
    grade = _grade(one, term, version, 0)
    if grade is not None and not one.has("term"):
        one.fault("term", "input_grade_without_term")
    value, uln = one.number("value"), one.number("uln")
    one.text("unit")
    return Result(record_id, test, at, term, grade, value, uln) if record_id and test and at else None


def _intervention(one: Fields) -> Intervention | None:
    one.allow("id", "kind", "at", "for")
    record_id, at = one.text("id", needed=True), one.date("at", needed=True)
    kind = one.choice("kind", InterventionKind, INTERVENTIONS, needed=True)
    treats = one.ids("for")
    return Intervention(record_id, kind, at, treats) if record_id and at and kind else None


def _check_links(whole: Fields) -> None:
    """Ids and results once each; every event that another record names is there."""
    seen: set[str] = set()
    events = {str(one.raw["id"]).strip() for one in whole.objects("events")}
    values: set[tuple[object, ...]] = set()
    cycles: set[object] = set()
    for one in (*whole.objects("events"), *whole.objects("laboratory"), *whole.objects("interventions")):
        record_id = str(one.raw["id"]).strip()
        if record_id in seen:
            one.fault("id", "input_twice", given=record_id)
        seen.add(record_id)
    for one in whole.objects("laboratory"):
        key = (str(one.raw["test"]).casefold(), one.raw["at"], one.raw.get("term"))
        if key in values:
            one.fault("", "input_twice", given=f"{one.raw['test']} of {one.raw['at']}")
        values.add(key)
    for one in whole.objects("doses"):
        if one.raw["cycle"] in cycles:
            one.fault("cycle", "input_twice", given=f"Cycle {one.raw['cycle']}")
        cycles.add(one.raw["cycle"])
    for one in (*whole.objects("doses"), *whole.objects("interventions")):
        for key_name in ("delayed_for", "for"):
            for position, record_id in enumerate(one.ids(key_name) or (), 1):
                if record_id not in events:
                    one.fault(f"{key_name}[{position}]", "input_unknown_record", given=record_id)


def as_known(history: History) -> History:
    """The history at its cut-off: what is dated later has not happened yet (REP-4)."""
    zone, cut_off = history.zone, history.cut_off

    def is_known(moment: PartialDate | datetime) -> bool:
        return (moment.earliest(zone) if isinstance(moment, PartialDate) else moment) <= cut_off

    events = []
    for event in history.events:
        steps = tuple(step for step in event.steps if is_known(step.since))
        if steps:
            end = event.end if event.end and is_known(event.end) else None
            events.append(_changed(event, steps=steps, end=end))
    ended = history.treatment_ended
    return History(
        history.subject_id,
        zone,
        cut_off,
        tuple(dose for dose in history.doses if is_known(dose.at) or not dose.is_given),
        tuple(events),
        tuple(one for one in history.results if is_known(one.at)),
        tuple(one for one in history.interventions if is_known(one.at)),
        ended if ended and is_known(ended) else None,
    )


def _changed(event: Event, **changes: object) -> Event:

    return replace(event, **changes)  # type: ignore[arg-type]
