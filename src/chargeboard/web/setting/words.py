"""What is said by the pages on which something is set?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.setting",
    {
        "charger_title": "{charger}: settings – chargeboard",
        "settings": "Settings",
        "breadcrumb": "Where this page is",
        "chargers": "Chargers",
        "of_charger": "This charger",
        "save": "Save",
        "saved": "Saved.",
        "wrong": "{what}: {why}",
        "nothing": "nothing",
        "set_meanwhile": "somebody set it to “{text}” meanwhile; look at it again, then save",
        "fixed": "{where} says it: change it there.",
        "from_file": "Empty: {value}, from {where}.",
        "from_environment": "Empty: {value}, from {where}.",
        "made_anew_charger": (
            "A new time zone or rated power makes the figures of this charger be computed again, those of "
            "past days too; that happens in the background. Nothing else here changes a figure."
        ),
        "key_name": "Name",
        "key_site": "Site",
        "key_timezone": "Time zone",
        "key_rated_kw": "Rated power, kW",
        "key_maker": "Maker",
        "key_model": "Model",
        "key_tags": "Tags",
        "key_socket_names": "Names of sockets",
        "key_notes": "Notes",
        "hint_name": "What it is called on the page.",
        "hint_site": "Where it is. Who may see a site may see its chargers.",
        "hint_timezone": "Such as Europe/Berlin; days begin at midnight there.",
        "hint_rated_kw": "For what is plausible, and for the capacity factor.",
        "hint_maker": "Empty: what the charger says.",
        "hint_model": "Empty: what the charger says.",
        "hint_tags": "With commas. Rules of alerts may be for some of them.",
        "hint_socket_names": "A line for each, such as 1=left.",
        "hint_notes": "For whoever looks after it.",
    },
)
