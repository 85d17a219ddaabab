"""
Whose conclusions are brought up to date next, and how much of them at a time?

All chargers that have news take turns, a bounded part each. Where a part does not get any further, for
something was open all the time, the whole is left to a process of its own: not again before that can tell
more, and never for more than a fifth of the time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Protocol
from zlib import crc32

from chargeboard.domain.records import Away
from chargeboard.run.understanding.due import Due
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.understanding.settle import FACTS_AT_ONCE, SettledPart
from chargeboard.run.words import say

_log = logging.getLogger(__name__)
_EVERY_S = 60.0
_FEW_EVERY_S = 3_600.0
"""A charger that said little since: a look at it takes no longer for that."""
_LITTLE = 128
"""Facts."""
_AGAIN_AFTER_S = 30.0
_REST = 4
"""So many times as long as it took, a charger rests."""
_SHARE = 4
"""A tail is looked at again when it has grown by this part of it, or when nothing is open any more."""
_FEW = 256
_NEVER = float("-inf")


class LongSettlement(Protocol):
    """Settles a charger whole, elsewhere, one at a time."""

    def start(self, station: str) -> None:
        """Begin; nothing else is under way."""

    def ended(self) -> int | None:
        """How long the charger's tail is now; None while it goes on, -1 where it failed."""

    def stop(self) -> None:
        """Leave it; what is written is whole."""


@dataclass(slots=True)
class _Case:
    """A charger that has news."""

    tail: int = 0
    """So many facts were read without getting any further."""
    grown: int = 0
    """So many came since."""
    was_idle: bool = False
    is_long: bool = False
    is_set_otherwise: bool = False
    """While it was settled elsewhere."""
    spent_s: float = 0.0
    rests_until: float = _NEVER
    waits_until: float = _NEVER
    """While it has said little."""

    @property
    def due_at(self) -> float:
        """When its turn is."""
        return self.waits_until if self.grown < _LITTLE else self.rests_until

    def rest(self, least_s: float) -> None:
        """Its next turn is not before so long."""
        self.rests_until = monotonic() + max(least_s, _REST * self.spent_s)
        self.waits_until = self.rests_until

    def hurry(self) -> None:
        """Its turn is now, whatever came of the one before."""
        self.rests_until = self.waits_until = _NEVER
        self.tail = 0

    @property
    def is_worth_it(self) -> bool:
        """Whether more can be expected than at the last time."""
        return self.tail < _FEW or self.was_idle or self.grown * _SHARE >= self.tail


class Settling:
    """The chargers whose conclusions are not up to date, in turn."""

    def __init__(
        self, projector: Projector, tell: Callable[[str], None], long: LongSettlement | None = None
    ) -> None:
        """`tell` makes a line of the list; `long` is where what takes long is done; without it, here."""
        self._projector, self._tell, self._long = projector, tell, long
        self._cases: dict[str, _Case] = {}
        self._turns = Due()
        """Who has news, by when its turn is."""
        self._put_off: dict[str, None] = {}
        """Whose turn was while another one was away."""
        self._away = ""
        self._away_since = 0.0

    def heard(self, station: str, facts: int, *, is_idle: bool) -> None:
        """So many facts of a station are new; `is_idle`: no cable was in it behind them."""
        case = self._cases.get(station)
        if case is None:
            # who says little is not settled for that; and nobody speaks where conclusions are to be made anew
            case = self._cases[station] = _Case(waits_until=_after_a_while(station) if facts else _NEVER)
        case.grown += facts
        case.was_idle |= is_idle
        self._turns.by(station, case.due_at)

    def set_otherwise(self, station: str) -> None:
        """Somebody changed by what it is concluded: who was settled a while ago does not rest then."""
        case = self._cases.get(station)
        if case is not None:
            case.is_set_otherwise = station == self._away
            case.hurry()
            self._turns.by(station, _NEVER)

    def left(self, station: str) -> None:
        """What it said a little while ago is not settled: it waits as if it had been said now."""
        case = self._cases.setdefault(station, _Case(waits_until=_after_a_while(station)))
        self._turns.by(station, case.due_at)

    def work(self) -> bool:
        """Do one part of one charger; False where nothing is due."""
        self._look_after_long()
        for station in self._turns.pop(monotonic(), 1):
            case = self._cases[station]
            is_whole = case.is_long and case.is_worth_it
            if station == self._away or (is_whole and self._away):
                self._put_off[station] = None
            elif is_whole:
                self._whole(station, case)
            else:
                self._part(station, case)
            return True
        return False

    def tells(self, station: str) -> bool:
        """Whether its line of the list is made when it is settled: before, a look at it is no small part."""
        case = self._cases.get(station)
        if case is None:
            return False
        is_due = station in self._turns and case.due_at <= monotonic()
        return is_due or case.is_long or station in self._put_off or station == self._away

    def stop(self) -> None:
        """Leave what is under way elsewhere."""
        if self._long is not None and self._away:
            self._long.stop()

    def _part(self, station: str, case: _Case) -> None:
        begin = monotonic()
        try:
            turn = (
                self._projector.settle_some(station)
                if case.is_worth_it
                else SettledPart(is_done=True, facts=case.tail)
            )
            if turn.is_long:
                case.is_long = True
            elif turn.is_done and not case.is_long:
                self._tell(station)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            self._failed(station, case)
            return
        case.spent_s += monotonic() - begin
        if turn.is_done:
            self._done(station, case, turn.facts)
        else:
            self._turns.by(station, monotonic())

    def _done(self, station: str, case: _Case, tail: int) -> None:
        if case.is_worth_it:
            case.grown, case.was_idle = 0, False
        case.tail, case.is_long = tail, tail >= FACTS_AT_ONCE
        case.rest(_EVERY_S)
        case.waits_until = max(case.rests_until, _after_a_while(station))
        case.spent_s = 0.0

    def _failed(self, station: str, case: _Case) -> None:
        _log.exception(say("figures_not_kept", station=repr(station)), extra={"charger": station})
        case.rest(_AGAIN_AFTER_S)
        self._turns.by(station, case.due_at)

    def _whole(self, station: str, case: _Case) -> None:
        begin = monotonic()
        if self._long is not None:
            self._away, self._away_since = station, begin
            case.grown, case.was_idle = 0, False
            self._long.start(station)
            return
        try:
            tail = self._projector.settle_gently(station)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            self._failed(station, case)
            return
        case.spent_s += monotonic() - begin
        self._done(station, case, tail)

    def _look_after_long(self) -> None:
        tail = self._long.ended() if self._long is not None and self._away else None
        if tail is None:
            return
        station, self._away = self._away, ""
        case = self._cases[station]
        case.spent_s += monotonic() - self._away_since
        if tail < 0:
            _log.error(say("figures_not_kept", station=repr(station)), extra={"charger": station})
            case.rest(_AGAIN_AFTER_S)
            self._put_off[station] = None
        else:
            grown, was_idle = case.grown, case.was_idle
            self._done(station, case, tail)
            case.grown, case.was_idle = grown, was_idle
            if case.is_set_otherwise:
                case.is_set_otherwise = False
                case.hurry()
                self._put_off[station] = None
        put_off, self._put_off = self._put_off, {}
        for one in put_off:
            self._turns.by(one, self._cases[one].due_at)


def _after_a_while(station: str) -> float:
    """For each charger another while, so that they do not all come at once."""
    return monotonic() + _FEW_EVERY_S * (0.5 + crc32(station.encode()) / 2**33)
