"""Who looks after the file while it is served?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from chargeboard.cli.place import Place
from chargeboard.run.clock import now
from chargeboard.run.upkeep.file_care import Upkeep
from chargeboard.store import Rotation, damage_of


@contextmanager
def looked_after(place: Place) -> Iterator[Upkeep]:
    """The database is examined now and then, and copied where the settings name a folder."""
    wanted, backups = place.settings.backup, None
    if wanted.folder:
        backups = Rotation(place.database, wanted.folder, every_h=wanted.every_h, keep=wanted.keep, now=now)
    upkeep = Upkeep(partial(damage_of, place.database), backups)
    upkeep.start()
    try:
        yield upkeep
    finally:
        upkeep.stop()
