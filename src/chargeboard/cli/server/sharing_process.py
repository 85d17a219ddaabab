"""
Where do several processes understand, each its share of the chargers?

Who comes or goes changes the shares: then understanding begins anew with those that are ours now.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from chargeboard.cli.children import begin_child, collect_seldom
from chargeboard.cli.ending import Ending
from chargeboard.cli.place import Place
from chargeboard.cli.server.awaited import store_awaited
from chargeboard.cli.server.knowing import knows
from chargeboard.cli.server.logged.log_of import signals_of
from chargeboard.cli.server.understanding_process import LongProcess
from chargeboard.cli.server.words import say
from chargeboard.config import Settings
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.members import CHORES, HowItIs
from chargeboard.domain.readings import Reading
from chargeboard.domain.records import Away, Unavailable
from chargeboard.run.absence import Absence
from chargeboard.run.clock import now
from chargeboard.run.measuring.measures import of_impairment
from chargeboard.run.measuring.told import Telling
from chargeboard.run.members.leasing import KEPT_EVERY_S, Held, Leasing, Limit
from chargeboard.run.members.presence import Presence
from chargeboard.run.receiving.health import Health
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.news import News
from chargeboard.run.understanding.worker import Understanding
from chargeboard.run.upkeep.hiding import Hider
from chargeboard.store import OwnedStore
from chargeboard.store.address import Signals

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5


def understand_share(settings: Settings, _: News, health: Health) -> None:
    """The life of a child that shares the chargers with others: those that it has a lease of."""
    ending = Ending(signal.SIGTERM)
    begin_child("understanding")
    collect_seldom()
    place = Place(settings)
    place.begin_log("understanding")
    place.speak()
    with (
        store_awaited(place, gives_way=True, rests=ending.wait) as store,
        store_awaited(place, rests=ending.wait) as watching,
        store_awaited(place, rests=ending.wait) as asked,
        closing(signals_of(place)) as signals,
    ):
        share = _Share(place, store, signals, health)
        with Presence(asked, "projector", now, lambda: HowItIs(share.told), knows()) as presence:
            limit = Limit(watching.shares(), (CHORES,))
            leasing = Leasing(watching, presence.member.id, "projector", limit, now)
            absence = Absence()
            try:
                while not ending.is_told and share.is_alive:
                    with suppress(Unavailable), _noted(absence):
                        leasing.look(share.understand)
                        absence.ends()
                    with suppress(Unavailable), _noted(absence):
                        share.understand(leasing.held)
                    share.hear_for(KEPT_EVERY_S, ending)
            finally:
                share.stop()
                with suppress(Unavailable):
                    leasing.leave()


@contextmanager
def _noted(absence: Absence) -> Iterator[None]:
    try:
        yield
    except Away as error:
        absence.goes_on(error)
        raise


class _Share:
    """What understands the chargers that are ours at the moment."""

    def __init__(self, place: Place, store: OwnedStore, signals: Signals, health: Health) -> None:
        self._place, self._store, self._signals, self._health = place, store, signals, health
        self._projector = place.projector_over(store, alerts=True)
        self._held: Held | None = None
        self._understanding: Understanding | None = None
        self._telling = Telling(health.readings, "projector", self._readings)

    @property
    def told(self) -> Impairment:
        """Who waits for too long."""
        return Impairment() if self._understanding is None else self._understanding.told

    @property
    def is_alive(self) -> bool:
        """Whether it goes on."""
        return self._understanding is None or self._understanding.is_alive or self._is_left

    @property
    def _is_left(self) -> bool:
        """Whether the database went away meanwhile: to be begun anew."""
        return self._understanding is not None and self._understanding.ended_by is not None

    def understand(self, held: Held) -> None:
        """These from now on, and no others: begun anew where they are not those of before."""
        if held == self._held and not self._is_left:
            return
        self.stop()
        self._held = None
        self._store.database.fence = held
        if self._projector.watch is not None:
            self._projector.watch.read_again()
        chores = Chores(
            self._projector,
            packs=True,
            long=LongProcess(self._place.settings, held),
            hider=Hider(self._store, self._place.hide_rejected),
            part=held,
            tell_others=self._signals.tell,
        )
        understanding = Understanding(chores)
        understanding.start()
        self._understanding, self._held = understanding, held
        _log.info(say("share_is", n=len(held.epochs)))

    def hear_for(self, while_s: float, ending: Ending) -> None:
        """Who is spoken of."""
        until = time.monotonic() + while_s
        while (left_s := until - time.monotonic()) > 0 and not ending.is_told:
            told = self._signals.hear(min(left_s, _LOOK_EVERY_S))
            if self._understanding is not None and told is not None:
                self._understanding.tell(told[1], told[0])
            elif self._understanding is not None:
                self._understanding.look_through()
        self._health.tell(self.told, 0)
        self._telling.tell()

    def _readings(self) -> list[Reading]:
        held = () if self._held is None else self._held.epochs
        chores = CHORES in held
        of_understanding = [] if self._understanding is None else self._understanding.readings
        return [
            Reading("chargeboard_shares_held", len(held) - chores),
            Reading("chargeboard_chores_held", chores),
            *of_impairment("projector", self.told),
            *of_understanding,
        ]

    def stop(self) -> None:
        """Understand what was heard, as far as that is quickly done."""
        understanding, self._understanding = self._understanding, None
        if understanding is not None:
            understanding.stop()
