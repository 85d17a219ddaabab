"""What is said by `web/pages/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.pages",
    {
        "save_page": "Save",
        "save_with_frames": "with frames",
        "saved_frames": Plural("{n} message of the time shown", "{n} messages of the time shown"),
        "saved_frames_left_out": "The file holds the oldest of them; there are more on the server.",
        "show_saved_frames": "As they were stored, one a line",
        "no_such_session": "This charger has no session {key}.",
        "since_moment": " since {moment} UTC",
        "cannot_keep": (
            "chargeboard cannot store what chargers send{since}: {why}. Figures are frozen since then."
        ),
        "database_damaged": (
            "The database is damaged, so figures may be wrong or missing: restore the last backup. "
            "SQLite says: {damage}."
        ),
        "computing_stopped": (
            "Messages of chargers{since} are stored but not yet in the figures: no process that "
            "computes figures is there. See the server log of the one that was."
        ),
        "and_others": Plural(" and {n} other charger", " and {n} other chargers"),
        "computing_behind": (
            "Messages of {charger}{since} are stored but not yet in the figures: chargeboard is "
            "behind; see the server log."
        ),
        "invented": "Invented town: nothing here is real",
        "alerts": "Alerts",
        "computing_behind_somewhere": (
            "Messages of some chargers{since} are stored but not yet in the figures: chargeboard is behind."
        ),
        "not_told": "its admins can see why",
        "fed": "Heard by way of {system}: {health}. It cannot tell {what}.",
        "fed_by_another_version": "Heard by way of {kind}, which this version does not know.",
        "not_shown": "How chargers stand cannot be shown in a channel: {why}",
        "alerts_given_up": "Alerts of the last 24 h were not delivered and are given up: {why}",
        "little_room": Plural(
            "The disk is full in {n} day if as much comes in as lately: make room, or keep less",
            "The disk is full in {n} days if as much comes in as lately: make room, or keep less",
        ),
        "no_backup": "The last scheduled backup failed: {why}",
        "filling": (
            "The history is still being filled in: {whole:count} of {chargers} done. Only the last "
            "days are known yet of: {waiting}. Their figures cover those days and will update by "
            "themselves."
        ),
        "chargers": Plural("{n} charger", "{n} chargers"),
        "svg": "SVG",
        "png": "PNG",
        "no_such_panel": "There is no panel called “{panel}”; there are: {names}.",
        "live": "Live",
        "shared": "Shared to be looked at",
        "skip": "Skip to content",
        "main_navigation": "Main",
        "all_chargers": "All chargers",
        "activity": "Activity",
        "map": "Map",
        "list_of_chargers": "Chargers",
        "api": "API",
        "log_out": "Log out",
        "people": "People",
        "my_log_ins": "Log-ins",
        "light_dark": "Light / dark",
        "page_title": "{title} – chargeboard",
        "show": "Show",
        "did_you_mean": "Did you mean",
        "openapi_document": "OpenAPI document",
        "api_introduction": (
            "Every page has its JSON twin. Values are unrounded, null means not known, instants are "
            "UTC, dates are the charger's local dates. Where a token is set, send it as "
            "<code>Authorization: Bearer …</code>. Ids in an address are percent-encoded."
        ),
        "pages_of_charger": "Pages of the charger",
        "section_overview": "Overview",
        "section_sessions": "Sessions",
        "section_attempts": "Attempts",
        "section_errors": "Errors",
        "section_uptime": "Uptime",
        "section_days": "Days",
        "section_comparison": "Two periods",
        "section_load": "Load",
        "section_week": "Hours of the week",
        "section_flags": "Flags",
        "section_protocol": "Protocol health",
        "section_sources": "Other sources",
        "section_official": "Official",
        "section_frames": "Frames",
        "settings": "Settings",
        "section_settings": "Settings",
        "section_quality": "Data quality",
        "label_from": "From",
        "label_to": "To, the last day",
        "label_before": "Before",
        "label_day": "Day",
        "label_timeline_from": "Timeline from",
        "label_timeline_to": "Timeline until",
        "label_at": "At",
        "piece_reversed": "from and to are the instants at which a piece begins and ends.",
    },
)
