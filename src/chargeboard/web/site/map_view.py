"""How are sites put on a map, and those that have no place there?"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import msgspec

from chargeboard.domain.figures.fleet import SiteCounts
from chargeboard.domain.sites import Site
from chargeboard.drawing.map import HEIGHT, WIDTH, drawn
from chargeboard.web.site.words import say
from chargeboard.web.urls.links import site_url
from chargeboard.words.formats import count, spelled

_LEAST, _MOST = 6.0, 22.0
"""How large a site is drawn at least, and at most."""


class Spot(msgspec.Struct, frozen=True):
    """A site on the map."""

    x: float
    y: float
    size: float
    url: str
    told: str
    name: str
    needs: bool
    is_out: bool


class GridLine(msgspec.Struct, frozen=True):
    """A meridian or a parallel."""

    at: float
    told: str
    is_meridian: bool


class SiteLine(msgspec.Struct, frozen=True):
    """A site of a list."""

    name: str
    url: str
    numbers: tuple[str, ...]
    """Chargers, those that need attention, without contact, faulted, and sessions."""


class Map(msgspec.Struct, frozen=True):
    """The page."""

    facts: tuple[str, ...]
    width: float
    height: float
    spots: tuple[Spot, ...]
    lines: tuple[GridLine, ...]
    placed: tuple[SiteLine, ...]
    placeless: tuple[SiteLine, ...]


def site_map(sites: Sequence[Site], counts: Sequence[SiteCounts]) -> Map:
    """The sites that were described, and those that chargers name."""
    known = {one.site: one for one in counts}
    places = {one.name: one.coordinates for one in sites if one.coordinates is not None}
    names = sorted({*known, *(one.name for one in sites)}, key=str.casefold)
    on_map = [name for name in names if name in places]
    made = drawn([place for name in on_map if (place := places[name]) is not None]) if on_map else None
    told = {name: known.get(name, SiteCounts(name)) for name in names}
    return Map(
        facts=(say("n_sites", n=len(names)), say("n_chargers", n=sum(one.chargers for one in counts))),
        width=WIDTH,
        height=HEIGHT,
        spots=tuple(
            _spot(told[name], point) for name, point in zip(on_map, made.points if made else (), strict=True)
        ),
        lines=tuple(
            GridLine(line.at, f"{spelled(line.degrees)}°", line.is_meridian)
            for line in (made.lines if made else ())
        ),
        placed=tuple(_line(told[name]) for name in on_map),
        placeless=tuple(_line(told[name]) for name in names if name not in places),
    )


def _spot(one: SiteCounts, point: tuple[float, float]) -> Spot:
    words = say("on_map", site=one.site, chargers=say("n_chargers", n=one.chargers))
    if one.attention:
        words = say("needing", told=words, n=one.attention)
    if one.offline:
        words = say("out", told=words, n=one.offline)
    return Spot(
        x=point[0],
        y=point[1],
        size=round(min(_MOST, _LEAST + 1.5 * sqrt(one.chargers)), 1),
        url=_url(one),
        told=words,
        name=one.site,
        needs=one.attention > 0,
        is_out=one.offline > 0,
    )


def _line(one: SiteCounts) -> SiteLine:
    numbers = (one.chargers, one.attention, one.offline, one.faulted, one.active_sessions)
    return SiteLine(one.site, _url(one), tuple(map(count, numbers)))


def _url(one: SiteCounts) -> str:
    return site_url(one.site) if one.chargers else site_url(one.site, "settings")
