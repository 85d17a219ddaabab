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
        "indicative": "Indicative: our reading of each rule. What each counts is said on a charger's page.",
    },
)
