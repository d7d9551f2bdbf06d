"""Checks on a concentration."""

from collections.abc import Iterator

from domain.checks.sample_link import check_link, find_sample
from domain.pk.units import unit_fault
from domain.reasons import Finding
from domain.records import Concentration
from domain.study import Study
from domain.terms import SamplePurpose, Severity


def check_concentration(study: Study, result: Concentration) -> list[Finding]:
    """What is wrong or doubtful with a concentration.

    Args:
        study: as entered now.
        result: as it would be.
    """
    return [*_check_sample(study, result), *_check_values(result), *_check_others(study, result)]


def _check_sample(study: Study, result: Concentration) -> Iterator[Finding]:
    if not result.analyte.strip():
        yield Finding("analyte", "missing")
    if not result.sample_id.strip():
        yield Finding("sample_id", "missing")
        return
    yield from check_link(study, result.subject_id, result.sample_id)
    sample = find_sample(study, result.sample_id)
    if sample is None or sample.subject_id != result.subject_id:
        return
    if sample.purpose is not SamplePurpose.PK:
        yield Finding("sample_id", "pk_sample_for_other_purpose", numbers={"for": sample.purpose})
    elif sample.taken_at is None:
        yield Finding("sample_id", "pk_sample_without_time", Severity.SOFT)
    if sample.analyte.casefold() != result.analyte.casefold() and result.analyte.strip():
        yield Finding("analyte", "pk_analyte_of_sample", Severity.SOFT, {"analyte": sample.analyte})


def _check_values(result: Concentration) -> Iterator[Finding]:
    said = [result.value is not None, result.is_blq, bool(result.flag.strip())]
    if sum(said) != 1:
        yield Finding("value", "pk_result_one_of")
    if result.value is not None and result.value < 0:
        yield Finding("value", "pk_concentration_negative")
    if result.lloq is not None and result.lloq <= 0:
        yield Finding("lloq", "pk_lloq_above_zero")
    has_number = result.value is not None or result.lloq is not None
    if has_number and not result.unit.strip():
        yield Finding("unit", "missing")
    elif unit_fault("conc", result.unit.strip()):
        yield Finding("unit", "pk_not_a_concentration", numbers={"unit": result.unit.strip()})
    if result.value is not None and result.lloq is not None and result.value < result.lloq:
        numbers = {"value": result.value, "lloq": result.lloq}
        yield Finding("value", "pk_number_below_lloq", Severity.SOFT, numbers)


def _check_others(study: Study, result: Concentration) -> Iterator[Finding]:
    for other in study.concentrations_of(result.subject_id):
        if other.record_id != result.record_id and (other.sample_id, other.analyte.casefold()) == (
            result.sample_id,
            result.analyte.casefold(),
        ):
            yield Finding("sample_id", "pk_result_exists")
            return
