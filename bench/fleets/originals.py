"""How do the chargers of a fleet come about? As anywhere: their frames are kept and understood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.fleets.mix import frames_of, places
from bench.fleets.moment import Moment
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.domain.records import Charger
from chargeboard.run.desk import Desk


@contextmanager
def desk_at(url: str, folder: Path, now: Moment, *, read_only: bool = False) -> Iterator[Desk]:
    """A desk over a store."""
    place = Place(from_environment(None).with_options(db=url, data_folder=str(folder)))
    with place.store(is_made=not read_only, read_only=read_only) as store:
        yield Desk(store, partial(place.profile, store), now)


def understood(path: Path, days: int) -> None:
    """A database with the twenty, what is old packed as the daily round leaves it."""
    with desk_at(str(path), path.parent, Moment()) as desk:
        for place in places(days):
            settings = {"timezone": place.timezone, "rated_kw": place.rated_kw}
            desk.store.save_charger(Charger(id=place.id, name=place.name, site=place.site, settings=settings))
            desk.store.begin_source()
            desk.take([*frames_of(place)])
            desk.refresh(place.id)
            while desk.pack(place.id):
                pass
