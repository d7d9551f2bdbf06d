"""What the entry of laboratory results knows: how a value is read, the unit last used, the grade as typed."""

from dataclasses import dataclass, replace
from decimal import Decimal

from domain.importing.number_column import NO_VALUE, read_number
from domain.laboratory.catalogue import LabTest, lab_tests
from domain.laboratory.graded import ALBUMIN, CALCIUM, grade_results
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.units import convert, factor_of
from domain.partial_date import PartialDate
from domain.reasons import Reason
from domain.records import LabResult, NormalRange
from domain.study import Study


@dataclass(frozen=True)
class TypedValue:
    """A value as a person types it.

    Attributes:
        comment: what was written in the place of a number: "ND", "hemolysed".
    """

    value: Decimal | None
    sign: str = ""
    comment: str = ""


def read_value(text: str) -> TypedValue | Reason:
    """The value in a text, or why it can't be read: "7.4", "<5", "5,3", "ND"."""
    plain = text.strip()
    if plain.replace(" ", "").casefold() in NO_VALUE:
        return TypedValue(None, "", plain)
    found = read_number(plain, frozenset())
    return found if isinstance(found, Reason) else TypedValue(found.value, found.sign)


def tests_by_group() -> dict[str, tuple[LabTest, ...]]:
    """The tests of each panel, in the order of the catalogue."""
    groups: dict[str, list[LabTest]] = {}
    for test in lab_tests().values():
        groups.setdefault(test.group, []).append(test)
    return {name: tuple(tests) for name, tests in groups.items()}


def remembered_units(study: Study, subject_id: str, laboratory: str) -> dict[str, str]:
    """The unit of each test: as last used by the subject, else by the laboratory's range, else by anybody, else usual.

    Args:
        study: as entered now.
        subject_id: whose results come first; "" where that is not known yet.
        laboratory: whose ranges come next.
    """
    place = laboratory.strip().casefold()
    ranges = sorted(study.normal_ranges, key=lambda one: one.valid_from)
    used = [
        *((one.test, one.unit) for one in study.entered.get(LabResult.kind, ()) if isinstance(one, LabResult)),
        *((one.test, one.unit) for one in ranges if one.laboratory.strip().casefold() == place),
        *((one.test, one.unit) for one in (study.results_of(subject_id) if subject_id else ())),
    ]
    tests = lab_tests()
    units = {code: test.unit for code, test in tests.items()}
    # The last word wins: those that count most stand last.
    last = reversed(list(dict.fromkeys(reversed(used))))
    return units | {
        code: unit for code, unit in last if code in tests and factor_of(tests[code].quantity, unit) is not None
    }


def laboratories(study: Study) -> tuple[str, ...]:
    """The laboratories that results and ranges name, the one used last first."""
    named = [
        one.laboratory.strip()
        for kind in (LabResult, NormalRange)
        for one in reversed(study.entered.get(kind.kind, ()))
        if isinstance(one, LabResult | NormalRange)
    ]
    return tuple(dict.fromkeys(name for name in named if name))


def previous_result(study: Study, subject_id: str, code: str, at: PartialDate | None) -> LabResult | None:
    """The last result of a test before a sample; the last one of all while its time is not known."""
    zone = study.zone
    mine = [one for one in study.results_of(subject_id) if one.test == code]
    if at is not None:
        mine = [one for one in mine if one.taken_at.earliest(zone) < at.earliest(zone)]
    return mine[-1] if mine else None


def grade_typed(study: Study, result: LabResult, others: tuple[LabResult, ...] = ()) -> GradedResult:
    """The grade that a result would have, beside the recorded ones and the others of its sample.

    Args:
        study: as entered now.
        result: as it would be.
        others: of the same sample, not yet saved; calcium is corrected for their albumin.

    Raises:
        KeyError: there is no such subject.
    """
    wanted = {result.test, ALBUMIN} if result.test == CALCIUM else {result.test}
    replaced = {one.record_id for one in (result, *others)}
    kept = [one for one in study.results_of(result.subject_id) if one.test in wanted and one.record_id not in replaced]
    kept += [one for one in others if one.test in wanted and one.record_id != result.record_id]
    first = study.first_dose(result.subject_id)
    graded = grade_results(
        [*kept, result],
        [one for one in study.normal_ranges if one.test in wanted],
        sex=study.subject(result.subject_id).sex,
        first_dose_at=first.started_at if first else None,
        version=study.protocol.ctcae,
        zone=study.zone,
    )
    return graded[-1]


def in_unit(result: LabResult, unit: str) -> LabResult:
    """A result in another unit of its test, for showing it beside a new one; as it is where that can't be."""
    test = lab_tests().get(result.test)
    if test is None or result.value is None or result.unit == unit:
        return result
    shown = convert(test.quantity, result.value, result.unit, unit)
    return result if shown is None else replace(result, value=shown, unit=unit)
