"""
How do chargers connect?

Of two connections of a charger the newer one wins where it proves who it is, or the older one is dead. What a
former process lost by ending is made up for when its charger comes back, or when it should have.
"""

from __future__ import annotations

import asyncio
import http
import itertools
import logging
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from socket import socket
from typing import Literal

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.frames import CloseCode
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from chargeboard.capture.csms.admission import Admission, Refusal
from chargeboard.capture.csms.aside import Aside
from chargeboard.capture.csms.callers import Callers, TooManyGuesses, check_way
from chargeboard.capture.csms.doorway import Doorway, GreetedLink
from chargeboard.capture.csms.elsewhere import Elsewhere, Nowhere
from chargeboard.capture.csms.identity import BadIdentityError, charger_id
from chargeboard.capture.csms.link import CLOSE_WITHIN_S, HANDSHAKE_S, Answering, Keep, Link, converse
from chargeboard.capture.csms.pings import Pings
from chargeboard.capture.csms.rivals import Rivals
from chargeboard.capture.csms.room import Room
from chargeboard.capture.csms.words import say
from chargeboard.capture.redaction import Redactor
from chargeboard.domain.addresses import Proxies
from chargeboard.domain.doorstep import TurnedAway
from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.domain.members import LostLink
from chargeboard.time.instants import SECOND, Instant

_log = logging.getLogger(__name__)
SUBPROTOCOLS = ("ocpp1.6", "ocpp2.0.1", "ocpp2.1")
_MEBIBYTE = 1 << 20
_MOST_WAITING = 16
_AT_ONCE = 64


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """How the endpoint behaves; from the settings of `[csms]`."""

    heartbeat_interval_s: int = 300
    ping_interval_s: int = 30
    fallback_protocol: str = "ocpp1.6"
    """Spoken with a charger that names no subprotocol; empty: such a charger is refused."""
    compression: bool = False
    message_most_mib: int = 64
    """A longer message ends its connection."""
    held_most_mib: int = 256
    """What all connections together may hold of messages that are not kept yet."""
    reconnect_grace_s: int = 60
    """How long after our start a charger that was connected before may take to come back."""
    pong_within_s: float = 5.0
    """A connection that another one wants to follow has this long to show that it lives."""


