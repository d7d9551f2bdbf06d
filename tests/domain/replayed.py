"""A demonstration's acts played into records, as the study file would hold them, without a file."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.demonstration import Act, Said, looked_at, play_study, play_whole, said_of, script_of, with_open_question
from domain.protocol.model import Part
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import ProtocolVersion, Record, StudyRecord
from domain.study import Study

NOW = datetime(2026, 11, 21, 6, 10, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
_BESIDE = frozenset(
    {"lesion", "tumour_visit", "lesion_measurement", "pk_sample", "concentration", "ada_result", "biomarker_result"}
)


@lru_cache(maxsize=24)
def complete_acts(protocol_id: str, seed: int, history: str | None = None) -> tuple[str, tuple[Act, ...]]:
    """The history and the acts of a complete study."""
    protocol = load_shipped(protocol_id)
    part = protocol.first_part
    script = with_open_question(part, script_of(protocol, part, seed)) if history is None else history
    return script, play_study(protocol, part, script, now=NOW, zone=ZONE, seed=seed)


def whole_acts(protocol_id: str, seed: int) -> tuple[Act, ...]:
    """The acts of a study that has gone through all its parts."""
    return play_whole(load_shipped(protocol_id), now=NOW, zone=ZONE, seed=seed)


@lru_cache(maxsize=12)
def complete_study(protocol_id: str, seed: int, history: str | None = None) -> tuple[str, Study]:
    """The history, and the study that its acts make, at the end."""
    script, acts = complete_acts(protocol_id, seed, history)
    return script, replay(protocol_id, acts, load_shipped(protocol_id).first_part)


def without_calls(acts: Iterable[Act], *, with_decisions: bool = True) -> tuple[Act, ...]:
    """The acts without tumours and exposure, which no outcome and no decision rests on: quicker to play."""
    kept = []
    for act in acts:
        if act.calls is None:
            records = tuple(one for one in act.records if one.kind not in _BESIDE)
            corrected = tuple(one for one in act.corrected if one.kind not in _BESIDE)
            if (
                records
                or corrected
                or act.adjudicates
                or act.opens
                or act.recommends
                or (act.decides and with_decisions)
            ):
                kept.append(replace(act, records=records, corrected=corrected))
    return tuple(kept)


def replay(
    protocol_id: str,
    acts: Iterable[Act],
    part: Part,
    *,
    judge: Callable[[Study, Act, Said], None] | None = None,
) -> Study:
    """Enter every act; what people say is made from the study as it stood, and shown to ``judge`` before it is kept."""
    protocol = load_shipped(protocol_id)
    held: dict[str, dict[str, Record]] = {}

    def put(record: Record) -> None:
        held.setdefault(record.kind, {})[record.record_id] = record

    put(StudyRecord(record_id="s", study_id="X", study_title="", site_id="01", site_zone=ZONE.key, is_demo=True))
    began = (NOW - timedelta(days=2000)).date()
    put(ProtocolVersion(record_id="p", version=protocol.version, effective_on=began, content=content_to_json(protocol)))
    position, study = 2, None
    for act in acts:
        for record in (*act.records, *act.corrected):
            put(record)
            position += 1
        if act.records or act.corrected:
            continue
        study = Study.of(_frozen(held), cut_off=looked_at(act), position=position, before=study)
        said = said_of(study, part, act)
        if said is not None:
            if judge is not None:
                judge(study, act, said)
            put(said)
            position += 1
    return Study.of(_frozen(held), cut_off=NOW, position=position, before=study)


def _frozen(held: dict[str, dict[str, Record]]) -> dict[str, tuple[Record, ...]]:
    return {kind: tuple(records.values()) for kind, records in held.items()}
