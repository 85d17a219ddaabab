"""
How much of a message is kept?

All of it up to 16 MiB, and it is understood. Of a longer one the head and the length (Q36, definitions 4c).
"""

from __future__ import annotations

from chargeboard.capture.words import say

LONGEST_FRAME = 16 << 20
_HEAD = 4096


def text_of(raw: bytes) -> str:
    """The text as received; of an oversize frame its head and its length."""
    if len(raw) > LONGEST_FRAME:
        head = raw[:_HEAD].decode(errors="backslashreplace")
        return say("message_beginning_kept", head=head, n=len(raw))
    return raw.decode(errors="backslashreplace")
