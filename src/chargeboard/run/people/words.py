"""What is said by `run/people/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "run.people",
    {
        "password_length": (
            "A password has {least} to {most} characters; this one has {length}. Any characters count: "
            "a few words in a row are easy to remember."
        ),
        "bad_name": (
            "{name} cannot be the name of an account: write 1 to 100 characters without blanks at its ends "
            "and without line breaks"
        ),
        "name_taken": "There is an account called {name} already",
        "account_is_off": "The account {name} cannot log in. An admin can change that.",
        "email_of_another": (
            "{email} belongs to an account that somebody else logs in as already. An admin can undo that: "
            "chargeboard people unlink NAME"
        ),
        "not_known_here": "Nobody has an account with your e-mail address here. Ask an admin to add it.",
        "no_email_told": (
            "Nobody has an account for you here, and the service does not say that an e-mail address is "
            "yours (email_verified). Ask an admin."
        ),
        "no_role_told": "The service names no role for you that counts here. Ask an admin.",
        "no_site_told": "The service names no site for you that counts here. Ask an admin.",
        "bad_email": "{email} is not an e-mail address",
        "email_taken": "{email} is the e-mail address of {name} already",
        "no_account": "There is no account called {name}",
        "last_admin": (
            "{name} is the only admin who can log in. Make somebody else an admin first, or use the shell: "
            "chargeboard people"
        ),
        "bad_token_name": "{name} cannot be the name of a token: write 1 to 60 characters",
        "bad_token_days": "A token counts for 1 to {most} days; leave the days out for no end",
        "no_such_token": "There is no token called {name}",
        "bad_share_name": "{name} cannot be the name of a share: write 1 to 100 characters",
        "share_taken": "There is a share called {name} already",
        "bad_share_days": "A share counts for 1 to {most} days; leave the days out for no end",
        "no_such_share": "There is no share called {name}",
        "no_password_in_frames": (
            "A share that other pages show in a frame has no password: browsers keep none for a frame. Leave "
            "out the password, or the pages"
        ),
        "bad_origin": (
            "{origin} does not name a site whose pages may show a share: write such as "
            "https://grafana.example.org or http://homeassistant.local:8123"
        ),
        "by_api_token": "API token {name}",
        "by_page": "page",
        "by_token": "token",
        "by_shell": "shell",
        "by_open": "nobody is asked who they are",
        "anybody": "whoever uses this machine",
        "whoever": "whoever has the token",
        "no_site": "A site has a name; leave the sites out altogether for all of them",
    },
)
