"""What does a charger's message ask, and may it be answered?"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec

from chargeboard.capture.csms.words import say

CALL, RESULT, ERROR, RESULT_ERROR, SEND = 2, 3, 4, 5, 6
_READABLE_ID = re.compile(r'\s*\[\s*2\s*,\s*("(?:[^"\\]|\\.){1,255}"|\d{1,40})')
_MOST_DIGITS = 40
_LONGEST_ID = 1024
"""Of a message id as sent; the standard has 36 characters, and an answer repeats it."""
_LONGEST_MEMBER = 4096


class _Call(msgspec.Struct, array_like=True, gc=False):
    kind: int
    id: msgspec.Raw
    action: str
    payload: msgspec.Raw = msgspec.Raw(b"{}")


_DECODER = msgspec.json.Decoder(_Call)
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeError, ValueError)


class Envelope(NamedTuple):
    """A CALL, or what of it could be read. `message_id` is the JSON token as sent."""

    message_id: str
    action: str
    raw_payload: bytes = b"{}"
    problem: str = ""
    """Why it cannot be answered with a result; empty where it can."""

    @property
    def payload(self) -> dict[str, Any]:
        """What is asked; empty where it cannot be read, since few answers depend on it."""
        try:
            said = msgspec.json.decode(self.raw_payload)
        except _UNREADABLE:  # a number that is too large, say
            return {}
        return said if isinstance(said, dict) else {}


def opened(text: str) -> Envelope | None:
    """The CALL that the text is; None for what is never answered: results, errors, SEND, unreadable ids."""
    try:
        call = _DECODER.decode(text)
    except _UNREADABLE:
        message_id = _readable_id(text)
        return Envelope(message_id, "", problem=say("message_not_read")) if message_id else None
    if call.kind != CALL:
        return None
    message_id = bytes(call.id).decode()
    if len(message_id) > _LONGEST_ID:
        return None
    if not message_id.startswith('"') and not (message_id.isdigit() and len(message_id) <= _MOST_DIGITS):
        return None
    payload = bytes(call.payload)
    if payload[:1] == b"{" or payload == b"null":
        return Envelope(message_id, call.action, payload)
    return Envelope(message_id, call.action, problem=say("payload_is_no_object"))


def pruned(call: Envelope) -> Envelope:
    """The call with the short members of its payload alone: no answer depends on a long one."""
    try:
        members = _MEMBERS.decode(call.raw_payload)
    except _UNREADABLE:
        members = {}
    short = {name: raw for name, raw in members.items() if len(raw) + len(name) <= _LONGEST_MEMBER}
    return call._replace(action=call.action[:_LONGEST_MEMBER], raw_payload=msgspec.json.encode(short))


def too_long(head: str) -> Envelope | None:
    """The CALL whose head that is, where its id can be read: it is refused."""
    message_id = _readable_id(head)
    return Envelope(message_id, "", problem=say("message_too_long")) if message_id else None


def _readable_id(text: str) -> str:
    """The id of a CALL that is no JSON further on, as its token; empty where there is none."""
    found = _READABLE_ID.match(text[:400])
    try:
        return str(found[1]) if found and msgspec.json.decode(found[1]) is not None else ""
    except _UNREADABLE:
        return ""


def result(message_id: str, payload: dict[str, Any]) -> str:
    """A CALLRESULT."""
    return f"[3,{message_id},{msgspec.json.encode(payload).decode()}]"


def error(message_id: str, code: str, description: str) -> str:
    """A CALLERROR."""
    words = ",".join(msgspec.json.encode(word).decode() for word in (code, description))
    return f"[4,{message_id},{words},{{}}]"
