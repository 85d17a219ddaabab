"""
What is to be understood next?

One bounded part of work at a time. Settling and making lines of the list have what time folding leaves, a
fifth each at least; lines that nobody looks at have less.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from time import monotonic

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.readings import Reading
from chargeboard.domain.records import Away
from chargeboard.run.understanding.fed import Fed
from chargeboard.run.understanding.folded import Folded
from chargeboard.run.understanding.folding import Folding
from chargeboard.run.understanding.lines import Lines
from chargeboard.run.understanding.news import LIST
from chargeboard.run.understanding.part import WHOLE, Part
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.understanding.rounds import all_rounds
from chargeboard.run.understanding.settling import LongSettlement, Settling
from chargeboard.run.understanding.unlooked import Unlooked
from chargeboard.run.upkeep.hiding import Hider
from chargeboard.run.words import say
from chargeboard.time.instants import HOUR, Instant

_log = logging.getLogger(__name__)
_AGAIN_AFTER_S = 30.0
_ALERT_EVERY_S = 1.0
_REST, _REST_UNSEEN = 4, 16
"""
So many times as long as it took, settling or making lines rests while somebody waits to be folded; lines that
nobody looks at do for longer.
"""
_HIDE_EVERY = 4
"""Of so many turns one is for hiding, while there is something to hide."""
_LOOK_ON_EVERY = 256
"""Of so many turns one is for chargers of whom only settings, rules or code changed, while others speak."""
_LITTLE = 2 * HOUR
"""What said no more than so long since it was settled was settled in its turn, and waits for the next one."""
_NEVER = float("-inf")


class Chores:
    """What is left to do, the most urgent first."""

    def __init__(
        self,
        projector: Projector,
        *,
        packs: bool,
        long: LongSettlement | None = None,
        hider: Hider | None = None,
        part: Part = WHOLE,
        tell_others: Callable[[list[str]], None] = lambda _: None,
    ) -> None:
        """
        `packs`: old frames are put into less room; `long` settles what is too long for a part; `hider` hides
        what was kept by other rules; `part`: of whom this is done; `tell_others` tells who understands
        the other ones of them.
        """
        self._projector, self._part, self._tell_others = projector, part, tell_others
        self._hider = hider
        self._folding = Folding(projector, self._folded, part)
        self._settling = Settling(projector, self._settled, long)
        self._lines = Lines(projector, self._folding.take_along, self._settling.tells, part)
        self._rests_until: dict[str, float] = {}
        """Until when a kind of work rests while somebody waits to be folded."""
        self._unlooked = Unlooked(projector.store, self._look_again)
        self._fed = Fed(projector, self._heard_otherwise)
        self._rounds = all_rounds(projector, part, packs=packs)
        self._turn = 0
        if projector.watch is not None:
            projector.watch.is_understood = self._folding.is_caught_up
        self._alert_at = self._hide_at = _NEVER

    def start(self) -> None:
        """Begin with what was left when it was stopped; little of it waits, as it did then."""
        self._folding.start()
        left = [one for one in self._projector.store.unfinished(_LITTLE) if self._part.owns(one[0])]
        self.heard(station for station, is_much in left if is_much)
        for station, is_much in left:
            if not is_much:
                self._settling.left(station)
        self._lines.left(station for station, _ in left)
        self._unlooked.start()

    def heard(
        self, stations: Iterable[str], since: Instant | None = None, *, is_routine: bool = False
    ) -> None:
        """There are frames of these stations that are new since then, or now; `is_routine`: they may wait."""
        self._folding.heard(
            stations, self._projector.now() if since is None else since, is_routine=is_routine
        )

    def looked_at(self, stations: Iterable[str]) -> None:
        """
        Somebody looks at these: what waits of them does no longer, and for a while nothing will; nor what
        was kept and not told of yet.
        """
        stations = list(stations)
        self._lines.looked_at(stations)
        self._folding.looked_at(station for station in stations if station != LIST)

    def is_any_watched(self, stations: Iterable[str]) -> bool:
        """Whether somebody looks at one of these, or did a moment ago, or waits to hear that it is back."""
        return self._folding.is_any_watched(stations)

    def look_through_soon(self) -> None:
        """Somebody may have spoken of whom nobody told. Any thread may say so."""
        self._folding.look_through_soon()

    @property
    def readings(self) -> list[Reading]:
        """Who waits, and what was understood since it began."""
        return self._folding.readings(self._projector.now())

    @property
    def told(self) -> Impairment:
        """Who waits to be understood for longer than that should take; how far hiding is."""
        hiding = "" if self._hider is None else self._hider.told
        return Impairment(behind=self._folding.behind(self._projector.now()), hiding=hiding)

    def _look_again(self, stations: list[str]) -> None:
        stations = list(filter(self._part.owns, stations))
        self.heard(stations)
        for station in stations:
            self._settling.set_otherwise(station)
        self._lines.ask(stations)

    def _heard_otherwise(self, stations: list[str]) -> None:
        self._look_again(stations)
        self._tell_others([station for station in stations if not self._part.owns(station)])

    def _settled(self, station: str) -> None:
        self._lines.make(station)
        self._unlooked.is_looked_at(station)

    def work(self) -> bool:
        """Do one bounded part; False where nothing is due."""
        self._turn += 1
        if self._turn % _HIDE_EVERY == 0 and self._hide():
            return True
        if self._turn % _LOOK_ON_EVERY == 0 and self._unlooked.work():
            return True
        kinds = (self._settle, self._make_lines) if self._turn % 2 else (self._make_lines, self._settle)
        return (
            (self._folding.is_any_awaited and self._fold())
            or any(kind() for kind in (*kinds, self._alert, self._fold))
            or self._unlooked.work()
            or self._hide()
            or (self._part.has_chores and self._fed.work())
            or any(one.work(self._projector.store) for one in self._rounds)
        )

    def leave(self) -> None:
        """Do nothing more, neither here nor elsewhere."""
        self._settling.stop()

    def finish(self) -> None:
        """Fold what was heard, as far as that is quickly done; the next start folds the rest."""
        self.leave()
        self._folding.finish()

    def _fold(self) -> bool:
        """New frames of who waits longest, and in between those of whom there is more."""
        return self._folding.work(rather_more=self._turn % 4 < 2)

    def _folded(self, station: str, part: Folded) -> None:
        self._settling.heard(station, part.facts, is_idle=part.is_idle)
        self._lines.heard(station, part)
        if self._folding.is_looked_at(station):
            self._lines.looked_at([station])

    def _settle(self) -> bool:
        """Settle a part of a charger, in what time there is for it."""
        return self._in_its_share("settling", self._settling.work)

    def _make_lines(self) -> bool:
        """Make some lines of the list, likewise."""
        return self._in_its_share("lines", self._lines.work)

    def _in_its_share(self, kind: str, work: Callable[[], bool]) -> bool:
        """Do a part, unless such work had its share while somebody waits to be folded."""
        now = monotonic()
        if (
            self._folding.is_any_due
            and not self._lines.is_awaited
            and now < self._rests_until.get(kind, _NEVER)
        ):
            return False
        is_any_done = work()
        done_at = monotonic()
        rest = _REST_UNSEEN if kind == "lines" and self._lines.are_unseen else _REST
        self._rests_until[kind] = done_at + rest * (done_at - now)
        return is_any_done

    def _alert(self) -> bool:
        """Tell what the rules of alerts have waited for."""
        now = monotonic()
        if self._projector.watch is None or now < self._alert_at:
            return False
        self._alert_at = now + _ALERT_EVERY_S
        try:
            self._lines.ask(self._projector.watch.unlooked())
            return self._part.has_chores and self._projector.watch.work(self._look_once_more)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - the supervised loop: what is due is so at the next turn, too
            _log.exception(say("alerts_not_due"))
            self._alert_at = now + _AGAIN_AFTER_S
            return False

    def _look_once_more(self, station: str) -> None:
        """At one of whom something is to be told; of others' it is looked at, and nothing is kept."""
        if self._part.owns(station):
            self._lines.make(station)
        else:
            self._projector.look(station)

    def _hide(self) -> bool:
        """A part of what was kept by other rules of privacy."""
        if self._hider is None or not self._part.has_chores or monotonic() < self._hide_at:
            return False
        try:
            is_done, station = self._hider.work(self._folding.is_understood)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - the supervised loop: what is not hidden is tried again
            _log.exception(say("not_hidden_yet"))
            self._hide_at = monotonic() + _AGAIN_AFTER_S
            return False
        if station and self._part.owns(station):
            self.heard([station])
        elif station:
            self._tell_others([station])
        return is_done
