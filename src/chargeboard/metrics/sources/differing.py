"""In what does a source differ from the page: its sessions, and when a socket was out of service (B2-B4)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Final, NamedTuple, get_args

from chargeboard.domain.codes import Differing, Untold
from chargeboard.domain.conclusions import UNHEARD, Session, State
from chargeboard.metrics.sessions.doubles import partners
from chargeboard.time.instants import MINUTE, SECOND, Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, subtract

APART: Final = 5 * SECOND
"""Starts and ends that are no further apart are the same (as T8 has it of clocks)."""
APART_WH: Final = Decimal(10)
"""Energies that differ by no more are the same: hundredths of a kWh."""
OUT_LEAST: Final = 15 * MINUTE
"""Other systems may ask and write later by minutes: what was shorter is no difference."""
_OUT: Final = ("faulted", "unavailable")
_IN_SERVICE: Final = tuple({*get_args(State)} - UNHEARD - {*_OUT})
_START: Final = attrgetter("start")


class Telling(NamedTuple):
    """What would be known of a charger by the rows of one system alone."""

    source: str
    """The system, as its rows name it."""
    since: Instant
    until: Instant
    """Of when the first and the last of them is."""
    sessions: Sequence[Session]
    """By start."""
    states: Mapping[int, Series[State]]
    cannot_tell: Sequence[Untold]
    """What no row of it tells."""
    repeats_charger: bool
    """It writes down what the charger says to it: all its sessions, with their reasons and cards."""


class Pair(NamedTuple):
    """A session as it is shown, and as a source tells it; None: it is not there."""

    shown: Session | None
    told: Session | None

    @property
    def start(self) -> Instant:
        """Where it is listed."""
        one = self.shown or self.told
        return one.start if one is not None else 0


def pairs(shown: Sequence[Session], told: Sequence[Session]) -> list[Pair]:
    """Which are the same (B2), by start; both come by start, and each is in one pair."""
    partner = partners(shown, told)
    taken = {*partner.values()}
    found = [Pair(shown[partner[n]] if n in partner else None, one) for n, one in enumerate(told)]
    found += [Pair(one, None) for n, one in enumerate(shown) if n not in taken]
    return sorted(found, key=_START)


def compared(
    shown: Sequence[Session], telling: Telling, window: Span, judged: Span
) -> list[tuple[Pair, list[Differing]]]:
    """
    The sessions of a window that the source has, and in what each differs: in nothing where it agrees.

    Of sessions that it does not have, those are missing that began in `judged`, where it should have them.
    """
    return [
        (one, differences(one, repeats_words=telling.repeats_charger))
        for one in pairs(shown, telling.sessions)
        if (one.start in window if one.told else telling.repeats_charger and one.start in judged)
    ]


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
    yield Differing.SOCKET, None not in (shown.socket, told.socket) and shown.socket != told.socket
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


def contraries(shown: Mapping[int, Series[State]], telling: Telling, judged: Span) -> list[Contrary]:
    """Of sockets that both tell of, where both know something, by start (B4)."""
    if Untold.STATUSES in telling.cannot_tell:
        return []
    window = Span(judged.start, min(judged.end, telling.until))
    found: list[Contrary] = []
    for socket in shown.keys() & telling.states.keys():
        ours, theirs = shown[socket].clip(window), telling.states[socket].clip(window)
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
