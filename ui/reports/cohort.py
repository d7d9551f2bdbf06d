"""The cohort report: where a part stands, with everything a safety review committee decides on (REP-1, REP-4)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.summaries.decisions import (
    describe_act,
    describe_decision,
    describe_recommendation,
    describe_recommended_then,
)
from domain.summaries.table import Table
from domain.terms import LevelState, PartKind
from ui.reports import cohort_sections as of
from ui.reports.blocks import Boxed, Signatures
from ui.reports.endpoints_section import endpoint_sections
from ui.reports.paper import Block, Report
from ui.reports.parts_section import cohort_sections, part_sections
from ui.reports.pk_section import pk_sections
from ui.reports.response_section import response_sections
from ui.reports.rp2d_section import rp2d_sections
from ui.reports.section import Section
from ui.reports.section_kind import SectionKind
from ui.reports.signature_section import signature_section
from ui.reports.standing import Print, study_frame, with_remark
from ui.reports.words import marked, tr
from ui.text import Words, chip_of

Person = tuple[str, str]
_BARRING = ("cohort_stopped", "source_exceeded", "source_suspended")
_NOBODY: tuple[Person, ...] = (("", ""), ("", ""), ("", ""))

# What other areas bring, each with `SectionKind(key, title, build)`; they follow the deviations in this order.
# One line an area: `SectionKind("pk", marked("Pharmacokinetics"), pk_sections)`.
AREA_SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("endpoints", marked("Registered endpoints"), endpoint_sections),
    SectionKind("pk", marked("Pharmacokinetics"), pk_sections),
    SectionKind("response", marked("Tumour response and survival"), response_sections),
    SectionKind("rp2d", marked("Recommended dose"), rp2d_sections),
)
# All that can be chosen, in the order of the report.
SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("status", marked("Study status"), of.status_sections),
    SectionKind("parts", marked("Parts, gates and openings"), part_sections),
    SectionKind("ladder", marked("Dose ladder"), of.ladder_sections),
    SectionKind("cohorts", marked("Expansion cohorts"), cohort_sections),
    SectionKind("subjects", marked("Subjects by level"), of.subject_sections),
    SectionKind("toxicities", marked("Dose-limiting toxicities"), of.toxicity_sections),
    SectionKind("overview", marked("Overview of adverse events"), of.overview_sections),
    SectionKind("terms", marked("Adverse events by class and term"), of.term_sections),
    SectionKind("related", marked("Related adverse events"), of.related_sections),
    SectionKind("serious", marked("Serious events and clocks"), of.serious_sections),
    SectionKind("treatments", marked("Treatment of adverse events"), of.treatment_sections),
    SectionKind("follow_up", marked("Events followed on"), of.follow_up_sections),
    SectionKind("laboratory", marked("Laboratory shifts"), of.laboratory_sections),
    SectionKind("deviations", marked("Deviations"), of.deviation_sections),
    *AREA_SECTIONS,
    SectionKind("decisions", marked("Committee decisions"), of.decision_sections),
    SectionKind("open", marked("What is still open"), of.open_sections),
)


def cohort_report(
    status: PartStatus,
    words: Words,
    *,
    printed_at: datetime,
    printed_by: str,
    titrant_version: str = "",
    study_file: str = "",
    signers: Sequence[Person] = (),
    signatures: Table | None = None,
    without: Collection[str] = (),
) -> Report:
    """The cohort report of a part at the study's cut-off.

    Args:
        status: where the part stands.
        words: of the same part and site.
        printed_at: aware UTC.
        printed_by: name of the person who prints.
        titrant_version: of the program; named in the foot.
        study_file: name of the file; named in the foot.
        signers: names and roles for the signature block; without them it has three empty places.
        signatures: the electronic ones, as ``ui.reports.signatures`` tabulates them; None where there are none.
        without: keys of ``SECTIONS`` that are left out; the report names them.
    """
    kinds = [kind for kind in SECTIONS if kind.key not in without]
    sections = [section for kind in kinds for section in kind.build(status, words)]
    sections += [signature_section(signatures, words), _review(signers)]
    blocks: list[Block] = [*_undermined(status, words), _recommendation(status, words)]
    for number, section in enumerate(sections, 1):
        blocks += section.blocks(number)
    printed = Print(printed_at, printed_by, titrant_version, study_file)
    subject_ids = [one.subject_id for one in status.assessments]
    frame = study_frame(status.study, words, _title(status, words), printed, subject_ids)
    absent = _absent([tr(kind.title) for kind in SECTIONS if kind.key in without])
    state = " · ".join(text for text in (frame.state, absent) if text)
    report = Report(replace(frame, state=state, alerts=_alerts(status, words)), tuple(blocks))
    return with_remark(report, tr("Interim, not a decision"))


def _absent(titles: Sequence[str]) -> str:
    """Which sections somebody chose to leave out, so that nobody takes their absence for "none"."""
    if not titles:
        return ""
    if len(titles) > 3:
        return tr("{count} sections left out").format(count=len(titles))
    return tr("Left out: {titles}").format(titles=", ".join(titles))


def _review(signers: Sequence[Person]) -> Section:
    return Section(tr("Review of this report"), tr("by hand"), (Signatures(tuple(signers) or _NOBODY),))


def _title(status: PartStatus, words: Words) -> str:
    if status.part.kind is PartKind.EXPANSION:
        return tr("Cohort report, {part}").format(part=status.part.title)
    title = tr("Cohort report, {level}").format(level=words.level(status.level_in_question))
    return f"{title}, {status.part.title}" if _is_one_of_several(status) else title


def _is_one_of_several(status: PartStatus) -> bool:
    study = status.study
    return sum(bool(part.levels) and study.is_open(part.part_id) for part in study.protocol.parts) > 1


def _alerts(status: PartStatus, words: Words) -> tuple[str, ...]:
    """What stands above everything else on every page: levels suspended, decisions undermined."""
    if status.part.kind is PartKind.EXPANSION:
        return _alerts_of_cohorts(status, words)
    found = []
    tallies = status.recommendation.tallies
    deciding = status.recommendation.dose_level
    suspended = [t.dose_level for t in tallies if t.state is LevelState.SUSPENDED and t.dose_level != deciding]
    if suspended:
        exceeded = [tally.dose_level for tally in tallies if tally.state is LevelState.EXCEEDED]
        code = "alert_suspended" if len(suspended) > 1 else "alert_suspended_one"
        by = min([*exceeded, *([deciding] if deciding else [])], default=0)
        found.append(Reason(code, {"levels": ", ".join(map(str, suspended)), "by": by}))
    if status.undermined:
        found.append(_undermined_head(status))
    return tuple(words.reason(reason) for reason in found)


def _alerts_of_cohorts(status: PartStatus, words: Words) -> tuple[str, ...]:
    """The same for an expansion: a DLT that awaits the committee, cohorts that take nobody, decisions undermined."""
    said = [words.headline(status.recommendation)] if status.signals else []
    barred = [one for one in status.recommendation.reasons if one.code in _BARRING]
    said += [words.reason(reason) for reason in dict.fromkeys(barred)] if not said else []
    return (*said, *((words.reason(_undermined_head(status)),) if status.undermined else ()))


def _undermined_head(status: PartStatus) -> Reason:
    number, first = len(status.undermined), status.undermined[0][0]
    return Reason("undermined_many" if number > 1 else "undermined_one", {"number": number, "at": first.signed_at})


def _undermined(status: PartStatus, words: Words) -> list[Boxed]:
    """A heavy box that names each decision that rests on data which have changed since; none where all stand."""
    if not status.undermined:
        return []
    lines = [
        Reason(
            "undermined_line",
            {
                "at": decision.signed_at,
                "decided": describe_decision(decision, status.study),
                "then": describe_recommended_then(decision, status.study),
                "now": describe_recommendation(now),
            },
        )
        for decision, now in status.undermined
    ]
    return [Boxed(words.reason(_undermined_head(status)), tuple(words.reason(line) for line in lines), is_heavy=True)]


def _recommendation(status: PartStatus, words: Words) -> Boxed:
    answer = status.recommendation
    lines = [words.reason(reason) for reason in answer.reasons]
    for option in answer.options:
        act = describe_act(option.action, option.dose_level, option.subjects)
        said = Reason("option", {"act": act, "meaning": option.meaning})
        # An option of an expansion says the act itself.
        lines.append(words.reason(option.meaning if status.part.kind is PartKind.EXPANSION else said))
    for block in answer.blocks:
        code = "block_until" if block.until else "block_open"
        lines.append(words.reason(Reason(code, {"what": block.what, "until": block.until})))
    look = chip_of(answer)
    return Boxed(words.headline(answer), tuple(lines), look, words.action(answer.act_now))
