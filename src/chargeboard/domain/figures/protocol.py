"""Do a charger and its CSMS understand each other?"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.codes import Side, TroubleKind
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import DateSpan, Number
from chargeboard.time.instants import Instant


class SideDay(msgspec.Struct, kw_only=True):
    """
    What lies at the door of one side on one local day; null: nobody can tell, or it does not apply.

    Calls are those that the side made, answers those that it gave.
    """

    date: dt.date
    side: Side
    partial: bool
    """The day goes on."""
    calls: int | None = None
    answers: int | None = None
    late: int | None = None
    unanswered: int | None = None
    refused: int | None = None
    repeated: int | None = None
    nonstandard: int | None = None
    closes: int | None = None
    """Of the link alone."""


class TroubleCount(msgspec.Struct, kw_only=True):
    """How often one thing went wrong with one action in the window."""

    kind: TroubleKind
    side: Side
    action: str
    """"" where no action is known, as of what could not be read."""
    code: str
    """Of an error, or the status that refused."""
    count: int


class CloseCount(msgspec.Struct, kw_only=True):
    """How often connections ended with a code of RFC 6455; null: nobody told it."""

    code: int | None
    count: int
    days: list[int | None]
    """By day of the window; null: nobody tells of that day."""


class CloseRhythm(msgspec.Struct, kw_only=True):
    """
    Connections end with a code again and again after the same time (H7).

    Of the complete days; of a code that has no rhythm in them, with those of the present day.
    """

    code: int | None
    closes: int
    every_s: Number
    """The median of the times from one close to the next."""
    least_s: Number
    most_s: Number
    """Between these lie the times that make the rhythm."""
    idle: int
    """Closes at which no session was open."""
    last: Instant


class ProtocolHealth(msgspec.Struct, kw_only=True):
    """Seven complete local days and the present one."""

    charger: Whose
    window: DateSpan
    is_known: bool
    """Whether messages of the charger itself are known in the window: rows of other systems hold none."""
    days: list[SideDay]
    """Three a day: the charger, the CSMS and the link, by date."""
    troubles: list[TroubleCount]
    """All that the days count, the most first."""
    closes: list[CloseCount]
    rhythms: list[CloseRhythm]
