"""What is on the page of all chargers over some dates, as it is opened and as it goes on?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import msgspec

from chargeboard.domain.figures.fleet_span import FleetSpan
from chargeboard.fleet.view import clock
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant
from chargeboard.web.comparing.chargers_view import ChargersPage, chargers_page
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import Fragment, State, fragment
from chargeboard.web.live.viewers import Shown, Subject
from chargeboard.web.pages.list_row import row_key
from chargeboard.web.pages.listing import FLEET
from chargeboard.web.templating import part
from chargeboard.web.urls.fleet_span import span_wanted
from chargeboard.web.urls.mount import rooted

PATH = "/comparison"
_PARTS = "web/comparing/chargers_parts.html"
_FOLLOWED = ("from", "through", "text", "tag", "sort", "reverse", "offset", "limit")


class Drawn(msgspec.Struct, frozen=True):
    """The page, drawn: its parts as fragments."""

    told: FleetSpan
    page: ChargersPage
    head: Fragment
    rows: list[Fragment]
    order: Fragment
    whole: Fragment

    @property
    def fragments(self) -> list[Fragment]:
        """Every part that goes on; the rows before their order, so that it finds new ones."""
        return [self.head, *self.rows, self.order, self.whole]


def drawn(desk: Desk, query: Mapping[str, str], now: Instant) -> Drawn:
    """The page that an address asks for. Raises: BadParameterError."""
    zone = desk.fleet_comparisons.zone()
    today = day_of(now, zone or "UTC")
    told = desk.fleet_comparisons.chargers(None, span_wanted(query, today))
    shown = chargers_page(told, now, clock(zone, now), today)
    keys = [row_key(row.id) for row in shown.lines]
    return Drawn(
        told,
        shown,
        fragment(part(_PARTS, "head", shown)),
        [fragment(part(_PARTS, "row", row, key)) for row, key in zip(shown.lines, keys, strict=True)],
        fragment(part(_PARTS, "order", keys)),
        fragment(part(_PARTS, "whole", shown.whole)),
    )


def live_url(made: Drawn, query: Mapping[str, str]) -> str:
    """Where the page's news come from; empty where its dates are over."""
    if not made.page.reaches_now:
        return ""
    asked = urlencode(_followed(query))
    return rooted(f"{PATH}/live") + (f"?{asked}" if asked else "")


def _followed(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query[name] for name in _FOLLOWED if query.get(name)}


def compared_subject(desk: Desk, query: Mapping[str, str], now: Callable[[], Instant]) -> Subject:
    """The page, to be watched. Raises: BadParameterError."""
    asked = _followed(query)

    def draw(_: Shown | None) -> Shown:
        revision, zone = desk.revisions(), desk.fleet_comparisons.zone()
        made = drawn(desk, asked, now())
        return Shown(State(made.fragments), revision, lambda moment: clock(zone, moment))

    return Subject((FLEET, "comparison", urlencode(asked)), draw)
