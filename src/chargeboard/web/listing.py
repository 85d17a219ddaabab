"""What is on the list of chargers, as it is opened and as it goes on?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b

import msgspec

from chargeboard.domain.instants import Instant
from chargeboard.view import fleet
from chargeboard.web.desk import Desk
from chargeboard.web.fragments import Fragment, State, fragment
from chargeboard.web.live import Shown, Subject
from chargeboard.web.templating import fleet_part

_UNTIL_NEXT_MINUTE = 2**62


class Listed(msgspec.Struct, frozen=True):
    """The list, drawn: its parts as fragments."""

    fleet: fleet.Fleet
    head: Fragment
    waiting: Fragment
    rows: list[Fragment]
    order: Fragment

    @property
    def fragments(self) -> list[Fragment]:
        """All of them; the rows before their order, so that it finds new ones."""
        return [self.head, self.waiting, *self.rows, self.order]


def listed(desk: Desk, now: Instant, sort: str) -> Listed:
    """The list in an order."""
    return _listed(fleet.panel(desk.fleet(), now, sort, desk.waiting()))


def _listed(shown: fleet.Fleet) -> Listed:
    keys = [_key(row.id) for row in shown.rows]
    return Listed(
        shown,
        fragment(fleet_part("head", shown)),
        fragment(fleet_part("waiting", shown)),
        [fragment(fleet_part("row", row, key)) for row, key in zip(shown.rows, keys, strict=True)],
        fragment(fleet_part("order", keys)),
    )


def _key(station: str) -> str:
    """An id that an element may have, whatever the charger's is."""
    return f"row-{blake2b(station.encode(), digest_size=6).hexdigest()}"


def fleet_subject(desk: Desk, query: Mapping[str, str], now: Callable[[], Instant]) -> Subject:
    """The list, to be watched."""
    sort = query.get("sort", "need")

    def draw(_: Shown | None) -> Shown:
        revision, rows = desk.revisions(), desk.fleet()
        made = _listed(fleet.panel(rows, now(), sort, desk.waiting()))
        return Shown(
            State(made.fragments), revision, _UNTIL_NEXT_MINUTE, lambda moment: fleet.clock(rows, moment)
        )

    return Subject(("fleet", sort if sort in fleet.ORDERS else "", ""), draw, desk.revisions)


def live_url(sort: str) -> str:
    """Where the list's news come from."""
    return f"/live?sort={sort}"
