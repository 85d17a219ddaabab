"""
Who stands in the made-up town?

Six chargers, each with its own trouble. What has to be seen whenever the demo is started is a moment counted
back from the start; everything else happens by chance, the same chance for the same seed.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Story = Literal[
    "charge",
    "app",
    "cancel",
    "no_card",
    "no_plug",
    "rejected",
    "second_card",
    "handshake",
    "ground",
    "zero",
    "lost_stop",
    "told_twice",
    "reserved",
    "breakdown",
    "maintenance",
]
"""What happens at a socket, from the first sign to the last."""


class Moment(msgspec.Struct, frozen=True):
    """Something that happened so many minutes before the demo was started, and for how long."""

    ago_min: int
    lasts_min: int
    socket: int
    story: Story


CutKind = Literal["closed", "silent", "power", "update", "dropped"]
"""
How a charger could not be heard.

closed: the link was seen to close; silent: it was half-open until the next one; power: the charger
was off and booted; update: off, and back with another firmware; dropped: a router on the way let go of
the connection, which is there again within seconds.
"""


class Cut(msgspec.Struct, frozen=True):
    """The charger could not be heard, so many minutes before the demo was started, and for how long."""

    ago_min: int
    lasts_min: float
    kind: CutKind


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One charger of the town: what it is, how it is used and what ails it."""

    id: str
    name: str
    site: str
    coordinates: tuple[float, float] | None = None
    """Of the site: latitude and longitude, in degrees; None: nobody has looked them up yet."""
    timezone: str = "Europe/Berlin"
    protocol: Literal["ocpp1.6", "ocpp2.0.1"] = "ocpp1.6"
    vendor: str
    model: str
    firmware: str
    sockets: int
    is_dc: bool
    socket_kw: float
    interval_s: int = 600
    sample_s: int
    visits_per_day: float
    """How many come; who finds every socket taken drives on."""
    stays_overnight: bool = False
    days: int = 36
    mishaps: dict[Story, float] = {}
    """How likely a visit goes another way than well."""
    cuts_per_day: float = 0.05
    ground_fault_every_h: float | None = None
    dropped_every_h: float | None = None
    """After so long a router on its way lets go of each connection."""
    speaks_badly: bool = False
    """It answers late, refuses what it should know, takes ids twice and leaves out what is required."""
    moments: tuple[Moment, ...] = ()
    cuts: tuple[Cut, ...] = ()

    @property
    def rated_kw(self) -> float:
        """All sockets together."""
        return self.socket_kw * self.sockets

    @property
    def serial(self) -> str:
        """A serial number as stamped on the door."""
        return f"{self.model[:2].upper()}{sum(map(ord, self.id)):05d}"


_DAY_MIN = 24 * 60
_USUAL: dict[Story, float] = {
    "app": 0.15,
    "cancel": 0.008,
    "no_card": 0.006,
    "no_plug": 0.004,
    "rejected": 0.006,
    "second_card": 0.01,
    "handshake": 0.005,
    "zero": 0.003,
    "lost_stop": 0.004,
    "told_twice": 0.01,
    "reserved": 0.01,
}

_HARMLESS: dict[Story, float] = {"app": 0.15, "second_card": 0.01, "told_twice": 0.01, "reserved": 0.01}
"""What happens where all is right."""

TOWN = (
    Place(
        id="LIN-HUB-1",
        name="Bahnhof Hub",
        site="Lindenau, Bahnhofstraße 3",
        coordinates=(51.3412, 12.3318),
        vendor="Voltaris",
        model="Duo 150",
        firmware="2.3.1",
        sockets=2,
        is_dc=True,
        socket_kw=75,
        interval_s=300,
        sample_s=60,
        visits_per_day=92,
        mishaps={**_USUAL, "handshake": 0.001},
        moments=(
            Moment(24, 45, 1, "charge"),
            Moment(6 * _DAY_MIN + 200, 95, 2, "maintenance"),
        ),
        cuts=(Cut(12 * _DAY_MIN, 5, "update"), Cut(500, 35, "closed")),
    ),
    Place(
        id="LIN-AC-7",
        name="Gartenweg",
        site="Lindenau, Gartenweg 7",
        coordinates=(51.3356, 12.3201),
        vendor="Wattwerk",
        model="Post 22",
        firmware="5.0.12",
        sockets=2,
        is_dc=False,
        socket_kw=22,
        sample_s=300,
        visits_per_day=6,
        stays_overnight=True,
        mishaps=_HARMLESS,
        moments=(Moment(190, 560, 1, "charge"),),
    ),
    Place(
        id="LIN-DC-4",
        name="Marktplatz",
        site="Lindenau, Markt 1",
        coordinates=(51.3379, 12.3352),
        vendor="Ampfeld",
        model="Rapid 100",
        firmware="1.19.0-rc2",
        sockets=2,
        is_dc=True,
        socket_kw=50,
        sample_s=120,
        visits_per_day=22,
        mishaps={**_USUAL, "handshake": 0.06, "ground": 0.03},
        ground_fault_every_h=7.5,
        moments=(
            Moment(452, 7, 2, "handshake"),
            Moment(418, 9, 2, "handshake"),
            Moment(371, 28, 2, "charge"),
            Moment(316, 6, 2, "handshake"),
            Moment(262, 8, 2, "ground"),
            Moment(199, 6, 2, "handshake"),
            Moment(47, 120, 2, "breakdown"),
            Moment(19, 34, 1, "charge"),
        ),
    ),
    Place(
        id="LIN-AC-9",
        name="Parkhaus Ost, Deck -2",
        site="Lindenau, Ostring 40",
        coordinates=(51.3441, 12.3487),
        vendor="Wattwerk",
        model="Post 11",
        firmware="4.8.0",
        sockets=1,
        is_dc=False,
        socket_kw=11,
        sample_s=300,
        visits_per_day=5,
        mishaps={**_USUAL, "lost_stop": 0.04, "told_twice": 0.06},
        cuts_per_day=2.2,
        dropped_every_h=2,
        speaks_badly=True,
        moments=(Moment(75, 260, 1, "charge"),),
        cuts=(Cut(26, 40, "closed"), Cut(5 * 60, 55, "silent"), Cut(9 * 60, 18, "power")),
    ),
    Place(
        id="LIN-DC-11",
        name="Stadtwerke",
        site="Lindenau, Am Speicher 2",
        coordinates=(51.3304, 12.3409),
        protocol="ocpp2.0.1",
        vendor="Ohmhaus",
        model="Pilar 100",
        firmware="3.2.0",
        sockets=1,
        is_dc=True,
        socket_kw=100,
        interval_s=900,
        sample_s=60,
        visits_per_day=20,
        mishaps={**_USUAL, "handshake": 0.015},
        moments=(Moment(15, 34, 1, "charge"), Moment(30 * 60, 50, 1, "breakdown")),
    ),
    Place(
        id="TKU-AC-1",
        name="Partner Turku",
        site="Turku, Linnankatu 12",
        timezone="Europe/Helsinki",
        vendor="Wattwerk",
        model="Post 22",
        firmware="5.0.12",
        sockets=1,
        is_dc=False,
        socket_kw=22,
        sample_s=300,
        visits_per_day=4,
        days=3,
        mishaps=_HARMLESS,
        moments=(Moment(100, 180, 1, "charge"),),
    ),
)
