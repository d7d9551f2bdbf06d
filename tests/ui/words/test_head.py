"""What is said of heads known outside the file, and of a restore."""

from datetime import UTC, datetime

import pytest

from storage.backup.known_heads import HeadCheck, HeadRelation, KnownHead
from storage.backup.preview import Effect, RecordEffect, Relation, RestorePreview
from storage.stream import Head
from ui.words.head import BACKUPS, say_head_check, say_preview

KNOWN = KnownHead(Head(9, "x"), datetime(2026, 3, 2, 1, 30, tzinfo=UTC))


@pytest.mark.parametrize("relation", HeadRelation)
def test_every_relation_to_a_known_head_has_a_sentence(relation: HeadRelation) -> None:
    said = say_head_check(HeadCheck(relation, Head(7, "y"), KNOWN), BACKUPS)
    assert "the backups" in said
    assert "{" not in said


@pytest.mark.parametrize("relation", Relation)
def test_every_relation_of_a_backup_has_a_sentence(relation: Relation) -> None:
    preview = RestorePreview(file_id="a", relation=relation, backup_head=Head(4, "x"), present_head=Head(7, "y"))
    (said,) = say_preview(preview)
    assert said
    assert "{" not in said


def test_a_preview_counts_records_by_kind_and_says_whose_passwords_would_hold() -> None:
    preview = RestorePreview(
        file_id="a",
        relation=Relation.DIVERGED,
        backup_head=Head(6, "x"),
        present_head=Head(9, "y"),
        common=4,
        records=(
            RecordEffect("subject", "1", Effect.REMOVED),
            RecordEffect("subject", "2", Effect.REMOVED),
            RecordEffect("leaving", "3", Effect.BROUGHT_BACK),
        ),
        is_hash_known=False,
        key_files_differ=True,
    )
    assert say_preview(preview) == [
        "Both went their own way after event 4: 5 events would be gone and 2 others would come.",
        "  subject: 2 would be gone",
        "  leaving: 1 would come back",
        "Users and passwords would be those of the backup.",
        "The file has no description of its own beside it; its pages and its chain are sound.",
    ]
