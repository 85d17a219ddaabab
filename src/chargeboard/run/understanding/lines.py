"""
Whose line of the list is made again?

While somebody looks at the list: of who said something that changes what is told, soon; of who said only what
its meters show, now and then; of who said only that it is there, when time alone makes the line untrue. That
is no board then where the charger was heard since: the line is true for as much longer.

While nobody does, no rule of alerts looks at lines and no channel shows them, news of a charger wait for more
of them; but no more chargers do than can be told of in a moment when somebody comes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from time import monotonic

from chargeboard.domain.records import Away
from chargeboard.run.understanding.due import Due
from chargeboard.run.understanding.folded import Folded, Tells
from chargeboard.run.understanding.news import LIST
from chargeboard.run.understanding.part import WHOLE, Part
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.words import say
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
_EVERY_S, _EVERY_UNSEEN_S = 1.0, 5.0
"""How often it is looked which lines time alone has made untrue."""
_PAUSE_S = {Tells.NEWS: 10.0, Tells.READINGS: 600.0}
"""After its line was made."""
_GATHER_S = 2.0
"""News come several at a time."""
_SHOWN_PAUSE_S, _SHOWN_GATHER_S = 3.0, 0.5
"""Of a charger on a page of the list that somebody looks at: such a page makes no line itself."""
_UNSEEN_S = 60.0
"""So long news wait for more, while nobody looks at the list."""
_READINGS_UNSEEN_S = 3_600.0
"""So long a line that tells of older readings stays, while nobody does."""
_MOST_UNSEEN = 150
"""Of so many chargers at most: who comes waits for their lines."""
_SEEN_S = 20.0
"""So long after a look it is taken that somebody looks."""
_TELL_EVERY_S = 5.0
_AGAIN_AFTER_S = 30.0
_LEFT_EVERY_S = 0.03
_DUE_AT_ONCE = 512
_MOST_DUE = 8_192
"""Where others make lines, too, and one of them may be behind."""
_TOGETHER = 8
"""So many are made in one part of the work, and kept in one write."""
_FEW = 2
"""While somebody looks, who may open the page of a charger next: that waits for what is under way."""
_NEVER = float("-inf")


class Lines:
    """The lines of one store."""

    def __init__(
        self,
        projector: Projector,
        understand: Callable[[list[str]], None],
        is_settled_first: Callable[[str], bool],
        part: Part = WHOLE,
    ) -> None:
        """
        `understand`: what waits of chargers; `is_settled_first`: its line is made with its settlement;
        `part`: whose lines are made.
        """
        self._projector, self._understand, self._is_settled_first = projector, understand, is_settled_first
        self._part = part
        self._due = Due()
        """Whose line is to be made again."""
        self._made_at: dict[str, float] = {}
        """When it was made, or tried."""
        self._true_while_heard: dict[str, Instant] = {}
        """Until when time alone leaves it true, if the charger goes on saying that it is there."""
        self._silent_at: dict[str, Instant] = {}
        """When the charger is offline, if it says nothing more."""
        self._look_at = _NEVER
        self._unseen: dict[str, None] = {}
        """Of whom there are news that wait for somebody to look at the list, who has waited longest first."""
        self._old_readings: dict[str, None] = {}
        """Whose line tells of older readings than it would if somebody looked."""
        self._seen_until = _NEVER
        self._shown_until: dict[str, float] = {}
        """Of chargers on pages of the list: until when it is taken that somebody looks at them."""
        self._news: set[str] = set()
        """Whose line does not tell news of it."""
        self._awaited: set[str] = set()
        """Whose line is made before who came to look is told that all are."""
        self._told_at = _NEVER
        self._is_asked = False

    @property
    def is_awaited(self) -> bool:
        """Whether who came to look at the list waits for lines."""
        return bool(self._awaited)

    @property
    def are_unseen(self) -> bool:
        """Whether nobody looks at lines: no people, no rules, and nobody who is shown how chargers stand."""
        return monotonic() >= self._seen_until and not (
            self._projector.watch and self._projector.watch.are_lines_followed
        )

    def heard(self, station: str, part: Folded) -> None:
        """A part of what it said was folded."""
        self._silent_at[station] = part.silent_at
        if part.facts and part.tells is not Tells.LIFE:
            now, made_at = monotonic(), self._made_at.get(station, _NEVER)
            pause_s, gather_s = _PAUSE_S[part.tells], _GATHER_S if part.tells is Tells.NEWS else 0.0
            if part.tells is Tells.NEWS:
                self._news.add(station)
                if now < self._shown_until.get(station, _NEVER):
                    pause_s, gather_s = _SHOWN_PAUSE_S, _SHOWN_GATHER_S
            if self.are_unseen:
                if part.tells is Tells.NEWS:
                    gather_s = _UNSEEN_S
                    self._wait_unseen(station, now)
                else:
                    pause_s = _READINGS_UNSEEN_S
                    self._old_readings[station] = None
            self._due.by(station, max(made_at + pause_s, now + gather_s))

    def _wait_unseen(self, station: str, now: float) -> None:
        self._unseen.setdefault(station)
        if len(self._unseen) > _MOST_UNSEEN:
            first = next(iter(self._unseen))
            del self._unseen[first]
            made_at = self._made_at.get(first, _NEVER)
            self._due.by(first, max(now + _GATHER_S, made_at + _PAUSE_S[Tells.NEWS]))

    def looked_at(self, stations: Iterable[str]) -> None:
        """
        Somebody looks at these, or the list: what is to be told is after no longer a pause than news.

        Chargers that are named with the list are on a page of it.
        """
        names = list(stations)
        if is_list := LIST in names:
            self._list_looked_at()
        now = monotonic()
        for station in filter(None, names):
            if is_list:
                self._shown_until[station] = now + _SEEN_S
            if station in self._due:
                pause_s = _SHOWN_PAUSE_S if is_list and station in self._news else _PAUSE_S[Tells.NEWS]
                self._due.by(station, self._made_at.get(station, _NEVER) + pause_s)

    def _list_looked_at(self) -> None:
        """What waits for that does no longer."""
        now = monotonic()
        if now >= self._seen_until:
            self._look_at = _NEVER
            self._shown_until.clear()
            self._awaited.update(self._unseen)
            for station in self._unseen:
                self._due.by(station, _NEVER)
            self._unseen.clear()
            for station in self._old_readings:
                self._due.by(station, self._made_at.get(station, _NEVER) + _PAUSE_S[Tells.READINGS])
            self._old_readings.clear()
        self._is_asked |= now >= self._told_at + _TELL_EVERY_S
        self._seen_until = now + _SEEN_S
        self._tell_that_all_are(now)

    def left(self, stations: Iterable[str]) -> None:
        """What they said before we ended may not be told: in turn, as there are others who speak."""
        now = monotonic()
        for n, station in enumerate(stations):
            self._due.by(station, now + n * _LEFT_EVERY_S)

    def ask(self, stations: Iterable[str]) -> None:
        """Make them again, whatever was said."""
        for station in filter(self._part.owns, stations):
            self._due.by(station, monotonic())

    def work(self) -> bool:
        """Make some that are due; False where none is."""
        now = monotonic()
        if now >= self._look_at:
            self._look_at = now + (_EVERY_UNSEEN_S if self.are_unseen else _EVERY_S)
            for station in self._untrue():
                self._due.by(station, self._made_at.get(station, _NEVER) + _EVERY_S)
                if self._is_asked:
                    self._awaited.add(station)
            for station in filter(self._part.owns, self._projector.without_line()):
                self._due.by(station, now)
        due = self._due.pop(now, _TOGETHER if self.are_unseen or self.is_awaited else _FEW)
        made = [station for station in due if not self._is_settled_first(station)]
        for station in set(due).difference(made):
            self._later(station)
        try:
            self.make(*made)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            for station in made:
                self._make_alone(station)
        self._awaited.difference_update(due)
        self._tell_that_all_are(now)
        return bool(due)

    def _tell_that_all_are(self, now: float) -> None:
        """Who came to look at the list waits for that."""
        if self._is_asked and not self._awaited and now < self._look_at:
            self._is_asked, self._told_at = False, now
            self._projector.store.put_fleet_told(self._projector.now())

    def make(self, *stations: str) -> None:
        """Make them now, by all that is kept of these chargers."""
        for station in stations:
            self._due.drop(station)
            self._unseen.pop(station, None)
            self._old_readings.pop(station, None)
            self._awaited.discard(station)
            self._news.discard(station)
            self._made_at[station] = monotonic()
        if stations:
            self._understand([*stations])
            self._true_while_heard |= self._projector.tell(*stations)

    def _make_alone(self, station: str) -> None:
        try:
            self.make(station)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - see above
            _log.exception(say("line_not_made", station=repr(station)), extra={"charger": station})
            self._later(station)

    def _later(self, station: str) -> None:
        self._made_at[station] = monotonic()
        self._due.by(station, monotonic() + _AGAIN_AFTER_S)

    def _untrue(self) -> Iterator[str]:
        """Whose line time alone has made untrue; those that it has not, for they were heard, are put off."""
        now = self._projector.now()
        found = self._projector.store.fleet_due(now, _DUE_AT_ONCE if self._part is WHOLE else _MOST_DUE)
        stations = list(filter(self._part.owns, found))
        self._understand([station for station in stations if self._true_until(station) <= now])
        true = {station: until for station in stations if (until := self._true_until(station)) > now}
        put_off = self._projector.store.put_off_fleet(true) if true else set[str]()
        return (station for station in stations if station not in put_off)

    def _true_until(self, station: str) -> Instant:
        if station not in self._true_while_heard or station not in self._silent_at:
            return 0
        return min(self._true_while_heard[station], self._silent_at[station])
