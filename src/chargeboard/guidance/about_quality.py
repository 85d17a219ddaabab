"""How far can these figures be trusted? (I20, I21)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.guidance.looked_at import History
from chargeboard.guidance.words import at_time
from chargeboard.time.instants import text_of
from chargeboard.words.formats import clock_off, count, energy, percent, several

_UNACCOUNTED: Final = 0.01


def about_quality(board: Board, seen: History) -> Iterator[Insight]:
    """A wrong clock, and data that had to be repaired, inferred or left out."""
    yield from _clock(board, seen)
    yield from _repairs(board, seen)
    yield from _unit(board)


def _unit(board: Board) -> Iterator[Insight]:
    sessions = board.data_quality.sessions_in_kwh
    if sessions and board.policy.energy_factor == 1:
        told = several(sessions, "session rose", "sessions rose")
        yield Insight(
            id="Q20",
            severity="warning",
            text=(
                f"The register of {told} by a thousandth of what the power says: it seems to count kWh and "
                "call them Wh."
            ),
            numbers={"sessions": sessions},
            panel="quality",
            need="later",
            action="If so, set energy_factor = 1000 for this charger.",
        )


def _clock(board: Board, seen: History) -> Iterator[Insight]:
    repaired, clock = board.data_quality.clock_repaired, board.data_quality.clock_offset
    if clock is not None and abs(clock.offset_s) >= board.policy.clock_warn_s:
        severity, need = "warning", "later"
        since = at_time(clock.since, seen.zone, today=seen.today)
        text = (
            f"The charger's clock is {clock_off(clock.offset_s)}, since {since}. "
            "Its stamps are corrected by that."
        )
        action = "Set its time, or let it take the time from the back end's Heartbeat answers or from NTP."
    elif repaired:
        stamps = several(repaired, "time stamp", "time stamps")
        # the odd stamp is mended and done with; a clock that is wrong now is worth a warning
        severity, need = "info", ""
        text = f"{stamps} could not be believed, so the time of receipt counts."
        action = "Check its clock."
    else:
        return
    numbers: dict[str, float | int | str | None] = {
        "offset_s": None if clock is None else clock.offset_s,
        "since": None if clock is None else text_of(clock.since),
        "clock_repaired": repaired,
    }
    yield Insight(
        id="I20", severity=severity, text=text, numbers=numbers, panel="quality", need=need, action=action
    )


def _repairs(board: Board, seen: History) -> Iterator[Insight]:
    quality = board.data_quality
    done, unknown = len(seen.ended.durations), seen.ended.energy_unknown
    lost_wh, energy_wh = seen.unaccounted_wh or 0, seen.ended.total_wh
    parts = [
        several(number, one, many)
        for number, one, many in (
            (quality.quarantined, "message could not be read", "messages could not be read"),
            (quality.repaired, "message was repaired", "messages were repaired"),
            (quality.orphan_stops, "stop fits no session", "stops fit no session"),
            (quality.inferred_ends, "session end was inferred", "session ends were inferred"),
        )
        if number
    ]
    parts[:1] = [f"since the first message {part}" for part in parts[:1]]
    if unknown > 0.02 * done:
        parts.append(f"the energy of {count(unknown)} of {several(done, 'session', 'sessions')} is unknown")
    # of all that the register counted, so that it speaks where sessions sum to nothing (I21a)
    if lost_wh > _UNACCOUNTED * (energy_wh + lost_wh):
        share = percent(100 * lost_wh / (energy_wh + lost_wh))
        parts.append(f"{energy(lost_wh)} ({share}) flowed outside any session")
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
