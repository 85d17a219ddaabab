"""
How are all processes that serve one database, and the database itself, at a moment?

Times of others are put by the clock of the database, as each measured its own against it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from chargeboard.domain.members import LETTERS, ClockSeen, Knows, Lease, Member, lease_of, share_of
from chargeboard.run.members.presence import clock_seen
from chargeboard.store import OwnedStore, ServerState, newest_schema
from chargeboard.stream.address import LogAddress
from chargeboard.stream.state import LogState, log_state
from chargeboard.time.instants import SECOND, Instant


class Lag(msgspec.Struct, frozen=True):
    """What was kept and is not understood."""

    chargers: int = 0
    frames: int = 0
    seconds: float = 0.0
    """Since the first of these frames was received."""


class Share(msgspec.Struct, frozen=True):
    """A lease, and what waits for its owner."""

    name: str
    owner: str
    """The place of its owner, its id where it is not in the list; empty: nobody has it, or it is gone."""
    epoch: int
    ends_in_s: float
    chargers: int
    lag: Lag


class Process(msgspec.Struct, frozen=True):
    """A member, and what is its to do."""

    role: str
    place: str
    version: str
    knows: Knows
    heard_s: float
    """When it last said that it lives."""
    up_s: float
    connected: int
    shares: int
    log_parts: int
    """Of the log before the database, where there is one."""
    chores: tuple[str, ...]
    lag: Lag
    clock_ahead_s: float | None
    """Of the database's; None: it does not say."""
    clock_error_s: float | None
    impairment: str


class Clocks(msgspec.Struct, frozen=True):
    """How far apart the clocks of processes and database are."""

    spread_s: float = 0.0
    error_s: float = 0.0
    """No more off than this."""
    first: str = ""
    """Whose is the furthest behind; empty: the database's."""
    last: str = ""


class Cluster(msgspec.Struct, frozen=True):
    """All of it."""

    at: Instant
    newest_schema: int
    """That this program stores by."""
    processes: tuple[Process, ...]
    shares: tuple[Share, ...]
    lag: Lag
    clocks: Clocks
    ours_ahead_s: float
    """This machine's clock."""
    server: ServerState | None
    log: LogState | None
    """Of what is before the database; None: nothing is."""


def cluster_seen(store: OwnedStore, now: Callable[[], Instant], log: LogAddress | None = None) -> Cluster:
    """
    As it is now.

    Raises: LogError where the log is not there.
    """
    ours = clock_seen(store, now) or ClockSeen(0, 0)
    at = now() - ours.ahead
    with store.reading():
        members, leases = store.members(), store.leases()
        count, stations, waiting = store.shares(), store.stations(), store.waiting()
    lags = _lags(waiting, count, at)
    chargers = Counter(lease_of(share_of(station, count)) for station in stations)
    places = {one.id: one.place for one in members}
    return Cluster(
        at=at,
        newest_schema=newest_schema(),
        processes=tuple(_process(one, leases, lags, at) for one in members),
        shares=tuple(_share(one, places, chargers, lags, at) for one in leases),
        lag=_together(lags.values()),
        clocks=_clocks(members),
        ours_ahead_s=ours.ahead / SECOND,
        server=store.server(),
        log=log_state(log, store.log_positions()) if log else None,
    )


def _lags(waiting: Sequence[tuple[str, Instant, int]], count: int, at: Instant) -> Mapping[str, Lag]:
    """By lease."""
    found = defaultdict[str, list[Lag]](list)
    for station, since, frames in waiting:
        found[lease_of(share_of(station, count))].append(Lag(1, frames, max(0, at - since) / SECOND))
    return {name: _together(some) for name, some in found.items()}


def _together(lags: Iterable[Lag]) -> Lag:
    lags = [*lags]
    return Lag(
        sum(one.chargers for one in lags),
        sum(one.frames for one in lags),
        max((one.seconds for one in lags), default=0.0),
    )


def _process(one: Member, leases: Sequence[Lease], lags: Mapping[str, Lag], at: Instant) -> Process:
    held = [lease.name for lease in leases if lease.owner == one.id]
    shares = [name for name in held if name.startswith("share-")]
    parts = [name for name in held if name.startswith("log-")]
    clock = one.told.clock
    ahead = clock.ahead if clock else 0
    return Process(
        role=one.role,
        place=one.place,
        version=one.version,
        knows=one.told.knows,
        heard_s=max(0, at - (one.beat_at - ahead)) / SECOND,
        up_s=max(0, at - (one.since - ahead)) / SECOND,
        connected=one.told.connected,
        shares=len(shares),
        log_parts=len(parts),
        chores=tuple(name for name in held if name not in {*shares, *parts}),
        lag=_together(lags[name] for name in shares if name in lags),
        clock_ahead_s=clock.ahead / SECOND if clock else None,
        clock_error_s=clock.error / SECOND if clock else None,
        impairment=one.told.impairment.why,
    )


def _share(
    one: Lease, places: Mapping[str, str], chargers: Mapping[str, int], lags: Mapping[str, Lag], at: Instant
) -> Share:
    return Share(
        name=one.name,
        # who sends alerts is no process of the list
        owner=places.get(one.owner, one.owner if one.name == LETTERS and one.until > at else ""),
        epoch=one.epoch,
        ends_in_s=(one.until - at) / SECOND if one.owner else 0.0,
        chargers=chargers.get(one.name, 0),
        lag=lags.get(one.name, Lag()),
    )


def _clocks(members: Sequence[Member]) -> Clocks:
    told = [(one.told.clock, one.place) for one in members if one.told.clock is not None]
    # the database's own is where it is
    found = sorted([(0, 0, ""), *((clock.ahead, clock.error, place) for clock, place in told)])
    first, last = found[0], found[-1]
    spread, error = last[0] - first[0], last[1] + first[1]
    return Clocks(spread / SECOND, error / SECOND, first[2], last[2])
