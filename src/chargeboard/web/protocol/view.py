"""How is it put for people which chargers and management systems understand each other worst?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import Side, TroubleKind
from chargeboard.domain.figures.fleet_protocol import CUT, ChargerTroubles, FleetTroubles
from chargeboard.evidence.protocol.words import say as of_charger
from chargeboard.web.protocol.words import say
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import count

WHATS = (*TroubleKind, CUT)
"""What may have gone wrong, in the order of columns."""


class Line(msgspec.Struct, frozen=True):
    """A charger and a side."""

    id: str
    name: str
    site: str
    side: str
    times: str
    counts: tuple[str, ...]
    """In the order of the headings."""
    messages: str


class TroublesPage(msgspec.Struct, frozen=True):
    """The page."""

    facts: tuple[str, ...]
    sides: tuple[tuple[str, str], ...]
    whats: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    empty: str


def troubles_page(told: FleetTroubles) -> TroublesPage:
    """A page of them."""
    names = tuple((str(what), say(what) if what == CUT else of_charger(what)) for what in WHATS)
    wanted = told.wanted
    is_searched = bool(wanted.text or wanted.side or wanted.what)
    return TroublesPage(
        facts=(
            dates_through(told.window.from_, told.window.through),
            *([say("found", n=told.total)] if told.total else []),
        ),
        sides=(("", say("any_side")), *((str(side), _side(side)) for side in Side)),
        whats=(("", say("all_kinds")), *names),
        heads=tuple(name for _, name in names),
        lines=tuple(map(_line, told.rows)),
        empty="" if told.total else say("no_match" if is_searched else "none"),
    )


def _side(side: Side) -> str:
    return of_charger(f"side_{side}")


def _line(row: ChargerTroubles) -> Line:
    found = row.found
    return Line(
        id=row.id,
        name=row.name or row.id,
        site=row.site,
        side=_side(found.side),
        times=count(found.troubles),
        counts=tuple(count(getattr(found, what)) for what in WHATS),
        messages=count(found.messages),
    )
