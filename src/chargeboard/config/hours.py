"""
How are opening hours written?

By lines such as "Mo-Fr 06:00-22:00", or as OCPI has them (`opening_times` with `regular_hours`, or that list
alone), which roaming partners send.
"""

from __future__ import annotations

import json
import re

import msgspec

from chargeboard.config.words import say
from chargeboard.metrics.days.opening import rules

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = "Mo-Su 00:00-24:00"


class _Regular(msgspec.Struct, frozen=True):
    weekday: int
    """1 is Monday."""
    period_begin: str
    period_end: str


class _Times(msgspec.Struct, frozen=True):
    twentyfourseven: bool = False
    regular_hours: list[_Regular] = []
    exceptional_openings: list[object] = []
    exceptional_closings: list[object] = []


def hours_of(text: str) -> tuple[str, ...]:
    """
    Opening hours of what somebody wrote; none where nothing stands there.

    Raises: ValueError that says what is wrong and what to write.
    """
    text = text.strip()
    if text.startswith(("{", '[{"', "[\n", "[ {", "[]")):
        return _of_ocpi(text)
    parts = [part.strip(" \t\"'[]") for part in re.split(r"[;,\n]", text)]
    found = tuple(ALWAYS if part == "24/7" else part for part in parts if part)
    rules(found)
    return found


def _of_ocpi(text: str) -> tuple[str, ...]:
    try:
        said = json.loads(text)
        times = msgspec.convert({"regular_hours": said} if isinstance(said, list) else said, _Times)
    except (ValueError, msgspec.ValidationError) as error:
        raise ValueError(say("not_ocpi_hours", error=error)) from error
    if times.exceptional_openings or times.exceptional_closings:
        raise ValueError(say("exceptional_hours"))
    if times.twentyfourseven:
        return (ALWAYS,)
    found: dict[tuple[str, str], list[int]] = {}
    for one in times.regular_hours:
        if not 1 <= one.weekday <= len(_DAYS):
            raise ValueError(say("no_weekday", number=one.weekday))
        found.setdefault((one.period_begin, one.period_end), []).append(one.weekday - 1)
    lines = tuple(
        f"{_days(first, last)} {begin}-{end}"
        for (begin, end), days in found.items()
        for first, last in _runs(sorted({*days}))
    )
    rules(lines)
    return lines


def _runs(days: list[int]) -> list[tuple[int, int]]:
    """Days that follow each other, as first and last."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _days(first: int, last: int) -> str:
    return _DAYS[first] if first == last else f"{_DAYS[first]}-{_DAYS[last]}"
