"""What is said by `capture/formats/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.formats",
    {
        "long_text": " ... ({n:count} in all)",
        "unnamed_nothing_taken": "names no charger: give --station; nothing was taken in",
        "zone_needed": (
            "its times are {hours} h from UTC, judging by what it told chargers: give --tz, such as "
            "--tz Europe/Berlin; nothing was taken in"
        ),
        "ahead_as_utc": "received {seconds:count} s after our clock; is it local time? name its zone",
        "ahead_of_clock": "received {seconds:count} s after our clock",
        "not_a_time": "not a time: {text}",
        "sender_unknown": "does not say who sent it, or which station it is of",
        "unnamed": "names no charger: give --station",
        "kind_unknown": "not a kind of message: {kind}",
        "not_a_row": "not a row of timestamp,id,action,msg",
        "row_unreadable": "the row cannot be read: {error}",
        "row_cut_off": "a row that is cut off",
        "html_row_unreadable": "a row that cannot be read",
        "head_without_frame": "the head of a message without its frame",
        "not_a_link_record": "not a record of a link",
        "cut_off_or_undated": "a frame that is cut off, or has no time before it",
        "soap_not_read": "SOAP transport is not read, only JSON",
        "line_unreadable": "an OCPP line that cannot be read",
        "no_time_before": "no time comes before it, and it holds none",
        "unread": "holds an OCPP frame, in an unknown form",
        "everest_without_content": (
            "names a message without its content: EVerest must log console_detailed, log or html"
        ),
        "two_way_proxy_without_content": (
            "names a message without its content: ocpp-2w-proxy must log at DEBUG with log_payloads"
        ),
        "without_content": (
            "names a message without its content: {name} logs none; use a tap or another log instead"
        ),
    },
)
