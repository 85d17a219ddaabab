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
        "chargers": "Chargers that are asked for.",
        "chargers_offline": "Those that are out of contact.",
        "chargers_faulted": "Those with a faulted socket.",
        "chargers_attention": "Those with something that needs attention.",
        "chargers_sessions_active": "Sessions that are going on at them.",
        "charger_online": "Whether the charger is in contact: 1, or 0. Not told of a log that was imported.",
        "charger_attention": "How many things about the charger need attention.",
        "charger_sockets_faulted": "How many of its sockets are faulted.",
        "charger_success_ratio": "Successful attempts among all, over the last 7 complete days.",
        "charger_sessions_active": "Sessions that are going on.",
        "charger_utilization_ratio": "Time in use among the time known, over the last 7 complete days.",
        "charger_energy_today_joules": "Energy delivered since local midnight. 3.6 million joules are 1 kWh.",
        "charger_sessions_today": "Sessions that ended since local midnight.",
        "charger_errors_active": "Errors that have not cleared.",
        "charger_last_contact_timestamp_seconds": "When the charger was last heard, since the epoch.",
        "charger_sockets": "How many sockets it has.",
        "charger_info": "Always 1; its labels say what the charger is called and where it is.",
        "charger_series_omitted": (
            "Series that were left out because there would be too many; see `series` under [metrics]."
        ),
        "needs_extra": (
            "Metrics need the library prometheus_client, which is not installed: "
            "pip install 'chargeboard[metrics]'"
        ),
    },
)
