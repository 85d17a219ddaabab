"""What is said by `cli/people/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.people",
    {
        "people_help": "Who may look at the page, and what each of them may do.",
        "list_help": "Everybody who has an account.",
        "add_help": (
            "Give somebody an account, and print the address at which they choose a password. With "
            "--password-stdin the password is read from standard input instead."
        ),
        "set_help": "Change what somebody may do. It holds at once for whoever is logged in as them.",
        "invite_help": (
            "Print a new address at which somebody chooses a password, once and within a week. This is also "
            "the way back in for an admin who has lost theirs."
        ),
        "password_help": (
            "Read a new password from standard input. Every browser of this account is logged out."
        ),
        "forget_app_help": "Ask somebody for no code of their app any more, who has lost it.",
        "app_forgotten": "{name} is asked for no code any more.",
        "unlink_help": (
            "Undo that somebody logs in by another service as this account, and log them out. Whoever has "
            "its e-mail address there next is linked to it."
        ),
        "unlinked": "No other service logs in as {name} any more.",
        "email_option": "Their e-mail address, by which another service may log them in; empty: none",
        "log_out_help": "Log somebody out of every browser.",
        "remove_help": "Take somebody's account away, and log them out.",
        "role_option": (
            "viewer looks, operator also describes and approves chargers and answers alerts, admin does "
            "everything."
        ),
        "site_option": "Only chargers of this site; give it again for each site. Without it: all sites.",
        "all_sites_option": "All sites, and chargers without a site.",
        "off_option": "Whether the account can log in.",
        "stdin_option": "Read the password from standard input.",
        "share_help": "Links by which somebody without an account looks at a charger or a site.",
        "share_list_help": "All links, what each shows, and how often it was opened.",
        "share_add_help": (
            "Share a charger or a site under a name of your own, and print the link; it is not shown again."
        ),
        "share_revoke_help": "Let a link show nothing any more.",
        "share_charger_option": "The charger that is shared.",
        "share_site_option": "The site that is shared, with its chargers.",
        "share_page_option": (
            "What opens first, below the page of the charger or the site: week, panels/energy, "
            "days?from=2026-10-01&through=2026-10-31."
        ),
        "share_only_option": "That page alone, and nothing that it leads to.",
        "share_days_option": "For how many days the link counts.",
        "share_no_end_option": "It counts until it is revoked.",
        "share_stdin_option": "Read a password for it from standard input.",
        "share_origin_option": (
            "Pages of this site may show it in a frame, such as https://grafana.example.org; give it again "
            "for each."
        ),
        "share_one_of_both": "Name a charger or a site, one of both",
        "share_shown": "Whoever has this link sees it; it is not shown again.",
        "share_revoked": "The link {name} shows nothing any more.",
        "shows": "Shows",
        "no_such_site": "There is no site called {site}",
        "token_help": "API tokens: by which programs ask for somebody.",
        "token_list_help": "The API tokens of an account.",
        "token_add_help": "Make an API token for an account, and print it; it is not shown again.",
        "token_revoke_help": "Let an API token count no more.",
        "days_option": "For how many days it counts. Without it: until it is revoked.",
        "token_shown": "It is sent as `Authorization: Bearer …`, and not shown again.",
        "token_revoked": "The token {token} counts no more.",
        "until": "Until",
        "used": "Last used",
        "no_end": "revoked",
        "never": "never",
        "instant": "{at:stamp}",
        "name": "Name",
        "role": "Role",
        "sites": "Sites",
        "notes": "Notes",
        "all": "all",
        "is_off": "cannot log in",
        "no_password": "no password yet",
        "is_linked": "logs in by another service",
        "logged_in": Plural("{n} browser", "{n} browsers"),
        "added": "{name} has an account.",
        "no_admin": (
            "Nobody is an admin of all sites, so nobody can add people on the page, where everybody is asked "
            "who they are from now on. To make this one an admin: {command}"
        ),
        "choose_at": "{name} chooses a password at this address, once, within a week:",
        "saved": "{name} is saved.",
        "password_set": "{name} has a new password, and is logged out everywhere.",
        "logged_out": "{name} is logged out everywhere.",
        "removed": "{name} is removed.",
        "not_both": "Give either --site or --all-sites",
        "nobody": "Nobody has an account. Make one: chargeboard people add NAME --role admin",
    },
)
