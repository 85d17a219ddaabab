"""
Which charger is this, is it there, and is it all right?

The first line of the page: who and where, contact, each socket's state and since when, what needs a look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from chargeboard.domain.figures.board import Board, SocketNow
from chargeboard.domain.terminal import command
from chargeboard.drawing.states import label, paint
from chargeboard.metrics.timeline.thinning import severity
from chargeboard.panels.days import local_of, observed
from chargeboard.panels.figure_dates import is_over, is_usual
from chargeboard.panels.header.words import say
from chargeboard.panels.notes import Attention, attention
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.plain import PlainPanel, Toned
from chargeboard.panels.socket_label import socket_label
from chargeboard.panels.url_instant import url_instant
from chargeboard.time.instants import seconds_of
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import about, count, number
from chargeboard.words.wall_clock import Local

NAMED_SOCKETS = 8
"""More sockets than this are counted by state instead of being named one by one."""


class Socket(msgspec.Struct, frozen=True):
    """One socket now, or several that share a state."""

    name: str
    state: str
    state_name: str
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
    charger, local = board.charger, local_of(board)
    contact, hint = ("", "") if is_over(board) else _contact(board, local)
    details = [
        charger.site,
        " ".join(part for part in (charger.vendor, charger.model) if part),
        say("firmware", version=charger.firmware) if charger.firmware else "",
        say("rated", power=number(charger.rated_kw)) if charger.rated_kw else "",
        " + ".join(say("protocol", version=name.removeprefix("ocpp")) for name in charger.protocols),
    ]
    return Header(
        name=charger.name or charger.id,
        id=charger.id if charger.name and charger.name != charger.id else "",
        details=tuple(part for part in details if part),
        zone=local.zone_line(),
        zone_hint=say("zone_hint") if charger.timezone_is_default else "",
        zone_command=zone_command(board),
        is_online=charger.is_online,
        is_history=charger.is_history,
        contact=contact,
        contact_hint=hint,
        at=f"{local.moment(board.at)}:{local.wall(board.at):%S}",
        sockets=()
        if charger.is_history or is_over(board)
        else sockets_of(board.now, local, names=charger.socket_names),
        attention=attention(board)
        if charger.first_seen and not charger.is_history and not is_over(board)
        else None,
        setup=_setup(board),
        lies=lies(board),
        changes=changes_of(board, local),
    )


def zone_command(board: Board) -> str:
    """What sets a zone, to be copied into a shell."""
    return command("chargeboard charger set", board.charger.id, "timezone=Europe/Berlin")


def changes_of(board: Board, local: Local) -> tuple[str, ...]:
    """Each change of the charger in words, the latest first."""
    return tuple(
        say(change.kind, at=local.moment(change.at), was=change.was or say("was_unknown"))
        for change in board.charger.changes
    )


def _contact(board: Board, local: Local) -> tuple[str, str]:
    charger = board.charger
    last = say("last_message", at=local.moment(charger.last_contact)) if charger.last_contact else ""
    if charger.first_seen is None:
        return say("never"), ""
    if charger.is_online:
        return say("connected"), last
    if charger.is_history and charger.last_contact:
        return say("history"), say("last_heard", at=local.moment(charger.last_contact))
    since = charger.offline_since or charger.last_contact
    if charger.is_online is None or since is None:
        return say("unknown"), last
    gone = say("ago", length=seconds_of(local.now - since))
    return say("lost", at=local.moment(since)), gone


def sockets_of(
    now: list[SocketNow],
    local: Local,
    named: int = NAMED_SOCKETS,
    names: Mapping[int, str] = MappingProxyType({}),
) -> tuple[Socket, ...]:
    """Each socket with its state and for how long; many sockets are counted by state."""
    if len(now) > named:
        return _counted(now)
    return tuple(
        Socket(
            socket_label(socket.socket, names),
            socket.state,
            label(socket.state),
            paint(socket.state),
            about(seconds_of(max(0, local.now - socket.since))) if socket.since else "",
            say("since", at=local.moment(socket.since)) if socket.since else "",
            since_ms=socket.since // 1000 if socket.since else None,
        )
        for socket in sorted(now, key=lambda socket: socket.socket)
    )


def _counted(now: list[SocketNow]) -> tuple[Socket, ...]:
    """Sockets by state, worst first; those with a problem are named."""
    counts = Counter(socket.state for socket in now)
    counted = []
    for state in sorted(counts, key=severity, reverse=True):
        named = sorted(socket.socket for socket in now if socket.state == state)
        is_named = state in {"faulted", "offline", "unavailable"} and len(named) <= NAMED_SOCKETS
        hint = f"({', '.join(map(str, named))})" if is_named else ""
        number = counts[state]
        counted.append(
            Socket(say("sockets", n=number), state, label(state), paint(state), hint, number=count(number))
        )
    return tuple(counted)


def lies(board: Board) -> Lies | None:
    """Where all data of the charger is; None where it goes on and the figures show some of it."""
    first, last, local = board.charger.first_seen, board.charger.last_contact, local_of(board)
    if first is None or last is None:
        return None
    ended = local.wall(last).date()
    # who spoke and told no state of a socket yet shows no figures, and was there all the same
    is_shown = bool(observed(board)) or board.window.from_ <= ended < board.window.to
    if is_shown and (is_over(board) or not board.charger.is_history):
        return None
    dates = dates_through(min(local.wall(first).date(), ended), ended)
    told = "data_of" if is_shown else "nothing_usual" if is_usual(board) else "nothing_chosen"
    return Lies(
        say(told, dates=dates),
        url_instant(last),
        f"?at={url_instant(last)}",
        say("show_then", at=local.moment(last)),
    )


def _setup(board: Board) -> str:
    if board.charger.first_seen is None:
        return say("set_up")
    if is_over(board) or lies(board):
        return ""
    if all(count in {None, 0} for count in board.sessions_per_day.values()) and not board.ongoing.sessions:
        return say("no_session")
    return ""


def plain(board: Board, _columns: int) -> tuple[PlainPanel, ...]:
    """Who and where, contact, changes, and where its data is."""
    charger, local = board.charger, local_of(board)
    is_named = charger.name and charger.name != charger.id
    name = say("plain_title", name=charger.name, id=charger.id) if is_named else charger.id
    device = " ".join(filter(None, (charger.vendor, charger.model, charger.firmware)))
    at, zone = local.in_seconds(board.at), local.zone_line()
    as_of = say("plain_at", at=at, zone=zone)
    if charger.timezone_is_default:
        as_of = say("plain_no_zone", at=at, zone=zone, command=zone_command(board))
    where = lies(board)
    lines = (
        Toned(" · ".join(filter(None, (name, charger.site, device, _plain_contact(board, local)))), "strong"),
        Toned(as_of, "aside"),
        *(Toned(change, "aside") for change in changes_of(board, local)),
        *((say("plain_then", text=where.text, at=where.at),) if where else ()),
    )
    return (PlainPanel(above=lines),)


def _plain_contact(board: Board, local: Local) -> str:
    charger = board.charger
    if charger.is_history and charger.last_contact:
        return say("plain_history", at=local.moment(charger.last_contact))
    if charger.is_online is None:
        return say("plain_never" if charger.first_seen is None else "plain_unknown")
    if charger.is_online:
        return say("plain_online")
    since = charger.offline_since
    return say("plain_offline_since", at=local.moment(since)) if since else say("plain_offline")


PANEL = Panel(
    "header",
    0,
    say,
    of_board(panel),
    plain,
    ("charger", "at", "window", "now", "insights", "policy"),
    is_of_sites=False,
)
