"""What is said by `web/api/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.api",
    {
        "no_such_measure": "There is no number {name}. Known are: {known}",
        "window_refused": "line {line}: {why}",
        "send_ndjson": "Send NDJSON with `Content-Type: application/x-ndjson`.",
        "database_busy": "the database is busy",
        "frames_not_kept_now": "The frames cannot be stored now ({why}). Submit them again.",
        "line_rejected": "line {line}: {reason}",
        "lines_ahead": (
            "{lines}{rest}. Such lines are not kept: correct the clock or the zone of the sender. The "
            "other {frames:count} frames of the request are kept."
        ),
        "encoding_unknown": 'Content-Encoding "{encoding}" is not known; use gzip.',
        "body_too_large": "More than {mib} MiB in one request; send fewer lines at a time.",
        "body_not_gzip": "The body is not gzip: {error}",
        "gzip_cut_off": "The gzip body ends too early; nothing of it was kept.",
        "send_csv": "Send CSV with `Content-Type: text/csv`.",
        "list_too_large": "The list is longer than {mb} MB; submit it in parts.",
        "plan_changed": (
            "This is not what was previewed, a line of it is refused, or it changes nothing; "
            "preview it again."
        ),
        "send_json": "Send JSON with `Content-Type: application/json`.",
        "body_not_json": "The body is not JSON: {error}",
        "body_no_object": "The body has to be an object with the keys of the rule.",
        "minutes_missing": "minutes says for how long to put it off: a whole number, 1 or more.",
        "days_out_of_range": "days is out of range; use 1 to {most}.",
        "no_such_rule": "There is no rule “{name}”.",
        "rule_of_file": "The rule “{name}” is in the settings file; change it there.",
        "no_such_alert": "No alert {alert} lasts.",
        "no_such_channel": "There is no channel “{name}”.",
        "back_test_some": "Only {done:count} of {of:count} chargers were looked at in the time that a request"
        " has; `chargeboard alerts back-test` looks at all.",
        "and_more": "; and {n:count} more",
        "no_such_log_in": "There is no browser logged in by the id {id}",
        "own_invitation": "An API token changes nothing of how its own account logs in.",
        "share_lasts_longer": (
            "An API token shares nothing for longer than itself: say days that end before it"
        ),
        "lasts_longer": "An API token makes none that lasts longer than itself: say days that end before it",
        "no_such_exclusion": "There is no window {id}",
    },
)
