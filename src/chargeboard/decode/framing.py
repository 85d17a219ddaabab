"""
Is this text an OCPP-J message?

An envelope is read without its payload. Text that is no JSON is mended where the definitions say how (Q34: a
value that was left out; Q21: NaN), and quarantined otherwise. Nothing raises, whatever the text.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Raw

CALL, RESULT, ERROR, RESULT_ERROR, SEND = 2, 3, 4, 5, 6


class Message(msgspec.Struct, array_like=True, gc=False):
    """`third` and `fourth` are what the kind makes them: action and payload, or the answer."""

    kind: int
    id: Raw = Raw(b'""')
    third: Raw = Raw(b"{}")
    fourth: Raw = Raw(b"{}")


_MESSAGE = msgspec.json.Decoder(Message)
_TEXT = msgspec.json.Decoder(str)
UNREADABLE = (msgspec.DecodeError, UnicodeError, RecursionError, ValueError)

_TOKEN_MOST = 255

_SUSPECT = re.compile(r":\s*[,}\]]|NaN|Infinity")
# a string is matched whole so that nothing inside it is mended; the closing quote is optional to stay linear
_MENDABLE = re.compile(r'"(?:[^"\\]|\\.)*+"?|:\s*(?=[,}\]])|-?(?:NaN|Infinity)', re.DOTALL)


def message_of(text: str) -> tuple[Message | None, bool]:
    """The message, None if there is none; and whether the text had to be mended."""
    try:
        return _MESSAGE.decode(text), False
    except UNREADABLE:
        pass
    if _SUSPECT.search(text) is None:
        return None, False
    try:
        return _MESSAGE.decode(_MENDABLE.sub(_mended, text)), True
    except UNREADABLE:
        return None, False


def _mended(found: re.Match[str]) -> str:
    said = found.group()
    if said[0] == '"':
        return said
    return ":null" if said[0] == ":" else "null"


def text_of(token: Raw) -> str:
    """A message id or action as text, of bounded length; a token that is no string stands for itself."""
    try:
        text = _TEXT.decode(token)
    except UNREADABLE:
        text = bytes(token).decode("utf-8", "backslashreplace")
    return text[:_TOKEN_MOST]
