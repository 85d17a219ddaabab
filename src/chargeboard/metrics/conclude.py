"""
What follows from the facts of a stretch of time?

The one place where the metrics meet: links, then transactions and sessions, then the timeline, attempts and
errors. A pure function of the facts, what was carried into them, and now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final, TypeVar

import msgspec

from chargeboard.domain.codes import Untold
from chargeboard.domain.conclusions import (
    Attempt,
    Conclusions,
    Episode,
    Gap,
    NoEnergy,
    Orphan,
    Segment,
    Session,
)
from chargeboard.domain.facts import AnyFact, Quiet, StatusReported, StopReported, apart
from chargeboard.domain.policy import Policy
from chargeboard.metrics import untold
from chargeboard.metrics.attempts import attempts
from chargeboard.metrics.attempts.hearing import signals
from chargeboard.metrics.attempts.signals import AnySignal
from chargeboard.metrics.attempts.success import visits
from chargeboard.metrics.carried_facts import Known
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.errors import episodes
from chargeboard.metrics.sessions import sessions
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline import offline_periods
from chargeboard.metrics.timeline.no_energy import no_energy
from chargeboard.metrics.timeline.socket_states import Socket
from chargeboard.metrics.timeline.sockets import first_evidence
from chargeboard.metrics.timeline.status_log import StatusLog
from chargeboard.metrics.unsettled import Unsettled, assumed, digest
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span, union

_Row = TypeVar("_Row", Session, Attempt, NoEnergy, Orphan)

_AT: Final = attrgetter("at")

METRICS_VERSION: Final = "53"
"""Raise it when the same facts give other conclusions than before: stored ones are then computed again."""


@dataclass(frozen=True, slots=True)
class Found:
    """Conclusions, since when each socket is observed, and on which socket each stop ended a session."""

    conclusions: Conclusions
    sockets: dict[int, Instant]
    stopped_on: dict[StopReported, int]
    holds: bool = True
    """Whether what was kept before still holds: if not, it has to be concluded from an earlier instant."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What conclusions were made of and passed on the way: who goes on from an instant needs some of it."""

    known: Known
    begun: list[Session]
    """Sessions and refused starts, those that are kept already included."""
    refused: frozenset[str]
    states: dict[int, list[Segment]]
    """Of each socket, as far back as they may turn out otherwise."""
    signals: Sequence[AnySignal]
    tried: list[Attempt]
    gaps: list[Gap]
    sockets: list[int]
    before: Unsettled
    last_ends: Mapping[int, Instant]
    open_before: Sequence[Episode]


def conclude(
    facts: Sequence[AnyFact],
    carry: Carry,
    *,
    start: Instant,
    now: Instant,
    heard_at: Instant | None,
    zone: str,
    policy: Policy,
    is_unwatched: bool = False,
) -> Found:
    """
    All conclusions from `start` to `now`, and of what was not settled at `start`.

    `facts` are those with `at >= start`, by (at, received_at, arrival); `carry` is the past at `start`;
    `heard_at` the last sign of life by `now`; `is_unwatched`: nobody listens since.
    """
    return concluded(
        facts,
        carry,
        start=start,
        now=now,
        heard_at=heard_at,
        zone=zone,
        policy=policy,
        is_unwatched=is_unwatched,
    )[0]


def concluded(
    facts: Sequence[AnyFact],
    carry: Carry,
    *,
    start: Instant,
    now: Instant,
    heard_at: Instant | None,
    zone: str,
    policy: Policy,
    is_unwatched: bool = False,
) -> tuple[Found, Evidence]:
    """All conclusions, and what they were made of."""
    before = carry.unsettled
    sockets = first_evidence(facts, carry.sockets, policy)
    late_words, late_samples = apart(facts)
    early_words, early_samples = apart(before.facts)
    words, samples = [*early_words, *late_words], [*early_samples, *late_samples]
    gaps = offline_periods.gaps(late_words, carry.link, heard_at=heard_at, now=now, policy=policy)
    if is_unwatched:
        gaps = offline_periods.unwatched(gaps)
    known_gaps = [*before.gaps, *gaps]
    offline, ours = offline_periods.absences(known_gaps, now)
    last = carry.last if before.at == BEGINNING else {}
    words = _without_silences(words)
    log = StatusLog(words, last, policy)
    heard = sessions(
        words, samples, log, sockets=list(sockets), unheard=union([*offline, *ours]), now=now, policy=policy
    )
    begun, refused = [*heard.sessions, *heard.refused], frozenset(one.key for one in heard.refused)
    states = _states(
        heard.transactions, log, sockets, offline, ours, carry, start=start, now=now, policy=policy
    )
    since = before.before.attempts.since
    first = bisect_left(words, since, key=_AT)
    # as far back as words are carried: no cable was in where that begins
    stood = last.values() if since == BEGINNING else _statuses(words[:first])
    lately = words[first:]
    said = signals(lately, heard.sessions, heard.refused, stood, policy, since)
    tried = attempts(
        lately,
        said,
        begun,
        sockets=list(sockets),
        now=now,
        policy=policy,
        stopped_on=heard.stopped_on,
        open_before=carry.episodes,
        before=before.before,
    )
    if policy.grouping == "visit":
        tried = visits(tried, policy)
    if whole := {one.key for one in heard.transactions if one.is_told_whole}:
        tried = [one for one in tried if whole.isdisjoint(one.session_keys)]
    if changes := untold.advance(carry.untold, words):
        # of who was refused nobody tells: the others alone would be a rate of 100 %
        tried = [one for one in tried if Untold.ATTEMPTS not in untold.at(changes, one.start)]
    found = Found(
        Conclusions(
            sessions=_unkept(heard.sessions, before.at),
            refused=_unkept(heard.refused, before.at),
            attempts=_unkept(tried, before.at),
            segments=[segment for segments in states.values() for segment in since_instant(segments, start)],
            no_energy=_unkept(
                no_energy(
                    heard.transactions,
                    [segment for segments in states.values() for segment in segments],
                    {session.key: session.settles_at for session in heard.sessions},
                ),
                before.at,
            ),
            gaps=gaps,
            episodes=episodes(
                words,
                open_before=carry.episodes,
                zone=zone,
                now=now,
                policy=policy,
                gaps=gaps,
                stopped_on=heard.stopped_on,
                since=before.at,
            ),
            orphans=_unkept(heard.orphans, before.at),
        ),
        sockets,
        heard.stopped_on,
        holds=_holds(before, begun, refused, states),
    )
    return found, Evidence(
        Known(words, samples, heard.told_of, log, policy),
        begun,
        refused,
        states,
        said,
        tried,
        known_gaps,
        list(sockets),
        before,
        carry.last_ends,
        carry.episodes,
    )


