"""What is said of logging in by another service?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.oidc",
    {
        "away": "{name} cannot be reached ({why}). Try again, or log in with name and password.",
        "no_answer": "no answer in time",
        "too_long": "The answer of {name} is too long to be read.",
        "no_discovery": (
            "{name} does not say how to log in: {url} answered {status}. An admin has to check [oidc] issuer."
        ),
        "bad_discovery": "{name} does not say in full how to log in ({url}): {why}",
        "calls_itself": (
            "{name} calls itself “{told}”, and the settings call it “{issuer}”. An admin has to write what "
            "it calls itself as [oidc] issuer."
        ),
        "not_an_address": "The service names {url} as {what}, which is no address to go to over TLS.",
        "elsewhere": (
            "The service sends us to {host} ({what}), which is not its own host. If that is right, an "
            "admin has to add it to [oidc] endpoint_hosts."
        ),
        "wrong_secret": (
            "{name} does not take us for who we are. An admin has to check [oidc] client_id and "
            "client_secret."
        ),
        "code_not_taken": (
            "{name} does not take the log-in back: it is too old, it was used, or it was begun elsewhere. "
            "Try again. If that happens each time, an admin has to enter {back} there as redirect URI."
        ),
        "refused": "{name} refused the log-in ({why}).",
        "no_id_token": "{name} says nothing of who logged in. An admin has to check [oidc] scopes.",
        "unknown_key": "What {name} says is signed by a key that it does not show. Try again in a minute.",
        "bad_keys": "The keys of {name} cannot be read: {why}",
        "not_signed": "What the service says of you is not signed as it should be: {why}",
        "other_issuer": "What came back is of another service than the one of the settings.",
        "other_audience": "What the service says of you is meant for another program than this one.",
        "other_nonce": "What the service says of you belongs to another log-in. Try again.",
        "other_person": "{name} tells two different things of who logged in.",
        "expired": (
            "What the service says of you has expired. If that happens each time, a clock is wrong: its and "
            "ours may differ by {skew_s} s."
        ),
        "bad_claim": "What the service says of you is not complete, or its clock is wrong ({claim}).",
        "used": "This log-in was used before. Begin again.",
        "not_begun_here": (
            "This log-in was not begun in this browser, or more than ten minutes ago. Begin again, and let "
            "the browser keep cookies."
        ),
        "denied": "{name} let nobody in: it was cancelled there, or you may not use this program.",
        "told_error": "{name} says: {error}",
        "begun_in_vain": "nobody can log in by the other service: {why}",
        "came_back_in_vain": "a log-in by the other service failed: {why}",
        "leaving_title": "Log out – chargeboard",
        "leaving": "You are logged out",
        "leaving_there": "You are being logged out of {name}, too.",
        "leave_there": "Log out of {name}",
        "needs_extra": (
            "[oidc] needs the module {module}, which is not installed: pip install 'chargeboard[oidc]'"
        ),
        "no_secret_file": "[oidc] client_secret_file: {file}: {why}",
    },
)
