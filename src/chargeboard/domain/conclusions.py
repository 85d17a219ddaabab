"""
What follows from the facts?

Conclusions are replaced, never edited: the same facts and the same `now` give the same conclusions.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import msgspec

from chargeboard.domain.codes import ErrorGroup, GapKind, Outcome, SessionFlag, Severity, Stage
from chargeboard.domain.reasons import Because, Reason
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Literal[
    "available",
    "preparing",
    "charging",
    "suspended",
    "finishing",
    "reserved",
    "unavailable",
    "faulted",
    "offline",
    "unknown",
]
"""The concluded state of a socket (1.2)."""

IN_USE: frozenset[str] = frozenset({"charging", "suspended"})
OCCUPIED: frozenset[str] = frozenset({"preparing", "charging", "suspended", "finishing"})
"""No other driver can plug in."""
OUTAGE: frozenset[str] = frozenset({"faulted", "unavailable", "offline"})
UNHEARD: frozenset[str] = frozenset({"offline", "unknown"})
"""Nothing is known of what went on then."""

_VALID_STOPS_16 = frozenset({"", "Local", "Remote", "EVDisconnected"})
_VALID_STOPS_2 = frozenset(
    {
        "EnergyLimitReached",
        "SOCLimitReached",
        "Local",
        "Remote",
        "StoppedByEV",
        "LocalOutOfCredit",
        "TimeLimitReached",
        "EVDisconnected",
    }
)


class Segment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A socket was in one state from `start` to `end`. Neighbours differ and leave no gap (law: Tiling)."""

    socket: int
    start: Instant
    end: Instant
    state: State


