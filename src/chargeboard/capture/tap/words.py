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
        "not_a_csms": '"{url}" is not a CSMS; write ws://HOST:PORT, wss://HOST:PORT or unix:PATH',
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
        "certificate_not_yet": "its certificate is not valid yet",
        "certificate_expired": "its certificate has expired",
        "certificate_self_signed": (
            "its certificate is signed by itself, or by an authority of its own: name that (tap.upstream_ca)"
        ),
        "certificate_of_unknown": (
            "the authority that signed its certificate is not known here: name it (tap.upstream_ca)"
        ),
        "certificate_of_another": "its certificate is not for {name} (tap.upstream_name)",
        "certificate_not_believed": "its certificate is not believed: {why}",
        "wants_certificate": "it asks for a client certificate (tap.upstream_certificate)",
        "refuses_certificate": "it does not accept our client certificate (tap.upstream_certificate)",
        "hangs_up": (
            "it hangs up as soon as TLS is agreed on: it may ask for a client certificate, or not accept "
            "ours (tap.upstream_certificate)"
        ),
        "speaks_no_tls": "it speaks no TLS at that port: its address should begin with ws://",
        "tls_fault": "TLS with it fails: {why}",
        "no_answer": "it does not answer",
        "no_such_path": "no management system is set up for the address that {address} asks for{more}",
        "path_not_here": "Nothing is here for that address.",
        "not_entered_no_tls": "no TLS with {address}: {why}{more}",
        "not_entered_no_proxy": "{address} does not say for whom it speaks (PROXY protocol): {why}{more}",
        "unknown_address": "an unknown address",
    },
)
