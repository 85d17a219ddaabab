"""
Which messages of a charger came by one way alone (B6)?

By a connection that is known here (the endpoint, a tap), and without one (a feed, a log): a frame keeps no
more of whence it came. Texts are not read: systems write the same message down with other spaces, and its
kind and its id stand first in each.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from chargeboard.domain.figures.sources import LoneMessage, WaysOfDay
from chargeboard.domain.frame import Frame
from chargeboard.time.days import day_of
from chargeboard.time.instants import MINUTE, Instant

_APART: Final = 2 * MINUTE
"""So long one of both may have taken, as Q28 has it."""
MOST_LONE: Final = 100
_BOTH: Final = None
_BEGINNING: Final = 600
"""In so many characters an id and an action stand."""
_CALL: Final = "[2,"


class Ways(NamedTuple):
    """By how many ways messages came; of those that came by one alone the newest."""

    days: list[WaysOfDay]
    lone: list[LoneMessage]


class _Heard(NamedTuple):
    at: Instant
    by_connection: bool
    direction: str
    name: str
    """Its kind and its id."""
    action: str


def ways_of(frames: Iterable[Frame], zone: str) -> Ways:
    """Of messages in order of receipt: while some came by both ways, which did so by one alone."""
    heard = [_heard(frame) for frame in frames]
    ends = [_ends(heard, by_connection=way) for way in (True, False)]
    if None in ends:
        return Ways([], [])
    first, last = max(one[0] for one in ends if one), min(one[1] for one in ends if one)
    counted: dict[date, Counter[bool | None]] = {}
    lone: list[LoneMessage] = []
    for one, again in _each_once(heard):
        if not any(first <= at <= last for at in (one.at, again.at if again else one.at)):
            continue
        counted.setdefault(day_of(one.at, zone), Counter())[_BOTH if again else one.by_connection] += 1
        if again is None:
            lone.append(
                LoneMessage(
                    at=one.at,
                    by_connection=one.by_connection,
                    from_charger=one.direction == "in",
                    action=one.action,
                )
            )
    days = [
        WaysOfDay(date=day, both=told[_BOTH], by_connection=told[True], without=told[False])
        for day, told in sorted(counted.items())
    ]
    return Ways(days, lone[: -MOST_LONE - 1 : -1])


def _heard(frame: Frame) -> _Heard:
    # [2, "id", "action", ...: what is no message is a name, too
    before, name, _, action, *_ = (*frame.text[:_BEGINNING].split('"', 4), "", "", "", "")
    kind = "".join(before.split())
    return _Heard(
        frame.received_at,
        bool(frame.connection),
        frame.direction,
        kind + name,
        action if kind == _CALL else "",
    )


def _ends(heard: Sequence[_Heard], *, by_connection: bool) -> tuple[Instant, Instant] | None:
    """When the first and the last message came by that way."""
    ats = [one.at for one in heard if one.by_connection is by_connection]
    return (ats[0], ats[-1]) if ats else None


def _each_once(heard: Sequence[_Heard]) -> Iterator[tuple[_Heard, _Heard | None]]:
    """Each message as it came first, and as it came by the other way; None: it did not."""
    waiting: defaultdict[tuple[str, str, bool], deque[int]] = defaultdict(deque)
    again: dict[int, _Heard | None] = {}
    for place, one in enumerate(heard):
        others = waiting[one.direction, one.name, not one.by_connection]
        while others and one.at - heard[others[0]].at > _APART:
            others.popleft()
        if others:
            again[others.popleft()] = one
        else:
            waiting[one.direction, one.name, one.by_connection].append(place)
            again[place] = None
    for place, other in again.items():
        yield heard[place], other
