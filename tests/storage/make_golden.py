"""Makes the golden study of today's schema: ``python -m tests.storage.make_golden``.

Run it once when a schema is released. After that the file is never made again: it shows that studies written by that
release still open.
"""

import json
from pathlib import Path

from storage.mapping import mapping_named
from storage.migrations import SCHEMA_VERSION
from storage.study_file import StudyFile
from tests.storage import build

FOLDER = Path(__file__).resolve().parent / "golden"


def make() -> None:
    """Write the study, and beside it what it must read as."""
    path = FOLDER / f"schema_{SCHEMA_VERSION}.titrant"
    path.unlink(missing_ok=True)
    with StudyFile.create(
        path,
        build.STUDY,
        build.PROTOCOL,
        [build.CONFIRMATION],
        person=build.PERSON,
        now=build.NOW,
        new_id=build.random_ids(),
    ) as study:
        study.save_all(build.one_of_each(), person=build.PERSON, now=build.later(1))
        study.sign_decision(build.decision(study.head), person=build.PERSON, now=build.later(2))
        study.save(build.recommended_dose(study.head), person=build.PERSON, now=build.later(2))
        study.sign_opening(build.opening(study.head), person=build.PERSON, now=build.later(2))
        graver = build.adverse_event(grade=build.Grade.SEVERE)
        study.correct(graver, person=build.PERSON, now=build.later(3), reason="source document read again")
        study.save_system_event("print", {"pages": 3}, person=build.PERSON, now=build.later(4))
        build.say_something_of_records(study)
        expected = {
            "head": study.head.hash,
            "position": study.position,
            "records": {
                kind: {record.record_id: mapping_named(kind).payload_of(record) for record in held}
                for kind, held in study.records().items()
                if held
            },
        }
    text = json.dumps(expected, indent=1, ensure_ascii=False)
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
