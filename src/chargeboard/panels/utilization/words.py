"""What does the panel of the utilization say?"""

from chargeboard.words.catalogue import Words

say = Words(
    "panels.utilization",
    {
        "title": "Utilization rate",
        "measures": "Percentage of time the sockets were in use versus total available time.",
        "reading": "Higher values: the charger is well utilized and in frequent demand.\n"
        "Lower values: may indicate low usage, maintenance downtime, or reduced demand.\n"
        "Daily tracking helps to see trends or underperforming days.",
        "rule": "In use is charging plus suspended. Available is calendar time times sockets, downtime"
        " included. The headline is the ratio of the sums over the complete days; today does not enter it.",
        "fraction": "{used:hours} of {available:hours} socket hours",
        "coverage": "{share:percent} of that time is known",
        "unobserved": "No day has been observed yet: the first message of the charger starts the count.",
        "incomplete": "incomplete data, {share:percent} known",
        "used": "{used:hours} h in use of {available:hours} h",
        "day": "{day}: {rate:percent}, {used}",
        "day_remarked": "{day}: {rate:percent}, {used} ({remark})",
        "summary": "Utilization per day, {window}: {rate:percent} over all complete days."
        " The figures are in the table below.",
        "in_use": "In use, h",
        "available": "Available, h",
        "heading": "Utilization",
        "session": "charging + suspended",
        "charging": "charging only",
        "occupied": "charging, suspended, preparing and finishing",
        "plain_day": "day",
        "plain_used": "in use",
        "plain_of": "of",
        "plain_headline": "  {used} of {available} over {days}",
        "so_far": "{day} so far",
        "day_incomplete": "{day} incomplete",
    },
)
