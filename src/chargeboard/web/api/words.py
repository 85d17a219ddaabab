"""What is said by `web/api/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.api",
    {
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
        "and_more": "; and {n:count} more",
    },
)
