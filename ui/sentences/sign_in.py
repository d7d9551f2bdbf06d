"""Signing in: what a password must be, and who may not go on."""

SIGN_IN: dict[str, str] = {
    # storage/keys/password_rules.py
    "password_short": "{length} of at least {shortest} characters. A few words in a row are easy to remember.",
    "password_blank_ends": "It begins or ends with a space, which is lost when it is copied.",
    "password_holds_user_id": "It is little more than the user id. Take something nobody can guess from it.",
    "password_common": "Many people use it, so it is among the first that anybody would try.",
    "password_same": "That is the password you have now.",
    "password_used": "It is one of the last {remembered} passwords. Choose one that was not used here before.",
    # ui/widgets/new_password.py, ui/forms/account_form.py
    "password_differs": "The two are not the same.",
    "user_id_form": "Letters, digits, dots, hyphens and underscores only, such as lin.wei.",
    "needs_administrator": "Nobody could keep the accounts any more. Make another administrator first.",
    # ui/sign_in.py
    "no_account": "{user_id} has a password and no account in this study. Ask an administrator to add the account.",
}
