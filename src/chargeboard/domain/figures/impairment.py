"""What goes wrong on our own side, so that figures are not what they could be?"""

from __future__ import annotations

import msgspec

from chargeboard.time.instants import Instant


class Behind(msgspec.Struct, frozen=True):
    """Who waits to be understood for longer than that should take."""

    chargers: int = 0
    since: Instant | None = None
    """What the one said that waits longest is not understood since then."""
    slowest: str = ""
    """That charger."""

    def __bool__(self) -> bool:
        return self.chargers > 0


class Filling(msgspec.Struct, frozen=True):
    """A history that is brought in while it is looked at; chargers by their names."""

    whole: tuple[str, ...] = ()
    """Those that have all of theirs."""
    waiting: tuple[str, ...] = ()
    """Those of which only the last days are known yet."""

    def __bool__(self) -> bool:
        return bool(self.waiting)


class Impairment(msgspec.Struct, frozen=True):
    """What keeps figures from being up to date; nothing does where it holds nothing."""

    why: str = ""
    """Why nothing that chargers say can be kept."""
    since: Instant | None = None
    stopped_since: Instant | None = None
    """Since when nobody understands what is kept: the process that does it ended, and does not stay alive."""
    behind: Behind = Behind()
    damage: str = ""
    """What is wrong with the pages of the database itself."""
    backup: str = ""
    """Why the last backup that was due could not be made."""
    log: str = ""
    """What is wrong between the log that gateways fill and who reads or archives it, in words."""
    feeds: str = ""
    """Which feed of another system cannot be read, and why."""
    alerts: str = ""
    """Why alerts were given up that nobody took, and where they should have gone."""
    unshown: str = ""
    """In which channel it cannot be shown how chargers stand, and why."""
    days_left: int | None = None
    """For how many more days there is room on the disk, where that is not long; nothing fails yet."""
    filling: Filling = Filling()
    """What is not there yet, and no fault."""
    hiding: str = ""
    """How far older frames are hidden by today's rules of privacy, in words; no fault either."""

    def with_file(self, *, damage: str, backup: str, days_left: int | None = None) -> Impairment:
        """It, and what is wrong with the file."""
        return msgspec.structs.replace(self, damage=damage, backup=backup, days_left=days_left)

    def with_understanding(self, told: Impairment) -> Impairment:
        """It, and how far what is kept is understood."""
        return msgspec.structs.replace(
            self, behind=told.behind, stopped_since=told.stopped_since, hiding=told.hiding
        )

    @property
    def is_fault(self) -> bool:
        """Whether somebody has to do something."""
        is_late = self.behind or self.stopped_since is not None
        of_others = self.backup or self.feeds or self.alerts or self.unshown
        return bool(self.why or is_late or self.damage or self.log or of_others)

    @property
    def is_to_be_told(self) -> bool:
        """Whether somebody has to do something, or soon will have to."""
        return self.is_fault or self.days_left is not None

    def __bool__(self) -> bool:
        return self.is_to_be_told or bool(self.filling) or bool(self.hiding)
