"""The section of electronic signatures, and which of a study's signatures belong in a part's report (TRU-2)."""

from collections.abc import Iterable

from domain.content import CASEBOOK
from domain.records import Adjudication, Decision, PartOpening, RecommendedDose
from domain.signing import SignatureState
from domain.study import Study
from domain.summaries.table import Table
from ui.reports.section import Section, table_section
from ui.reports.standing import is_seen
from ui.reports.words import tr
from ui.text import Words


def signature_section(signatures: Table | None, words: Words) -> Section:
    """Who signed what, as what, meaning what, when, and whether it still stands; the caption counts what is broken."""
    title = tr("Electronic signatures")
    if signatures is None or not signatures.rows:
        return Section(title)
    broken = sum(row[0].emphasis for row in signatures.rows)
    caption = tr("{count} of {all} broken") if broken else tr("all valid")
    content = table_section(signatures, words).content
    return Section(title, caption.format(count=broken, all=len(signatures.rows)), content)


def concerning_part(states: Iterable[SignatureState], study: Study, part_id: str) -> tuple[SignatureState, ...]:
    """Signatures up to the cut-off on a part's decisions, and on verdicts and casebooks of its subjects."""
    return tuple(one for one in states if _concerns(one, study, part_id))


def _concerns(state: SignatureState, study: Study, part_id: str) -> bool:
    one = state.signature
    if not is_seen(study, one.signed_at):
        return False
    if one.about_kind == Decision.kind:
        return any(each.record_id == one.about_id and each.part_id == part_id for each in study.decisions)
    if one.about_kind == PartOpening.kind:
        return any(each.record_id == one.about_id for each in study.openings_of(part_id))
    if one.about_kind == RecommendedDose.kind:
        return any(each.record_id == one.about_id and each.part_id == part_id for each in study.recommended_doses)
    if one.about_kind not in (Adjudication.kind, CASEBOOK):
        return False
    enrolment = study.enrolment(one.subject_id)
    return enrolment is not None and enrolment.part_id == part_id
