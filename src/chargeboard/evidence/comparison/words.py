"""What does the page of two periods say?"""

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "evidence.comparison",
    {
        "title": "Two periods",
        "periods": "Two periods side by side",
        "periods_table": "Two periods side by side, as a table",
        "figure": "Figure",
        "difference": "Difference",
        "chance": "Chance",
        "first": "First period, from",
        "second": "Second period, from",
        "through": "to",
        "compare": "Compare",
        "this_month": "This month against the last one",
        "months": "Last month against the one before",
        "cohorts": "Beside others of its firmware",
        "success": "Success rate",
        "sessions": "Sessions a day",
        "energy": "Energy a day",
        "utilization": "Utilization",
        "uptime": "Uptime, NEVI (indicative)",
        "errors": "Errors per 1,000 sessions",
        "firmware": "Before and after a change of firmware",
        "firmware_table": "{what}: before and after, as a table",
        "firmware_none": "No change of firmware was reported in the last 90 days.",
        "changed": "{on}: {was} to {became}",
        "settings": "Before and after a change of settings",
        "settings_none": "No change of settings was seen in the last 90 days.",
        "settings_changed": "{on}: {what}",
        "settings_how": "Settings that the management system set and the charger accepted. Values that may be"
        " secret are not shown. A setting that changes on more than 10 days is left out.",
        "no_span": "No complete day on one of its sides, so far.",
        "all_figures": "All figures of these days",
        "all_figures_of": "All figures of these days, {what}",
        "firmware_how": "As many complete days before as after, without the day of the change: up to the next"
        " change on either side, 30 at most. Changes on one day count as one.",
        "known_days": Plural("{n} day known", "{n} days known"),
        "none": "Of one of the periods nothing is known.",
        "how": "Ratios of sums over complete days of which anything is known. A difference of success"
        " (Fisher's exact test), or of sessions a day or errors (exact test of two counts), may be chance"
        " where one as unlikely comes up in 1 of 20 pairs of equal periods or more. No other figure is"
        " tested.",
    },
)
