"""What is said by `web/site/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.site",
    {
        "page_title": "{site} – chargeboard",
        "live": "Live",
        "n_chargers": Plural("{n} charger", "{n} chargers"),
        "n_sockets": Plural("{n} socket", "{n} sockets"),
        "no_contact": Plural("{n} charger without contact", "{n} chargers without contact"),
        "need_attention": Plural("{n} charger needs attention", "{n} chargers need attention"),
        "full_since": Plural(
            "Full: the only socket is occupied, at least since {at}",
            "Full: all {n} sockets are occupied, at least since {at}",
        ),
        "occupied": "{taken:count} of {n:count} sockets occupied",
        "never_heard": Plural("{n} charger never connected", "{n} chargers never connected"),
        "report": "Monthly report",
        "tab_overview": "Overview",
        "tab_timeline": "Timeline",
        "timeline_title": "{site}, timeline – chargeboard",
        "timeline": "Timeline",
        "last_day": "last 24 hours, to {at}",
        "row_of_site": "Site",
        "site_out": "Whole site without contact, {times}",
        "never_in_timeline": "No charger of this page was ever heard.",
        "pages_of_timeline": "chargers",
        "tab_load": "Load",
        "tab_days": "Days",
        "days_title": "{site}, days – chargeboard",
        "days": "Days",
        "day": "Day",
        "days_table": "Days of the site",
        "all_days": "All of them",
        "day_utilization": "Utilization",
        "day_success": "Success",
        "day_sessions": "Sessions",
        "day_energy": "Energy, kWh",
        "day_uptime": "Uptime, NEVI",
        "day_errors": "Errors begun",
        "tried": "{share:percent}, {good:count} of {tried:count}",
        "days_how": (
            "Complete days, by the local dates of each charger; percentages are ratios of sums. A dash: "
            "nothing is known of any charger. A day leads to its load."
        ),
        "load_title": "{site}, load – chargeboard",
        "tab_official": "Official",
        "tab_saturation": "Saturation",
        "tab_settings": "Settings",
        "pages_of_site": "Pages of the site",
        "of_charger": "{charger}, socket {socket}",
        "of_charger_named": "{charger}, socket {socket} ({name})",
        "sums": (
            "Each figure is the sum of the chargers below; percentages are ratios of sums. Days are the "
            "local dates of each charger. No median duration is shown: medians do not add up."
        ),
        "contact": "Contact: site or charger?",
        "contact_window": "last 7 days and today",
        "contact_table": "Losses of contact",
        "losses": Plural(
            "{n} loss of contact, {site:count} of the whole site.",
            "{n} losses of contact, {site:count} of the whole site.",
        ),
        "no_loss": "No charger lost contact.",
        "more_losses": Plural("and {n} more of single chargers", "and {n} more of single chargers"),
        "whole_site": "Whole site: {n:count} chargers within {width}",
        "some_out": "{what}; {n:count} had no contact anyway",
        "not_back": "not all back",
        "back_between": "{first} – {last}",
        "lost": "Lost",
        "who": "Who",
        "back": "Back",
        "map_title": "Map – chargeboard",
        "map": "Map",
        "n_sites": Plural("{n} site", "{n} sites"),
        "map_note": (
            "Sites by their coordinates on a plain grid of degrees; north is up. Larger: more chargers. A "
            "cross: a charger needs attention; a ring: one has no contact."
        ),
        "no_coordinates": "No site has coordinates yet. Set them in the settings of a site.",
        "placed": "Sites on the map",
        "placeless": "Without coordinates",
        "site": "Site",
        "attention": "Need attention",
        "without_contact": "No contact",
        "faulted": "Faulted",
        "active": "Active sessions",
        "on_map": "{site}: {chargers}",
        "needing": "{told}, {n:count} need attention",
        "out": "{told}, {n:count} without contact",
        "chargers": "Chargers",
        "chargers_table": "Chargers of the site",
    },
)
