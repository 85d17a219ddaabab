"""
Which request on a connection became a WebSocket?

It need not be the first: a charger is asked for its password and asks again, a proxy keeps its connections.
Requests and their answers are passed by in turn, with their bodies, until one is answered by 101.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from chargeboard.capture.tap.records import Kind
from chargeboard.capture.tap.words import say

END = b"\r\n\r\n"
_LONGEST_HEAD = 1 << 16
_LONGEST_SIZE = 64
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")
_SWITCHING = 101
_WITHOUT_BODY = frozenset({204, 304})


class Agreed(NamedTuple):
    """The request and the answer that it was agreed by, without their ends, and what came behind them."""

    request: bytes
    response: bytes
    early: bytes
    rest: bytes


class Handshake:
    """A connection until it is a WebSocket. It holds no more than a head of each way."""

    def __init__(self, request: bytes = b"", response: bytes = b"") -> None:
        """`request` and `response` are what is known to have passed."""
        self.request, self.response = bytearray(request), bytearray(response)
        self.is_foreign = False
        """Whether it can become none any more."""
        self._skipped = {Kind.IN: 0, Kind.OUT: 0}
        """How much of a body is still to pass."""
        self._is_chunked = self._is_trailer = False

    def feed(self, kind: Kind, data: bytes) -> Agreed | None:
        """What is agreed with these bytes."""
        held = self.request if kind is Kind.IN else self.response
        held += data
        return self.agreed()

    def agreed(self) -> Agreed | None:
        """What is agreed by now."""
        try:
            while self._is_at_heads():
                request, _, early = bytes(self.request).partition(END)
                response, _, rest = bytes(self.response).partition(END)
                status = _status(response)
                if status == _SWITCHING:
                    return Agreed(request, response, early, rest)
                del self.response[: len(response) + len(END)]
                if status >= 200:  # what is below is said before the answer
                    del self.request[: len(request) + len(END)]
                    self._begin_bodies(request, response, status)
        except ValueError:
            self.is_foreign = True
        if max(len(self.request), len(self.response)) > _LONGEST_HEAD:
            self.is_foreign = True
        return None

    def _is_at_heads(self) -> bool:
        for kind, held in ((Kind.IN, self.request), (Kind.OUT, self.response)):
            passed = min(self._skipped[kind], len(held))
            del held[:passed]
            self._skipped[kind] -= passed
            if self._skipped[kind]:
                return False
        if self._is_chunked and not self._pass_chunks():
            return False
        return END in self.request and END in self.response

    def _begin_bodies(self, request: bytes, response: bytes, status: int) -> None:
        asked, answered = headers(request), headers(response)
        self._skipped[Kind.IN] = _length(asked) or 0
        if request[:5] == b"HEAD " or status in _WITHOUT_BODY:
            return
        if "chunked" in answered.get("transfer-encoding", [""])[-1].lower():
            self._is_chunked = True
            return
        length = _length(answered)
        if length is None:
            raise ValueError(say("answer_ends_connection"))
        self._skipped[Kind.OUT] = length

    def _pass_chunks(self) -> bool:
        """Whether the last chunk is over."""
        held = self.response
        while True:
            passed = min(self._skipped[Kind.OUT], len(held))
            del held[:passed]
            self._skipped[Kind.OUT] -= passed
            line, found, _ = bytes(held[: _LONGEST_HEAD + 1]).partition(b"\r\n")
            if self._skipped[Kind.OUT] or not found:
                return False
            del held[: len(line) + 2]
            if self._is_trailer:
                if not line:
                    self._is_chunked = self._is_trailer = False
                    return True
            elif size := int(line[:_LONGEST_SIZE].split(b";")[0], 16):
                self._skipped[Kind.OUT] = size + 2
            else:
                self._is_trailer = True


def headers(head: bytes) -> dict[str, list[str]]:
    """The headers of a request or an answer, by their names in small letters."""
    found: dict[str, list[str]] = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        found.setdefault(name.strip().lower(), []).append(value.strip())
    return found


def _status(response: bytes) -> int:
    found = _STATUS.match(response)
    if found is None:
        raise ValueError(say("not_http"))
    return int(found[1])


def _length(head: dict[str, list[str]]) -> int | None:
    said = head.get("content-length")
    if said is None:
        return None
    if not said[0].isascii() or not said[0].isdigit() or len(said[0]) > _LONGEST_SIZE:
        raise ValueError(say("no_length"))
    return int(said[0])
