"""How a study file stands to heads known outside it, and what a restore would do, in words."""

from storage.backup.known_heads import HeadCheck, HeadRelation
from storage.backup.preview import Effect, Relation, RestorePreview
from ui.text import marked, tr

# Whom a head was known by.
PROFILE, BACKUPS, PRINTED = marked("this machine"), marked("the backups"), marked("the printed footer")

_HEADS = {
    HeadRelation.SAME: marked("It ends where {source} last saw it, at event {known}."),
    HeadRelation.AHEAD: marked(
        "It holds all that {source} saw (up to event {known}), and goes on to event {position}."
    ),
    HeadRelation.OLDER: marked(
        "It is an older copy or its end was cut off: {source} saw event {known}, and the file ends at event "
        "{position}. Missing: {missing}. Look for the newer file, or restore the latest backup."
    ),
    HeadRelation.DIVERGED: marked(
        "It has another history than {source} saw: event {known} is not the same. Two copies were written to "
        "separately, or the file was rebuilt. Find the other file before anything is entered here."
    ),
    HeadRelation.RESTORED: marked(
        "{source} saw event {known} of a history that a restore, on record in the audit trail, replaced by a backup."
    ),
    HeadRelation.UNKNOWN: marked("{source} never saw this study."),
}
NOTHING_KNOWN = marked(
    "Whether its end was cut off or it is an older copy can't be known: no head of this study is known outside the "
    "file. Compare with the footer of a printed report (--head POSITION:HASH)."
)
_RELATIONS = {
    Relation.SAME: marked("The backup and the present study are the same, up to event {backup}."),
    Relation.OLDER: marked(
        "The backup ends at event {backup}, the present study at event {present}: {lost} would be gone."
    ),
    Relation.NEWER: marked(
        "The backup ends at event {backup}, the present study at event {present}: {gained} would come back."
    ),
    Relation.DIVERGED: marked(
        "Both went their own way after event {common}: {lost} would be gone and {others} would come."
    ),
    Relation.OTHER_STUDY: marked("The backup is of another study than the present file, so it can't take its place."),
    Relation.NO_PRESENT: marked("Nothing is at that place; the study would be restored up to event {backup}."),
    Relation.PRESENT_UNREADABLE: marked(
        "The present file can't be read, so what would be gone is not known; the backup ends at event {backup}."
    ),
}
_EFFECTS = {
    Effect.REMOVED: marked("would be gone"),
    Effect.BROUGHT_BACK: marked("would come back"),
    Effect.CHANGED: marked("would change"),
}


def say_head_check(check: HeadCheck, source: str) -> str:
    """One sentence on a head; ``source`` is one of PROFILE, BACKUPS, PRINTED."""
    return tr(_HEADS[check.relation]).format(
        source=tr(source),
        known=check.known.head.position if check.known else 0,
        position=check.head.position,
        missing=_events(check.missing),
    )


def say_preview(preview: RestorePreview) -> list[str]:
    """What a restore would do: a sentence, then a line a record kind."""
    lines = [
        tr(_RELATIONS[preview.relation]).format(
            backup=preview.backup_head.position,
            present=preview.present_head.position if preview.present_head else 0,
            common=preview.common,
            lost=_events(preview.events_lost),
            gained=_events(preview.events_gained),
            others=_others(preview.events_gained),
        )
    ]
    counts: dict[tuple[str, Effect], int] = {}
    for record in preview.records:
        counts[record.kind, record.effect] = counts.get((record.kind, record.effect), 0) + 1
    lines += [f"  {kind}: {count} {tr(_EFFECTS[effect])}" for (kind, effect), count in counts.items()]
    if preview.key_files_differ and preview.relation not in (Relation.NO_PRESENT, Relation.OTHER_STUDY):
        lines.append(tr("Users and passwords would be those of the backup."))
    if not preview.is_hash_known:
        lines.append(tr("The file has no description of its own beside it; its pages and its chain are sound."))
    return lines


def _others(number: int) -> str:
    return tr("1 other") if number == 1 else tr("{number} others").format(number=number)


def _events(number: int) -> str:
    return tr("1 event") if number == 1 else tr("{number} events").format(number=number)
