"""``titrant dlt``: what a protocol's DLT definition says of one subject, clause by clause, with the trace."""

import argparse
import json
from pathlib import Path

from domain.dlt.answer import Answer, Verdict
from domain.dlt.assess import ClauseResult, DltAssessment, OutsideWindow, assess_dlt
from domain.dlt.fields import InputRefused
from domain.dlt.input import read_history
from domain.protocol.model import Part, Protocol
from domain.reasons import Reason
from ui.command_line import Refused
from ui.command_line.protocols import find_protocol
from ui.sentences import SENTENCES
from ui.text import Words, say_date

_MARKS = {Verdict.MET: "T", Verdict.NOT_MET: "-", Verdict.NOT_YET: "?"}


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "dlt",
        help="what the DLT definition says of one subject's events, results and doses",
        description="Judges one subject's events, laboratory values and doses by the DLT definition of a protocol: per "
        "clause met, not met or not yet known, with the trace.",
        epilog="The file is JSON; docs/dlt-rules.md describes it with an example.",
    )
    parser.add_argument("protocol", metavar="PROTOCOL", help="a shipped id or a .toml file")
    parser.add_argument("file", metavar="FILE.json", type=Path, help="one subject")
    parser.add_argument("--part", metavar="ID", help="part of the protocol; the one that the file names, or the first")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the assessment."""
    protocol = find_protocol(chosen.protocol)
    try:
        text = chosen.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{chosen.file}: cannot be read ({error.__class__.__name__}: {error})", 2) from error
    try:
        history, named = read_history(text, protocol.ctcae)
    except InputRefused as refused:
        lines = "\n".join(f"  {line}" for line in str(refused).splitlines())
        count = len(refused.findings)
        raise Refused(f"{chosen.file} can't be assessed; {count} to put right:\n{lines}", 2) from refused
    part = _part(protocol, chosen.part or named)
    assessment = assess_dlt(part, protocol.ctcae, history)
    words = Words(history.zone, part, protocol)
    if chosen.json:
        print(json.dumps(_plain(assessment, words), ensure_ascii=False))
    else:
        print("\n".join(_lines(assessment, words)))
    return 0


def _part(protocol: Protocol, part_id: str) -> Part:
    part = next((one for one in protocol.parts if one.part_id == part_id), None) if part_id else protocol.first_part
    if part is None:
        known = ", ".join(one.part_id for one in protocol.parts)
        raise Refused(f'"{part_id}" is not a part of {protocol.protocol_id}; it has {known}', 2)
    if part.dlt is None:
        raise Refused(f'part "{part.part_id}" of {protocol.protocol_id} has no DLT definition', 2)
    return part


def _say(reason: Reason, words: Words) -> str:
    said = {name: words.say(value) for name, value in reason.numbers.items()}
    return SENTENCES[reason.code].format(**said)


def _source(result: ClauseResult, words: Words) -> str:
    """The clause's own source, or that of the definition as a whole."""
    path = f"dlt.clauses[{result.number}]"
    assert words.protocol is not None
    assert words.part is not None
    is_own = f"parts.{words.part.part_id}.{path}" in words.protocol.provenance
    return (
        words.source(Reason("", {}, path))
        if is_own
        else result.clause.source or words.source(Reason("", {}, "dlt.clauses"))
    )


def _trace(answer: Answer, words: Words) -> list[dict[str, object]]:
    return [
        {
            "code": reason.code,
            "text": _say(reason, words),
            "numbers": {name: _json(value) for name, value in reason.numbers.items()},
        }
        for reason in answer.reasons
    ]


def _json(value: object) -> object:
    return value if value is None or isinstance(value, int | str | bool) else str(value)


def _answer(answer: Answer, words: Words) -> dict[str, object]:
    return {
        "verdict": answer.verdict.value,
        "known_on": answer.known_on.isoformat() if answer.known_on else None,
        "records": list(answer.records),
        "trace": _trace(answer, words),
    }


def _plain(assessment: DltAssessment, words: Words) -> dict[str, object]:
    def clause(result: ClauseResult) -> dict[str, object]:
        named = {"number": result.number, "title": result.clause.title, "source": _source(result, words)}
        return named | _answer(result.answer, words)

    def outside(one: OutsideWindow) -> dict[str, object]:
        named = {"record": one.event.record_id, "number": one.number, "title": one.clause.title}
        return named | _answer(one.answer, words)

    return {
        "subject": assessment.subject_id,
        "part": assessment.part_id,
        "cut_off": assessment.cut_off.isoformat(),
        "window": {"from": assessment.starts_at.isoformat(), "to": assessment.ends_at.isoformat()},
        "verdict": assessment.verdict.value,
        "is_final": assessment.is_final,
        "known_on": assessment.known_on.isoformat() if assessment.known_on else None,
        "clauses": [clause(result) for result in assessment.clauses],
        "awaited": [result.number for result in assessment.awaited],
        "moderate": _answer(assessment.moderate, words),
        "outside_window": [outside(one) for one in assessment.outside],
    }


def _lines(assessment: DltAssessment, words: Words) -> list[str]:
    ends = words.say(assessment.ends_at)
    note = "" if assessment.is_final else f" (so far; the window ends {ends})"
    if assessment.verdict is Verdict.NOT_YET:
        note = f" (known on {say_date(assessment.known_on)})" if assessment.known_on else ""
    lines = [f"{assessment.subject_id}: {assessment.verdict.value}{note}"]
    lines.append(f"DLT window: {words.say(assessment.starts_at)} to {ends}")
    for result in assessment.clauses:
        lines += _clause_lines(f"{result.number}. {result.clause.title}", result.answer, words)
        lines.append(f"      [{_source(result, words)}]")
    lines += _clause_lines("Moderate toxicity", assessment.moderate, words)
    for one in assessment.outside:
        lines += _clause_lines(f"Outside the window, {one.number}. {one.clause.title}", one.answer, words)
    return lines


def _clause_lines(title: str, answer: Answer, words: Words) -> list[str]:
    until = f", known on {say_date(answer.known_on)}" if answer.known_on else ""
    return [
        f"  {_MARKS[answer.verdict]} {title}: {answer.verdict.value}{until}",
        *(f"      {_say(reason, words)}" for reason in answer.reasons),
    ]
