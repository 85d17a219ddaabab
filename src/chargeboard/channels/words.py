"""What is said of channels?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "channels",
    {
        "no_such_field": "a channel of kind {kind} has no such field; it has {fields}",
        "field_missing": "is missing: {meaning}",
        "not_a_choice": '"{value}" is none of {choices}',
        "no_such_kind": 'there is no kind of channel "{kind}"; there are {kinds}',
        "needs_extra": (
            "{kind} needs {module}, which is not installed; "
            "install it beside chargeboard: pip install 'chargeboard[{extra}]'"
        ),
        "not_http": "“{scheme}” is not sent to; use an address that begins with https:// or http://",
        "no_host": "names no host; write it like https://example.org/hook",
        "user_in_url": "a user or a password in an address may be logged on the way; leave it out",
        "address_refused": (
            "{address} is not sent to: link-local, multicast and unspecified addresses lead to no service "
            "of yours, but may lead to the secrets of a cloud server"
        ),
        "not_resolved": "the host {host} is not known: {why}",
        "redirected": "it answered {status} and points to {where}; redirects are not followed, so name that",
        "answered": "it answered {status}{said}",
        "not_reached": "it could not be reached: {why}",
        "not_answered": "it did not answer within {seconds} s",
        "cannot_unseal": (
            "the secrets of this channel were sealed with another key than the one beside the database; "
            "restore that key, or set the channel up again"
        ),
        "ping_not_heard": "The dead man's ping was not heard: {why}; trying again",
        "failed": "{kind}: {why}",
    },
)
