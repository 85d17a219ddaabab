"""What is said by `fleet/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "fleet",
    {
        "title": "Chargers – chargeboard",
        "chargers": "Chargers",
        "no_charger": "No charger yet",
        "how_to_begin": (
            "A charger appears with its first message. Enter this server's address in its OCPP "
            "settings, import a log with <code>chargeboard import FILE</code>, or look around with "
            "<code>chargeboard demo</code>."
        ),
        "add_charger": "Add a charger",
        "find_a_charger": "Find a charger",
        "find_by": "Name, id, site or tag",
        "tagged": "Tagged {tag}.",
        "any_tag": "Show any tag",
        "find": "Find",
        "order_of_list": "Order of the list",
        "order_by": "Order by",
        "as_table": "Chargers as a table",
        "none_yet": "none yet",
        "compare": "Compare over any dates",
        "failures_of_yesterday": "Yesterday's failures",
        "live": "Live",
        "which_chargers": "Which chargers",
        "waiting_title": "Waiting for approval",
        "waiting_note": (
            "These tried to connect ({number}). Approve only what you know: messages of an approved "
            "charger count. Dismissed chargers are not listed again."
        ),
        "waiting_number": Plural("{n} charger", "{n} chargers"),
        "earlier_dropped": "; {n:count} that asked earlier were dropped",
        "asked_since": "since {moment}",
        "approve": "Approve",
        "dismiss": "Dismiss",
        "approve_all": "Approve all {n:count}",
        "dismiss_all": "Dismiss all {n:count}",
        "and_more": "and {n:count} more",
        "label_utilization": "utilization",
        "label_success": "success",
        "label_sessions": "sessions today",
        "label_energy": "kWh today",
        "column_name": "Charger",
        "column_sockets": "Sockets now",
        "column_need": "Attention",
        "column_utilization": "Utilization, 7 days",
        "column_success": "Success, 7 days",
        "column_sessions": "Sessions today",
        "column_energy": "Energy today, kWh",
        "kind_all": "All",
        "kind_attention": "Attention",
        "kind_offline": "No contact",
        "kind_faulted": "Faulted",
        "no_match": "No chargers match. Try a broader search.",
        "all_chargers": Plural("{n} charger", "{n} chargers"),
        "some_chargers": Plural("{shown:count} of {n} charger", "{shown:count} of {n} chargers"),
        "without_contact": "{n:count} without contact",
        "active_sessions": Plural(
            "{n} active session, {energy:energy}",
            "{n} active sessions, {energy:energy}",
        ),
        "fed_back": "{energy:kilo} fed back",
        "hours_of": "{numerator}/{denominator} h",
        "never_connected": "never connected",
        "contact_unknown": "contact unknown",
        "connected": "connected",
        "only_history": "only history: last heard {moment}",
        "no_contact_since": "no contact since {moment}",
        "as_of": "as of {at}",
    },
)
