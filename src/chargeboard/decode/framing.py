"""
Is this text an OCPP-J message?

An envelope is read without its payload. Text that is no JSON is mended where the definitions say how (Q34: a
value that was left out; Q21: NaN), and quarantined otherwise. Nothing raises, whatever the text.
"""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from msgspec import Meta, Raw

CALL, RESULT, ERROR, RESULT_ERROR, SEND = 2, 3, 4, 5, 6


_TOKEN_MOST = 255


class Message(msgspec.Struct, array_like=True, gc=False):
    """`third` and `fourth` are what the kind makes them: action and payload, or the answer."""

    kind: int
    id: Annotated[str, Meta(max_length=_TOKEN_MOST)] = ""
    third: Raw = Raw(b"{}")
    fourth: Raw = Raw(b"{}")


class _Odd(msgspec.Struct, array_like=True, gc=False):
    """A message whose id may be anything."""

    kind: int
    id: Raw = Raw(b'""')
    third: Raw = Raw(b"{}")
    fourth: Raw = Raw(b"{}")


_MESSAGE, _ODD = msgspec.json.Decoder(Message), msgspec.json.Decoder(_Odd)
_TEXT = msgspec.json.Decoder(str)
UNREADABLE = (msgspec.DecodeError, UnicodeError, RecursionError, ValueError)

_SUSPECT = re.compile(r":\s*[,}\]]|NaN|Infinity")
# a string is matched whole so that nothing inside it is mended; the closing quote is optional to stay linear
_MENDABLE = re.compile(r'"(?:[^"\\]|\\.)*+"?|:\s*(?=[,}\]])|-?(?:NaN|Infinity)', re.DOTALL)


decoded = _MESSAGE.decode
"""A message as the standard has it; what cannot be read so, `message_of` reads."""


def message_of(text: str) -> tuple[Message | None, bool]:
    """The message, None if there is none; and whether the text had to be mended."""
    try:
        return _MESSAGE.decode(text), False
    except UNREADABLE:
        pass
    try:
        return _oddly(text), False
    except UNREADABLE:
        pass
    if _SUSPECT.search(text) is None:
        return None, False
    try:
        return _oddly(_MENDABLE.sub(_mended, text)), True
    except UNREADABLE:
        return None, False


def _oddly(text: str) -> Message:
    said = _ODD.decode(text)
    return Message(said.kind, text_of(said.id), said.third, said.fourth)


def _mended(found: re.Match[str]) -> str:
    said = found.group()
    if said[0] == '"':
        return said
    return ":null" if said[0] == ":" else "null"


def text_of(token: Raw) -> str:
    """An action as text, or an id, of bounded length; a token that is no string stands for itself."""
    try:
        text = _TEXT.decode(token)
    except UNREADABLE:
        text = bytes(token).decode("utf-8", "backslashreplace")
    return text[:_TOKEN_MOST]
