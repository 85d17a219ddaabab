"""What of a charger do alerts look at, at an instant?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.conclusions import Episode
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


class Maintenance(msgspec.Struct, frozen=True):
    """A declared window in which nobody is told, of one socket or of all (2.8)."""

    span: Span
    socket: int | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A charger as it was known at `at`."""

    station: str
    at: Instant
    name: str = ""
    site: str = ""
    tags: tuple[str, ...] = ()
    zone: str = "UTC"
    maker: str = ""
    model: str = ""
    last_contact: Instant | None = None
    offline_since: Instant | None = None
    """Since when it is out of contact; None: it is not."""
    is_history: bool = False
    """Nobody listens to it any more."""
    socket_names: Mapping[int, str] = {}
    """What the operator wrote on its sockets."""
    faulted: tuple[tuple[int, Instant], ...] = ()
    """Sockets that are, and since when."""
    states: tuple[tuple[int, str, Instant], ...] = ()
    """Sockets that are heard, each with its state and since when."""
    episodes: tuple[Episode, ...] = ()
    """Errors that last, or were reported lately."""
    attempts: int = 0
    """Those that count for the success rate of the last complete days."""
    success_pct: float | None = None
    today: Instant = 0
    """When its local day began."""
    silent: tuple[tuple[int, Instant], ...] = ()
    """Sockets where attempt after attempt fails, since when; 0: the charger."""
    opened: tuple[Instant, ...] = ()
    """When its link came up, the latest times."""
    clock_off_since: Instant | None = None
    without_energy: tuple[tuple[int, Instant], ...] = ()
    """Sockets whose session gave nothing yet, and since when."""
    idle_since: Instant | None = None
    """When the last session ended, or the charger was first heard; None: one goes on."""
    maintenance: tuple[Maintenance, ...] = ()
