"""What is said by the pages on which something is set?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

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
        "sheet_title": "Charger list – chargeboard",
        "sheet": "Charger list",
        "sheet_what_for": "What is set for chargers, out and in as CSV.",
        "sheet_out": "Out",
        "sheet_file": "chargers.csv",
        "sheet_in": "In",
        "choose_file": "CSV file",
        "or_paste": "or paste it here",
        "sheet_rules": (
            "The columns are those of the file above; one that is left out stays as it is, and an empty cell "
            "takes back what was set. Nothing is changed before you have seen what would be."
        ),
        "look": "Show what would change",
        "plan": "What would change",
        "plan_lines": "Chargers that would be new or otherwise",
        "apply": "Change all of this",
        "made_anew_list": (
            "Where a time zone or a rated power changes, the figures of that charger are computed again, "
            "those of past days too."
        ),
        "line": "Line",
        "charger": "Charger",
        "what_changes": "What changes",
        "why_refused": "Why it is refused",
        "refused_list": "Lines that are refused",
        "refused_note": "Nothing can be changed while a line is refused.",
        "more_lines": Plural("{n:count} more is not shown.", "{n:count} more are not shown."),
        "plan_new": Plural("{n:count} new charger", "{n:count} new chargers"),
        "plan_changed": Plural("{n:count} changed", "{n:count} changed"),
        "plan_refused": Plural("{n:count} refused", "{n:count} refused"),
        "plan_unchanged": Plural("{n:count} as it is", "{n:count} as they are"),
        "cell_change": "{what}: {before} → {after}",
        "new_charger": "new",
        "no_list": "Choose a file, or paste a list.",
        "list_too_long": "The list is longer than {mb} MB; bring it in parts.",
        "changed_meanwhile": (
            "What the list would change is not what you looked at: it was changed, or somebody set something "
            "meanwhile. Look again."
        ),
        "taken": "All of it was changed.",
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
