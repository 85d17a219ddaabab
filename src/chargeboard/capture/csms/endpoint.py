"""
How do chargers connect, and what happens to what they say?

Each message is kept before it is answered, in the order it came. The newest connection of a charger wins. A
charger that falls silent without a word is found by pings.
"""

from __future__ import annotations

import asyncio
import http
import itertools
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from chargeboard.capture.csms.admission import Admission, Refusal
from chargeboard.capture.csms.answers import Asked, answer_to
from chargeboard.capture.csms.envelope import Envelope, error, opened, result
from chargeboard.capture.csms.identity import BadIdentityError, charger_id
from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import SECOND, Instant, datetime_of

_log = logging.getLogger(__name__)
SUBPROTOCOLS = ("ocpp1.6", "ocpp2.0.1", "ocpp2.1")
_LONGEST_FRAME = 1 << 20
_HARD_LIMIT = 16 << 20
_HEAD = 4096
_REMEMBERED = 32
_PONG_EVERY = 150 * SECOND

Keep = Callable[[list[Frame], "Reply | None", "tuple[str, str] | None"], Awaitable[str]]
"""Keeps frames; the reply is made once a transaction id is given, kept with them, and its text returned."""
Reply = Callable[[int | None], Frame]


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """How the endpoint behaves; the settings of `[csms]`."""

    heartbeat_interval_s: int = 300
    ping_interval_s: int = 30
    fallback_protocol: str = "ocpp1.6"
    """Spoken with a charger that names no subprotocol; empty: such a charger is refused."""
    compression: bool = False


