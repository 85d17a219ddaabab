"""What would a regulator's own checks flag, and where is it?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.official_flags import FlagHit, FlagRow, OfficialFlags
from chargeboard.evidence.flags.words import say
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.official.view import month_name
from chargeboard.words.formats import percent
from chargeboard.words.wall_clock import Local


class HitLine(msgspec.Struct, frozen=True):
    """Where a hit is."""

    text: str
    session: str
    start: int
    end: int


class FlagLine(msgspec.Struct, frozen=True):
    """A check."""

    name: str
    what: str
    found: str
    allowed: str
    hits: tuple[HitLine, ...]


class FlagsPage(msgspec.Struct, frozen=True):
    """The page."""

    month: str
    facts: tuple[str, ...]
    flagged: tuple[FlagLine, ...]
    passed: tuple[FlagLine, ...]


def page(told: OfficialFlags) -> FlagsPage:
    """What is flagged first."""
    local = local_of(told.charger)
    return FlagsPage(
        month=month_name(told.month),
        facts=(say("sessions", n=told.sessions), say("statuses", n=told.statuses)),
        flagged=tuple(_line(row, local) for row in told.flags if row.flagged),
        passed=tuple(_line(row, local) for row in told.flags if not row.flagged),
    )


def _line(row: FlagRow, local: Local) -> FlagLine:
    return FlagLine(
        name=say("named_qualicharge", code=row.code)
        if row.system == "qualicharge"
        else say("named", level=say(row.level)),
        what=say(row.code),
        found=say("of_looked", part=row.total, whole=row.looked_at),
        allowed=percent(row.allowed_pct) if row.allowed_pct else say("allowed_none"),
        hits=tuple(_hit(hit, local) for hit in row.hits),
    )


def _hit(hit: FlagHit, local: Local) -> HitLine:
    return HitLine(text=local.dated_second(hit.from_), session=hit.session or "", start=hit.from_, end=hit.to)
