"""What is said by `capture/csms/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.csms",
    {
        "not_its_certificate": (
            "the client certificate is not charger {station}'s: its common name has to be that id"
        ),
        "no_password_yet": "charger {station} has no password yet: {command}",
        "charger_objection": "charger {station}: {objection}",
        "may_not_connect": "may no longer connect",
        "not_approved": "is not approved",
        "charger_refused": "charger {station} {why}: {command}",
        "must_send_password": (
            "charger {station} must send its password: enter it there (AuthorizationKey, BasicAuthPassword)"
        ),
        "password_was_withdrawn": "charger {station}'s password was withdrawn: {command}",
        "wrong_password": (
            "wrong user name or password for charger {station}; a new one is made by {command}"
        ),
        "it_may_not_connect": "it may no longer connect",
        "its_password_withdrawn": "its password was withdrawn",
        "its_certificate_withdrawn": "its certificate was withdrawn",
        "too_many_guesses": (
            "too many wrong passwords for charger {station} came from this address; try again in {wait_s} s"
        ),
        "not_passed_on": (
            "charger {station} asked for a WebSocket, and the proxy that it came by does not pass that on: "
            "it must speak HTTP/1.1 to us and send Upgrade and Connection; it spoke {protocol}. For nginx: "
            "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "
            "upgrade;"
        ),
        "comes_as_browsers_do": (
            "charger {station} comes with Origin {origin}, as browsers do; if it is a charger, add "
            "that to csms.origins"
        ),
        "not_heard_for": "; not accepted as this charger for {wait_s} s",
        "unknown_address": "an unknown address",
        "no_tls": "no TLS with {address}: {why}{more}",
        "no_proxy": "{address} does not say for whom it speaks (PROXY protocol): {why}{more}",
        "no_header": "its connection begins with no PROXY header",
        "wrong_header": "its PROXY header makes no sense",
        "header_ends": "its connection ends, or rests, before its PROXY header does",
        "key_of_another": "the key in {key} is not that of the certificate in {file}",
        "no_certificate": "{file} holds no certificate, or {key} no key of it",
        "file_not_read": "{files} cannot be read: {why}",
        "certificate_not_yet": "the certificate in {file} is valid from {day} on only",
        "certificate_expired": (
            "the certificate in {file} has expired on {day}: who checks it does not connect"
        ),
        "certificate_ends_soon": "the certificate in {file} expires on {day}",
        "server_stops": "the server is stopping",
        "fault_of_ours": "a fault of chargeboard ends the connection of charger {station}",
        "sent_away": "charger {station} is disconnected: {objection}",
        "not_our_subprotocol": (
            "charger {station} speaks no OCPP that is spoken here: set it to OCPP 1.6J, 2.0.1 or 2.1"
        ),
        "no_common_subprotocol": "no common OCPP subprotocol",
        "replaced": "replaced by a newer connection",
        "message_not_read": "the message could not be read",
        "payload_is_no_object": "the payload is not a JSON object",
        "message_too_long": "the message is too long",
        "names_no_charger": "the address names no charger: connect to /ocpp/<charger id>",
        "id_is_not_utf8": "the charger id in the address is not UTF-8",
        "id_is_wrong": "the charger id in the address {why}",
        "blank_id": "is blank or has control characters",
        "long_id": "is longer than {longest} characters",
        "action_not_known": "{action} is not known here",
        "silent_connection_cut": "charger {station} no longer responds: connection {name} is cut",
        "unfinished_too_much": (
            "charger {station} holds {held:count} bytes of unfinished messages, and all together too "
            "much: it is disconnected"
        ),
        "tls_client_certificate": "its client certificate is not valid: {why}",
        "tls_fault": "a TLS fault",
        "tls_timeout": "it did not complete TLS within {seconds} s",
        "refused": "refused, from {address}: {why}{rest}{more}",
        "is_connected": (
            "it is connected, and answers: a second connection must prove that it is this charger"
        ),
        "tls_plain": "it connected without TLS; its address must begin with wss://",
        "tls_not_tls": "what it sent is not TLS; its address must begin with wss://",
        "tls_too_old": "it supports no TLS newer than 1.1",
        "tls_no_cipher": "it has no cipher in common with us; old chargers may need csms.legacy_rsa_kx",
        "tls_no_client_certificate": "it sent no client certificate (csms.require_certificate)",
        "tls_unknown_authority": ("it does not know the authority of our certificate (csms.tls_certificate)"),
        "tls_not_accepted": "it does not accept our certificate (csms.tls_certificate)",
        "tls_expired": "it takes our certificate (csms.tls_certificate) for expired",
        "tls_no_encryption": "it has no encryption in common with us",
        "tls_hung_up": "it hung up before TLS was agreed on; it may not accept our certificate",
    },
)