def behind(found: Found, at: Instant, carry: Carry) -> Found:
    """
    What of it is not kept at an instant: what would be found by going on from there, with the carry of then.

    Law: Restarts.
    """
    told = found.conclusions
    lasting = {episode.key for episode in carry.episodes}
    return replace(
        found,
        conclusions=Conclusions(
            sessions=_unkept(told.sessions, at),
            refused=_unkept(told.refused, at),
            attempts=_unkept(told.attempts, at),
            segments=since_instant(told.segments, at),
            no_energy=_unkept(told.no_energy, at),
            gaps=[gap for gap in told.gaps if gap.start >= at],
            episodes=[one for one in told.episodes if one.start >= at or one.key in lasting],
            orphans=_unkept(told.orphans, at),
        ),
        holds=True,
    )


def _unkept(rows: Sequence[_Row], at: Instant) -> list[_Row]:
    """Those that had not settled before an instant."""
    return [row for row in rows if row.settles_at is None or row.settles_at >= at]


def _states(  # noqa: PLR0913  # it names all that it depends on
    transactions: Sequence[Transaction],
    log: StatusLog,
    sockets: Mapping[int, Instant],
    offline: Sequence[Span],
    ours: Sequence[Span],
    carry: Carry,
    *,
    start: Instant,
    now: Instant,
    policy: Policy,
) -> dict[int, list[Segment]]:
    """The states of each socket, as far back as they may turn out otherwise."""
    known_from = carry.unsettled.since(start)
    states: dict[int, list[Segment]] = {}
    for socket, observed_from in sockets.items():
        history = Socket(
            socket,
            transactions,
            log,
            offline=offline,
            collector=ours,
            last_end=carry.last_ends.get(socket),
            policy=policy,
        )
        begin = max(known_from.get(socket, start), observed_from)
        states[socket] = history.segments(Span(begin, now)) if begin < now else []
    return states


def since_instant(segments: Sequence[Segment], start: Instant) -> list[Segment]:
    """States from an instant on."""
    return [
        one if one.start >= start else Segment(one.socket, start, one.end, one.state)
        for one in segments
        if one.end > start
    ]


def _statuses(words: Sequence[AnyFact]) -> list[StatusReported]:
    return [fact for fact in words if type(fact) is StatusReported]


def _holds(
    before: Unsettled, begun: Sequence[Session], refused: frozenset[str], states: Mapping[int, list[Segment]]
) -> bool:
    """Whether transactions and states up to an instant are those that were known then."""
    now_known = assumed(begun, refused, before.at)
    return all(now_known.get(key) == then for key, then in before.assumed.items()) and all(
        digest(states.get(socket, ()), before.at) == then.digest for socket, then in before.states.items()
    )


def _without_silences(words: Sequence[AnyFact]) -> list[AnyFact]:
    """Most words are silences, and only what asks for links looks at them."""
    return [fact for fact in words if type(fact) is not Quiet]


def prolonged(found: Found, before: Instant, now: Instant) -> Found:
    """
    What was concluded at an instant before now, as it is now: the states that lasted then have gone on.

    All else stays as it was until something is said, or until the next instant that is due (law: Prolonged).
    """
    conclusions = found.conclusions
    segments = [
        segment if segment.end < before else Segment(segment.socket, segment.start, now, segment.state)
        for segment in conclusions.segments
    ]
    return replace(found, conclusions=msgspec.structs.replace(conclusions, segments=segments))
