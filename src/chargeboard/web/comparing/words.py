"""What is said by pages that set many chargers side by side?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.comparing",
    {
        "chargers_page_title": "Compare chargers – chargeboard",
        "chargers_title": "Compare chargers",
        "of_chargers": Plural("{n} charger", "{n} chargers"),
        "filter": "Dates and search",
        "from": "From",
        "through": "through",
        "search": "Name, id or site",
        "order_by": "Order by",
        "show": "Show",
        "chargers_table": "Chargers over these dates, as a table",
        "name": "Charger",
        "state": "Sockets now",
        "utilization": "Utilization",
        "success": "Success",
        "errors": "Errors",
        "last_error": "Last error",
        "sessions": "Sessions",
        "energy": "Energy, kWh",
        "uptime": "Uptime",
        "last_contact": "Last contact",
        "active": "active now",
        "per_1000": "{number} per 1,000 sessions",
        "of_attempts": "{part:count}/{whole:count}",
        "connected": "connected",
        "never": "never",
        "all_of_them": "All of them",
        "no_match": "No chargers match. Try a broader search.",
        "no_charger": "No charger yet",
        "nothing_known": "Nothing is known of these dates.",
        "how": "Complete days by each charger's own calendar; ratios of sums. Errors are those that began."
        " Uptime is indicative, by NEVI's rule. Figures come up to an hour after a day is over; a session"
        " that is still open counts once it has ended.",
    },
)
