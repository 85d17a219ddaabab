"""How are chargers, and their time, put for people that two official rules count otherwise?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.official_differing import (
    DifferingCharger,
    DifferingTime,
    NetworkDifferences,
)
from chargeboard.drawing.states import label
from chargeboard.evidence.official.view import Option, counts_words, month_name, rule_options
from chargeboard.official.words import say as say_of_rule
from chargeboard.web.official.words import say
from chargeboard.web.urls.links import addressed, list_url
from chargeboard.words.formats import DASH, about, count, duration
from chargeboard.words.wall_clock import Local


class ChargerLine(msgspec.Struct, frozen=True):
    """A charger of the page."""

    name: str
    url: str
    site: str
    lasted: str
    pieces: str


class TimeLine(msgspec.Struct, frozen=True):
    """Some time of a charger."""

    charger: str
    start: int
    end: int
    when: str
    lasted: str
    socket: str
    state: str
    first: str
    second: str


class DifferingPage(msgspec.Struct, frozen=True):
    """The page."""

    facts: tuple[str, ...]
    firsts: tuple[Option, ...]
    seconds: tuple[Option, ...]
    first_name: str
    second_name: str
    told: tuple[str, ...]
    chargers: tuple[ChargerLine, ...]
    shown: str
    pieces: tuple[TimeLine, ...]


def differing_url(**query: str) -> str:
    """The page."""
    return addressed("/official/differences", query)


def differing_page(told: NetworkDifferences) -> DifferingPage:
    """A page of chargers."""
    site = [say("of_site", site=told.site)] if told.site else []
    zones = {one.charger: Local(one.timezone, 0) for one in told.page}
    shown = len(told.differences)
    return DifferingPage(
        facts=(*site, month_name(told.month), say("of_chargers", n=told.chargers)),
        firsts=rule_options(told.first),
        seconds=rule_options(told.second),
        first_name=say_of_rule(f"rule_{told.first}"),
        second_name=say_of_rule(f"rule_{told.second}"),
        told=tuple(_told(told)),
        chargers=tuple(_charger(one, told) for one in told.page),
        shown=say("first_shown", n=shown) if shown < told.total else "",
        pieces=tuple(_piece(one, zones[one.charger]) for one in told.differences),
    )


def _told(told: NetworkDifferences) -> list[str]:
    if not told.known:
        return [say("differ_unknown")]
    known = say("of_counted", part=told.known, whole=told.chargers)
    found = [say("differ_known", known=known)]
    if told.seconds:
        found.append(say("differ_whole", whole=about(told.seconds)))
    if told.left_out:
        found.append(say("differ_left_out", n=told.left_out))
    if not told.differing:
        found.append(say("differ_none"))
    return found


def _charger(one: DifferingCharger, told: NetworkDifferences) -> ChargerLine:
    query = {"first": told.first, "second": told.second, "in": told.month}
    return ChargerLine(
        name=one.name,
        url=f"{list_url(one.charger, 'official', **query)}#differ",
        site=one.site or say("no_site"),
        lasted=duration(one.seconds) if one.seconds else DASH,
        pieces=count(one.pieces),
    )


def _piece(one: DifferingTime, local: Local) -> TimeLine:
    return TimeLine(
        charger=one.charger,
        start=one.from_,
        end=one.to,
        when=local.exactly(one.from_, one.to),
        lasted=duration(one.seconds),
        socket=str(one.socket),
        state=label(one.state),
        first=counts_words(one.first, one.first_by),
        second=counts_words(one.second, one.second_by),
    )
