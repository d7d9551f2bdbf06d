"""``titrant restore``: a backup in the place of the study, which is kept aside."""

import argparse
from pathlib import Path

from storage.backup.known_heads import RESTORED_CODE
from storage.backup.preview import Relation, preview_restore
from storage.backup.restoring import Restored, restore_backup
from storage.errors import StudyFileError
from storage.keys.data_key import DataKey
from storage.study_file import StudyFile
from ui.command_line import Refused
from ui.command_line.backup_command import acting_person
from ui.command_line.key_arguments import add_key_arguments, key_of_backup, refused
from ui.command_line.verify_command import remember_head
from ui.text import tr, utc_now
from ui.words.head import say_preview

_FOLDER_END = "-backups"


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser("restore", help="put a backup in the place of the study, which is kept aside")
    parser.add_argument("backup", metavar="BACKUP", type=Path, help="the .titrant file of a backup")
    parser.add_argument("--to", metavar="FILE", type=Path, help="where; the study beside the folder if not given")
    parser.add_argument("--dry-run", action="store_true", help="only say what differs")
    add_key_arguments(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Say what differs, then restore."""
    target = chosen.to or _study_beside(chosen.backup)
    try:
        key = key_of_backup(chosen, chosen.backup, target)
        preview = preview_restore(chosen.backup, target, key=key)
        for line in say_preview(preview):
            print(line)
        if chosen.dry_run:
            return 1 if preview.relation is Relation.OTHER_STUDY else 0
        done = restore_backup(chosen.backup, target, utc_now(), key=key)
        print(tr("Restored to {path}").format(path=done.path))
        if done.kept_aside is not None:
            print(tr("The study that was there is kept as {path}").format(path=done.kept_aside))
        _put_on_record(chosen, done, key)
    except StudyFileError as error:
        raise refused(error) from error
    return 0


def _put_on_record(chosen: argparse.Namespace, done: Restored, key: DataKey | None) -> None:
    with StudyFile.open(done.path, key=key) as study:
        now = utc_now()
        study.save_system_event(RESTORED_CODE, done.details(), person=acting_person(chosen), now=now)
        # A person chose this older state; from here on it is the one to compare with.
        remember_head(study)


def _study_beside(backup: Path) -> Path:
    folder = backup.resolve().parent
    if not folder.name.endswith(_FOLDER_END):
        raise Refused("say where the study shall be restored to: --to FILE", 2)
    return folder.with_name(folder.name.removesuffix(_FOLDER_END) + ".titrant")
