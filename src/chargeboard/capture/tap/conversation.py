"""
What did a charger and its CSMS say on one connection, as far as the copies tell?

The request names the charger, its answer the version; then messages become frames, and pings become signs of
life. What cannot be known becomes a gap, from the last instant at which all was known.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import msgspec
from websockets.frames import CloseCode, Opcode

from chargeboard.capture.csms.identity import BadIdentityError, charger_id
from chargeboard.capture.oversize import text_of
from chargeboard.capture.tap.handshake import END, Agreed, Handshake, headers
from chargeboard.capture.tap.messages import Messages, inflating
from chargeboard.capture.tap.records import Kind, Missed
from chargeboard.capture.tap.words import say
from chargeboard.domain.frame import Direction, Frame
from chargeboard.time.instants import MINUTE, SECOND, Instant

_QUIET = 150 * SECOND
_INTERVALS_S = (30, 60, 120, 240, 600, 1800, 3600, 86_400)
_DIRECTIONS: dict[Kind, Direction] = {Kind.IN: "in", Kind.OUT: "out"}


class Conversation:
    """One connection through the tap."""

    def __init__(self, number: int, opened_at: Instant) -> None:
        self.station = ""
        """Empty until the charger has said who it is, and for what is no OCPP connection."""
        self._name = f"{opened_at:x}.{number}"
        self._protocol = ""
        self._handshake = Handshake()
        self._is_foreign = False
        self._readers: dict[Kind, Messages] = {}
        self._lost_since: dict[Kind, Instant] = {}
        self._told_at = opened_at
        self._pinged_at: Instant | None = None
        self._interval_s = 0
        self._code: int | None = None
        self.heads = (b"", b"")
        """What who reads on needs to know of how it began; nothing of it is secret."""

    def received(self, kind: Kind, data: bytes, at: Instant) -> Iterator[Frame]:
        """The frames that are whole with these bytes."""
        if self._is_foreign:
            return
        if self._readers:
            yield from self._listen(kind, data, at)
            return
        agreed = self._handshake.feed(kind, data)
        if agreed is not None:
            yield from self._agree(agreed, at)
        elif self._handshake.is_foreign:
            self._is_foreign = True

    @property
    def held_bytes(self) -> int:
        """How much of messages is here whose end is not."""
        return sum(reader.held_bytes for reader in self._readers.values())

    @property
    def is_foreign(self) -> bool:
        """Whether it is known to be no OCPP connection."""
        return self._is_foreign

    @property
    def is_waiting(self) -> bool:
        """Whether a gap goes on."""
        return bool(self._lost_since)

    def can_go_on(self, kind: Kind) -> bool:
        """Whether who knows the heads alone could read on here what that side says next."""
        return kind in self._readers and self._readers[kind].can_go_on

    def take_up(self, request: bytes, response: bytes) -> None:
        """These heads were agreed before; what was said so far is told."""
        agreed = Handshake(request, response).agreed()
        if agreed is not None:
            list(self._agree(agreed, self._told_at, is_new=False))

    def lost(self, kind: Kind, since: Instant) -> None:
        """Bytes that one side sent from then on are missing; without a handshake nothing can be read."""
        if self._readers:
            self._readers[kind].lose()
            self._lost_since.setdefault(kind, since)
        else:
            self._is_foreign = True

    def give_up(self, at: Instant) -> None:
        """Let go of what was begun: it becomes a gap."""
        for kind, reader in self._readers.items():
            if reader.held_bytes:
                reader.lose()
                self._lost_since.setdefault(kind, at)

    def unseen(self, since: Instant) -> None:
        """Whether anything was said from then on is not known, until something is."""
        for kind in self._readers:
            self._lost_since.setdefault(kind, since)

    def missed(self, missed: Missed, at: Instant) -> Iterator[Frame]:
        """Copies were lost until now."""
        if not self._readers and not self._is_foreign:
            self._handshake = Handshake(missed.request, missed.response)
            agreed = self._handshake.agreed()
            if agreed is not None:
                yield from self._agree(agreed, at, is_new=False)
        for reader in self._readers.values():
            reader.lose()
        self._lost_since = {}
        if self.station:
            yield self._gap(missed.since, at)

    def time_passed(self, at: Instant) -> Iterator[Frame]:
        """A gap that goes on is told each minute."""
        since = min(self._lost_since.values(), default=at)
        if at - since >= MINUTE:
            self._lost_since = dict.fromkeys(self._lost_since, at)
            yield self._gap(since, at)

    def unknown_until(self, at: Instant) -> Iterator[Frame]:
        """A gap that goes on is told now, as nothing may follow."""
        since = min(self._lost_since.values(), default=at)
        if self.station and since < at:
            self._lost_since = dict.fromkeys(self._lost_since, at)
            yield self._gap(since, at)

    def closed(self, at: Instant) -> Iterator[Frame]:
        """The connection is over."""
        if self.station:
            yield from self.unknown_until(at)
            code = [] if self._code is None else [None, self._code]
            yield self._turn(["close", self._name, *code], at)

    def _agree(self, agreed: Agreed, at: Instant, *, is_new: bool = True) -> Iterator[Frame]:
        """The request was answered: who is it, and which version is spoken?"""
        self._handshake = Handshake()
        answer = headers(agreed.response)
        extensions = answer.get("sec-websocket-extensions", [])
        try:
            self.station = charger_id(_target(agreed.request))
            self._readers = {
                Kind.IN: Messages(masked=True, inflate=inflating(extensions, of_client=True)),
                Kind.OUT: Messages(masked=False, inflate=inflating(extensions, of_client=False)),
            }
        except ValueError:
            self.station, self._is_foreign = "", True
            return
        self._protocol = answer.get("sec-websocket-protocol", [""])[0].strip()
        self.heads = _heads(self.station, self._protocol, extensions)
        if is_new:
            yield self._turn(["open", self._name, *([self._protocol] if self._protocol else [])], at)
            for kind, data in ((Kind.OUT, agreed.rest), (Kind.IN, agreed.early)):
                if data:
                    yield from self._listen(kind, data, at)

    def _listen(self, kind: Kind, data: bytes, at: Instant) -> Iterator[Frame]:
        reader = self._readers[kind]
        messages = reader.feed(data)
        if reader.in_step and (since := self._lost_since.pop(kind, at)) < at:
            yield self._gap(since, at)
        for message in messages:
            yield from self._said(kind, message, at)
        if not reader.in_step:
            self._lost_since.setdefault(kind, at)

    def _said(self, kind: Kind, message: tuple[Opcode, bytes], at: Instant) -> Iterator[Frame]:
        opcode, data = message
        if opcode in {Opcode.TEXT, Opcode.BINARY}:
            if data:
                if kind is Kind.IN:
                    self._told_at = at
                yield Frame(self.station, at, _DIRECTIONS[kind], text_of(data), self._name, self._protocol)
        elif opcode is Opcode.CLOSE:
            if self._code is None:  # the other side repeats it
                self._code = int.from_bytes(data[:2], "big") if data[1:] else CloseCode.NO_STATUS_RCVD
        elif kind is Kind.IN:
            yield from self._alive(at)

    def _alive(self, at: Instant) -> Iterator[Frame]:
        """A ping or pong of the charger: told when it says how often to expect one, and when all is quiet."""
        before, self._pinged_at = self._pinged_at, at
        if before is None:
            return
        seconds = (at - before) / SECOND
        interval = next((step for step in _INTERVALS_S if seconds <= step * 1.1), _INTERVALS_S[-1])
        if interval > self._interval_s or not 0 <= at - self._told_at < _QUIET:
            self._interval_s, self._told_at = max(self._interval_s, interval), at
            yield self._turn(["pong", self._name, self._interval_s], at)

    def _gap(self, since: Instant, until: Instant) -> Frame:
        return self._turn(["gap", since, until], until)

    def _turn(self, turn: list[object], at: Instant) -> Frame:
        return Frame(self.station, at, "ws", msgspec.json.encode(turn).decode())


def _heads(station: str, protocol: str, extensions: list[str]) -> tuple[bytes, bytes]:
    """Heads that say as much as those that were agreed, without passwords."""
    said = {"Sec-WebSocket-Protocol": [protocol] if protocol else [], "Sec-WebSocket-Extensions": extensions}
    lines = [f"{name}: {value}" for name, values in said.items() for value in values]
    request, response = f"GET /ocpp/{quote(station, safe='')} HTTP/1.1", "\r\n".join(["HTTP/1.1 101", *lines])
    return request.encode() + END, response.encode("latin-1", "replace") + END


def _target(request: bytes) -> str:
    """What the request asks for; a blank inside is kept."""
    line = request.split(b"\r\n", 1)[0]
    parts = line.split(b" ")
    if len(parts) < 3 or parts[0] != b"GET":
        raise BadIdentityError(say("not_a_request"))
    return b" ".join(parts[1:-1]).decode("utf-8", "replace")
