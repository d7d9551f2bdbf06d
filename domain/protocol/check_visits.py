"""Can a visit plan be followed? Its lines against the cycle, and assessments against visits (PRO-3)."""

from difflib import get_close_matches

from domain.protocol.file import PartTables
from domain.protocol.tables import Reading
from domain.protocol.values import listed
from domain.schedule.plan import DOSING, END_OF_TREATMENT, SCREENING, Anchor, Assessment, VisitRule

_ANCHORS = {
    SCREENING: (Anchor.CONSENT,),
    DOSING: (Anchor.CYCLE,),
    END_OF_TREATMENT: (Anchor.DECISION, Anchor.LAST_DOSE),
}


def check_visits(parts: list[PartTables], reading: Reading) -> None:
    """Note every fault of the visit plans.

    Args:
        parts: of the file; what a part takes over is checked against its own cycle.
        reading: takes the faults.
    """
    for part in parts:
        rules = [rule for rule in part.visits.values.values() if isinstance(rule, VisitRule)]
        for rule in rules:
            _check_rule(part, rule, reading)
        _check_assessments(part, [rule.code for rule in rules], reading)


def _check_rule(part: PartTables, rule: VisitRule, reading: Reading) -> None:
    path = f"{part.visits.path}.{rule.code}"
    allowed = _ANCHORS.get(rule.code, ())
    if allowed and rule.anchor not in allowed:
        said = listed(tuple(one.value for one in allowed))
        reading.fault(path, "protocol_visit_anchor", given=rule.code, allowed=said)
    days = part.facts.values.get("cycle_days")
    if rule.anchor is Anchor.CYCLE and isinstance(days, int) and rule.days >= days:
        reading.fault(path, "protocol_visit_day_beyond", given=rule.days + 1, days=days)


def _check_assessments(part: PartTables, codes: list[str], reading: Reading) -> None:
    values, path = part.assessments.values, part.assessments.path
    # A visit whose line could not be read is noted already; it is a visit all the same.
    broken = [one.field.removeprefix(f"{part.visits.path}.") for one in reading.findings]
    for assessment in Assessment:
        named = values.get(assessment.value)
        if not isinstance(named, tuple) or not named:
            continue
        if not codes and not part.visits.values:
            reading.fault(path, "protocol_visits_missing")
            return
        for position, name in enumerate(named, 1):
            if name in codes or name in broken:
                continue
            place, near = f"{path}.{assessment}[{position}]", get_close_matches(str(name), codes, n=1)
            if near:
                reading.fault(place, "protocol_visit_unknown_near", given=name, nearest=near[0])
            else:
                reading.fault(place, "protocol_visit_unknown", given=name, allowed=listed(tuple(codes)))
