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
        "through": "To",
        "search": "Name, id or site",
        "tagged": "tagged {tag}",
        "any_tag": "any tag",
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
        "report": "Monthly report",
        "reports": "Scheduled reports",
        "cohorts_page_title": "Compare models, firmware and tags – chargeboard",
        "cohorts_title": "Compare models, firmware and tags",
        "together_by": "Chargers put together by",
        "by_model": "Model",
        "by_firmware": "Firmware",
        "by_maker": "Maker",
        "by_site": "Site",
        "by_protocol": "OCPP version",
        "by_tag": "Tag",
        "chargers": "Chargers",
        "error_rate": "Errors per 1,000 sessions",
        "cohorts_table": "Chargers put together, as a table",
        "no_site": "No site",
        "no_tag": "No tag",
        "unknown_protocol": "Not heard yet",
        "own_charger": "this charger is one of them",
        "beside": Plural("{cohort}: beside the other charger", "{cohort}: beside the {n} others"),
        "alone": "{cohort}: there is no other",
        "beside_none": "Nothing is known of this charger on these dates.",
        "beside_table": "The charger beside its cohort, as a table",
        "this_charger": "This charger",
        "the_others": "The others",
        "figure": "Figure",
        "difference": "Difference",
        "chance": "Chance",
        "beside_how": "Over the days on which it belonged to them. Success by Fisher's exact test, errors by"
        " an exact test of two counts: what comes up in 1 of 20 pairs that are alike, or more, may be chance."
        " Of many chargers some differ by chance alone.",
        "unknown_model": "Model unknown",
        "unknown_firmware": "unknown",
        "with_firmware": "{model}, firmware {firmware}",
        "between": "{low} to {high}",
        "worse": "Firmware that does worse than other versions of its model",
        "no_worse": "None: what versions of a model differ by may be chance.",
        "worse_success": "Only {model} with firmware {firmware}: success {value}, with its other versions"
        " {others}. By chance alone in 1 of {chance} cases.",
        "worse_errors": "Only {model} with firmware {firmware}: {value} errors per 1,000 sessions, with its"
        " other versions {others}. By chance alone in 1 of {chance} cases.",
        "one_in": "{n:count}",
        "one_in_a_million": "more than a million",
        "worse_how": "Success by Fisher's exact test, errors by an exact test of two counts, each version"
        " against all others of its model over these dates; 0.05 divided by the number of tests.",
        "cohorts_how": "Complete days; a day counts for the firmware that the charger had at its end; site,"
        " OCPP version and tags are those of now, and a charger with several tags counts in each. Ratios of"
        " sums. Small: between which values a figure lies at 95 % as far as chance alone goes (success:"
        " Wilson; errors: Poisson, exact up to 100). Uptime is indicative, by NEVI's rule.",
    },
)
