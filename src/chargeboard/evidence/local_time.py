"""Which wall clock do the rows of evidence tell?"""

from __future__ import annotations

from chargeboard.domain.figures.evidence import Whose
from chargeboard.words.wall_clock import Local


def local_of(whose: Whose) -> Local:
    """The wall clock of the charger that evidence is about."""
    return Local(whose.timezone, whose.at)
