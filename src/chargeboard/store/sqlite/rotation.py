"""Which backups are there by date, when is the next one due, and which one goes?"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from chargeboard.store.errors import StoreError
from chargeboard.store.rights import copy_rights
from chargeboard.store.words import say
from chargeboard.time.instants import HOUR, SECOND, Instant, datetime_of, instant_of

_STAMP = "%Y%m%dT%H%M%SZ"
_RESERVE_BYTES = 100_000_000
"""What a backup leaves free: it never is what keeps the database from being written."""


class Rotation:
    """The dated backups of one database in a folder, `board-20261128T120000Z.db` and what belongs to it."""

    def __init__(
        self,
        database: str,
        back_up: Callable[[Path], object],
        folder: str,
        *,
        every_h: float,
        keep: int,
        now: Callable[[], Instant],
    ) -> None:
        """`back_up` makes one that is whole, under that name."""
        self._database, self._back_up, self._folder = Path(database), back_up, Path(folder)
        self._every, self._keep, self._now = round(every_h * HOUR), keep, now
        self._name = re.compile(rf"{re.escape(self._database.stem)}-(\d{{8}}T\d{{6}}Z)\.db")

    def due_in_s(self) -> float:
        """A backup from the future is of a clock that was wrong, and puts none off."""
        now = self._now()
        newest = max((at for at, _ in self._there() if at <= now), default=None)
        return 0.0 if newest is None else (newest + self._every - now) / SECOND

    def make(self) -> Path:
        """
        Make one that is whole, then let the oldest go.

        Raises: StoreError, OSError.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._see_that_there_is_room()
        made = self._folder / f"{self._database.stem}-{datetime_of(self._now()).strftime(_STAMP)}.db"
        self._back_up(made)
        copy_rights(self._database, made)
        self._thin(made)
        return made

    def _there(self) -> list[tuple[Instant, Path]]:
        return [
            (instant_of(datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)), file)
            for file in self._folder.glob("*.db")
            if (found := self._name.fullmatch(file.name))
        ]

    def _thin(self, made: Path) -> None:
        """Those from the future go first: by another clock they are old."""
        now = self._now()
        others = sorted((at <= now, at, file) for at, file in self._there() if file != made)
        gone = [file for _, _, file in others[: max(0, len(others) + 1 - self._keep)]]
        for file in gone:
            file.unlink()
        left = {file.name for _, file in self._there()}
        for file in self._folder.glob(f"{self._database.stem}-*.db.*"):
            whole = file.name[: file.name.index(".db.") + 3]
            if self._name.fullmatch(whole) and whole not in left:
                file.unlink()  # it lay beside a backup that is gone, or that was cut off

    def _see_that_there_is_room(self) -> None:
        wanted = self._database.stat().st_size + _RESERVE_BYTES
        if shutil.disk_usage(self._folder).free < wanted:
            raise StoreError(
                say("no_room_for_backup", mb=wanted / 1000000.0),
                str(self._folder),
                say("make_room_for_backup"),
            )
