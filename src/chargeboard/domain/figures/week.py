"""At which hours of the week is a charger used, does it fail, does it deliver, and which socket does?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.evidence import Rule, Whose
from chargeboard.domain.figures.measures import DateSpan, Number


class WeekSum(msgspec.Struct, kw_only=True):
    """What some time comes to; null: nothing of it is known."""

    in_use_s: Number
    available_s: Number
    """As in 2.2: all of it that was to be observed, also if nothing was heard then."""
    known_s: Number
    """Of that the time in which there was contact and a state was known."""
    use_pct: float | None
    """Seconds in use of those available."""
    attempts: int | None
    failed: int | None
    """Attempts without success, of the classes that count (2.3)."""
    energy_wh: float | None


class WeekCell(WeekSum, kw_only=True):
    """One local hour on one day of the week, on all such days of the window and over all sockets."""

    weekday: int
    """1 is Monday, 7 is Sunday."""
    hour: int
    """0-23 of the charger's clock; an hour that comes twice counts twice, one that does not come is none."""


class WeekSocket(WeekSum, kw_only=True):
    """A socket, and what would be expected of it if it were as all sockets are in the same hours (G3)."""

    socket: int | None
    """null: what no socket can be named for, of which nothing is expected."""
    success_pct: float | None
    expected_use_pct: float | None
    expected_attempts: float | None
    expected_success_pct: float | None
    expected_energy_wh: float | None


class ChargerWeek(msgspec.Struct, kw_only=True):
    """Local days of a charger, laid upon one week."""

    charger: Whose
    window: DateSpan
    total: WeekSum
    """Of the window: what the cells add up to, and so do the sockets."""
    cells: list[WeekCell]
    """All 168, by weekday and hour."""
    sockets: list[WeekSocket]
    rules: list[Rule]
