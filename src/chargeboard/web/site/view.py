"""How is a site put for people?"""

from __future__ import annotations

import msgspec

from chargeboard.fleet import view as fleet
from chargeboard.panels.header.view import Socket, sockets_of
from chargeboard.run.answering.site import SiteView
from chargeboard.web.official.site_page import site_url as official_url
from chargeboard.web.site.words import say
from chargeboard.web.urls.links import site_url
from chargeboard.web.urls.mount import rooted
from chargeboard.words.wall_clock import Local


class Head(msgspec.Struct, frozen=True):
    """The head of the page."""

    name: str
    facts: tuple[str, ...]
    at: str
    states: tuple[Socket, ...]
    """How many sockets are in each state."""
    gone: str


def head(view: SiteView) -> Head:
    """Who and what is at the site, and how its sockets are."""
    board = view.told.board
    local = Local(board.charger.timezone, board.at)
    live = [row for row in view.rows if not row.is_history]
    sockets = [socket for row in live for socket in row.sockets]
    never = sum(row.last_contact is None for row in view.rows)
    away = sum(row.is_online is False for row in live)
    return Head(
        name=view.told.site,
        facts=tuple(
            filter(
                None,
                (
                    say("n_chargers", n=len(view.rows)),
                    say("n_sockets", n=len(sockets)),
                    local.zone_line(),
                    say("never_heard", n=never) if never else "",
                ),
            )
        ),
        at=local.to_the_second(board.at),
        states=sockets_of(sockets, local, 0),
        gone=say("no_contact", n=away) if away else "",
    )


def tabs(site: str, *, has_settings: bool) -> list[tuple[str, str, bool]]:
    """Label and address of each page of a site, and whether it is the one that is shown."""
    ways = [
        (say("tab_overview"), site_url(site), True),
        (say("tab_official"), f"{rooted('/official')}?{official_url('', site).partition('?')[2]}", False),
        (say("tab_saturation"), official_url("saturation", site), False),
    ]
    return [*ways, (say("tab_settings"), site_url(site, "settings"), False)] if has_settings else ways


def rows(view: SiteView, offset: int, limit: int) -> tuple[fleet.Row, ...]:
    """A page of the chargers, as the list of all shows them."""
    return fleet.rows_of(view.rows[offset : offset + limit], view.told.board.at)
