"""
Which charger is this, is it there, and is it all right?

The first line of the page: who and where, contact, each socket's state and since when, what needs a look.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from chargeboard.domain.board import Board, SocketNow
from chargeboard.domain.terminal import command
from chargeboard.drawing.states import paint
from chargeboard.metrics.timeline.thinning import severity
from chargeboard.panels.figure_dates import is_over, is_usual
from chargeboard.panels.notes import Attention, attention
from chargeboard.time.instants import seconds_of
from chargeboard.view.when import Local, instant, observed
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import about, count, per_day, several

NAMED_SOCKETS = 8
"""More sockets than this are counted by state instead of being named one by one."""


class Socket(msgspec.Struct, frozen=True):
    """One socket now, or several that share a state."""

    name: str
    state: str
    paint: str
    held: str
    since: str = ""
    number: str = ""
    """How many share the state, where they are counted."""
    since_ms: int | None = None
    """Since when it is so, in milliseconds since the epoch, where the page may count on."""


class Lies(msgspec.Struct, frozen=True):
    """Where the charger's data is, where the page shows none of it."""

    text: str
    at: str
    """The instant of the last message."""
    query: str
    """The page as it was then."""
    label: str


class Header(msgspec.Struct, frozen=True):
    """The head of the page."""

    name: str
    id: str
    details: tuple[str, ...]
    zone: str
    zone_hint: str
    zone_command: str
    """What sets one."""
    is_online: bool | None
    is_history: bool
    contact: str
    contact_hint: str
    at: str
    sockets: tuple[Socket, ...]
    attention: Attention | None
    """None: nothing can be said of a charger that was never heard, or dates are shown that have passed."""
    setup: str
    """What to do first, for a charger without data."""
    lies: Lies | None
    changes: tuple[str, ...]
    """What it was before: other hardware, another id, another name."""


def panel(board: Board) -> Header:
    """The head of a charger's page."""
    charger, local = board.charger, Local.of(board)
    contact, hint = ("", "") if is_over(board) else _contact(board, local)
    details = [
        charger.site,
        " ".join(part for part in (charger.vendor, charger.model) if part),
        f"firmware {charger.firmware}" if charger.firmware else "",
        f"{per_day(charger.rated_kw).removesuffix('.0')} kW" if charger.rated_kw else "",
        " + ".join(_protocol(name) for name in charger.protocols),
    ]
    return Header(
        name=charger.name or charger.id,
        id=charger.id if charger.name and charger.name != charger.id else "",
        details=tuple(part for part in details if part),
        zone=local.zone_line(),
        zone_hint="no zone is set for this charger, so UTC is used. Set one with"
        if charger.timezone_is_default
        else "",
        zone_command=command("chargeboard charger set", charger.id, "timezone=Europe/Berlin"),
        is_online=charger.is_online,
        is_history=charger.is_history,
        contact=contact,
        contact_hint=hint,
        at=f"{local.moment(board.at)}:{local.wall(board.at):%S}",
        sockets=() if charger.is_history or is_over(board) else sockets_of(board.now, local),
        attention=attention(board)
        if charger.first_seen and not charger.is_history and not is_over(board)
        else None,
        setup=_setup(board),
        lies=lies(board),
        changes=changes_of(board, local),
    )


def changes_of(board: Board, local: Local) -> tuple[str, ...]:
    """Each change of the charger in words, the latest first."""
    told = {
        "hardware": "Hardware replaced {at}. Before: {was}.",
        "id": "Its id was {was} until {at}.",
        "name": "It was called {was} until {at}.",
    }
    return tuple(
        told[one.kind].format(at=local.moment(one.at), was=one.was or "not known")
        for one in board.charger.changes
    )


def _protocol(name: str) -> str:
    return "OCPP " + name.removeprefix("ocpp")


def _contact(board: Board, local: Local) -> tuple[str, str]:
    charger = board.charger
    last = f"last message {local.moment(charger.last_contact)}" if charger.last_contact else ""
    if charger.first_seen is None:
        return "Never connected", ""
    if charger.is_online:
        return "Connected", last
    if charger.is_history and charger.last_contact:
        return "Only history", f"last heard {local.moment(charger.last_contact)}"
    since = charger.offline_since or charger.last_contact
    if charger.is_online is None or since is None:
        return "Contact unknown", last
    gone = about(seconds_of(local.now - instant(since)))
    return f"No contact since {local.moment(since)}", f"{gone} ago"


def sockets_of(now: list[SocketNow], local: Local, named: int = NAMED_SOCKETS) -> tuple[Socket, ...]:
    """Each socket with its state and for how long; many sockets are counted by state."""
    if len(now) > named:
        return _counted(now)
    return tuple(
        Socket(
            f"Socket {one.socket}",
            one.state,
            paint(one.state),
            about(seconds_of(max(0, local.now - instant(one.since)))) if one.since else "",
            f"since {local.moment(one.since)}" if one.since else "",
            since_ms=instant(one.since) // 1000 if one.since else None,
        )
        for one in sorted(now, key=lambda one: one.socket)
    )


def _counted(now: list[SocketNow]) -> tuple[Socket, ...]:
    """Sockets by state, worst first; those with a problem are named."""
    counts = Counter(one.state for one in now)
    found = []
    for state in sorted(counts, key=severity, reverse=True):
        named = sorted(one.socket for one in now if one.state == state)
        problem = state in {"faulted", "offline", "unavailable"} and len(named) <= NAMED_SOCKETS
        hint = f"({', '.join(map(str, named))})" if problem else ""
        found.append(
            Socket(several(counts[state], "socket"), state, paint(state), hint, number=count(counts[state]))
        )
    return tuple(found)


def lies(board: Board) -> Lies | None:
    """Where all data of the charger is; None where it goes on and the figures show some of it."""
    first, last, local = board.charger.first_seen, board.charger.last_contact, Local.of(board)
    is_shown = bool(observed(board))
    if first is None or last is None or (is_shown and (is_over(board) or not board.charger.is_history)):
        return None
    ended = local.wall(last).date()
    began = min(local.wall(first).date(), ended)
    days = "the last 30 days" if is_usual(board) else "these days"
    nothing = "" if is_shown else f"Nothing is known of {days}. "
    return Lies(
        f"{nothing}The data of this charger is of {dates_through(began, ended)}.",
        last,
        f"?at={last}",
        f"Show it as it was at the last message, {local.moment(last)}",
    )


def _setup(board: Board) -> str:
    if board.charger.first_seen is None:
        return (
            "Nothing has been heard from this charger yet. Set this server as central system in the charger,"
            " or import a log of it; figures appear with the first message."
        )
    if is_over(board) or lies(board):
        return ""
    if all(count in {None, 0} for count in board.sessions_per_day.values()) and not board.ongoing.sessions:
        return "No session has been completed in this window yet. The panels fill as drivers charge."
    return ""
