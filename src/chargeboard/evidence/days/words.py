"""What does the page of the days say?"""

from chargeboard.words.catalogue import Words

say = Words(
    "evidence.days",
    {
        "title": "Days",
        "utilization": "Utilization",
        "in_use": "In use",
        "two_periods": "Two periods side by side",
        "load": "Load, quarter by quarter",
        "report": "Monthly report",
        "hours_of_week": "Hours of the week, socket against socket",
        "known": "Known",
        "success": "Success",
        "attempts": "Attempts",
        "sessions": "Sessions",
        "energy": "Energy, kWh",
        "uptime": "Uptime, NEVI",
        "label_utilization": "utilization",
        "label_known": "known",
        "label_success": "success",
        "label_attempts": "attempts",
        "label_sessions": "sessions",
        "label_up": "up",
        "fact_utilization": "utilization {rate:percent}: {used:hours} of {available:hours} h",
        "fact_success": "success {rate:percent}: {good:count} of {tried:count} attempts",
        "used": "{used} of {available:hours} h",
        "incomplete": "incomplete data",
    },
)
