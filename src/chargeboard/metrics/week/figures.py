"""What are the figures of hours of the week, and what was to be expected of a socket (G3)?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chargeboard.domain.figures.week import WeekCell, WeekSocket, WeekSum
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.success import success_day
from chargeboard.metrics.days.utilization import available, in_use, ratio_pct
from chargeboard.metrics.week.tally import HOURS_OF_WEEK, HourOfWeek, Tally, WeekBook
from chargeboard.time.instants import Micros, seconds_of


def total_of(book: WeekBook, policy: Policy) -> WeekSum:
    """The whole of it."""
    return WeekSum(**_sums(Tally.of(map(book.at, HOURS_OF_WEEK)), policy))


def cells_of(book: WeekBook, policy: Policy) -> list[WeekCell]:
    """Every hour of the week."""
    return [
        WeekCell(weekday=place.weekday + 1, hour=place.hour, **_sums(book.at(place), policy))
        for place in HOURS_OF_WEEK
    ]


def sockets_of(book: WeekBook, policy: Policy) -> list[WeekSocket]:
    """
    Each socket beside what would be expected of it.

    Formula: for each hour of the week what all sockets together came to, per hour that they were known,
             times the hours that the socket was known; success per attempt, times its attempts.
    Shape:   over sockets the expected sums are the sums, as far as they happened in known time.
    Source:  definitions G3.
    """
    together = {place: _hour(book.of_sockets_at(place), policy) for place in HOURS_OF_WEEK}
    return [_socket(socket, book.of_socket(socket), together, policy) for socket in book.sockets()]


class _Hour(NamedTuple):
    """What all sockets come to in an hour of the week."""

    known: Micros
    in_use: Micros
    attempts: int
    successes: int
    energy_wh: float


def _hour(tally: Tally, policy: Policy) -> _Hour:
    figures, count = tally.figures, success_day(tally.outcomes, policy)
    used = in_use(figures, policy)
    return _Hour(figures.known, used, count.attempts, count.successes, float(tally.energy_wh))


def _socket(
    socket: int | None,
    own: Mapping[HourOfWeek, Tally],
    together: Mapping[HourOfWeek, _Hour],
    policy: Policy,
) -> WeekSocket:
    used = tried = successes = energy = 0.0
    is_expected = socket is not None and any(tally.figures.known for tally in own.values())
    for place, tally in own.items() if is_expected else ():
        others = together[place]
        if others.known:
            share = tally.figures.known / others.known
            used += share * others.in_use
            tried += share * others.attempts
            energy += share * others.energy_wh
        if others.attempts and tally.outcomes:
            own_attempts = success_day(tally.outcomes, policy).attempts
            successes += own_attempts * others.successes / others.attempts
    whole = Tally.of(own.values())
    count = success_day(whole.outcomes, policy)
    return WeekSocket(
        socket=socket,
        success_pct=count.pct,
        expected_use_pct=ratio_pct(used, available(whole.figures, policy)) if is_expected else None,
        expected_attempts=tried if is_expected else None,
        expected_success_pct=ratio_pct(successes, count.attempts) if is_expected else None,
        expected_energy_wh=energy if is_expected else None,
        **_sums(whole, policy),
    )


def _sums(tally: Tally, policy: Policy) -> dict[str, Any]:
    """Of time of which nothing is known nothing is told but what is known to have happened in it."""
    figures, count = tally.figures, success_day(tally.outcomes, policy)
    used, whole, is_known = in_use(figures, policy), available(figures, policy), bool(figures.known)
    return {
        "in_use_s": seconds_of(used),
        "available_s": seconds_of(whole),
        "known_s": seconds_of(figures.known),
        "use_pct": ratio_pct(used, whole) if is_known else None,
        "attempts": count.attempts if is_known or count.attempts else None,
        "failed": count.attempts - count.successes if is_known or count.attempts else None,
        "energy_wh": float(tally.energy_wh) if is_known or tally.energy_wh else None,
    }
