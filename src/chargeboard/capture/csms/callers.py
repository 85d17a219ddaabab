"""
Who calls, before it is known which charger it is?

A page in a browser may open connections to whatever its reader reaches, and says so by `Origin`. Chargers
send none, but for some whose WebSocket library does. Who guesses passwords is slowed, each charger's apart:
many chargers may share an address, and a wrong password of one must not keep the others out.
"""

from __future__ import annotations

import http
import logging
import re
from collections.abc import Callable, Collection

from websockets.datastructures import Headers
from websockets.http11 import Request

from chargeboard.capture.csms.admission import Refusal, WrongPassword
from chargeboard.capture.csms.doorway import Why
from chargeboard.capture.csms.link import Link
from chargeboard.capture.csms.turned_away import TurnedAwayLately
from chargeboard.capture.csms.words import say
from chargeboard.domain.addresses import Proxies, address_of, is_loopback, name_in, network_of
from chargeboard.domain.allowance import Allowance, Sparing
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
_BROWSERS = re.compile(r"\A(?:null|(?!wss?:)[a-z][a-z0-9+.-]*+://[^/?#\s]*+)", re.IGNORECASE)
"""What a browser sends: no path, and not the scheme of a WebSocket, which no page has."""
GUESSES = 10
"""Wrong passwords of a charger that an address may try at once."""
GUESS_BACK_S = 6.0
"""After which it may try another one."""


class TooManyGuesses(Refusal):
    """An address tried too many wrong passwords of a charger; what it brings is not looked at for a while."""

    def __init__(self, station: str, wait_s: int) -> None:
        super().__init__(
            http.HTTPStatus.TOO_MANY_REQUESTS,
            say("too_many_guesses", station=station, wait_s=wait_s),
        )
        self.wait_s = wait_s


def check_way(station: str, request: Request) -> None:
    """
    Whether a WebSocket that is asked for can be opened the way that it was asked for.

    What says that one is wanted passes any proxy; what opens it, only one that is told to pass it on.

    Raises: Refusal.
    """
    headers = request.headers
    is_passed_on = request.protocol == "HTTP/1.1" and "Upgrade" in headers
    if "Sec-WebSocket-Key" in headers and not is_passed_on:
        raise Refusal(
            http.HTTPStatus.UPGRADE_REQUIRED,
            say("not_passed_on", station=station, protocol=request.protocol),
        )


class Callers:
    """What is known of who calls. `origins` are those that may; `hosts` the names that are ours."""

    def __init__(
        self,
        now: Callable[[], Instant],
        *,
        origins: Collection[str] = (),
        hosts: Collection[str] = (),
        proxies: Proxies | None = None,
    ) -> None:
        self._now, self._proxies = now, proxies or Proxies()
        self._origins = frozenset(origin.strip().lower() for origin in origins)
        self._hosts = frozenset(name_in(host) for host in hosts)
        self._guesses = Allowance(GUESSES, GUESS_BACK_S)
        self._sparing = Sparing()
        self.turned_away = TurnedAwayLately()

    def address(self, connection: Link, headers: Headers) -> str:
        """Where the caller is, by the word of a trusted proxy in between."""
        found = self._proxies.speaker(connection.peer, headers.get_all("X-Forwarded-For"))
        return str(address_of(found) or found)

    def check(self, station: str, address: str, headers: Headers, *, is_encrypted: bool) -> None:
        """
        Whether the caller may say who it is.

        Raises: Refusal.
        """
        host = headers.get("Host", "")
        for origin in headers.get_all("Origin"):
            if not self._may_come_from(origin, host, is_encrypted=is_encrypted):
                raise Refusal(
                    http.HTTPStatus.FORBIDDEN,
                    say("comes_as_browsers_do", station=station, origin=repr(origin[:200])),
                )
        if "Authorization" in headers:
            wait_s = self._guesses.wait_s(_who(station, address), self._now())
            if wait_s:
                raise TooManyGuesses(station, wait_s)

    def refused(self, station: str, address: str, refusal: Refusal) -> None:
        """Remember a guess, and tell of a refusal."""
        wait_s, now = 0, self._now()
        self.turned_away.add(station, str(refusal), now)
        if isinstance(refusal, WrongPassword):
            self._guesses.spend(_who(station, address), now)
            wait_s = self._guesses.wait_s(_who(station, address), now)
        more = self._sparing.tells(now, address)
        if more is not None:
            rest = say("not_heard_for", wait_s=wait_s) if wait_s else ""
            level = logging.WARNING if isinstance(refusal, WrongPassword) else logging.INFO
            told = say(
                "refused", address=address or say("unknown_address"), why=refusal, rest=rest, more=more
            )
            _log.log(level, told, extra={"charger": station})

    def not_understood(self, station: str, why: str) -> None:
        """Somebody who names no charger, or speaks nothing that we do."""
        self.turned_away.add(station, why, self._now())

    def not_entered(self, address: str, code: Why, why: str) -> None:
        """Tell that there is no TLS, or nobody named for whom a proxy speaks, and why."""
        address = address or say("unknown_address")
        self.turned_away.add("", say(code, address=address, why=why, more=""), self._now())
        more = self._sparing.tells(self._now(), address)
        if more is not None:
            _log.warning(say(code, address=address, why=why, more=more))

    def _may_come_from(self, origin: str, host: str, *, is_encrypted: bool) -> bool:
        told = origin.strip().lower()
        if "*" in self._origins or told in self._origins or not _BROWSERS.fullmatch(told):
            return True
        # some libraries name the server itself. A page can do so too, if it has its name lead here; then
        # either its name is no name of ours, or it was shown a certificate that is not its own
        name = name_in(host)
        is_ours = is_encrypted or address_of(name) is not None or is_loopback(name) or name in self._hosts
        return is_ours and bool(host) and _at(told) == _at(f"//{host}")


def _at(origin: str) -> tuple[str, str]:
    """Name and port of an origin, the usual port left out."""
    authority = origin.partition("//")[2]
    port = re.search(r":(\d+)$", authority)
    return name_in(authority), port[1] if port and port[1] not in {"80", "443"} else ""


def _who(station: str, address: str) -> str:
    return f"{network_of(address)} {station}"
