"""Synthetic studies come out as the history they play."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.demonstration import Act, play_history, script_of
from domain.escalation.status import assess_status
from domain.notation import parse_history
from domain.protocol.reader import content_to_json, load_shipped, shipped_protocols
from domain.records import ProtocolVersion, Record, StudyRecord
from domain.study import Study

NOW = datetime(2026, 11, 21, 6, 10, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def acts_of(protocol_id: str, seed: int, history: str | None = None) -> tuple[str, list[Act]]:
    protocol = load_shipped(protocol_id)
    part = protocol.first_part
    script = script_of(protocol, part, seed) if history is None else history
    return script, list(play_history(protocol, part, script, now=NOW, zone=ZONE, seed=seed))


def study_of(protocol_id: str, acts: list[Act]) -> Study:
    protocol = load_shipped(protocol_id)
    records: dict[str, tuple[Record, ...]] = {
        "study": (StudyRecord(record_id="s", study_id="X", study_title="", site_id="01", site_zone="Asia/Shanghai"),),
        "protocol_version": (
            ProtocolVersion(
                record_id="p",
                version="1",
                effective_on=(NOW - timedelta(days=2000)).date(),
                content=content_to_json(protocol),
            ),
        ),
    }
    for act in acts:
        for record in act.records:
            records[record.kind] = (*records.get(record.kind, ()), record)
    return Study.of(records, cut_off=NOW)


CASES = [(name, seed, None) for name in shipped_protocols() for seed in (1, 2, 3)] + [
    ("bat6026", 1, history)
    for history in (
        "",
        "1?",
        "1N 2m",
        "1N 2MNN 3NNT 4N",
        "1N 2N 3NX",
        "1x",
        "1N 2N 3NNN 4TTN 3NTT 2NN",
        "1N 2MNN 3NNTNNNT",
    )
]


@pytest.mark.parametrize(("protocol_id", "seed", "history"), CASES)
def test_a_played_study_has_the_outcomes_of_its_history(protocol_id: str, seed: int, history: str | None) -> None:
    script, acts = acts_of(protocol_id, seed, history)
    study = study_of(protocol_id, acts)
    status = assess_status(study, study.protocol.first_part)
    groups = parse_history(script, len(study.protocol.first_part.levels))
    expected = [(group.dose_level, outcome) for group in groups for outcome in group.outcomes]
    assert [(one.dose_level, one.outcome) for one in status.assessments] == expected


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_the_same_seed_makes_the_same_study(protocol_id: str) -> None:
    assert acts_of(protocol_id, 5) == acts_of(protocol_id, 5)
    assert acts_of(protocol_id, 5) != acts_of(protocol_id, 6)


def test_subjects_are_dosed_in_working_hours_and_nothing_lies_in_the_future() -> None:
    _, acts = acts_of("bat6026", 1)
    assert all(act.at <= NOW for act in acts)
    doses = [r for act in acts for r in act.records if r.kind == "administration" and r.cycle == 1]  # type: ignore[attr-defined]
    assert all(8 <= one.started_at.astimezone(ZONE).hour < 17 for one in doses)  # type: ignore[attr-defined]
