"""How are all processes that serve together, as a page tells it?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from time import monotonic

from chargeboard.domain.doorstep import Doorstep
from chargeboard.domain.figures.impairment import Behind, Impairment
from chargeboard.domain.members import HowItIs, Member
from chargeboard.domain.records import Unavailable
from chargeboard.run.members.watching import Watching
from chargeboard.run.words import say
from chargeboard.time.instants import Instant

_LOOK_EVERY_S = 1.0
_GONE_AFTER_S = 12.0


class Team:
    """What they said last; asked by any thread."""

    def __init__(self, members: Callable[[], list[Member]], now: Callable[[], Instant]) -> None:
        self._members, self._now = members, now
        self._watching = Watching(_GONE_AFTER_S, now)
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._alive: list[Member] = []
        self._without: dict[str, Instant] = {}
        """Since when nobody has a role."""
        self._away, self._unkept = Impairment(), Impairment()
        self.told = HowItIs()
        """What this process tells the others of itself."""

    @property
    def impairment(self) -> Impairment:
        """What is wrong with any of them, or with none being there."""
        alive = self._look()
        if self._away:
            return self._away
        return combined([self._unkept, *(one.told.impairment for one in alive)], self._without)

    @property
    def doorstep(self) -> Doorstep:
        """Where chargers are listened to, and who was turned away at any gateway."""
        told = [one.told.doorstep for one in self._look() if one.role == "gateway"]
        first = next((one for one in told if one.listens), told[0] if told else Doorstep())
        turned_away = sorted((one for door in told for one in door.turned_away), key=lambda one: -one.at)
        return Doorstep(
            host=first.host,
            port=first.port,
            is_encrypted=first.is_encrypted,
            why_not=first.why_not,
            turned_away=tuple(turned_away[:5]),
        )

    @property
    def connected(self) -> int:
        """How many chargers are connected to all of them."""
        return sum(one.told.connected for one in self._look())

    def tell_of_file(self, impairment: Impairment) -> None:
        """For the others: one of them sends alerts."""
        self.told = HowItIs(impairment)

    def tell_of_writing(self, why: str) -> None:
        """Why this process can write nothing; others cannot either, and nobody reads what they would tell."""
        since = self._unkept.since if self._unkept else self._now()
        self._unkept = Impairment(why=why, since=since) if why else Impairment()

    def _look(self) -> list[Member]:
        with self._lock:
            if monotonic() - self._looked_at >= _LOOK_EVERY_S:
                self._looked_at = monotonic()
                self._read()
            return self._alive

    def _read(self) -> None:
        try:
            found = self._members()
        except Unavailable as error:
            since = self._away.since if self._away else self._now()
            self._away = Impairment(why=str(error), since=since)
            return
        self._away = Impairment()
        gone = self._watching.gone((one.id, one.beat_at, one.beat_at) for one in found)
        self._alive = [one for one in found if one.id not in gone]
        there = {one.role for one in self._alive}
        last = {
            role: max((one.beat_at for one in found if one.role == role), default=self._now())
            for role in ("gateway", "projector")
        }
        self._without = {role: self._without.get(role, at) for role, at in last.items() if role not in there}


def combined(told: Iterable[Impairment], without: dict[str, Instant]) -> Impairment:
    """What keeps figures from being up to date, of all that processes tell; the worst of each kind."""
    told = [*told]
    worst = next((one for one in told if one.why), Impairment())
    why, since = worst.why, worst.since
    if not why and "gateway" in without:
        why, since = say("no_gateway"), without["gateway"]
    behind = [one.behind for one in told if one.behind]
    slowest = min(behind, key=lambda one: one.since or 0, default=Behind())
    stopped = [one.stopped_since for one in told if one.stopped_since is not None]
    stopped += [without["projector"]] if "projector" in without else []
    return Impairment(
        why=why,
        since=since,
        stopped_since=min(stopped, default=None),
        behind=Behind(sum(one.chargers for one in behind), slowest.since, slowest.slowest),
        hiding=next((one.hiding for one in told if one.hiding), ""),
        damage=next((one.damage for one in told if one.damage), ""),
        log=next((one.log for one in told if one.log), ""),
        backup=next((one.backup for one in told if one.backup), ""),
        days_left=min((one.days_left for one in told if one.days_left is not None), default=None),
    )
