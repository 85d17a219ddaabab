"""
What of a charger does a kind of rule look at, as it was known at an instant of the past?

A trial looks at a charger some thousand times, and a board tells more than any rule asks for. So of each kind
only that is made, by the functions that make it for the board.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

from msgspec.structs import replace

from chargeboard.alerts.rule import Kind
from chargeboard.alerts.seen import Seen
from chargeboard.domain.conclusions import Gap, Session
from chargeboard.domain.figures.board import ChargerInfo
from chargeboard.domain.figures.session_rows import Ongoing
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.days import day_figures
from chargeboard.metrics.attempts.success import success_of
from chargeboard.metrics.board_query import SHORT_DAYS, BoardQuery
from chargeboard.metrics.quality import data_quality
from chargeboard.metrics.sessions.ongoing import ongoing
from chargeboard.metrics.standing import charger_info, in_a_gap, sockets_now
from chargeboard.metrics.timeline.offline_periods import absences, is_unwatched
from chargeboard.run.alerting.seeing import (
    clock_off_since,
    faulted,
    heard_states,
    idle_since,
    known_of,
    recent_episodes,
    seen_of,
    without_energy,
)
from chargeboard.run.answering.board import make_board
from chargeboard.time.days import dates
from chargeboard.time.instants import BEGINNING, HOUR, NEVER
from chargeboard.time.spans import Span

_DAY: Final = 24 * HOUR


def looked_back(history: ChargerHistory, kind: Kind) -> Seen:
    """A charger as it was known at the instant of its history, as far as a kind of rule looks at it."""
    part = _PARTS.get(kind)
    if part is None:  # guidance looks at the whole board
        return seen_of(make_board(history))
    then = _Then(history)
    return replace(known_of(then.charger, history), **part(then))


@dataclass(frozen=True)
class _Then:
    """What the parts of a look are made of."""

    history: ChargerHistory

    @cached_property
    def asked(self) -> BoardQuery:
        at = self.history.at
        return BoardQuery(at=at, window=None, timeline=Span(at - _DAY, at), zone=self.history.zone)

    @cached_property
    def charger(self) -> ChargerInfo:
        history = self.history
        return charger_info(
            history.profile,
            history.carry,
            heard_at=history.tail.heard_at,
            protocol=history.tail.protocol,
            offline=self.offline,
            at=history.at,
            is_unwatched=self.is_unwatched,
        )

    @cached_property
    def _gaps(self) -> list[Gap]:
        return self.history.gaps(Span(self.asked.sessions_span.start, NEVER))

    @cached_property
    def offline(self) -> list[Span]:
        return absences(self._gaps, self.history.at)[0]

    @cached_property
    def is_unwatched(self) -> bool:
        return is_unwatched(self._gaps)

    @cached_property
    def sessions(self) -> list[Session]:
        return self.history.computed(kinds.SESSIONS, Span(BEGINNING, NEVER))

    @cached_property
    def running(self) -> Ongoing:
        return ongoing(
            self.sessions,
            states={one.socket: one.state for one in sockets_now(self.history.carry)},
            is_offline=in_a_gap(self.offline, self.history.at) or self.is_unwatched,
            last_contact=self.history.tail.heard_at,
            now=self.history.at,
        )


def _low_success(then: _Then) -> dict[str, object]:
    history, today = then.history, then.asked.today
    days = dates(today - timedelta(days=SHORT_DAYS), today)
    figures = day_figures(history, {*days}, days[0], today).figures
    tried = success_of((one.outcomes for one in figures.values()), history.policy)
    return {"attempts": tried.attempts, "success_pct": tried.pct}


def _no_session(then: _Then) -> dict[str, object]:
    if any(session.is_open for session in then.sessions):
        return {}
    history, span = then.history, then.asked.sessions_span
    ends = [some.last_end for some in history.stored_sessions(span)]
    ends += [one.end for one in then.sessions if Span(one.start, one.until + 1).overlaps(span)]
    return {"idle_since": idle_since(then.charger, ends, span.start)}


def _clock_off(then: _Then) -> dict[str, object]:
    carry = then.history.carry
    quality = data_quality(carry.quality, carry.link.flaps, carry.clock)
    return {"clock_off_since": clock_off_since(quality, then.history.policy)}


def _episodes(then: _Then) -> dict[str, object]:
    return {"episodes": recent_episodes(then.history)}


_PARTS: Final[Mapping[Kind, Callable[[_Then], dict[str, Any]]]] = {
    Kind.OUT_OF_CONTACT: lambda _: {},
    Kind.FAULTED: lambda then: {"faulted": faulted(sockets_now(then.history.carry))},
    Kind.STATE: lambda then: {"states": heard_states(sockets_now(then.history.carry))},
    Kind.ERROR: _episodes,
    Kind.DANGER: _episodes,
    Kind.LOW_SUCCESS: _low_success,
    Kind.NO_SESSION: _no_session,
    Kind.FLAPPING: lambda then: {"opened": then.history.carry.link.opened},
    Kind.CLOCK_OFF: _clock_off,
    Kind.NO_ENERGY: lambda then: {"without_energy": without_energy(then.running, then.history.policy)},
}
"""Which fields of `Seen` a kind reads besides who it is."""
