"""What do the last 24 hours and this moment tell? (I10, I18, I19)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.conclusions import IN_USE, OUTAGE, Session
from chargeboard.guidance.looked_at import UNHEARD, History
from chargeboard.guidance.words import at_time
from chargeboard.time.instants import HOUR, MINUTE, Instant, text_of
from chargeboard.words.formats import percent

_STUCK: Final = {"preparing": 4 * HOUR, "finishing": 12 * HOUR}
_LONG_SESSION: Final = 24 * HOUR
_NO_RISE: Final = 2 * HOUR
_WARM_UP: Final = 10 * MINUTE
_LOOK_AT_BAY: Final = (
    "Have somebody look at the bay; ask the driver to move the car, unlock the plug remotely or restart it."
)


def about_events(board: Board, seen: History) -> Iterator[Insight]:
    """Activity, what is stuck and what does not charge."""
    yield from _activity(seen)
    yield from _stuck(board, seen)
    yield from _not_charging(board, seen)


def _activity(seen: History) -> Iterator[Insight]:
    """Busy or idle, measured against what is known; a gap is downtime and not low usage."""
    day = seen.last_24_h
    lasted: Counter[str] = Counter()
    for segment in seen.segments:
        if segment.end > day.start and segment.start < day.end:
            lasted[segment.state] += min(segment.end, day.end) - max(segment.start, day.start)
    whole = lasted.total()
    known = sum(length for state, length in lasted.items() if state not in UNHEARD)
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
        since = now.since
        if since is None or now.state not in _STUCK or not seen.has_come(since + _STUCK[now.state] + 1):
            continue
        yield Insight(
            id="I18",
            severity="warning",
            text=f"Socket {now.socket} has been {now.state} since"
            f" {at_time(since, seen.zone, today=seen.today)}: a blocked bay, a forgotten cable"
            " or a stuck charger.",
            numbers={
                "socket": now.socket,
                "state": now.state,
                "since": text_of(since),
            },
            panel="events",
            need="drivers",
            action=_LOOK_AT_BAY,
            since=since,
        )
    for session in seen.sessions:
        risen = _last_rise(session)
        is_long = session.is_open and seen.has_come(session.start + _LONG_SESSION + 1)
        if is_long and seen.has_come(risen + _NO_RISE):
            yield Insight(
                id="I18",
                severity="warning",
                text=f"The session on socket {session.socket or '?'} has been running since"
                f" {at_time(session.start, seen.zone, today=seen.today)}, without energy since"
                f" {at_time(risen, seen.zone, today=seen.today)}.",
                numbers={"socket": session.socket, "key": session.key},
                panel="ongoing",
                need="drivers",
                action="Ask the driver to move the car, or stop the session remotely.",
                since=session.start,
            )


def _last_rise(session: Session) -> Instant:
    """When its energy rose for the last time; its start if never."""
    risen = session.start
    for readings in (session.readings, session.export_readings):
        for before, after in pairwise(readings):
            if after.energy_wh > before.energy_wh:
                risen = max(risen, after.at)
    return risen


def _not_charging(board: Board, seen: History) -> Iterator[Insight]:
    least = board.policy.min_success_energy_wh
    for one in board.ongoing.sessions:
        slow = one.energy_wh is not None and max(one.energy_wh, one.export_wh or 0) < least
        if not slow or one.state == "suspended" or one.stale:
            continue
        start = one.start
        if seen.has_come(start + _WARM_UP):
            yield Insight(
                id="I19",
                severity="warning",
                text=f"Socket {one.socket or '?'} is not charging: {one.energy_wh:.0f} Wh since"
                f" {at_time(start, seen.zone, today=seen.today)}.",
                numbers={"socket": one.socket, "energy_wh": one.energy_wh, "start": text_of(start)},
                panel="ongoing",
                need="drivers",
                action="If it stays so, stop it remotely and try another car.",
                since=one.start,
            )
