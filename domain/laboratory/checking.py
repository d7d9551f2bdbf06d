"""What is wrong or doubtful with a result or a range by itself, whoever enters or imports it."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from decimal import Decimal

from domain.laboratory.catalogue import LabTest, lab_tests
from domain.laboratory.signs import SIGNS
from domain.laboratory.units import convert, factor_of, units_of_quantity
from domain.reasons import Finding
from domain.records import LabResult, NormalRange
from domain.terms import Severity


def check_result_values(result: LabResult, zone: tzinfo, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a result, apart from the study around it.

    Args:
        result: as it would be.
        zone: of the site.
        now: moment of entry, aware.
    """
    findings = list(check_test(result.test))
    if result.taken_at.earliest(zone) > now:
        findings.append(Finding("taken_at", "in_future"))
    findings += _check_numbers(result)
    test = lab_tests().get(result.test)
    if test is not None:
        needs_unit = any(number is not None for number in (result.value, result.lln, result.uln))
        findings += check_unit(test, result.unit, is_needed=needs_unit)
        findings += _check_plausible(test, result)
    return findings


def check_test(code: str) -> Iterator[Finding]:
    """Whether a test is one of the catalogue."""
    if not code.strip():
        yield Finding("test", "missing")
    elif code not in lab_tests():
        yield Finding("test", "lab_test_unknown", numbers={"test": code})


def check_unit(test: LabTest, unit: str, *, is_needed: bool = True) -> Iterator[Finding]:
    """Whether a unit is one of the test's."""
    said = {"test": test.name, "units": ", ".join(units_of_quantity(test.quantity)) or "none", "unit": unit.strip()}
    if factor_of(test.quantity, unit) is not None:
        return
    if unit.strip():
        yield Finding("unit", "lab_unit_not_of_test", numbers=said)
    elif is_needed:
        yield Finding("unit", "lab_unit_needed", numbers=said)


def check_limits(lln: Decimal | None, uln: Decimal | None) -> Iterator[Finding]:
    """Whether two limits make a range."""
    for field, limit in (("lln", lln), ("uln", uln)):
        if limit is not None and (not limit.is_finite() or limit < 0):
            yield Finding(field, "lab_value_negative", numbers={"value": limit})
    if lln is not None and uln is not None and lln > uln:
        yield Finding("lln", "lab_range_reversed", numbers={"lln": lln, "uln": uln})


def _check_numbers(result: LabResult) -> Iterator[Finding]:
    if result.value is not None and (not result.value.is_finite() or result.value < 0):
        yield Finding("value", "lab_value_negative", numbers={"value": result.value})
    if result.sign not in SIGNS:
        yield Finding("sign", "lab_sign_unknown", numbers={"sign": result.sign})
    elif result.sign and result.value is None:
        yield Finding("value", "missing")
    yield from check_limits(result.lln, result.uln)


def _check_plausible(test: LabTest, result: LabResult) -> Iterator[Finding]:
    """Whether a value is one of a living subject; the limits are said in the unit of the result."""
    if result.value is None or not result.value.is_finite() or result.value < 0:
        return
    limits = [convert(test.quantity, limit, test.unit, result.unit) for limit in test.plausible]
    low, high = limits
    if low is None or high is None:
        return
    if (result.value < low and result.sign[:1] != "<") or (result.value > high and result.sign[:1] != ">"):
        numbers = {"value": result.value, "unit": result.unit, "low": rounded(low), "high": rounded(high)}
        yield Finding("value", "lab_not_plausible", Severity.SOFT, numbers)


def rounded(number: Decimal) -> Decimal:
    """A converted number as one shows it: three significant digits, no exponent."""
    if not number:
        return Decimal(0)
    short = number.quantize(Decimal(1).scaleb(number.adjusted() - 2)).normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def check_range_values(one: NormalRange) -> list[Finding]:
    """What is wrong with a normal range by itself."""
    findings = list(check_test(one.test))
    if not one.laboratory.strip():
        findings.append(Finding("laboratory", "missing"))
    test = lab_tests().get(one.test)
    if test is not None:
        findings += check_unit(test, one.unit)
    if one.lln is None and one.uln is None:
        findings.append(Finding("uln", "lab_range_empty"))
    findings += check_limits(one.lln, one.uln)
    return findings
