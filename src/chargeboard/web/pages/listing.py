"""What is on the list of chargers, as it is opened and as it goes on?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

import msgspec
from msgspec.structs import asdict

from chargeboard.domain.figures.fleet import FleetKind, FleetOrder, FleetPage, FleetWanted, WaitingCharger
from chargeboard.fleet import view as fleet
from chargeboard.time.instants import Instant
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import Fragment, State, fragment
from chargeboard.web.live.viewers import Shown, Subject
from chargeboard.web.pages.list_row import row_key, rows_of
from chargeboard.web.templating import fleet_part
from chargeboard.web.urls.filters import Pager, cut, one_of, pager, unpaged
from chargeboard.web.urls.links import addressed
from chargeboard.web.urls.mount import rooted

USUAL_CHARGERS = FleetWanted().limit
MOST_CHARGERS = 500
FLEET = ""
"""What pages of the list are about: no charger."""
"""What the news of the list are about."""


class Listed(msgspec.Struct, frozen=True):
    """The list, drawn: its parts as fragments."""

    fleet: fleet.Fleet
    pages: Pager
    head: Fragment
    waiting: Fragment
    kinds: Fragment
    rows: list[Fragment]
    order: Fragment
    foot: Fragment

    @property
    def fragments(self) -> list[Fragment]:
        """Every part of the page; the rows before their order, so that it finds new ones."""
        return [self.head, self.waiting, self.kinds, *self.rows, self.order, self.foot]


def listed(desk: Desk, now: Instant, wanted: FleetWanted) -> Listed:
    """A page of the list."""
    return _listed(desk.fleet(wanted), desk.admission.waiting(), desk.admission.dropped_waiting(), now)


def _listed(fleet_page: FleetPage, waiting: Sequence[WaitingCharger], dropped: int, now: Instant) -> Listed:
    shown = fleet.panel(fleet_page, now, waiting, dropped)
    pages = pager(
        rooted("/"),
        asked_of(fleet_page.wanted),
        offset=fleet_page.wanted.offset,
        limit=fleet_page.wanted.limit,
        total=fleet_page.total,
    )
    keys = [row_key(row.id) for row in fleet_page.rows]
    return Listed(
        shown,
        pages,
        fragment(fleet_part("head", shown)),
        fragment(fleet_part("waiting", shown)),
        fragment(fleet_part("kinds", shown, pages)),
        rows_of(fleet_page.rows, now, fleet_page.as_of),
        fragment(fleet_part("order", keys)),
        fragment(fleet_part("foot", shown, pages, _outputs(fleet_page.wanted))),
    )


def _outputs(wanted: FleetWanted) -> tuple[str, str]:
    """Where the lines that are wanted are for programs: all as CSV, and this page as JSON."""
    asked = asked_of(wanted)
    return addressed("/fleet.csv", unpaged(asked)), addressed("/api/v1/chargers", asked)


def fleet_wanted(query: Mapping[str, str]) -> FleetWanted:
    """
    The page of the list that an address asks for.

    Raises: BadParameterError.
    """
    part = cut(query, kinds=tuple(FleetKind), kind="show", most=MOST_CHARGERS, usual=USUAL_CHARGERS)
    order = FleetOrder(one_of(query, "sort", tuple(FleetOrder)) or FleetOrder.NEED)
    tag = query.get("tag", "").strip()
    return FleetWanted(part.text, tag, FleetKind(part.kind), order, part.offset, part.limit)


def asked_of(wanted: FleetWanted) -> dict[str, str]:
    """The address of a page; what is usual is left out."""
    usual = FleetWanted()
    return {name: str(value) for name, value in asdict(wanted).items() if value != getattr(usual, name)}


def fleet_subject(desk: Desk, query: Mapping[str, str], now: Callable[[], Instant]) -> Subject:
    """A page of the list, to be watched."""
    wanted = fleet_wanted(query)

    def draw(_: Shown | None) -> Shown:
        revision, fleet_page = desk.revisions(), desk.fleet(wanted)
        made = _listed(fleet_page, desk.admission.waiting(), desk.admission.dropped_waiting(), now())
        zone = fleet_page.counts.timezone
        return Shown(State(made.fragments), revision, lambda moment: fleet.clock(zone, moment))

    return Subject((FLEET, urlencode(asked_of(wanted)), ""), draw)


def live_url(wanted: FleetWanted) -> str:
    """Where the news of a page of the list come from."""
    return addressed("/live", asked_of(wanted))
