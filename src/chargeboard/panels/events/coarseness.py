"""How many pieces can a page offer to be pointed at, and how coarse must they be for that?"""

from __future__ import annotations

from collections.abc import Sequence

from chargeboard.domain.figures.strip import Piece
from chargeboard.metrics.timeline.thinning import FINEST, coarser
from chargeboard.time.spans import Span

COARSEST = 48
"""Half an hour of a day: one that points at more would hear too much."""
PIECES_A_PAGE = 1000


def rows(drawn: Sequence[list[Piece]], window: Span) -> list[list[Piece]]:
    """All rows, so coarse that the page stays below its ceiling of pieces where that is possible."""
    found = list(drawn)
    number = sum(map(len, found))
    slots = max(COARSEST, FINEST * PIECES_A_PAGE // max(1, number))
    while number > PIECES_A_PAGE and slots * 3 > COARSEST * 2:
        slots = max(COARSEST, slots)
        found = [coarser(row, window, slots) for row in drawn]
        number, slots = sum(map(len, found)), slots * 2 // 3
    return found
