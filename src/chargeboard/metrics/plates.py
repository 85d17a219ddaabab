"""Is it still the same hardware? What each boot says of vendor, model and serial number."""

from __future__ import annotations

import msgspec

from chargeboard.domain.facts import Booted
from chargeboard.time.instants import Instant

_MOST = 20


class Plate(msgspec.Struct, frozen=True):
    """What stands on a charger's plate; empty is not known."""

    vendor: str = ""
    model: str = ""
    serial: str = ""

    @property
    def text(self) -> str:
        """In words."""
        serial = f"serial number {self.serial}" if self.serial else ""
        return ", ".join(filter(None, (" ".join(filter(None, (self.vendor, self.model))), serial)))


class Replaced(msgspec.Struct, frozen=True):
    """Other hardware spoke from an instant on."""

    at: Instant
    was: Plate
    became: Plate


class Plates(msgspec.Struct, frozen=True):
    """The plate that was last told, and the changes of it."""

    present: Plate = Plate()
    replaced: tuple[Replaced, ...] = ()
    """The latest of them, in order."""


def advance(plates: Plates, boot: Booted) -> Plates:
    """
    The plates after a boot.

    Formula: other hardware where both serial numbers are known and differ; where one is not, another vendor
             or model. What a boot leaves out is as before.
    """
    was, told = plates.present, Plate(boot.vendor.strip(), boot.model.strip(), boot.serial.strip())
    if not _is_other(was, told):
        same = Plate(told.vendor or was.vendor, told.model or was.model, told.serial or was.serial)
        return plates if same == was else Plates(same, plates.replaced)
    return Plates(told, (*plates.replaced, Replaced(boot.at, was, told))[-_MOST:])


def _is_other(was: Plate, told: Plate) -> bool:
    if was.serial and told.serial:
        return was.serial != told.serial
    pairs = ((was.vendor, told.vendor), (was.model, told.model))
    return any(one and other and one != other for one, other in pairs)
