"""How far can these figures be trusted? (I20, I21)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.instants import micros_of
from chargeboard.metrics.insight_evidence import Evidence
from chargeboard.metrics.insight_words import counted, kilowatt_hours, lasting, percent

_SKEW_S: Final = 300


def about_quality(board: Board, seen: Evidence) -> Iterator[Insight]:
    """A wrong clock, and data that had to be repaired, inferred or left out."""
    yield from _clock(board, seen)
    yield from _repairs(board, seen)


def _clock(board: Board, seen: Evidence) -> Iterator[Insight]:
    repaired = board.data_quality.clock_repaired
    skew = seen.skew_s
    if skew is not None and abs(skew) > _SKEW_S:
        side = "behind" if skew > 0 else "ahead"
        text = f"The charger's clock is {lasting(micros_of(abs(skew)))} {side}: set its time."
    elif repaired:
        stamps = counted(repaired, "time stamp", "time stamps")
        text = f"{stamps} of the charger could not be believed and were repaired: check its clock and zone."
    else:
        return
    numbers: dict[str, float | int | str | None] = {"skew_s": skew, "clock_repaired": repaired}
    yield Insight(id="I20", severity="warning", text=text, numbers=numbers, panel="quality")


def _repairs(board: Board, seen: Evidence) -> Iterator[Insight]:
    quality = board.data_quality
    done = [s for s in seen.sessions if s.is_completed]
    unknown = sum(s.energy_wh is None for s in done)
    energy_wh = float(sum(s.energy_wh for s in done if s.energy_wh is not None))
    lost_wh = seen.unaccounted_wh or 0
    parts = [
        counted(number, one, many)
        for number, one, many in (
            (quality.quarantined, "message could not be read", "messages could not be read"),
            (quality.repaired, "message was repaired", "messages were repaired"),
            (quality.orphan_stops, "stop fits no session", "stops fit no session"),
            (quality.inferred_ends, "session end was inferred", "session ends were inferred"),
        )
        if number
    ]
    if done and unknown > 0.02 * len(done):
        parts.append(f"the energy of {unknown} of {counted(len(done), 'session', 'sessions')} is unknown")
    if energy_wh and lost_wh > 0.01 * energy_wh:
        parts.append(
            f"{kilowatt_hours(lost_wh)} ({percent(100 * lost_wh / energy_wh)}) flowed outside any session"
        )
    if parts:
        yield Insight(
            id="I21",
            severity="info",
            text=f"Data quality: {'; '.join(parts)}.",
            numbers={
                "quarantined": quality.quarantined,
                "repaired": quality.repaired,
                "orphan_stops": quality.orphan_stops,
                "inferred_ends": quality.inferred_ends,
                "energy_unknown": unknown,
                "unaccounted_wh": seen.unaccounted_wh,
            },
            panel="quality",
        )
