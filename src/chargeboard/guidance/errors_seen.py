"""What do the listed errors tell, that several rules ask for?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from chargeboard.domain.conclusions import Episode
from chargeboard.domain.figures.board import ErrorRow, SocketNow
from chargeboard.domain.phrases import Numbers, Phrase
from chargeboard.guidance.harm import harm_of
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Kind
from chargeboard.metrics.errors.rows import rhythm
from chargeboard.time.instants import HOUR, MINUTE, Instant, Micros

KINDS: Final[dict[str, Kind]] = {
    "since": Instant,
    "last_seen": Instant,
    "first": Instant,
    "last": Instant,
    "reports": "reports",
    "episodes": "episodes",
}
_LONGEST_INFO: Final = 80


def is_urgent(row: ErrorRow) -> bool:
    """Whether it is active and a fault or a danger."""
    return row.active and (row.severity == "fault" or bool(harm_of(row)))


def repeats(row: ErrorRow) -> bool:
    """Whether it was told often enough to be a habit (I07)."""
    return row.episodes >= 3 or row.reports >= 10


def active_by_socket(seen: LookedAt) -> list[tuple[int, list[ErrorRow], SocketNow | None]]:
    """Each socket that is broken, or has something urgent: that, dangers first, and the socket if faulted."""
    faulted = {now.socket: now for now in seen.board.now if now.state == "faulted"}
    urgent = sorted(filter(is_urgent, seen.board.errors), key=lambda row: (row.socket, not harm_of(row)))
    active = {socket: list(rows) for socket, rows in groupby(urgent, key=attrgetter("socket"))}
    return [(socket, active.get(socket, []), faulted.get(socket)) for socket in sorted({*faulted, *active})]


def since_of(rows: Sequence[ErrorRow], faulted: SocketNow | None, seen: LookedAt) -> Instant:
    """Since when the socket is out of order, or else since when its errors are open."""
    if faulted is not None and faulted.since is not None:
        return faulted.since
    begun = [episode.start for row in rows for episode in episodes_of(row, seen) if episode.end is None]
    return min(begun, default=min((row.first_seen for row in rows), default=seen.now))


def place_of(socket: int) -> Phrase:
    """Where an error is, at the beginning of a sentence."""
    return Phrase("place_socket", {"socket": socket}) if socket else Phrase("place_charger")


def codes_of(rows: Sequence[ErrorRow]) -> Phrase | None:
    """The codes, and what the charger said beside the first of them."""
    if not rows:
        return None
    numbers: Numbers = {"codes": ", ".join(dict.fromkeys(row.code for row in rows))}
    info = next((row.info.strip() for row in rows if row.info.strip()), "")
    if not info:
        return Phrase("codes", numbers)
    if len(info) > _LONGEST_INFO:
        info = f"{info[:_LONGEST_INFO].rstrip()}…"
    return Phrase("codes_with_info", {**numbers, "info": info})


def again(rows: Sequence[ErrorRow], seen: LookedAt) -> Phrase | None:
    """That one of them is a habit."""
    row = next(filter(repeats, rows), None)
    return None if row is None else Phrase("keeps_coming_back", {"often": often(row, seen)})


def often(row: ErrorRow, seen: LookedAt) -> Phrase:
    """How often it came, and in which rhythm where that is known: from which episode to which."""
    numbers: Numbers = {"reports": row.reports, "episodes": row.episodes}
    step = rhythm_of(row, seen)
    if step is None:
        return Phrase("often", numbers)
    starts = _starts(row, seen)
    rhythmic = {**numbers, "rhythm": _every(step), "first": starts[0], "last": starts[-1]}
    return Phrase("often_in_rhythm", rhythmic)


def _every(step: Micros) -> Phrase:
    """A rhythm, roughly."""
    if step >= 36 * HOUR:
        return Phrase("every_days", {"every": round(step / (24 * HOUR))})
    if step >= 90 * MINUTE:
        return Phrase("every_hours", {"every": round(step / HOUR)})
    return Phrase("every_minutes", {"every": max(1, round(step / MINUTE))})


def rhythm_of(row: ErrorRow, seen: LookedAt) -> Micros | None:
    """The usual time from one episode to the next; None where too few are known, or there is none."""
    return rhythm(_starts(row, seen))


def _starts(row: ErrorRow, seen: LookedAt) -> list[Instant]:
    return sorted(episode.start for episode in episodes_of(row, seen))


def episodes_of(row: ErrorRow, seen: LookedAt) -> list[Episode]:
    """The episodes of a row, as far as they are known."""
    key = (row.socket, row.code, row.vendor_code)
    return [
        episode for episode in seen.episodes if (episode.socket, episode.code, episode.vendor_code) == key
    ]


def action_of(row: ErrorRow) -> Phrase | str:
    """What to do about it."""
    return Phrase(row.action[0].code) if row.action else "look_the_code_up_or_call"
