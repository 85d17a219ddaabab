"""What is an official rule of uptime?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from chargeboard.domain.codes import Code, ExclusionKind
from chargeboard.domain.conclusions import State
from chargeboard.time.instants import Micros


class Count(Code):
    """How a rule counts some time."""

    UP = "up"
    DOWN = "down"
    EXCLUDED = "excluded"
    """An outage that the rule excuses: it counts as up, and is told apart."""
    UNWATCHED = "unwatched"
    """Nobody knows, and the rule holds it against nobody: it counts as up, and is told apart."""
    EXEMPT = "exempt"
    """In no measure: neither up nor in the time that is divided by."""


class Measured(Code):
    """Of what a rule speaks."""

    PORT = "port"
    """Each socket for itself."""
    NETWORK = "network"
    """All chargers together."""


class Cap(msgspec.Struct, frozen=True, kw_only=True):
    """Up to how much of an excuse a rule takes; what is beyond counts as down."""

    of_incident: Micros | None = None
    """From the beginning of each declared window; windows that touch or overlap are one incident."""
    of_year: Micros | None = None
    """Of outage in a calendar year of the charger, for each socket."""


NO_CAP = Cap()


class UptimeRule(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """
    A rule: uptime = (measured - down) / measured, measured = all time but what is exempt.

    Unit: percent of a socket's, a site's or a network's time; ratios of sums.
    """

    code: str
    version: int = 1
    """Grows when the rule counts otherwise: stored months are made again."""
    counts: Mapping[State, Count]
    """How time counts by the state of the socket, where nothing was declared."""
    excuses: Mapping[ExclusionKind, Cap] = {}
    """Which declared windows excuse an outage, up to which cap."""
    exempts: frozenset[ExclusionKind] = frozenset()
    """In which declared windows time is in no measure, unless somebody charges."""
    when_closed: Count | None = None
    """What an outage outside opening hours is (excluded), or all that time (exempt); None: as at any time."""
    year: Micros | None = None
    """The length that a twelve-month figure is divided by, for each socket; None: as long as it is."""
    target_pct: float | None = None
    least_kw: float | None = None
    """It speaks of chargers of so much rated power, and more."""
    of: Measured = Measured.PORT
    address: str | None
    """Where it was read; None: our own definitions."""
    read_on: date


def key_of(rule: UptimeRule) -> str:
    """Under which name what it came to is kept: another version is another rule."""
    return f"{rule.code}.{rule.version}"
