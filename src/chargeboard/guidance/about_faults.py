"""
What is broken or dangerous now, and what was dangerous lately? (I08, I22)

One line a socket for all that is active there, and one for each danger that was. That a report was cleared
does not tell that anybody looked, so a danger is told for as long as its error is listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from chargeboard.domain.board import Board, ErrorRow, Insight, SocketNow
from chargeboard.domain.conclusions import Episode
from chargeboard.guidance.harm import BY_HAND, harm_of
from chargeboard.guidance.looked_at import History
from chargeboard.guidance.words import about, at_time
from chargeboard.metrics.errors.rows import rhythm
from chargeboard.time.instants import MINUTE, Instant, Micros, text_of
from chargeboard.words.formats import several

_LONG_FAULT: Final = 30 * MINUTE
_LONGEST_INFO: Final = 80
_UNKNOWN_ACTION: Final = (
    "Look the code up in the manual of this model; if it stays, fetch diagnostics and call service."
)
_NO_CAUSE: Final = "Restart it remotely; if it stays, fetch its diagnostics and call service."
_INSPECT: Final = "Reported over, but nothing tells that anybody looked."


def about_faults(board: Board, seen: History) -> Iterator[Insight]:
    """What is active, socket by socket; then dangers that are over."""
    faulted = {one.socket: one for one in board.now if one.state == "faulted"}
    active = {
        socket: list(rows)
        for socket, rows in groupby(
            sorted(filter(is_urgent, board.errors), key=lambda row: row.socket), key=lambda row: row.socket
        )
    }
    told = set[tuple[int, str]]()
    for socket in sorted({*faulted, *active}):
        rows = active.get(socket, [])
        told |= {(socket, harm_of(row)) for row in rows}
        yield _active(socket, sorted(rows, key=lambda row: not harm_of(row)), faulted.get(socket), seen)
    yield from _dangers_that_were(board.errors, told, seen)


def is_urgent(row: ErrorRow) -> bool:
    """Whether it is active and a fault or a danger."""
    return row.active and (row.severity == "fault" or bool(harm_of(row)))


def place_of(socket: int) -> str:
    """Where an error is."""
    return f"socket {socket}" if socket else "the charger"


def _active(socket: int, rows: Sequence[ErrorRow], faulted: SocketNow | None, seen: History) -> Insight:
    since = _since(rows, faulted, seen)
    harm = harm_of(rows[0]) if rows else ""
    told = f"since {at_time(since, seen.zone, today=seen.today)}"
    codes = f" ({_codes(rows)})" if rows else ""
    place = place_of(socket).capitalize()
    if harm:
        what = f"{place}: {harm}{', out of order' if faulted else ''} {told}{codes}."
    elif faulted is not None:
        what = f"{place} has been out of order {told}{codes}."
    else:
        what = f"{place} has reported a fault {told}{codes}."
    is_long = faulted is not None and seen.has_come(since + _LONG_FAULT + 1)
    again = _again(rows, seen)
    return Insight(
        id="I22" if harm else "I08",
        severity="critical" if harm or is_long else "warning",
        text=what + again,
        numbers={"socket": socket, "since": text_of(since)},
        panel="errors",
        need="safety" if harm else "out_of_service" if faulted is not None else "drivers",
        action=(rows[0].action or _UNKNOWN_ACTION) if rows else _NO_CAUSE,
        since=since,
    )


def _since(rows: Sequence[ErrorRow], faulted: SocketNow | None, seen: History) -> Instant:
    """Since when the socket is out of order, or else since when its errors are open."""
    if faulted is not None and faulted.since is not None:
        return faulted.since
    begun = [one.start for row in rows for one in episodes_of(row, seen) if one.end is None]
    return min(begun, default=min((row.first_seen for row in rows), default=seen.now))


def _dangers_that_were(
    errors: Sequence[ErrorRow], told: set[tuple[int, str]], seen: History
) -> Iterator[Insight]:
    """One line for each danger of a socket that is not told as active."""

    def danger(row: ErrorRow) -> tuple[int, str]:
        return row.socket, harm_of(row)

    over = [row for row in errors if not row.active and harm_of(row) and harm_of(row) not in BY_HAND]
    for (socket, harm), found in groupby(sorted(over, key=danger), key=danger):
        if (socket, harm) in told:
            continue
        rows = sorted(found, key=lambda row: row.last_seen, reverse=True)
        last = rows[0]
        when = at_time(last.last_seen, seen.zone, today=seen.today)
        again = _again(rows, seen)
        yield Insight(
            id="I22",
            severity="warning",
            text=f"{place_of(socket).capitalize()}: {harm} at {when} ({_codes(rows)}). {_INSPECT}{again}",
            numbers={"socket": socket, "last_seen": text_of(last.last_seen)},
            panel="errors",
            need="inspect",
            action=last.action or _UNKNOWN_ACTION,
        )


def _again(rows: Sequence[ErrorRow], seen: History) -> str:
    """That one of them is a habit; nothing where none is."""
    return next((f" It keeps coming back: {often(row, seen)}." for row in rows if repeats(row)), "")


def often(row: ErrorRow, seen: History) -> str:
    """How often it came, and in which rhythm where that is known: from which episode to which."""
    told = f"{several(row.reports, 'report')} in {several(row.episodes, 'episode')}"
    step, starts = rhythm_of(row, seen), _starts(row, seen)
    if step is None:
        return told
    first, last = (at_time(at, seen.zone, today=seen.today) for at in (starts[0], starts[-1]))
    return f"{told}, {about(step)} from {first} to {last}"


def repeats(row: ErrorRow) -> bool:
    """Whether it was told often enough to be a habit (I07)."""
    return row.episodes >= 3 or row.reports >= 10


def rhythm_of(row: ErrorRow, seen: History) -> Micros | None:
    """The usual time from one episode to the next; None where too few are known, or there is none."""
    return rhythm(_starts(row, seen))


def _starts(row: ErrorRow, seen: History) -> list[Instant]:
    return sorted(one.start for one in episodes_of(row, seen))


def episodes_of(row: ErrorRow, seen: History) -> list[Episode]:
    """The episodes of a row, as far as they are known."""
    key = (row.socket, row.code, row.vendor_code)
    return [one for one in seen.episodes if (one.socket, one.code, one.vendor_code) == key]


def _codes(rows: Sequence[ErrorRow]) -> str:
    """The codes, and what the charger said beside the first of them."""
    codes = ", ".join(dict.fromkeys(row.code for row in rows))
    info = next((row.info.strip() for row in rows if row.info.strip()), "")
    if len(info) > _LONGEST_INFO:
        info = f"{info[:_LONGEST_INFO].rstrip()}…"
    return f"{codes}: {info}" if info else codes
