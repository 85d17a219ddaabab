"""What is said by `capture/tap/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.tap",
    {
        "not_a_request": "no request of a charger",
        "copies_lost": (
            "copies of charger {station} were lost ({lost_bytes:count} bytes); recorded as a gap"
        ),
        "copy_too_large": "charger {station} holds too much of an unfinished message; it becomes a gap",
        "spool_full": "the spool is full, frames are lost; recorded as gaps",
        "spool_not_written": "the spool cannot be written: {error}",
        "answer_ends_connection": "the answer ends with the connection",
        "not_http": "not an HTTP answer",
        "no_length": "no length",
        "endless_message": "a message without an end",
        "unknown_extension": "the extension {name} is not known",
        "unknown_window": "a window of {bits} bits is not known",
        "not_a_csms": '"{url}" is not a CSMS; write ws://HOST:PORT or wss://HOST:PORT',
        "path_is_the_chargers": (
            '"{url}": the path is the charger\'s own, byte for byte; leave "{path}" to its settings'
        ),
        "csms_unreachable": "the CSMS at {address} cannot be reached: {error}",
        "csms_reachable": "the CSMS at {address} can be reached again",
        "copier_ended": (
            "the process that reads the copies ended ({status}); traffic goes on, it is restarted"
        ),
        "serve_reachable": "chargeboard is back at {path}",
        "serve_unreachable": "chargeboard is not at {path} ({error}): frames are kept in the spool",
        "other_side_closed": "the other side has closed",
    },
)
