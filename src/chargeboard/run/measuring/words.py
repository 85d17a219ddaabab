"""What is said by `run/measuring/`: what each number means."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "run.measuring",
    {
        "chargeboard_build_info": "Which version runs, and by which schema, fold and metrics.",
        "chargeboard_trouble": "Whether something is wrong, as a part of the program knows it.",
        "process_cpu_seconds_total": "Processor time of a part's process.",
        "process_resident_memory_bytes": "Memory that a part's process has.",
        "process_start_time_seconds": "When a part's process began, since the epoch.",
        "chargeboard_chargers_connected": "Chargers that are connected to this process.",
        "chargeboard_frames_kept_total": "Messages to and from chargers that were kept.",
        "chargeboard_answers_total": "Messages that were answered once they were kept.",
        "chargeboard_frames_waiting": "Messages that came and are not kept yet.",
        "chargeboard_write_seconds": "How long it took to keep what had come together.",
        "chargeboard_write_failures_total": "How often that failed, and was tried again.",
        "chargeboard_shares_held": "Shares of the chargers that this process computes.",
        "chargeboard_chores_held": "Chores for all chargers that this process does.",
        "chargeboard_chargers_waiting": "Chargers with messages that are not understood yet.",
        "chargeboard_understanding_lag_seconds": (
            "How long the one has waited that waits longest. What may wait counts from when it no longer may."
        ),
        "chargeboard_frames_understood_total": "Messages that were understood.",
        "chargeboard_http_requests_total": "Answers over HTTP, by the first digit of their status.",
        "chargeboard_http_answer_seconds": "How long it took until an answer began.",
        "chargeboard_pages_open": "Different pages that somebody follows.",
        "chargeboard_viewers": "Browsers that follow a page.",
        "chargeboard_alerts_sent_total": "Messages that a channel of alerts took.",
        "chargeboard_alert_failures_total": "Messages that a channel of alerts did not take.",
        "needs_extra": (
            "Metrics need the library prometheus_client, which is not installed: "
            "pip install 'chargeboard[metrics]'"
        ),
    },
)
