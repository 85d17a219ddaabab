"""Which known name was meant by one that is not known?"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def alike(name: str, known: Iterable[str], *, most: int, least: float) -> list[str]:
    """
    The known names most like one, the nearest first; capitals make no difference.

    `least`: how much of both has to be the same, a ratio.
    """
    by_small: dict[str, list[str]] = {}
    for one in known:
        by_small.setdefault(one.casefold(), []).append(one)
    near = get_close_matches(name.casefold(), by_small, n=most, cutoff=least)
    return [one for small in near for one in by_small[small]][:most]
