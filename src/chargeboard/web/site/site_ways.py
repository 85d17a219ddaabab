"""Where do the figures of a site lead?"""

from __future__ import annotations

from urllib.parse import quote

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.site import SiteBoard
from chargeboard.panels.socket_label import SocketsOfSite
from chargeboard.web.site.words import say
from chargeboard.web.urls.links import Ways, activity_url, site_url
from chargeboard.web.urls.mount import rooted

SHOWN_SESSIONS = 12
"""Of those that are running."""


class SiteWays(Ways, frozen=True):
    """From a site to the evidence, which is that of its chargers."""

    def session_of(self, key: str) -> str:
        """The page of a session, by what `own_key` made."""
        return self.session.replace("*", key)


def own_key(station: str, key: str) -> str:
    """A session of a charger among those of all."""
    return f"{quote(station, safe='')}/sessions/{quote(key, safe='')}"


def site_ways(told: SiteBoard) -> SiteWays:
    """The ways from a site's figures: to its chargers, which they are the sums of."""
    own, board = site_url(told.site), told.board
    chargers = f"{own}#site-chargers"

    def listed(kind: str, first: object, last: object) -> str:
        return activity_url(kind=kind, site=told.site, from_=first, through=last)

    week = [day.date for day in board.utilization if not day.partial]
    seen = board.overview
    return SiteWays(
        base=own,
        day=listed("sessions", "*", "*").replace("%2A", "*"),
        days=chargers,
        attempts=listed("attempts", week[0], week[-1]) if week else listed("attempts", None, None),
        sessions=listed("sessions", seen.from_, seen.through),
        ended=listed("sessions", seen.from_, seen.through),
        errors=listed("errors", board.errors_window.from_, board.errors_window.through),
        quality=chargers,
        session=rooted("/chargers/*"),
    )


def readable(told: SiteBoard) -> Board:
    """The board as people read it: sockets by the names of their chargers, sessions by both their ids."""
    board, names, whose = told.board, SocketsOfSite(), dict[int, str]()
    for charger in told.chargers:
        for own, number in charger.sockets.items():
            names[number] = _socket_name(charger.name or charger.id, own, charger.socket_names.get(own, ""))
            whose[number] = charger.id
    board.charger.socket_names = names
    board.ongoing.sessions = board.ongoing.sessions[:SHOWN_SESSIONS]
    for session in board.ongoing.sessions:
        if session.key and session.socket is not None:
            session.key = own_key(whose[session.socket], session.key)
    return board


def _socket_name(charger: str, number: int, name: str) -> str:
    if not number:
        return charger
    if name:
        return say("of_charger_named", charger=charger, socket=number, name=name)
    return say("of_charger", charger=charger, socket=number)
