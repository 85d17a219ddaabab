"""Who looks after the file while it is served?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chargeboard.cli.place import Place
from chargeboard.cli.server.several import Told
from chargeboard.run.clock import now
from chargeboard.run.upkeep.file_care import FileCare


@contextmanager
def looked_after(place: Place, health: Told) -> Iterator[FileCare]:
    """
    The database is examined now and then, and copied where the settings name a folder.

    Whoever sends alerts hears of it by `health`.
    """
    wanted, backups = place.settings.backup, None
    if wanted.folder:
        backups = place.address.backups(wanted.folder, every_h=wanted.every_h, keep=wanted.keep, now=now)
    upkeep = FileCare(
        place.address.damage, backups, lambda: place.address.days_left(now()), health.tell_of_file
    )
    upkeep.start()
    try:
        yield upkeep
    finally:
        upkeep.stop()
