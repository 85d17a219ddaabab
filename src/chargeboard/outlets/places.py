"""Where are chargers, for those who are told of them by place?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.connectors import Connector
from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.sites import Site


class PlacedCharger(msgspec.Struct, frozen=True):
    """A charger of a place, with what the operator says of its sockets."""

    row: FleetRow
    connectors: dict[int, Connector] = {}
    """By socket."""
    port_ids: dict[int, str] = {}
    """The permanent id of each socket."""
    socket_names: dict[int, str] = {}


class Place(msgspec.Struct, frozen=True):
    """A site, and its chargers by id."""

    site: Site
    """Without a name it is that of chargers of which nobody said where they are."""
    chargers: list[PlacedCharger]
    timezone: str
    currency: str = ""


class Party(msgspec.Struct, frozen=True):
    """Who tells of them."""

    country_code: str
    id: str
    name: str
    country: str = ""
    """Of places whose address names none."""


class Unplaced(msgspec.Struct, frozen=True):
    """What is not told, since something of it is not known that has to be."""

    what: str
    """A site, or a charger and its socket."""
    lacks: list[str]
    """The codes of what is not known."""
