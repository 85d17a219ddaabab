"""What is known of how a charger stands, for whoever is told of it?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.session_rows import OngoingSession
from chargeboard.domain.figures.site import ChargerPart
from chargeboard.domain.totals import Kind


class ChargerStanding(msgspec.Struct, frozen=True):
    """A charger as the list of chargers keeps it."""

    row: FleetRow
    """Its line."""
    part: ChargerPart | None = None
    """What is kept beside the line; None: it was never heard."""
    kind: Kind = Kind()
    """What it told that it is."""

    @property
    def id(self) -> str:
        """Its id."""
        return self.row.id

    @property
    def sockets(self) -> list[int]:
        """Its sockets by number; empty where none is known."""
        return [socket.socket for socket in self.row.sockets]

    def name_of(self, socket: int) -> str:
        """What is written on a socket, as the operator says; empty where nothing was said."""
        return self.part.socket_names.get(socket, "") if self.part is not None else ""

    def session_at(self, socket: int) -> OngoingSession | None:
        """The session that is running at a socket, the latest of several; None: none is."""
        found = [one for one in self.part.ongoing if one.socket == socket] if self.part is not None else []
        return max((one for one in found if not one.stale), key=lambda one: one.start, default=None)


class Look(msgspec.Struct, frozen=True):
    """What is known of chargers now, and what of that is another than at the look before."""

    stations: frozenset[str]
    """All that are there, by id."""
    changed: list[ChargerStanding]
    """Some of those that stand otherwise."""
    is_more: bool = False
    """There are others of them, which the next look tells."""
