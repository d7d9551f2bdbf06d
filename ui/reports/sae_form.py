"""The report form of a serious adverse event, for paper: everything recorded of one event, on one page (AE-2)."""

from datetime import datetime

from domain.ctcae.catalogue import soc_of
from domain.records import AdverseEvent
from domain.safety.clocks import clocks_of
from domain.safety.emergence import is_treatment_emergent
from domain.safety.grades import steps_of
from domain.study import Study
from domain.summaries.study_day import derive_study_day
from domain.summaries.table import Column, Format, Table, cells
from domain.terms import SeriousCriterion
from ui.models.event_rows import dlt_words, row_of
from ui.reports.blocks import Paragraph, Signatures
from ui.reports.form_blocks import EmptyLines, Fact, FactGrid, FormHeading, Ticks
from ui.reports.paper import Block, Frame, Report
from ui.reports.tables import TableBlock
from ui.reports.words import tr
from ui.text import Words, say_number, say_partial, term

_LINES_FOR_HAND = 3


def sae_form(
    study: Study,
    event: AdverseEvent,
    words: Words,
    *,
    printed_at: datetime,
    printed_by: str,
    titrant_version: str = "",
) -> Report:
    """The report form of an event at the study's cut-off.

    Args:
        study: at its cut-off.
        event: one of the study's.
        words: of the study.
        printed_at: aware UTC.
        printed_by: name of the person who prints.
        titrant_version: of the program; named in the foot.
    """
    blocks: list[Block] = [
        FormHeading(tr("Subject"), tr("no name, telephone or identity number is recorded")),
        FactGrid(_subject_facts(study, event, words)),
        FormHeading(tr("Event"), tr("CTCAE v{version}").format(version=study.protocol.ctcae)),
        FactGrid(_event_facts(study, event, words)),
        FormHeading(tr("Serious because of"), tr("ICH E2A")),
        Ticks(tuple((term(one), one in event.seriousness) for one in SeriousCriterion)),
        FactGrid(_serious_facts(event, words), space_before=18),
        FormHeading(tr("Study drugs")),
        TableBlock(_drugs(study, event), words.say),
    ]
    treatments = _treatments(study, event)
    if treatments.rows:
        blocks += [FormHeading(tr("Treatment of the event")), TableBlock(treatments, words.say)]
    blocks += [FormHeading(tr("Reports and clocks")), *_reports(study, event, words)]
    blocks.append(FormHeading(tr("Narrative")))
    blocks.append(Paragraph(event.narrative) if event.narrative else EmptyLines(_LINES_FOR_HAND))
    blocks.append(FormHeading(tr("Signatures"), tr("reporter, investigator, receiver at the sponsor")))
    blocks.append(Signatures(((printed_by, tr("reporter")), ("", ""), ("", ""))))
    return Report(_frame(study, event, words, printed_at, printed_by, titrant_version), tuple(blocks))


def _frame(
    study: Study, event: AdverseEvent, words: Words, printed_at: datetime, printed_by: str, titrant_version: str
) -> Frame:
    head = " ".join(study.head[start : start + 4] for start in range(0, min(16, len(study.head)), 4))
    first = [
        tr("Site {site}").format(site=study.record.site_id),
        tr("Protocol v{version}").format(version=study.protocol.version.removeprefix("v")),
        tr("Records entered up to no. {position}").format(position=study.position),
        tr("Chain head {head}").format(head=head) if head else "",
    ]
    printed = tr("Printed {at} by {name}").format(at=words.moment_with_offset(printed_at), name=printed_by)
    kind = tr("Serious adverse event") if event.is_serious else tr("Adverse event")
    return Frame(
        study=study.record.study_id,
        title=f"{kind}, {event.subject_id}",
        cut_off=tr("Data cut-off {at}").format(at=words.moment_with_offset(study.cut_off)),
        foot_first=" · ".join(text for text in first if text),
        foot_second=" · ".join(text for text in (printed, f"Titrant {titrant_version}".strip()) if text),
        foot_right=tr("Demonstration, invented data") if study.record.is_demo else tr("Record {id}").format(
            id=event.record_id[:12]
        ),
    )  # fmt: skip