class Endpoint:
    """All connections of one listener."""

    def __init__(
        self,
        keep: Keep,
        *,
        admission: Admission,
        redact: Callable[[str], str],
        now: Callable[[], Instant],
        rules: Rules,
    ) -> None:
        self._keep, self._admission, self._redact, self._now = keep, admission, redact, now
        self._rules = rules
        self._live: dict[str, ServerConnection] = {}
        self._numbers = itertools.count(1)
        self._last_stamp: Instant = 0
        self._answers: dict[str, OrderedDict[tuple[str, str, int], str]] = {}

    @property
    def connected(self) -> int:
        """How many chargers are connected."""
        return len(self._live)

    async def listen(self, host: str, port: int, **options: Any) -> Server:  # noqa: ANN401 - whatever the event loop takes
        """Accept chargers; `options` go to the listening socket, for example `ssl`."""
        return await serve(
            self._handle,
            host,
            port,
            process_request=self._admit,
            select_subprotocol=self._choose,  # type: ignore[arg-type]
            compression="deflate" if self._rules.compression else None,
            max_size=_HARD_LIMIT,
            max_queue=16,
            ping_interval=None,
            server_header=None,
            **options,
        )

    def _stamp(self) -> Instant:
        """An instant later than any before, with room for an answer right behind it."""
        self._last_stamp = max(self._now(), self._last_stamp + 2)
        return self._last_stamp

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        try:
            station = charger_id(request.path)
            self._admission.check(station, request.headers, connection)
        except BadIdentityError as bad:
            return connection.respond(http.HTTPStatus.NOT_FOUND, f"{bad}\n")
        except Refusal as refusal:
            response = connection.respond(refusal.status, f"{refusal}\n")
            if refusal.status == http.HTTPStatus.UNAUTHORIZED:
                response.headers["WWW-Authenticate"] = 'Basic realm="OCPP"'
            return response
        connection.station = station  # type: ignore[attr-defined]
        return None

    def _choose(self, _: ServerConnection, offered: list[Subprotocol]) -> Subprotocol | None:
        """The charger's first that we speak; none in common: accepted without one, then closed."""
        return next((one for one in offered if one in SUBPROTOCOLS), None)

    async def _handle(self, connection: ServerConnection) -> None:
        station: str = connection.station  # type: ignore[attr-defined]
        protocol = connection.subprotocol or self._fallback(connection)
        if not protocol:
            await connection.close(1002, "no common OCPP subprotocol")
            return
        stamp = self._stamp()
        name = f"{stamp:x}.{next(self._numbers)}"
        older = self._live.get(station)
        self._live[station] = connection
        await self._turn(station, ["open", name, connection.subprotocol or f"{protocol} assumed"], stamp)
        watch = asyncio.create_task(self._watch(connection, station, name))
        if older is not None:
            # the newest wins: an older one is half dead or an impostor's, and its end is not the charger's
            retiring = asyncio.create_task(older.close(1000, "replaced by a newer connection"))
            retiring.add_done_callback(lambda task: task.exception())
        try:
            await self._converse(connection, station, name, protocol)
        finally:
            watch.cancel()
            if self._live.get(station) is connection:
                del self._live[station]
            await self._turn(station, ["close", name])

    async def _converse(self, connection: ServerConnection, station: str, name: str, protocol: str) -> None:
        while True:
            try:
                raw = await connection.recv(decode=False)
            except ConnectionClosed:
                return
            if not raw:
                continue
            connection.heard_at = self._now()  # type: ignore[attr-defined]
            text = _text_of(raw)
            stamp = self._stamp()
            frame = Frame(station, stamp, "in", self._redact(text), name, protocol)
            call = opened(text) if len(raw) <= _LONGEST_FRAME else None
            if call is None:
                await self._keep([frame], None, None)
                continue
            answer = await self._answered(station, protocol, frame, call)
            try:
                await connection.send(answer)
            except ConnectionClosed:
                return

    async def _answered(self, station: str, protocol: str, frame: Frame, call: Envelope) -> str:
        """The answer's text, durable together with the frame; a repeated message gets the same answer."""
        place = (call.message_id, call.action, hash(frame.text))
        remembered = self._answers.setdefault(station, OrderedDict())
        before = remembered.get(place)

        def reply(transaction_id: int | None) -> Frame:
            text = before if before is not None else self._reply(protocol, frame, call, transaction_id)
            return Frame(station, frame.received_at + 1, "out", text, frame.connection, protocol)

        start = None
        if call.action == "StartTransaction" and before is None:
            start = (station, _start_key(call.payload))
        text = await self._keep([frame], reply, start)
        remembered[place] = text
        while len(remembered) > _REMEMBERED:
            remembered.popitem(last=False)
        return text

    def _reply(self, protocol: str, frame: Frame, call: Envelope, transaction_id: int | None) -> str:
        if call.problem:
            code = "FormationViolation" if protocol == "ocpp1.6" else "FormatViolation"
            return error(call.message_id, code, call.problem)
        answer = answer_to(protocol, call.action)
        if answer is None:
            return error(call.message_id, "NotImplemented", f"{call.action} is not known here")
        asked = Asked(
            payload=call.payload,
            now=f"{datetime_of(frame.received_at):%Y-%m-%dT%H:%M:%SZ}",
            interval_s=self._rules.heartbeat_interval_s,
            authorize=self._admission.authorize,
            transaction_id=transaction_id,
        )
        return result(call.message_id, answer(asked))

    async def _watch(self, connection: ServerConnection, station: str, name: str) -> None:
        """Ping; write down now and then that the charger answers; close a link on which nothing comes."""
        interval = self._rules.ping_interval_s
        connection.heard_at = told_at = self._now()  # type: ignore[attr-defined]
        answers = False
        while True:
            try:
                pong = await connection.ping()
                await asyncio.wait_for(asyncio.shield(pong), interval)
            except TimeoutError:
                silent = self._now() - connection.heard_at  # type: ignore[attr-defined]
                limit = 6 * interval if answers else 3 * self._rules.heartbeat_interval_s
                if silent > limit * SECOND:
                    _log.info("charger %r is silent on %s: closed", station, name)
                    connection.transport.abort()
                    return
                continue
            except ConnectionClosed:
                return
            now = self._now()
            quiet = now - max(told_at, connection.heard_at)  # type: ignore[attr-defined]
            if not answers or quiet >= _PONG_EVERY:
                await self._turn(station, ["pong", name, interval])
                told_at = now
            answers = True
            await asyncio.sleep(interval)

    async def _turn(self, station: str, turn: list[object], stamp: Instant | None = None) -> None:
        at = self._stamp() if stamp is None else stamp
        await self._keep([Frame(station, at, "ws", msgspec.json.encode(turn).decode())], None, None)

    def _fallback(self, connection: ServerConnection) -> str:
        """What is spoken where the charger named no subprotocol at all."""
        request = connection.request
        named = request is not None and request.headers.get("Sec-WebSocket-Protocol")
        return "" if named else self._rules.fallback_protocol


def _text_of(raw: bytes) -> str:
    """The text as received; of an oversize frame its head and its length (Q36)."""
    if len(raw) > _LONGEST_FRAME:
        head = raw[:_HEAD].decode(errors="backslashreplace")
        return f"{head}… ({len(raw):,} bytes, only the beginning was kept)"
    return raw.decode(errors="backslashreplace")


def _start_key(payload: dict[str, Any]) -> str:
    """What makes two starts the same transaction (S1)."""
    said = [payload.get(key) for key in ("connectorId", "idTag", "timestamp", "meterStart")]
    return msgspec.json.encode(said).decode()
