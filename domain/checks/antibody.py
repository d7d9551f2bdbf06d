"""Checks on an antibody result."""

from collections.abc import Iterator
from datetime import datetime

from domain.checks.sample_link import check_link, check_moment
from domain.reasons import Finding
from domain.records import AdaResult
from domain.study import Study
from domain.terms import AntibodyResult, Severity


def check_ada_result(study: Study, result: AdaResult, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an antibody result.

    Args:
        study: as entered now.
        result: as it would be.
        now: moment of entry, aware.
    """
    return [
        *check_moment(study, result.subject_id, result.taken_at, now=now),
        *check_link(study, result.subject_id, result.sample_id),
        *_check_values(result),
        *_check_others(study, result),
    ]


def _check_values(result: AdaResult) -> Iterator[Finding]:
    if not result.drug.strip():
        yield Finding("drug", "missing")
    if result.cycle is not None and result.cycle < 1:
        yield Finding("cycle", "cycle_impossible")
    is_positive = result.result is AntibodyResult.POSITIVE
    if result.titre is not None and result.titre <= 0:
        yield Finding("titre", "ada_titre_not_positive")
    elif result.titre is not None and not is_positive:
        yield Finding("titre", "ada_titre_without_antibodies", Severity.SOFT)
    elif is_positive and result.titre is None:
        yield Finding("titre", "ada_titre_missing", Severity.SOFT)
    if not is_positive and result.neutralising is AntibodyResult.POSITIVE:
        yield Finding("neutralising", "ada_neutralising_without_antibodies")


def _check_others(study: Study, result: AdaResult) -> Iterator[Finding]:
    for other in study.antibodies_of(result.subject_id):
        same = (other.drug.strip().casefold(), other.taken_at) == (result.drug.strip().casefold(), result.taken_at)
        if same and other.record_id != result.record_id:
            yield Finding("taken_at", "ada_result_exists", numbers={"result": other.result})
            return