def _subject_facts(study: Study, event: AdverseEvent, words: Words) -> tuple[Fact, ...]:
    subject, enrolment = study.subject(event.subject_id), study.enrolment(event.subject_id)
    doses = study.administrations(event.subject_id)
    onset = event.onset.latest(study.zone)
    before = [dose for dose in doses if dose.started_at <= onset and dose.given_mg > 0]
    age = str(subject.consent_date.year - subject.birth_year)
    last = before[-1] if before else None
    given = tr("{moment}, cycle {cycle}, {mg} mg")
    return (
        (tr("Screening number"), subject.subject_id),
        (tr("Sex, age about"), f"{term(subject.sex)}, {age}"),
        (tr("Weight"), tr("{weight} kg").format(weight=say_number(subject.weight_kg)) if subject.weight_kg else ""),
        (tr("Tumour type"), subject.tumour_type),
        (tr("Dose level"), words.level(enrolment.dose_level) if enrolment else ""),
        (tr("First dose"), words.moment(doses[0].started_at) if doses else ""),
        (
            tr("Last dose before onset"),
            given.format(moment=words.moment(last.started_at), cycle=last.cycle, mg=say_number(last.given_mg))
            if last
            else "",
        ),
        (tr("End of treatment"), _say_end(study, event.subject_id)),
    )


def _say_end(study: Study, subject_id: str) -> str:
    ended = study.end_of_treatment(subject_id)
    return f"{say_partial(ended.decided_on)}, {term(ended.reason)}" if ended else ""


def _event_facts(study: Study, event: AdverseEvent, words: Words) -> tuple[Fact, ...]:
    day = derive_study_day(study, event)
    steps = steps_of(event, study.zone)
    course = ", ".join(f"{int(step.grade)} {tr('from {date}').format(date=say_partial(step.since))}" for step in steps)
    is_dosed = study.first_dose(event.subject_id) is not None
    emergent = words.say(is_treatment_emergent(study, event)) if is_dosed else tr("no dose yet")
    return (
        (tr("Term"), event.term),
        (tr("System organ class"), soc_of(study.protocol.ctcae, event.term.strip())),
        (tr("Reported as"), event.verbatim),
        (tr("Maximum grade"), str(int(event.worst))),
        (tr("Onset"), say_partial(event.onset)),
        (tr("Study day"), str(day) if day is not None else ""),
        (tr("End"), say_partial(event.end) if event.end else tr("ongoing")),
        (tr("Outcome"), term(event.outcome)),
        (tr("Grade over time"), course),
        (tr("Treatment-emergent"), emergent),
        (tr("DLT"), dlt_words(row_of(study, event))),
        (tr("Immune-related"), term(event.is_immune_related)),
    )


def _serious_facts(event: AdverseEvent, words: Words) -> tuple[Fact, ...]:
    return (
        (tr("Site aware"), words.moment(event.aware_at) if event.aware_at else ""),
        (tr("Admitted to hospital"), say_partial(event.admitted_on) if event.admitted_on else ""),
        (tr("Discharged"), say_partial(event.discharged_on) if event.discharged_on else ""),
        (tr("Expected by the brochure"), term(event.is_expected)),
    )


def _drugs(study: Study, event: AdverseEvent) -> Table:
    columns = (Column("drug", "Drug"), Column("relationship", "Relationship"), Column("action", "Action taken"))
    rows = [(study.protocol.drug, event.relationship, event.action_taken)]
    rows += [(one.drug, one.relationship, one.action_taken) for one in event.other_drugs]
    return Table("drugs", "Study drugs", columns, tuple(cells(row) for row in rows))


def _treatments(study: Study, event: AdverseEvent) -> Table:
    columns = (
        Column("name", "Medication or procedure", weight=1.6),
        Column("kind", "Kind", weight=1.2),
        Column("dose", "Dose and route", weight=1.2),
        Column("start", "Start", Format.DATE),
        Column("end", "End", Format.DATE),
    )
    found = [one for one in study.interventions_of(event.subject_id) if event.record_id in (one.treats or ())]
    rows = tuple(
        cells((one.name, one.intervention_kind, one.dose or None, one.start, one.end or None)) for one in found
    )
    return Table("treatments", "Treatment of the event", columns, rows)


def _reports(study: Study, event: AdverseEvent, words: Words) -> tuple[Block, ...]:
    """The clocks at the cut-off, and every report sent; a line to fill where there is none."""
    columns = (
        Column("within", "Report within", weight=0.8),
        Column("why", "Why", weight=1.8),
        Column("due", "Due", Format.MOMENT, 1.2),
        Column("sent", "Sent", Format.MOMENT, 1.2),
        Column("to", "Sent to", weight=1.2),
        Column("state", "State", weight=0.8),
    )
    clocks = clocks_of(study, event)
    if not clocks:
        return (Paragraph(tr("Not serious: no clock runs."), is_note=True),)
    rows = tuple(
        cells(
            (
                clock.kind,
                clock.reason,
                clock.due_at,
                clock.met_at,
                (clock.report.sent_to or None) if clock.report else None,
                clock.state,
            )
        )
        for clock in clocks
    )
    return (TableBlock(Table("clocks", "Clocks", columns, rows), words.say),)
