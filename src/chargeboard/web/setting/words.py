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
        "share_it": "Share",
        "save": "Save",
        "saved": "Saved.",
        "wrong": "{what}: {why}",
        "nothing": "nothing",
        "set_meanwhile": "somebody set it to “{text}” meanwhile; look at it again, then save",
        "fixed": "{where} says it: change it there.",
        "from_file": "Empty: {value}, from {where}.",
        "from_of_site": "Empty: {value}, from the site {where}.",
        "from_of_all": "Empty: {value}, as set for all chargers.",
        "as_usual": "({value})",
        "default": "Usually: {value}.",
        "from_environment": "Empty: {value}, from {where}.",
        "made_anew_charger": (
            "A new time zone or rated power makes the figures of this charger be computed again, those of "
            "past days too; that happens in the background. Nothing else here changes a figure."
        ),
        "sheet_title": "Charger list – chargeboard",
        "sheet": "Charger list",
        "sheet_what_for": "Settings of all chargers, exported and imported as CSV.",
        "sheet_out": "Export",
        "sheet_file": "chargers.csv",
        "sheet_in": "Import",
        "choose_file": "CSV file",
        "or_paste": "or paste it here",
        "sheet_rules": (
            "Use the columns of the file above. A column that is left out stays as it is; an empty cell "
            "resets a setting. You see what would change before anything does."
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
        "list_too_long": "The list is longer than {mb} MB; submit it in parts.",
        "changed_meanwhile": (
            "What the list would change is not what you looked at: it was changed, or somebody set something "
            "meanwhile. Look again."
        ),
        "taken": "All of it was changed.",
        "sites": "Sites",
        "sites_title": "Sites – chargeboard",
        "sites_what_for": "Chargers of a site have its time zone and its opening hours.",
        "site": "Site",
        "site_title": "Site {name} – chargeboard",
        "no_site": "There is no site yet.",
        "list_of_sites": "Sites, as a table",
        "new_site": "New site",
        "add": "Add",
        "removed": "The site {name} is gone.",
        "no_such_site": "There is no site “{name}”.",
        "n_chargers": Plural("{n:count} charger", "{n:count} chargers"),
        "no_charger_here": "No charger is here.",
        "remove_site": "Remove this site",
        "remove_name": "Remove {name}",
        "made_anew_site": Plural(
            "Outside the opening hours nothing counts for utilization and uptime. A new time zone or new "
            "hours make the figures of {n} charger be computed again, those of past days too. A new name "
            "goes along: its charger, who may see it, exclusions and rules of alerts name it so. Address "
            "and coordinates are kept to be read, and change no figure.",
            "Outside the opening hours nothing counts for utilization and uptime. A new time zone or new "
            "hours make the figures of {n:count} chargers be computed again, those of past days too. A new "
            "name goes along: its chargers, who may see them, exclusions and rules of alerts name it so. "
            "Address and coordinates are kept to be read, and change no figure.",
        ),
        "made_anew_remove": Plural(
            "The {n} charger above goes to no site: it loses the zone and the hours of this one, and who "
            "sees only some sites sees it no more. Accounts keep the name: a new site of that name is "
            "theirs again.",
            "The {n:count} chargers above go to no site: they lose the zone and the hours of this one, and "
            "who sees only some sites sees them no more. Accounts keep the name: a new site of that name is "
            "theirs again.",
        ),
        "key_name_of_site": "Name of the site",
        "key_address": "Address",
        "key_coordinates": "Coordinates",
        "key_opening_hours": "Opening hours",
        "key_price_per_kwh": "Price of a kWh",
        "hint_name_of_site": "As chargers name it.",
        "hint_address": "Street, place.",
        "hint_coordinates": "Latitude and longitude, such as 53.5461, 9.9661.",
        "hint_price_per_kwh": "Such as 0.49 EUR; lost energy is also shown in money with it.",
        "hint_opening_hours": (
            "A line such as Mo-Fr 06:00-22:00, or Fr-Sa 18:00-02:00 over midnight, by the clock there; 24/7; "
            "or opening_times of OCPI."
        ),
        "key_name": "Name",
        "key_site": "Site",
        "key_timezone": "Time zone",
        "key_rated_kw": "Rated power, kW",
        "key_maker": "Maker",
        "key_station_id": "Station id",
        "key_network_provider": "Network provider",
        "key_connectors": "Connectors",
        "key_port_ids": "Port ids",
        "key_payment_method": "Payment method",
        "key_payment_type": "Payment type",
        "key_energy_fee": "Fee for a kWh",
        "key_session_fee": "Fee for a session",
        "key_time_fee": "Fee for a minute",
        "key_registration": "Registration",
        "key_model": "Model",
        "key_tags": "Tags",
        "key_socket_names": "Names of sockets",
        "key_notes": "Notes",
        "hint_name": "What it is called on the page.",
        "hint_site": "Where it is. Who may see a site may see its chargers.",
        "hint_timezone": "Such as Europe/Berlin; days begin at midnight there.",
        "hint_rated_kw": "For what is plausible, and for the capacity factor.",
        "hint_station_id": "With the authority that funds it; for official files.",
        "hint_network_provider": "As EV-ChART names it.",
        "hint_connectors": "Its plug, a line each socket: 1=IEC_62196_T2 SOCKET AC_3_PHASE 230 V 32 A",
        "hint_port_ids": "The permanent id of each port, a line each: 1=US*A12*E1",
        "hint_payment_method": "As EV-ChART names it.",
        "hint_payment_type": (
            "As Atlas names it: cash, credit_card_terminal, membership, application, phone, plug-charge, "
            "roaming, other."
        ),
        "hint_energy_fee": "In USD; for Atlas' files. 0: nothing.",
        "hint_session_fee": "In USD; for Atlas' files. 0: nothing.",
        "hint_time_fee": "Of the session, in USD; for Atlas' files. 0: nothing.",
        "hint_registration": "Of the station and its ports, for Atlas' files: a line each, such as"
        " station_city=Fresno.",
        "hint_maker": "Empty: what the charger says.",
        "hint_model": "Empty: what the charger says.",
        "hint_tags": "With commas. Rules of alerts may be for some of them.",
        "hint_socket_names": "A line for each, such as 1=left.",
        "hint_notes": "For whoever looks after it.",
    },
)
