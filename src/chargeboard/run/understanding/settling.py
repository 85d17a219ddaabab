"""
Whose conclusions are brought up to date next, and how much of them at a time?

All chargers that have news take turns, a bounded part each. Where a part does not get any further, for
something was open all the time, the whole is left to a process of its own: not again before that can tell
more, and never for more than a fifth of the time.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from chargeboard.run.desk import Desk
from chargeboard.run.understanding.settle import FACTS_AT_ONCE, SettledPart
from chargeboard.run.words import say

_log = logging.getLogger(__name__)
_EVERY_S = 60.0
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
    spent_s: float = 0.0
    due_at: float = _NEVER

    @property
    def is_worth_it(self) -> bool:
        """Whether more can be expected than at the last time."""
        return self.tail < _FEW or self.was_idle or self.grown * _SHARE >= self.tail


class Settling:
    """The chargers whose conclusions are not up to date, in turn."""

    def __init__(self, desk: Desk, long: LongSettlement | None = None) -> None:
        """`long` is where what takes long is done; without it, here."""
        self._desk, self._long = desk, long
        self._cases: dict[str, _Case] = {}
        self._turns: dict[str, None] = {}
        """Who has news, in the order in which it is their turn."""
        self._away = ""
        self._away_since = 0.0

    def heard(self, station: str, facts: int, *, is_idle: bool) -> None:
        """So many facts of a station are new; `is_idle`: no cable was in it behind them."""
        case = self._cases.setdefault(station, _Case())
        case.grown += facts
        case.was_idle |= is_idle
        self._turns.setdefault(station)

    def work(self) -> bool:
        """Do one part of one charger; False where nothing is due."""
        self._look_after_long()
        now = monotonic()
        for station in self._turns:
            case = self._cases[station]
            if case.due_at > now or station == self._away:
                continue
            if not case.is_long or not case.is_worth_it:
                self._part(station, case)
                return True
            if not self._away:
                self._whole(station)
                return True
        return False

    def tells(self, station: str) -> bool:
        """Whether its line of the list is made when it is settled: before, a look at it is no small part."""
        case = self._cases.get(station)
        return station in self._turns or station == self._away or (case is not None and case.is_long)

    def stop(self) -> None:
        """Leave what is under way elsewhere."""
        if self._long is not None and self._away:
            self._long.stop()

    def _part(self, station: str, case: _Case) -> None:
        begin = monotonic()
        try:
            turn = (
                self._desk.settle_some(station)
                if case.is_worth_it
                else SettledPart(is_done=True, facts=case.tail)
            )
            if turn.is_long:
                case.is_long = True
            elif turn.is_done and not case.is_long:
                self._desk.tell(station)
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            self._failed(station, case)
            return
        case.spent_s += monotonic() - begin
        del self._turns[station]
        if turn.is_done:
            self._done(case, turn.facts)
        else:
            self._turns[station] = None

    def _done(self, case: _Case, tail: int) -> None:
        if case.is_worth_it:
            case.grown, case.was_idle = 0, False
        case.tail, case.is_long = tail, tail >= FACTS_AT_ONCE
        case.due_at = monotonic() + max(_EVERY_S, _REST * case.spent_s)
        case.spent_s = 0.0

    def _failed(self, station: str, case: _Case) -> None:
        _log.exception(say("figures_not_kept", station=repr(station)))
        case.due_at = monotonic() + max(_AGAIN_AFTER_S, _REST * case.spent_s)

    def _whole(self, station: str) -> None:
        if self._long is None:
            case, begin = self._cases[station], monotonic()
            del self._turns[station]
            try:
                tail = self._desk.settle_gently(station)
            except Exception:  # noqa: BLE001 - one bad charger never harms another
                self._failed(station, case)
                self._turns[station] = None
                return
            case.spent_s += monotonic() - begin
            self._done(case, tail)
            return
        self._away, self._away_since = station, monotonic()
        del self._turns[station]
        case = self._cases[station]
        case.grown, case.was_idle = 0, False
        self._long.start(station)

    def _look_after_long(self) -> None:
        tail = self._long.ended() if self._long is not None and self._away else None
        if tail is None:
            return
        station, self._away = self._away, ""
        case = self._cases[station]
        case.spent_s += monotonic() - self._away_since
        if tail < 0:
            _log.error(say("figures_not_kept", station=repr(station)))
            case.due_at = monotonic() + max(_AGAIN_AFTER_S, _REST * case.spent_s)
            self._turns[station] = None
            return
        grown, was_idle = case.grown, case.was_idle
        self._done(case, tail)
        case.grown, case.was_idle = grown, was_idle
