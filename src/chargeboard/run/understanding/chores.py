"""
What is to be understood next?

One bounded part of work at a time, of one charger; whoever waits longest comes first, and who has more gets
in line again. Settling and making lines of the list have what time folding leaves, a fifth each at least;
lines that nobody looks at have less.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from time import monotonic

from chargeboard.domain.figures.trouble import Behind
from chargeboard.domain.records import Away
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.due import Due
from chargeboard.run.understanding.folded import Folded
from chargeboard.run.understanding.lines import Lines
from chargeboard.run.understanding.news import LIST
from chargeboard.run.understanding.part import WHOLE, Part
from chargeboard.run.understanding.rounds import Round
from chargeboard.run.understanding.settling import LongSettlement, Settling
from chargeboard.run.understanding.unlooked import Unlooked
from chargeboard.run.upkeep.hiding import Hider
from chargeboard.run.upkeep.shrinking import shrink
from chargeboard.run.words import say
from chargeboard.time.instants import HOUR, NEVER, SECOND, Instant

_log = logging.getLogger(__name__)
_FOLD_EVERY_S = 0.5
_ROUTINE_EVERY_S = 120.0
"""What changes no figure but that of the moment waits for so long, unless somebody looks."""
_ROUTINE_AT_FIRST_S, _AT_FIRST_S = 15.0, 120.0
"""No longer than this in the first minutes: until then all that was left when we ended is understood."""
_GATHER_S = 0.25
_LOOKED_AT_S = 5.0
_MOST_LOOKED_AT = 5_000
_TOGETHER = 64
"""So many chargers are folded in one write: nobody else can write meanwhile."""
_AGAIN_AFTER_S = 30.0
_ALERT_EVERY_S = 1.0
_REST, _REST_UNSEEN = 4, 16
"""
So many times as long as it took, settling or making lines rests while somebody waits to be folded; lines that
nobody looks at do for longer.
"""
_LOOK_THROUGH_EVERY_S = 600.0
_FINISH_WITHIN_S = 3.0
_HIDE_EVERY = 4
"""Of so many turns one is for hiding, while there is something to hide."""
_LOOK_ON_EVERY = 256
"""Of so many turns one is for chargers of whom only settings, rules or code changed, while others speak."""
_BEHIND = 20 * SECOND
_LITTLE = 2 * HOUR
"""What said no more than so long since it was settled was settled in its turn, and waits for the next one."""
_FIRST_MONTHS_S = 60.0
_MONTHS_EVERY_S = 1_800.0
"""So often it is seen whether a month is over, or is to be made again for what came late."""
_NEVER = float("-inf")


class Chores:
    """What is left to do, the most urgent first."""

    def __init__(
        self,
        desk: Desk,
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
        self._desk, self._part, self._tell_others = desk, part, tell_others
        self._hider = hider if part.has_chores else None
        self._unfolded = Due()
        """Who was heard."""
        self._more: OrderedDict[str, None] = OrderedDict()
        """Who is folded alone: of whom a part is, and there is more. In the order of their turns."""
        self._folded_at: dict[str, float] = {}
        self._starts_until = _NEVER
        self._gathers_until = _NEVER
        """Chargers that are due wait for others until then, unless somebody looks at one of them."""
        self._looked_at: dict[str, float] = {}
        """At whom somebody looks, and until when that is taken to be so."""
        self._waits: dict[str, Instant] = {}
        """Since when something of a station is not understood; kept while it fails."""
        self._lines = Lines(desk, self._understand, self._is_settled_first, part)
        self._rests_until: dict[str, float] = {}
        """Until when a kind of work rests while somebody waits to be folded."""
        self._settling = Settling(desk, self._settled, long)
        self._unlooked = Unlooked(desk.store, self._look_again)
        self._failed: dict[str, float] = {}
        """When to try again with a station that could not be understood."""
        self._looked_through_at = monotonic()
        self._hide_at = _NEVER
        self._rounds = [Round("not_deleted", desk.let_go, part.owns)] if desk.lets_go else []
        months = Round(
            "no_official_month",
            desk.keep_official_month,
            part.owns,
            every_s=_MONTHS_EVERY_S,
            first_after_s=_FIRST_MONTHS_S,
        )
        self._rounds.append(months)
        if packs:
            pack = Round("not_packed", lambda station: bool(desk.pack(station, blocks=1)), part.owns)
            self._rounds.append(pack)
        if packs and part.has_chores:
            self._rounds.append(Round("not_shrunk", lambda _: shrink(desk.store)))
        self._turn = 0
        if desk.watch is not None:
            desk.watch.is_understood = self._is_caught_up
        self._alert_at = _NEVER

    def start(self) -> None:
        """Begin with what was left when it was stopped; little of it waits, as it did then."""
        self._starts_until = monotonic() + _AT_FIRST_S
        left = [one for one in self._desk.store.unfinished(_LITTLE) if self._part.owns(one[0])]
        self.heard((station for station, is_much in left if is_much), self._desk.now())
        for station, is_much in left:
            if not is_much:
                self._settling.left(station)
        self._lines.left(station for station, _ in left)
        self._unlooked.start()

    def _look_again(self, stations: list[str]) -> None:
        stations = list(filter(self._part.owns, stations))
        self.heard(stations, self._desk.now())
        for station in stations:
            self._settling.set_otherwise(station)
        self._lines.ask(stations)

    def _settled(self, station: str) -> None:
        self._lines.make(station)
        self._unlooked.is_looked_at(station)

    def heard(self, stations: Iterable[str], since: Instant, *, is_routine: bool = False) -> None:
        """There are frames of these stations that are new since then; `is_routine`: they may wait."""
        now = monotonic()
        routine_s = _ROUTINE_AT_FIRST_S if now < self._starts_until else _ROUTINE_EVERY_S
        for station in filter(self._part.owns, stations):
            is_watched = self._looked_at.get(station, _NEVER) > now or self._is_missed(station)
            waits = is_routine and not is_watched
            pause_s = routine_s if waits else _FOLD_EVERY_S
            # who was folded a moment ago waits, so that frames come in bulk
            due_at = self._folded_at.get(station, _NEVER) + pause_s
            self._unfolded.by(station, due_at if is_watched else max(now, due_at))
            if is_watched:
                self._gathers_until = _NEVER
            behind_from = since + round(pause_s * SECOND) if waits else since
            self._waits[station] = min(behind_from, self._waits.get(station, NEVER))

    def looked_at(self, stations: Iterable[str]) -> None:
        """
        Somebody looks at these: what waits of them does no longer, and for a while nothing will; nor what
        was kept and not told of yet.
        """
        now = monotonic()
        if len(self._looked_at) > _MOST_LOOKED_AT:
            self._looked_at = {station: until for station, until in self._looked_at.items() if until > now}
        stations = [one for one in stations if one == LIST or self._part.owns(one)]
        self._lines.looked_at(stations)
        for station in stations:
            if station == LIST:
                continue
            self._looked_at[station] = now + _LOOKED_AT_S
            if station in self._more:
                self._more.move_to_end(station, last=False)
            elif station in self._unfolded or (
                station not in self._failed and self._desk.store.is_behind(station)
            ):
                self._unfolded.by(station, _NEVER)
                self._gathers_until = _NEVER

    def is_any_watched(self, stations: Iterable[str]) -> bool:
        """Whether somebody looks at one of these, or did a moment ago, or waits to hear that it is back."""
        return any(station in self._looked_at or self._is_missed(station) for station in stations)

    def _is_missed(self, station: str) -> bool:
        """Whether somebody waits to hear that it is back."""
        return self._desk.watch is not None and self._desk.watch.is_away(station)

    def behind(self, now: Instant) -> Behind:
        """Who waits to be understood for longer than that should take."""
        waits = [(since, station) for station, since in list(self._waits.items()) if now - since > _BEHIND]
        if not waits:
            return Behind()
        since, slowest = min(waits)
        return Behind(len(waits), since, slowest)

    def work(self) -> bool:
        """Do one bounded part; False where nothing is due."""
        self._turn += 1
        if self._turn % _HIDE_EVERY == 0 and self._hide():
            return True
        if self._turn % _LOOK_ON_EVERY == 0 and self._unlooked.work():
            return True
        kinds = (self._settle, self._make_lines) if self._turn % 2 else (self._make_lines, self._settle)
        return (
            (self._is_any_awaited and self._fold())
            or any(kind() for kind in (*kinds, self._alert, self._fold))
            or self._unlooked.work()
            or self._hide()
            or any(one.work(self._desk) for one in self._rounds)
        )

    def leave(self) -> None:
        """Do nothing more, neither here nor elsewhere."""
        self._settling.stop()

    def finish(self) -> None:
        """Fold what was heard, as far as that is quickly done; the next start folds the rest."""
        self.leave()
        give_up = monotonic() + _FINISH_WITHIN_S
        while (self._unfolded or self._more) and monotonic() < give_up:
            if self._unfolded:
                self._fold_together(self._unfolded.pop(NEVER, _TOGETHER))
            else:
                self._fold_part(next(iter(self._more)))

    def _fold(self) -> bool:
        """A part of who waits longest: new frames, and in between those of whom there is more."""
        now = monotonic()
        if now - self._looked_through_at > _LOOK_THROUGH_EVERY_S:
            self._look_through(now)
        for station in [one for one, again_at in self._failed.items() if again_at <= now]:
            del self._failed[station]
            self._unfolded.by(station, now)
        more = next(iter(self._more), "")
        if more and (self._turn % 4 < 2 or not self._unfolded.is_any(now)):
            self._fold_part(more)
            return True
        if now < self._gathers_until or not self._unfolded.is_any(now):
            return False
        self._fold_together(self._unfolded.pop(now, _TOGETHER))
        return True

    @property
    def _is_any_awaited(self) -> bool:
        """Whether somebody looks at a charger that is to be folded."""
        return self._unfolded.is_any(_NEVER)

    def _settle(self) -> bool:
        """Settle a part of a charger, in what time there is for it."""
        return self._in_its_share("settling", self._settling.work)

    def _make_lines(self) -> bool:
        """Make some lines of the list, likewise."""
        return self._in_its_share("lines", self._lines.work)

    def _in_its_share(self, kind: str, work: Callable[[], bool]) -> bool:
        """Do a part, unless such work had its share while somebody waits to be folded."""
        now = monotonic()
        is_any_waiting = self._more or (now >= self._gathers_until and self._unfolded.is_any(now))
        if is_any_waiting and not self._lines.is_awaited and now < self._rests_until.get(kind, _NEVER):
            return False
        is_any_done = work()
        done_at = monotonic()
        rest = _REST_UNSEEN if kind == "lines" and self._lines.are_unseen else _REST
        self._rests_until[kind] = done_at + rest * (done_at - now)
        return is_any_done

    def look_through_soon(self) -> None:
        """Somebody may have spoken of whom nobody told. Any thread may say so."""
        self._looked_through_at = _NEVER

    def _look_through(self, now: float) -> None:
        """Frames may be there of which nobody told: of a program that was ended before it understood them."""
        self._looked_through_at = now
        for station, since in self._desk.store.unfolded():
            self.heard([station], since)

    def _fold_together(self, stations: list[str]) -> None:
        """Fold many in one write, and have those that cannot be folded so have turns of their own."""
        self._gathers_until = monotonic() + _GATHER_S if len(stations) < _TOGETHER else _NEVER
        try:
            parts = self._desk.fold_together(stations)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            parts = {}
        for station in stations:
            if station in parts:
                self._is_folded(station, parts[station])
            else:
                self._more[station] = None
                if station in self._looked_at:
                    self._more.move_to_end(station, last=False)

    def _fold_part(self, station: str) -> None:
        self._more.pop(station, None)
        self._unfolded.drop(station)
        try:
            part = self._desk.fold_some(station)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            _log.exception(say("not_understood_yet", station=repr(station)))
            self._failed[station] = monotonic() + _AGAIN_AFTER_S
            return
        self._is_folded(station, part)

    def _is_folded(self, station: str, part: Folded) -> None:
        self._folded_at[station] = monotonic()
        self._settling.heard(station, part.facts, is_idle=part.is_idle)
        self._lines.heard(station, part)
        if self._looked_at.get(station, _NEVER) > monotonic():
            self._lines.looked_at([station])
        if not part.is_all:
            self._more[station] = None
        elif station not in self._unfolded:
            self._waits.pop(station, None)

    def _understand(self, stations: list[str]) -> None:
        """Fold what waits: it may tell that they are there."""
        waiting = [station for station in stations if station in self._unfolded]
        for station in waiting:
            self._unfolded.drop(station)
        for begin in range(0, len(waiting), _TOGETHER):
            self._fold_together(waiting[begin : begin + _TOGETHER])

    def _is_settled_first(self, station: str) -> bool:
        return self._settling.tells(station)

    def _alert(self) -> bool:
        """Tell what the rules of alerts have waited for."""
        now = monotonic()
        if self._desk.watch is None or now < self._alert_at:
            return False
        self._alert_at = now + _ALERT_EVERY_S
        try:
            self._lines.ask(self._desk.watch.unlooked())
            return self._part.has_chores and self._desk.watch.work(self._look_once_more)
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
            self._desk.look(station)

    def _is_caught_up(self, station: str) -> bool:
        """Whether nothing of a station waits to be folded; what does, waits no longer."""
        if not self._part.owns(station):
            return not self._desk.store.is_behind(station)
        if station in self._unfolded:
            self._unfolded.by(station, _NEVER)
            return False
        return station not in self._more and station not in self._failed

    def _hide(self) -> bool:
        """A part of what was kept by other rules of privacy."""
        if self._hider is None or monotonic() < self._hide_at:
            return False
        try:
            is_done, station = self._hider.work(self._is_understood)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - the supervised loop: what is not hidden is tried again
            _log.exception(say("not_hidden_yet"))
            self._hide_at = monotonic() + _AGAIN_AFTER_S
            return False
        if station and self._part.owns(station):
            self.heard([station], self._desk.now())
        elif station:
            self._tell_others([station])
        return is_done

    def _is_understood(self, station: str) -> bool:
        """Whether a station's frames were folded again, or cannot be."""
        if station in self._failed:
            return True
        return station not in self._more and not self._desk.store.needs_refold(station)