class Endpoint:
    """All connections of one listener."""

    def __init__(  # noqa: PLR0913 - it is told all that it works with
        self,
        keep: Keep,
        *,
        admission: Admission,
        redact: Redactor,
        now: Callable[[], Instant],
        newest_at: Callable[[str], Instant | None],
        rules: Rules,
        lost: Mapping[str, Instant] | None = None,
        callers: Callers | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """
        `newest_at` tells when a station's newest frame was received, so that a clock that was set back a
        little makes no frame late; `lost` since when the stations are missed that were connected to a former
        process. `elsewhere` knows of connections to other gateways.
        """
        self._keep, self._admission, self._now, self._rules = keep, admission, now, rules
        self._newest_at = newest_at
        self._callers = callers or Callers(now)
        self._lost = dict(lost or {})
        self._elsewhere: Elsewhere = elsewhere or Nowhere()
        self._live: dict[str, Link] = {}
        self._rechecks = 0
        self._stamps: dict[str, Instant] = {}
        self._numbers = itertools.count(1)
        self._is_closing = False
        self._server: Server | None = None
        self._aside = Aside(redact)
        self._rivals = Rivals(rules.pong_within_s)
        self._pings = Pings(rules, self._pong)
        self._space = Room(rules.held_most_mib * _MEBIBYTE)
        self._answering = Answering(
            keep=keep,
            redact=redact,
            authorize=admission.authorize,
            is_silent=admission.is_silent,
            heartbeat_interval_s=rules.heartbeat_interval_s,
            aside=self._aside.read,
            now=now,
        )

    @property
    def connected(self) -> int:
        """How many chargers are connected."""
        return len(self._live)

    @property
    def turned_away(self) -> tuple[TurnedAway, ...]:
        """Who was not let in lately, the latest first."""
        return self._callers.turned_away.latest

    async def listen(
        self,
        host: str,
        port: int,
        tls: ssl.SSLContext | None = None,
        opened: socket | None = None,
        proxies: Proxies | None = None,
    ) -> int:
        """Accept chargers, and say on which port; `opened` listens already, `proxies` say who comes."""
        doorway = Doorway(self._callers.not_entered, tls, proxies)
        where = {"host": host, "port": port} if opened is None else {"sock": opened}
        made = Link if doorway.is_open else partial(GreetedLink, doorway)
        self._server = await serve(
            self._handle,  # type: ignore[arg-type]
            **where,
            create_connection=made,  # type: ignore[arg-type] # whatever makes one will do
            process_request=self._admit,
            select_subprotocol=self._choose,  # type: ignore[arg-type]
            compression="deflate" if self._rules.compression else None,
            max_size=self._rules.message_most_mib * _MEBIBYTE,
            max_queue=_MOST_WAITING,
            ping_interval=None,
            open_timeout=HANDSHAKE_S,
            close_timeout=CLOSE_WITHIN_S,
            server_header=None,
            backlog=4096,
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop listening; chargers are told that we go away, and are not blamed for it."""
        self._is_closing = True
        if self._server is not None:
            self._server.close(close_connections=False)
            await self._say_goodbye(self._server)
            await self._server.wait_closed()
        await self._aside.close()

    async def _say_goodbye(self, server: Server) -> None:
        """To all, before any has answered; who takes no notice is cut."""
        for number, link in enumerate(server.connections):
            assert isinstance(link, Link)  # noqa: S101 - see create_connection
            link.say_goodbye(CloseCode.GOING_AWAY, say("server_stops"))
            if not number % _AT_ONCE:
                await asyncio.sleep(0)

    def recheck(self, stations: Iterable[str]) -> None:
        """It was said anew whether these chargers may connect: end the connections that may not stay."""
        self._rechecks += 1
        for station in stations:
            link = self._live.get(station)
            if link is not None:
                self._send_away_unless_allowed(link)

    def held(self, station: str) -> tuple[str, Instant] | None:
        """The charger's connection, and since when it is; None where it has none to us."""
        link = self._live.get(station)
        return None if link is None else (link.name, link.since)

    async def lives(self, station: str, name: str) -> bool:
        """Whether a connection of ours shows a sign of life in time: its charger came to another gateway."""
        link = self._live.get(station)
        return link is not None and link.name == name and await self._rivals.lives(link)

    def give_up(self, station: str, name: str) -> None:
        """The charger has a connection to another gateway: ours ends."""
        link = self._live.get(station)
        if link is None or link.name != name:
            self._keep([], turn=("close", station, name), done=lambda _: None)
        elif not link.is_given_up:
            link.is_given_up = True
            _retire(link, CloseCode.NORMAL_CLOSURE, say("replaced"))

    def _send_away_unless_allowed(self, link: Link) -> None:
        objection = self._admission.objection(link.station, link.shown)
        if objection and not link.is_deaf:
            _log.warning(
                say("sent_away", station=repr(link.station), objection=objection),
                extra={"charger": link.station},
            )
            link.turn_deaf()
            _retire(link, CloseCode.POLICY_VIOLATION, objection)

    async def miss(self) -> None:
        """Once the grace is over, write down that we were away also for the chargers that did not return."""
        if not self._lost:
            return
        until = self._now() + self._rules.reconnect_grace_s * SECOND
        await asyncio.sleep(self._rules.reconnect_grace_s)
        for station in list(self._lost):
            since = self._lost.pop(station)
            await self._tell(station, ["gap", min(since, until), until, "down"], turn="lost")

    async def tell_lost(self, lost: LostLink, since: Instant) -> None:
        """Another gateway is gone, and with it a connection: write down that we were away for its charger."""
        station, name = lost.station, lost.connection
        if lost.taken_at is not None:
            # its charger has another one since then, which goes on
            said: list[list[object]] = [["gap", since, max(since, lost.taken_at)], ["close", name]]
        else:
            said = [["gap", since, max(since, self._stamp(station)), "down"]]
        kept = asyncio.Event()
        self._keep(
            [self._frame(station, one, name) for one in said],
            turn=("lost", station, name),
            done=lambda _: kept.set(),
        )
        await kept.wait()
        if station not in self._live:
            self._stamps.pop(station, None)

    def _stamp(self, station: str) -> Instant:
        """
        An instant later than any before of this station, with room for an answer right behind it.

        What lies in the future was stamped by a clock that was ahead: the store pulls it back, nothing waits
        until that time has come.
        """
        last, now = self._stamps.get(station), self._now()
        if last is None:
            last = self._newest_at(station) or 0
        stamp = self._stamps[station] = now if last > now + AHEAD_MOST else max(now, last + 2)
        return stamp

    def _admit(
        self, connection: ServerConnection, request: Request
    ) -> Response | Awaitable[Response | None] | None:
        assert isinstance(connection, Link)  # noqa: S101 - see create_connection
        connection.space = self._space
        address = self._callers.address(connection, request.headers)
        is_encrypted = connection.transport.get_extra_info("ssl_object") is not None
        try:
            station = connection.station = charger_id(request.path)
            check_way(station, request)
            self._callers.check(station, address, request.headers, is_encrypted=is_encrypted)
            connection.shown = self._admission.check(station, request.headers, connection)
        except BadIdentityError as bad:
            self._callers.not_understood("", str(bad))
            return connection.respond(http.HTTPStatus.NOT_FOUND, f"{bad}\n")
        except Refusal as refusal:
            return self._refused(connection, address, refusal)
        connection.rechecks = self._rechecks
        is_second = station in self._live or self._elsewhere.held(station)
        return self._admit_second(connection, address) if is_second else None

    async def _admit_second(self, link: Link, address: str) -> Response | None:
        """Another connection of the charger is open; an answer comes once it is known whether it lives."""
        if await self._makes_way(link):
            return None
        refusal = Refusal(
            http.HTTPStatus.CONFLICT,
            say("charger_objection", station=link.station, objection=say("is_connected")),
        )
        return self._refused(link, address, refusal)

    def _refused(self, link: Link, address: str, refusal: Refusal) -> Response:
        self._callers.refused(link.station, address, refusal)
        response = link.respond(refusal.status, f"{refusal}\n")
        if refusal.status == http.HTTPStatus.UPGRADE_REQUIRED:
            response.headers["Upgrade"] = "websocket"
        if refusal.status == http.HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = 'Basic realm="OCPP"'
        if isinstance(refusal, TooManyGuesses):
            response.headers["Retry-After"] = str(refusal.wait_s)
        return response

    async def _makes_way(self, link: Link) -> bool:
        """Whether no other connection of the charger is in the way of this one, or none any more."""
        while (older := self._live.get(link.station)) not in {None, link.follows}:
            assert older is not None  # noqa: S101 - see above
            if not self._admission.may_replace(link.shown) and await self._rivals.lives(older):
                return False
            link.follows = older
        if link.is_alone or not self._elsewhere.held(link.station):
            return True
        if not self._admission.may_replace(link.shown) and await self._elsewhere.lives(link.station):
            return False
        link.is_alone = True
        return True

    def _choose(self, _: ServerConnection, offered: list[Subprotocol]) -> Subprotocol | None:
        """The charger's first that we speak; none in common: accepted without one, then closed."""
        return next((one for one in offered if one in SUBPROTOCOLS), None)

    async def _handle(self, link: Link) -> None:
        station = link.station
        link.protocol_name = link.subprotocol or self._fallback(link)
        if not link.protocol_name:
            self._callers.not_understood(station, say("not_our_subprotocol", station=station))
            await link.close(CloseCode.PROTOCOL_ERROR, say("no_common_subprotocol"))
            return
        if not await self._makes_way(link):  # one that came meanwhile
            await link.close(CloseCode.POLICY_VIOLATION, say("is_connected"))
            return
        older, link.follows = self._live.get(station), None
        self._live[station] = link
        self._callers.turned_away.forget(station)
        link.heard_at, link.heard_s = self._stamp(station), link.loop.time()
        link.since = link.heard_at
        link.name = f"{link.since:x}.{next(self._numbers)}"
        try:
            await self._conversation(link, older)
        except Exception:  # noqa: BLE001 - whatever it is, it ends one conversation and is told
            _log.exception(say("fault_of_ours", station=station))
            await link.close(CloseCode.INTERNAL_ERROR)
        finally:
            if self._live.get(station) is link:
                del self._live[station]
            if not self._is_closing:
                said: list[object] = ["close", link.name, None, link.close_code]
                await self._tell(station, said, turn="close", name=link.name)
                if station not in self._live:
                    self._stamps.pop(station, None)

    async def _conversation(self, link: Link, older: Link | None) -> None:
        await self._open(link)
        leave = self._pings.watch(link)
        try:
            if older is not None:
                # it is dead or an impostor's, and its end is not the charger's
                _retire(older, CloseCode.NORMAL_CLOSURE, say("replaced"))
            if link.rechecks != self._rechecks:  # while its handshake went on
                self._send_away_unless_allowed(link)
            await converse(link, self._answering, lambda: self._stamp(link.station))
        finally:
            leave()

    async def _open(self, link: Link) -> None:
        since = self._lost.pop(link.station, None)
        if since is None:
            since = self._elsewhere.lost_since(link.station)
        if since is not None:
            until = link.heard_at
            await self._tell(link.station, ["gap", min(since, until), until, "down"], turn="lost")
        said = link.subprotocol or f"{link.protocol_name} assumed"
        await self._tell(link.station, ["open", link.name, said], turn="open", name=link.name)

    def _pong(self, link: Link, interval_s: int) -> None:
        frame = self._frame(link.station, ["pong", link.name, interval_s])
        self._keep([frame], is_routine=True, done=lambda _: None)

    async def _tell(
        self,
        station: str,
        said: list[object],
        *,
        turn: Literal["open", "close", "lost"] | None = None,
        name: str = "",
    ) -> None:
        kept = asyncio.Event()
        self._keep(
            [self._frame(station, said, name)],
            turn=(turn, station, name) if turn else None,
            done=lambda _: kept.set(),
        )
        await kept.wait()

    def _frame(self, station: str, said: list[object], name: str = "") -> Frame:
        """What we say of a connection, beside what goes over it."""
        return Frame(station, self._stamp(station), "ws", msgspec.json.encode(said).decode(), name)

    def _fallback(self, link: Link) -> str:
        """What is spoken where the charger named no subprotocol at all."""
        named = link.request is not None and link.request.headers.get_all("Sec-WebSocket-Protocol")
        return "" if named else self._rules.fallback_protocol


def _retire(link: Link, code: int, reason: str) -> None:
    """Close a connection; nobody waits for its end."""
    retiring = asyncio.create_task(link.close(code, reason))
    retiring.add_done_callback(lambda task: task.exception())
