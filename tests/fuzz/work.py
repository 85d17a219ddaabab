"""How much work is done, in calls of functions: the same on any machine."""

from __future__ import annotations

import sys
from collections.abc import Callable

FOR_NOTHING = 20_000
"""Calls that an empty input may take."""


class TooMuch(BaseException):
    """More work than its input is worth."""


def bounded(run: Callable[[bytes], object], data: bytes, most_per_byte: int) -> int:
    """
    Run it; how many calls that took.

    Raises: TooMuch, as soon as it is.
    """
    most = FOR_NOTHING + most_per_byte * len(data)
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        if event in {"call", "c_call"}:
            count += 1
            if count > most:
                sys.setprofile(None)
                raise TooMuch(f"{count:,} calls for {len(data):,} bytes")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        run(data)
    finally:
        sys.setprofile(before)
    return count
