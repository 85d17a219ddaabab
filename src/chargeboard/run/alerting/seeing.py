"""What of a board do alerts look at?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from chargeboard.alerts.holding import MOMENT, is_meant
from chargeboard.alerts.rule import Rule
from chargeboard.alerts.seen import Maintenance, Seen
from chargeboard.domain.conclusions import UNHEARD
from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.domain.figures.board import Board
from chargeboard.domain.policy import Policy, Profile
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.days.day_book import exclusion_span
from chargeboard.run.answering.board import MadeBoard
from chargeboard.time.days import day_of, day_span, midnight
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span

_SILENT = frozenset({"silent_failure", "silent_failure_of_socket"})


def seen_of(made: MadeBoard) -> Seen:
    """A charger as its board tells of it, and what is behind it."""
    board, history = made.board, made.history
    at, charger = history.at, board.charger
    tried, clock = board.success_headline, board.data_quality.clock_offset
    is_off = clock is not None and abs(clock.offset_s) >= history.policy.clock_warn_s
    return Seen(
        station=charger.id,
        at=at,
        name=charger.name,
        site=charger.site,
        tags=history.profile.tags,
        zone=charger.timezone,
        maker=charger.vendor or "",
        model=charger.model or "",
        last_contact=charger.last_contact,
        offline_since=charger.offline_since,
        is_history=charger.is_history,
        socket_names=charger.socket_names,
        faulted=tuple(
            (now.socket, now.since) for now in board.now if now.state == "faulted" and now.since is not None
        ),
        states=tuple(
            (now.socket, now.state, now.since)
            for now in board.now
            if now.since is not None and now.state not in UNHEARD
        ),
        episodes=tuple(history.episodes(Span(at - MOMENT, at))),
        attempts=int(tried.denominator),
        success_pct=tried.pct,
        today=day_span(day_of(at, history.zone), history.zone).start,
        silent=tuple(_silent(board)),
        opened=history.carry.link.opened,
        clock_off_since=clock.since if clock is not None and is_off else None,
        without_energy=tuple(_without_energy(board)),
        idle_since=_idle_since(made),
        maintenance=maintenance_of(history.policy),
    )


def maintenance_of(policy: Policy) -> tuple[Maintenance, ...]:
    """The windows that the operator declared for a charger: those that its uptime leaves out."""
    return tuple(
        Maintenance(exclusion_span(exclusion, policy.timezone), exclusion.socket)
        for exclusion in policy.exclusions
    )


def windows_known(profile: Profile, declared: Iterable[DeclaredExclusion]) -> tuple[Maintenance, ...]:
    """Those windows, each from when it was known: nobody was spared by what was declared afterwards."""
    kept_at = {
        Maintenance(Span(one.from_at, one.until_at), one.socket): one.kept_at
        for one in declared
        if one.is_of(profile)
    }
    known = ((one, kept_at.get(one, BEGINNING)) for one in maintenance_of(profile.policy))
    return tuple(
        Maintenance(Span(max(one.span.start, since), one.span.end), one.socket)
        for one, since in known
        if since < one.span.end
    )


def may_be_meant(rule: Rule, profile: Profile) -> bool:
    """Whether a rule may be about a charger, by what is known of it without looking at it."""
    lists = msgspec.structs.replace(rule, makers=(), models=())
    return is_meant(lists, Seen(station=profile.id, at=0, site=profile.site, tags=profile.tags))


def _silent(board: Board) -> Iterator[tuple[int, Instant]]:
    for insight in board.insights:
        if insight.code in _SILENT and insight.since is not None:
            socket = insight.numbers.get("socket")
            yield socket if isinstance(socket, int) else 0, insight.since


def _without_energy(board: Board) -> Iterator[tuple[int, Instant]]:
    """A car that has paused is no fault."""
    least = board.policy.min_success_energy_wh
    for session in board.ongoing.sessions:
        energy_wh = session.energy_wh
        if energy_wh is None or session.stale or session.state == "suspended":
            continue
        if max(energy_wh, session.export_wh or 0) < least:
            yield session.socket or 0, session.start


def _idle_since(made: MadeBoard) -> Instant | None:
    """When the last session ended; where there is none in the window, when that began or the charger came."""
    board = made.board
    if board.ongoing.active_sessions or board.charger.first_seen is None:
        return None
    ends = [some.last_end for some in made.stored if some.last_end is not None]
    ends += [session.end for session in board.sessions if session.end is not None]
    return max(ends, default=max(board.charger.first_seen, _begin(made.history, board)))


def _begin(history: ChargerHistory, board: Board) -> Instant:
    return midnight(board.window.from_, history.zone)
