import dataclasses
import json
import shutil

import pytest

from domain.records import RECORD_KINDS
from domain.terms import Role
from storage.mapping import mapping_named
from storage.migrations import MIGRATIONS
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.make_golden import FOLDER

GOLDEN = sorted(FOLDER.glob("*.titrant"))


def test_every_schema_has_its_golden_study():
    assert [path.stem for path in GOLDEN] == [f"schema_{migration.version}" for migration in MIGRATIONS]


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_a_study_of_an_earlier_release_opens_reads_the_same_and_can_be_written_to(golden, tmp_path):
    expected = json.loads(golden.with_suffix(".json").read_text(encoding="utf-8"))
    path = shutil.copy(golden, tmp_path / golden.name)
    with StudyFile.open(path) as study:
        assert (study.head.hash, study.position) == (expected["head"], expected["position"])
        for kind, held in expected["records"].items():
            found = {record.record_id: record for record in study.records()[kind]}
            for record_id, fields in held.items():
                payload = mapping_named(kind).payload_of(found[record_id])
                assert {name: payload[name] for name in fields} == fields
        assert study.verify() == []
        assert study.records() == study.records_at(study.position)
        study.save(build.subject(77), person=build.holder(Role.COORDINATOR), now=build.later(9))
        assert study.verify() == []


def test_the_golden_study_of_todays_schema_holds_every_kind_of_record():
    held = json.loads(GOLDEN[-1].with_suffix(".json").read_text(encoding="utf-8"))["records"]
    assert set(held) == set(RECORD_KINDS)
    for kind, records in held.items():
        names = {field.name for field in dataclasses.fields(RECORD_KINDS[kind])}
        assert all(set(fields) == names for fields in records.values())
