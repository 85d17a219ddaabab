"""What is said by `web/activity/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.activity",
    {
        "page_title": "Activity – chargeboard",
        "title": "Activity",
        "kind_failures": "Failed attempts",
        "kind_attempts": "Attempts",
        "kind_sessions": "Sessions",
        "kind_errors": "Errors",
        "which": "What is listed",
        "yesterday": "Yesterday",
        "last_week": "Last 7 days",
        "presets": "Dates",
        "find_by": "Charger, id, site or tag",
        "site": "Site",
        "tagged": "tagged {tag}",
        "any_tag": "any tag",
        "show": "Show",
        "table": "What happened at all chargers",
        "began": "Began",
        "charger": "Charger",
        "socket": "Socket",
        "outcome": "Outcome",
        "because": "Why",
        "duration": "Duration",
        "energy": "Energy, kWh",
        "code": "Code",
        "standing": "Now",
        "active": "active",
        "cleared": "cleared",
        "over": "over",
        "running": "running",
        "not_counted": "not counted",
        "completed": "completed",
        "evidence": "Evidence",
        "evidence_of": "Evidence of {charger}, {at}",
        "session": "session",
        "attempt": "attempt",
        "error": "error",
        "part": "{first:count} – {last:count}",
        "none_failures": "No failed attempts on these dates.",
        "none_attempts": "No attempts on these dates.",
        "none_sessions": "No sessions on these dates.",
        "none_errors": "No errors began on these dates.",
        "none_behind": "The list ends before this page.",
        "previous": "Newer",
        "next": "Older",
        "pages": "Pages of the list",
        "zone_note": (
            "Dates are those of {zone}; times are those of each charger. Bookmark the address to keep "
            "this view."
        ),
        "too_far": "at most {most:count} rows can be left out; choose fewer dates",
    },
)
