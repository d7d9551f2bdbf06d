"""Accounts, queries, source verification, amendments: what is wrong or doubtful."""

PEOPLE: dict[str, str] = {
    # domain/access.py
    "account_inactive": "The account {user_id} has been deactivated. An administrator can activate it again.",
    "account_not_yet": "The account {user_id} is delegated from {on} on; until then it can't be used.",
    "account_over": "The delegation of the account {user_id} ended on {on}. An administrator can extend it.",
    "user_id_blank": "Give a user id without a space before or after it.",
    "user_id_stays": "The user id {user_id} stays: it is in the audit trail. Make a new account for another person.",
    "user_id_taken": "The user id {user_id} is or was another person's; it is never given again. Choose another.",
    "account_needs_name": "Give the full name; it is printed beside signatures.",
    "account_ends_before_start": "The delegation would end before it begins.",
    # domain/queries.py, domain/verification_state.py
    "query_one_message": "A query grows by one message at a time, and what was said stays as it was said.",
    "query_about_stays": "A query stays about what it was opened on. Open another one.",
    "query_wrong_turn": "A query that is {from} can't become {to}. It is opened, answered, closed, "
    "and can be opened again.",
    "query_needs_text": "Write what you ask, answer or settle.",
    "about_unknown": "What this is about is not there, or is not something that can be asked about or verified.",
    "about_unknown_field": "There is no field {named} on this form.",
    "about_other_subject": "This names another subject than the record that it is about.",
    "verification_stays": "A verification stays as it was made; it can only be taken back. Verify anew.",
    "verification_of_other_content": "The content changed since it was shown. Look at it again, then verify.",
    # domain/amendment.py
    "amendment_version_known": "Version {version} is there already. Give the amended version a name of its own.",
    "amendment_needs_version": "Name the version.",
    "amendment_version_differs": "The protocol file says version {named}. Let both agree.",
    "amendment_needs_reason": "Say why the protocol is amended.",
    "amendment_before_version": "Version {version} took effect on {on}; a later one can't take effect before it.",
    "amendment_before_decision": "A decision was signed on {on} under the earlier version; the amendment can't "
    "take effect before that day.",
    "amendment_moves_level": "Level {number} ({dose} {unit}) was named by a record of {on}; this version would give "
    "that number to another dose from its day on. Let it take effect on {first} or later.",
    "amendment_loses_level": "Level {number} ({dose} {unit}) is in use; this version has no level of that dose. Leave "
    "the levels in use on the ladder.",
    "amendment_loses_part": "The part {part} is in use; this version has no part of that name. Leave it in the file.",
    # domain/amendment_draft.py
    "inserted_not_between": "{dose} {unit} does not lie between {lower} and {next}. Give a dose between them.",
    "inserted_not_above": "{dose} {unit} does not lie above {lower}, the top of the ladder. Give a higher dose.",
}
