"""When was something, as a party of OCPI says?"""

from __future__ import annotations

import re
from typing import Final

from chargeboard.decode.notes import Notes
from chargeboard.domain.codes import OddityKind
from chargeboard.domain.reasons import Oddity
from chargeboard.time.instants import Instant

_ZONE: Final = re.compile(r"(?:[Zz]|[+-]\d\d(?::?\d\d)?)\s*$")


def when(said: str | None, notes: Notes) -> Instant:
    """A time without a zone is UTC: so the standard has it, and not everybody keeps to it."""
    if said and not _ZONE.search(said[len("2025-10-13T") :]):
        notes.odd(OddityKind.CLOCK, Oddity.NO_ZONE, said, "T5")
        said = f"{said.strip()}Z"
    return notes.when(said)[0]
