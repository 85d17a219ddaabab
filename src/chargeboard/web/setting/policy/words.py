"""What is said by the page of what holds for all chargers?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.setting.policy",
    {
        "title": "Settings – chargeboard",
        "settings": "Settings",
        "sites": "Sites",
        "sheet": "Charger list",
        "shares": "Shares",
        "policy": "For all chargers",
        "what_for": (
            "What holds where neither a charger nor its site says anything else. What the settings file or "
            "the environment says is changed there."
        ),
        "saved": "Saved. The figures are computed again in the background.",
        "save": "Save",
        "made_anew": Plural(
            "Whatever is changed here makes the figures of {n} charger be computed again, those of past days "
            "too: states, sessions, attempts and sums may become others, and days that change are marked as "
            "revised. What retention has let go of stays as it was concluded.",
            "Whatever is changed here makes the figures of {n:count} chargers be computed again, those of "
            "past days too: states, sessions, attempts and sums may become others, and days that change are "
            "marked as revised. What retention has let go of stays as it was concluded.",
        ),
        "group_place": "Place and device",
        "group_use": "Utilization",
        "group_success": "Success rate and attempts",
        "group_sessions": "Sessions",
        "group_energy": "Energy",
        "group_contact": "Contact",
        "group_clock": "Clocks of chargers",
        "group_errors": "Errors",
        "label_timezone": "Time zone",
        "hint_timezone": "In which days are counted; an IANA name such as Europe/Berlin.",
        "label_opening_hours": "Opening hours",
        "hint_opening_hours": (
            "A line such as Mo-Fr 06:00-22:00; outside of them nothing counts for utilization and uptime."
        ),
        "label_rated_kw": "Rated power, kW",
        "hint_rated_kw": "For what is plausible, and for the capacity factor.",
        "label_sockets": "Sockets",
        "hint_sockets": "Their numbers, such as [1, 2]; empty: learned from what the charger says.",
        "label_socket_groups": "Connectors of one socket",
        "hint_socket_groups": (
            "Connectors of OCPP 1.6 that share one power output, such as [[1, 2]]; the first names the "
            "socket."
        ),
        "label_utilization_basis": "In use is",
        "hint_utilization_basis": "An open session, charging alone, or a socket that is taken.",
        "label_utilization_denominator": "Divided by",
        "hint_utilization_denominator": "All time, or the time in which the socket could be used.",
        "label_charger_unavailable_propagates": "Unavailable holds for all sockets",
        "hint_charger_unavailable_propagates": (
            "Whether Unavailable of connector 0 makes every socket unavailable."
        ),
        "label_success": "A success is",
        "hint_success": "Energy, a charging state, or a transaction.",
        "label_min_success_energy_wh": "Energy of a success, Wh",
        "hint_min_success_energy_wh": "From how much on an attempt is a success and a session counts.",
        "label_success_excludes": "Failures that do not count",
        "hint_success_excludes": "Kinds of failures left out of the success rate, with commas.",
        "label_grouping": "Counted",
        "hint_grouping": "Every attempt, or visits of a driver.",
        "label_visit_window_s": "Length of a visit, s",
        "hint_visit_window_s": "Failed attempts this long before a success belong to its visit.",
        "label_user_cancel_max_s": "Cancelled by the user within, s",
        "hint_user_cancel_max_s": "The longest transaction that counts as given up by its driver.",
        "label_attempt_match_window_s": "Signals of one attempt within, s",
        "hint_attempt_match_window_s": "How far plug, card and start of one attempt may lie apart.",
        "label_plug_only_min_s": "Shortest plug-in, s",
        "hint_plug_only_min_s": "A shorter one without any other signal is no attempt.",
        "label_auth_retry_dedup_s": "Repeats of a card within, s",
        "hint_auth_retry_dedup_s": "A card that is turned down again within this is one attempt.",
        "label_min_session_s": "Shortest session, s",
        "hint_min_session_s": "Where its energy is not known.",
        "label_stop_grace_s": "Lost stop: Available for, s",
        "hint_stop_grace_s": "A stop that never came is inferred once Available has stood so long.",
        "label_stale_tx_s": "Lost stop: silent for, s",
        "hint_stale_tx_s": "Or once nothing of the transaction was heard for so long.",
        "label_late_meter_s": "Late readings within, s",
        "hint_late_meter_s": "How long after its end a session still takes meter values.",
        "label_energy_per_day": "Energy counts on",
        "hint_energy_per_day": "The day it flowed, or the day its session ended.",
        "label_energy_factor": "Factor of registers",
        "hint_energy_factor": "For chargers that label kWh as Wh: 1000.",
        "label_drop_suspicious_energy": "Leave implausible energy out",
        "hint_drop_suspicious_energy": "Whether energy above plausible power is in no sum.",
        "label_silence_detection": "Silence is an outage",
        "hint_silence_detection": "Whether a charger that says nothing goes offline; off: only closed links.",
        "label_heartbeat_interval_s": "Heartbeat interval, s",
        "hint_heartbeat_interval_s": "Instead of the one that was agreed or seen; empty: that one.",
        "label_offline_k": "Silent intervals",
        "hint_offline_k": "So many intervals of silence make a charger offline.",
        "label_offline_min_s": "Shortest silence, s",
        "hint_offline_min_s": "A shorter one never counts.",
        "label_offline_default_s": "Silence without an interval, s",
        "hint_offline_default_s": "The limit where no interval is known.",
        "label_reconnect_grace_s": "Back within, s",
        "hint_reconnect_grace_s": (
            "A link that is back within this was never gone. The endpoint itself reads it when it starts."
        ),
        "label_list_communication_errors": "List outages as errors",
        "hint_list_communication_errors": "Whether silences of 15 minutes and more are among the errors.",
        "label_clock_skew_max_s": "Stamps believed within, s",
        "hint_clock_skew_max_s": "How far a clock may be off before its stamps are not believed.",
        "label_clock_offset_min_s": "Offset that is corrected, s",
        "hint_clock_offset_min_s": "A smaller one is not; messages that agree within this prove it.",
        "label_clock_offset_span_s": "Proof of an offset over, s",
        "hint_clock_offset_span_s": "Over how long three messages have to agree.",
        "label_clock_warn_s": "Clock warning from, s",
        "hint_clock_warn_s": "From how far off on somebody is told.",
        "label_error_merge_s": "Reports of one error within, s",
        "hint_error_merge_s": "A fault without a code this close to one with a code is a report of it.",
    },
)
