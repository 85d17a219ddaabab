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
        "for_official": "For official files (EV-ChART, Atlas)",
        "save": "Save",
        "saved": "Saved.",
        "wrong": "{what}: {why}",
        "nothing": "nothing",
        "set_meanwhile": "somebody changed it to “{text}” in the meantime; check it, then save",
        "fixed": "Set in {where}: change it there.",
        "from_file": "Empty: {value}, from {where}.",
        "from_of_site": "Empty: {value}, from the site {where}.",
        "from_of_all": "Empty: {value}, as set for all chargers.",
        "as_usual": "({value})",
        "default": "Usually: {value}.",
        "from_environment": "Empty: {value}, from {where}.",
        "made_anew_charger": (
            "Changing the time zone or the rated power recomputes this charger's figures in the background, "
            "past days included. Nothing else here changes a figure."
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
        "plan_lines": "Chargers that would be added or changed",
        "apply": "Apply all changes",
        "made_anew_list": (
            "Changing a time zone or a rated power recomputes the charger's figures, past days included."
        ),
        "line": "Line",
        "charger": "Charger",
        "what_changes": "What changes",
        "why_refused": "Why it is rejected",
        "refused_list": "Rejected lines",
        "refused_note": "Nothing can be changed while a line is rejected.",
        "more_lines": Plural("{n:count} more is not shown.", "{n:count} more are not shown."),
        "plan_new": Plural("{n:count} new charger", "{n:count} new chargers"),
        "plan_changed": Plural("{n:count} changed", "{n:count} changed"),
        "plan_refused": Plural("{n:count} rejected", "{n:count} rejected"),
        "plan_unchanged": Plural("{n:count} unchanged", "{n:count} unchanged"),
        "cell_change": "{what}: {before} → {after}",
        "new_charger": "new",
        "no_list": "Choose a file, or paste a list.",
        "list_too_long": "The list is longer than {mb} MB; submit it in parts.",
        "changed_meanwhile": (
            "The list or a setting has changed since you looked. Check again what would change."
        ),
        "taken": "All changes were applied.",
        "sites": "Sites",
        "sites_title": "Sites – chargeboard",
        "sites_what_for": "A site gives its chargers their time zone and opening hours.",
        "site": "Site",
        "site_title": "Site {name} – chargeboard",
        "no_site": "No sites yet.",
        "list_of_sites": "Sites, as a table",
        "new_site": "New site",
        "add": "Add",
        "removed": "The site {name} was removed.",
        "no_such_site": "There is no site “{name}”.",
        "n_chargers": Plural("{n:count} charger", "{n:count} chargers"),
        "no_charger_here": "No chargers here.",
        "remove_site": "Remove this site",
        "remove_name": "Remove {name}",
        "made_anew_site": Plural(
            "Time outside the opening hours does not count towards utilization and uptime. Changing the time "
            "zone or the hours recomputes the figures of {n} charger, past days included. A new name is used "
            "everywhere: by its charger, access rights, exclusions and alert rules. Address and coordinates "
            "change no figure.",
            "Time outside the opening hours does not count towards utilization and uptime. Changing the time "
            "zone or the hours recomputes the figures of {n:count} chargers, past days included. A new name "
            "is used everywhere: by its chargers, access rights, exclusions and alert rules. Address and "
            "coordinates change no figure.",
        ),
        "made_anew_remove": Plural(
            "The {n} charger above will have no site: it loses this site's time zone and hours, and accounts "
            "limited to certain sites no longer see it. Accounts keep the name: they will see a new site of "
            "that name.",
            "The {n:count} chargers above will have no site: they lose this site's time zone and hours, and "
            "accounts limited to certain sites no longer see them. Accounts keep the name: they will see a "
            "new site of that name.",
        ),
        "key_name_of_site": "Name of the site",
        "key_address": "Address",
        "key_coordinates": "Coordinates",
        "key_opening_hours": "Opening hours",
        "key_price_per_kwh": "Price per kWh",
        "hint_name_of_site": "The name used in charger settings.",
        "hint_address": "Street, place.",
        "hint_coordinates": "Latitude and longitude, such as 53.5461, 9.9661.",
        "hint_price_per_kwh": "Such as 0.49 EUR; lost energy is then shown in money too.",
        "hint_opening_hours": (
            "One time range per line, in local time: Mo-Fr 06:00-22:00, or Fr-Sa 18:00-02:00 past midnight; "
            "or 24/7; or OCPI opening_times."
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
        "key_energy_fee": "Fee per kWh",
        "key_session_fee": "Fee per session",
        "key_time_fee": "Fee per minute",
        "key_registration": "Registration",
        "key_model": "Model",
        "key_tags": "Tags",
        "key_socket_names": "Socket names",
        "key_notes": "Notes",
        "hint_name": "What it is called on the pages.",
        "hint_site": "Whoever may see a site may see its chargers.",
        "hint_timezone": "Such as Europe/Berlin; days begin at midnight there.",
        "hint_rated_kw": "Used for plausibility checks and the capacity factor.",
        "hint_station_id": "With the authority that funds it; for official files.",
        "hint_network_provider": "As EV-ChART names it.",
        "hint_connectors": "Plug of each socket, one per line: 1=IEC_62196_T2 SOCKET AC_3_PHASE 230 V 32 A",
        "hint_port_ids": "The permanent id of each port, one per line: 1=US*A12*E1",
        "hint_payment_method": "As EV-ChART names it.",
        "hint_payment_type": (
            "As Atlas names it: cash, credit_card_terminal, membership, application, phone, plug-charge, "
            "roaming, other."
        ),
        "hint_energy_fee": "In USD; for Atlas files. 0: free.",
        "hint_session_fee": "In USD; for Atlas files. 0: free.",
        "hint_time_fee": "Per minute of the session, in USD; for Atlas files. 0: free.",
        "hint_registration": "Of the station and its ports, for Atlas files; one per line, such as"
        " station_city=Fresno.",
        "hint_maker": "Leave empty to use what the charger reports.",
        "hint_model": "Leave empty to use what the charger reports.",
        "hint_tags": "Separated by commas. Alert rules can be limited to tags.",
        "hint_socket_names": "One per line, such as 1=left.",
        "hint_notes": "For whoever maintains it.",
    },
)
