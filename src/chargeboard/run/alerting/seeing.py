"""What of a board do alerts look at?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from chargeboard.alerts.holding import MOMENT, is_meant
from chargeboard.alerts.rule import Rule
from chargeboard.alerts.seen import Maintenance, Seen
from chargeboard.domain.conclusions import UNHEARD, Episode
from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.domain.figures.board import Board, ChargerInfo, DataQuality, SocketNow
from chargeboard.domain.figures.session_rows import Ongoing
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
    tried, ongoing = board.success_headline, board.ongoing
    return replace(
        known_of(board.charger, history),
        faulted=faulted(board.now),
        states=heard_states(board.now),
        episodes=recent_episodes(history),
        attempts=int(tried.denominator),
        success_pct=tried.pct,
        silent=tuple(_silent(board)),
        opened=history.carry.link.opened,
        clock_off_since=clock_off_since(board.data_quality, board.policy),
        without_energy=without_energy(ongoing, board.policy),
        idle_since=None
        if ongoing.active_sessions
        else idle_since(
            board.charger,
            [some.last_end for some in made.stored] + [session.end for session in board.sessions],
            midnight(board.window.from_, history.zone),
        ),
    )


def known_of(charger: ChargerInfo, history: ChargerHistory) -> Seen:
    """Who it is, where, and whether it is heard."""
    at, profile = history.at, history.profile
    return Seen(
        station=charger.id,
        at=at,
        name=charger.name,
        site=charger.site,
        tags=profile.tags,
        zone=charger.timezone,
        maker=charger.vendor or "",
        model=charger.model or "",
        last_contact=charger.last_contact,
        offline_since=charger.offline_since,
        is_history=charger.is_history,
        socket_names=charger.socket_names,
        today=day_span(day_of(at, history.zone), history.zone).start,
        maintenance=maintenance_of(history.policy),
    )


def faulted(now: Iterable[SocketNow]) -> tuple[tuple[int, Instant], ...]:
    """Sockets that are, and since when."""
    return tuple((one.socket, one.since) for one in now if one.state == "faulted" and one.since is not None)


def heard_states(now: Iterable[SocketNow]) -> tuple[tuple[int, str, Instant], ...]:
    """Sockets that are heard, each with its state and since when."""
    return tuple(
        (one.socket, one.state, one.since)
        for one in now
        if one.since is not None and one.state not in UNHEARD
    )


def recent_episodes(history: ChargerHistory) -> tuple[Episode, ...]:
    """Errors that last, or were reported lately."""
    return tuple(history.episodes(Span(history.at - MOMENT, history.at)))


def clock_off_since(quality: DataQuality, policy: Policy) -> Instant | None:
    """Since when its clock is further off than is tolerated."""
    clock = quality.clock_offset
    return clock.since if clock is not None and abs(clock.offset_s) >= policy.clock_warn_s else None


def without_energy(running: Ongoing, policy: Policy) -> tuple[tuple[int, Instant], ...]:
    """Sockets whose session gave nothing yet, and since when; a car that has paused is no fault."""
    return tuple(
        (session.socket or 0, session.start)
        for session in running.sessions
        if session.energy_wh is not None
        and not (session.stale or session.state == "suspended")
        and max(session.energy_wh, session.export_wh or 0) < policy.min_success_energy_wh
    )


def idle_since(charger: ChargerInfo, ends: Iterable[Instant | None], begin: Instant) -> Instant | None:
    """
    When the last session ended, where none goes on.

    Where none ended since `begin`, it is that instant, or when the charger came.
    """
    if charger.first_seen is None:
        return None
    return max((end for end in ends if end is not None), default=max(charger.first_seen, begin))


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
    lists = replace(rule, makers=(), models=())
    return is_meant(lists, Seen(station=profile.id, at=0, site=profile.site, tags=profile.tags))


def _silent(board: Board) -> Iterator[tuple[int, Instant]]:
    for insight in board.insights:
        if insight.code in _SILENT and insight.since is not None:
            socket = insight.numbers.get("socket")
            yield socket if isinstance(socket, int) else 0, insight.since
