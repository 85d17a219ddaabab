"""What is said by `cli/setting/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.setting",
    {
        "site_help": "List and describe sites; chargers of a site have its time zone and its opening hours.",
        "site_list_help": "List the sites with what was set for each.",
        "site_set_help": (
            "Set name, address, coordinates, timezone, opening_hours or price_per_kwh of SITE, which is "
            'added where it is not there; "KEY=" takes it back. Example:\n\n'
            '  chargeboard site set Harbour timezone=Europe/Berlin opening_hours="Mo-Fr 06:00-22:00; Sa '
            '08:00-14:00"\n\n'
            "With a new name all that named the site goes along."
        ),
        "site_remove_help": "Forget SITE; its chargers are at no site from then on.",
        "policy_help": "What holds for all chargers: list and set it.",
        "policy_list_help": "List every key, what holds, and where that comes from.",
        "policy_set_help": (
            'Set policy keys for all chargers; "KEY=" takes it back. What the settings file or the '
            "environment says wins, and is changed there.\n\n"
            "The figures of all chargers are computed again, those of past days too."
        ),
        "yes_option": "Do not ask.",
        "site": "site",
        "chargers": "chargers",
        "key": "key",
        "value": "value",
        "set_by": "set by",
        "origin_default": "default",
        "origin_of_all": "page or shell",
        "no_site": "there is no site “{name}”; chargeboard site list shows those that there are",
        "site_set": "The site {name} is set",
        "ask_remove": Plural(
            "Remove {name}? Its charger goes to no site: {chargers}",
            "Remove {name}? Its {n} chargers go to no site: {chargers}",
        ),
        "site_removed": "The site {name} is gone",
        "policy_set": Plural(
            "The figures of {n} charger are computed again when it is looked at, or by serve in the "
            "background",
            "The figures of {n} chargers are computed again when they are looked at, or by serve in the "
            "background",
        ),
    },
)
