"""Can a DLT definition be judged? Its terms, concepts and grades against the CTCAE version of the study (PRO-3)."""

from difflib import get_close_matches

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.dlt.concepts import concepts_of, socs_of
from domain.dlt.vocabulary import Clause, Selection
from domain.protocol.file import PartTables
from domain.protocol.tables import Reading


def check_dlt(parts: list[PartTables], version: object, reading: Reading) -> None:
    """Note every fault of the DLT definitions.

    Args:
        parts: of the file; what a part takes over is checked where it was given.
        version: of CTCAE; what could not be read is not checked against.
        reading: takes the faults.
    """
    checked: list[object] = []
    for part in parts:
        clauses = part.dlt.values.get("clauses")
        if not isinstance(clauses, tuple) or any(clauses is one for one in checked):
            continue
        checked.append(clauses)
        for number, clause in enumerate(clauses, 1):
            path = f"{part.path}.dlt.clauses[{number}]"
            if clause.applies_if and clause.applies_if not in part.dlt.values:
                reading.fault(f"{path}.applies_if", "protocol_dlt_no_flag", key=clause.applies_if)
            if version in VERSIONS:
                _check_clause(clause, path, str(version), reading)


def _check_clause(clause: Clause, path: str, version: str, reading: Reading) -> None:
    if _check_selection(clause.selection, path, version, reading):
        _check_grades(clause.selection, clause.min_grade, clause.max_grade, path, version, reading)
    for number, companion in enumerate(clause.together, 1):
        place = f"{path}.together[{number}]"
        if companion.event is not None and _check_selection(companion.event, f"{place}.event", version, reading):
            _check_grades(companion.event, companion.min_grade, 5, place, version, reading)
    for number, exclusion in enumerate(clause.exclusions, 1):
        _check_selection(exclusion.selection, f"{path}.except[{number}]", version, reading)


def _check_selection(selection: Selection, path: str, version: str, reading: Reading) -> bool:
    """Note unknown names; whether all are known."""
    lists = {
        "terms": (selection.terms, tuple(terms_of(version)), "protocol_dlt_term", "protocol_dlt_term_near"),
        "not_terms": (selection.not_terms, tuple(terms_of(version)), "protocol_dlt_term", "protocol_dlt_term_near"),
        "concepts": (
            selection.concepts,
            tuple(concepts_of(version)),
            "protocol_dlt_concept",
            "protocol_dlt_concept_near",
        ),
        "not_concepts": (
            selection.not_concepts,
            tuple(concepts_of(version)),
            "protocol_dlt_concept",
            "protocol_dlt_concept_near",
        ),
        "socs": (selection.socs, tuple(socs_of(version)), "protocol_dlt_soc", "protocol_dlt_soc_near"),
    }
    faults = 0
    for key, (names, known, code, code_near) in lists.items():
        for position, name in enumerate(names, 1):
            if name in known:
                continue
            faults += 1
            near = get_close_matches(name, known, n=1)
            where = f"{path}.{key}[{position}]"
            if near:
                reading.fault(where, code_near, given=name, version=version, nearest=near[0])
            else:
                reading.fault(where, code, given=name, version=version)
    return not faults


def _check_grades(selection: Selection, low: int, high: int, path: str, version: str, reading: Reading) -> None:
    """Each term by name must have such a grade; of a concept, one term must."""
    catalogue = terms_of(version)
    names = selection.names(version)
    if not names:
        reading.fault(path, "protocol_dlt_nothing_selected", version=version)
        return
    for position, name in enumerate(selection.terms, 1):
        grades = catalogue[name].grades
        if not any(low <= grade <= high for grade in grades):
            said = ", ".join(str(int(grade)) for grade in grades)
            reading.fault(f"{path}.terms[{position}]", "protocol_dlt_grade", given=name, grade=low, grades=said)
    if not selection.terms and not any(low <= grade <= high for name in names for grade in catalogue[name].grades):
        reading.fault(f"{path}.min_grade", "protocol_dlt_no_grade", grade=low, version=version)
