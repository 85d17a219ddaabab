"""How do the chargers of a fleet come about? As anywhere: their frames are kept and understood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from bench.fleets.mix import frames_of, places
from bench.fleets.moment import Moment
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.domain.records import Charger
from chargeboard.history.opening import Histories
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.upkeep.packing import pack


@contextmanager
def desk_at(url: str, folder: Path, now: Moment) -> Iterator[Desk]:
    """A desk that only reads."""
    place = _place(url, folder)
    with place.store(read_only=True) as store:
        yield Desk(store, partial(place.profile, store), now)


def understood(path: Path, days: int) -> None:
    """A database with the twenty, as one that serves has it: hidden, settled, and what is old packed."""
    place = _place(str(path), path.parent)
    hidden = place.redactor()
    with place.store(is_made=True) as store:
        place.begin_keeping(store)
        projector = Projector(Histories(store, partial(place.profile, store)), Moment())
        for one in places(days):
            settings = {"timezone": one.timezone, "rated_kw": one.rated_kw}
            store.save_charger(Charger(id=one.id, name=one.name, site=one.site, settings=settings))
            store.begin_delivery()
            projector.take([replace(frame, text=hidden(frame.text)) for frame in frames_of(one)])
            projector.refresh(one.id)
            while pack(store, one.id, projector.now()):
                pass


def _place(url: str, folder: Path) -> Place:
    return Place(from_environment(None).with_options(db=url, data_folder=str(folder)))
