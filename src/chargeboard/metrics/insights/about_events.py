"""What do the last 24 hours and this moment tell? (I09, I10, I18, I19)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.conclusions import IN_USE, OUTAGE, Session
from chargeboard.domain.figures import percent, several
from chargeboard.domain.instants import HOUR, MINUTE, SECOND, Instant, instant_of
from chargeboard.domain.span import overlap
from chargeboard.metrics import links
from chargeboard.metrics.insights.history import History
from chargeboard.metrics.insights.words import at_time, lasting

_STUCK: Final = {"preparing": 4 * HOUR, "finishing": 12 * HOUR}
_LONG_SESSION: Final = 24 * HOUR
_NO_RISE: Final = 2 * HOUR
_WARM_UP: Final = 10 * MINUTE
_UNKNOWN: Final = frozenset({"offline", "unknown"})


def about_events(board: Board, seen: History) -> Iterator[Insight]:
    """Gaps, activity, what is stuck and what does not charge."""
    yield from _gaps(board, seen)
    yield from _activity(seen)
    yield from _stuck(board, seen)
    yield from _not_charging(board)


def _gaps(board: Board, seen: History) -> Iterator[Insight]:
    day = seen.last_24_h
    inside = [span for span in links.offline(seen.gaps, seen.now) if span.overlaps(day)]
    lost = overlap(inside, day)
    share = 100 * lost / day.length
    if share > 1 or len(inside) >= 3:
        going_on = "; it is offline now" if board.charger.is_online is False else ""
        yield Insight(
            id="I09",
            severity="warning",
            text=f"Communication downtime in the last 24 h: {several(len(inside), 'gap', 'gaps')},"
            f" {lasting(lost)} in total ({percent(share)}){going_on}.",
            numbers={"gaps": len(inside), "offline_s": lost / SECOND, "pct": share},
            panel="events",
        )
    opened = sorted(at for at in seen.opened if at in day)
    most = max((sum(at <= other < at + HOUR for other in opened) for at in opened), default=0)
    if most >= 6:
        yield Insight(
            id="I09",
            severity="warning",
            text=f"Connection flapping: {most} reconnects within an hour. Check its link and power supply.",
            numbers={"reconnects_per_hour": most},
            panel="events",
        )


def _activity(seen: History) -> Iterator[Insight]:
    """Busy or idle, measured against what is known; a gap is downtime and not low usage."""
    day = seen.last_24_h
    lasted: Counter[str] = Counter()
    for segment in seen.segments:
        if segment.end > day.start and segment.start < day.end:
            lasted[segment.state] += min(segment.end, day.end) - max(segment.start, day.start)
    whole = lasted.total()
    known = sum(length for state, length in lasted.items() if state not in _UNKNOWN)
    down = sum(length for state, length in lasted.items() if state in OUTAGE)
    if known < HOUR:
        return
    busy = 100 * sum(length for state, length in lasted.items() if state in IN_USE) / known
    free = 100 * lasted["available"] / known
    apart = f" {percent(100 * down / whole)} of the time was downtime, not low usage." if down else ""
    if busy >= 50:
        text = f"High activity: in use {percent(busy)} of the last 24 h.{apart}"
    elif free >= 95:
        text = f"Mostly idle: free {percent(free)} of the known time of the last 24 h.{apart}"
    else:
        return
    numbers: dict[str, float | int | str | None] = {"in_use_pct": busy, "available_pct": free}
    yield Insight(id="I10", severity="info", text=text, numbers=numbers, panel="events")


def _stuck(board: Board, seen: History) -> Iterator[Insight]:
    for now in board.now:
        since = None if now.since is None else instant_of(datetime.fromisoformat(now.since))
        if since is not None and now.state in _STUCK and seen.now - since > _STUCK[now.state]:
            yield Insight(
                id="I18",
                severity="warning",
                text=f"Socket {now.socket} has been {now.state} for {lasting(seen.now - since)}:"
                " blocked bay, forgotten cable or a stuck charger.",
                numbers={"socket": now.socket, "state": now.state, "since": now.since},
                panel="events",
            )
    for session in seen.sessions:
        risen = _last_rise(session)
        if session.is_open and seen.now - session.start > _LONG_SESSION and seen.now - risen >= _NO_RISE:
            yield Insight(
                id="I18",
                severity="warning",
                text=f"The session on socket {session.socket or '?'} runs for"
                f" {lasting(seen.now - session.start)} without energy since"
                f" {at_time(risen, seen.zone, today=seen.today)}.",
                numbers={"socket": session.socket, "key": session.key},
                panel="ongoing",
            )


def _last_rise(session: Session) -> Instant:
    """When its energy rose for the last time; its start if never."""
    risen = session.start
    for readings in (session.readings, session.export_readings):
        for before, after in pairwise(readings):
            if after.energy_wh > before.energy_wh:
                risen = max(risen, after.at)
    return risen


def _not_charging(board: Board) -> Iterator[Insight]:
    least = board.policy.min_success_energy_wh
    for one in board.ongoing.sessions:
        slow = one.energy_wh is not None and max(one.energy_wh, one.export_wh or 0) < least
        if slow and one.duration_s * SECOND >= _WARM_UP and one.state != "suspended" and not one.stale:
            yield Insight(
                id="I19",
                severity="warning",
                text=f"Socket {one.socket or '?'} is not charging: {one.energy_wh:.0f} Wh"
                f" in {lasting(round(one.duration_s * SECOND))}.",
                numbers={"socket": one.socket, "energy_wh": one.energy_wh, "duration_s": one.duration_s},
                panel="ongoing",
            )
