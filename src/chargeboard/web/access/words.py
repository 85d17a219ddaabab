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
        "too_many_guesses": (
            "Too many wrong tokens or passwords came from this address. Try again in {wait_s} s."
        ),
        "no_right_said": "nobody said who may ask for {path}: it is refused to everybody",
        "no_right": "Nobody may ask for this.",
        "role_needed": "This needs the role {role}. An admin can give it to you.",
        "all_sites_needed": "This is about all sites, and you see only some of them.",
        "token_needed": "A token is needed.",
        "no_program": "An API token cannot do this: log in with a browser.",
        "not_heard_for": "; ignored for {wait_s} s",
        "wrong_password": "a wrong password from {address}{rest}{more}",
        "wrong_token": "a wrong token from {address}{rest}{more}",
        "asked_by_another_site": (
            "This was requested by another site. If it was not, a proxy in between hides the name "
            "under which this server was asked: let it pass on the Host header."
        ),
        "not_the_token": "This is not the token. Check for missing characters and try again.",
        "not_the_password": (
            "Name and password do not match, or the code is missing or was used. Check them and try again."
        ),
        "code": "Code of your app, if you set one up",
        "name": "Name",
        "password": "Password",
        "new_password": "New password",
        "by_token": "Log in with the token instead",
        "log_in_by": "Log in with {name}",
        "or_by_name": "Or with an account of chargeboard:",
        "no_way_in": (
            "Nobody can log in yet. On the server, make an account: "
            "<code>chargeboard people add NAME --role admin</code>"
        ),
        "no_account_elsewhere": (
            "Nobody has an account here yet. On the server, make that of the first admin: "
            "<code>chargeboard people add NAME --role admin --email ADDRESS</code>"
        ),
        "invitation_title": "Choose a password – chargeboard",
        "choose_password": "Choose a password",
        "choose_password_note": (
            "For {name}: at least {least} characters. Any characters count: a few words in a row are easy "
            "to remember."
        ),
        "keep_and_log_in": "Save and log in",
        "invitation_over": "This invitation is over",
        "invitation_over_note": (
            "It was used, it is older than a week, or there is a newer one. Ask for another."
        ),
        "unknown_address": "an unknown address",
        "log_in": "Log in",
        "log_in_title": "Log in – chargeboard",
        "which_token": (
            "The token is the one that the server was started with (<code>CHARGEBOARD_TOKEN</code>)."
        ),
        "token": "Token",
    },
)
