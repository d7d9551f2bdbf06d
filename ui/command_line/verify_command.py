"""``titrant verify``: whether a study file is as Titrant wrote it, and complete as far as that can be known."""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from storage.backup.known_heads import (
    HeadCheck,
    HeadRelation,
    KnownHeads,
    check_backups,
    check_known_head,
    printed_head,
)
from storage.backup.manifest import default_folder, list_backups
from storage.errors import StudyFileError
from storage.study_file import StudyFile
from storage.verification import Problem
from ui.command_line import Refused
from ui.command_line.key_arguments import add_key_arguments, key_of, refused
from ui.profile import known_heads_file
from ui.text import tr, utc_now
from ui.words.head import BACKUPS, NOTHING_KNOWN, PRINTED, PROFILE, say_head_check

_HEAD = re.compile(r"(\d+):([0-9a-fA-F]{8,64})")
_SHOWN = 20


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("verify", help="check a study file against its audit trail and the heads known of it")
    parser.add_argument("file", metavar="FILE", type=Path, help="a study file")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument("--head", metavar="POSITION:HASH", help="a head from a printed footer; 8 digits or more of it")
    parser.add_argument("--backups", metavar="FOLDER", type=Path, help="compare with the backups in this folder")
    add_key_arguments(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Check the file; 0 if it is sound, 1 if not."""
    typed = _HEAD.fullmatch("".join(chosen.head.split())) if chosen.head else None
    if chosen.head and typed is None:
        raise Refused(f'"{chosen.head}" is not a head; write --head 1234:0a1b2c3d as the footer has it', 2)
    try:
        key = key_of(chosen, chosen.file)
        with StudyFile.open(chosen.file, read_only=True, key=key) as study:
            problems = study.verify()
            checks = _head_checks(study, chosen.backups, (int(typed[1]), typed[2]) if typed else None)
            is_sound = not problems and all(check.is_sound for _, check in checks)
            answer = _answer(study, problems, checks, is_sound=is_sound)
            if is_sound and not remember_head(study):
                print(tr("This machine's profile can't be written, so it did not remember the head."), file=sys.stderr)
    except StudyFileError as error:
        if chosen.json:
            print(json.dumps({"ok": False, "error": error.code, "sentence": str(error)}, ensure_ascii=False))
            return 1
        raise refused(error) from error
    if chosen.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print(chosen.file, study, problems, checks)
    return 0 if is_sound else 1


def remember_head(study: StudyFile) -> bool:
    """Remember in this machine's profile how far the study goes; whether that could be written."""
    try:
        KnownHeads(known_heads_file()).note(study.file_id, study.head, utc_now())
    except StudyFileError:
        return False
    return True


def _head_checks(study: StudyFile, folder: Path | None, typed: tuple[int, str] | None) -> list[tuple[str, HeadCheck]]:
    backups = list_backups(folder or default_folder(study.path), study.file_id).backups
    checks = [
        (PROFILE, check_known_head(study, KnownHeads(known_heads_file()).of(study.file_id))),
        (BACKUPS, check_backups(study, backups)),
    ]
    if typed is not None:
        checks.append((PRINTED, check_known_head(study, printed_head(study, *typed))))
    return checks


def _answer(
    study: StudyFile, problems: list[Problem], checks: list[tuple[str, HeadCheck]], *, is_sound: bool
) -> dict[str, Any]:
    return {
        "ok": is_sound,
        "file_id": study.file_id,
        "position": study.head.position,
        "head": study.head.hash,
        "first_bad_event": next((each.sequence for each in problems if each.sequence is not None), None),
        "problems": [
            {
                "code": problem.code.value,
                "event": problem.sequence,
                "kind": problem.kind,
                "record_id": problem.record_id,
                "field": problem.field,
            }
            for problem in problems
        ],
        "is_completeness_known": any(check.relation is not HeadRelation.UNKNOWN for _, check in checks),
        "heads": [
            {
                "source": source,
                "relation": check.relation.value,
                "position": check.known.head.position if check.known else None,
                "missing": check.missing,
            }
            for source, check in checks
        ],
    }


def _print(path: Path, study: StudyFile, problems: list[Problem], checks: list[tuple[str, HeadCheck]]) -> None:
    position, head = study.head.position, study.head.hash
    if problems:
        from ui.pages.audit_event import say_problem

        print(tr("{file} is NOT as Titrant wrote it:").format(file=path))
        for problem in problems[:_SHOWN]:
            print(f"  {say_problem(problem)}")
        if len(problems) > _SHOWN:
            print(tr("  and {count} more; --json lists all").format(count=len(problems) - _SHOWN))
    else:
        sentence = tr("{file}: {count} events, each as it was written; every record agrees with them.")
        print(sentence.format(file=path, count=position))
    print(tr("It ends at event {position}, head {head}.").format(position=position, head=head))
    known = [(source, check) for source, check in checks if check.relation is not HeadRelation.UNKNOWN]
    for source, check in known:
        print(say_head_check(check, source))
    if not known:
        print(tr(NOTHING_KNOWN))
