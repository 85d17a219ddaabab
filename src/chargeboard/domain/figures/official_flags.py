"""Would a regulator's own checks flag a charger's month?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import Number
from chargeboard.time.instants import Instant


class FlagHit(msgspec.Struct, kw_only=True):
    """A session, a status or a day that a check does not like."""

    from_: Instant = msgspec.field(name="from")
    to: Instant
    socket: int | None
    session: str | None
    """Its key, where it is one."""


class FlagRow(msgspec.Struct, kw_only=True):
    """A check, and what it found."""

    code: str
    system: str
    level: str
    flagged: bool
    looked_at: int
    total: int
    """So many hits; of very many the first are told."""
    allowed_pct: Number
    """Of what it looked at."""
    hits: list[FlagHit]


class OfficialFlags(msgspec.Struct, kw_only=True):
    """All checks on a month of a charger. Indicative: our reading of each."""

    charger: Whose
    month: str
    sessions: int
    statuses: int
    flags: list[FlagRow]
