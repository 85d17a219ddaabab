"""How is a charger put so that it is read from three metres?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.panels.days import local_of
from chargeboard.panels.header.view import Socket, sockets_of
from chargeboard.panels.notes import Note, attention
from chargeboard.time.instants import Instant
from chargeboard.web.kiosk.words import say
from chargeboard.words.dates import day_month
from chargeboard.words.formats import DASH, energy, power
from chargeboard.words.wall_clock import Local

NAMED_SOCKETS = 4
"""More sockets than this are counted by state."""


class Slide(msgspec.Struct, frozen=True):
    """One charger."""

    id: str
    name: str
    site: str
    contact: str
    is_gone: bool
    sockets: tuple[Socket, ...]
    charging: str
    today: str
    need: Note | None
    more: str
    calm: str


def slide(board: Board) -> Slide:
    """A charger as it is."""
    charger, local = board.charger, local_of(board)
    told = attention(board)
    return Slide(
        id=charger.id,
        name=charger.name or charger.id,
        site=charger.site,
        contact=_contact(board, local),
        is_gone=charger.is_online is False and not charger.is_history,
        sockets=()
        if charger.is_history
        else sockets_of(board.now, local, NAMED_SOCKETS, charger.socket_names),
        charging=_charging(board),
        today=_today(board, local),
        need=told.notes[0] if told.notes else None,
        more=say("and_more", n=len(told.notes) + len(told.more) - 1)
        if len(told.notes) + len(told.more) > 1
        else "",
        calm="" if told.notes else told.headline,
    )


def moment_on_wall(zone: str | None, at: Instant) -> str:
    """A day and a time, by the clock of the chargers; UTC where they have several."""
    wall = Local(zone or "UTC", at).wall(at)
    told = say("moment", day=day_month(wall.date()), time=f"{wall:%H:%M}")
    return told if zone else f"{told} UTC"


def _contact(board: Board, local: Local) -> str:
    charger = board.charger
    if charger.first_seen is None:
        return say("never_heard")
    if charger.is_history and charger.last_contact is not None:
        return say("only_history", moment=local.moment(charger.last_contact))
    if charger.is_online is None:
        return say("unknown")
    if charger.is_online:
        return say("connected")
    since = charger.offline_since
    return say("no_contact") if since is None else say("no_contact_since", moment=local.moment(since))


def _charging(board: Board) -> str:
    running = [one for one in board.ongoing.sessions if not one.stale]
    if not running or board.charger.is_history:
        return ""
    watts = [
        w
        for one in running
        if (w := one.power_w if one.power_w is not None else one.power_estimated_w) is not None
    ]
    if not watts:
        return say("charging_unmetered", n=len(running))
    return say("charging", n=len(running), power=power(sum(watts)))


def _today(board: Board, local: Local) -> str:
    sessions, delivered = board.sessions_per_day.get(local.today), board.energy_per_day_wh.get(local.today)
    if sessions is None and delivered is None:
        return ""
    told = DASH if sessions is None else say("sessions", n=sessions)
    return say("today", sessions=told, energy=DASH if delivered is None else energy(delivered))
