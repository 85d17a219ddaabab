"""Is there contact, and is every socket in service? (I09, I23)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.policy import Policy
from chargeboard.guidance.looked_at import History
from chargeboard.guidance.words import at_time, lasting
from chargeboard.metrics.days.day_book import exclusion_span
from chargeboard.metrics.days.opening import open_spans
from chargeboard.metrics.timeline import offline_periods
from chargeboard.time.days import day_span
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of
from chargeboard.words.formats import several

_LONG_SILENCE: Final = 15 * MINUTE
_LONG_WITHDRAWN: Final = 30 * MINUTE
_DAY: Final = 24 * HOUR
_MUCH: Final = 0.01
_MANY_GAPS: Final = 3
_FLAPPING: Final = 6
_WITHDRAWN: Final = (
    "If nobody took it out on purpose, set it operative again; if it stays, restart the charger."
)
_ON_SITE: Final = "See whether it has power; check SIM, antenna, router and cable on site."
_LINK: Final = (
    "Check signal, SIM, router and power supply on site; gaps at fixed times point to something switched."
)


def about_service(board: Board, seen: History) -> Iterator[Insight]:
    """Lost contact, gaps of the last day, and sockets that were taken out of service."""
    yield from _no_contact(board, seen)
    yield from _gaps(board, seen)
    yield from _flapping(seen)
    yield from _withdrawn(board, seen)


def _no_contact(board: Board, seen: History) -> Iterator[Insight]:
    if board.charger.is_online is not False or board.charger.offline_since is None:
        return
    since = board.charger.offline_since
    if seen.has_come(since + _LONG_SILENCE):
        running = board.ongoing.active_sessions
        left = f"; {several(running, 'session')} may still be running" if running else ""
        yield Insight(
            id="I09",
            severity="warning",
            text=f"No contact since {at_time(since, seen.zone, today=seen.today)}{left}.",
            numbers={"since": text_of(since)},
            panel="events",
            need="out_of_service",
            action=_ON_SITE,
            since=since,
        )


def _gaps(board: Board, seen: History) -> Iterator[Insight]:
    """
    Contact that was lost and is back, in the last 24 hours.

    Gaps are told whole and the one that goes on apart, so that what is said holds until one is a day ago.
    """
    spans = offline_periods.offline(seen.gaps, seen.now)
    found = [span for span in spans if not seen.has_come(span.end + _DAY)]
    over = found[:-1] if board.charger.is_online is False else found
    lost = sum(span.length for span in over)
    is_often = len(found) >= _MANY_GAPS
    if not over or not (is_often or lost > _MUCH * _DAY):
        return
    longest = max(span.length for span in over)
    many = len(over) > 1
    yield Insight(
        id="I09",
        severity="warning" if is_often else "info",
        text=f"Contact came back {several(len(over), 'time') if many else 'once'} in the last 24 h, after"
        f" {lasting(lost)} without{f' in all, {lasting(longest)} at most' if many else ''}.",
        numbers={"gaps": len(found), "offline_s": lost / SECOND},
        panel="events",
        need="later" if is_often else "",
        action=_LINK,
    )


def _flapping(seen: History) -> Iterator[Insight]:
    opened = sorted(at for at in seen.opened if at < seen.now and not seen.has_come(at + _DAY + 1))
    most = max((sum(at <= other < at + HOUR for other in opened) for at in opened), default=0)
    if most >= _FLAPPING:
        yield Insight(
            id="I09",
            severity="warning",
            text=f"Connection flapping: {most} reconnects within an hour.",
            numbers={"reconnects_per_hour": most},
            panel="events",
            need="later",
            action=_LINK,
        )


def _withdrawn(board: Board, seen: History) -> Iterator[Insight]:
    """Sockets that are out of service by command or by themselves, and not broken."""
    if board.charger.is_online is False:
        return
    for now in board.now:
        if now.state != "unavailable" or now.since is None or _is_declared(now.socket, board.policy, seen):
            continue
        since = now.since
        if seen.has_come(since + _LONG_WITHDRAWN):
            yield Insight(
                id="I23",
                severity="warning",
                text=f"Socket {now.socket} has been out of service (Unavailable) since"
                f" {at_time(since, seen.zone, today=seen.today)}.",
                numbers={"socket": now.socket, "since": text_of(since)},
                panel="events",
                need="out_of_service",
                action=_WITHDRAWN,
                since=since,
            )


def _is_declared(socket: int, policy: Policy, seen: History) -> bool:
    """Whether the operator said that it would be so: by an exclusion, or by opening hours."""
    declared = [exclusion_span(one, seen.zone) for one in policy.exclusions if one.socket in {None, socket}]
    if any(seen.is_inside(span) for span in declared):
        return True
    today = day_span(seen.today, seen.zone)
    return not any(seen.is_inside(span) for span in open_spans(seen.today, today, seen.zone, policy))
