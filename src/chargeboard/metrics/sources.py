"""In what do two tellings of a charger differ: its sessions, and when a socket was out of service (B2-B4)?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Final, NamedTuple, get_args

from chargeboard.domain.codes import Differing
from chargeboard.domain.conclusions import UNHEARD, Session, State
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, subtract

APART: Final = 5 * SECOND
"""Starts and ends that are no further apart are the same (as T8 has it of clocks)."""
APART_WH: Final = Decimal(10)
"""Energies that differ by no more are the same: hundredths of a kWh."""
OUT_LEAST: Final = 15 * MINUTE
"""Other systems may ask and write later by minutes: what was shorter is no difference."""
_NEAR: Final = 24 * HOUR
_OUT: Final = ("faulted", "unavailable")
_IN_SERVICE: Final = tuple({*get_args(State)} - UNHEARD - {*_OUT})
_START: Final = attrgetter("start")


class Pair(NamedTuple):
    """A session as it is shown, and as a source tells it; None: it is not there."""

    shown: Session | None
    told: Session | None

    @property
    def start(self) -> Instant:
        """Where it is listed."""
        one = self.shown or self.told
        return one.start if one is not None else 0


def pairs(shown: Sequence[Session], told: Sequence[Session], now: Instant) -> list[Pair]:
    """
    Which are the same: by the id of their transaction, else by their time on the socket; by start (B2).

    Both come by start. Each is in one pair.
    """
    starts = [one.start for one in shown]
    taken: set[int] = set()
    partner: dict[int, int] = {}
    for is_same in (_has_same_id, _has_same_time):
        for place, one in enumerate(told):
            if place in partner:
                continue
            first, last = (bisect_left(starts, one.start + far) for far in (-_NEAR, _NEAR))
            fitting = [
                other
                for other in range(first, last)
                if other not in taken and is_same(shown[other], one, now)
            ]
            if fitting:
                partner[place] = min(fitting, key=lambda other: abs(starts[other] - one.start))
                taken.add(partner[place])
    found = [Pair(shown[partner[n]] if n in partner else None, one) for n, one in enumerate(told)]
    found += [Pair(one, None) for n, one in enumerate(shown) if n not in taken]
    return sorted(found, key=_START)


def _has_same_id(shown: Session, told: Session, _: Instant) -> bool:
    return not set(shown.transaction_ids).isdisjoint(told.transaction_ids) and _may_share_socket(shown, told)


def _has_same_time(shown: Session, told: Session, now: Instant) -> bool:
    """At least half of the shorter one is common to both, on one socket as far as that is known."""
    ends = [now if one.end is None else one.end for one in (shown, told)]
    common = min(ends) - max(shown.start, told.start)
    shorter = min(ends[0] - shown.start, ends[1] - told.start)
    return common >= 0 and 2 * common >= shorter and _may_share_socket(shown, told)


def _may_share_socket(one: Session, other: Session) -> bool:
    return one.socket is None or other.socket is None or one.socket == other.socket


def differences(pair: Pair, *, repeats_words: bool) -> list[Differing]:
    """
    In what a pair differs (B3); what one of both does not know is no difference.

    `repeats_words`: reasons and cards of the source are those that the charger told it.
    """
    shown, told = pair
    if shown is None:
        return [Differing.ADDED]
    if told is None:
        return [Differing.MISSING]
    return [kind for kind, differs in _compared(shown, told, repeats_words=repeats_words) if differs]


def _compared(shown: Session, told: Session, *, repeats_words: bool) -> Iterator[tuple[Differing, bool]]:
    yield Differing.START, abs(shown.start - told.start) > APART
    yield Differing.END, _ends_differ(shown, told)
    more = energy_more(shown, told)
    yield Differing.ENERGY, more is not None and abs(more) > APART_WH
    if repeats_words:
        said = shown.reason, told.reason
        yield Differing.REASON, said[0] != said[1] and all(said) and told.reason != "Other"
        yield Differing.CARD, shown.token != told.token and bool(shown.token and told.token)


def _ends_differ(shown: Session, told: Session) -> bool:
    """One that was inferred is nobody's word; that it goes on is one."""
    if shown.end_inferred or told.end_inferred:
        return False
    if shown.end is None or told.end is None:
        return shown.end is not told.end
    return abs(shown.end - told.end) > APART


def energy_more(shown: Session, told: Session) -> Decimal | None:
    """How much more energy the source tells, of a session that is over by both."""
    if shown.end is None or told.end is None or shown.energy_wh is None or told.energy_wh is None:
        return None
    return told.energy_wh - shown.energy_wh


class Contrary(NamedTuple):
    """A socket was out of service by one telling and not by the other."""

    socket: int
    span: Span
    is_out: bool
    """By what is shown."""
    told: State


def contraries(
    shown: Mapping[int, Series[State]], told: Mapping[int, Series[State]], window: Span
) -> list[Contrary]:
    """Of sockets that both tell of, where both know something, by start (B4)."""
    found: list[Contrary] = []
    for socket in shown.keys() & told.keys():
        ours, theirs = shown[socket].clip(window), told[socket].clip(window)
        for one, other, is_out in ((ours, theirs, True), (theirs, ours, False)):
            found += [
                Contrary(socket, span, is_out, state)
                for span in _only_out_by(one, other)
                if span.length >= OUT_LEAST and (state := theirs.at(span.start)) is not None
            ]
    return sorted(found, key=lambda one: (one.span, one.socket))


def _only_out_by(one: Series[State], other: Series[State]) -> list[Span]:
    out = one.spans(*_OUT)
    return subtract(out, subtract(out, other.spans(*_IN_SERVICE)))
