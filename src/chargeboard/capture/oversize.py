"""
How much of a message is kept?

All of it up to 16 MiB, and it is understood. Of a longer one the head and the length (Q36, definitions 4c).
"""

from __future__ import annotations

LONGEST_FRAME = 16 << 20
_HEAD = 4096


def text_of(raw: bytes) -> str:
    """The text as received; of an oversize frame its head and its length."""
    if len(raw) > LONGEST_FRAME:
        head = raw[:_HEAD].decode(errors="backslashreplace")
        return f"{head}… ({len(raw):,} bytes, only the beginning was kept)"
    return raw.decode(errors="backslashreplace")
