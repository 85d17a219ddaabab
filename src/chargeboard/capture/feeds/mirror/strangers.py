"""
What can be told of a connection that began before its capture?

Whether it is one of a charger, of which nobody says which; or hidden by TLS. What else passes by is nobody's
business.
"""

from __future__ import annotations

from typing import Literal

from chargeboard.capture.tap.messages import Messages

Guess = Literal["", "ocpp", "encrypted"]
_TLS = (b"\x16\x03", b"\x17\x03")
_MOST_TRIES = 50
_MASKED = 0x80


def is_encrypted(data: bytes) -> bool:
    """Whether a connection that says this speaks TLS."""
    return data[:2] in _TLS


class Stranger:
    """Such a connection."""

    def __init__(self) -> None:
        self._tries = 0
        self.guess: Guess = ""

    def said(self, data: bytes) -> bool:
        """A segment of it; whether it is known by now what the connection is, and was not before."""
        if self.guess or self._tries >= _MOST_TRIES or len(data) < 2:
            return False
        self._tries += 1
        if is_encrypted(data):
            self.guess = "encrypted"
        else:
            reader = Messages(masked=bool(data[1] & _MASKED))
            reader.lose()
            if reader.feed(data):
                self.guess = "ocpp"
        return bool(self.guess)
