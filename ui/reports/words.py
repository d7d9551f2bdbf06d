"""Sentences that only summaries and reports say, and the translation of a report's fixed words.

Imports nothing of ours, so that ``ui/sentences.py`` can merge it.
"""

from PySide6.QtCore import QCoreApplication

REPORT_SENTENCES: dict[str, str] = {
    # Column heads and row labels that carry numbers or are said inside a table.
    "head_level": "L{number} N={n}",
    "head_all": "All N={n}",
    "any_adverse_event": "Any adverse event",
    # Captions and notes.
    "caption_window": "the window ends {days} {days_noun} after the first dose",
    "caption_dlt": "{dlt} in {evaluable} evaluable",
    "caption_events": "{events} {events_noun} in {subjects} {subjects_noun}",
    "note_and": "{first} {second}",
    # A subject's line where there is no verdict yet.
    "subject_reserved": "enrolled, not yet dosed; the place is held until {until}",
    "subject_lapsed": "enrolled, not dosed; the place has lapsed",
    "subject_left_undosed": "left on {at} before the first dose",
    # DLTs.
    "dlt_counts": "inside the window",
    "dlt_outside": "outside the window; does not drive escalation",
    "dlt_overruled": "overruled by a person",
    "dlt_awaited": "not yet known",
    "verdict_derived": "as the definition derives",
    "verdict_signed": "{verdict}, {person}: {reason}",
    "verdict_signed_plain": "{verdict}, {person}",
    "verdict_overrules": "{verdict}, {person}, against the derived verdict: {reason}",
    "verdict_overrules_plain": "{verdict}, {person}, against the derived verdict",
    "verdict_reopened": "to be judged again; before: {verdict}, {person}: {reason}",
    "verdict_reopened_plain": "to be judged again; before: {verdict}, {person}",
    # Rungs of the ladder.
    "mode_accelerated": "accelerated",
    "mode_accelerated_then": "accelerated, then 3+3",
    "mode_standard": "3+3",
    "rung_mtd_signed": "MTD, signed {at}",
    "rung_mtd_rule": "MTD by the rule, not signed",
    "rung_mad_signed": "MAD, signed {at}",
    "rung_mad_rule": "MAD by the rule, not signed",
    # What was decided or recommended.
    "act_enrol": "Enrol at {level}",
    "act_expand": "Expand {level}",
    "act_escalate": "Open {level}",
    "act_de_escalate": "Go down to {level}",
    "act_hold": "Hold at {level}",
    "act_stay": "Stay at {level}",
    "act_wait": "Wait at {level}",
    "act_mtd": "{Level} is the MTD",
    "act_mad": "{Level} is the MAD",
    "act_choose": "The committee chooses at {level}",
    "act_stop": "Stop: no tolerable dose",
    "act_then": "{act} (level {number} then)",
    "act_with": "{act}, {subjects} {subjects_noun}",
    # Said above everything else.
    "alert_suspended": "Suspended: levels {levels}. Level {by} decides.",
    "alert_suspended_one": "Suspended: level {levels}. Level {by} decides.",
    "undermined_one": "Later data change what the decision of {at} rested on.",
    "undermined_many": "Later data change what {number} decisions rested on, the first of {at}.",
    "undermined_line": "Signed {at}: {decided}. Recommended then: {then}. On the records as entered now: {now}.",
    # What is still open.
    "open_window": "in the DLT window",
    "open_slot": "enrolled, not yet dosed",
    # Blocks of a recommendation.
    "block_until": "{what}: not before {until}.",
    "block_open": "{what}: not yet; no date can be given.",
    "option": "{act}: {meaning}",
}


def tr(text: str) -> str:
    """A fixed word of a report in the language of the user."""
    return QCoreApplication.translate("reports", text)


def marked(text: str) -> str:
    """Marks a fixed word that is translated where it is shown."""
    return text
