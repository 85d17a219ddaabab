"""How many pieces may a page draw, and how coarse must they be for that?"""

from __future__ import annotations

from collections.abc import Sequence

from chargeboard.domain.span import Span
from chargeboard.domain.strip import Piece
from chargeboard.metrics.thinning import FINEST, coarser

COARSEST = 48
"""Half an hour of a day: coarser would say too little that is true."""
PIECES_A_PAGE = 1000


def rows(drawn: Sequence[list[Piece]], window: Span) -> list[list[Piece]]:
    """All rows, so coarse that the page stays below its ceiling of pieces where that is possible."""
    slots = FINEST
    found = list(drawn)
    while sum(map(len, found)) > PIECES_A_PAGE and slots > COARSEST:
        slots = max(COARSEST, slots * 2 // 3)
        found = [coarser(row, window, slots) for row in drawn]
    return found
