"""What does the page of the uptime say?"""

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "evidence.uptime",
    {
        "title": "Uptime",
        "by_rule": "Uptime by rule",
        "rule": "Rule",
        "what_out": "What is out",
        "none": "No complete day with data, so there is no uptime.",
        "indicative": "Indicative, computed by our reading of each rule. Unknown time is in no figure; today"
        " is in no sum.",
        "by_socket": "Socket by socket",
        "by_socket_table": "Uptime of each socket as a table",
        "by_day": "Day by day",
        "by_day_table": "Uptime of each day as a table",
        "known": "Time known, h",
        "outage": "Outage",
        "left_out": "Left out",
        "nevi": "NEVI",
        "uk_reg7": "UK reg. 7",
        "uk_template": "UK template",
        "label_known": "h known",
        "label_out": "out",
        "label_left_out": "left out",
        "rule_nevi": "NEVI",
        "rule_nevi_meaning": "faulted, unavailable and without contact are out; 23 CFR 680.116(b)",
        "rule_uk_reg7": "UK regulation 7",
        "rule_uk_reg7_meaning": "faulted and unavailable are out; SI 2023/1168",
        "rule_uk_template": "UK template",
        "rule_uk_template_meaning": "the same of the time with contact",
        "over": Plural("{n} complete day, {outage:about} out", "{n} complete days, {outage:about} out"),
        "no_data": "no data",
        "incomplete": "incomplete data",
    },
)
