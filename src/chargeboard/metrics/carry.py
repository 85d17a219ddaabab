"""
What must a computation know that goes on from an instant?

What had settled before a checkpoint is final. This is the little of it that later figures still need, and
what had not settled, with the facts that it stands on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from chargeboard.domain.conclusions import Conclusions, Episode, Segment, State
from chargeboard.domain.facts import (
    AnyFact,
    Booted,
    CannotTell,
    ClockSet,
    ConversationCounted,
    OddityFound,
    SettingTaken,
    StatusReported,
    words_of,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics import conversation, plates, untold
from chargeboard.metrics import settings as taken
from chargeboard.metrics.plates import Plates
from chargeboard.metrics.quality import Quality, counted
from chargeboard.metrics.sessions import unaccounted
from chargeboard.metrics.sessions.unaccounted import Unaccounted
from chargeboard.metrics.settings import Settings
from chargeboard.metrics.timeline import offline_periods
from chargeboard.metrics.timeline.offline_periods import LinkCarry
from chargeboard.metrics.timeline.status_log import Member
from chargeboard.metrics.unsettled import ALL_SETTLED, Unsettled
from chargeboard.time.instants import Instant

_MOST_LOOSE = 200


class FirstEver(msgspec.Struct, frozen=True, array_like=True):
    """When an error was seen for the first time at all."""

    socket: int
    code: str
    vendor_code: str | None
    at: Instant


class Run(msgspec.Struct, frozen=True, array_like=True):
    """A socket's state, and since when it has been in it without a break."""

    state: State
    since: Instant


class Carry(msgspec.Struct, frozen=True, kw_only=True):
    """The past in brief."""

    link: LinkCarry = LinkCarry()
    statuses: tuple[StatusReported, ...] = ()
    last_ends: dict[int, Instant] = {}
    """The end of the last transaction of each socket (P5)."""
    sockets: dict[int, Instant] = {}
    """Since when each socket is observed (T4)."""
    episodes: tuple[Episode, ...] = ()
    """Errors that were open."""
    first_ever: tuple[FirstEver, ...] = ()
    quality: Quality = Quality()
    boot: Booted | None = None
    first_at: Instant | None = None
    loose: dict[str, Instant] = {}
    """Starts of transactions whose end was inferred, by transaction id: a real stop may still arrive."""
    is_v2: bool = False
    runs: dict[int, Run] = {}
    """The state that each socket was in at the end, however long before it began."""
    clock: ClockSet | None = None
    """How the charger's clock goes, once it was proved to be off (T8)."""
    unaccounted: Unaccounted = Unaccounted()
    plates: Plates = Plates()
    settings: Settings = Settings()
    untold: tuple[CannotTell, ...] = ()
    """What rows of other systems cannot tell, from when on; by time."""
    conversation: tuple[ConversationCounted, ...] = ()
    """How the latest days went between the charger and its CSMS; by date."""
    unsettled: Unsettled = ALL_SETTLED
    """What was open, and the facts that it stands on."""

    @property
    def last(self) -> dict[Member, StatusReported]:
        """The newest status of each connector."""
        return {(status.socket, status.connector): status for status in self.statuses}

    def first_ever_of(self) -> dict[tuple[int, str, str | None], Instant]:
        """First sightings by (socket, code, vendor code)."""
        return {(first.socket, first.code, first.vendor_code): first.at for first in self.first_ever}


def advance(
    carry: Carry,
    facts: Sequence[AnyFact],
    conclusions: Conclusions,
    sockets: dict[int, Instant],
    policy: Policy,
    unsettled: Unsettled = ALL_SETTLED,
) -> Carry:
    """The carry behind these facts, what had settled by then, and the sockets that are observed by then."""
    first_at = carry.first_at if carry.first_at is not None else (facts[0].at if facts else None)
    words = words_of(facts)
    statuses = dict(carry.last)
    boot, is_v2, clock, its_plates = carry.boot, carry.is_v2, carry.clock, carry.plates
    settings = carry.settings
    for fact in words:
        if type(fact) is StatusReported:
            statuses[fact.socket, fact.connector] = fact
            is_v2 |= fact.is_v2
        elif type(fact) is Booted:
            boot, its_plates = fact, plates.advance(its_plates, fact)
            settings = taken.advance(settings, fact)
        elif type(fact) is SettingTaken:
            settings = taken.advance(settings, fact)
        elif type(fact) is ClockSet:
            clock = fact
    last_ends = dict(carry.last_ends)
    loose = dict(carry.loose)
    for session in conclusions.sessions:
        if session.socket is not None and session.end is not None:
            last_ends[session.socket] = max(session.end, last_ends.get(session.socket, session.end))
    for session in (*conclusions.sessions, *conclusions.refused):
        if session.end_inferred:
            loose |= dict.fromkeys(session.transaction_ids, session.start)
    return Carry(
        link=offline_periods.advance(carry.link, words, policy),
        statuses=tuple(status for _, status in sorted(statuses.items())),
        last_ends=last_ends,
        sockets=sockets,
        episodes=tuple(
            episode for episode in conclusions.episodes if episode.end is None and not episode.is_momentary
        ),
        first_ever=first_ever(carry, conclusions.episodes),
        quality=counted(carry.quality, [fact for fact in words if type(fact) is OddityFound], conclusions),
        boot=boot,
        first_at=first_at,
        loose=dict(list(loose.items())[-_MOST_LOOSE:]),
        is_v2=is_v2,
        runs=_runs(carry.runs, conclusions.segments),
        clock=clock,
        unaccounted=unaccounted.advance(carry.unaccounted, conclusions.sessions, policy, unsettled.open_from),
        plates=its_plates,
        settings=settings,
        untold=untold.advance(carry.untold, words),
        conversation=conversation.advance(carry.conversation, words),
        unsettled=unsettled,
    )


def _runs(before: Mapping[int, Run], segments: Sequence[Segment]) -> dict[int, Run]:
    """The last state of each socket; equal neighbours are one run."""
    runs = dict(before)
    for segment in segments:
        run = runs.get(segment.socket)
        if run is None or run.state != segment.state:
            runs[segment.socket] = Run(segment.state, segment.start)
    return runs


def first_ever(carry: Carry, seen: Sequence[Episode]) -> tuple[FirstEver, ...]:
    """First sightings, the new ones added."""
    known = carry.first_ever_of()
    for episode in seen:
        key = (episode.socket, episode.code, episode.vendor_code)
        known[key] = min(known.get(key, episode.start), episode.start)
    return tuple(FirstEver(*key, at) for key, at in known.items())