class NoEnergy(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """
    A socket was charging and no energy flowed, for ten minutes or longer.

    `settles_at` is that of its session.
    """

    socket: int
    start: Instant
    end: Instant
    settles_at: Instant | None = None


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Energy that a session had delivered at an instant: accumulated, accepted, starting at 0."""

    at: Instant
    energy_wh: Decimal


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """
    One OCPP transaction (2.1).

    `end` None: still open. `energy_wh` None: unknown. `is_completed` is rule S2: it counts as a session.
    `settles_at` is the first instant from which no passing of time alone can change it; None: not yet known.
    """

    key: str
    socket: int | None
    start: Instant
    end: Instant | None
    energy_wh: Decimal | None
    reason: str | None
    end_inferred: bool = False
    is_completed: bool = False
    token: str = ""
    transaction_ids: tuple[str, ...] = ()
    flags: tuple[SessionFlag, ...] = ()
    readings: tuple[Reading, ...] = ()
    """The accepted readings, start and end included; energy between them is linear in time (2.4)."""
    start_status: str = ""
    """The authorisation status that the start was answered with."""
    remote_start_id: int | None = None
    duplicate_starts: int = 0
    duplicate_stops: int = 0
    power_w: float | None = None
    power_at: Instant | None = None
    powers: tuple[tuple[Instant, float], ...] = ()
    """While it is open: the power that was reported lately, thinned."""
    peak_w: float | None = None
    """The highest power that was reported."""
    start_soc_pct: float | None = None
    soc_pct: float | None = None
    """The first and the last state of charge that was reported."""
    stop_trigger: str = ""
    """2.x: what triggered its end."""
    sampled_every: int | None = None
    """The usual time between its samples, in microseconds."""
    counts_energy: bool = True
    """False: suspicious energy that the operator wants out of the sums."""
    is_v2: bool = False
    told_from: Instant | None = None
    """The earliest stamp of its messages; before its start where the station's clock stepped back."""
    seems_kwh: bool = False
    """Its register seems to count kWh although it says Wh (Q20)."""
    begin_wh: Decimal | None = None
    """Where its register stood at its start, and at its end."""
    end_wh: Decimal | None = None
    settles_at: Instant | None = None
    learned_at: Instant | None = None
    """From when on all that is told of it was known, its end or later; None while it is open."""
    export_wh: Decimal | None = None
    """What the vehicle gave back (V2G), never netted with `energy_wh`; None: no meter told of it."""
    export_readings: tuple[Reading, ...] = ()

    @property
    def why(self) -> tuple[Reason[SessionFlag], ...]:
        """What was inferred or repaired."""
        flags = (*self.flags, SessionFlag.NO_STOP) if self.end_inferred else self.flags
        return tuple(map(Reason, flags))

    @property
    def duration(self) -> int | None:
        """End minus start in microseconds, never negative; None while it is open."""
        return None if self.end is None else max(0, self.end - self.start)

    @property
    def until(self) -> Instant:
        """The end, or a far future while it is open."""
        return NEVER if self.end is None else self.end

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.end is None

    @property
    def has_delivered(self) -> bool:
        """Whether energy flowed and somebody said that it ended (2.3, ChargeX)."""
        return self.end is not None and not self.end_inferred and bool(self.energy_wh or self.export_wh)

    @property
    def ended_well(self) -> bool:
        """Whether it gave energy and ended as it should: with a valid stop (2.3, ChargeX)."""
        valid = _VALID_STOPS_2 if self.is_v2 else _VALID_STOPS_16
        return self.has_delivered and (self.reason or "") in valid


class Attempt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """
    One attempt by a driver (2.3).

    `stage` is how far it came. The local day it counts on is that of `start`.
    """

    socket: int | None
    start: Instant
    end: Instant | None
    outcome: Outcome
    stage: Stage = Stage.AUTHORISE
    plugged_at: Instant | None = None
    authorised_at: Instant | None = None
    started_at: Instant | None = None
    token: str = ""
    session_keys: tuple[str, ...] = ()
    because: Reason[Because]
    """The evidence that decided it."""
    ended_well: bool = False
    """One of its sessions gave energy and ended as it should (ChargeX)."""
    settles_at: Instant | None = None

    @property
    def is_started(self) -> bool:
        """Whether it came to a transaction."""
        return bool(self.session_keys)

    @property
    def is_plugged(self) -> bool:
        """Whether a cable was in; a transaction needs one, whether or not anybody said so."""
        return self.is_started or self.plugged_at is not None

    @property
    def is_authorised(self) -> bool:
        """Whether it was allowed to start; whatever started was."""
        return self.is_started or self.authorised_at is not None


class AttemptInBrief(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where and when an attempt began, and what became of it."""

    socket: int | None
    start: Instant
    outcome: Outcome
    settles_at: Instant


class Episode(msgspec.Struct, frozen=True, kw_only=True):
    """An error from its first report until it cleared (E3). Reports are counted by local date."""

    socket: int
    code: str
    vendor_code: str | None
    severity: Severity
    start: Instant
    last_seen: Instant
    end: Instant | None
    """When it cleared; None: still active, unless `is_momentary`."""
    is_momentary: bool = False
    reports: dict[date, int] = {}
    info: str = ""
    group: ErrorGroup = ErrorGroup.FAULT
    origin: str = ""
    """Which connector, or which component and variable, said so; only the same can clear it (E4)."""
    error_code: str = ""
    """The 1.6 errorCode it was first said with (E4a)."""
    vocabulary: str = ""
    """The agreed vocabulary that its code is of (E1a), as `vocabularies` names it."""
    component: str = ""
    variable: str = ""
    """What of a 2.x station said so."""

    @property
    def error(self) -> tuple[int, str, str | None]:
        """Which error it is; it may have come before and may come again."""
        return self.socket, self.code, self.vendor_code

    @property
    def key(self) -> tuple[int, str, str | None, Instant]:
        """What no other episode of the charger has."""
        return self.socket, self.code, self.vendor_code, self.start


class Orphan(msgspec.Struct, frozen=True, kw_only=True):
    """A stop that fits no transaction (S4, Q09)."""

    at: Instant
    transaction_id: str
    meter_stop_wh: Decimal | None
    reason: str | None
    settles_at: Instant | None = None
    """From when on no other stop leaves a single transaction that it fits."""


class Gap(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Time without contact to the charger."""

    start: Instant
    end: Instant | None
    """None: still going on."""
    kind: GapKind

    def until(self, now: Instant) -> Span:
        """The gap as a span that ends at `now` at the latest."""
        return Span(self.start, now if self.end is None else min(self.end, now))


class SeemedFinal(msgspec.Struct, frozen=True, array_like=True):
    """When a day seemed final, and what stood there then, if something in it was learned later."""

    at: int
    then: DayFigures | None


class DayFigures(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """
    Everything that the per-day panels need of one local day, in exact units.

    `states` holds microseconds by socket and state over the observed part of the day; `length` is the
    day's calendar length in microseconds; `excluded` microseconds of outage by socket inside declared
    exclusions. `outcomes` counts attempts by outcome. Sessions are those that ended on the day.
    """

    on: date
    length: int
    states: dict[int, dict[str, int]]
    excluded: dict[int, int] = {}
    outcomes: dict[Outcome, int] = {}
    sessions: int = 0
    energy_wh: Decimal = Decimal(0)
    revised: bool = False
    export_wh: Decimal = Decimal(0)
    """What vehicles fed back on the day (V2G); never netted with `energy_wh`."""
    seemed: SeemedFinal | None = None
    """Where not all of it had settled when it was stored."""
    is_contact_known: bool = True
    """Whether somebody tells of lost contact, all day long: rows of other systems do not (ADR 27)."""

    @cached_property
    def held(self) -> dict[str, int]:
        """Microseconds by state, summed over the sockets."""
        first, *others = self.states.values() or ({},)
        if not others:
            return first
        held = dict(first)
        for states in others:
            for state, length in states.items():
                held[state] = held.get(state, 0) + length
        return held

    @cached_property
    def observed(self) -> int:
        """Observed microseconds, summed over the sockets."""
        return sum(self.held.values())

    def held_in(self, states: Iterable[str]) -> int:
        """Microseconds in some of the states, summed over the sockets."""
        held = self.held
        return sum([held[state] for state in states if state in held])

    @cached_property
    def known(self) -> int:
        """Observed microseconds that were neither offline nor unknown, summed over the sockets."""
        return self.observed - self.held_in(UNHEARD)

    @property
    def is_blank(self) -> bool:
        """Whether it tells only that nothing is known, as of days before the charger was first heard."""
        is_known = any(states.keys() - {"unknown"} for states in self.states.values())
        return not (
            is_known or self.excluded or self.outcomes or self.sessions or self.energy_wh or self.revised
        )


class Conclusions(msgspec.Struct, kw_only=True):
    """All that follows from the facts of one stretch of time of one station, each list by start."""

    sessions: list[Session] = []
    attempts: list[Attempt] = []
    segments: list[Segment] = []
    no_energy: list[NoEnergy] = []
    gaps: list[Gap] = []
    episodes: list[Episode] = []
    orphans: list[Orphan] = []
    refused: list[Session] = []
    """Starts that were refused and came to nothing (S7): attempts, but no sessions. Never stored."""


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """
    An instant at which nothing was open, so that conclusions before it stand.

    `received_until` is the latest receipt among the facts before it: a view of an earlier moment must not
    use it. `carry` is what a computation that goes on from here has to know (metrics/carry.py), encoded.
    """

    at: Instant
    received_until: Instant
    carry: bytes
