"""
How wide must a drawing be for a label to have room in it?

Places are shares of the drawing's width and letters have a size in pixels, so two labels that overlap in a
narrow drawing are apart in a wide one, from a width on that can be computed. A label takes the class `lN` of
the least container in which it is shown; the style sheet hides it in narrower ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import inf
from typing import NamedTuple

CONTAINERS_PX = (0, 300, 400, 540, 700)
"""A label of level N is shown where its container is at least so wide; board.css has the same numbers."""
NEVER = len(CONTAINERS_PX)
CLASSES = ("", *(f"l{n}" for n in range(1, NEVER)), None)
"""Of the levels; a label without room at all has none and is not drawn."""
_APART_PX = 2.4
_ASCENT, _DESCENT = 0.8, 0.15
_EM = {
    **dict.fromkeys("0123456789", 0.556),
    **dict.fromkeys(",./: ", 0.278),
    **dict.fromkeys("ilj", 0.278),
    **dict.fromkeys("tfr-", 0.36),
    **dict.fromkeys("%mw", 0.889),
    **dict.fromkeys("MW", 0.944),
}
_LETTER_EM = 0.62
"""Of a bold sans serif, as wide as the widest that the style sheet names."""


class Box(NamedTuple):
    """A label: the point that it hangs on as a share of the width, and its edges from there in pixels."""

    x: float
    left: float
    right: float
    top: float
    bottom: float


@lru_cache(maxsize=4096)
def width(text: str, size_px: float) -> float:
    """About how wide a text is; rather too much."""
    return size_px * sum(_EM.get(letter, _LETTER_EM) for letter in text)


def centred(text: str, x: float, baseline: float, size_px: float) -> Box:
    """A text around its point."""
    half = width(text, size_px) / 2
    return Box(x, -half, half, baseline - _ASCENT * size_px, baseline + _DESCENT * size_px)


def beside(text: str, x: float, baseline: float, size_px: float, dx: float) -> Box:
    """A text that begins so many pixels to the right of its point, or ends to the left of it."""
    left, right = (dx, dx + width(text, size_px)) if dx >= 0 else (dx - width(text, size_px), dx)
    return Box(x, left, right, baseline - _ASCENT * size_px, baseline + _DESCENT * size_px)


def needed(box: Box, others: Iterable[Box]) -> float:
    """From which width of the drawing on a label is apart from all of the others."""
    x, left, right, top, bottom = box
    most = 0.0
    for other in others:
        if other.top >= bottom or other.bottom <= top:
            continue
        apart = other.x - x
        overlap = (right - other.left if apart > 0 else other.right - left) + _APART_PX
        if overlap <= 0:
            continue
        if not apart:
            return inf
        most = max(most, overlap / abs(apart))
    return most


def uncut(box: Box) -> float:
    """From which width of the drawing on its edges do not cut the label; one that ends at them is not cut."""
    sides = ((-box.left, box.x), (box.right, 1 - box.x))
    return max(reach / share if share else inf for reach, share in sides if reach > 0)


def level(need: float, widths: Sequence[float]) -> int:
    """The first of the containers whose drawing, at its narrowest `widths[N]`, is wide enough; else NEVER."""
    return next((place for place, room in enumerate(widths) if room >= need), NEVER)


def halving(count: int, anchor: int = 0) -> list[int]:
    """The places of a row, those first that are left when every other one goes, and again every other one."""
    return sorted(
        range(count), key=lambda place: -((place - anchor) & (anchor - place) or 1 << count.bit_length())
    )
