"""What the study file refuses: what happened, and what to do."""

REFUSALS: dict[str, tuple[str, str]] = {
    "not_allowed": (
        "Not saved: your role may not do this.",
        "The role {role} has not the right for this ({verb}). Ask somebody who has it.",
    ),
    "account_needed": (
        "Not saved: log in first.",
        "This study has accounts, and {name} has acted without one. Log in with your user id.",
    ),
    "account_unknown": (
        "Not saved: there is no such account.",
        "Nobody has the user id {user_id} in this study. An administrator can make the account.",
    ),
    "account_differs": (
        "Not saved: the account has changed.",
        "The account {user_id} belongs to {name}, {role}. Log in again.",
    ),
    "last_administrator": (
        "Not saved: nobody could keep the accounts any more.",
        "At least one active administrator must stay. Make another administrator first.",
    ),
    "signature_needs_account": (
        "Not signed: a signature needs an account.",
        "{name} has no account in this study. Set up accounts first.",
    ),
    "already_signed": (
        "You have signed this already.",
        "Your signature of {at} with the same meaning still stands, so no second one was made.",
    ),
    "signature_of_other_content": (
        "Not signed: the content changed meanwhile.",
        "Look at the present content and sign again.",
    ),
    "not_in_own_name": (
        "Not saved: this names somebody else.",
        "What is saved must be in the name of {name}, who is logged in, and of this moment.",
    ),
    "signed": (
        "Not saved: it is signed as it stands.",
        "Signed records are never corrected. The committee decides anew; a person gives a new verdict.",
    ),
    "locked": (
        "Not saved: it is locked.",
        "{by} locked this ({scope} {target}) on {at}: {why}. It can be unlocked with a reason.",
    ),
    "locked_already": ("It is locked already.", "Nothing was changed ({scope} {target})."),
    "not_locked": ("It is not locked.", "There is no lock to take off ({scope} {target})."),
    "lock_unknown_target": ("Not locked: there is nothing of that name.", "{target} is not in this study."),
    "lock_target_stays": ("Not saved: a lock stays on what it was made for.", "Make another lock."),
    "lock_wrong_position": ("Not saved: the data changed meanwhile.", "Look at the present data and try again."),
    "query_unknown": ("There is no such query.", "It may belong to another study. Nothing was saved."),
    "query_closed": ("Not saved: the query is closed.", "Open the query again, or correct without it."),
    "query_about_other": (
        "Not saved: the query is about another record.",
        "Correct the record that the query is about, or correct this one without it.",
    ),
    "redaction_not_requested": (
        "Not saved: a redaction begins as a request.",
        "Ask for it; another person carries it out.",
    ),
    "redaction_decided": (
        "Not done: this request is decided already.",
        "It was carried out or refused. Make a new request if something is left.",
    ),
    "redaction_needs_another": (
        "Not done: a second person is needed.",
        "{name} asked for it; another person has to carry it out.",
    ),
    "redaction_of_key": (
        "Not redacted: the record is known by this value.",
        "Correct it first; then the earlier value can be redacted.",
    ),
    "not_redactable": (
        "Not redacted: this is no free text.",
        "Only what was typed as free text can be redacted. Correct the value instead.",
    ),
    "nothing_to_redact": (
        "There is nothing to redact.",
        "These fields hold no text in the chosen events, or it is redacted already.",
    ),
    "unknown_record": ("There is no such record.", "It may have been opened from another study. Nothing was saved."),
}
