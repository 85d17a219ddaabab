"""What does a charger's message ask, and may it be answered?"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec

CALL, RESULT, ERROR, RESULT_ERROR, SEND = 2, 3, 4, 5, 6
_READABLE_ID = re.compile(r'\s*\[\s*2\s*,\s*("(?:[^"\\]|\\.){1,255}"|\d{1,40})')
_MOST_DIGITS = 40
_DECODER = msgspec.json.Decoder(list[msgspec.Raw])
_UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeError, ValueError)


class Envelope(NamedTuple):
    """A CALL, or what of it could be read. `message_id` is the JSON token as sent."""

    message_id: str
    action: str
    payload: dict[str, Any]
    problem: str = ""
    """Why it cannot be answered with a result; empty where it can."""


def opened(text: str) -> Envelope | None:
    """The CALL that the text is; None for what is never answered: results, errors, SEND, unreadable ids."""
    try:
        parts = [bytes(part) for part in _DECODER.decode(text)]
        kind = msgspec.json.decode(parts[0]) if parts else None
        if kind != CALL:
            return None
        message_id = parts[1].decode()
        action = msgspec.json.decode(parts[2], type=str)
        payload = _payload_of(parts[3]) if len(parts) > 3 else {}
    except (*_UNREADABLE, IndexError):
        message_id = _readable_id(text)
        return Envelope(message_id, "", {}, "the message could not be read") if message_id else None
    if not message_id.startswith('"') and not (message_id.isdigit() and len(message_id) <= _MOST_DIGITS):
        return None
    if payload is None:
        payload = {}
    if not isinstance(payload, dict):
        return Envelope(message_id, action, {}, "the payload is no JSON object")
    return Envelope(message_id, action, payload)


def _readable_id(text: str) -> str:
    """The id of a CALL that is no JSON further on, as its token; empty where there is none."""
    found = _READABLE_ID.match(text[:400])
    try:
        return str(found[1]) if found and msgspec.json.decode(found[1]) is not None else ""
    except _UNREADABLE:
        return ""


def _payload_of(part: bytes) -> Any:  # noqa: ANN401 - any JSON may stand there
    try:
        return msgspec.json.decode(part)
    except _UNREADABLE:
        return {}  # a number that is too large, say: the answer to a notification does not depend on it


def result(message_id: str, payload: dict[str, Any]) -> str:
    """A CALLRESULT."""
    return f"[3,{message_id},{msgspec.json.encode(payload).decode()}]"


def error(message_id: str, code: str, description: str) -> str:
    """A CALLERROR."""
    words = ",".join(msgspec.json.encode(word).decode() for word in (code, description))
    return f"[4,{message_id},{words},{{}}]"
