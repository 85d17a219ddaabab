"""What is said by `web/access/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.access",
    {
        "unknown_host": (
            "This server does not answer to the name {name}. If that is one of its own, add it to the "
            'setting hosts: hosts = ["{host}"] in chargeboard.toml, or CHARGEBOARD_HOSTS={host}'
        ),
        "root_path_taken": "{path} collides with the page's own addresses; use another path",
        "untrusted_proxy": (
            "{peer} forwards for others (X-Forwarded headers), but is not one of trusted_proxies: its "
            "headers are ignored, and everyone behind it counts as one"
        ),
        "prefix_not_used": "X-Forwarded-Prefix of {peer} is not used: {error}",
        "too_many_guesses": "Too many wrong tokens came from this address. Try again in {wait_s} s.",
        "token_needed": "A token is needed.",
        "not_heard_for": "; ignored for {wait_s} s",
        "wrong_token": "a wrong token from {address}{rest}{more}",
        "asked_by_another_site": (
            "This was requested by another site. If it was not, a proxy in between hides the name "
            "under which this server was asked: let it pass on the Host header."
        ),
        "not_the_token": "This is not the token. Check for missing characters and try again.",
        "unknown_address": "an unknown address",
        "log_in": "Log in",
        "log_in_title": "Log in – chargeboard",
        "which_token": (
            "The token is the one that the server was started with (<code>CHARGEBOARD_TOKEN</code>)."
        ),
        "token": "Token",
    },
)
