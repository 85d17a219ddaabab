"""Where does another system tell of a charger otherwise than its page does?"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.codes import Differing, Untold
from chargeboard.domain.conclusions import State
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import DateSpan, Number
from chargeboard.time.instants import Instant


class SourceTold(msgspec.Struct, kw_only=True):
    """What the rows of one system tell of the window; sessions are those that began in it."""

    source: str
    """The system, as its rows name it."""
    since: Instant
    until: Instant
    """Of when its first and its last row are; it is judged in between."""
    sessions: int
    alike: int
    differing: int
    """Of its sessions that are on the page, how many agree and how many do not."""
    added: int
    """Sessions of its own that the page does not have."""
    missing: int | None
    """Sessions of the page that it does not have; null: it need not know them all."""
    cannot_tell: list[Untold]
    """What no row of it tells, and so is not compared."""


class SourceSession(msgspec.Struct, kw_only=True):
    """One session of which the page and a source tell differently; null: one of them does not know it."""

    source: str
    differs: list[Differing]
    session: str | None
    """The key of the session of the page."""
    transaction_id: str | None
    """By which the source knows it; null: it does not."""
    socket: int | None
    """On the page; of a session that only the source has, there."""
    start: Instant | None
    source_start: Instant | None
    start_later_s: Number | None
    """How much later the source has it begin; negative: earlier. So with the end and the energy."""
    end: Instant | None
    source_end: Instant | None
    end_later_s: Number | None
    energy_wh: float | None
    source_energy_wh: float | None
    energy_more_wh: float | None
    source_socket: int | None
    reason: str | None
    source_reason: str | None


class SourceState(msgspec.Struct, kw_only=True):
    """A socket was out of service by the page and not by a source, or the other way round."""

    source: str
    socket: int
    start: Instant
    end: Instant
    duration_s: Number
    is_out: bool
    """By the page; by the source it was the contrary."""
    source_state: State
    """What the source had when it began."""


class WaysOfDay(msgspec.Struct, kw_only=True):
    """How many messages came by two ways on a local day, and by one of them alone."""

    date: date
    both: int
    by_connection: int
    """Only by a connection that is known here: the endpoint or a tap."""
    without: int
    """Only without one: by a feed or a log."""


class LoneMessage(msgspec.Struct, kw_only=True):
    """A message that came by one way alone."""

    at: Instant
    by_connection: bool
    """By the endpoint or a tap; else by a feed or a log."""
    from_charger: bool
    action: str
    """Empty: it answers a call."""


class SourceDifferences(msgspec.Struct, kw_only=True):
    """The rows of other systems beside what the page shows, of the days of a window."""

    charger: Whose
    window: DateSpan
    has_messages: bool
    """Whether the charger's own messages came in the window, or in the 24 hours before it (B1)."""
    is_cut: bool
    """There are more rows than are read at once: what came later is not compared."""
    sources: list[SourceTold]
    """Those whose rows tell of these days."""
    total: int
    offset: int
    limit: int
    sessions: list[SourceSession]
    """Those that differ, newest first."""
    states: list[SourceState]
    """The longest, newest first."""
    ways: list[WaysOfDay]
    """Where messages came by two ways, how many did so by one alone (B6)."""
    lone: list[LoneMessage]
    """These, newest first, 100 at most."""
