"""The verbs that write people, links, sessions, passwords and tokens."""

from exchange.accounts.actions.links import (
    ask_sign_in_link,
    send_sign_in_link,
    use_sign_in_link,
)
from exchange.accounts.actions.people import (
    change_profile,
    create_person,
    deactivate_person,
    reactivate_person,
    remove_password,
    set_password,
)
from exchange.accounts.actions.sessions import (
    actor_present,
    actors_present,
    begin_session,
    end_session,
    forget_past_sign_ins,
    note_failed_sign_in,
    note_seen,
    revoke_sessions,
)
from exchange.accounts.actions.tokens import (
    actor_bearing,
    create_token,
    note_token_used,
    revoke_token,
)

__all__ = [
    "actor_bearing",
    "actor_present",
    "actors_present",
    "ask_sign_in_link",
    "begin_session",
    "change_profile",
    "create_person",
    "create_token",
    "deactivate_person",
    "end_session",
    "forget_past_sign_ins",
    "note_failed_sign_in",
    "note_seen",
    "note_token_used",
    "reactivate_person",
    "remove_password",
    "revoke_sessions",
    "revoke_token",
    "send_sign_in_link",
    "set_password",
    "use_sign_in_link",
]
