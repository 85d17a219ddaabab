"""What is said by the page of official figures of many chargers?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.official",
    {
        "page_title": "Official figures – chargeboard",
        "title": "Official figures",
        "of_site": "Site {site}",
        "of_chargers": Plural("{n} charger", "{n} chargers"),
        "official_gone": "Not all that makes this file of {quarter} is kept any more, by your settings.",
        "official_missing": "To hand it in, set on the page Settings of this charger first: {keys}.",
        "unregistered": "Atlas' schema wants more than is known of this charger. Set on its page Settings, as"
        " Registration or in a field of its own: {keys}.",
        "official_refused": "EV-ChART would refuse line {line}, column {column}: {why}.",
        "atlas_refused": Plural(
            "Atlas' schema would refuse one document, no. {line}: {field}: {why}. To get the others alone, "
            "add only=complete.",
            "Atlas' schema would refuse {n} documents, the first of them no. {line}: {field}: {why}. To get "
            "the others alone, add only=complete.",
        ),
        "uk_template": "UK template (CSV)",
        "by_rule": "Uptime by rule",
        "by_rule_table": "Uptime of twelve months by rule, as a table",
        "rule": "Rule",
        "twelve_months": "12 months",
        "year": "{year} so far",
        "target": "Target",
        "down": "Down",
        "excluded": "Excluded",
        "unwatched": "Unwatched",
        "exempt": "Exempt",
        "by_site": "Site by site, 12 months",
        "by_site_table": "Uptime of each site by rule, as a table",
        "site": "Site",
        "no_site": "No site",
        "chargers": "Chargers",
        "by_month": "Month by month",
        "by_month_table": "Uptime of each month by rule, as a table",
        "month": "Month",
        "known_of": "Known of",
        "success": "Success by rule",
        "success_table": "Success of twelve months by rule, as a table",
        "counted": "Counted",
        "of_counted": "{part:count} of {whole:count}",
        "none": "No month is added up yet. That begins a minute after a start of the server; a month is"
        " ready a day or two after its end. The page of each charger has its own.",
        "sums": "Sums of months that are settled, as ratios of sums; in a month that is not settled yet a"
        " charger is missing. Rules of fast chargers leave out those whose rated power is set and less.",
        "differing_link": "Where two rules differ, charger by charger",
        "visits_link": "kwwhat: visits over the chargers of this site",
        "differing_page_title": "Where two rules differ – chargeboard",
        "differing": "Where two rules differ",
        "by_charger": "Charger by charger",
        "by_charger_table": "How much of the month two rules count otherwise, as a table",
        "charger": "Charger",
        "and": "and",
        "pieces": "Pieces of time",
        "when": "When",
        "state": "State",
        "when_they_differ": "When they differ, on the chargers above",
        "pieces_table": "Time that two rules count otherwise, as a table",
        "differ_unknown": "The month is not added up of any charger yet.",
        "differ_known": "The month is added up of {known} chargers.",
        "differ_whole": "Of these the rules count {whole} otherwise.",
        "differ_left_out": Plural(
            "{n} charger of less power than a rule speaks of is left out.",
            "{n} chargers of less power than a rule speaks of are left out.",
        ),
        "differ_none": "They count every second alike.",
        "differ_how": "Those with most of it come first, then those whose month is not added up yet.",
        "first_shown": Plural("The first one is shown.", "The first {n} are shown."),
        "visits_page_title": "Visits – chargeboard",
        "visits": "Visits of a site, kwwhat",
        "visits_found": "Visits",
        "visits_table": "Visits that touched several chargers, as a table",
        "began": "Began",
        "attempts": "Attempts",
        "last_attempt": "Last attempt",
        "visit_good": "got energy",
        "visit_bad": "got none",
        "which_site_visits": "Name a site: /official/visits?site=…",
        "no_visits": "Nobody tried to charge here in this month.",
        "visits_of_site": "Of {whole:count} visits {part:count} ended with energy: {share}.",
        "visits_of_each": "Charger by charger it would be {part:count} of {whole:count}: {share}.",
        "visits_of_several": Plural(
            "{n} visit touched several chargers.", "{n} visits touched several chargers."
        ),
        "visits_rule": "Attempts of one card at the chargers of a site that begin up to 30 minutes after the"
        " one before ended are one visit; without a card, on one socket, 2 minutes. The last attempt decides."
        " Indicative: our reading.",
        "saturation_link": "France: days on which a motorway site was in full use for too long",
        "saturation_page_title": "Full use – chargeboard",
        "saturation": "Full use of a motorway site, France",
        "which_site": "Name a site: /official/saturation?site=…",
        "month_name": "{month}, {zone}",
        "month_so_far": "{month} so far, {zone}",
        "n_points": Plural("{n} point of 75 kW and more", "{n} points of 75 kW and more"),
        "no_points": "No charger of this site is set to 75 kW and more.",
        "not_full": "On no day was the site in full use for more than three hours on end.",
        "full_days": Plural(
            "On {n} day the site was in full use for more than three hours on end.",
            "On {n} days the site was in full use for more than three hours on end.",
        ),
        "full_in_all": "In full use for {whole:about} in all.",
        "unknown_power": "Not counted, as the rated power is not set: {chargers}.",
        "full_days_table": "Days of full use, as a table",
        "day": "Day",
        "full_use": "In full use",
        "lasted": "Lasted",
        "saturation_rule": Plural(
            "Full use begins when no point is free, and ends when {n} is for ten minutes (a fifth of the"
            " points, rounded up, at most four). Faulted, unavailable and out of contact count as used; time"
            " that nobody knows counts as free. Outside opening hours there is no point. At midnight it"
            " begins anew. Sockets of a charger are points of its rated power. Indicative: our reading.",
            "Full use begins when no point is free, and ends when {n} are for ten minutes (a fifth of the"
            " points, rounded up, at most four). Faulted, unavailable and out of contact count as used; time"
            " that nobody knows counts as free. Outside opening hours there is no point. At midnight it"
            " begins anew. Sockets of a charger are points of its rated power. Indicative: our reading.",
        ),
        "read_there": "Read there",
        "show": "Show",
        "indicative": "Indicative: our reading of each rule. What each counts is said on a charger's page.",
    },
)
