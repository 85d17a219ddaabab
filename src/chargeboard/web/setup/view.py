"""What is on the set-up page?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chargeboard.domain.addresses import address_of, is_loopback
from chargeboard.domain.doorstep import Doorstep, TurnedAway
from chargeboard.domain.figures.fleet import FleetPage, WaitingCharger
from chargeboard.time.instants import Instant
from chargeboard.words.wall_clock import Local

MOST_NAMED = 20


class Door(msgspec.Struct, frozen=True):
    """Where a charger connects, as this reader's machine would name it."""

    url: str
    """Empty: nobody is listened to."""
    url_in_network: str
    """As other machines name it, where the reader's own name for it is of no use to them."""
    host: str
    is_only_here: bool
    is_encrypted: bool
    why_not: str


class Known(msgspec.Struct, frozen=True):
    """A charger that there is."""

    id: str
    name: str


class Asking(msgspec.Struct, frozen=True):
    """A charger that waits for approval."""

    id: str
    since: str


class Refused(msgspec.Struct, frozen=True):
    """Somebody who was not let in, and why."""

    why: str
    at: str


class Heard(msgspec.Struct, frozen=True):
    """Who came since the server listens, or was known before."""

    known: tuple[Known, ...]
    total: int
    asking: tuple[Asking, ...]
    refused: tuple[Refused, ...]

    @property
    def is_nobody(self) -> bool:
        """Whether nothing was heard at all."""
        return not (self.known or self.asking or self.refused)


def door(doorstep: Doorstep, asked_host: str, address_in_network: str) -> Door:
    """`asked_host`: by which name or address the reader's browser asked for the page."""
    if not doorstep.listens:
        return Door("", "", asked_host, is_only_here=False, is_encrypted=False, why_not=doorstep.why_not)
    is_only_here = is_loopback(doorstep.host)
    is_any = doorstep.host in {"0.0.0.0", "::"}  # noqa: S104 - it is asked, and nobody listens there
    host = asked_host if is_any or is_only_here else doorstep.host
    is_own_name = is_any and is_loopback(host)
    elsewhere = _url(doorstep, address_in_network) if is_own_name and address_in_network else ""
    return Door(
        _url(doorstep, "127.0.0.1" if is_only_here else host),
        elsewhere,
        host,
        is_only_here=is_only_here,
        is_encrypted=doorstep.is_encrypted,
        why_not="",
    )


def heard(
    fleet: FleetPage, waiting: Sequence[WaitingCharger], turned_away: Sequence[TurnedAway], now: Instant
) -> Heard:
    """Who waits is told once, with what to do."""
    waits, local = {one.station for one in waiting}, Local("UTC", now)
    return Heard(
        tuple(Known(row.id, row.name or row.id) for row in fleet.rows),
        fleet.counts.chargers,
        tuple(Asking(one.station, _at(local, one.asked_at)) for one in waiting[:MOST_NAMED]),
        tuple(Refused(one.why, _at(local, one.at)) for one in turned_away if one.station not in waits),
    )


def _url(doorstep: Doorstep, host: str) -> str:
    scheme = "wss" if doorstep.is_encrypted else "ws"
    shown = f"[{host}]" if ":" in host and address_of(host) else host
    return f"{scheme}://{shown}:{doorstep.port}/ocpp/"


def _at(local: Local, moment: Instant) -> str:
    return f"{local.moment(moment)} UTC"
